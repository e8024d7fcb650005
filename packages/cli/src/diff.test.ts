import { describe, expect, it } from 'vitest';
import { given, mm } from './testing/binary.ts';
import { documentErrors, lineErrors } from './testing/schema.ts';

/** A seal that 6.1 does not know keeps a page where it is; what differs from then on is not told again. */
const SEALED = `p = mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mseal(p + PAGE, PAGE, 0)
munmap(p, 3*PAGE)
mmap(0x20000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
`;
const file = (): string => given('sealed.mm', SEALED);
const SIDES = ['--kernel', '6.1', '--kernel', '6.18'];

describe('mm diff', () => {
  it('prints the first difference of each call, the final maps side by side, and the sums', async () => {
    const { exitCode, stdout, stderr } = await mm(['diff', file(), ...SIDES]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.slice(0, 6)).toEqual([
      'sealed.mm:2: mseal(p + PAGE, PAGE, 0): result',
      '  6.1:  -1 ENOSYS (Function not implemented)',
      '  6.18: 0',
      'sealed.mm:3: munmap(p, 3*PAGE): result',
      '  6.1:  0',
      '  6.18: -1 EPERM (Operation not permitted)',
    ]);
    expect(lines[6]).toMatch(/^6\.1 +6\.18$/);
    expect(lines[7]).toMatch(/^ +> 10000000-10001000 rw-p 00000000$/);
    expect(lines).toContainEqual(
      expect.stringMatching(/^20000000-20001000 r--p 00000000 {3,}20000000-20001000 r--p 00000000$/),
    );
    expect(lines.at(-1)).toBe('4 calls, 2 differences');
  });

  it('tells what a call changed elsewhere although it gave the same', async () => {
    const aligned = given('thp.mm', 'mmap(NULL, 4*M, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\nbrk(NULL)\n');
    const { stdout, lastLine } = await mm(['diff', aligned, ...SIDES]);
    expect(stdout).toContain('thp.mm:1: mmap(NULL, 4*M, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0): result\n');
    expect(lastLine).toBe('2 calls, 1 differences');
  });

  it('ends with 0 where nothing differs', async () => {
    const { exitCode, lastLine } = await mm(['diff', file(), '--kernel', '6.18', '--kernel', '6.18']);
    expect({ exitCode, lastLine }).toEqual({ exitCode: 0, lastLine: '4 calls, 0 differences' });
  });

  it('compares architectures, and reads standard input once', async () => {
    const sides = ['--arch', 'x86-64', '--arch', 'arm64:granule=16'];
    const { exitCode, lastLine } = await mm(['diff', '-', ...sides], 'munmap(0x10000000, 4*K)\n');
    expect({ exitCode, lastLine }).toEqual({ exitCode: 0, lastLine: '1 calls, 0 differences' });
  });

  it('puts beside each other what page tables cost on two architectures', async () => {
    const sides = ['--arch', 'x86-64:levels=5', '--arch', 'arm64:granule=16'];
    const written = given('written.mm', SEALED.replace('mseal(p + PAGE, PAGE, 0)', 'store(p)').replace(/munmap.*/, ''));
    const { stdout } = await mm(['diff', written, ...sides]);
    expect(stdout).toMatch(/^costs +x86-64:levels=5 +arm64:granule=16,va=48$/m);
    expect(stdout).toMatch(/^levels of page tables +5 +4$/m);
    expect(stdout).toMatch(/^p4d tables \(entries used\) +1 \(1 of 512\) +-$/m);
    expect(stdout).toMatch(/^bytes that one entry reaches +4096 +16384$/m);
    expect(documentErrors('diff', (await mm(['diff', written, ...sides, '--json'])).stdout)).toEqual([]);
    expect(lineErrors('diff', (await mm(['diff', written, ...sides, '--json=lines'])).stdout)).toEqual([]);
  });

  it('says in words what differs, and why where the kernels say so', async () => {
    const { stdout } = await mm(['diff', file(), ...SIDES]);
    expect(stdout).toContain(`
2 of 4 calls differ, first line 2, mseal(p + PAGE, PAGE, 0): 6.1 answers -1 ENOSYS (Function not implemented), 6.18 0.
Of mseal, 6.1 says: ENOSYS: came with 6.10.
`);
    const holed = given(
      'holed.mm',
      `p = mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
munmap(p + PAGE, PAGE)
madvise(p, 3*PAGE, MADV_POPULATE_WRITE)
`,
    );
    const { words } = JSON.parse((await mm(['diff', holed, ...SIDES, '--json'])).stdout) as { words: unknown };
    expect(words).toEqual({
      behaviour: [
        '1 of 3 calls differs, line 3, madvise(p, 3*PAGE, MADV_POPULATE_WRITE): anon_rss is +2 since the start on 6.1, +1 on 6.18.',
        '6.1 passes over holes, and stops at the first mapping that refuses (docs/measured.md, Kernels).',
      ],
      costs: [],
    });
  });

  it('compares indexes: their nodes, their bytes, what a lookup reads and what readers see', async () => {
    const sides = ['--index', 'maple', '--index', 'sorted-array'];
    const { stdout, exitCode } = await mm(['diff', file(), ...sides]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^costs +maple +sorted-array$/m);
    expect(stdout).toMatch(/^bytes of the index +256 +\d+$/m);
    expect(stdout).toContain(
      'A lookup reads at most 1 node of 256 bytes on maple, 4 entries of 24 bytes on sorted-array.',
    );
    expect(stdout).not.toContain('page tables');
    const both = [...sides, '--arch', 'x86-64', '--arch', 'arm64'];
    expect(documentErrors('diff', (await mm(['diff', file(), ...both, '--json'])).stdout)).toEqual([]);
    expect(lineErrors('diff', (await mm(['diff', file(), ...both, '--json=lines'])).stdout)).toEqual([]);
  });

  it('follows its schema', async () => {
    expect(documentErrors('diff', (await mm(['diff', file(), ...SIDES, '--json'])).stdout)).toEqual([]);
    expect(lineErrors('diff', (await mm(['diff', file(), ...SIDES, '--json=lines'])).stdout)).toEqual([]);
  });

  it('says once what both machines say', async () => {
    const stops = given('stops.mm', 'process_mrelease(3, 0)\n');
    const { exitCode, stderr } = await mm(['diff', stops, ...SIDES]);
    expect([exitCode, stderr]).toEqual([2, 'stops.mm:1:1: process_mrelease is not modelled\n']);
  });

  it('wants two machines', async () => {
    const one = await mm(['diff', file(), '--kernel', '6.1']);
    expect([one.exitCode, one.stderr]).toEqual([2, expect.stringContaining('two machines')]);
    const odd = await mm(['diff', file(), ...SIDES, '--arch', 'x86-64', '--arch', 'arm64', '--arch', 'arm64']);
    expect([odd.exitCode, odd.stderr]).toEqual([2, expect.stringContaining('do not make pairs')]);
  });
});
