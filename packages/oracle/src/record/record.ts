/**
 * Recording: runs a program under strace to its end and makes a capture of it, with what the kernel showed of its address
 * spaces. How it is watched meanwhile is told in watcher.ts.
 */
import type { StdioOptions } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RecordError } from './record-error.ts';
import { composeCapture } from './strace-log.ts';
import { findCommand, probeTracing, StraceProcess } from './strace-process.ts';
import { describeCommand, Watcher } from './watcher.ts';

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
   * Whether opening, closing, duplicating, reading, writing and resizing of files is recorded too, so that a reader knows which
   * descriptors are one open file, and how large it is. `true` if missing.
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

/** How often the log is looked at, in milliseconds. */
const POLL_MS = 2;

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
  readonly #log: string;
  readonly #strace: StraceProcess;
  readonly #watcher: Watcher;
  readonly #warnings: string[] = [];
  readonly #deadline: number;

  private constructor(options: RecordOptions, file: string, log: string, strace: StraceProcess) {
    this.#options = options;
    this.#log = log;
    this.#strace = strace;
    const { command, children = true } = options;
    this.#watcher = new Watcher({ strace, log, children, describe: (pid) => describeCommand(pid, file, command) });
    this.#deadline = performance.now() + (options.timeoutMs ?? Infinity);
  }

  static async start(options: RecordOptions, file: string, log: string, fixedAddresses: boolean): Promise<Recording> {
    const { command, cwd, env, holdMs, descriptors, stdio = 'inherit' } = options;
    const strace = await StraceProcess.start({
      ...{ log, fixedAddresses, command, cwd, env, stdio },
      ...(holdMs !== undefined && { holdMs }),
      descriptors: descriptors ?? true,
    });
    const recording = new Recording(options, file, log, strace);
    if (!fixedAddresses) recording.#warnings.push('setarch -R is not permitted here: addresses are random');
    return recording;
  }

  /** Follows the program to its end. */
  async finish(): Promise<RecordResult> {
    try {
      while (!this.#strace.exited) {
        if (!(await this.#watcher.look())) await sleep(POLL_MS);
        await this.#endIfDue();
      }
      this.#watcher.read();
    } finally {
      this.#watcher.close();
    }
    return await this.#compose();
  }

  async #endIfDue(): Promise<void> {
    const aborted = this.#options.signal?.aborted ?? false;
    if (!aborted && performance.now() < this.#deadline) return;
    this.#strace.kill(this.#watcher.follower.livingTasks());
    await this.#strace.exit();
    if (aborted) throw new RecordError('aborted', 'the recording was aborted and the program killed');
    throw new RecordError('timeout', `the program ran longer than ${this.#options.timeoutMs} ms and was killed`);
  }

  async #compose(): Promise<RecordResult> {
    const { code, signal } = await this.#strace.exit();
    const { follower, snapshots, warnings } = this.#watcher;
    const main = follower.firstTask;
    if (main === null || follower.loadedAt(main) === null) throw neverStarted(readFileSync(this.#log, 'utf8'));
    return {
      capture: this.#watcher.head(process.pid) + composeCapture(readFileSync(this.#log), snapshots.insertions()),
      exitCode: code,
      exitSignal: signal,
      tasks: follower.tasks,
      warnings: [...this.#warnings, ...warnings, ...snapshots.gapsOf(main)],
    };
  }
}

/** Why the log shows no program. */
export function neverStarted(log: string): RecordError {
  const [, errno] = /execve\(.* = (-1 .*)$/m.exec(log) ?? [];
  const why =
    errno === undefined ? 'it ended before the program began' : `the program could not be executed (${errno})`;
  return new RecordError('strace-failed', `strace: ${why}`);
}
