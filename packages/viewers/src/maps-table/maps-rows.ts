/**
 * Rows of /proc/PID/maps against those of the view before: which are new, which changed in which column, and which went
 * away. Rows are matched by their start, or else by their end: a mapping that grew or was cut keeps one of them.
 */

import type { WhatChanged } from '../element/change-marks.ts';
import { formatMapsRow, vpnOf, type MapsRow, type MmView, type VmaView } from '@mm-playground/api';
import { partition } from '../partition.ts';

/** The columns of a row, in the kernel's order. */
export const COLUMNS = ['address', 'perms', 'offset', 'device', 'inode', 'name'] as const;

export type Column = (typeof COLUMNS)[number];

/** A row with what happened to it. */
export interface DiffRow {
  readonly row: MapsRow;
  readonly what: WhatChanged;
  /** The columns that changed. */
  readonly columns: readonly Column[];
  /** What the row was before, where it changed. */
  readonly before: MapsRow | null;
}

/** The cells of a row as the kernel prints them. */
export const cellsOf = (row: MapsRow): Readonly<Record<Column, string>> => ({
  address: `${hex8(row.start)}-${hex8(row.end)}`,
  perms: row.perms,
  offset: hex8(row.offset),
  device: row.device,
  inode: String(row.inode),
  name: row.name,
});

/** Rows as text, as the kernel prints them. */
export const textOf = (rows: readonly MapsRow[]): string => rows.map((row) => `${formatMapsRow(row)}\n`).join('');

/** The VMA that a row prints; undefined where it prints none, as `[vsyscall]`. */
export function vmaOfRow({ vmas, arch }: MmView, row: Pick<MapsRow, 'start'>): VmaView | undefined {
  const start = vpnOf(row.start, arch.geometry.pageShift);
  const vma = vmas[partition(vmas, (other) => other.start < start)];
  return vma?.start === start ? vma : undefined;
}

const hex8 = (x: bigint): string => x.toString(16).padStart(8, '0');

const same = (row: MapsRow): DiffRow => ({ row, what: 'same', columns: [], before: null });

/** Rows now, with those that went away between them, ascending. `before` null: nothing to compare with. */
export function diffRows(before: readonly MapsRow[] | null, now: readonly MapsRow[]): DiffRow[] {
  if (before === null) return now.map(same);
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && equalRows(before[head], now[head])) head++;
  let tail = 0;
  while (tail < shorter - head && equalRows(before.at(-1 - tail), now.at(-1 - tail))) tail++;
  const middle = matchRows(before.slice(head, before.length - tail), now.slice(head, now.length - tail));
  return [...now.slice(0, head).map(same), ...middle, ...now.slice(now.length - tail).map(same)];
}

function matchRows(before: readonly MapsRow[], now: readonly MapsRow[]): DiffRow[] {
  const byStart = new Map(before.map((row) => [row.start, row]));
  const byEnd = new Map(before.map((row) => [row.end, row]));
  const starts = new Set(now.map((row) => row.start));
  const matched = new Set<MapsRow>();
  const diffs = now.map((row): DiffRow => {
    const end = byEnd.get(row.end);
    const old = byStart.get(row.start) ?? (end !== undefined && !starts.has(end.start) ? end : undefined);
    if (old === undefined) return { row, what: 'added', columns: [], before: null };
    matched.add(old);
    if (equalRows(old, row)) return same(row);
    const [a, b] = [cellsOf(old), cellsOf(row)];
    const columns = COLUMNS.filter((column) => a[column] !== b[column]);
    return { row, what: 'changed', columns, before: old };
  });
  const gone = before.filter((row) => !matched.has(row));
  return merged(
    diffs,
    gone.map((row): DiffRow => ({ row, what: 'removed', columns: [], before: row })),
  );
}

/** Compares the values: printing tens of thousands of rows to compare them would be felt. */
const equalRows = (a: MapsRow | undefined, b: MapsRow | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.start === b.start &&
  a.end === b.end &&
  a.perms === b.perms &&
  a.offset === b.offset &&
  a.device === b.device &&
  a.inode === b.inode &&
  a.name === b.name;

function merged(a: readonly DiffRow[], b: readonly DiffRow[]): DiffRow[] {
  if (b.length === 0) return [...a];
  return [...a, ...b].toSorted((x, y) => (x.row.start < y.row.start ? -1 : x.row.start > y.row.start ? 1 : 0));
}
