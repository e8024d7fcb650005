/**
 * The lane: VMAs as blocks with a plain head for the label and a hatched foot that tells the kind, below them the rails for
 * read, write and execute, and above them what changed since the previous view.
 */

import { CHANGE_MARKS } from '../element/change-marks.ts';
import type { VmaView } from '@mm-playground/api';
import { grouped, sizeOfPages } from '../format/address.ts';
import { KINDS, nameOf } from '../kinds.ts';
import type { PageRange } from './address-axis.ts';
import type { RangeChange } from './changes.ts';
import type { Band } from './geometry.ts';
import { drawFolds } from './overview.draw.ts';
import { fitted, setFont, TEXT, type Ctx, type Paint, type Picture } from './picture.ts';
import { ACCESS_BITS, COLUMN_PX, sumUp } from './vma-columns.ts';

/** Share of a block's height that is hatched. */
const FOOT_SHARE = 0.42;
const MIN_LABEL_PX = 26;
const RAIL_COLOURS = ['read', 'write', 'exec'] as const;

interface Block {
  readonly vma: VmaView;
  readonly left: number;
  readonly right: number;
}

/** Blocks, rails, folds and labels. */
export function drawLane(ctx: Ctx, picture: Picture): void {
  const { bands, theme, columns, scale } = picture;
  const visible = scale.visible();
  drawGround(ctx, picture);
  const blocks: Block[] = [];
  const colours = KINDS.map((kind) => theme.colour[kind]);
  const rail = [theme.colour.read, theme.colour.write, theme.colour.exec];
  const drawRails = (access: number, left: number, width: number): void =>
    bands.rails.forEach((band, i) => {
      if ((access & (ACCESS_BITS[i] ?? 0)) === 0) return;
      ctx.fillStyle = rail[i] ?? '';
      ctx.fillRect(left, band.top, width, band.height);
    });
  sumUp(columns, scale, visible, {
    block(index, left, right) {
      const vma = columns.vmas[index];
      const kind = columns.kinds[index] ?? 0;
      const [from, to] = [Math.max(left, -4), Math.min(right, scale.width + 4)];
      drawBlock(ctx, picture, bands.lane, [from, to], colours[kind] ?? '', picture.patterns[kind] ?? null);
      drawRails(columns.access[index] ?? 0, from, Math.max(to - from - 1, 1));
      if (vma !== undefined && to - from >= MIN_LABEL_PX) blocks.push({ vma, left: from, right: to });
    },
    column(x, kind, access, coverage) {
      ctx.fillStyle = colours[kind] ?? '';
      const height = bands.lane.height * (0.35 + 0.65 * coverage);
      ctx.fillRect(x, bands.lane.top + bands.lane.height - height, COLUMN_PX, height);
      drawRails(access, x, COLUMN_PX);
    },
  });
  drawFolds(ctx, picture, scale, bands.lane, visible, true);
  drawSqueezed(ctx, picture, visible);
  for (const block of blocks) drawLabel(ctx, picture, block);
}

/** The floor of the lane and of the rails, so that holes read as holes. */
function drawGround(ctx: Ctx, { bands, theme, scale }: Picture): void {
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(0, bands.lane.top, scale.width, bands.lane.height);
  for (const band of bands.rails) ctx.fillRect(0, band.top, scale.width, band.height);
}

function drawBlock(
  ctx: Ctx,
  picture: Picture,
  band: Band,
  [left, right]: readonly [number, number],
  colour: string,
  pattern: Paint | null,
): void {
  const width = right - left > 3 ? right - left - 1 : right - left;
  ctx.fillStyle = colour;
  ctx.fillRect(left, band.top, width, band.height);
  if (width < 4) return;
  if (pattern !== null) {
    const foot = Math.round(band.height * FOOT_SHARE);
    ctx.fillStyle = pattern;
    ctx.fillRect(left, band.top + band.height - foot, width, foot);
  }
  if (picture.theme.forced) {
    ctx.strokeStyle = picture.theme.colour.ink;
    ctx.strokeRect(left + 0.5, band.top + 0.5, width - 1, band.height - 1);
  }
}

/** Head of a block: name, then permissions and size, as far as there is room. */
function drawLabel(ctx: Ctx, picture: Picture, { vma, left, right }: Block): void {
  const { bands, theme, shift } = picture;
  const room = Math.min(right, picture.scale.width) - Math.max(left, 0) - 12;
  const x = Math.max(left, 0) + 6;
  const top = bands.lane.top + 12;
  const ink = inkOn(theme.colour[vma.kind], theme.colour);
  ctx.textBaseline = 'middle';
  setFont(ctx, theme, 'sans', TEXT.normal, 600);
  const name = fitted(ctx, nameOf(vma), room);
  ctx.fillStyle = ink;
  ctx.fillText(name, x, top);
  if (bands.lane.height < 56) return;
  setFont(ctx, theme, 'mono', TEXT.small);
  const perms = ctx.measureText(vma.perms).width;
  if (perms > room) return;
  ctx.globalAlpha = 0.85;
  ctx.fillText(vma.perms, x, top + 16);
  const size = sizeOfPages(vma.end - vma.start, shift);
  if (perms + ctx.measureText(` ${size}`).width + 4 <= room) ctx.fillText(size, x + perms + 8, top + 16);
  ctx.globalAlpha = 1;
}

