/**
 * The tables whose entries are pages. Near, each is a grid of its entries; from farther away a column of pixels shows how many of
 * the entries in it are in which state, stacked, so that the cost is bounded by the width and not by the number of entries.
 */

import type { Ctx } from '../address-map/picture.ts';
import { drawEntryCell, stateColour } from './entry-cells.draw.ts';
import { STACKED_STATES, type EntryLooks, type EntryState } from './entry-looks.ts';
import { columnsOf, headOf, ROWS, type LevelBand } from './radix-bands.ts';
import { firstBehind, type PlacedTable } from './radix-layout.ts';
import type { Drawn, RadixPicture } from './radix-picture.ts';
import { drawEdge, drawHeading, drawLink } from './upper-tables.draw.ts';

/** Narrower columns are summed up. */
const COLUMN_PX = 1.25;

/** Draws the deepest level. */
export function drawDeepest(ctx: Ctx, picture: RadixPicture, band: LevelBand, drawn: Drawn): void {
  const { layout, scale } = picture;
  const tables = layout.levels[picture.bands.length - 1] ?? [];
  if (band.detail === 'profile') return drawProfile(ctx, picture, tables, band, drawn);
  const end = scale.unitAt(scale.width);
  for (let at = firstBehind(tables, scale.unitAt(0)); at < tables.length; at++) {
    const placed = tables[at];
    if (placed === undefined || placed.x > end) break;
    drawLink(ctx, picture, placed);
    drawTable(ctx, picture, placed, band, drawn);
  }
}

function drawTable(ctx: Ctx, picture: RadixPicture, placed: PlacedTable, band: LevelBand, drawn: Drawn): void {
  const { scale, theme } = picture;
  const [left, right] = [scale.x(placed.x), scale.x(placed.x + 1)];
  const [from, to] = [Math.max(left, -2), Math.min(right, scale.width + 2)];
  const head = headOf(band);
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(from, band.top, Math.max(to - from - 1, 1), band.height);
  if (head > 0) drawHeading(ctx, picture, placed, band.top, from, to);
  const columns = columnsOf(placed.table.words.length);
  const columnPx = (right - left) / columns;
  const [top, height] = [band.top + head, band.height - head];
  if (columnPx < COLUMN_PX) drawSums(ctx, picture, placed, left, from, to, top, height, drawn);
  else {
    const first = Math.max(0, Math.floor((from - left) / columnPx));
    const last = Math.min(columns, Math.ceil((to - left) / columnPx));
    drawCells(ctx, picture, placed, { first, last, left, columnPx, top, rowPx: height / ROWS }, drawn);
  }
  drawEdge(ctx, picture, placed, band, from, to - 1);
}

/** A run of columns of cells, and where they are. */
interface Columns {
  readonly first: number;
  readonly last: number;
  readonly left: number;
  readonly columnPx: number;
  readonly top: number;
  readonly rowPx: number;
}

function drawCells(ctx: Ctx, picture: RadixPicture, placed: PlacedTable, columns: Columns, drawn: Drawn): void {
  const looks = picture.looks.of(placed.table);
  const changed = picture.changes.get(placed.table)?.entries;
  for (let column = columns.first; column < columns.last; column++) {
    const x = columns.left + column * columns.columnPx;
    const end = Math.min((column + 1) * ROWS, looks.length);
    for (let index = column * ROWS; index < end; index++) {
      const id = looks[index] ?? 0;
      if (id === 0 && changed?.has(index) !== true) continue;
      drawn.boxes++;
      const y = columns.top + (index % ROWS) * columns.rowPx;
      drawEntryCell(ctx, picture, placed, index, id, { x, y, width: columns.columnPx, height: columns.rowPx });
    }
  }
}

/** A table of which several columns share a pixel. */
function drawSums(
  ctx: Ctx,
  picture: RadixPicture,
  placed: PlacedTable,
  left: number,
  from: number,
  to: number,
  top: number,
  height: number,
  drawn: Drawn,
): void {
  const { scale, looks } = picture;
  const entries = placed.table.words.length;
  const perPx = entries / scale.zoom;
  const sum = new StateSum(looks);
  for (let x = Math.max(0, Math.floor(from)); x < to - 1; x++) {
    const [first, last] = [Math.max(0, Math.floor((x - left) * perPx)), Math.min(entries, (x + 1 - left) * perPx)];
    sum.clear();
    sum.addEntries(placed, first, last);
    drawn.boxes += drawStack(ctx, picture, sum, x, top, height);
  }
  if ((picture.changes.get(placed.table)?.entries.size ?? 0) > 0)
    drawTick(ctx, picture, (Math.max(from, left) + Math.min(to, left + scale.zoom)) / 2, top);
}

/** Many tables a column. */
function drawProfile(
  ctx: Ctx,
  picture: RadixPicture,
  tables: readonly PlacedTable[],
  band: LevelBand,
  drawn: Drawn,
): void {
  const { scale, looks, theme, changes } = picture;
  const [from, to] = [Math.max(0, Math.floor(scale.x(0))), Math.min(scale.width, Math.ceil(scale.x(scale.units)))];
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(from, band.top, to - from, band.height);
  const sum = new StateSum(looks);
  for (let x = from; x < to; x++) {
    const end = scale.unitAt(x + 1);
    let hasChanged = false;
    sum.clear();
    for (let at = firstBehind(tables, scale.unitAt(x)); at < tables.length; at++) {
      const placed = tables[at];
      if (placed === undefined || placed.x >= end) break;
      sum.addTable(placed);
      hasChanged ||= changes.has(placed.table);
    }
    drawn.boxes += drawStack(ctx, picture, sum, x, band.top, band.height);
    if (hasChanged) drawTick(ctx, picture, x, band.top);
  }
}

/** Something changed in what is summed up here. */
function drawTick(ctx: Ctx, { theme }: RadixPicture, x: number, top: number): void {
  ctx.fillStyle = theme.colour.changed;
  ctx.fillRect(Math.round(x) - 1, top - 4, 3, 4);
}

/** Draws one column, and returns of how many rectangles. */
function drawStack(ctx: Ctx, { theme }: RadixPicture, sum: StateSum, x: number, top: number, height: number): number {
  let [bottom, boxes] = [top + height, 0];
  for (const state of STACKED_STATES) {
    const share = sum.share(state) * height;
    if (share <= 0) continue;
    ctx.globalAlpha = state === 'clean' ? 0.55 : 1;
    ctx.fillStyle = stateColour(theme, state);
    ctx.fillRect(x, bottom - share, 1, share);
    bottom -= share;
    boxes++;
  }
  ctx.globalAlpha = 1;
  return boxes;
}

/** How many entries are in which state. */
class StateSum {
  readonly #looks: EntryLooks;
  readonly #counts = new Map<EntryState, number>();
  #all = 0;

  constructor(looks: EntryLooks) {
    this.#looks = looks;
  }

  clear(): void {
    this.#counts.clear();
    this.#all = 0;
  }

  /** Entries `[first, last)` of a table; at least one. */
  addEntries({ table }: PlacedTable, first: number, last: number): void {
    const ids = this.#looks.of(table);
    for (let i = first; i < last || i === first; i++) this.#add(this.#looks.look(ids[i] ?? 0).state, 1);
  }

  addTable({ table }: PlacedTable): void {
    for (const [state, count] of this.#looks.sumOf(table)) this.#add(state, count);
  }

  /** From 0 to 1. */
  share(state: EntryState): number {
    return this.#all === 0 ? 0 : (this.#counts.get(state) ?? 0) / this.#all;
  }

  #add(state: EntryState, count: number): void {
    this.#all += count;
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + count);
  }
}
