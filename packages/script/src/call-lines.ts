/**
 * The lines that tasks wrote, in order: joins unfinished and resumed halves, follows bindings, and tells which lines make
 * no sense where they stand.
 */

import { callKind, callsOfKind, findConstant, type NoteItem, type TaskName } from '@mm-playground/api';
import { type CallDraft, enterCall, resumeCall, settleArguments } from './call-drafts.ts';
import { PAGE } from './compile-argument.ts';
import type { Report } from './report.ts';
import { nearestOf } from './suggest.ts';
import type { BadLine, CallLine, Document, NoteLine, ResumedLine, Word } from './syntax.ts';
import { attachedTask, TaskNames } from './task-names.ts';

export const SUPERSEDED = /^\+\+\+ superseded by execve in pid (\d+)/;
export const ENDED = /^\+\+\+ (?:exited|killed)/;
/** Real calls that look like misspelt ones. */
const REAL_CALLS: ReadonlySet<string> = new Set([
  ...['bind', 'flock', 'fsync', 'semctl', 'semget', 'sync'],
  ...['getgid', 'getpgid', 'getppid', 'getsid', 'gettid', 'getuid'],
]);
/** So many different unknown calls are looked up; Linux has about 400. */
const MOST_LOOKUPS = 1000;
const READ_CALLS = (['memory', 'process', 'file', 'pseudo'] as const).flatMap(callsOfKind);

/** Reads call lines and keeps what later ones need to know of earlier ones. */
export class CallLines {
  /** The task of the last line with a call, or of its resumption. */
  lastTask: TaskName | undefined;
  readonly tasks: TaskNames;
  readonly #report: Report;
  readonly #names = new Set<string>();
  readonly #pending = new Map<TaskName, CallDraft>();
  readonly #seen = new Set<TaskName>();
  /** Which call an unknown one may be a mistake for. */
  readonly #meant = new Map<string, string | undefined>();

  constructor(document: Document, report: Report) {
    this.tasks = new TaskNames(document.lines);
    this.#report = report;
  }

  enter(line: CallLine): CallDraft {
    const task = this.#arrive(line);
    const pending = this.#pending.get(task);
    if (pending !== undefined) this.#reportPending(line.name, pending);
    if (callKind(line.name.text) === undefined) this.#reportMisspelt(line);
    const draft = enterCall(line, task, this.#names, this.#report);
    if (line.binds !== undefined) this.#bind(line.binds);
    if (line.end === 'unfinished' || line.end === 'interrupted') this.#pending.set(task, draft);
    else this.#pending.delete(task);
    return draft;
  }

  /** Completes the call that is under way. @returns a note where the log began in the middle of a call */
  resume(line: ResumedLine): NoteItem | undefined {
    const known = this.#seen.size;
    const task = this.#arrive(line);
    const draft = this.#pending.get(task);
    if (draft === undefined) return this.#orphan(line, task, this.#seen.size > known);
    if (!isSame(draft.name.text, line.name.text)) {
      const entered = this.#report.lineOf(draft.name);
      this.#report.error(
        line.name,
        `\`${draft.name.text}\` of line ${entered} is under way, not \`${line.name.text}\``,
      );
    }
    resumeCall(draft, line, this.#report);
    if (line.end !== 'unfinished') this.#pending.delete(task);
    return undefined;
  }

  /** The message that stands in the middle of a call. */
  interruption(line: CallLine): NoteItem | undefined {
    if (line.interruption === undefined) return undefined;
    const { text } = line.interruption;
    return { kind: 'note', span: this.#report.spanOf(line.interruption), task: attachedTask(text) ?? '', text };
  }

  note(line: NoteLine): NoteItem {
    const task = this.tasks.of(line);
    const superseding = SUPERSEDED.exec(line.text.text)?.[1];
    if (superseding !== undefined) this.#supersede(task, superseding);
    if (ENDED.test(line.text.text)) this.#settle(task);
    return { kind: 'note', span: this.#report.spanOf(line.text), task, text: line.text.text };
  }

  /** A line that could not be read may have bound a name: later uses of it are not mistakes of their own. */
  skip({ text }: BadLine): void {
    const name = /^(?:\[[^\]]*\]\s*)?([A-Za-z_]\w*)\s*=[^=]/.exec(text)?.[1];
    if (name !== undefined) this.#names.add(name);
  }

  /** The end of the file: calls that are still under way never return. */
  finish(): void {
    for (const [task, draft] of this.#pending) {
      if (callKind(draft.name.text) !== undefined) {
        this.#report.warn(draft.name, `\`${draft.name.text}\`${ofTask(task)} does not return in this file`);
      }
      settleArguments(draft, this.#report);
    }
  }

  #arrive(line: CallLine | ResumedLine): TaskName {
    const task = this.tasks.of(line);
    this.lastTask = task;
    this.#seen.add(task);
    return task;
  }

  #bind(name: Word): void {
    if (name.text === PAGE || findConstant(name.text) !== undefined) {
      this.#report.error(name, `\`${name.text}\` is a constant and cannot be bound`);
    }
    this.#names.add(name.text);
  }

  #reportPending(name: Word, pending: CallDraft): void {
    const line = this.#report.lineOf(pending.name);
    const whose = `\`${pending.name.text}\` of line ${line}`;
    this.#report.error(
      name,
      `${whose} has not returned: expected \`<... ${pending.name.text} resumed>\` before \`${name.text}\``,
    );
    settleArguments(pending, this.#report);
  }

  /** What looks like a mistake is one in a scenario; strace, which prints results, does not misspell. */
  #reportMisspelt({ name, result }: CallLine): void {
    const meant = this.#meantBy(name.text);
    if (meant === undefined) return;
    const message = `no model reads \`${name.text}\`: did you mean \`${meant}\`?`;
    if (result === undefined) this.#report.error(name, message);
    else this.#report.warn(name, message);
  }

  #meantBy(name: string): string | undefined {
    if (!this.#meant.has(name) && this.#meant.size < MOST_LOOKUPS) {
      this.#meant.set(name, REAL_CALLS.has(name) ? undefined : nearestOf(name, READ_CALLS, 1));
    }
    return this.#meant.get(name);
  }

  /** A log that began while a call was under way has its second half only; anything else is a mistake. */
  #orphan(line: ResumedLine, task: TaskName, isFirst: boolean): NoteItem {
    const name = line.name.text;
    const message = `\`${name}\`${ofTask(task)} was not unfinished`;
    if (isFirst) this.#report.warn(line.name, `${message}: the log began while it was under way`);
    else this.#report.error(line.name, `${message}: expected \`${name}(... <unfinished ...>\` on a line before`);
    return { kind: 'note', span: this.#report.spanOf(line), task, text: `<... ${name} resumed>` };
  }

  /** A thread that runs execve becomes its process: the call returns under the process's name. */
  #supersede(task: TaskName, thread: TaskName): void {
    const draft = this.#pending.get(thread);
    if (draft === undefined) return;
    this.#pending.delete(thread);
    this.#settle(task);
    draft.task = task;
    this.#pending.set(task, draft);
  }

  #settle(task: TaskName): void {
    const draft = this.#pending.get(task);
    if (draft !== undefined) settleArguments(draft, this.#report);
    this.#pending.delete(task);
  }
}

const isSame = (entered: string, resumed: string): boolean =>
  entered === resumed || resumed === '' || entered.startsWith('?') || resumed.startsWith('?');

const ofTask = (task: TaskName): string => (task === '' ? '' : ` of task ${task}`);
