/**
 * Present pages in a range, at the detail that the zoom can show: entries of page tables, from the root down, and no
 * deeper than a table is wide. A table that is too narrow to show its entries is one cell "touched". The cost is bounded
 * by what is in view, not by the size of the address space.
 */

import type { Pfn, WalkEntry } from '@mm-playground/api';
import { pageState, type PageState, type TableReader } from '../table-reader.ts';
import type { PageRange } from './address-axis.ts';
import type { AddressScale } from './address-scale.ts';

/** One run of pages to draw. `entry` is null where only "something here is mapped by tables" is known at this zoom. */
export interface PageCell {
  readonly left: number;
  readonly right: number;
  readonly state: PageState;
  readonly entry: WalkEntry | null;
}

/** A table is opened when it is at least this wide. */
const OPEN_TABLE_PX = 48;

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
