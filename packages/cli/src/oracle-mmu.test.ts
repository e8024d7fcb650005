/** `mm oracle --mmu`: page tables on an MMU that is not ours. */
import { readFileSync } from 'node:fs';
import { emulatorFor, readMmuRecords } from '@mm-playground/oracle';
import { createPlayground } from 'mm-playground';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { given, mm, pathOf } from './testing/binary.ts';
import { documentErrors, lineErrors } from './testing/schema.ts';

/** Why QEMU is not to be had for any of the three, or null. */
const why = ((): string | null => {
  const { registry } = createPlayground();
  try {
    for (const arch of ['x86-64', 'arm64', 'riscv64']) emulatorFor(registry.architecture(arch));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
})();

const SCRIPT =
  'p = mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)\nstore(p)\nload(p + PAGE)\n';

/** x86-64 of which the plugin takes read-only pages for writable: what the MMU refutes. */
const WRONG = `
  import { x8664 } from '${new URL('../../arch-x86-64/src/index.ts', import.meta.url).href}';
  const wrong = (arch) => Object.freeze({ ...arch, mmu: Object.freeze({ ...arch.mmu, rights: (...entry) => arch.mmu.rights(...entry) | 2 }) });
  const plugin = { ...x8664, id: 'wrong', uname: [], configure: (options) => ({ ...wrong(x8664.configure(options)), id: 'x86-64' }) };
  export default { id: 'wrong', title: 'Wrong', version: '1.0.0', api: '^1.0', contributes: { architectures: [plugin] } };
`;

afterEach(() => vi.unstubAllEnvs());

describe('mm oracle --mmu', () => {
  it('refuses what is about kernels, and what is no architecture', async () => {
    const cases: [string[], RegExp][] = [
      [['--boot', '6.1'], /^error: --boot is about kernels/],
      [['--profile', 'vma'], /^error: --profile is about kernels/],
      [['--record', given('no-comparisons.json', '{}')], /^no-comparisons\.json:1:1: no comparisons: expected a list/],
      [['--record', 'x.json', given('a.mm', SCRIPT)], /^error: --record keeps the sums of random tables/],
      [['--arch', 'vax'], /^error: .*vax/],
    ];
    for (const [args, message] of cases) {
      const { exitCode, stdout, stderr } = await mm(['oracle', '--mmu', ...args]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(message);
    }
  });

  it('skips where QEMU is missing, says how to get it, and tells that nothing was tried', async () => {
    vi.stubEnv('PATH', '/nowhere');
    const { exitCode, stdout, stderr } = await mm(['oracle', '--mmu', '--arch', 'riscv64']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '0 runs, 0 probes, 0 words, 0 mismatches\n' });
    expect(stderr).toMatch(/^skipped: qemu-system-riscv64 is needed .*apt-get install qemu-system-misc/);
  });
});

describe.skipIf(why !== null)(`mm oracle --mmu with QEMU${why === null ? '' : ` (skipped: ${why})`}`, () => {
  it('compares random tables of one configuration, keeps the sums, and follows its schema', async () => {
    const args = ['oracle', '--mmu', '--arch', 'x86-64:levels=5', '--count', '1000', '--seed', '9'];
    const { exitCode, stdout } = await mm([...args, '--record', 'mmu.json']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^x86-64:levels=5, QEMU \S+: \d+ probes, \d+ of them faults, \d+ words marked, 0 mismatches.*\n1 runs, \d+ probes, \d+ words, 0 mismatches\n$/,
    );
    const [kept] = readMmuRecords(readFileSync(pathOf('mmu.json'), 'utf8'));
    expect(kept).toMatchObject({ arch: 'x86-64:levels=5', seed: 9, count: 1000, sets: 1, mismatches: 0 });
    const document = await mm([...args, '--json']);
    expect(documentErrors('oracle-mmu', document.stdout)).toEqual([]);
    expect(lineErrors('oracle-mmu', (await mm([...args, '--json=lines'])).stdout)).toEqual([]);
  });

  it.each(['x86-64', 'arm64:granule=16', 'riscv64:mode=sv39'])('compares the tables of files on %s', async (arch) => {
    const { exitCode, stdout } = await mm(['oracle', '--mmu', given('a.mm', SCRIPT), '--arch', arch]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^a\.mm on \S+, QEMU .* 0 mismatches.*\n1 runs, [1-9]\d+ probes, \d+ words, 0 mismatches\n$/,
    );
  });

  it('tells what differs, and exits 1', async () => {
    const args = ['--plugin', given('wrong.mjs', WRONG), '--arch', 'wrong', '--count', '1000'];
    const { exitCode, stdout, lastLine } = await mm(['oracle', '--mmu', ...args]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^store by user at 0x\S+ \(root .*\): QEMU faults with 0x7 at \S+, the model stores$/m);
    expect(lastLine).toMatch(/^1 runs, \d+ probes, \d+ words, [1-9]\d* mismatches$/);
  });
});
