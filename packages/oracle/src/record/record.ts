/**
 * Recording: runs a program under strace and makes a capture of it, with what the kernel showed of its address spaces.
 *
 * strace delays a few calls (see log-follower.ts). When its log says that a task is in one of them, strace is stopped, so
 * that no traced call can begin or end, /proc is read, and strace goes on. The delay therefore only has to be long enough
 * to be noticed; how long a snapshot takes does not matter.
 */
import type { StdioOptions } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { localMachine, machineDirectives } from '../machine.ts';
import { directive, limitsDirective, readProc } from '../proc-snapshot.ts';
import { type Hold, LogFollower } from './log-follower.ts';
import { RecordError } from './record-error.ts';
import { isQuiet, SnapshotStore } from './snapshot-store.ts';
import { composeCapture } from './strace-log.ts';
import { findCommand, probeTracing, StraceProcess } from './strace-process.ts';

/** What to record, and how. Only `command` is needed. */
export interface RecordOptions {
  /** The program and its arguments. A program without a slash is looked for in `PATH`. */
  readonly command: readonly string[];
  /** The program's working directory; ours if missing. */
  readonly cwd?: string;
  /** The program's environment; ours if missing. Its size shows in the addresses on the stack. */
  readonly env?: NodeJS.ProcessEnv;
  /** The program's standard input, output and error, as for `spawn`; `inherit` if missing. */
  readonly stdio?: StdioOptions;
  /**
   * Whether other processes that the program starts get snapshots too: after their execve and at their exit. Their calls
   * are recorded in any case. `true` if missing.
   */
  readonly children?: boolean;
  /**
   * Whether opening, closing, duplicating and resizing of files is recorded too, so that a reader knows which descriptors
   * are one open file. `false` if missing.
   */
  readonly descriptors?: boolean;
  /** For how long strace delays a call that the recorder wants to see, in milliseconds; 150 if missing. */
  readonly holdMs?: number;
  /** The program is killed when it has run for so long, in milliseconds; never if missing. */
  readonly timeoutMs?: number;
  /** Kills the program when aborted. */
  readonly signal?: AbortSignal;
}

/** A recording. */
export interface RecordResult {
  /** The capture: the text of a `.strace` file. */
  readonly capture: string;
  /** The program's exit code, or `null` if a signal ended it. */
  readonly exitCode: number | null;
  /** The signal that ended the program, or `null`. */
  readonly exitSignal: NodeJS.Signals | null;
  /** Every task that ran, the program's own first. */
  readonly tasks: readonly number[];
  /** What is missing in the capture or differs from the usual, in sentences; empty when all went well. */
  readonly warnings: readonly string[];
}

const DEFAULT_HOLD_MS = 150;
/** How often the log is looked at, in milliseconds. */
const POLL_MS = 2;
/** How long to let tasks run that are within a call while a snapshot waits, in milliseconds. */
const SETTLE_MS = 4;
/** How often a snapshot waits for the other threads before it is taken all the same. */
const SETTLE_TRIES = 12;

/**
 * Runs `command` to its end and returns a capture of it.
 *
 * The program runs with address randomisation off where the machine allows it, its children and threads included. It is a
 * few times slower than alone, and each of its processes stands still for up to five times `holdMs`.
 *
 * @throws RecordError when the machine cannot record (`not-linux`, `no-strace`, `ptrace-denied`), when there is no such
 * program (`command-not-found`), when it was killed (`timeout`, `aborted`), or `strace-failed`.
 * @throws RangeError when `command` is empty.
 */
