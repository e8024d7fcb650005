/** Where the cursor goes from an entry: to its neighbours, its table, its parent. */

import { vpn, type Vpn } from '@mm-playground/api';
import { ROWS } from './radix-bands.ts';
import { childOf, placedOf, startOf, type EntryPlace, type PlacedTable, type RadixLayout } from './radix-layout.ts';

const isDeepest = ({ arch }: RadixLayout, level: number): boolean => level === arch.geometry.levels.length - 1;

/**
 * The entry so many columns and rows away. In a table of the deepest level those are the columns and rows of the picture, and above
 * the first row is the entry that leads here. In the tables above, left and right go to the next entry that is not empty, up and
 * down to the tables above and below.
 */
export function besides(layout: RadixLayout, place: EntryPlace, columns: number, rows: number): EntryPlace {
  const placed = placedOf(layout, place);
  if (placed === undefined) return place;
  if (isDeepest(layout, place.level)) return inGrid(layout, placed, place, columns, rows);
  if (columns !== 0) return alongUsed(layout, place, columns > 0 ? 1 : -1);
  return rows < 0 ? above(placed, place) : below(layout, placed, place);
}

function inGrid(
  layout: RadixLayout,
  placed: PlacedTable,
  place: EntryPlace,
  columns: number,
  rows: number,
): EntryPlace {
  if (rows < 0 && place.index % ROWS === 0) return above(placed, place);
  const index = place.index + columns * ROWS + rows;
  const size = placed.table.words.length;
  const next = index < 0 ? -1 : index >= size ? 1 : 0;
  const other = placedOf(layout, { level: place.level, at: place.at + next });
  if (next === 0) return { ...place, index };
  return other === undefined ? place : { level: place.level, at: other.at, index: index - next * size };
}

const above = (placed: PlacedTable, place: EntryPlace): EntryPlace =>
  placed.parent < 0 ? place : { level: placed.level - 1, at: placed.parent, index: placed.parentIndex };

function below(layout: RadixLayout, placed: PlacedTable, place: EntryPlace): EntryPlace {
  const child = childOf(layout, placed, place.index);
  return child === undefined ? place : { level: child.level, at: child.at, index: Math.max(0, nextUsed(child, -1, 1)) };
}

/** The next entry of the level that is not empty; itself at the end. */
function alongUsed(layout: RadixLayout, place: EntryPlace, by: 1 | -1): EntryPlace {
  let from = place.index;
  for (let at = place.at; ; at += by) {
    const placed = placedOf(layout, { level: place.level, at });
    if (placed === undefined) return place;
    const index = nextUsed(placed, from, by);
    if (index >= 0) return { level: place.level, at, index };
    const next = placedOf(layout, { level: place.level, at: at + by });
    from = by > 0 ? -1 : (next?.table.words.length ?? 0);
  }
}

/** The next entry of a table behind `from` that is not empty; -1 where there is none. */
function nextUsed({ table }: PlacedTable, from: number, by: 1 | -1): number {
  for (let index = from + by; index >= 0 && index < table.words.length; index += by)
    if ((table.words[index] ?? 0n) !== 0n) return index;
  return -1;
}

/** The same entry of the next table of its level. */
export function nextTable(layout: RadixLayout, place: EntryPlace, by: 1 | -1): EntryPlace {
  const at = place.at + by;
  return placedOf(layout, { level: place.level, at }) === undefined ? place : { ...place, at };
}

/** The first or last entry of a level that is not empty. */
export function outermost(layout: RadixLayout, level: number, by: 1 | -1): EntryPlace | null {
  const tables = layout.levels[level] ?? [];
  for (let at = by > 0 ? 0 : tables.length - 1; at >= 0 && at < tables.length; at += by) {
    const placed = tables[at];
    const index = placed === undefined ? -1 : nextUsed(placed, by > 0 ? -1 : placed.table.words.length, by);
    if (index >= 0) return { level, at, index };
  }
  return null;
}

/** The first page below an entry that is mapped, found along the first entries that are not empty; its own first page otherwise. */
export function firstPageIn(layout: RadixLayout, place: EntryPlace): Vpn | null {
  const placed = placedOf(layout, place);
  if (placed === undefined) return null;
  const child = childOf(layout, placed, place.index);
  const index = child === undefined ? -1 : nextUsed(child, -1, 1);
  if (child === undefined || index < 0) return vpn(startOf(placed, place.index));
  return firstPageIn(layout, { level: child.level, at: child.at, index });
}
