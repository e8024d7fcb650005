/**
 * One call as data for a report: its result, the VMAs before and after it and after each step that changed them, the counters
 * that changed, and the steps by name. `call-report-text.ts` makes mail of it.
 */

import { legendLines, pageLines, StripLetters, stripLines, stripOf } from '@mm-playground/script';
import { affectedVmas, appearance } from './affected.ts';
import { recordedText } from './run.ts';
import { resultText } from './call-line.ts';
import { formatStepValue } from './step-text.ts';
import type { Counters, MmView, Step, VmaView } from '@mm-playground/api';
import type { Session } from '@mm-playground/session';

/** A call, taken apart. */
export interface CallReport {
  readonly file: string;
  readonly line: number;
  readonly task: string;
  /** Of the scenario; null where it has none. */
  readonly title: string | null;
  /** The call as one line of source, without its result. */
  readonly text: string;
  readonly kernel: string;
  readonly arch: string;
  /** What the model answered, else what was recorded; null where there is neither. */
  readonly result: string | null;
  /** The VMAs before the call, after each step that changed them, and after the call. */
  readonly strips: readonly ReportStrip[];
  /** What the letters of the strips mean. */
  readonly legend: readonly string[];
  /** Counters that the call changed, in pages unless the name says otherwise. */
  readonly counters: readonly CounterChange[];
  readonly steps: readonly ReportStep[];
}

/** The VMAs at one moment. */
export interface ReportStrip {
  /** The step that made them so; null before the first, and where nothing changed. */
  readonly step: string | null;
  readonly lines: readonly string[];
}

