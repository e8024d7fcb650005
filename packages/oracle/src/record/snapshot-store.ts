/**
 * The snapshots of a recording: taken of a task that is held, kept until the log is complete. Of several start snapshots
 * of one loaded program the last counts: it is nearest to the first call that changes memory.
 */
import { readdirSync } from 'node:fs';
import {
  layoutDirective,
  processOf,
  type ProcSnapshot,
  readProc,
  readSnapshot,
  snapshotDirectives,
} from '../proc-snapshot.ts';
import type { Hold, LogFollower } from './log-follower.ts';
import type { Insertion } from './strace-log.ts';

/** A snapshot and where it belongs. */
interface Taken {
  readonly task: number;
  /** The task's thread group. */
  readonly process: number;
  readonly offset: number;
  readonly layout: string | null;
  readonly snapshot: ProcSnapshot;
}

/** What was read so far. */
export class SnapshotStore {
  /** By task and by where its program was loaded. */
  readonly #starts = new Map<string, Taken>();
  readonly #ends: Taken[] = [];

  /**
   * Reads the state of `hold.task`.
   *
   * @param loadedAt where the log goes on after the task's program was loaded; `null` if it runs its parent's.
   * @throws the error of `node:fs` when the process is gone; Error when it has no address space any more.
   */
  take(hold: Hold, loadedAt: number | null): void {
    const { task } = hold;
    const snapshot = readSnapshot(task);
    if (snapshot.maps === '') throw new Error(`it was gone before its ${hold.kind} snapshot`);
    const common = { task, process: processOf(task), snapshot };
    if (hold.untouched && loadedAt !== null) {
      const start = { ...common, offset: loadedAt, layout: layoutDirective(readProc(task, 'stat')) };
      if (hold.kind === 'start' || !this.#starts.has(`${task}@${loadedAt}`))
        this.#starts.set(`${task}@${loadedAt}`, start);
    }
    if (hold.kind === 'end') this.#ends.push({ ...common, offset: hold.offset, layout: null });
  }

  /** The snapshots as they go between the lines of the log. */
  insertions(): Insertion[] {
    return [...this.#starts.values(), ...this.#ends].map(({ task, offset, layout, snapshot }) => ({
      task,
      offset,
      draw: (about) => (layout ?? '') + snapshotDirectives(snapshot, about),
    }));
  }

  /** What the capture lacks about the program's first process, in sentences. */
  gapsOf(task: number): string[] {
    const gaps: string[] = [];
    const starts = [...this.#starts.values()].filter((start) => start.task === task);
    if (starts.length === 0) {
      gaps.push(
        'no initial state: before any call that strace can hold it in, the program changed its memory or ended',
      );
    } else if (starts.some(({ layout }) => layout === null)) {
      gaps.push('no layout: the kernel hides it from those who may not trace the process');
    }
    if (!this.#ends.some((end) => end.process === task)) {
      gaps.push(`no final state: process ${task} did not end by its own exit_group, or too soon to be seen`);
    }
    return gaps;
  }
}

/**
 * Whether no other thread of the process of `task` is in the middle of a traced call. To be asked while strace is stopped
 * and its log is read: strace writes the head of a call before it lets the kernel begin it, so that a thread without an
 * open call has none in the kernel either. A thread that is held itself, or waits for a vfork child, changes nothing.
 */
export function isQuiet(task: number, follower: LogFollower): boolean {
  return threadsOf(task).every((thread) => thread === task || follower.isIdle(thread));
}

/** The threads of a process, itself included; none where it is gone. */
export function threadsOf(task: number): number[] {
  try {
    return readdirSync(`/proc/${task}/task`).map(Number);
  } catch {
    return [];
  }
}
