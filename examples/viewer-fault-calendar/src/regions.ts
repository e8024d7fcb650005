/**
 * Where faults are: regions of pages that were touched near each other, each a block of rows. A row stands for as many pages as it must, so that
 * all of it fits; what nobody touched between two regions takes no room.
 */

import { firstEndingAbove } from './search.ts';

/** Pages that nobody touches end a region, where there are more of them. */
const GAP = 32;
const WIDER = 8;

/** A block of rows. */
export interface Region {
  readonly start: number;
  readonly end: number;
  /** The first of its rows, and how many. */
  readonly row: number;
  readonly rows: number;
}

/** The pages of a row, `[start, end)`. */
export interface Row {
  readonly start: number;
  readonly end: number;
  readonly region: number;
}

/** All rows, from the lowest address up. */
export interface Rows {
  readonly regions: readonly Region[];
  readonly rows: readonly Row[];
  readonly pagesPerRow: number;
}

/** Regions and rows of what was touched, at most `most` rows. */
export function rowsOf(pages: readonly number[], most: number): Rows {
  const touched = [...new Set(pages)].toSorted((a, b) => a - b);
  let gap = GAP;
  let spans = spansOf(touched, gap);
  while (spans.length > most) spans = spansOf(touched, (gap *= WIDER));
  let pagesPerRow = 1;
  while (countRows(spans, pagesPerRow) > most) pagesPerRow *= 2;
  return laidOut(spans, pagesPerRow);
}

interface Span {
  readonly start: number;
  end: number;
}

/** Runs of pages with no larger gap between them. */
function spansOf(touched: readonly number[], gap: number): Span[] {
  const spans: Span[] = [];
  for (const page of touched) {
    const last = spans.at(-1);
    if (last !== undefined && page - last.end <= gap) last.end = page + 1;
    else spans.push({ start: page, end: page + 1 });
  }
  return spans;
}

/** Rows lie at multiples of their size, so that a row is the same whatever begins before it. */
const rowsIn = ({ start, end }: Span, size: number): number => Math.ceil(end / size) - Math.floor(start / size);

const countRows = (spans: readonly Span[], size: number): number =>
  spans.reduce((sum, span) => sum + rowsIn(span, size), 0);

function laidOut(spans: readonly Span[], pagesPerRow: number): Rows {
  const regions: Region[] = [];
  const rows: Row[] = [];
  for (const span of spans) {
    const [start, count] = [Math.floor(span.start / pagesPerRow) * pagesPerRow, rowsIn(span, pagesPerRow)];
    const end = start + count * pagesPerRow;
    regions.push({ start, end, row: rows.length, rows: count });
    for (let at = start; at < end; at += pagesPerRow)
      rows.push({ start: at, end: at + pagesPerRow, region: regions.length - 1 });
  }
  return { regions, rows, pagesPerRow };
}

/** The row of a page; -1 where it has none. */
export function rowOf({ rows }: Rows, page: number): number {
  const row = firstEndingAbove(rows, page);
  return (rows[row]?.start ?? Infinity) <= page ? row : -1;
}
