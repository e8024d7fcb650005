/**
 * Where moments lie on the map of a run, through a window on it, and how many marks each column of pixels stands for: level of detail
 * by counting.
 */

import { MARGIN, UnitScale } from '../element/unit-scale.ts';
import { marksAt, marksIn, momentsOf, RUN_MARK_KINDS, type RunMap } from './run-map.ts';

/** A moment is never drawn wider, unless there are so few that they fit. */
const MAX_MOMENT_PX = 24;
/** Widest mark of a single moment. */
const WIDEST = 6;
/** How far from a mark it is still pointed at. */
const REACH = 2;

/** The scale of a run in a width; zoomed as `old` is, where there is one: a run that is followed grows. */
export function runScale(run: RunMap, width: number, old: UnitScale | null): UnitScale {
  const moments = momentsOf(run);
  const most = Math.max(MAX_MOMENT_PX, (width - 2 * MARGIN) / Math.max(1, moments));
  return old?.movedTo(moments, width, most) ?? new UnitScale(moments, width, most);
}

/** The x of the middle of a moment; of the initial state, a little before the first. */
export const xOfMoment = (moment: number, scale: UnitScale): number =>
  moment < 0 ? scale.x(0) - 2 : scale.x(moment + 0.5);

/** The moment under x; -1 left of all. */
export const momentAt = (x: number, scale: UnitScale): number =>
  Math.max(-1, Math.min(scale.units - 1, Math.floor(scale.unitAt(x))));

/** The moments that are pointed at with x: `[from, to)`. */
export const momentsNear = (x: number, scale: UnitScale): readonly [from: number, to: number] => [
  Math.floor(scale.unitAt(x - REACH)),
  Math.ceil(scale.unitAt(x + REACH)),
];

/** Marks of one kind in one column of pixels, or of one moment where moments are wider. */
export interface MarkColumn {
  /** Row, from the top. */
  readonly row: number;
  readonly left: number;
  readonly width: number;
  readonly count: number;
}

/** The columns in view that have marks, row by row. */
export const markColumns = (run: RunMap, scale: UnitScale): MarkColumn[] =>
  RUN_MARK_KINDS.flatMap((_, row) => (scale.zoom < 1 ? summedUp(run, row, scale) : single(run, row, scale)));

function single(run: RunMap, row: number, scale: UnitScale): MarkColumn[] {
  const kind = RUN_MARK_KINDS[row];
  if (kind === undefined) return [];
  const width = Math.min(WIDEST, scale.zoom);
  const marks = marksAt(run, kind, Math.floor(scale.unitAt(0)), Math.ceil(scale.unitAt(scale.width)));
  return Array.from(marks, (moment) => ({ row, left: scale.x(moment + 0.5) - width / 2, width, count: 1 }));
}

function summedUp(run: RunMap, row: number, scale: UnitScale): MarkColumn[] {
  const kind = RUN_MARK_KINDS[row];
  const columns: MarkColumn[] = [];
  if (kind === undefined || run.marks[kind].length === 0) return columns;
  for (let left = 0; left < scale.width; left++) {
    const count = marksIn(run, kind, Math.ceil(scale.unitAt(left)), Math.ceil(scale.unitAt(left + 1)));
    if (count > 0) columns.push({ row, left, width: 1, count });
  }
  return columns;
}
