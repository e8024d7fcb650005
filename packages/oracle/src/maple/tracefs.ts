/**
 * The kernel's tracepoints through tracefs, in an instance of its own, so that nobody else's tracing is disturbed. Needs root,
 * and a tracefs that is mounted where this process sees it: {@link inMountNamespace} sees to that.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const TRACEFS = '/sys/kernel/tracing';
/** Big enough for some 10^5 events on each processor. */
const BUFFER_KB = 32_768;

/** Why the tracepoints of the kernel cannot be had here, or null. */
export function tracingObstacle(): string | null {
  if (process.platform !== 'linux') return `this is ${process.platform}, not Linux`;
  if (process.getuid?.() !== 0) return 'tracing needs root';
  if (!existsSync(TRACEFS)) return `this kernel has no tracefs: there is no ${TRACEFS}`;
  return null;
}

/**
 * Runs a module of ours in a process that has tracefs mounted in a mount namespace of its own. Returns what it prints, and
 * its exit status; what it says on standard error is passed on.
 */
export async function inMountNamespace(
  module: string,
  args: readonly string[],
): Promise<{ readonly output: string; readonly status: number }> {
  const script = `mount -t tracefs nodev ${TRACEFS} && exec "$@"`;
  const node = [process.execPath, '--conditions=@mm-playground/source', module, ...args];
  const child = spawn('unshare', ['-m', 'sh', '-c', script, 'sh', ...node], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output, [status]] = await Promise.all([text(child.stdout), once(child, 'close') as Promise<[number | null]>]);
  return { output, status: status ?? 1 };
}

/** An event to record: `maple_tree/ma_write`, of processes with this name only. */
export interface TracedEvent {
  readonly event: string;
  readonly comm: string;
}

/** Records events while `work` runs, and returns them as the kernel prints them, with what `work` returns. */
export async function tracing<T>(
  name: string,
  events: readonly TracedEvent[],
  work: () => Promise<T>,
): Promise<{ readonly trace: string; readonly result: T }> {
  const instance = join(TRACEFS, 'instances', name);
  const set = (file: string, value: string): void => writeFileSync(join(instance, file), value);
  mkdirSync(instance);
  try {
    set('buffer_size_kb', String(BUFFER_KB));
    for (const { event, comm } of events) {
      set(`events/${event}/filter`, `comm == "${comm}"`);
      set(`events/${event}/enable`, '1');
    }
    const result = await work();
    set('tracing_on', '0');
    const trace = readFileSync(join(instance, 'trace'), 'utf8');
    const [, kept, written] = /entries-in-buffer\/entries-written: (\d+)\/(\d+)/.exec(trace) ?? [];
    if (kept !== written) throw new Error('the trace buffer was too small: trace fewer calls at once');
    return { trace, result };
  } finally {
    set('events/enable', '0');
    rmdirSync(instance);
  }
}
