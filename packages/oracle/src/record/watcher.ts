/**
 * Watching a program under strace: follows the log, and reads /proc where it tells that a task stands still.
 *
 * strace delays a few calls (see log-follower.ts). When its log says that a task is in one of them, strace is stopped, so
 * that no traced call can begin or end, /proc is read, and strace goes on. The delay therefore only has to be long enough
 * to be noticed; how long a snapshot takes does not matter.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { localMachine, machineDirectives } from '../machine.ts';
import { directive, limitsDirective, readProc } from '../proc-snapshot.ts';
import { type Hold, LogFollower } from './log-follower.ts';
import { isQuiet, SnapshotStore } from './snapshot-store.ts';
import type { StraceProcess } from './strace-process.ts';

/** What is watched. */
export interface Watched {
  readonly strace: StraceProcess;
  /** Where strace writes its log; the file must be there. */
  readonly log: string;
  /** Whether processes that the program starts get snapshots, too. */
  readonly children: boolean;
  /** The directives about the machine and the program, of a process that can be looked at. */
  readonly describe: (pid: number) => string;
  /** Hears each piece of the log. */
  readonly onLog?: (piece: Buffer) => void;
}

/** How long to let tasks run that are within a call while a snapshot waits, in milliseconds. */
const SETTLE_MS = 4;
/** How often a snapshot waits for the other threads before it is taken all the same. */
const SETTLE_TRIES = 12;
const CHUNK = 1 << 16;

/** Watches one strace. */
export class Watcher {
  readonly follower = new LogFollower();
  readonly snapshots = new SnapshotStore();
  readonly warnings: string[] = [];
  readonly #watched: Watched;
  readonly #descriptor: number;
  /** The holds that are dealt with. */
  readonly #seen = new Set<string>();
  #head: string | null = null;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#descriptor = openSync(watched.log, 'r');
  }

  /** No more is read. */
  close(): void {
    closeSync(this.#descriptor);
  }

  /** The directives before the first line: as they were read first, else from this process. */
  head(pid: number): string {
    this.#head ??= this.#watched.describe(pid);
    return this.#head;
  }

  /** Reads what strace has written since. */
  read(): void {
    const chunk = Buffer.alloc(CHUNK);
    for (let size = -1; size !== 0;) {
      size = readSync(this.#descriptor, chunk);
      if (size === 0) return;
      const piece = Buffer.from(chunk.subarray(0, size));
      this.follower.push(piece);
      this.#watched.onLog?.(piece);
    }
  }

  /** Reads on, and takes a snapshot where a task is held. Says whether there was one. */
  async look(): Promise<boolean> {
    this.read();
    const hold = this.follower.holds().find(({ id }) => !this.#seen.has(id));
    if (hold === undefined) return false;
    this.#seen.add(hold.id);
    if (this.#isWanted(hold)) await this.#look(hold);
    return true;
  }

  /**
   * Does something while strace stands and no thread of the process is in a call, or (`quiet` is false) after having
   * waited for that in vain. Says whether `still` was true all the time.
   */
  async atRest(task: number, still: () => boolean, work: (quiet: boolean) => void): Promise<boolean> {
    const { strace } = this.#watched;
    for (let tries = 1; ; tries++) {
      await strace.stop();
      try {
        this.read();
        if (!still()) return false;
        const quiet = isQuiet(task, this.follower);
        if (quiet || tries === SETTLE_TRIES) {
          work(quiet);
          return true;
        }
      } finally {
        strace.resume();
      }
      await sleep(SETTLE_MS);
    }
  }

  async #look({ id, task }: Hold): Promise<void> {
    const now = (): Hold | undefined => this.follower.holds().find((hold) => hold.id === id);
    await this.atRest(
      task,
      () => now() !== undefined,
      (quiet) => {
        const hold = now();
        if (hold !== undefined) this.#take(hold, quiet);
      },
    );
  }

  #isWanted(hold: Hold): boolean {
    const borrowed = this.follower.loadedAt(hold.task) === null && this.follower.inVfork;
    return !borrowed && (this.#watched.children || hold.task === this.follower.firstTask);
  }

  #take(hold: Hold, quiet: boolean): void {
    try {
      this.head(hold.task);
      this.snapshots.take(hold, this.follower.loadedAt(hold.task));
      if (!quiet)
        this.warnings.push(`task ${hold.task}: another thread was in a call during the ${hold.kind} snapshot`);
    } catch (error) {
      this.warnings.push(`task ${hold.task}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** The directives about the machine and a program that was started, from a process that is held. */
export function describeCommand(pid: number, file: string, command: readonly string[]): string {
  const words = command.join(' ').replace(/[\n\r\t]/g, escapeBlank);
  return (
    machineDirectives(localMachine(pid), file) +
    limitsDirective(readProc(pid, 'limits')) +
    directive(`command ${words}`)
  );
}

const BLANK_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeBlank(character: string): string {
  return BLANK_ESCAPES[character] ?? character;
}
