/**
 * The tables as text: runs of neighbouring entries that say the same, as the kernel's own dump of page tables
 * (/sys/kernel/debug/page_tables) prints them. What the picture shows, for whoever reads.
 */

import { vpn, type Vpn } from '@mm-playground/api';
import { partition } from '../partition.ts';
import { spanOf, startOf, childOf, type PlacedTable, type RadixLayout } from './radix-layout.ts';
import type { EntryLook, EntryLooks } from './entry-looks.ts';

/** A run of entries of one level and one look, without a hole. */
export interface DumpRow {
  readonly level: number;
  readonly start: Vpn;
  readonly end: Vpn;
  readonly entries: number;
  readonly look: EntryLook;
  /** Frame of the first entry; null where it has none. */
  readonly frame: number | null;
  /** Whether the frames follow each other as the pages do. */
  readonly isContiguous: boolean;
}

type Draft = { -readonly [K in keyof DumpRow]: DumpRow[K] } & { id: number };

/** Every entry that is not empty and points to no table, as runs, ascending. */
export function dumpRows(layout: RadixLayout, looks: EntryLooks): DumpRow[] {
  const rows: Draft[] = [];
  const root = layout.levels[0]?.[0];
  if (root !== undefined) dump(layout, looks, root, rows);
  return rows;
}

function dump(layout: RadixLayout, looks: EntryLooks, placed: PlacedTable, rows: Draft[]): void {
  const ids = looks.of(placed.table);
  for (let index = 0; index < ids.length; index++) {
    const id = ids[index] ?? 0;
    if (id === 0) continue;
    const child = looks.look(id).state === 'touched' ? childOf(layout, placed, index) : undefined;
    if (child === undefined) append(rows, looks, placed, index, id);
    else dump(layout, looks, child, rows);
  }
}

function append(rows: Draft[], looks: EntryLooks, placed: PlacedTable, index: number, id: number): void {
  const { level, table } = placed;
  const start = vpn(startOf(placed, index));
  const end = vpn(start + spanOf(placed));
  const frame = looks.decode(level, table.words[index] ?? 0n).pfn;
  const last = rows.at(-1);
  if (last?.id === id && last.level === level && last.end === start) {
    last.isContiguous &&= frame === null || frame === (last.frame ?? 0) + (start - last.start);
    last.end = end;
    last.entries++;
  } else rows.push({ level, start, end, entries: 1, look: looks.look(id), frame, isContiguous: true, id });
}

/** The run that holds a page; -1 where none does. */
export function rowOf(rows: readonly DumpRow[], page: Vpn): number {
  const index = partition(rows, (row) => row.end <= page);
  return (rows[index]?.start ?? Infinity) <= page ? index : -1;
}
