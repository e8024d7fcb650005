/**
 * The upper half of the address map: all of user space to scale (almost nothing of it is used, and one can see that), the
 * overview with its holes folded, and the flares that show which part of one band the next one enlarges.
 */

import { sizeOfPages } from '../format/address.ts';
import { KINDS } from '../kinds.ts';
import type { PageRange } from './address-axis.ts';
import type { AddressScale } from './address-scale.ts';
import type { Band } from './geometry.ts';
import { stripMarks, truthMarks, MIN_MARK_PX } from './overview-marks.ts';
import { setFont, TEXT, type Ctx, type Picture } from './picture.ts';

/** The true scale, the overview and both flares. */
export function drawOverview(ctx: Ctx, picture: Picture): void {
  drawTruth(ctx, picture);
  drawTruthFlares(ctx, picture);
  if (!picture.scale.isHome)
    drawFlare(ctx, picture, picture.bands.flare, visibleOnOverview(picture), [0, picture.scale.width]);
  drawStrip(ctx, picture);
  drawBrush(ctx, picture);
}

const middle = (band: Band): number => band.top + band.height / 2;

function drawTruth(ctx: Ctx, picture: Picture): void {
  const { bands, theme, scale } = picture;
  const { top, height } = bands.truth;
  ctx.fillStyle = theme.colour.line;
  ctx.fillRect(0, top + height / 2 - 0.5, scale.width, 1);
  ctx.fillStyle = theme.colour['ink-2'];
  for (const { left, width } of truthMarks(picture)) ctx.fillRect(left, top, width, height);
  drawTruthText(ctx, picture, scale.width / scale.axis.end);
}

/** Says once how large user space is, in its largest hole. */
function drawTruthText(ctx: Ctx, picture: Picture, toX: number): void {
  const { bands, theme, scale, shift } = picture;
  const hole = scale.axis.segments.filter((s) => s.fold).toSorted((a, b) => b.end - b.start - (a.end - a.start))[0];
  if (hole === undefined) return;
  setFont(ctx, theme, 'sans', TEXT.small);
  const text = `user space, ${sizeOfPages(scale.axis.end + 1, shift)}, to scale`;
  const width = ctx.measureText(text).width;
  const [left, right] = [hole.start * toX, hole.end * toX];
  if (right - left < width + 24) return;
  const x = (left + right - width) / 2;
  ctx.fillStyle = theme.colour.canvas;
  ctx.fillRect(x - 6, bands.truth.top, width + 12, bands.truth.height);
  ctx.fillStyle = theme.colour['ink-3'];
  ctx.textBaseline = 'middle';
  ctx.fillText(text, x, middle(bands.truth) + 0.5);
}

/** From each used region of the true scale to its place in the overview. */
function drawTruthFlares(ctx: Ctx, picture: Picture): void {
  const { bands, overview } = picture;
  const toX = overview.width / overview.axis.end;
  let start: number | null = null;
  for (const segment of overview.axis.segments) {
    if (!segment.fold) start ??= segment.start;
    const end = segment.fold ? segment.start : segment.end;
    if (start !== null && (segment.fold || segment.end === overview.axis.end)) {
      const from: [number, number] = [start * toX, Math.max(end * toX, start * toX + MIN_MARK_PX)];
      drawFlare(ctx, picture, bands.truthFlare, from, [overview.x(start), overview.x(end)]);
      start = null;
    }
  }
}

function drawFlare(
  ctx: Ctx,
  picture: Picture,
  band: Band,
  [fromLeft, fromRight]: readonly [number, number],
  [toLeft, toRight]: readonly [number, number],
): void {
  const bend = band.top + band.height * 0.5;
  const bottom = band.top + band.height;
  ctx.beginPath();
  ctx.moveTo(fromLeft, band.top);
  ctx.bezierCurveTo(fromLeft, bend, toLeft, bend, toLeft, bottom);
  ctx.lineTo(toRight, bottom);
  ctx.bezierCurveTo(toRight, bend, fromRight, bend, fromRight, band.top);
  ctx.closePath();
  ctx.fillStyle = picture.theme.colour.surface;
  ctx.fill();
  ctx.strokeStyle = picture.theme.colour['line-strong'];
  ctx.globalAlpha = 0.5;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.globalAlpha = 1;
}

