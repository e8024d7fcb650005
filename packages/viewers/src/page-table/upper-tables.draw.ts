/** Tables above the deepest level: a heading, and each entry over the table that it points to. Leaves there map memory themselves. */

import { fitted, setFont, TEXT, type Ctx } from '../address-map/picture.ts';
import { hexOfPage } from '../format/address.ts';
import { drawEntryCell } from './entry-cells.draw.ts';
import { headOf, type LevelBand } from './radix-bands.ts';
import { startOf, type EntryPart, type PlacedTable } from './radix-layout.ts';
import type { Drawn, RadixPicture } from './radix-picture.ts';
import { tableTitle } from './radix-words.ts';

const PAD = 5;
const LEAST_TEXT_PX = 26;

/** The link to the parent: from the entry to the upper edge of the table, which stands exactly below it. */
export function drawLink(ctx: Ctx, { scale, bands, theme }: RadixPicture, placed: PlacedTable): void {
  const [above, band] = [bands[placed.level - 1], bands[placed.level]];
  if (placed.parent < 0 || above === undefined || band === undefined || above.detail === 'profile') return;
  const x = Math.round(scale.x(placed.x + placed.units / 2)) + 0.5;
  if (x < -1 || x > scale.width + 1) return;
  ctx.strokeStyle = theme.colour['line-strong'];
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x, above.top + above.height);
  ctx.lineTo(x, band.top);
  ctx.stroke();
}

/** One table. */
export function drawUpper(ctx: Ctx, picture: RadixPicture, placed: PlacedTable, band: LevelBand, drawn: Drawn): void {
  const { scale, theme } = picture;
  const [left, right] = [scale.x(placed.x), scale.x(placed.x + placed.units)];
  const [from, to] = [Math.max(left, -2), Math.min(right, scale.width + 2)];
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(from + 1, band.top, Math.max(to - from - 2, 1), band.height);
  if (band.detail === 'text') drawHeading(ctx, picture, placed, band.top, from, to);
  for (const part of placed.parts) {
    const [partLeft, partRight] = [scale.x(part.x), scale.x(part.x + part.units)];
    if (partRight < 0 || partLeft > scale.width) continue;
    drawn.boxes++;
    drawPart(ctx, picture, placed, part, band, partLeft, partRight);
  }
  drawEdge(ctx, picture, placed, band, from + 1, to - 1);
}

/** `pmd · pfn 1003 · 4/512`, where there is room. */
export function drawHeading(
  ctx: Ctx,
  picture: RadixPicture,
  placed: PlacedTable,
  top: number,
  from: number,
  to: number,
): void {
  const { theme } = picture;
  const [left, right] = [Math.max(from, 0) + PAD, Math.min(to, picture.scale.width) - PAD];
  setFont(ctx, theme, 'sans', TEXT.small, 600);
  ctx.textAlign = 'left';
  ctx.fillStyle = theme.colour.ink;
  const title = tableTitle(picture, placed, (text) => ctx.measureText(text).width <= right - left);
  ctx.fillText(title, left, top + 9);
}

function drawPart(
  ctx: Ctx,
  picture: RadixPicture,
  placed: PlacedTable,
  part: EntryPart,
  band: LevelBand,
  left: number,
  right: number,
): void {
  const { theme, scale } = picture;
  const head = headOf(band);
  const [top, height] = [band.top + head, band.height - head - 1];
  if (part.kind === 'empty') return drawEmpty(ctx, theme.colour['line-strong'], left, right, top + height / 2);
  if (part.kind === 'leaves') return drawLeaves(ctx, picture, placed, part, left, right, top, height);
  const [x, width] = [left + 1.5, Math.max(right - left - 3, 1)];
  ctx.fillStyle = theme.colour['accent-soft'];
  ctx.fillRect(x, top, width, height);
  ctx.fillStyle = theme.colour.accent;
  ctx.fillRect(x, top + height - 2, width, 2);
  markChanged(ctx, picture, placed, part.from, x, top, width);
  if (band.detail !== 'text' || width < LEAST_TEXT_PX) return;
  setFont(ctx, theme, 'mono', TEXT.small);
  ctx.fillStyle = theme.colour.ink;
  ctx.textAlign = 'left';
  const [from, to] = [Math.max(x, 0) + PAD - 1, Math.min(x + width, scale.width) - PAD];
  const index = `[${part.from}]`;
  const long = `${index} ${hexOfPage(startOf(placed, part.from), picture.shift)}`;
  const text = ctx.measureText(long).width <= to - from ? long : index;
  ctx.fillText(fitted(ctx, text, to - from), from, top + height / 2 - 0.5);
}

/** A dotted line: entries without anything, however many. */
function drawEmpty(ctx: Ctx, colour: string, left: number, right: number, y: number): void {
  if (right - left < 4) return;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.setLineDash([1, 2]);
  ctx.beginPath();
  ctx.moveTo(left + 1.5, Math.round(y) + 0.5);
  ctx.lineTo(right - 1.5, Math.round(y) + 0.5);
  ctx.stroke();
  ctx.setLineDash([]);
}

function drawLeaves(
  ctx: Ctx,
  picture: RadixPicture,
  placed: PlacedTable,
  part: EntryPart,
  left: number,
  right: number,
  top: number,
  height: number,
): void {
  const looks = picture.looks.of(placed.table);
  const width = (right - left) / (part.to - part.from);
  const step = Math.max(1, Math.floor(0.75 / width));
  for (let index = part.from; index < part.to; index += step) {
    const x = left + (index - part.from) * width;
    if (x + width < 0 || x > picture.scale.width) continue;
    drawEntryCell(ctx, picture, placed, index, looks[index] ?? 0, { x, y: top, width: Math.max(width, 0.75), height });
  }
}

/** Where a word differs from the view before. */
function markChanged(
  ctx: Ctx,
  { changes, theme }: RadixPicture,
  placed: PlacedTable,
  index: number,
  x: number,
  y: number,
  width: number,
): void {
  if (changes.get(placed.table)?.entries.has(index) !== true) return;
  ctx.fillStyle = theme.colour.changed;
  ctx.fillRect(x, y, width, 2.5);
}

/** The edge of a table: calm, or strong where the table is new. */
export function drawEdge(
  ctx: Ctx,
  { changes, theme }: RadixPicture,
  placed: PlacedTable,
  band: LevelBand,
  left: number,
  right: number,
): void {
  const isNew = changes.get(placed.table)?.isNew === true;
  if (!isNew && right - left < 6) return;
  ctx.strokeStyle = isNew ? theme.colour.changed : theme.colour['line-strong'];
  ctx.lineWidth = isNew ? 2 : 1;
  ctx.strokeRect(left + 0.5, band.top + 0.5, Math.max(right - left - 1, 1), band.height - 1);
}
