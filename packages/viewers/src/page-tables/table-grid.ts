/**
 * The entries of one table as a compact grid: where each index lies, which index a point means, and how a grid is drawn.
 * A table has 2^n entries; the grid is as many wide as makes it about twice as wide as high.
 */

import type { WalkEntry } from '@mm-playground/api';
import type { Theme } from '../element/theme-controller.ts';
import { pageState } from '../table-reader.ts';

/** A grid of cells of `cell` pixels. */
export interface TableGrid {
  readonly columns: number;
  readonly rows: number;
  readonly cell: number;
}

/** The grid for 2^indexBits entries in a width. */
export function tableGrid(indexBits: number, width: number): TableGrid {
  const columns = 2 ** Math.ceil((indexBits + 1) / 2);
  const rows = Math.max(1, 2 ** indexBits / columns);
  return { columns, rows, cell: Math.max(1, Math.min(10, width / columns)) };
}

const GRID_PX = { least: 112, most: 256, around: 16, arrow: 18, edges: 24 } as const;
/** From this width on, all levels stand side by side; below, two, and on the narrowest one. */
const ALL_IN_A_ROW_PX = 720;
const TWO_IN_A_ROW_PX = 300;

/** The width of each grid, for this many levels in an element of this width. */
export function gridPx(width: number, levels: number): number {
  const inRow = width >= ALL_IN_A_ROW_PX ? levels : width >= TWO_IN_A_ROW_PX ? 2 : 1;
  const room = (width - GRID_PX.edges - GRID_PX.arrow * inRow) / Math.max(1, inRow) - GRID_PX.around;
  return Math.max(GRID_PX.least, Math.min(GRID_PX.most, Math.floor(room)));
}

/** The index under a point, or -1. */
export function indexAt(grid: TableGrid, x: number, y: number): number {
  const [column, row] = [Math.floor(x / grid.cell), Math.floor(y / grid.cell)];
  return column < 0 || row < 0 || column >= grid.columns || row >= grid.rows ? -1 : row * grid.columns + column;
}

const STATE_TOKEN = {
  touched: 'accent',
  clean: 'read',
  writable: 'heap',
  dirty: 'write',
  special: 'special',
  swap: 'broken',
  odd: 'broken',
} as const;

/** Draws one table: empty cells, tables as hollow squares, leaves by state, the path and the cursor outlined. */
export function drawTable(
  ctx: CanvasRenderingContext2D,
  theme: Theme,
  grid: TableGrid,
  entries: readonly WalkEntry[],
  marks: { readonly path: number; readonly changed: ReadonlySet<number> },
): void {
  const { colour } = theme;
  const gap = grid.cell >= 4 ? 1 : 0;
  const size = grid.cell - gap;
  const at = (index: number): [number, number] => [
    (index % grid.columns) * grid.cell,
    Math.floor(index / grid.columns) * grid.cell,
  ];
  ctx.fillStyle = colour.surface;
  ctx.fillRect(0, 0, grid.columns * grid.cell - gap, grid.rows * grid.cell - gap);
  if (gap > 0) drawMesh(ctx, theme, grid, gap);
  for (const entry of entries) {
    const [x, y] = at(entry.index);
    const state = pageState(entry);
    ctx.fillStyle = colour[STATE_TOKEN[state]];
    ctx.fillRect(x, y, size, size);
    if ((state === 'touched' || state === 'swap') && size >= 3) {
      ctx.fillStyle = state === 'touched' ? colour['accent-soft'] : colour.canvas;
      const edge = size >= 6 ? 1.25 : 0.75;
      ctx.fillRect(x + edge, y + edge, size - 2 * edge, size - 2 * edge);
    }
    if (marks.changed.has(entry.index)) {
      ctx.fillStyle = colour.changed;
      const mark = size >= 6 ? 2 : 1;
      ctx.fillRect(x, y + size - mark, size, mark);
    }
  }
  if (marks.path < 0) return;
  const [x, y] = at(marks.path);
  ctx.strokeStyle = colour.ink;
  ctx.lineWidth = 2;
  ctx.strokeRect(x - 1, y - 1, size + 2, size + 2);
}

function drawMesh(ctx: CanvasRenderingContext2D, theme: Theme, grid: TableGrid, gap: number): void {
  ctx.fillStyle = theme.colour.canvas;
  for (let i = 1; i < grid.columns; i++) ctx.fillRect(i * grid.cell - gap, 0, gap, grid.rows * grid.cell);
  for (let i = 1; i < grid.rows; i++) ctx.fillRect(0, i * grid.cell - gap, grid.columns * grid.cell, gap);
}
