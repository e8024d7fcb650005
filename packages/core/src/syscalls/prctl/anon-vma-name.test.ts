import { describe, expect, it } from 'vitest';
import { NO_SYSTEM_FACTS, PRCTL, drain } from '@mm-playground/api';
import { at, bareMachine, draw, mmOf, PAGE, type Outcome, type Strip } from '../../testing/strip.ts';

// Tried on a 6.12 that was built with names; the running 6.18 and Debian's kernels are built without them.

const { PR_SET_VMA, PR_SET_VMA_ANON_NAME } = PRCTL.values;

const setName = (mm: Strip, page: number, pages: number, name: string | bigint): Outcome =>
  mm.call('prctl', PR_SET_VMA, PR_SET_VMA_ANON_NAME, at(page), BigInt(pages) * PAGE, name);

const names = (mm: Strip): string[] => mm.vmas.map(({ name }) => name);

describe('a name for anonymous memory', () => {
  it('splits what it does not cover, and merges what has the same text', () => {
    const mm = mmOf('wwww');
    expect(setName(mm, 0, 1, 'x')).toBe(0);
    expect([draw(mm), ...names(mm)]).toEqual(['w|www', '[anon:x]', '']);
    setName(mm, 1, 1, 'x');
    expect(draw(mm)).toBe('ww|ww');
    setName(mm, 2, 2, 'y');
    setName(mm, 2, 2, 'x');
    expect(draw(mm)).toBe('wwww');
    expect(setName(mm, 1, 1, 0n)).toBe(0);
    expect([draw(mm), ...names(mm)]).toEqual(['w|w|ww', '[anon:x]', '', '[anon:x]']);
    setName(mm, 0, 4, 0n);
    expect(draw(mm)).toBe('wwww');
  });

  it('keeps new memory apart, and stays through mprotect, mremap and fork', () => {
    const mm = mmOf('ww');
    setName(mm, 0, 2, 'k');
    mm.mmap(2, 1);
    expect(draw(mm)).toBe('ww|w');
    mm.mprotect(0, 1, 'r');
    mm.mprotect(0, 1, 'rw');
    expect(draw(mm)).toBe('ww|w');
    mm.mremap(0, 2, 2, 'MAYMOVE|FIXED', 8);
    mm.mremap(8, 2, 4);
    expect([draw(mm), ...names(mm)]).toEqual(['..w.....wwww', '', '[anon:k]']);
    mm.fork();
    expect(names(mm)).toEqual(['', '[anon:k]']);
  });

  it('decides whether a moved mapping merges', () => {
    const mm = mmOf('w.w.w');
    for (const page of [0, 2]) setName(mm, page, 1, 'k');
    mm.mremap(4, 1, 1, 'MAYMOVE|FIXED', 3);
    expect(draw(mm)).toBe('w.w|w');
    mm.mremap(2, 1, 1, 'MAYMOVE|FIXED', 1);
    expect(draw(mm)).toBe('ww.w');
  });

  it('does not keep mseal away, nor mseal it', () => {
    const mm = mmOf('www');
    setName(mm, 1, 1, 'q');
    mm.mseal(0, 3);
    expect(setName(mm, 0, 3, 'sealed')).toBe(0);
    expect([draw(mm), ...names(mm)]).toEqual(['www', '[anon:sealed]']);
  });

  it('goes over holes and ends with ENOMEM', () => {
    const mm = mmOf('ww..ww');
    expect(setName(mm, 0, 6, 'hole')).toBe('ENOMEM');
    expect(names(mm)).toEqual(['[anon:hole]', '[anon:hole]']);
    expect(setName(mm, 2, 2, 'nothing')).toBe('ENOMEM');
  });

  it('ends at the mapping of a file, private or not, with EBADF', () => {
    const mm = mmOf('w.w');
    mm.mmap(1, 1, 'rw', 'PRIVATE|FIXED', mm.open('/data'));
    expect(setName(mm, 0, 3, 'f')).toBe('EBADF');
    expect(names(mm)).toEqual(['[anon:f]', '/data', '']);
    expect(setName(mm, 1, 1, 0n)).toBe('EBADF');
  });

  it('is shown in place of the path of memory that has none: shared anonymous memory, a memfd', () => {
    const mm = mmOf('s');
    mm.mmap(1, 1, 'rw', 'PRIVATE|FIXED', mm.memfd(1));
    expect(setName(mm, 0, 2, 'shm')).toBe(0);
    expect(names(mm)).toEqual(['[anon_shmem:shm]', '[anon_shmem:shm]']);
    setName(mm, 0, 2, 0n);
    expect(names(mm)).toEqual(['/dev/zero (deleted)', '/memfd:m (deleted)']);
  });

  it('is shown on the stack where the stack pointer did not begin', () => {
    const mm = mmOf('');
    const stack = mm.view.vmas.find(({ name }) => name === '[stack]');
    const start = BigInt(stack?.start ?? 0) * PAGE;
    mm.call('prctl', PR_SET_VMA, PR_SET_VMA_ANON_NAME, start, PAGE, 'low');
    expect(mm.view.vmas.map(({ name }) => name).slice(-2)).toEqual(['[anon:low]', '[stack]']);
  });

  it('leaves [vdso] its own, and cannot split it', () => {
    const mm = mmOf('');
    const vdso = mm.view.vmas.find(({ name }) => name === '[vdso]');
    const start = BigInt(vdso?.start ?? 0) * PAGE;
    const call = (pages: bigint, name: string | bigint): Outcome =>
      mm.call('prctl', PR_SET_VMA, PR_SET_VMA_ANON_NAME, start, pages * PAGE, name);
    expect([call(1n, 'v'), call(2n, 'v'), call(1n, 0n)]).toEqual(['EINVAL', 0, 0]);
    expect(mm.view.vmas.some(({ name }) => name === '[vdso]')).toBe(true);
  });
});

