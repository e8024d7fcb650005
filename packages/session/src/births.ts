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

  constructor(program: Program, mode: PlayMode) {
    this.#mode = mode;
    for (const item of program.items)
      if (isBirth(item) && item.result?.kind === 'value') this.#made.add(item.result.value.toString());
    this.#adopt(program);
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
  #adopt({ items, initialTask }: Program): void {
    const seen = new Set<TaskName>([initialTask]);
    let waiting: CallItem | undefined;
    for (const item of items) {
      if (item.kind !== 'call') continue;
      if (!seen.has(item.task) && !this.#made.has(item.task) && waiting !== undefined && /^\d+$/.test(item.task)) {
        this.#orphans.set(waiting, item.task);
        this.#made.add(item.task);
        waiting = undefined;
      }
      seen.add(item.task);
      if (isBirth(item) && (item.result === undefined || item.result.kind === 'none')) waiting = item;
    }
  }
}

const isBirth = (item: ProgramItem): item is CallItem => item.kind === 'call' && BIRTHS.has(item.name);
