import { readdirSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { chooseKernel } from '@mm-playground/api';
import { nativeTarget, readRecords } from '@mm-playground/oracle';
import { createPlayground } from 'mm-playground';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { given, mm, pathOf } from './testing/binary.ts';
import { documentErrors, lineErrors } from './testing/schema.ts';

/** Why nothing can be compared on this machine, or null. */
const why = ((): string | null => {
  try {
    nativeTarget();
  } catch (error) {
    return (error as Error).message;
  }
  const { kernels } = createPlayground().registry;
  return chooseKernel(kernels, release())?.exact === true ? null : `the model has no Linux ${release()}`;
})();

/** An image with nothing but what tells that it is for x86-64. */
function image(): string {
  const bytes = Buffer.alloc(1024);
  bytes.write('HdrS', 0x202);
  return given('vmlinuz-test', bytes);
}

/** A plugin with a kernel that is as 6.18, but allows an address space twenty mappings. */
const OTHER_KERNEL = `
  import { linuxModel, v6_18 } from '${new URL('../../core/src/index.ts', import.meta.url).href}';
  const createMachine = (config) =>
    linuxModel.createMachine({ ...config, kernel: v6_18, system: { ...config.system, maxMapCount: 20 } });
  const model = { ...linuxModel, id: 'other', kernels: [{ ...v6_18, id: 'other', model: 'other' }], createMachine };
  export default { id: 'other', title: 'Other', version: '1.0.0', api: '^1.0', contributes: { models: [model] } };
`;

const NOTHING = '0 files, 0 calls, 0 checkpoints, 0 divergences, 0 inferences';

afterEach(() => vi.unstubAllEnvs());

describe('mm oracle', () => {
  it('refuses a profile, a count and a kernel that there are not', async () => {
    const cases: [string[], RegExp][] = [
      [['--profile', 'x'], /^error: there is no profile x; there are: vma, mremap, /],
      [['--count', '0'], /--count/],
      [['--boot', 'no/such/image'], /^error: there is no file no\/such\/image; kernels that can be fetched: 6\.1, /],
      [['--boot', given('not-a-kernel', 'x')], /^error: not-a-kernel is no kernel image/],
      [['--record', given('no-records.json', '{}')], /^no-records\.json:1:1: no campaigns: expected a list/],
    ];
    for (const [args, message] of cases) {
      const { exitCode, stdout, stderr } = await mm(['oracle', ...args]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(message);
    }
  });

  it('skips where QEMU is missing, says how to get it, and tells that nothing was tried', async () => {
    const kernel = image();
    vi.stubEnv('PATH', '/nowhere');
    const { exitCode, stdout, stderr } = await mm(['oracle', '--boot', kernel]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${NOTHING}\n` });
    expect(stderr).toMatch(/^skipped: qemu-system-x86_64 is needed .*apt-get install qemu-system-x86/);
    const document = await mm(['oracle', '--boot', kernel, '--json']);
    expect(documentErrors('oracle', document.stdout)).toEqual([]);
    expect(JSON.parse(document.stdout)).toMatchObject({ kernel: null, findings: [], totals: { files: 0 } });
  });
});

describe.skipIf(why !== null)(`mm oracle on the running kernel${why === null ? '' : ` (skipped: ${why})`}`, () => {
  it('compares as many random calls as are asked for, and ends with the sums', async () => {
    const { exitCode, stdout, stderr } = await mm(['oracle', '--count', '200', '--seed', '7', '--profile', 'vma']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^2 files, 216 calls, \d{3} checkpoints, 0 divergences, 0 inferences\n$/);
  });

  it('keeps the sums beside those of other runs where a file is named', async () => {
    const args = ['oracle', '--profile', 'vma', '--record', 'campaigns.json'];
    const runs = [await mm([...args, '--count', '20']), await mm([...args, '--count', '30', '--seed', '5'])];
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect((await mm([...args, '--count', '20'])).exitCode).toBe(0);
    const kept = readRecords(readFileSync(pathOf('campaigns.json'), 'utf8'));
    expect(kept.map(({ count, tried, seed }) => ({ count, tried, seed }))).toEqual([
      { count: 20, tried: 20, seed: 1 },
      { count: 30, tried: 30, seed: 5 },
    ]);
    expect(kept[0]).toMatchObject({
      boot: null,
      release: release().replace(/-.*/, ''),
      profiles: ['vma'],
      files: 1,
      findings: [],
    });
  });

  it('lets the profiles that are named take turns, and remembers them all', async () => {
    const args = ['oracle', '--profile', 'vma', '--profile', 'seal', '--count', '200', '--record', 'turns.json'];
    expect((await mm(args)).lastLine).toMatch(/^2 files, /);
    const [kept] = readRecords(readFileSync(pathOf('turns.json'), 'utf8'));
    expect(kept).toMatchObject({ profiles: ['vma', 'seal'], count: 200, tried: 200 });
  });

  it('prints what differs as a capture that mm check takes, and keeps it where that is asked for', async () => {
    const plugin = given('other-kernel.mjs', OTHER_KERNEL);
    const wrong = ['--plugin', plugin, '--kernel', 'other'];
    const run = await mm(['oracle', '--count', '160', '--profile', 'vma', ...wrong, '-o', 'found']);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/^# vma-1: differs; \d+ calls are left of 168\n# \S.*: recorded .*, model .*\n/);
    expect(run.lastLine).toMatch(/^1 files, \d+ calls, \d+ checkpoints, [1-9]\d* divergences, 0 inferences$/);
    expect(readdirSync(pathOf('found'))).toEqual(['vma-1.strace']);
    const kept = readFileSync(pathOf('found/vma-1.strace'), 'utf8');
    expect(run.stdout).toContain(kept.trimEnd());
    expect((await mm(['check', 'found/vma-1.strace', ...wrong])).exitCode).toBe(1);
    expect((await mm(['check', 'found/vma-1.strace'])).exitCode).toBe(0);
  });

  it('follows its schema', async () => {
    const args = ['oracle', '--count', '20', '--profile', 'seal'];
    const document = await mm([...args, '--json']);
    expect(documentErrors('oracle', document.stdout)).toEqual([]);
    expect(JSON.parse(document.stdout)).toMatchObject({ kernel: release(), findings: [], totals: { files: 1 } });
    const lines = await mm([...args, '--json=lines']);
    expect(lineErrors('oracle', lines.stdout)).toEqual([]);
  });
});
