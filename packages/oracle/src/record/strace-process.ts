/**
 * strace as a child process: which calls it is told to trace and to delay, whether it may trace at all here, and stopping
 * it for the length of a snapshot. While strace is stopped no traced call of any task can begin or end.
 */
import { type ChildProcess, spawn, spawnSync, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { callsOfKind, TRANSFER_CALLS } from '@mm-playground/api';
import { readProc, taskState } from '../proc-snapshot.ts';
import { END_CALL, START_CALLS } from './log-follower.ts';
import { RecordError } from './record-error.ts';

/** Tells strace that it need not know a call. */
const ifKnown = (names: readonly string[]): string[] => names.map((name) => `?${name}`);

/**
 * What changes an address space, makes or ends one, or decides what later calls may do: all that a model reads, and what
 * is delayed. ioctl is there for userfaultfd.
 */
const TRACED_CALLS: readonly string[] = [
  '%memory',
  ...ifKnown([...callsOfKind('memory'), ...callsOfKind('process')]),
  ...ifKnown(['memfd_create', 'ioctl', ...START_CALLS]),
];

/** What decides which file a mapping is of, how large it is, and which of its pages are in memory. */
const FILE_CALLS: readonly string[] = [...callsOfKind('file'), ...TRANSFER_CALLS];

/** How strace is to be run, whatever it traces. */
interface TraceOptions {
  /** Where strace writes its log. */
  readonly log: string;
  /** Whether files' opening, closing, reading, writing and resizing is logged too. */
  readonly descriptors: boolean;
}

/** How strace is to be run on a program of its own. */
export interface StraceOptions extends TraceOptions {
  /** The program, by path or by name, and its arguments. */
  readonly command: readonly string[];
  /** How long each held call is delayed, in milliseconds; 150 if missing. */
  readonly holdMs?: number;
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly stdio: StdioOptions;
  /** Whether `setarch -R` is to switch address randomisation off. */
  readonly fixedAddresses: boolean;
}

const DEFAULT_HOLD_MS = 150;

/** What strace writes, and of which calls. */
function traceArguments({ log, descriptors }: TraceOptions): string[] {
  const calls = descriptors ? [...TRACED_CALLS, ...ifKnown(FILE_CALLS)] : TRACED_CALLS;
  return ['-f', '-y', '-o', log, '-e', `trace=${calls.join(',')}`];
}

/** strace's own arguments, the command included. */
function commandArguments(options: StraceOptions): string[] {
  const delay = (options.holdMs ?? DEFAULT_HOLD_MS) * 1000;
  const starts = START_CALLS.map((call) => (call === 'arch_prctl' ? `?${call}` : call));
  return [
    ...traceArguments(options),
    ...['-q', '--seccomp-bpf'],
    ...['-e', `inject=${starts.join(',')}:delay_enter=${delay}:when=1`],
    ...['-e', `inject=execve:delay_exit=${delay}`],
    ...['-e', `inject=${END_CALL}:delay_enter=${delay}`],
    ...['--', ...options.command],
  ];
}

/** A running strace. */
export class StraceProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  #exited = false;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#exit = new Promise((resolveExit) => {
      child.once('exit', (code, signal) => {
        this.#exited = true;
        resolveExit({ code, signal });
      });
    });
  }

  /** Starts strace on the command. Its log is there when this resolves. */
  static async start(options: StraceOptions): Promise<StraceProcess> {
    writeFileSync(options.log, '');
    const strace = ['strace', ...commandArguments(options)];
    const [file = '', ...rest] = options.fixedAddresses ? ['setarch', '-R', ...strace] : strace;
    const child = spawn(file, rest, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: options.stdio,
      argv0: file,
    });
    await once(child, 'spawn');
    return new StraceProcess(child);
  }

  /**
   * Attaches strace to a process and all its threads, in a session of its own: a Ctrl-C on the terminal is not for it.
   *
   * @throws RecordError `no-strace`, `ptrace-denied` or `strace-failed`.
   */
  static async attach(pid: number, options: TraceOptions): Promise<StraceProcess> {
    writeFileSync(options.log, '');
    const args = [...traceArguments(options), '-p', String(pid)];
    const child = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    let said = '';
    await new Promise<void>((attached, failed) => {
      child.once('error', () => failed(noStrace()));
      child.once('exit', () => failed(cannotTrace(said.trim().replace(/^strace: /, ''))));
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (/Process \d+ attached/.test(said)) attached();
      });
    });
    return new StraceProcess(child);
  }

  get exited(): boolean {
    return this.#exited;
  }

  /** How strace ended: with the program's exit code, or by the program's signal. */
  async exit(): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }> {
    return await this.#exit;
  }

  /** Stops strace itself and waits until it stands. */
  async stop(): Promise<void> {
    const { pid } = this.#child;
    if (pid === undefined || this.#exited) return;
    process.kill(pid, 'SIGSTOP');
    for (let state = taskState(pid); state !== null && !'TtZ'.includes(state); state = taskState(pid)) await sleep(1);
  }

  /** Lets strace go on. */
  resume(): void {
    this.#child.kill('SIGCONT');
  }

  /** Lets go of what strace was attached to, and waits until it has. */
  async detach(): Promise<void> {
    this.resume();
    this.#child.kill('SIGINT');
    await this.#exit;
  }

  /** Kills the traced tasks, then strace. */
  kill(tasks: readonly number[]): void {
    for (const task of tasks) killIfAny(task);
    this.resume();
    if (tasks.length === 0) this.#child.kill('SIGKILL');
  }
}