/** Dark or light ink, whichever reads better on a colour that was read as `rgb(r, g, b)`. */
function inkOn(colour: string, theme: { readonly ink: string; readonly canvas: string }): string {
  const light = luminance(theme.ink) > luminance(theme.canvas) ? theme.ink : theme.canvas;
  const dark = light === theme.ink ? theme.canvas : theme.ink;
  const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const ground = luminance(colour);
  return contrast(ground, luminance(dark)) >= contrast(ground, luminance(light)) ? dark : light;
}

/** Relative luminance as WCAG defines it; 0.5 for what is no plain rgb colour. */
function luminance(colour: string): number {
  const channels = /^rgba?\((\d+), (\d+), (\d+)/.exec(colour);
  if (channels === null) return 0.5;
  const [r = 0, g = 0, b = 0] = channels.slice(1).map((text) => {
    const c = Number(text) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** A giant that is drawn smaller than to scale says so. */
function drawSqueezed(ctx: Ctx, picture: Picture, visible: PageRange): void {
  const { bands, theme, scale } = picture;
  setFont(ctx, theme, 'sans', TEXT.small);
  ctx.textBaseline = 'middle';
  for (const segment of scale.axis.segments) {
    if (segment.fold || segment.density >= 1 || segment.end <= visible.start || segment.start >= visible.end) continue;
    const text = `drawn at 1 : ${grouped(Number((1 / segment.density).toPrecision(2)))}`;
    const [left, right] = [
      Math.max(0, scale.xIn(segment, segment.start)),
      Math.min(scale.width, scale.xIn(segment, segment.end)),
    ];
    const width = ctx.measureText(text).width + 10;
    if (right - left < width + 8) continue;
    const top = bands.lane.top + bands.lane.height - 22;
    ctx.fillStyle = theme.colour.canvas;
    ctx.fillRect((left + right - width) / 2, top, width, 16);
    ctx.fillStyle = theme.colour['ink-2'];
    ctx.fillText(text, (left + right - width) / 2 + 5, top + 8);
  }
}

/** The rail above the lane: added is solid, removed is hollow, changed is dashed; splits and merges are wedges. */
export function drawChanges(ctx: Ctx, picture: Picture): void {
  const { bands, theme, scale, changes } = picture;
  const visible = scale.visible();
  ctx.strokeStyle = theme.colour.changed;
  ctx.fillStyle = theme.colour.changed;
  ctx.lineWidth = 1.5;
  for (const range of changes.ranges)
    if (range.end > visible.start && range.start < visible.end) drawChange(ctx, picture, range);
  for (const border of changes.borders) {
    if (border.at < visible.start || border.at > visible.end) continue;
    const x = scale.x(border.at);
    const [top, bottom] = [bands.changes.top, bands.changes.top + bands.changes.height];
    ctx.beginPath();
    ctx.moveTo(x - 4, top);
    ctx.lineTo(x + 4, top);
    ctx.lineTo(x, bottom);
    ctx.closePath();
    if (border.what === 'split') ctx.fill();
    else ctx.stroke();
  }
}

function drawChange(ctx: Ctx, { bands, theme, scale }: Picture, range: RangeChange): void {
  const [left, right] = [Math.max(scale.x(range.start), -2), Math.min(scale.x(range.end), scale.width + 2)];
  const width = Math.max(right - left - 1, 3);
  const { top, height } = bands.changes;
  const bar = height - 3;
  if (range.what === 'removed') ctx.strokeRect(left + 0.75, top + 0.75, Math.max(width - 1.5, 1.5), bar - 1.5);
  else if (range.what === 'added') ctx.fillRect(left, top, width, bar);
  else for (let x = left; x < left + width; x += 6) ctx.fillRect(x, top, Math.min(4, left + width - x), bar);
  drawChangedGround(
    ctx,
    scale.width,
    [left, left + width],
    bands.lane,
    range.what === 'removed' ? theme.colour.changed : null,
  );
  if (width < 40) return;
  setFont(ctx, theme, 'mono', 12, 700);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  const x = (Math.max(left, 0) + Math.min(right, scale.width)) / 2;
  ctx.fillStyle = theme.colour.canvas;
  ctx.fillRect(x - 6, top - 3, 12, 10);
  ctx.fillStyle = theme.colour.changed;
  ctx.fillText(CHANGE_MARKS[range.what], x, top + 2.5);
  ctx.textAlign = 'left';
}

/** Where something was removed, its outline stays in the lane, dashed. */
function drawChangedGround(
  ctx: Ctx,
  width: number,
  [left, right]: readonly [number, number],
  lane: Band,
  stroke: string | null,
): void {
  if (stroke === null) return;
  ctx.save();
  ctx.setLineDash([4, 3]);
  ctx.strokeStyle = stroke;
  ctx.lineWidth = 1;
  ctx.strokeRect(
    Math.max(left, -1) + 0.5,
    lane.top + 0.5,
    Math.min(right, width + 1) - Math.max(left, -1) - 1,
    lane.height - 1,
  );
  ctx.restore();
}

/** Letters of the rails, at the left edge, on a ground of their own. */
export function drawRailLetters(ctx: Ctx, { bands, theme }: Picture): void {
  setFont(ctx, theme, 'mono', 8.5, 600);
  ctx.textBaseline = 'middle';
  bands.rails.forEach((band, i) => {
    ctx.fillStyle = theme.colour.canvas;
    ctx.fillRect(0, band.top - 1.5, 9, band.height + 3);
    ctx.fillStyle = theme.colour[RAIL_COLOURS[i] ?? 'read'];
    ctx.fillText('rwx'[i] ?? '', 2, band.top + band.height / 2);
  });
}
