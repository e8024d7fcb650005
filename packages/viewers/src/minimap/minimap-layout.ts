/**
 * Where moments lie on the map of a run, and how many marks each column of pixels stands for: level of detail by counting.
 */

import { marksIn, momentsOf, RUN_MARK_KINDS, type RunMap } from './run-map.ts';

/** Margin at both ends, so that the thumb is whole. */
export const EDGE = 6;

/** The x of the beginning of a moment; of the initial state, a little before the first. */
export const xOfMoment = (moment: number, moments: number, width: number): number =>
  moment < 0 ? EDGE - 2 : EDGE + ((moment + 0.5) * (width - 2 * EDGE)) / Math.max(1, moments);

/** The moment under x; -1 left of all. */
export function momentAt(x: number, moments: number, width: number): number {
  const moment = Math.floor(((x - EDGE) * moments) / Math.max(1, width - 2 * EDGE));
  return Math.max(-1, Math.min(moments - 1, moment));
}

/** Marks of one kind in one column of pixels, or of one moment where moments are wider. */
export interface MarkColumn {
  /** Row, from the top. */
  readonly row: number;
  readonly left: number;
  readonly width: number;
  readonly count: number;
}

/** Widest mark of a single moment. */
const WIDEST = 6;

/** The columns that have marks, row by row. */
export function markColumns(run: RunMap, width: number): MarkColumn[] {
  const moments = momentsOf(run);
  const px = (width - 2 * EDGE) / Math.max(1, moments);
  return RUN_MARK_KINDS.flatMap((kind, row) => (px < 1 ? summedUp(run, row, width) : single(run.marks[kind], row, px)));
}

function single(marks: Uint32Array, row: number, px: number): MarkColumn[] {
  const width = Math.min(WIDEST, px);
  return Array.from(marks, (moment) => ({ row, left: EDGE + (moment + 0.5) * px - width / 2, width, count: 1 }));
}

function summedUp(run: RunMap, row: number, width: number): MarkColumn[] {
  const kind = RUN_MARK_KINDS[row];
  const perPixel = momentsOf(run) / Math.max(1, width - 2 * EDGE);
  const columns: MarkColumn[] = [];
  if (kind === undefined || run.marks[kind].length === 0) return columns;
  for (let at = 0; at < width - 2 * EDGE; at++) {
    const count = marksIn(run, kind, Math.ceil(at * perPixel), Math.ceil((at + 1) * perPixel));
    if (count > 0) columns.push({ row, left: EDGE + at, width: 1, count });
  }
  return columns;
}
