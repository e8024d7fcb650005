/** The calendar: how many faults each row has in each column, a column being some calls, one behind the other. */

import { countKinds, type Fault, type KindCounts } from './faults.ts';
import { rowOf, rowsOf, type Row, type Rows } from './regions.ts';

/** Faults by row and column. */
export interface Calendar extends Rows {
  readonly columns: number;
  readonly calls: number;
  readonly callsPerColumn: number;
  readonly faults: readonly Fault[];
  /** Row by row. */
  readonly counts: Uint32Array;
  /** Those of them that the kernel refused. */
  readonly refused: Uint32Array;
  /** The most that a cell has. */
  readonly most: number;
}

/** What there is room for. */
export interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** Makes the calendar of faults in `calls` calls. */
export function calendarOf(faults: readonly Fault[], calls: number, room: Room): Calendar {
  const rows = rowsOf(
    faults.map(({ page }) => page),
    room.rows,
  );
  const callsPerColumn = Math.max(1, Math.ceil(calls / room.columns));
  const columns = Math.ceil(calls / callsPerColumn);
  const counts = new Uint32Array(rows.rows.length * columns);
  const refused = new Uint32Array(counts.length);
  for (const { call, page, kind } of faults) {
    const cell = rowOf(rows, page) * columns + Math.floor(call / callsPerColumn);
    counts[cell] = (counts[cell] ?? 0) + 1;
    if (kind === 'refused') refused[cell] = (refused[cell] ?? 0) + 1;
  }
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  return { ...rows, columns, calls, callsPerColumn, faults, counts, refused, most };
}

/** A cell. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** How many shades there are, besides that of nothing. */
export const SHADES = 5;

/** The shade of a count: in equal steps of the counts where they are few, of their logarithm where they are many. */
export const shadeOf = (count: number, most: number): number =>
  most <= SHADES
    ? Math.ceil((SHADES * count) / Math.max(most, 2))
    : Math.ceil((SHADES * Math.log1p(count)) / Math.log1p(most));

/** What each shade stands for: the least and the most faults of a cell; shades that stand for none are left out. */
export function legendOf(
  most: number,
): readonly { readonly shade: number; readonly least: number; readonly most: number }[] {
  const legend: { shade: number; least: number; most: number }[] = [];
  for (let count = 1; count <= most; count++) {
    const [shade, last] = [shadeOf(count, most), legend.at(-1)];
    if (last?.shade === shade) last.most = count;
    else legend.push({ shade, least: count, most: count });
  }
  return legend;
}

/** First and last call of a column. */
export const callsOf = (
  { callsPerColumn, calls }: Calendar,
  column: number,
): readonly [first: number, last: number] => [
  column * callsPerColumn,
  Math.min((column + 1) * callsPerColumn, calls) - 1,
];

/** The faults of a cell; of a whole column or row, where the other is left out. */
export function faultsIn(calendar: Calendar, { row, column }: Partial<Cell>): readonly Fault[] {
  const [first, last] = column === undefined ? [0, calendar.calls] : callsOf(calendar, column);
  const pages: Pick<Row, 'start' | 'end'> | undefined =
    row === undefined ? { start: 0, end: Infinity } : calendar.rows[row];
  if (pages === undefined) return [];
  const { start, end } = pages;
  return calendar.faults.filter(({ call, page }) => first <= call && call <= last && start <= page && page < end);
}

/** How many faults each column has. */
export function columnTotals({ counts, columns }: Calendar): readonly number[] {
  const totals = Array.from({ length: columns }, () => 0);
  counts.forEach((count, at) => (totals[at % columns] = (totals[at % columns] ?? 0) + count));
  return totals;
}

/** One row of the table: what the picture says of it. */
export interface RowSums {
  readonly row: number;
  readonly kinds: KindCounts;
  readonly total: number;
  readonly firstCall: number;
  readonly lastCall: number;
  readonly busiest: number;
}

/** Sums of the rows in which there is something. */
export const rowSums = (calendar: Calendar): readonly RowSums[] =>
  calendar.rows.flatMap((_, row): RowSums[] => {
    const faults = faultsIn(calendar, { row });
    const [first, last] = [faults[0], faults.at(-1)];
    if (first === undefined || last === undefined) return [];
    const counts = calendar.counts.subarray(row * calendar.columns, (row + 1) * calendar.columns);
    const busiest = counts.indexOf(counts.reduce((a, b) => Math.max(a, b), 0));
    return [
      { row, kinds: countKinds(faults), total: faults.length, firstCall: first.call, lastCall: last.call, busiest },
    ];
  });
