import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { mm, pathOf } from './testing/binary.ts';

const canTrace = ((): boolean => {
  try {
    execFileSync('strace', ['-o', '/dev/null', 'true']);
    return true;
  } catch {
    return false;
  }
})();

describe('mm record', () => {
  it('says that there is no such program', async () => {
    const { exitCode, stdout, stderr } = await mm(['record', '--', 'no-such-program-anywhere']);
    expect(stdout).toBe('');
    expect(exitCode).toBe(canTrace ? 2 : 1);
    expect(stderr).toMatch(/^(error|cannot record): /);
  });

  it('says that the file cannot be written, before the program runs', async () => {
    const { exitCode, stdout, stderr } = await mm(['record', '-o', 'no/such/folder', '--', 'echo', 'ran']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^error: no\/such\/folder cannot be written: /);
  });

  it.runIf(canTrace)('prints the capture, and the program’s own output elsewhere', async () => {
    const { exitCode, stdout, stderr } = await mm(['record', '--', 'echo', '-n', 'hello']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^#@ system kernel=/);
    expect(stdout).toContain('\nexecve(');
    expect(stdout).toContain('\nopenat(');
    expect(stderr).toContain('hello');
  });

  it.runIf(canTrace)('leaves out what happens to files where it is told to', async () => {
    const { stdout } = await mm(['record', '--no-descriptors', '--', 'true']);
    expect(stdout).toContain('\nmmap(');
    expect(stdout).not.toContain('openat(');
  });

  it.runIf(canTrace)('writes the capture to a file, compressed where its name says so', async () => {
    const { exitCode, stdout } = await mm(['record', '-o', 'echo.strace.gz', 'echo', '-n', 'hello']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'hello' });
    expect(gunzipSync(readFileSync(pathOf('echo.strace.gz'))).toString()).toMatch(/^#@ system kernel=/);
  });
});
