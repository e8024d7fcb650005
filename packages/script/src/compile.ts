/**
 * From a syntax tree to a {@link Program}: what is initial and what is a checkpoint, which directives say what, which
 * halves of calls belong together. Every mistake is reported; a program comes out in any case, and whoever plays it looks
 * at the errors first.
 */

import {
  type Diagnostic,
  type InitialState,
  type Layout,
  type Program,
  type ProgramItem,
  type Snapshot,
  type TaskName,
} from '@mm-playground/api';
import { type CallDraft, finishCall, injectedNote } from './call-drafts.ts';
import { CallLines } from './call-lines.ts';
import { contradictions, type Contradiction } from './contradictions.ts';
import { DIRECTIVES, type DirectiveSpec, type SnapshotRead } from './directives.ts';
import { noFacts, readLaterLayout } from './facts.ts';
import { Report } from './report.ts';
import { checkLastRow } from './rows.ts';
import { noStory } from './story.ts';
import type { CallLine, DirectiveLine, Document, Line } from './syntax.ts';

export interface Compiled {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
}

/** What of a text is known where another one goes on with it. No call is under way there. */
export interface Before {
  /** Calls so far, without a leading execve. */
  readonly calls: number;
  /** The task of the last call. */
  readonly lastTask: TaskName | undefined;
  /** All tasks so far. */
  readonly tasks: ReadonlySet<TaskName>;
}

/**
 * Checks a document and makes the program that it stands for. Diagnostics are in the order of the text.
 *
 * @param before of a document that goes on with another one: what stands before it
 */
export function compile(document: Document, before?: Before): Compiled {
  const report = new Report(document);
  const program = new Compiler(document, report, before).run();
  return { program, diagnostics: inOrder(report.diagnostics) };
}

/** Diagnostics by line and column. */
export const inOrder = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.toSorted((a, b) => a.span.line - b.span.line || a.span.column - b.span.column);

type Draft = CallDraft | Exclude<ProgramItem, { kind: 'call' }>;

/** Where the file stands: before any call; directly after a leading execve; among the calls. */
type Phase = 'head' | 'after execve' | 'body';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

class Compiler {
  readonly #document: Document;
  readonly #report: Report;
  readonly #calls: CallLines;
  readonly #facts = noFacts();
  readonly #story = noStory();
  readonly #items: Draft[] = [];
  readonly #before: Before | undefined;
  #phase: Phase;
  #raced = false;
  #leading: CallDraft | undefined;
  #initial: Mutable<InitialState> | undefined;
  #initialTask: TaskName | undefined;
  /** The task that the initial state is said to be of. */
  #shownTask: TaskName | undefined;
  /** `#@ layout` after a later execve, for the snapshot that follows. */
  #pendingLayout: Layout | undefined;

  constructor(document: Document, report: Report, before: Before | undefined) {
    this.#document = document;
    this.#report = report;
    this.#before = before;
    this.#phase = before === undefined ? 'head' : 'body';
    this.#calls = new CallLines(document, report);
    this.#calls.lastTask = before?.lastTask;
  }

  run(): Program {
    for (const line of this.#document.lines) this.#line(line);
    this.#calls.finish();
    this.#checkComplete();
    return this.#program();
  }

  #line(line: Line): void {
    if (line.kind === 'call') this.#call(line);
    else if (line.kind === 'directive') this.#directive(line);
    else if (line.kind === 'bad') this.#calls.skip(line);
    else if (line.kind === 'note') this.#items.push(this.#calls.note(line));
    else if (line.kind === 'resumed') {
      const note = this.#calls.resume(line);
      if (note !== undefined) this.#items.push(note);
    }
  }

