/**
 * process_vm_readv() and process_vm_writev() against what a C program with the same calls showed on Linux 6.18.44: bytes, and which pages were
 * there afterwards, `remote local` in the letters of `#@ pagemap`.
 */
import { describe, expect, it } from 'vitest';
import { formatResult, vpn } from '@mm-playground/api';
import { createPlayground } from './builtin-plugins.ts';

const REMOTE = 0x1000_0000n;
const LOCAL = 0x2000_0000n;
const FIXED = 'MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';
const LOCAL_PAGES = `mmap(${LOCAL}, 4*PAGE, PROT_READ|PROT_WRITE, ${FIXED}`;

const remote = (page: number, pages: number, prot: string): string =>
  `mmap(${REMOTE} + ${page}*PAGE, ${pages}*PAGE, ${prot}, ${FIXED}`;
const iovec = (...ranges: readonly string[]): string =>
  `[${ranges.map((range) => `{iov_base=${range.replace(' ', ', iov_len=')}}`).join(', ')}], ${ranges.length}`;
const call = (direction: 'read' | 'write', local: readonly string[], others: readonly string[], pid = 'me'): string =>
  `process_vm_${direction}v(${pid}, ${iovec(...local)}, ${iovec(...others)}, 0)`;

/** Where a range is and how long: pages and bytes from the beginning of the one side or of the other. */
const at = (side: bigint, page: number, offset: number, length: string): string =>
  `${side + BigInt(page * 4096 + offset)} ${length}`;
const R = (page: number, length: string, offset = 0): string => at(REMOTE, page, offset, length);
const L = (page: number, length: string, offset = 0): string => at(LOCAL, page, offset, length);

