/**
 * One script on two machines: the first thing in which each call differs, of what a program can see of it (its result, then
 * maps, flags and counters afterwards), the final maps side by side, what each costs, and all of it in words. What differed before a call is not the call's: one
 * cause is told once.
 */

import type { CallItem, CostView, Counters, IndexCost, MmView } from '@mm-playground/api';
import { resultText } from './call-line.ts';
import { costLines, indexCostLines } from './costs.ts';
import { mapsRowText, type PlayedCall, type Session } from '@mm-playground/session';
import { callReasons, type Reason } from './why.ts';
import { behaviourWords, indexWords, tableWords, type Names } from './words.ts';

/** Where a call differs. */
export interface CallDifference {
  readonly line: number;
  readonly task: string;
  /** The call as one line of source, without its result. */
  readonly text: string;
  readonly what: 'result' | 'maps' | 'flags' | 'counters';
  /** The address of the mapping or the name of the counter; empty for a result. */
  readonly where: string;
  /** What each machine has there; null where it has nothing. */
  readonly a: string | null;
  readonly b: string | null;
}

/** A line of the final maps: what lies at one address on each machine. */
export interface MapsPair {
  readonly a: string | null;
  readonly b: string | null;
}

/** What differs, in sentences. */
export interface DiffWords {
  /** What calls do otherwise: {@link behaviourWords}. */
  readonly behaviour: readonly string[];
  /** What the machines cost in the end: {@link costWords}. */
  readonly costs: readonly string[];
}

/** What two machines made of one script. */
export interface DiffReport {
  readonly file: string;
  /** What each machine is called: by those of its kernel, architecture and index that differ; by its kernel where none does. */
  readonly names: Names;
  /** Calls that both machines made. */
  readonly calls: number;
  readonly differences: readonly CallDifference[];
  readonly maps: readonly MapsPair[];
  /** What the page tables of each cost in the end, where their architectures differ; null where they do not. */
  readonly costs: readonly [CostView, CostView] | null;
  /** What the index of each costs in the end, where they differ, as far as it says; null where they do not. */
  readonly indexCosts: readonly [IndexCost | null, IndexCost | null] | null;
  readonly words: DiffWords;
}

/** What is compared of a state, by where. */
type Facts = ReadonlyMap<string, string>;
type State = Readonly<Record<(typeof ASPECTS)[number], Facts>>;

/** In the order in which they are looked at. */
const ASPECTS = ['maps', 'flags', 'counters'] as const;

/** Compares two sessions on one program, which have been played and can be looked at call by call. */
export function diffReport(a: Session, b: Session): DiffReport {
  const comparing = diffing(a, b);
  let turn = comparing.next();
  while (turn.done !== true) turn = comparing.next();
  return turn.value;
}

/** What came of one call of the first session. */
export interface ComparedCall {
  readonly call: number;
  readonly difference: CallDifference | null;
}

/**
 * As {@link diffReport}, with a rest after each call that both made, at which it yields what came of it.
 *
 * @param partnerOf which call of the second is a call of the first; the same one of the program unless said.
 * @param names what the machines are called; by what they differ in unless said.
 */
export function* diffing(
  a: Session,
  b: Session,
  partnerOf: (call: number) => number | undefined = samePlace(a, b),
  names: Names = namesOf(a, b),
): Generator<ComparedCall, DiffReport, void> {
  const states = new StatePair(a, b);
  const differences: CallDifference[] = [];
  let calls = 0;
  for (const [at, call] of a.calls.entries()) {
    const other = partnerOf(at);
    const played = other === undefined ? undefined : b.calls[other];
    if (other === undefined || played === undefined || !wasMade(call) || !wasMade(played)) continue;
    calls++;
    const seen = states.advance(call.item, at, other);
    const difference = resultDifference(call, played) ?? seen;
    if (difference !== null) differences.push(difference);
    yield { call: at, difference };
  }
  const behaviour = behaviourWords(names, calls, differences, firstReasons(a, b, differences, partnerOf));
  const maps = finalMaps(a, b);
  const costs: DiffReport['costs'] = differInArch(a, b) ? [a.view().cost, b.view().cost] : null;
  const indexCosts: DiffReport['indexCosts'] = differInIndex(a, b) ? [a.view().indexCost, b.view().indexCost] : null;
  const words: DiffWords = { behaviour, costs: costWords(a, b, names, [a.view(), b.view()]) };
  return { file: a.program.file, names, calls, differences, maps, costs, indexCosts, words };
}