const visibleOnOverview = (picture: Picture): [number, number] => {
  const visible = picture.scale.visible();
  if (picture.scale.isHome) return [0, picture.scale.width];
  return [picture.overview.x(visible.start), picture.overview.x(visible.end)];
};

function drawStrip(ctx: Ctx, picture: Picture): void {
  const { bands, theme, overview } = picture;
  const { top, height } = bands.overview;
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(0, top, overview.width, height);
  for (const { kind, left, width } of stripMarks(picture)) {
    ctx.fillStyle = theme.colour[KINDS[kind] ?? 'unknown'];
    ctx.fillRect(left, top + 3, width, height - 6);
  }
  drawFolds(ctx, picture, overview, bands.overview, { start: 0, end: overview.axis.end }, false);
  ctx.fillStyle = theme.colour.changed;
  for (const range of picture.changes.ranges) {
    const [left, right] = [overview.x(range.start), overview.x(range.end)];
    ctx.fillRect(left, top + height - 2, Math.max(2, right - left), 2);
  }
}

function drawBrush(ctx: Ctx, picture: Picture): void {
  const { bands, theme, scale, selection, overview } = picture;
  const { top, height } = bands.overview;
  if (selection !== null) {
    ctx.fillStyle = theme.colour.accent;
    const [left, right] = [overview.x(selection.start), overview.x(selection.end)];
    ctx.fillRect((left + right) / 2 - Math.max(1.5, (right - left) / 2), top, Math.max(3, right - left), 2);
  }
  if (scale.isHome) return;
  const [left, right] = visibleOnOverview(picture);
  ctx.save();
  ctx.globalAlpha = 0.62;
  ctx.fillStyle = theme.colour.canvas;
  ctx.fillRect(0, top, left, height);
  ctx.fillRect(right, top, scale.width - right, height);
  ctx.restore();
  ctx.strokeStyle = theme.colour['ink-2'];
  ctx.lineWidth = 1;
  ctx.strokeRect(Math.round(left) - 0.5, top + 0.5, Math.max(3, Math.round(right - left) + 1), height - 1);
}

/** Fold marks in a band: the hole's size between two torn edges, where there is room for it. */
export function drawFolds(
  ctx: Ctx,
  picture: Picture,
  scale: AddressScale,
  band: Band,
  visible: PageRange,
  withText: boolean,
): void {
  const { theme, shift } = picture;
  setFont(ctx, theme, 'sans', TEXT.small);
  ctx.textBaseline = 'middle';
  for (const segment of scale.axis.segments) {
    if (!segment.fold || segment.end <= visible.start || segment.start >= visible.end) continue;
    const [left, right] = [scale.xIn(segment, segment.start), scale.xIn(segment, segment.end)];
    ctx.fillStyle = theme.colour.canvas;
    ctx.fillRect(left, band.top, right - left, band.height);
    tornEdge(ctx, picture, left, band);
    tornEdge(ctx, picture, right, band);
    if (withText)
      foldText(ctx, picture, sizeOfPages(segment.end - segment.start, shift), (left + right) / 2, band, right - left);
  }
}

function tornEdge(ctx: Ctx, picture: Picture, x: number, band: Band): void {
  const teeth = Math.max(2, Math.round(band.height / 8));
  const step = band.height / teeth;
  ctx.beginPath();
  ctx.moveTo(x, band.top);
  for (let i = 0; i < teeth; i++) {
    ctx.lineTo(x + (i % 2 === 0 ? 2.5 : -2.5), band.top + (i + 0.5) * step);
    ctx.lineTo(x, band.top + (i + 1) * step);
  }
  ctx.strokeStyle = picture.theme.colour['line-strong'];
  ctx.lineWidth = 1;
  ctx.stroke();
}

function foldText(ctx: Ctx, picture: Picture, text: string, x: number, band: Band, room: number): void {
  const [amount = '', unit = ''] = text.split(' ');
  ctx.fillStyle = picture.theme.colour['ink-3'];
  ctx.textAlign = 'center';
  if (ctx.measureText(amount).width <= room - 6 && band.height >= 28) {
    ctx.fillText(amount, x, middle(band) - 7);
    ctx.fillText(unit, x, middle(band) + 7);
  }
  ctx.textAlign = 'left';
}
