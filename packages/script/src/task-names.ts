/**
 * Whose line it is. With `-o`, strace names the task on every line; on a terminal it leaves the name out while there is
 * one task only: before the first clone, and again after all others have ended. Those lines get the name that the task
 * has elsewhere in the log, so that a program's tasks have one name each.
 */

import type { TaskName } from '@mm-playground/api';
import type { CallLine, Line, NoteLine, Prefix, ResumedLine } from './syntax.ts';

/** Lines that a task wrote. */
export type TaskLine = CallLine | ResumedLine | NoteLine;

const ATTACHED = /^(?:strace: )?Process (\d+) attached/;

/** The task that `strace: Process 123 attached` speaks of. */
export const attachedTask = (message: string): TaskName | undefined => ATTACHED.exec(message)?.[1];

const ENDED = /^\+\+\+ (?:exited|killed)/;
const MAKERS: ReadonlySet<string> = new Set(['clone', 'clone3', 'fork', 'vfork']);

/** Follows a log from line to line and names the task of each. */
export class TaskNames {
  /** The task that was there before any other, or `''` where the log never names it. */
  readonly first: TaskName;
  readonly #alive: Set<TaskName>;
  readonly #all: ReadonlySet<TaskName>;
  #named = false;
  #last: TaskName = '';

  constructor(lines: readonly Line[]) {
    const { first, all } = survey(lines);
    this.first = first;
    this.#alive = new Set([first]);
    this.#all = all;
  }

  /** Whether any line is of this task, or made it. */
  has(task: TaskName): boolean {
    return this.#all.has(task);
  }

  /** The task of the next line. Call it once a line, in order. */
  of(line: TaskLine): TaskName {
    const isRest = line.kind === 'resumed' && line.name.text === '';
    const task = isRest ? this.#last : (madeBy(line) ?? this.#taskOf(line.prefix));
    if (line.kind !== 'note') this.#last = task;
    const child = childOf(line);
    if (child !== undefined) this.#alive.add(child);
    if (line.kind === 'note' && ENDED.test(line.text.text)) this.#alive.delete(task);
    else this.#alive.add(task);
    return task;
  }

  #taskOf({ task }: Prefix): TaskName {
    if (task?.style === 'pid') this.#named = true;
    if (task !== undefined) return task.text;
    const [only, another] = this.#alive;
    return this.#named && only !== undefined && another === undefined ? only : this.first;
  }
}

/** `strace: Process 123 attached`: the task that it speaks of. */
const madeBy = (line: TaskLine): TaskName | undefined =>
  line.kind === 'note' && line.prefix.task === undefined ? attachedTask(line.text.text) : undefined;

/**
 * All tasks of a log, and the name of the lines without one: the first `[pid N]` that no other task made, or, where no line has a
 * name, the number that the only task has by its own getpid().
 */
function survey(lines: readonly Line[]): { first: TaskName; all: ReadonlySet<TaskName> } {
  const made = new Set<TaskName>();
  const named = new Set<TaskName>();
  const bracketed = new Set<TaskName>();
  let own: TaskName = '';
  for (const line of lines) {
    if (line.kind !== 'call' && line.kind !== 'resumed' && line.kind !== 'note') continue;
    if (own === '' && line.kind === 'call' && line.name.text === 'getpid') own = pidOf(line) ?? '';
    const child = childOf(line);
    if (child !== undefined) made.add(child);
    const { task } = line.prefix;
    if (task !== undefined) named.add(task.text);
    if (task?.style === 'pid') bracketed.add(task.text);
  }
  const first = [...bracketed].find((task) => !made.has(task)) ?? (named.size === 0 ? own : '');
  return { first, all: new Set([...named, ...made, first]) };
}

/** The task that a line says to have made, if it does. */
function childOf(line: TaskLine): TaskName | undefined {
  if (line.kind === 'note') return madeBy(line);
  const message = line.kind === 'call' ? line.interruption?.text : undefined;
  if (message !== undefined) return attachedTask(message);
  return MAKERS.has(line.name.text) ? pidOf(line) : undefined;
}

/** The result of a call, where it can be the number of a task. */
function pidOf({ result }: CallLine | ResumedLine): TaskName | undefined {
  const pid = result?.value.text;
  return pid !== undefined && /^[1-9]\d*$/.test(pid) ? pid : undefined;
}
