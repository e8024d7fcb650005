/**
 * Calls that overlap: which calls of a log were under way at the same time, and which orders of taking effect the log
 * allows. A call was under way from the line on which it was entered to the line on which it returned, so A took effect
 * before B wherever A returned before B was entered; everything else is open.
 *
 * Checkpoints take part as calls that take no time: a snapshot between the two lines of an unfinished call may have been
 * taken before or after the call took effect.
 */

import {
  concernsModel,
  type CallItem,
  type CheckpointItem,
  type Program,
  type ProgramItem,
  type RaceItem,
  type TaskName,
} from '@mm-playground/api';

/** What of a program is played. */
export type PlayItem = CallItem | CheckpointItem | RaceItem;

/** A call or checkpoint within a cluster. */
export interface Overlapping {
  readonly item: CallItem | CheckpointItem;
  /** The lines between which it was under way. */
  readonly entered: number;
  readonly left: number;
  /** What must have taken effect before, beyond what the lines say. */
  readonly after: Overlapping[];
}

/** A part of the program: an item that overlaps nothing, or a maximal cluster of items that overlap. */
export type Unit =
  | { readonly kind: 'single'; readonly item: PlayItem }
  | {
      readonly kind: 'cluster';
      /** In order of entry. */
      readonly elements: readonly Overlapping[];
      /** Calls that do not touch memory, and that stand among the others. */
      readonly carried: readonly CallItem[];
    };

/** Whether the model must know this call; others are carried along and order nothing. */
export const isModelCall = (item: CallItem): boolean => concernsModel(item);

/** Whether an item was made by strace's `vfork` or its like: the caller is held until the child execs or exits. */
const holdsCaller = (item: CallItem): boolean => item.name === 'vfork' || /\bCLONE_VFORK\b/.test(item.text);

const EXITS: ReadonlySet<string> = new Set(['exit', 'exit_group']);
/** Calls that replace the program. */
export const EXECS: ReadonlySet<string> = new Set(['execve', 'execveat']);

/** Whether the call lets go of a parent that waits in vfork. */
const releasesParent = (item: CallItem): boolean =>
  EXITS.has(item.name) || (EXECS.has(item.name) && item.result?.kind !== 'errno');

/** The program as units, in file order. */
export function* unitsOf({ items }: Pick<Program, 'items'>): Generator<Unit, void, void> {
  const ends = new Ends(items);
  let elements: Overlapping[] = [];
  let carried: CallItem[] = [];
  let until = -Infinity;

  function* settle(): Generator<Unit, void, void> {
    yield* elements.length > 1
      ? [{ kind: 'cluster', elements: withHeldParents(elements), carried } as const]
      : [...elements, ...carried.map((item) => ({ item }))].map(({ item }) => ({ kind: 'single', item }) as const);
    [elements, carried, until] = [[], [], -Infinity];
  }

  for (const item of items) {
    if (item.kind === 'note') continue;
    if (item.span.line > until) yield* settle();
    if (item.kind === 'race') {
      yield* settle();
      yield { kind: 'single', item };
    } else if (item.kind === 'call' && !isModelCall(item)) {
      if (elements.length === 0) yield { kind: 'single', item };
      else carried.push(item);
    } else {
      const left = item.kind === 'call' ? ends.of(item) : item.span.line;
      elements.push({ item, entered: item.span.line, left, after: [] });
      until = Math.max(until, left);
    }
  }
  yield* settle();
}

/** When calls returned at the latest. */
class Ends {
  /** Lines of each task that prove that its call before them is over. */
  readonly #lines = new Map<TaskName, number[]>();

  constructor(items: readonly ProgramItem[]) {
    const unreturned = new Set<TaskName>();
    for (const item of items) if (item.kind === 'call' && item.returnLine === Infinity) unreturned.add(item.task);
    for (const item of items) {
      if (item.kind !== 'call' && !isEndNote(item)) continue;
      if (unreturned.has(item.task)) this.#linesOf(item.task).push(item.span.line);
    }
  }

  /** The last line on which a call was under way. One that never returned ends with its task, or with the file. */
  of(item: CallItem): number {
    if (item.returnLine !== Infinity) return item.returnLine;
    if (EXITS.has(item.name)) return item.span.line;
    const next = this.#linesOf(item.task).find((line) => line > item.span.line);
    return next === undefined ? Infinity : next - 1;
  }

  #linesOf(task: TaskName): number[] {
    let lines = this.#lines.get(task);
    if (lines === undefined) this.#lines.set(task, (lines = []));
    return lines;
  }
}

const isEndNote = (item: ProgramItem): item is ProgramItem & { kind: 'note' } =>
  item.kind === 'note' && item.text.includes('+++');

/** The parent of a vfork goes on only after its child has called exec or exit. */
function withHeldParents(elements: readonly Overlapping[]): readonly Overlapping[] {
  const calls = elements.filter((element): element is Overlapping & { item: CallItem } => element.item.kind === 'call');
  for (const [at, { item }] of calls.entries()) {
    if (!holdsCaller(item) || item.result?.kind !== 'value') continue;
    const child = item.result.value.toString();
    const later = calls.slice(at + 1);
    const release = later.find((call) => call.item.task === child && releasesParent(call.item));
    const goesOn = later.find((call) => call.item.task === item.task);
    if (release !== undefined) goesOn?.after.push(release);
  }
  return elements;
}