/** The last result, and the pages of both sides. */
async function after(kernel: string, ...lines: readonly string[]): Promise<string> {
  const text = ['me = getpid()', LOCAL_PAGES, ...lines, ''].join('\n');
  const { session, diagnostics } = await createPlayground({ kernel, assume: 'untouched' }).load(text);
  if (session === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  session.run();
  if (session.stopped !== null) throw new Error(session.stopped.message);
  expect(session.validate()).toEqual([]);
  const result = session.calls.at(-1)?.result;
  const pages = (side: bigint, count: number): string => session.view().pagemap(vpn(Number(side >> 12n)), count);
  return `${result === undefined ? '?' : formatResult(result).replace(/ \(.*/, '')} ${pages(REMOTE, 8)} ${pages(LOCAL, 4)}`;
}

const RW = 'PROT_READ|PROT_WRITE';

describe('process_vm_readv', () => {
  it.each([
    ['pages that nobody wrote', [remote(0, 4, RW)], L(0, '3*PAGE'), R(0, '3*PAGE'), '12288 aaa..... AAA.'],
    ['up to a hole', [remote(0, 2, RW)], L(0, '4*PAGE'), R(0, '4*PAGE', 100), '8092 aa...... AA..'],
    ['from a hole', [remote(2, 2, RW)], L(0, '4*PAGE'), R(0, '4*PAGE'), '-1 EFAULT ........ ....'],
    ['PROT_NONE', [remote(0, 1, 'PROT_NONE')], L(0, 'PAGE'), R(0, 'PAGE'), '-1 EFAULT ........ ....'],
    ['what is writable only', [remote(0, 1, 'PROT_WRITE')], L(0, 'PAGE'), R(0, 'PAGE'), '-1 EFAULT ........ ....'],
    ['what is executable only', [remote(0, 1, 'PROT_EXEC')], L(0, 'PAGE'), R(0, 'PAGE'), '-1 EFAULT ........ ....'],
    ['read-only memory', [remote(0, 2, 'PROT_READ')], L(0, 'PAGE'), R(0, 'PAGE'), '4096 a....... A...'],
    [
      'a hole on its own side, behind a page',
      [remote(0, 4, RW), `munmap(${LOCAL} + PAGE, 3*PAGE)`],
      L(0, '3*PAGE'),
      R(0, '3*PAGE'),
      '4096 aaa..... A...',
    ],
    [
      'a hole on its own side',
      [remote(0, 4, RW), `munmap(${LOCAL}, PAGE)`],
      L(0, '3*PAGE'),
      R(0, '3*PAGE'),
      '-1 EFAULT aaa..... ....',
    ],
    [
      'a page of its own that is read-only',
      [remote(0, 4, RW), `mprotect(${LOCAL} + PAGE, PAGE, PROT_READ)`],
      L(0, '3*PAGE', 100),
      R(0, '3*PAGE'),
      '3996 aaa..... A...',
    ],
    ['nothing', [remote(0, 4, RW)], L(0, 'PAGE'), R(0, '0'), '0 ........ ....'],
    ['into nothing', [remote(0, 4, RW)], L(0, '0'), R(0, 'PAGE'), '0 ........ ....'],
    ['more than there is room for', [remote(0, 4, RW)], L(0, '100'), R(0, '2*PAGE'), '100 aa...... A...'],
    ['less than there is room for', [remote(0, 4, RW)], L(0, '2*PAGE'), R(0, '100'), '100 a....... A...'],
    [
      'up to a guard',
      [remote(0, 3, RW), `madvise(${REMOTE} + PAGE, PAGE, MADV_GUARD_INSTALL)`],
      L(0, '3*PAGE'),
      R(0, '3*PAGE'),
      '4096 as...... A...',
    ],
    [
      'below a stack, which does not grow for it',
      [remote(4, 4, RW).replace('MAP_FIXED', 'MAP_FIXED|MAP_GROWSDOWN')],
      L(0, 'PAGE'),
      R(3, 'PAGE'),
      '-1 EFAULT ........ ....',
    ],
  ])('reads %s', async (_what, lines, local, other, expected) => {
    expect(await after('6.18', ...lines, call('read', [local], [other]))).toBe(expected);
  });

  it('takes ranges in turn, and tells how far it came', async () => {
    const mapped = [remote(0, 4, RW), remote(5, 1, RW)];
    const local = [L(0, '100'), L(2, 'PAGE')];
    expect(await after('6.18', ...mapped, call('read', local, [R(0, '50'), R(5, '10'), R(1, 'PAGE')]))).toBe(
      '4156 aa...a.. A.A.',
    );
    expect(await after('6.18', ...mapped, call('read', local, [R(0, '50'), R(6, '10'), R(1, 'PAGE')]))).toBe(
      '50 a....... A...',
    );
    expect(await after('6.18', ...mapped, call('read', local, [R(6, '50'), R(5, '10')]))).toBe(
      '-1 EFAULT ........ ....',
    );
  });

  it('has taken hold of 1024 pages before it copies the first byte', async () => {
    const { session } = await createPlayground({ assume: 'untouched' }).load(
      ['me = getpid()', LOCAL_PAGES, remote(0, 3000, RW), call('read', [L(0, '100')], [R(0, '3000*PAGE')]), ''].join(
        '\n',
      ),
    );
    session?.run();
    expect(
      session
        ?.view()
        .pagemap(vpn(Number(REMOTE >> 12n)), 3000)
        .replaceAll('.', ''),
    ).toHaveLength(1024);
  });

  it.each([
    ['flags', (good: string) => good.replace(/0\)$/, '1)'), 'EINVAL'],
    ['no such process', (good: string) => good.replace('(me', '(4194305'), 'ESRCH'],
    ['process 0', (good: string) => good.replace('(me', '(0'), 'ESRCH'],
    ['process -1', (good: string) => good.replace('(me', '(-1'), 'ESRCH'],
    ['a length below 0', (good: string) => good.replace('iov_len=PAGE', 'iov_len=-1'), 'EINVAL'],
    ['a remote length below 0', (good: string) => good.replace(/iov_len=PAGE(?!.*iov_len)/, 'iov_len=-1'), 'EINVAL'],
    ['a range of the kernel', (good: string) => good.replace(String(LOCAL), '0xffff800000000000'), 'EFAULT'],
    ['a remote range of the kernel', (good: string) => good.replace(String(REMOTE), '0xffff800000000000'), 'EFAULT'],
    ['no ranges', (good: string) => good.replace(/\[[^\]]*\]/, '8'), 'EFAULT'],
    ['no remote ranges', (good: string) => good.replace(/\[(?!.*\[)[^\]]*\]/, '8'), 'EFAULT'],
    ['too many ranges', (good: string) => good.replace('], 1,', '], 1025,'), 'EINVAL'],
  ])('refuses %s', async (_what, change, errno) => {
    const good = call('read', [L(0, 'PAGE')], [R(0, 'PAGE')]);
    expect(await after('6.18', remote(0, 1, RW), change(good))).toBe(`-1 ${errno} ........ ....`);
  });

  it('is over before it looks for the process where there is nothing to copy', async () => {
    for (const [local, other] of [
      ['0', 'PAGE'],
      ['PAGE', '0'],
    ] as const)
      expect(await after('6.18', call('read', [L(0, local)], [R(0, other)], '4194305'))).toBe('0 ........ ....');
  });

  it('copies a page that parent and child share before it takes hold of it', async () => {
    const written = [remote(0, 4, RW), `store(${REMOTE})`, `store(${REMOTE} + PAGE)`, 'fork()', 'child = getpid()'];
    const reads = call('read', [L(0, 'PAGE')], [R(0, 'PAGE')], 'child');
    expect(await after('6.18', ...written, reads)).toBe('4096 Aa...... A...');
    expect(await after('6.18', ...written, reads, call('write', [L(0, 'PAGE')], [R(1, 'PAGE')], 'child'))).toBe(
      '4096 AA...... A...',
    );
  });

  it('reads another process', async () => {
    const other = [remote(0, 2, RW), `store(${REMOTE})`, 'child = clone(0)', `munmap(${REMOTE}, 2*PAGE)`];
    expect(await after('6.18', ...other, call('read', [L(0, '2*PAGE')], [R(0, '2*PAGE')], 'child'))).toBe(
      '8192 ........ AA..',
    );
  });
});

describe('process_vm_writev', () => {
  it.each([
    ['read-only memory', [remote(0, 1, 'PROT_READ')], L(0, 'PAGE'), R(0, 'PAGE'), '-1 EFAULT ........ ....'],
    ['what nobody wrote', [remote(0, 2, RW)], L(0, '2*PAGE'), R(0, '2*PAGE'), '8192 AA...... aa..'],
    [
      'up to what is read-only',
      [remote(0, 1, RW), remote(1, 1, 'PROT_READ')],
      L(0, '2*PAGE'),
      R(0, '2*PAGE'),
      '4096 A....... a...',
    ],
    [
      'up to a hole on its own side',
      [remote(0, 4, RW), `munmap(${LOCAL} + PAGE, 3*PAGE)`],
      L(0, '3*PAGE'),
      R(0, '3*PAGE'),
      '4096 AAA..... a...',
    ],
    [
      'nothing from a hole on its own side',
      [remote(0, 4, RW), `munmap(${LOCAL}, PAGE)`],
      L(0, '3*PAGE'),
      R(0, '3*PAGE'),
      '-1 EFAULT AAA..... ....',
    ],
  ])('writes %s', async (_what, lines, local, other, expected) => {
    expect(await after('6.18', ...lines, call('write', [local], [other]))).toBe(expected);
  });
});
