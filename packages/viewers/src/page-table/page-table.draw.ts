/** The picture of page tables: a pure function of {@link RadixPicture}. Level by level, links first, the walk last. */

import { setFont, TEXT, type Ctx } from '../address-map/picture.ts';
import type { Theme } from '../element/theme-controller.ts';
import { drawDeepest } from './deepest-tables.draw.ts';
import { entryBox } from './entry-boxes.ts';
import type { LevelBand } from './radix-bands.ts';
import { firstBehind, type EntryPlace, type PlacedTable } from './radix-layout.ts';
import type { Drawn, RadixPicture } from './radix-picture.ts';
import { drawLink, drawUpper } from './upper-tables.draw.ts';

/** Room at the left for the names of the levels. */
export const GUTTER = 34;

/** Draws everything, in CSS pixels; returns how much that was. */
export function drawPageTable(ctx: Ctx, picture: RadixPicture): Drawn {
  const drawn: Drawn = { boxes: 0 };
  const { scale, theme, height, layout } = picture;
  ctx.fillStyle = theme.colour.canvas;
  ctx.fillRect(0, 0, scale.width + GUTTER, height);
  ctx.textBaseline = 'middle';
  ctx.save();
  ctx.translate(GUTTER, 0);
  picture.bands.forEach((band, level) => {
    if (band.isDeepest) drawDeepest(ctx, picture, band, drawn);
    else if (band.detail === 'profile') drawShares(ctx, picture, layout.levels[level] ?? [], band, drawn);
    else drawLevel(ctx, picture, layout.levels[level] ?? [], band, drawn);
  });
  drawWay(ctx, picture);
  if (picture.hover !== null) outline(ctx, picture, picture.hover, theme.colour['ink-2'], 1);
  ctx.restore();
  // What reaches into the gutter is drawn over.
  ctx.fillStyle = theme.colour.canvas;
  ctx.fillRect(0, 0, GUTTER, height);
  drawNames(ctx, picture);
  return drawn;
}

/** The names of the levels, beside the bands. */
function drawNames(ctx: Ctx, { bands, theme, layout, way, read }: RadixPicture): void {
  setFont(ctx, theme, 'mono', TEXT.small, 600);
  ctx.textAlign = 'left';
  bands.forEach((band, level) => {
    const isRead = level < Math.min(read, way.length);
    ctx.fillStyle = isRead ? theme.colour.accent : theme.colour['ink-3'];
    ctx.fillText(layout.arch.geometry.levels[level]?.name ?? '', 6, band.top + Math.min(band.height, 18) / 2 + 0.5);
  });
}

function drawLevel(
  ctx: Ctx,
  picture: RadixPicture,
  level: readonly PlacedTable[],
  band: LevelBand,
  drawn: Drawn,
): void {
  const { scale } = picture;
  const end = scale.unitAt(scale.width);
  for (let at = firstBehind(level, scale.unitAt(0)); at < level.length; at++) {
    const placed = level[at];
    if (placed === undefined || placed.x > end) break;
    drawLink(ctx, picture, placed);
    drawUpper(ctx, picture, placed, band, drawn);
  }
}

/** Tables that are narrower than a few pixels: a column where there is one. */
function drawShares(
  ctx: Ctx,
  picture: RadixPicture,
  level: readonly PlacedTable[],
  band: LevelBand,
  drawn: Drawn,
): void {
  const { scale, theme, changes } = picture;
  for (let x = 0; x < scale.width; x++) {
    const placed = level[firstBehind(level, scale.unitAt(x))];
    if (placed === undefined || placed.x >= scale.unitAt(x + 1)) continue;
    ctx.fillStyle = changes.has(placed.table) ? theme.colour.changed : theme.colour['line-strong'];
    ctx.fillRect(x, band.top, 1, band.height);
    drawn.boxes++;
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The entries that a walk has read, and the way between them; thin and dashed what it will still read. */
function drawWay(ctx: Ctx, picture: RadixPicture): void {
  const { way, read, travel, theme, chosen, bands } = picture;
  let from: Point | null = null;
  way.forEach((place, i) => {
    const box = entryBox(picture, place);
    if (box === null) return;
    const middle = box.x + box.width / 2;
    const to = { x: middle, y: bands[place.level]?.top ?? box.y };
    const hasArrived = i < read - 1 || travel >= 1;
    if (from !== null) drawStep(ctx, theme, from, to, i < read && hasArrived);
    if (from !== null && i === read - 1 && !hasArrived) drawTraveller(ctx, theme, from, to, travel);
    from = { x: middle, y: box.y + box.height };
    const isStrong = place.level === chosen?.level || i === read - 1;
    if (i < read && hasArrived) outline(ctx, picture, place, theme.colour.accent, isStrong ? 2.5 : 1.5);
  });
}

function drawStep(ctx: Ctx, theme: Theme, from: Point, to: Point, isRead: boolean): void {
  ctx.strokeStyle = theme.colour.accent;
  ctx.lineWidth = isRead ? 2 : 1;
  if (!isRead) ctx.setLineDash([2, 3]);
  const middle = (from.y + to.y) / 2;
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  ctx.bezierCurveTo(from.x, middle, to.x, middle, to.x, to.y);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** The point that travels along {@link drawStep}'s curve. */
function drawTraveller(ctx: Ctx, theme: Theme, from: Point, to: Point, t: number): void {
  const across = 3 * t ** 2 - 2 * t ** 3;
  const middle = (from.y + to.y) / 2;
  const down = (1 - t) ** 3 * from.y + 3 * (1 - t) * t * middle + t ** 3 * to.y;
  ctx.fillStyle = theme.colour.accent;
  ctx.beginPath();
  ctx.arc(from.x + (to.x - from.x) * across, down, 4, 0, 2 * Math.PI);
  ctx.fill();
}

function outline(ctx: Ctx, picture: RadixPicture, place: EntryPlace, colour: string, width: number): void {
  const box = entryBox(picture, place);
  if (box === null || box.x > picture.scale.width || box.x + box.width < 0) return;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.strokeRect(box.x - 0.5, box.y - 0.5, Math.max(box.width, 2), Math.max(box.height, 2));
}