function killIfAny(task: number): void {
  try {
    process.kill(task, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** Where `command` is found, as a shell would: a path as it stands, a name in `PATH`. */
export function findCommand(command: string, path = process.env['PATH'] ?? '', cwd = process.cwd()): string {
  const candidates = command.includes('/')
    ? [resolve(cwd, command)]
    : path.split(delimiter).map((directory) => join(resolve(cwd, directory), command));
  const found = candidates.find(isExecutable);
  if (found !== undefined) return found;
  const where = command.includes('/') ? '' : ` in ${path}`;
  throw new RecordError('command-not-found', `${command}: there is no such program${where}`);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Looks whether a process is there to be traced.
 *
 * @throws RecordError `not-linux`, `no-such-process`, or `ptrace-denied` where another tracer has it.
 */
export function checkTraceable(pid: number): void {
  if (process.platform !== 'linux') throw notLinux();
  if (!existsSync(`/proc/${pid}/status`))
    throw new RecordError('no-such-process', `there is no process ${pid}: \`ps -e\` lists those that there are`);
  const status = readProc(pid, 'status');
  const tracer = /^TracerPid:\s+([1-9]\d*)/m.exec(status)?.[1];
  if (tracer !== undefined)
    throw new RecordError(
      'ptrace-denied',
      `process ${pid} is traced by process ${tracer} (a debugger?): end that first`,
    );
  if (!/^VmSize:/m.test(status))
    throw new RecordError(
      'no-such-process',
      `process ${pid} has no address space: it has ended, or is the kernel's own`,
    );
}

/** What this machine allows. */
export interface TracingAbility {
  /** Whether `setarch -R` may switch address randomisation off. */
  readonly fixedAddresses: boolean;
}

/**
 * Tries strace on a program that does nothing.
 *
 * @throws RecordError `not-linux`, `no-strace`, `ptrace-denied` or `strace-failed`.
 */
export function probeTracing(): TracingAbility {
  if (process.platform !== 'linux') throw notLinux();
  const probe = ['strace', '-f', '-qq', '--seccomp-bpf', '-o', '/dev/null', '-e', 'trace=brk', '--', 'true'];
  if (runs('setarch', ['-R', ...probe]).ok) return { fixedAddresses: true };
  const [file = '', ...rest] = probe;
  const plain = runs(file, rest);
  if (plain.ok) return { fixedAddresses: false };
  throw plain.missing ? noStrace() : cannotTrace(plain.message);
}

function runs(file: string, args: readonly string[]): { ok: boolean; missing: boolean; message: string } {
  const { status, error, stderr } = spawnSync(file, args, { encoding: 'utf8', timeout: 10_000 });
  const missing = error !== undefined && 'code' in error && error.code === 'ENOENT';
  return { ok: status === 0, missing, message: error?.message ?? stderr.trim() };
}

const notLinux = (): RecordError =>
  new RecordError('not-linux', `recording needs Linux (strace and /proc); this is ${process.platform}`);

function noStrace(): RecordError {
  return new RecordError(
    'no-strace',
    'recording needs strace 5.3 or newer: `apt-get install strace`, `dnf install strace`, `apk add strace`',
  );
}

function cannotTrace(message: string): RecordError {
  if (!/ptrace|PTRACE|permitted/.test(message)) return new RecordError('strace-failed', `strace: ${message}`);
  return new RecordError(
    'ptrace-denied',
    `tracing is not permitted here (${message}). In a container: \`docker run --cap-add=SYS_PTRACE\`; ` +
      'otherwise see /proc/sys/kernel/yama/ptrace_scope, or run as root',
  );
}