/** What two address spaces cost, of what their machines differ in, in sentences: {@link tableWords}, {@link indexWords}. */
export const costWords = (a: Session, b: Session, names: Names, [here, there]: readonly [MmView, MmView]): string[] => [
  ...(differInArch(a, b) ? tableWords(names, [here.cost, there.cost]) : []),
  ...(differInIndex(a, b)
    ? indexWords(names, [a.options.index, b.options.index], [here.indexCost, there.indexCost])
    : []),
];

/** Why the first call that differs does so, as far as the kernels say. */
function firstReasons(
  a: Session,
  b: Session,
  [first]: readonly CallDifference[],
  partnerOf: (call: number) => number | undefined,
): Reason[] {
  const call = first === undefined ? null : a.callAt(first.line);
  const partner = call === null ? undefined : partnerOf(call);
  return call === null || partner === undefined ? [] : callReasons(a, b, call, partner);
}

function samePlace(a: Session, b: Session): (call: number) => number | undefined {
  const others = new Map(b.calls.map((call, at) => [call.item.index, at]));
  return (call) => others.get(a.calls[call]?.item.index ?? NaN);
}

const wasMade = ({ verdict, result }: PlayedCall): boolean => result !== undefined || verdict === 'unmodelled';

const differInArch = (a: Session, b: Session): boolean => a.options.arch.spec !== b.options.arch.spec;

const differInIndex = (a: Session, b: Session): boolean => a.options.index.id !== b.options.index.id;

function namesOf(a: Session, b: Session): Names {
  const partsOf = ({ options: { kernel, arch, index } }: Session): string[] => [kernel.id, arch.spec, index.id];
  const [here, there] = [partsOf(a), partsOf(b)];
  const apart = here.map((part, at) => part !== there[at]);
  const nameOf = (parts: readonly string[]): string => parts.filter((_, at) => apart[at]).join(' ') || (parts[0] ?? '');
  return [nameOf(here), nameOf(there)];
}

function resultDifference(a: PlayedCall, b: PlayedCall): CallDifference | null {
  const [given, other] = [answer(a), answer(b)];
  return given === other ? null : differenceOf(a.item, 'result', '', given, other);
}

const answer = ({ item, result }: PlayedCall): string =>
  result === undefined ? 'not modelled' : resultText(item.name, result);

const differenceOf = (
  { span: { line }, task, text }: CallItem,
  what: CallDifference['what'],
  where: string,
  a: string | null,
  b: string | null,
): CallDifference => ({ line, task, text, what, where, a, b });

/** The states of both machines along the calls, and what of them was found to differ. */
class StatePair {
  readonly #a: Session;
  readonly #b: Session;
  readonly #first: readonly [Counters, Counters];
  /** What differed from the start. */
  readonly #start: ReadonlySet<string>;
  /** By task, what differed when its last call had returned. */
  readonly #known = new Map<string, ReadonlySet<string>>();

  constructor(a: Session, b: Session) {
    this.#a = a;
    this.#b = b;
    this.#first = [viewAt(a, -1).counters, viewAt(b, -1).counters];
    this.#start = keysOf(this.#differing(-1, -1));
  }

  /** Goes on to after a call. Returns the first difference that was not there before it. */
  advance(item: CallItem, a: number, b: number): CallDifference | null {
    const known = this.#known.get(item.task) ?? this.#start;
    const differing = this.#differing(a, b, item.task);
    this.#known.set(item.task, keysOf(differing));
    const found = differing.find((difference) => !known.has(keyOf(difference)));
    return found === undefined ? null : differenceOf(item, found.what, found.where, found.a, found.b);
  }

