import { describe, expect, test } from 'vitest';
import { record, type RecordResult } from './record.ts';
import { RecordError } from './record-error.ts';
import { findCommand, probeTracing } from './strace-process.ts';

/** Why nothing can be recorded here, or `null`. */
function obstacle(): string | null {
  try {
    probeTracing();
    return null;
  } catch (error) {
    return error instanceof RecordError ? error.message : String(error);
  }
}

/** The capture without the bodies of its directives. */
function outline(capture: string): string[] {
  return capture.split('\n').filter((line) => line !== '' && !line.startsWith('#|'));
}

async function recordQuietly(...command: string[]): Promise<RecordResult> {
  return await record({ command, stdio: 'ignore', timeoutMs: 30_000 });
}

test('findCommand looks in PATH for a name, and says so when there is none', () => {
  expect(findCommand('sh')).toMatch(/\/sh$/);
  expect(() => findCommand('no-such-program')).toThrow(/no-such-program: there is no such program in \//);
  expect(() => findCommand('./no-such-program')).toThrow(RecordError);
});

test('an empty command is refused before anything runs', async () => {
  await expect(record({ command: [] })).rejects.toThrow(RangeError);
});

const why = obstacle();

describe.skipIf(why !== null)(`record${why === null ? '' : ` (skipped: ${why})`}`, { timeout: 60_000 }, () => {
  test('a program alone has its initial state after execve and its final state before exit_group', async () => {
    const { capture, exitCode, tasks, warnings } = await recordQuietly('true');
    const names = outline(capture).map((line) => /^#@ \w+|^\w+/.exec(line)?.[0]);
    expect(names.slice(0, 4)).toEqual(['#@ system', '#@ build', '#@ limits', '#@ command']);
    expect(names.slice(4, 10)).toEqual(['execve', '#@ layout', '#@ maps', '#@ smaps', '#@ status', 'brk']);
    expect(names.slice(-4)).toEqual(['#@ maps', '#@ smaps', '#@ status', 'exit_group']);
    expect({ exitCode, tasks: tasks.length, warnings }).toEqual({ exitCode: 0, tasks: 1, warnings: [] });
    expect(capture).not.toContain('DELAYED');
  });

  test('children have states of their own, named by task', async () => {
    const { capture, tasks } = await recordQuietly('sh', '-c', 'true & /bin/true; wait');
    expect(tasks).toHaveLength(3);
    const loaded = outline(capture).filter((line) => line.startsWith('#@ layout'));
    expect(loaded).toHaveLength(2);
    const [main = 0] = tasks;
    expect(capture).toMatch(new RegExp(`^${main} exit_group\\(0\\) +=`, 'm'));
  });

  test('children: false keeps their calls and drops their states', async () => {
    const command = ['sh', '-c', '/bin/true; :'];
    const { capture, tasks } = await record({ command, stdio: 'ignore', children: false });
    expect(tasks).toHaveLength(2);
    expect(outline(capture).filter((line) => line.startsWith('#@ maps'))).toHaveLength(2);
  });

  test('descriptors: true records where descriptors come from', async () => {
    const { capture } = await record({ command: ['true'], stdio: 'ignore', descriptors: true });
    expect(capture).toMatch(/^openat\(.*libc/m);
  });

  test('descriptors: true records what makes files longer', async () => {
    const { capture } = await recordQuietly('cat', '/etc/passwd');
    expect(capture).toMatch(/^read\(\d+<\/etc\/passwd>, /m);
    expect(capture).toMatch(/^fadvise64\(\d+<\/etc\/passwd>, /m);
    expect(capture).toMatch(/^(?:write|splice|copy_file_range)\(/m);
  });

  test('the exit code and the end by a signal are reported', async () => {
    expect((await recordQuietly('sh', '-c', 'exit 3')).exitCode).toBe(3);
    const killed = await recordQuietly('sh', '-c', 'kill -KILL $$');
    expect(killed.exitSignal).toBe('SIGKILL');
    expect(killed.warnings.join()).toContain('no final state');
  });

  test('a program that runs too long is killed', async () => {
    const endless = record({ command: ['sleep', '1000'], stdio: 'ignore', timeoutMs: 700 });
    await expect(endless).rejects.toMatchObject({ code: 'timeout' });
  });

  test('an abort kills the program', async () => {
    const signal = AbortSignal.timeout(300);
    const endless = record({ command: ['sleep', '1000'], stdio: 'ignore', signal });
    await expect(endless).rejects.toMatchObject({ code: 'aborted' });
  });

  test('line breaks in arguments do not break the command directive', async () => {
    const { capture } = await recordQuietly('sh', '-c', 'true\ntrue');
    expect(capture).toContain('\n#@ command sh -c true\\ntrue\n');
  });
});