describe('PR_SET_VMA refuses', () => {
  it.each([
    ['EINVAL', 'another operation', [1n, at(0), PAGE, 'x']],
    ['EINVAL', 'an address inside a page', [0n, at(0) + 1n, PAGE, 'x']],
    ['EINVAL', 'such an address even for no bytes', [0n, at(0) + 1n, 0n, 'x']],
    ['EINVAL', 'a length that wraps', [0n, at(0), 2n ** 64n - PAGE, 'x']],
    ['EINVAL', 'a length that rounds to 0', [0n, at(0), 2n ** 64n - 1n, 'x']],
    ['EINVAL', 'a name of 80 characters', [0n, at(0), PAGE, 'n'.repeat(80)]],
    ['EINVAL', 'a bracket', [0n, at(0), PAGE, 'a[']],
    ['EINVAL', 'a dollar', [0n, at(0), PAGE, 'a$']],
    ['EINVAL', 'a backslash', [0n, at(0), PAGE, 'a\\b']],
    ['EINVAL', 'a backquote', [0n, at(0), PAGE, 'a`']],
    ['EINVAL', 'a control character', [0n, at(0), PAGE, 'a\u007f']],
    ['EINVAL', 'a letter beyond ASCII', [0n, at(0), PAGE, '\u00c3']],
    ['EFAULT', 'a pointer to nothing, before the address is looked at', [0n, at(0) + 1n, PAGE, 1n]],
    [0, 'nothing of no bytes', [0n, at(5), 0n, 'x']],
    [0, 'a blank', [0n, at(0), PAGE, ' a b']],
    [0, 'the empty name', [0n, at(0), PAGE, '']],
    [0, 'a name of 79 characters', [0n, at(0), PAGE, 'n'.repeat(79)]],
  ] as const)('with %s: %s', (outcome, _, args) => {
    expect(mmOf('w').call('prctl', PR_SET_VMA, ...args)).toBe(outcome);
  });

  it('everything on a kernel that was built without names', () => {
    const mm = mmOf('w', { system: { ...NO_SYSTEM_FACTS, anonVmaName: false } });
    expect(setName(mm, 0, 1, 'x')).toBe('EINVAL');
    expect(setName(mm, 0, 1, 1n)).toBe('EINVAL');
  });
});

it('that a kernel has no names is learnt from the first refusal of a call that makes sense', () => {
  const machine = bareMachine();
  machine.boot('me');
  const int = (value: bigint) => ({ kind: 'int', value }) as const;
  const call = (name: string, args: readonly bigint[], recorded?: 'EINVAL', abbreviated = false): unknown => {
    const values = [
      ...args.map(int),
      ...(name === 'prctl' ? [{ kind: 'string', value: 'x', abbreviated } as const] : []),
    ];
    const result = recorded === undefined ? undefined : ({ kind: 'errno', name: recorded } as const);
    return drain(machine.call('me', { name, args: values, recorded: result }, () => undefined));
  };
  call('mmap', [at(0), PAGE, 3n, 0x32n, -1n, 0n]);
  const name = [PR_SET_VMA, PR_SET_VMA_ANON_NAME, at(0), PAGE];
  // strace shows the first 32 characters.
  expect(call('prctl', name, 'EINVAL', true)).toMatchObject({ kind: 'errno', errno: { name: 'EINVAL' } });
  expect(call('prctl', name)).toMatchObject({ kind: 'errno', errno: { name: 'EINVAL' } });
});
