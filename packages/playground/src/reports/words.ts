/**
 * What differs between two machines on one script, in sentences: what their calls do, what their page tables cost, what the index under
 * their VMAs costs and shows to readers. Each says numbers that are in the report; nothing is judged.
 */

import type { CostView, IndexCost, SupportRow, VmaIndexPlugin } from '@mm-playground/api';
import { bytesText, tablesOf } from './costs.ts';
import type { CallDifference } from './diff.ts';
import type { Reason } from './why.ts';

/** What the two machines are called. */
export type Names = readonly [string, string];

/** What is said of a difference. */
type Told = Pick<CallDifference, 'line' | 'text' | 'what' | 'where' | 'a' | 'b'>;

/** Reasons that are said; of more, the first. */
const MOST_REASONS = 2;

/** What the calls do otherwise, the first of them in full, and why, where the kernels say so. */
export function behaviourWords(
  names: Names,
  calls: number,
  differences: readonly Told[],
  reasons: readonly Reason[],
): string[] {
  const [first] = differences;
  if (calls === 0) return ['No call is made by both.'];
  if (first === undefined) return [alikeWords(calls)];
  const count = differences.length;
  const told = `${count} of ${callsText(calls)} ${count === 1 ? 'differs' : 'differ'}, `;
  const where = `${count === 1 ? '' : 'first '}line ${first.line}, ${first.text}: `;
  return [`${told}${where}${differenceWords(names, first)}.`, ...reasons.flatMap(reasonWords).slice(0, MOST_REASONS)];
}

const alikeWords = (calls: number): string =>
  calls === 1
    ? 'The call answers alike and leaves the same maps, flags and counters.'
    : `All ${grouped(calls)} calls answer alike and leave the same maps, flags and counters.`;

const callsText = (calls: number): string => (calls === 1 ? '1 call' : `${grouped(calls)} calls`);

function differenceWords([one, other]: Names, { what, where, a, b }: Told): string {
  switch (what) {
    case 'result':
      return `${one} answers ${a}, ${other} ${b}`;
    case 'maps':
      return `${one} has ${a ?? `nothing at ${where}`}, ${other} ${b ?? `nothing at ${where}`}`;
    case 'flags':
      return `the VMA at ${where} has ${a} on ${one}, ${b} on ${other}`;
    case 'counters':
      return `${where} is ${a} since the start on ${one}, ${b} on ${other}`;
  }
}

/** A note has the kernel as its subject; a row of the support matrix is about a call. */
const reasonWords = ({ about, said }: Reason): string[] =>
  said.map(({ kernel, note, source }) =>
    source === null ? `Of ${about}, ${kernel} says: ${note}.` : `${kernel} ${note} (${source}).`,
  );

/** What page tables cost: levels and pages, tables and bytes, what a walk reads and a TLB reaches. */
export function tableWords([one, other]: Names, [a, b]: readonly [CostView, CostView]): string[] {
  const levels =
    a.levels === b.levels && a.pageBytes === b.pageBytes
      ? `Both walk ${a.levels} levels, with pages of ${bytesText(a.pageBytes)}.`
      : `${one} walks ${a.levels} levels with pages of ${bytesText(a.pageBytes)}, ${other} ${b.levels} with pages of ${bytesText(b.pageBytes)}.`;
  const tables = `Page tables: ${tablesText(a)} on ${one}, ${tablesText(b)} on ${other}.`;
  return [levels, tables, ...walkWords([one, other], a, b)];
}

function tablesText(cost: CostView): string {
  const text = `${counted(tablesOf(cost), 'table')} in ${bytesText(cost.tableBytes)}`;
  return cost.mappedBytes === 0 ? text : `${text}, ${Number(cost.overhead.toPrecision(2))} bytes for each mapped byte`;
}

/** Where nothing is mapped, no walk ends at a page. */
function walkWords([one, other]: Names, a: CostView, b: CostView): string[] {
  if (a.mappedBytes === 0 || b.mappedBytes === 0) return [];
  const reads = `A TLB miss reads ${a.walkReads.toFixed(2)} entries on ${one}, ${b.walkReads.toFixed(2)} on ${other}`;
  const reach = `a TLB entry reaches ${both(bytesText(a.reachPerEntry), bytesText(b.reachPerEntry))}`;
  const whole = `all that is mapped takes ${both(grouped(a.translations), grouped(b.translations))} of them`;
  return [`${reads}; ${reach}, so that ${whole}.`];
}

/** What is known of two indexes beyond their costs. */
type Indexes = readonly [Pick<VmaIndexPlugin, 'support'>, Pick<VmaIndexPlugin, 'support'>];

/** What two indexes cost, null for one that does not say, and what readers without locks see in each. */
export function indexWords(
  names: Names,
  indexes: Indexes,
  costs: readonly [IndexCost | null, IndexCost | null],
): string[] {
  const kept = costs.map((cost, side) => `${names[side]} ${keptText(cost)}`);
  const lookups = costs.flatMap((cost, side) =>
    cost === null
      ? []
      : [`${counted(cost.lookup.reads, cost.lookup.what)} of ${cost.lookup.bytes} bytes on ${names[side]}`],
  );
  return [
    `${kept.join('; ')}.`,
    ...(lookups.length === 0 ? [] : [`A lookup reads at most ${lookups.join(', ')}.`]),
    ...readerWords(names, indexes),
  ];
}

const keptText = (cost: IndexCost | null): string =>
  cost === null
    ? 'does not say what it costs'
    : `keeps ${counted(cost.entries, 'VMA')} in ${counted(cost.nodes, cost.node)}, ${counted(cost.height, 'level')} and ${bytesText(cost.bytes)}`;

/** The row of an index's support matrix about readers without locks. */
const READERS = 'readers without locks';

const LEVEL_WORDS = { modelled: 'modelled', partly: 'modelled in part', refused: 'not modelled' } as const;

function readerWords(names: Names, indexes: Indexes): string[] {
  const texts = indexes.map(({ support }) => readersText(support.find(({ call }) => call === READERS)));
  if (texts[0] === texts[1]) return [];
  return [`Readers without locks: ${texts.map((text, side) => `${text} on ${names[side]}`).join('; ')}.`];
}

function readersText(row: SupportRow | undefined): string {
  if (row === undefined) return 'nothing is said of them';
  const how = [row.item, row.note].filter((part) => part !== undefined).join(': ');
  return how === '' ? LEVEL_WORDS[row.level] : `${LEVEL_WORDS[row.level]} (${how})`;
}

/** `1 entry`, `2 entries`, `2 arrays`. */
const counted = (count: number, noun: string): string =>
  `${grouped(count)} ${count === 1 ? noun : `${noun}s`.replace(/([^aeiou])ys$/, '$1ies')}`;

const both = (a: string, b: string): string => (a === b ? a : `${a} and ${b}`);

const grouped = (count: number): string => count.toLocaleString('en');