  #differing(a: number, b: number, task?: string): Differing[] {
    const [first, second] = this.#first;
    const [x, y] = [stateOf(viewAt(this.#a, a, task), first), stateOf(viewAt(this.#b, b, task), second)];
    return ASPECTS.flatMap((what) =>
      union(x[what], y[what])
        .map((where) => ({ what, where, a: x[what].get(where) ?? null, b: y[what].get(where) ?? null }))
        .filter((pair) => pair.a !== pair.b && (what === 'maps' || (pair.a !== null && pair.b !== null))),
    );
  }
}

type Differing = Pick<CallDifference, 'what' | 'where' | 'a' | 'b'>;

/** Two differences are one cause where these agree; counters go on from different values and stay as far apart. */
const keyOf = ({ what, where, a, b }: Differing): string =>
  [what, where, ...(what === 'counters' ? [Number(a) - Number(b)] : [a, b])].join('\n');

const keysOf = (differing: readonly Differing[]): ReadonlySet<string> => new Set(differing.map(keyOf));

/** Everything that either has, in the order of both. */
const union = (a: Facts, b: Facts): string[] => [...new Set([...a.keys(), ...b.keys()])].sort(byPlace);

/** Addresses ascend; names are as they are. */
const byPlace = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

function viewAt(session: Session, call: number, task?: string): MmView {
  session.seek(call < 0 ? { call: -1, step: -1 } : { call });
  try {
    return session.view(task);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return session.view();
  }
}

function stateOf(view: MmView, first: Counters): State {
  const size = 2n ** BigInt(view.arch.geometry.pageShift);
  const flags = view.vmas.map((vma) => [(BigInt(vma.start) * size).toString(16), vma.flags.toSmaps().trim()] as const);
  const counters = COUNTERS.map((name) => [name, signed(view.counters[name] - first[name])] as const);
  return { maps: mapsOf(view), flags: new Map(flags), counters: new Map(counters) };
}

const mapsOf = (view: MmView): Facts =>
  new Map(view.maps().map((row) => [row.start.toString(16), mapsRowText(row)] as const));

/** The peak follows from the others. */
const COUNTERS: readonly (keyof Counters)[] = [
  'map_count',
  'total_vm',
  'data_vm',
  'exec_vm',
  'stack_vm',
  'locked_vm',
  'anon_rss',
  'file_rss',
  'shmem_rss',
  'page_tables',
  'committed',
];

const signed = (count: number): string => (count > 0 ? `+${count}` : String(count));

function finalMaps(a: Session, b: Session): MapsPair[] {
  const [x, y] = [a, b].map((session) => {
    session.seek(session.end);
    return session.view();
  }) as [MmView, MmView];
  return mapsBeside(x, y);
}

/** The maps of two address spaces: what begins at one address stands in one pair. */
export function mapsBeside(a: MmView, b: MmView): MapsPair[] {
  const [x, y] = [mapsOf(a), mapsOf(b)];
  return union(x, y).map((where) => ({ a: x.get(where) ?? null, b: y.get(where) ?? null }));
}

/** The report as text; the last line is `N calls, N differences`. */
export function diffLines({ file, names, calls, differences, maps, costs, indexCosts, words }: DiffReport): string[] {
  return [
    ...differences.flatMap((difference) => differenceLines(file, names, difference)),
    ...sideBySide(names, maps),
    ...(costs === null ? [] : ['', ...costLines(names, costs)]),
    ...(indexCosts === null ? [] : ['', ...indexCostLines(names, indexCosts)]),
    '',
    ...words.behaviour,
    ...words.costs,
    '',
    `${calls} calls, ${differences.length} differences`,
  ];
}

function differenceLines(file: string, names: Names, difference: CallDifference): string[] {
  const { line, text, what, where, a, b } = difference;
  const width = Math.max(...names.map((name) => name.length)) + 1;
  const side = (name: string, value: string | null): string => `  ${`${name}:`.padEnd(width)} ${value ?? '(nothing)'}`;
  const about = where === '' ? what : `${what} at ${where}`;
  return [`${file}:${line}: ${text}: ${what === 'counters' ? where : about}`, side(names[0], a), side(names[1], b)];
}

/** `|` stands between lines that differ, `<` and `>` where only one side has one. */
function sideBySide(names: Names, maps: readonly MapsPair[]): string[] {
  const width = Math.max(...[names[0], ...maps.map(({ a }) => a ?? '')].map((text) => text.length));
  const row = (a: string, mark: string, b: string): string => `${a.padEnd(width)} ${mark} ${b}`.trimEnd();
  return [row(names[0], ' ', names[1]), ...maps.map(({ a, b }) => row(a ?? '', markOf(a, b), b ?? ''))];
}

const markOf = (a: string | null, b: string | null): string =>
  a === b ? ' ' : a === null ? '>' : b === null ? '<' : '|';
