/** What page tables and indexes of two programs cost, beside each other, in words and in numbers. */

import type { CostView, IndexCost, MmView } from '@mm-playground/api';
import { bytesText, costWords, tablesOf, type Names } from 'mm-playground';
import type { Played } from '../player/played.ts';

/** Two programs beside each other, the shown one first. */
export type Sides = readonly [Played, Played];

/** Their address spaces at one moment; null where there is none. */
export type Views = readonly [MmView | null, MmView | null];

/** What of both costs something else. */
export interface Costs {
  /** In sentences. */
  readonly words: readonly string[];
  readonly tables: readonly CostTable[];
}

/** Costs of one kind, in numbers. */
export interface CostTable {
  readonly title: string;
  readonly rows: readonly CostRow[];
}

/** What two programs cost where they stand, of what their machines differ in. */
export function costsAt([shown, other]: Sides, names: Names, [a, b]: Views): Costs {
  if (a === null || b === null) return { words: [], tables: [] };
  const [here, there] = [shown.machine, other.machine];
  const tables = [
    { title: 'What page tables cost', rows: here.arch === there.arch ? [] : costRows(a.cost, b.cost) },
    { title: 'What the index costs', rows: here.index === there.index ? [] : indexCostRows(a.indexCost, b.indexCost) },
  ];
  return {
    words:
      shown.session === null || other.session === null ? [] : costWords(shown.session, other.session, names, [a, b]),
    tables: tables.filter(({ rows }) => rows.length > 0),
  };
}

/** One cost on both sides. */
export interface CostRow {
  readonly name: string;
  /** What it means, for whoever does not know. */
  readonly meaning: string;
  readonly values: readonly [string, string];
  /** Share of the larger one, for a bar; null where a bar would say nothing. */
  readonly shares: readonly [number, number] | null;
}

/** A cost of a kind, for both sides. */
type MakeRow<Cost> = (
  name: string,
  meaning: string,
  of: (cost: Cost) => number,
  print: (value: number, cost: Cost) => string,
) => CostRow;

/** Makes rows of two costs; a bar is against the larger one. */
function rowsOf<Cost>(a: Cost, b: Cost): MakeRow<Cost> {
  return (name, meaning, of, print) => {
    const [left, right] = [of(a), of(b)];
    const most = Math.max(left, right);
    return {
      name,
      meaning,
      values: [print(left, a), print(right, b)],
      shares: most > 0 ? [left / most, right / most] : null,
    };
  };
}

/** Costs of indexes beside each other; none where one of them does not say. */
export function indexCostRows(a: IndexCost | null, b: IndexCost | null): CostRow[] {
  if (a === null || b === null) return [];
  const row = rowsOf(a, b);
  return [
    row('VMAs', 'Entries of the index.', ({ entries }) => entries, grouped),
    row(
      'nodes',
      'Pieces of memory that the index consists of.',
      ({ nodes }) => nodes,
      (n, { node }) => `${grouped(n)} · ${node}`,
    ),
    row('levels', 'Nodes on the way from the root to an entry.', ({ height }) => height, grouped),
    row('bytes of the index', 'All nodes, without the VMAs themselves.', ({ bytes }) => bytes, bytesText),
    row(
      'read by a lookup',
      'At most, one after the other.',
      ({ lookup }) => lookup.reads,
      (n, { lookup }) => `${grouped(n)} · ${lookup.what} of ${lookup.bytes} B`,
    ),
  ];
}

/** Costs of page tables beside each other: tables by level, bytes, walks, translations. */
export function costRows(a: CostView, b: CostView): CostRow[] {
  const row = rowsOf(a, b);
  return [
    row('page', 'Bytes of a page, and of a table.', ({ pageBytes }) => pageBytes, bytesText),
    row('levels', 'Levels that a walk goes through for a single page.', ({ levels }) => levels, String),
    row('tables', 'Pages that hold tables of any level.', tablesOf, grouped),
    ...levelNames(a, b).map((name): CostRow => ({
      name: `${name} tables`,
      meaning: `Tables of this level, with the entries in use.`,
      values: [levelText(a, name), levelText(b, name)],
      shares: null,
    })),
    row('tables in reserve', 'Tables that huge entries keep for being split.', ({ reserved }) => reserved, grouped),
    row('bytes of page tables', 'All tables, those in reserve included.', ({ tableBytes }) => tableBytes, bytesText),
    row('mapped', 'Bytes that leaves map.', ({ mappedBytes }) => mappedBytes, bytesText),
    row(
      'overhead',
      'Bytes of tables for each mapped byte.',
      ({ overhead }) => overhead,
      (share) => `${grouped(Number((share * 100).toPrecision(2)))} %`,
    ),
    row(
      'entries read by a walk',
      'On average, over all mapped pages.',
      ({ walkReads }) => walkReads,
      (reads) => reads.toFixed(2),
    ),
    row('translations', 'Entries of a TLB that all of it takes.', ({ translations }) => translations, grouped),
    row(
      'TLB reach',
      'Bytes that one entry of a TLB reaches on average.',
      ({ reachPerEntry }) => reachPerEntry,
      bytesText,
    ),
  ];
}

/** Names of the levels that one of them has, from the root down. */
const levelNames = (a: CostView, b: CostView): string[] => {
  const order = ['pgd', 'p4d', 'pud', 'pmd', 'pte'];
  const names = new Set([...a.tables, ...b.tables].map(({ name }) => name));
  return order.filter((name) => names.has(name));
};

function levelText({ tables }: CostView, name: string): string {
  const level = tables.find((each) => each.name === name);
  return level === undefined ? '–' : `${grouped(level.tables)} · ${grouped(level.used)}/${grouped(level.entries)}`;
}

const grouped = (n: number): string => n.toLocaleString('en');
