/**
 * Present pages in a range, at the detail that the zoom can show: entries of page tables, from the root down, and no
 * deeper than a table is wide. A table that is too narrow to show its entries is one cell "touched". The cost is bounded
 * by what is in view, not by the size of the address space.
 */

import type { Pfn, TablesView, WalkEntry } from '@mm-playground/api';
import type { PageRange } from './address-axis.ts';
import type { AddressScale } from './address-scale.ts';

/** One run of pages to draw. `entry` is null where only "something here is mapped by tables" is known at this zoom. */
export interface PageCell {
  readonly left: number;
  readonly right: number;
  readonly state: PageState;
  readonly entry: WalkEntry | null;
}

/** What a page's entry says, for colouring. */
export type PageState = 'touched' | 'clean' | 'writable' | 'dirty' | 'special' | 'swap' | 'odd';

/** A table is opened when it is at least this wide. */
const OPEN_TABLE_PX = 48;

/** The state of a present or swapped entry. */
export function pageState(entry: WalkEntry): PageState {
  const { kind, dirty, write, special } = entry.entry;
  if (kind === 'swap') return 'swap';
  if (kind !== 'leaf') return kind === 'table' ? 'touched' : 'odd';
  if (special) return 'special';
  return dirty ? 'dirty' : write ? 'writable' : 'clean';
}

/** Reads entries of one view, remembering them: a view does not change. */
export class TableReader {
  readonly #tables: TablesView;
  readonly #entries = new Map<Pfn, readonly WalkEntry[]>();

  constructor(tables: TablesView) {
    this.#tables = tables;
  }

  get root(): Pfn | null {
    return this.#tables.root;
  }

  /** The non-empty entries of a table. */
  entries(table: Pfn): readonly WalkEntry[] {
    let entries = this.#entries.get(table);
    if (entries === undefined) this.#entries.set(table, (entries = this.#tables.entries(table)));
    return entries;
  }
}

/** The cells in `range`, ascending. */
export function pageCells(reader: TableReader, scale: AddressScale, range: PageRange): PageCell[] {
  const cells: PageCell[] = [];
  const visit = (table: Pfn): void => {
    for (const entry of reader.entries(table)) {
      if (entry.start + entry.pages <= range.start) continue;
      if (entry.start >= range.end) break;
      const [left, right] = [scale.x(entry.start), scale.x(entry.start + entry.pages)];
      const { kind, pfn } = entry.entry;
      if (kind === 'table' && pfn !== null && right - left >= OPEN_TABLE_PX) visit(pfn);
      else if (kind !== 'none') append(cells, left, right, pageState(entry), kind === 'table' ? null : entry);
    }
  };
  if (reader.root !== null) visit(reader.root);
  return cells;
}

/** Narrow neighbours of one state become one cell. */
function append(cells: PageCell[], left: number, right: number, state: PageState, entry: WalkEntry | null): void {
  const last = cells.at(-1);
  const narrow = right - left < 1.5;
  if (narrow && last !== undefined && last.state === state && left - last.right < 0.5)
    cells[cells.length - 1] = { left: last.left, right, state, entry: null };
  else cells.push({ left, right, state, entry });
}
