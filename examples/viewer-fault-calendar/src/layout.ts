/**
 * Where cells are, in pixels: labels on the left, columns of time, sums on the right and on top. The picture is paths, one for each shade,
 * so that it has as many elements for a hundred thousand faults as for ten, and is sharp on paper.
 */

import { columnTotals, shadeOf, SHADES, type Calendar, type Cell, type Room } from './calendar.ts';

/** Side of a cell with the space behind it, and the space. */
const STEP = 13;
const SPACE = 2;
const LEAST_STEP = 7;
/** Space between two regions. */
const BREAK = 9;
/** Heights of the sums on top, and of the axis at the bottom. */
export const TOP = 44;
const BAR_SPACE = 6;
export const AXIS = 20;
/** Room for the number of a row. */
const SUM_PX = 40;
const MOST_ROWS = 40;
const MOST_COLUMNS = 160;

/** Pixels of everything. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Where the cells begin and end, from left to right. */
  readonly left: number;
  readonly right: number;
  readonly step: number;
  /** The upper edge of each row. */
  readonly tops: readonly number[];
}

/** The room for labels and for sums of rows. */
const marginsOf = (width: number): { left: number; right: number } =>
  width < 480 ? { left: 84, right: 36 } : { left: 148, right: 72 };

/** Rows and columns that there is room for. */
export function roomOf(width: number): Room {
  const { left, right } = marginsOf(width);
  const columns = Math.floor((width - left - right) / (width < 480 ? LEAST_STEP : STEP));
  return { columns: Math.max(8, Math.min(MOST_COLUMNS, columns)), rows: MOST_ROWS };
}

/** The layout of a calendar. Cells are squares where they can be, and wider where there are few columns. */
export function layoutOf({ columns, regions, rows }: Calendar, width: number): Layout {
  const { left, right } = marginsOf(width);
  const step = Math.max(LEAST_STEP, Math.min(2 * STEP, (width - left - right) / Math.max(1, columns)));
  const tops = rows.map((row, at) => TOP + at * STEP + row.region * BREAK);
  const height = TOP + rows.length * STEP + Math.max(0, regions.length - 1) * BREAK + AXIS;
  return { width, height, left, right: left + columns * step, step, tops };
}

/** A rectangle. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a cell is. */
export const boxOf = ({ left, step, tops }: Layout, { row, column }: Cell): Box => ({
  x: left + column * step,
  y: tops[row] ?? TOP,
  width: step - SPACE,
  height: STEP - SPACE,
});

/** The cell at a point; null beside all of them. */
export function cellAt({ left, right, step, tops }: Layout, x: number, y: number): Cell | null {
  const row = tops.findLastIndex((top) => top <= y);
  if (row < 0 || y >= (tops[row] ?? 0) + STEP || x < left || x >= right) return null;
  return { row, column: Math.floor((x - left) / step) };
}

/** The column at a point, wherever that is above or below it; null beside the columns. */
export const columnAt = ({ left, right, step }: Layout, x: number): number | null =>
  x < left || x >= right ? null : Math.floor((x - left) / step);

const round = (pixels: number): number => Math.round(pixels * 10) / 10;

/** A rectangle with round corners as part of a path. */
function rounded({ x, y, width, height }: Box, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2);
  const [w, h] = [round(width - 2 * r), round(height - 2 * r)];
  const arc = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  return `M${round(x + r)} ${round(y)}h${w}${arc(r, r)}v${h}${arc(-r, r)}h${-w}${arc(-r, -r)}v${-h}${arc(r, -r)}z`;
}

/** A path for each shade, that of nothing first. */
export function shadePaths(calendar: Calendar, layout: Layout): readonly string[] {
  const paths = Array.from({ length: SHADES + 1 }, () => '');
  eachCell(calendar, (cell, at) => {
    const shade = shadeOf(calendar.counts[at] ?? 0, calendar.most);
    paths[shade] = `${paths[shade] ?? ''}${rounded(boxOf(layout, cell), 2.5)}`;
  });
  return paths;
}

/** A corner in each cell of which something was refused: it is not told by its colour alone. */
export function refusedPath(calendar: Calendar, layout: Layout): string {
  let path = '';
  eachCell(calendar, (cell, at) => {
    if ((calendar.refused[at] ?? 0) === 0) return;
    const { x, y, width } = boxOf(layout, cell);
    const side = Math.min(7, width);
    path += `M${round(x + width - side)} ${y}h${round(side)}v${round(side)}z`;
  });
  return path;
}

function eachCell({ rows, columns }: Calendar, visit: (cell: Cell, at: number) => void): void {
  for (let row = 0; row < rows.length; row++)
    for (let column = 0; column < columns; column++) visit({ row, column }, row * columns + column);
}

/** Bars over the columns: how many faults each has. */
export function columnBars(calendar: Calendar, { left, step }: Layout): string {
  const totals = columnTotals(calendar);
  const [most, room] = [Math.max(1, ...totals), TOP - BAR_SPACE - 14];
  return totals
    .map((total, column) => {
      const height = total === 0 ? 0 : Math.max(2, (total / most) * room);
      const box = { x: left + column * step, y: TOP - BAR_SPACE - height, width: step - SPACE, height };
      return height === 0 ? '' : rounded(box, 1.5);
    })
    .join('');
}

/** Bars beside the rows: how many faults each has. */
export function rowBars(totals: readonly number[], { width, right, tops }: Layout): string {
  const [most, room] = [Math.max(1, ...totals), width - right - SUM_PX];
  if (room < SUM_PX / 4) return '';
  return totals
    .map((total, row) => {
      const box = {
        x: right + 6,
        y: (tops[row] ?? 0) + 2,
        width: (total / most) * room,
        height: STEP - SPACE - 4,
      };
      return total === 0 ? '' : rounded({ ...box, width: Math.max(2, box.width) }, 1.5);
    })
    .join('');
}

/** Columns under which the axis has the number of their first call: not more than there is room for. */
export function ticksOf({ columns, calls }: Calendar, { step }: Layout): readonly number[] {
  const least = Math.ceil((String(calls).length * 7 + 22) / step);
  const every = [1, 2, 5, 10, 20, 25, 50, 100].find((each) => each >= least) ?? least;
  return Array.from({ length: Math.ceil(columns / every) }, (_, at) => at * every);
}