export async function record(options: RecordOptions): Promise<RecordResult> {
  const [program] = options.command;
  if (program === undefined) throw new RangeError('command: expected a program and its arguments, got []');
  const { fixedAddresses } = probeTracing();
  const file = findCommand(program, (options.env ?? process.env)['PATH'], options.cwd);
  const directory = mkdtempSync(join(tmpdir(), 'mm-record-'));
  try {
    const recording = await Recording.start(options, file, join(directory, 'log'), fixedAddresses);
    return await recording.finish();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** One run of one program. */
class Recording {
  readonly #options: RecordOptions;
  readonly #file: string;
  readonly #log: string;
  readonly #strace: StraceProcess;
  readonly #follower = new LogFollower();
  readonly #snapshots = new SnapshotStore();
  readonly #warnings: string[] = [];
  readonly #deadline: number;
  /** The holds that are dealt with. */
  readonly #seen = new Set<string>();
  /** The directives before the first line of the log, once the program could be looked at. */
  #head: string | null = null;
  #descriptor = -1;

  private constructor(options: RecordOptions, file: string, log: string, strace: StraceProcess) {
    this.#options = options;
    this.#file = file;
    this.#log = log;
    this.#strace = strace;
    this.#deadline = performance.now() + (options.timeoutMs ?? Infinity);
  }

  static async start(options: RecordOptions, file: string, log: string, fixedAddresses: boolean): Promise<Recording> {
    writeFileSync(log, '');
    const strace = await StraceProcess.start({
      log,
      fixedAddresses,
      command: options.command,
      cwd: options.cwd,
      env: options.env,
      holdMs: options.holdMs ?? DEFAULT_HOLD_MS,
      descriptors: options.descriptors ?? false,
      stdio: options.stdio ?? 'inherit',
    });
    const recording = new Recording(options, file, log, strace);
    if (!fixedAddresses) recording.#warnings.push('setarch -R is not permitted here: addresses are random');
    return recording;
  }

  /** Follows the program to its end. */
  async finish(): Promise<RecordResult> {
    this.#descriptor = openSync(this.#log, 'r');
    try {
      await this.#follow();
    } finally {
      closeSync(this.#descriptor);
    }
    return await this.#compose();
  }

  async #follow(): Promise<void> {
    while (!this.#strace.exited) {
      this.#readLog();
      const hold = this.#follower.holds().find(({ id }) => !this.#seen.has(id));
      if (hold === undefined) await sleep(POLL_MS);
      else await this.#look(hold);
      await this.#endIfDue();
    }
    this.#readLog();
  }

  /** Feeds what strace has written since to the follower. */
  #readLog(): void {
    const chunk = Buffer.alloc(1 << 16);
    for (let size = -1; size !== 0;) {
      size = readSync(this.#descriptor, chunk);
      if (size > 0) this.#follower.push(chunk.subarray(0, size));
    }
  }

  /** Takes a snapshot of a held task, once the other threads in its address space are out of their calls. */
  async #look(hold: Hold): Promise<void> {
    this.#seen.add(hold.id);
    if (!this.#isWanted(hold)) return;
    for (let tries = 1; ; tries++) {
      await this.#strace.stop();
      try {
        this.#readLog();
        const now = this.#follower.holds().find(({ id }) => id === hold.id);
        if (now === undefined) return;
        const quiet = isQuiet(now.task, this.#follower);
        if (quiet || tries === SETTLE_TRIES) return this.#take(now, quiet);
      } finally {
        this.#strace.resume();
      }
      await sleep(SETTLE_MS);
    }
  }

  #isWanted(hold: Hold): boolean {
    const borrowed = this.#follower.loadedAt(hold.task) === null && this.#follower.inVfork;
    return !borrowed && (this.#options.children !== false || hold.task === this.#follower.firstTask);
  }

  #take(hold: Hold, quiet: boolean): void {
    try {
      this.#head ??= this.#describe(hold.task);
      this.#snapshots.take(hold, this.#follower.loadedAt(hold.task));
      if (!quiet)
        this.#warnings.push(`task ${hold.task}: another thread was in a call during the ${hold.kind} snapshot`);
    } catch (error) {
      this.#warnings.push(`task ${hold.task}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** The directives about the machine and the program, from a process that is held. */
  #describe(pid: number): string {
    const command = this.#options.command.join(' ').replace(/[\n\r\t]/g, escapeBlank);
    return (
      machineDirectives(localMachine(pid), this.#file) +
      limitsDirective(readProc(pid, 'limits')) +
      directive(`command ${command}`)
    );
  }

  async #endIfDue(): Promise<void> {
    const aborted = this.#options.signal?.aborted ?? false;
    if (!aborted && performance.now() < this.#deadline) return;
    this.#strace.kill(this.#follower.livingTasks());
    await this.#strace.exit();
    if (aborted) throw new RecordError('aborted', 'the recording was aborted and the program killed');
    throw new RecordError('timeout', `the program ran longer than ${this.#options.timeoutMs} ms and was killed`);
  }

  async #compose(): Promise<RecordResult> {
    const { code, signal } = await this.#strace.exit();
    const main = this.#follower.firstTask;
    if (main === null || this.#follower.loadedAt(main) === null) throw neverStarted(readFileSync(this.#log, 'utf8'));
    this.#head ??= this.#describe(process.pid);
    this.#warnings.push(...this.#snapshots.gapsOf(main));
    return {
      capture: this.#head + composeCapture(readFileSync(this.#log), this.#snapshots.insertions()),
      exitCode: code,
      exitSignal: signal,
      tasks: this.#follower.tasks,
      warnings: this.#warnings,
    };
  }
}

const BLANK_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeBlank(character: string): string {
  return BLANK_ESCAPES[character] ?? character;
}

function neverStarted(log: string): RecordError {
  const [, errno] = /execve\(.* = (-1 .*)$/m.exec(log) ?? [];
  const why =
    errno === undefined ? 'it ended before the program began' : `the program could not be executed (${errno})`;
  return new RecordError('strace-failed', `strace: ${why}`);
}
