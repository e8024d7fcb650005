/**
 * Who makes whom: tasks that a log's calls make, as far as their results tell. A clone that was interrupted before it did
 * anything (`= ? ERESTARTNOINTR`) and one whose caller died before it returned look alike; the second made a task all the
 * same, which then appears in the log without anybody having made it.
 */

import type { CallItem, PlayMode, Program, ProgramItem, RecordedResult, TaskName } from '@mm-playground/api';

/** Calls that make tasks. */
export const BIRTHS: ReadonlySet<string> = new Set(['clone', 'clone3', 'fork', 'vfork']);

/** The births in a program. */
export class Births {
  readonly #mode: PlayMode;
  readonly #made = new Set<TaskName>();
  readonly #orphans = new Map<CallItem, TaskName>();
  /** Tasks that were met. */
  readonly #seen: Set<TaskName>;
  /** The last birth that nobody knows the result of, until its child is met. */
  #waiting: CallItem | undefined;

  constructor({ items, initialTask }: Program, mode: PlayMode) {
    this.#mode = mode;
    this.#seen = new Set([initialTask]);
    this.learn(items);
  }

  /** Takes in what comes next in the program. */
  learn(items: readonly ProgramItem[]): void {
    for (const item of items)
      if (isBirth(item) && item.result?.kind === 'value') this.#made.add(item.result.value.toString());
    this.#adopt(items);
  }

  /** Whether some call of the program makes this task. */
  isMade(task: TaskName): boolean {
    return this.#made.has(task);
  }

  /** Whether a call did anything at all: a birth of which neither result nor child is to be seen did not. */
  happened(item: CallItem): boolean {
    if (this.#mode === 'scenario' || !isBirth(item)) return true;
    return (item.result !== undefined && item.result.kind !== 'none') || this.#orphans.has(item);
  }

  /** The recorded result of a call, or that which a child without another parent gives away. */
  resultOf(item: CallItem): RecordedResult | undefined {
    const orphan = this.#orphans.get(item);
    return orphan === undefined ? item.result : { kind: 'value', value: BigInt(orphan) };
  }

  /** Gives each task that nobody made to the last birth before it that nobody knows the result of. */
  #adopt(items: readonly ProgramItem[]): void {
    for (const item of items) {
      if (item.kind !== 'call') continue;
      const { task } = item;
      const isNew = !this.#seen.has(task) && !this.#made.has(task) && /^\d+$/.test(task);
      if (isNew && this.#waiting !== undefined) {
        this.#orphans.set(this.#waiting, task);
        this.#made.add(task);
        this.#waiting = undefined;
      }
      this.#seen.add(task);
      if (isBirth(item) && (item.result === undefined || item.result.kind === 'none')) this.#waiting = item;
    }
  }
}

const isBirth = (item: ProgramItem): item is CallItem => item.kind === 'call' && BIRTHS.has(item.name);
