/** `mm oracle FILE...`: what scripts expect, on the kernel that runs here. */
import { nativeTarget } from '@mm-playground/oracle';
import { describe, expect, it } from 'vitest';
import { given, mm } from './testing/binary.ts';
import { documentErrors, lineErrors } from './testing/schema.ts';

/** Whether scripts can be run on this machine. */
const canRun = ((): boolean => {
  try {
    nativeTarget();
    return true;
  } catch {
    return false;
  }
})();

const MAPPED = 'mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000\n';
const right = (): string => given('right.mm', `${MAPPED}munmap(0x10000000, 0) = -1 EINVAL (Invalid argument)\n`);
const wrong = (): string => given('wrong.mm', `${MAPPED}munmap(0x10000000, 0) = 0\n`);

describe.skipIf(!canRun)('mm oracle FILE...', () => {
  it('sums up what holds', async () => {
    const { exitCode, stdout } = await mm(['oracle', right()]);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: '1 files, 2 calls, 0 checkpoints, 0 divergences, 0 inferences\n',
    });
  });

  it('prints what the kernel refutes, and exits 1', async () => {
    const { exitCode, stdout } = await mm(['oracle', right(), wrong()]);
    expect(exitCode).toBe(1);
    expect(stdout.split('\n')).toEqual([
      'wrong.mm:2: munmap: recorded 0, kernel -1 EINVAL (Invalid argument)',
      '2 files, 4 calls, 0 checkpoints, 1 divergences, 0 inferences',
      '',
    ]);
  });

  it('prints JSON after its schema', async () => {
    const document = await mm(['oracle', wrong(), '--json']);
    expect(documentErrors('oracle-files', document.stdout)).toEqual([]);
    const lines = await mm(['oracle', wrong(), '--json=lines']);
    expect(lineErrors('oracle-files', lines.stdout)).toEqual([]);
  });

  it('runs a race as threads, and tells which of its outcomes were seen', async () => {
    const race = given('race.mm', `${MAPPED}#@ race\n[a] munmap(0x10000000, PAGE)\n[b] maps()\n`);
    const { exitCode, stdout, stderr } = await mm(['oracle', race, '--count', '300']);
    if (stderr.includes('the model has no generation')) return;
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^race\.mm:2: race on \S+: 300 rounds, [12] of 2 outcomes seen: /),
      '1 files, 900 calls, 0 checkpoints, 0 divergences, 0 inferences',
      '',
    ]);
  });

  it('tells what it cannot read or prove, and goes on with the others', async () => {
    const race = given('race.mm', `${MAPPED}#@ race\n[a] load(0x10000000)\n`);
    const { exitCode, stderr, lastLine } = await mm(['oracle', race, 'nowhere.mm', right()]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('race.mm:2: fewer than two threads race that a program could have');
    expect(stderr).toContain('nowhere.mm:1:1: cannot be read: no such file');
    expect(lastLine).toBe('1 files, 2 calls, 0 checkpoints, 0 divergences, 0 inferences');
  });
});

it('files are not for booted kernels', async () => {
  const { exitCode, stderr } = await mm(['oracle', right(), '--boot', 'vmlinuz']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--boot is for random scripts');
});