  #call(line: CallLine): void {
    const draft = this.#calls.enter(line);
    const { name, task } = draft;
    const mayLead = this.#phase === 'head' && this.#initial === undefined && name.text === 'execve';
    this.#initialTask ??= task;
    this.#items.push(draft);
    const interruption = this.#calls.interruption(line);
    if (interruption !== undefined) this.#items.push(interruption);
    if (!mayLead) this.#phase = 'body';
    else if (draft.result?.kind !== 'errno') {
      this.#phase = 'after execve';
      this.#leading = draft;
    }
  }

  #directive(line: DirectiveLine): void {
    const spec = DIRECTIVES.get(line.name.text);
    if (spec === undefined) {
      const suggestion = this.#report.suggest(line.name.text, DIRECTIVES.keys());
      this.#report.error(line.name, `unknown directive \`#@ ${line.name.text}\`${suggestion}`);
      return;
    }
    this.#checkBody(line, spec);
    if (spec.kind === 'story') spec.read(line, this.#story, this.#report);
    else if (spec.kind === 'fact') this.#fact(line, spec);
    else if (spec.kind === 'snapshot') this.#snapshot(line, spec);
    else this.#race(line);
  }

  #checkBody({ name, rest, body }: DirectiveLine, spec: DirectiveSpec): void {
    const [first] = body;
    if (!spec.hasBody && first !== undefined) {
      this.#report.error({ from: first.from, to: first.to }, `\`#@ ${name.text}\` has no body`);
    }
    if (spec.kind === 'race' && rest.text !== '') this.#report.error(rest, 'expected the end of the line');
  }

  #race(line: DirectiveLine): void {
    if (this.#raced) this.#report.error(line.name, '`#@ race` stands twice');
    else this.#items.push({ kind: 'race', span: this.#report.spanOf(line) });
    this.#raced = true;
  }

  #fact(line: DirectiveLine, spec: DirectiveSpec & { kind: 'fact' }): void {
    if (line.name.text === 'layout' && this.#ofNewProgram()) {
      this.#pendingLayout = readLaterLayout(line, this.#report);
      return;
    }
    if (spec.atStart && !this.#atStart) {
      this.#report.error(line.name, `\`#@ ${line.name.text}\` must stand before the first call`);
    }
    if (line.name.text === 'layout' && this.#atStart) this.#startFrom(line);
    spec.read(line, this.#facts, this.#report);
  }

  #snapshot(line: DirectiveLine, spec: DirectiveSpec & { kind: 'snapshot' }): void {
    const cutOff = this.#isLast(line);
    const read = spec.read(line, this.#report, cutOff);
    if (read === undefined) return;
    this.#checkRows(line, cutOff);
    if (this.#atStart) {
      this.#shownTask ??= read.task?.text;
      this.#addInitial(line, read.what);
    } else
      this.#items.push({
        kind: 'checkpoint',
        span: this.#report.spanOf(line),
        task: this.#taskOf(read),
        what: read.what,
        ...this.#takeLayout(),
      });
  }

  /** Whether the last call was an execve that succeeded: what follows shows the program that it began. */
  #ofNewProgram(): boolean {
    if (this.#atStart) return false;
    const task = this.#calls.lastTask;
    const last = this.#items.findLast((item) => item.kind === 'call' && item.task === task);
    return last?.kind === 'call' && last.name.text.startsWith('execve') && last.result?.kind !== 'errno';
  }

  /** The `#@ layout` that stood before a snapshot. */
  #takeLayout(): { layout?: Layout } {
    const layout = this.#pendingLayout;
    this.#pendingLayout = undefined;
    return layout === undefined ? {} : { layout };
  }

  #checkRows({ name, body }: DirectiveLine, cutOff: boolean): void {
    const last = body.at(-1);
    const empty = `\`#@ ${name.text}\` has no rows`;
    if (last === undefined && cutOff) this.#report.cutOff(name, empty);
    else if (last === undefined) this.#report.error(name, empty);
    else if (cutOff && !this.#document.newlineAtEnd) checkLastRow(last, this.#report);
  }

  #taskOf({ task }: SnapshotRead): TaskName {
    if (task === undefined) return this.#calls.lastTask ?? this.#calls.tasks.first;
    const isKnown = this.#calls.tasks.has(task.text) || this.#before?.tasks.has(task.text) === true;
    if (!isKnown) this.#report.warn(task, `no line of this file is of task \`${task.text}\``);
    return task.text;
  }

  /** Whether what stands here describes the initial state. */
  get #atStart(): boolean {
    return this.#phase === 'head' || (this.#phase === 'after execve' && this.#leading?.result?.kind !== 'errno');
  }

  #isLast(line: DirectiveLine): boolean {
    return this.#document.lines.at(-1) === line;
  }

  /** The initial state begins here: a leading execve is what led to it. */
  #startFrom(line: DirectiveLine): Mutable<InitialState> {
    this.#initial ??= {
      span: this.#report.spanOf(line),
      layout: this.#facts.layout,
      maps: undefined,
      smaps: undefined,
      status: undefined,
    };
    return this.#initial;
  }

  #addInitial(line: DirectiveLine, what: Snapshot): void {
    const initial = this.#startFrom(line);
    if (what.kind !== 'pagemap' && initial[what.kind] !== undefined) {
      this.#report.error(line.name, `\`#@ ${what.kind}\` stands twice in the initial state`);
    } else if (what.kind === 'maps') initial.maps = what.rows;
    else if (what.kind === 'smaps') initial.smaps = what.rows;
    else if (what.kind === 'status') initial.status = what.status;
    else initial.pagemaps = [...(initial.pagemaps ?? []), { start: what.start, pages: what.pages }];
  }

  #checkComplete(): void {
    const end = this.#document.lines.at(-1);
    if (end?.kind === 'comment' && end.text === '#' && !this.#document.newlineAtEnd) this.#report.cutOff(end, '`#`');
    const calls = this.#items.filter((item) => item.kind === 'call');
    const [last] = calls.slice(-1);
    const bad = this.#document.lines.some(({ kind }) => kind === 'bad');
    if (last === undefined) {
      if (this.#initial !== undefined || this.#before !== undefined) return;
      if (!bad && !this.#report.hasErrors) this.#report.error({ from: 0, to: 0 }, 'there is no call in this file');
    } else if (isCutOff(this.#document, calls)) {
      this.#report.cutOff(last.name, `\`${last.name.text}\` has no result, and all calls before have one`);
    }
  }

  #warnOf({ maps, smaps, onlyInMaps, onlyInSmaps }: Contradiction): void {
    const more = onlyInSmaps > 0 ? [`have ${mappings(onlyInSmaps)} more`] : [];
    const fewer = onlyInMaps > 0 ? [`lack ${mappings(onlyInMaps)} of these`] : [];
    const differ = [...more, ...fewer].join(' and ');
    this.#report.warnAt(
      maps.span,
      `this recording contradicts itself: the smaps of line ${smaps.span.line}, of the same moment, ${differ}`,
    );
  }

  #program(): Program {
    const leading = this.#initial === undefined ? undefined : this.#leading;
    const { steering, ...story } = this.#story;
    let index = this.#before?.calls ?? 0;
    const items = this.#items
      .filter((item) => item !== leading)
      .map((item): ProgramItem => {
        if (item.kind !== 'call') return item;
        return item.injected === undefined ? finishCall(item, index++) : injectedNote(item, item.injected);
      });
    for (const contradiction of contradictions(items)) this.#warnOf(contradiction);
    return {
      file: this.#document.file,
      system: this.#facts.system,
      limits: this.#facts.limits,
      command: this.#facts.command,
      completeAccesses: this.#facts.completeAccesses,
      ...(this.#facts.programs.size > 0 && { programs: this.#facts.programs }),
      initial: this.#initial,
      initialTask: leading?.task ?? this.#shownTask ?? this.#initialTask ?? this.#calls.tasks.first,
      ...(this.#facts.threads.length > 0 && { threads: this.#facts.threads }),
      leadingExec: leading && finishCall(leading, -1),
      items,
      story,
      steering,
    };
  }
}

/** `1 mapping`, `13 mappings`. */
const mappings = (n: number): string => (n === 1 ? '1 mapping' : `${n} mappings`);

/** Whether the last line, without a newline at its end, is a call without a result among calls that all have one. */
function isCutOff({ lines, newlineAtEnd }: Document, calls: readonly CallDraft[]): boolean {
  const last = lines.at(-1);
  if (newlineAtEnd || last?.kind !== 'call' || last.end !== 'closed' || last.result !== undefined) return false;
  return calls.length > 1 && calls.slice(0, -1).every(({ result }) => result !== undefined);
}
