/**
 * The kernel's tracepoints through tracefs, in an instance of its own, so that nobody else's tracing is disturbed. Needs root,
 * and a tracefs that is mounted where this process sees it: {@link inMountNamespace} sees to that.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What ends a process in order. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const TRACEFS = '/sys/kernel/tracing';
/** Big enough for some 10^5 events on each processor. */
const BUFFER_KB = 32_768;

/** Why the tracepoints of the kernel cannot be had here, or null. */
export function tracingObstacle(): string | null {
  if (process.platform !== 'linux') return `this is ${process.platform}, not Linux`;
  if (process.arch !== 'x64') return `replies are told by system call numbers of x64, this is ${process.arch}`;
  if (process.getuid?.() !== 0) return 'tracing needs root';
  if (!existsSync(TRACEFS)) return `this kernel has no tracefs: there is no ${TRACEFS}`;
  return null;
}

/**
 * Runs a module of ours in a process that has tracefs mounted in a mount namespace of its own. Returns what it prints, and
 * its exit status; what it says on standard error is passed on, and a signal that would end this process ends that one.
 */
export async function inMountNamespace(
  module: string,
  args: readonly string[],
): Promise<{ readonly output: string; readonly status: number }> {
  const script = `mount -t tracefs nodev ${TRACEFS} && exec "$@"`;
  const node = [process.execPath, '--conditions=@mm-playground/source', module, ...args];
  const child = spawn('unshare', ['-m', 'sh', '-c', script, 'sh', ...node], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pass = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  for (const signal of ENDING) process.on(signal, pass);
  try {
    const [output, [status]] = await Promise.all([
      text(child.stdout),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    return { output, status: status ?? 1 };
  } finally {
    for (const signal of ENDING) process.off(signal, pass);
  }
}

/** What was traced, as the kernel prints it, of which process, and what came of the work. */
export interface Traced<T> {
  readonly trace: string;
  readonly pid: number;
  readonly result: T;
}

/** Distinguishes the instances of one process. */
let instances = 0;

/** Those that are there now. */
const live = new Set<string>();

/**
 * Records events (`maple_tree/ma_write`) of one process while `work` runs: of the one that `work` names to its argument, from then
 * on. The instance is removed whatever happens, short of SIGKILL.
 *
 * @throws Error where `work` named nobody, or said more than the buffer holds.
 */
export async function tracing<T>(
  events: readonly string[],
  work: (started: (pid: number) => void) => Promise<T>,
): Promise<Traced<T>> {
  const instance = join(TRACEFS, 'instances', `mm-playground-${process.pid}-${++instances}`);
  const set = (file: string, value: string): void => writeFileSync(join(instance, file), value);
  cleanUpOnSignals();
  mkdirSync(instance);
  live.add(instance);
  try {
    let traced: number | null = null;
    set('buffer_size_kb', String(BUFFER_KB));
    const result = await work((pid) => {
      traced = pid;
      // The process first: as long as none is named, everybody is traced.
      set('set_event_pid', String(pid));
      set('options/event-fork', '0');
      for (const event of events) set(`events/${event}/enable`, '1');
    });
    set('tracing_on', '0');
    if (traced === null) throw new Error('no process was named to be traced');
    return { trace: readWhole(instance), pid: traced, result };
  } finally {
    remove(instance);
  }
}

function readWhole(instance: string): string {
  const trace = readFileSync(join(instance, 'trace'), 'utf8');
  const [, kept, written] = /entries-in-buffer\/entries-written: (\d+)\/(\d+)/.exec(trace) ?? [];
  if (kept !== written) throw new Error('the trace buffer was too small: trace fewer calls at once');
  return trace;
}

function remove(instance: string): void {
  if (!live.delete(instance)) return;
  writeFileSync(join(instance, 'events/enable'), '0');
  rmdirSync(instance);
}

let cleansUp = false;

/**
 * From now on a signal removes all instances before it ends this process. The listeners stay: one that is taken away while a
 * signal waits for the end of a synchronous call swallows it.
 */
function cleanUpOnSignals(): void {
  if (cleansUp) return;
  cleansUp = true;
  const end = (signal: NodeJS.Signals): void => {
    for (const each of ENDING) process.off(each, end);
    for (const instance of live) remove(instance);
    process.kill(process.pid, signal);
  };
  for (const signal of ENDING) process.on(signal, end);
}
