/**
 * strace as a child process: which calls it is told to trace and to delay, whether it may trace at all here, and stopping
 * it for the length of a snapshot. While strace is stopped no traced call of any task can begin or end.
 */
import { type ChildProcess, spawn, spawnSync, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { taskState } from '../proc-snapshot.ts';
import { END_CALL, START_CALLS } from './log-follower.ts';
import { RecordError } from './record-error.ts';

/** What changes an address space, or makes or ends one. `?` lets an strace that does not know a call go on. */
const TRACED_CALLS = [
  '%memory',
  ...['execve', 'execveat', 'clone', '?clone3', '?fork', '?vfork', 'exit', 'exit_group'],
  ...['prlimit64', '?setrlimit', 'personality', 'prctl', '?arch_prctl', '?map_shadow_stack'],
  ...['memfd_create', '?memfd_secret', 'shmget', 'shmctl', 'io_setup', 'io_destroy', 'userfaultfd'],
  ...['?pkey_alloc', '?pkey_free', '?process_madvise', '?mseal', 'set_tid_address', 'sched_getaffinity'],
] as const;

/** What opens, closes and resizes the files that are mapped. */
const DESCRIPTOR_CALLS = [
  ...['?open', 'openat', '?openat2', '?creat', 'close', '?close_range', 'dup', '?dup2', 'dup3', 'fcntl'],
  ...['ftruncate', '?truncate', 'fallocate', '?unlink', 'unlinkat'],
] as const;

/** How strace is to be run. */
export interface StraceOptions {
  /** The program, by path or by name, and its arguments. */
  readonly command: readonly string[];
  /** Where strace writes its log. */
  readonly log: string;
  /** How long each held call is delayed, in milliseconds. */
  readonly holdMs: number;
  /** Whether files' opening, closing and resizing is logged too. */
  readonly descriptors: boolean;
  readonly cwd: string | undefined;
  readonly env: NodeJS.ProcessEnv | undefined;
  readonly stdio: StdioOptions;
  /** Whether `setarch -R` is to switch address randomisation off. */
  readonly fixedAddresses: boolean;
}

/** strace's own arguments, the command included. */
function straceArguments(options: Omit<StraceOptions, 'cwd' | 'env' | 'stdio' | 'fixedAddresses'>): string[] {
  const delay = options.holdMs * 1000;
  const calls = options.descriptors ? [...TRACED_CALLS, ...DESCRIPTOR_CALLS] : TRACED_CALLS;
  const starts = START_CALLS.map((call) => (call === 'arch_prctl' ? `?${call}` : call));
  return [
    ...['-f', '-y', '-q', '--seccomp-bpf', '-o', options.log],
    ...['-e', `trace=${calls.join(',')}`],
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

  /** Starts strace on the command. */
  static async start(options: StraceOptions): Promise<StraceProcess> {
    const strace = ['strace', ...straceArguments(options)];
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
  if (process.platform !== 'linux') {
    throw new RecordError('not-linux', `recording needs Linux (strace and /proc); this is ${process.platform}`);
  }
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
