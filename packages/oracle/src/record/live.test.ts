import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { GrowingLog, loadProgram } from '@mm-playground/script';
import { createPlayground } from 'mm-playground';
import { afterEach, describe, expect, test } from 'vitest';
import { follow, type LiveOptions } from './live.ts';
import { RecordError } from './record-error.ts';
import { probeTracing } from './strace-process.ts';

/** Why nothing can be followed here, or `null`. */
function obstacle(): string | null {
  try {
    probeTracing();
    return null;
  } catch (error) {
    return error instanceof RecordError ? error.message : String(error);
  }
}

/** Follows something, and gives its pieces and its end. */
async function followed(what: LiveOptions['what']): Promise<{ pieces: string[]; how: string }> {
  const pieces: string[] = [];
  const live = await follow({ what, onText: (text) => pieces.push(text) });
  const { how } = await live.ended;
  return { pieces, how };
}

const children: ChildProcess[] = [];

/** A program of ours that goes on until somebody ends it: it maps and unmaps, a hundred times a second. */
async function somethingRunning(script = MAPPER): Promise<ChildProcess & { pid: number }> {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await once(child.stdout, 'data');
  if (child.pid === undefined) throw new Error('no process');
  return child as ChildProcess & { pid: number };
}

const MAPPER = `
  let kept = [];
  console.log('there');
  setInterval(() => { kept = [Buffer.alloc(4 << 20)]; globalThis.gc?.(); }, 10);
`;

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const why = obstacle();

test('a process that is not there cannot be followed, and it is said what to do', async () => {
  const refused = follow({ what: { pid: 2 ** 22 + 1 }, onText: () => undefined });
  await expect(refused).rejects.toThrow(/there is no process 4194305: `ps -e` lists/);
});

describe.skipIf(why !== null)(`follow${why === null ? '' : ` (skipped: ${why})`}`, { timeout: 60_000 }, () => {
  test('a program is told from its beginning, in pieces that are the recording', async () => {
    const { pieces, how } = await followed({ command: ['sh', '-c', 'true; /bin/true'], stdio: 'ignore' });
    expect(how).toBe('it exited with 0');
    expect(pieces.length).toBeGreaterThan(1);
    const { program, diagnostics } = loadProgram(pieces.join(''));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(program?.initial?.smaps).toBeDefined();
    expect(new Set(program?.items.map((item) => ('task' in item ? item.task : '')))).toHaveProperty('size', 2);
    for (const piece of pieces) expect(piece).toMatch(/\n$/);
  });

  test('what it tells plays as it comes, without a divergence', async () => {
    const { pieces } = await followed({ command: ['ls', '/'], stdio: 'ignore' });
    const log = new GrowingLog();
    const [first, ...rest] = [...pieces.map((piece) => log.append(piece)), log.finish()].filter(
      (growth) => growth !== undefined,
    );
    if (first?.program === undefined) throw new Error('nothing came');
    const session = createPlayground().open(first.program);
    session.run();
    for (const { program } of rest) {
      session.extend(program?.items ?? []);
      session.run();
    }
    expect({ stopped: session.stopped, divergences: session.divergences }).toEqual({ stopped: null, divergences: [] });
    expect(session.calls.length).toBeGreaterThan(20);
  });

  test('a process that was there begins with what it looks like, and goes on when nobody follows it any more', async () => {
    const child = await somethingRunning();
    const pieces: string[] = [];
    const some = Promise.withResolvers<void>();
    const live = await follow({
      what: { pid: child.pid },
      onText: (text) => {
        pieces.push(text);
        if ((pieces.join('').match(/^\d+ \w+\(/gm) ?? []).length > 5) some.resolve();
      },
    });
    await some.promise;
    expect(tracerOf(child.pid)).not.toBe(0);
    await live.stop();
    expect(await live.ended).toMatchObject({ how: 'it goes on, and nobody follows it any more' });
    expect(tracerOf(child.pid)).toBe(0);
    expect(child.exitCode).toBeNull();
    const { program } = loadProgram(pieces.join(''));
    expect(program?.initialTask).toBe(String(child.pid));
    expect(program?.threads?.length).toBeGreaterThan(0);
    expect(program?.items.length).toBeGreaterThan(5);
  });

  test('a process that somebody traces already is left to them', async () => {
    const child = await somethingRunning();
    const live = await follow({ what: { pid: child.pid }, onText: () => undefined });
    const second = follow({ what: { pid: child.pid }, onText: () => undefined });
    await expect(second).rejects.toThrow(/is traced by process \d+/);
    await live.stop();
    await live.ended;
  });

  test('a program that was started ends when nobody wants to follow it', async () => {
    const some = Promise.withResolvers<void>();
    const what = { command: [process.execPath, '-e', MAPPER], stdio: 'ignore' } as const;
    const live = await follow({ what, onText: () => some.resolve() });
    await some.promise;
    await live.stop();
    expect((await live.ended).how).toMatch(/ended by SIGINT|exited with/);
  });

  test("the kernel's own threads have nothing to follow", async () => {
    await expect(follow({ what: { pid: 2 }, onText: () => undefined })).rejects.toThrow(/no address space|no process/);
  });
});

const tracerOf = (pid: number): number =>
  Number(/^TracerPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