/** A counter, from and to. */
export interface CounterChange {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** A step by its name, and what changed in it itself. */
export interface ReportStep {
  readonly depth: number;
  readonly name: string;
  readonly tracepoint: boolean;
  /** What the function returned; null where it says nothing. */
  readonly result: string | null;
  readonly counters: readonly CounterChange[];
  /** Whether VMAs changed. */
  readonly vmas: boolean;
  /** What is not right from here on, until the call has gone on: invariants of the kernel, as validate_mm() would say. */
  readonly wrong: readonly string[];
}

/** What to tell of a call. */
export interface CallReportOptions {
  /** Tells tracepoints among the steps, too. */
  readonly tracepoints?: boolean;
  /** Columns of a strip's line. */
  readonly stripWidth?: number;
  /** Gives letters to what is mapped; another report may share them. */
  readonly letters?: StripLetters;
}

/** Takes apart a call of a session whose steps were recorded. @throws RangeError where there is no such call */
export function callReport(session: Session, at: number, options: CallReportOptions = {}): CallReport {
  const call = session.calls[at];
  if (call === undefined) throw new RangeError(`call ${at} is not in 0..${session.calls.length - 1}`);
  const { item, result, steps } = call;
  const { kernel, arch } = session.options;
  const moments = momentsOf(session, at);
  const last = moments.at(-1);
  const recorded = item.result === undefined ? null : recordedText(item.name, item.result);
  return {
    file: session.program.file,
    line: item.span.line,
    task: item.task,
    title: session.program.story.title ?? null,
    text: item.binds === undefined ? item.text : `${item.binds} = ${item.text}`,
    kernel: kernel.id,
    arch: arch.spec,
    result: result === undefined ? recorded : resultText(item.name, result),
    ...drawn(moments, options),
    counters: last === undefined ? [] : changedCounters(moments[0]?.view, last.view),
    steps: reportSteps(steps, moments, options.tracepoints === true),
  };
}

/** The state after a step that changed something, the first where the call is entered. */
interface Moment {
  readonly step: number;
  /** The name of what made it so. */
  readonly by: string | null;
  readonly view: MmView;
  readonly wrong: readonly string[];
}

/** Up to where the call is entered nothing is its own doing: memory may count as written by then. */
function momentsOf(session: Session, call: number): Moment[] {
  const { steps, item } = session.calls[call] ?? { steps: [], item: undefined };
  const at = (step: number | undefined, by: string | null): Moment | null => {
    session.seek(step === undefined ? { call } : { call, step });
    if (item !== undefined && !session.tasks.has(item.task)) return null;
    return { step: step ?? steps.length, by, view: session.view(item?.task), wrong: session.validate() };
  };
  const owners = ownersOf(steps);
  const within = steps.flatMap((_, step) =>
    step > 0 && session.changes({ call, step }).length > 0 ? [at(step, steps[owners[step] ?? step]?.name ?? null)] : [],
  );
  return [at(steps.length === 0 ? -1 : 0, null), ...within, at(undefined, null)].filter((moment) => moment !== null);
}

/**
 * The step to which a change belongs that is seen at each step: a function's own until it returns, else that which names
 * the change.
 */
function ownersOf(steps: readonly Step[]): number[] {
  const open: number[] = [];
  return steps.map(({ kind }, at) => {
    if (kind === 'step') return at;
    const owner = open.at(-1) ?? at;
    if (kind === 'enter') open.push(at);
    if (kind === 'exit') open.pop();
    return owner;
  });
}

function drawn(moments: readonly Moment[], options: CallReportOptions): Pick<CallReport, 'strips' | 'legend'> {
  const { letters = new StripLetters(), stripWidth } = options;
  const changed = moments.filter(({ view }, at) => at === 0 || look(view) !== look(moments[at - 1]?.view));
  const only = changed.length > 1 ? affectedVmas(changed.map(({ view }) => view)) : isProgram;
  const strips = changed.map(({ view }) => stripOf(view, letters, only));
  const legend = [...strips.slice(0, 1).flatMap(({ pageSize }) => pageLines(pageSize)), ...legendLines(strips)];
  return {
    strips: strips.map((strip, at) => ({ step: changed[at]?.by ?? null, lines: stripLines(strip, stripWidth) })),
    legend,
  };
}

const look = (view: MmView | undefined): string => (view?.vmas ?? []).map(appearance).join('\n');

/** What the program mapped, where no change says what matters: anything but what the kernel put there. */
const isProgram = ({ kind, name }: VmaView): boolean => kind !== 'special' && !name.startsWith('[');

function changedCounters(before: MmView | undefined, after: MmView): CounterChange[] {
  if (before === undefined) return [];
  const names = Object.keys(after.counters) as (keyof Counters)[];
  return names
    .map((name) => ({ name, before: before.counters[name], after: after.counters[name] }))
    .filter((change) => change.before !== change.after);
}

function reportSteps(steps: readonly Step[], moments: readonly Moment[], tracepoints: boolean): ReportStep[] {
  const owners = ownersOf(steps);
  const results = resultsOf(steps);
  const own = new Map<number, Pick<ReportStep, 'counters' | 'vmas' | 'wrong'>>();
  for (const [at, { step, view, wrong }] of moments.entries()) {
    const before = moments[at - 1];
    const owner = owners[step];
    if (before === undefined || owner === undefined) continue;
    const known = own.get(owner) ?? { counters: [], vmas: false, wrong: [] };
    own.set(owner, {
      counters: joined(known.counters, changedCounters(before.view, view)),
      vmas: known.vmas || look(before.view) !== look(view),
      wrong: [...known.wrong, ...wrong.filter((what) => !before.wrong.includes(what))],
    });
  }
  return steps.flatMap(({ kind, name, depth }, at) => {
    if (kind === 'exit' || (kind === 'tracepoint' && !tracepoints)) return [];
    const { counters = [], vmas = false, wrong = [] } = own.get(at) ?? {};
    return [{ depth, name, tracepoint: kind === 'tracepoint', result: results.get(at) ?? null, counters, vmas, wrong }];
  });
}

/** One change after another as one, counter by counter. */
function joined(first: readonly CounterChange[], then: readonly CounterChange[]): CounterChange[] {
  const all = new Map(first.map((change) => [change.name, change]));
  for (const change of then) all.set(change.name, { ...change, before: all.get(change.name)?.before ?? change.before });
  return [...all.values()].filter(({ before, after }) => before !== after);
}

/** What each entered function returned, as text, by the step at which it was entered. */
function resultsOf(steps: readonly Step[]): Map<number, string> {
  const results = new Map<number, string>();
  const open: number[] = [];
  for (const [at, { kind, detail }] of steps.entries()) {
    if (kind === 'enter') open.push(at);
    if (kind !== 'exit') continue;
    const values = Object.values(detail);
    const enter = open.pop();
    if (enter !== undefined && values.length > 0) results.set(enter, values.map(formatStepValue).join(', '));
  }
  return results;
}
