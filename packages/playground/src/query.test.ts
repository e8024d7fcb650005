/** query(): what the model says of one address, and which expectations it fulfils. */
import { describe, expect, it } from 'vitest';
import { createPlayground, formatDivergence, runLines } from './index.ts';

const ARENA = '#@ system kernel=6.18\n#@ accesses complete 0x10000000-0x20000000\n';
const MAPPED =
  'mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000\n';
const READ_ONLY = 'mprotect(0x10001000, PAGE, PROT_READ) = 0\n';

async function played(text: string): Promise<{ divergences: string[]; lines: string[] }> {
  const { session } = await createPlayground().load(text, { file: 'a.mm' });
  session?.run();
  return { divergences: session?.divergences.map(formatDivergence) ?? [], lines: session ? runLines(session) : [] };
}

describe('query()', () => {
  it('gives range, permissions and offset of the VMA at an address, as /proc/PID/maps does', async () => {
    const { lines } = await played(`${ARENA}${MAPPED}${READ_ONLY}query(0x10001fff)\n`);
    expect(lines.at(-1)).toBe('query(0x10001fff)                       = 0 (10001000-10002000 r--p 00000000)');
  });

  it('is ENOENT where there is no VMA, and beyond user space', async () => {
    const { divergences } = await played(
      `${ARENA}${MAPPED}query(0x10003000) = -1 ENOENT (No such file or directory)\nquery(-1) = -1 ENOENT (No such file or directory)\n`,
    );
    expect(divergences).toEqual([]);
  });

  it.each(['0', '0 (10000000-10003000 rw-p)', '0 (10000000-10003000 rw-p 00000000)'])(
    'fulfils %s: an expectation may leave the last words open',
    async (result) => {
      expect((await played(`${ARENA}${MAPPED}query(0x10000000) = ${result}\n`)).divergences).toEqual([]);
    },
  );

  it('diverges where the mapping is another one', async () => {
    const { divergences } = await played(`${ARENA}${MAPPED}query(0x10000000) = 0 (10000000-10002000 rw-p)\n`);
    expect(divergences).toEqual([
      'a.mm:4: query: recorded 0 (10000000-10002000 rw-p), model 0 (10000000-10003000 rw-p 00000000)',
    ]);
  });
});

it('a script that does not say where its break is has that of a small program', async () => {
  const heap =
    'b = brk(NULL)\nbrk(b + 2*PAGE)\nquery(b + PAGE) = 0\nquery(b + 2*PAGE) = -1 ENOENT (No such file or directory)\n';
  expect((await played(ARENA + heap)).divergences).toEqual([]);
});
