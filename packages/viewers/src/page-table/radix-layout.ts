/**
 * Where the tables stand: a row a level, the root on top, every table of the deepest level one unit wide, a table above as wide
 * as what hangs below it. An entry of a table above stands exactly over the table that it points to; leaves there have a width of
 * their own, and a run of empty entries, however long, a narrow one. Invariant: the parts of a table are ascending and cover all of
 * its entries.
 */

import type { Architecture, TablePage, TablesView } from '@mm-playground/api';
import { partition } from '../partition.ts';

/** A run of entries of a table that is not of the deepest level. */
export interface EntryPart {
  readonly kind: 'table' | 'leaves' | 'empty';
  /** Entries, half-open; a `table` part has one. */
  readonly from: number;
  readonly to: number;
  /** Left edge and width in units. */
  readonly x: number;
  readonly units: number;
}

/** A table in its place. */
export interface PlacedTable {
  readonly table: TablePage;
  readonly level: number;
  /** Place in its level. */
  readonly at: number;
  readonly x: number;
  readonly units: number;
  /** Place of the parent in the level above, and the entry there; -1 for the root. */
  readonly parent: number;
  readonly parentIndex: number;
  /** Place of the first child in the level below; the others follow. -1 where there is none. */
  readonly firstChild: number;
  /** Empty for a table of the deepest level, which is drawn entry by entry. */
  readonly parts: readonly EntryPart[];
}

/** All tables with their places. */
export interface RadixLayout {
  readonly arch: Architecture;
  /** From the root down; within a level from left to right. */
  readonly levels: readonly (readonly PlacedTable[])[];
  /** Width of everything. */
  readonly units: number;
  /** Tables of all levels. */
  readonly tables: number;
}

/** One entry: the table at `level` and `at`, and the index there. */
export interface EntryPlace {
  readonly level: number;
  readonly at: number;
  readonly index: number;
}

/** Units of a leaf above the deepest level, and of a run of empty entries. */
const LEAF_UNITS = 1 / 8;
const EMPTY_UNITS = 1 / 16;
/** A table is never narrower, so that what is almost empty can be read. */
const LEAST_UNITS = 1 / 2;

interface Draft {
  table: TablePage;
  level: number;
  at: number;
  x: number;
  units: number;
  parent: number;
  parentIndex: number;
  firstChild: number;
  parts: EntryPart[];
}

/** Lays out the tables of an address space. */
export function radixLayout(tables: TablesView): RadixLayout {
  const pages = tables.tables();
  const placing = new Placing(tables.arch, new Map(pages.map((page) => [page.pfn, page])));
  const [root] = pages;
  const units = root === undefined ? 0 : placing.place(root, 0, -1, -1);
  return { arch: tables.arch, levels: placing.levels, units, tables: pages.length };
}

class Placing {
  readonly levels: Draft[][] = [];
  readonly #arch: Architecture;
  readonly #byFrame: ReadonlyMap<number, TablePage>;

  constructor(arch: Architecture, byFrame: ReadonlyMap<number, TablePage>) {
    this.#arch = arch;
    this.#byFrame = byFrame;
  }

  /** Places a table and what hangs below it; returns its width. */
  place(table: TablePage, x: number, parent: number, parentIndex: number): number {
    const { level } = table;
    const row = (this.levels[level] ??= []);
    const draft: Draft = { table, level, at: row.length, x, units: 1, parent, parentIndex, firstChild: -1, parts: [] };
    row.push(draft);
    if (level === this.#arch.geometry.levels.length - 1) return 1;
    const firstChild = this.levels[level + 1]?.length ?? 0;
    for (let index = 0; index < table.words.length; index++) draft.units = this.#add(draft, index);
    if ((this.levels[level + 1]?.length ?? 0) > firstChild) draft.firstChild = firstChild;
    return (draft.units = Math.max(draft.units, LEAST_UNITS));
  }

  /** Adds an entry to the parts of its table; returns how wide they are now. */
  #add({ table, at, x, parts }: Draft, index: number): number {
    const { kind, child } = this.#entry(table, index);
    const last = parts.at(-1);
    const end = last === undefined ? x : last.x + last.units;
    if (child !== undefined) {
      const units = this.place(child, end, at, index);
      parts.push({ kind: 'table', from: index, to: index + 1, x: end, units });
      return end + units - x;
    }
    if (last?.kind !== kind) {
      parts.push({ kind, from: index, to: index + 1, x: end, units: kind === 'leaves' ? LEAF_UNITS : EMPTY_UNITS });
    } else {
      const units = kind === 'leaves' ? last.units + LEAF_UNITS : last.units;
      parts[parts.length - 1] = { ...last, to: index + 1, units };
    }
    const grown = parts.at(-1);
    return grown === undefined ? 0 : grown.x + grown.units - x;
  }

  #entry({ level, words }: TablePage, index: number): { kind: 'leaves' | 'empty'; child?: TablePage | undefined } {
    const word = words[index] ?? 0n;
    if (word === 0n) return { kind: 'empty' };
    const { kind, pfn } = this.#arch.decode(level, word);
    return { kind: 'leaves', child: kind === 'table' ? this.#byFrame.get(pfn ?? -1) : undefined };
  }
}

/** The table that a place is in. */
export const placedOf = (
  layout: RadixLayout,
  { level, at }: Pick<EntryPlace, 'level' | 'at'>,
): PlacedTable | undefined => layout.levels[level]?.[at];

/** The first table of a level that ends behind a unit. */
export const firstBehind = (level: readonly PlacedTable[], unit: number): number =>
  partition(level, (placed) => placed.x + placed.units <= unit);

/** The part of a table that holds an entry. */
export const partOf = ({ parts }: PlacedTable, index: number): EntryPart | undefined =>
  parts[partition(parts, (part) => part.to <= index)];

/** The table that an entry points to; undefined where it points to none. */
export function childOf(layout: RadixLayout, placed: PlacedTable, index: number): PlacedTable | undefined {
  if (placed.firstChild < 0) return undefined;
  const below = layout.levels[placed.level + 1] ?? [];
  let at = placed.firstChild;
  while (below[at]?.parent === placed.at && (below[at]?.parentIndex ?? index) < index) at++;
  const child = below[at];
  return child?.parent === placed.at && child.parentIndex === index ? child : undefined;
}

/** Pages that an entry of this table spans. */
export const spanOf = ({ table }: PlacedTable): number => table.pages / table.words.length;

/** First page of an entry. */
export const startOf = (placed: PlacedTable, index: number): number => placed.table.start + index * spanOf(placed);

/** The way to a page, root first, to the first entry that leads nowhere, or to `deepest`. */
export function wayTo(layout: RadixLayout, page: number, deepest: number = Infinity): EntryPlace[] {
  const way: EntryPlace[] = [];
  let placed = layout.levels[0]?.[0];
  while (placed !== undefined && placed.level <= deepest) {
    const index = Math.floor((page - placed.table.start) / spanOf(placed));
    if (index < 0 || index >= placed.table.words.length) break;
    way.push({ level: placed.level, at: placed.at, index });
    placed = childOf(layout, placed, index);
  }
  return way;
}
