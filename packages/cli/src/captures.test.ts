import { CAPTURES, capturePath, type CaptureName } from '@mm-playground/captures';
import { describe, expect, it } from 'vitest';
import { mm, start } from './testing/binary.ts';
import { documentErrors, lineErrors } from './testing/schema.ts';

const TIMEOUT_MS = 120_000;

/**
 * The last `#@ maps` of ls was taken before its locale files were mapped: the `#@ smaps` beside it has them. So the record
 * contradicts itself, and a check has to say so.
 */
const CONTRADICTS_ITSELF: CaptureName = 'ls';

const sound = CAPTURES.map(({ name }) => name).filter((name) => name !== CONTRADICTS_ITSELF);

describe('recorded captures', { timeout: TIMEOUT_MS }, () => {
  it('are predicted in full', async () => {
    const { exitCode, stdout } = await mm(['check', ...sound.map(capturePath)]);
    expect(stdout).toMatch(
      new RegExp(`^${sound.length} files, \\d+ calls, \\d+ checkpoints, 0 divergences, \\d+ inferences\\n$`),
    );
    expect(exitCode).toBe(0);
  });

  it('that contradict themselves diverge, line by line', async () => {
    const path = capturePath(CONTRADICTS_ITSELF);
    const { exitCode, stdout, lastLine } = await mm(['check', path]);
    const lines = stdout.trimEnd().split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/:\d+: maps: recorded nothing, model .* \/usr\/lib\//);
    expect(lastLine).toContain(` ${lines.length} divergences, `);
    expect(exitCode).toBe(1);
  });

  it('can be checked for one task of many', async () => {
    const path = capturePath('node-threads');
    const one = await mm(['check', path, '--task', '25228']);
    expect(one.lastLine).toMatch(/^1 files, \d{1,2} calls, 0 checkpoints, 0 divergences, /);
    const nobody = await mm(['check', path, '--task', 'nobody']);
    expect(nobody.stderr).toContain('there is no task nobody in');
    expect(nobody.exitCode).toBe(2);
  });

  it('are told of as JSON that follows its schema', async () => {
    const paths = (['node-threads', 'ls'] as const).map(capturePath);
    const document = await mm(['check', '--json', ...paths]);
    expect(documentErrors('check', document.stdout)).toEqual([]);
    const lines = await mm(['check', '--json=lines', ...paths]);
    expect(lineErrors('check', lines.stdout)).toEqual([]);
    expect([document.exitCode, lines.exitCode]).toEqual([1, 1]);
    expect(JSON.parse(lines.lastLine)).toMatchObject({ event: 'totals', files: 2 });
  });

  it('are shown as the kernel showed them at the end, also after the program has ended', async () => {
    const { exitCode, stdout } = await mm(['run', capturePath('node-threads'), '--show', 'maps']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+ exit_group\(0\) +?= \?$/m);
    expect(stdout).toMatch(/^05689000-0594c000 rw-p 00000000 00:00 0 {34}\[heap\]$/m);
  });

  it('are shown up to a line', async () => {
    const { stdout } = await mm(['run', capturePath('ls'), '--until', '390']);
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^execve\("\/usr\/bin\/ls", .*\) = 0$/),
      'brk(NULL)                               = 0x55555557a000',
      'mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7ffff7fc0000',
      'mmap(NULL, 39411, PROT_READ, MAP_PRIVATE, 3</etc/ld.so.cache>, 0) = 0x7ffff7fb6000',
    ]);
  });

  it('may be left unread: who reads the output can go away', async () => {
    const child = start(['run', '--json', '--show', 'smaps', capturePath('node-threads')]);
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    let complaints = '';
    child.stderr?.on('data', (chunk) => (complaints += String(chunk)));
    await Promise.race([closed, new Promise((resolve) => child.stdout?.once('data', resolve))]);
    child.stdout?.destroy();
    expect(await closed).toBe(0);
    expect(complaints).not.toContain('EPIPE');
  });
});
