/** The picture of physical memory: a pure function of {@link FramePicture}. Frames near, sums a pixel column from far away. */

import type { FrameUse, FrameView, PageShift } from '@mm-playground/api';
import type { Band } from '../address-map/geometry.ts';
import { setFont, TEXT, type Ctx } from '../address-map/picture.ts';
import type { AddressScale } from '../address-map/address-scale.ts';
import type { Theme } from '../element/theme-controller.ts';
import { sizeOfPages } from '../format/address.ts';
import type { Box } from '../maple-tree/slot-boxes.ts';
import { partition } from '../partition.ts';
import type { TokenName } from '../tokens.styles.ts';
import { frameBox, ROWS, type FrameGrid } from './frame-grid.ts';
import { FRAME_USES } from './frame-words.ts';

/** Everything that decides a picture. */
export interface FramePicture {
  readonly grid: FrameGrid;
  readonly scale: AddressScale;
  readonly band: Band;
  readonly height: number;
  readonly theme: Theme;
  readonly shift: PageShift;
  /** First frames of those that the shown address space maps, or that are its tables. */
  readonly own: ReadonlySet<number>;
  readonly chosen: FrameView | null;
  readonly hover: FrameView | null;
}

/** How much was drawn. */
export interface Drawn {
  boxes: number;
}

/** The colour of a use. */
const USE_TOKEN = {
  anon: 'anon',
  file: 'file',
  shmem: 'shared',
  zero: 'unknown',
  special: 'special',
  kernel: 'special',
  table: 'accent',
  pcp: 'line-strong',
  free: 'surface',
  reserved: 'guard',
} as const satisfies Record<FrameUse, TokenName>;

/** Narrower columns are summed up. */
const COLUMN_PX = 1.5;
const SHAPE_PX = 5;
const TEXT_PX = 30;
const NUMBER_PX = 56;
/** Frames of others are pale. */
const OTHERS_ALPHA = 0.38;

/** Draws everything, in CSS pixels; returns how much that was. */
export function drawFrames(ctx: Ctx, picture: FramePicture): Drawn {
  const { scale, theme, height, grid } = picture;
  const drawn: Drawn = { boxes: 0 };
  ctx.fillStyle = theme.colour.canvas;
  ctx.fillRect(0, 0, scale.width, height);
  ctx.textBaseline = 'middle';
  drawSegments(ctx, picture);
  const visible = scale.visible();
  const [from, to] = [Math.floor(visible.start) * ROWS, Math.ceil(visible.end) * ROWS];
  const first = partition(grid.used, (frame) => frame.pfn + 2 ** frame.order <= from);
  const columnPx = scale.pagePx(grid.axis.segments.find(({ fold }) => !fold)?.start ?? 0);
  if (columnPx < COLUMN_PX) drawSums(ctx, picture, first, to, drawn);
  else {
    if (grid.physical.zones.length > 0) drawFree(ctx, picture, from, to, drawn);
    for (let i = first; i < grid.used.length; i++) {
      const frame = grid.used[i];
      if (frame === undefined || frame.pfn >= to) break;
      drawFrame(ctx, picture, frame);
      drawn.boxes++;
    }
  }
  if (picture.hover !== null) outline(ctx, frameBox(picture.hover, scale, picture.band), theme.colour['ink-2'], 1);
  if (picture.chosen !== null) outline(ctx, frameBox(picture.chosen, scale, picture.band), theme.colour.accent, 2);
  return drawn;
}

/** The ground, the first frame of each piece, and how much is folded away between two. */
function drawSegments(ctx: Ctx, { grid, scale, theme, band, shift }: FramePicture): void {
  setFont(ctx, theme, 'mono', TEXT.small);
  let free = 0;
  for (const segment of grid.axis.segments) {
    const [left, right] = [scale.xIn(segment, segment.start), scale.xIn(segment, segment.end)];
    if (right < 0 || left > scale.width) continue;
    const [from, to] = [Math.max(left, 0), Math.min(right, scale.width)];
    if (segment.fold) {
      drawFold(ctx, theme, band, from, to, sizeOfPages((segment.end - segment.start) * ROWS, shift));
      continue;
    }
    ctx.fillStyle = theme.colour.surface;
    ctx.fillRect(from, band.top, to - from, band.height);
    const text = `0x${(Math.max(segment.start, Math.ceil(scale.pageAt(from))) * ROWS).toString(16)}`;
    const at = Math.max(from, free);
    setFont(ctx, theme, 'mono', TEXT.small);
    if (at > from + 24 || at + ctx.measureText(text).width > scale.width) continue;
    ctx.textAlign = 'left';
    ctx.fillStyle = theme.colour['ink-2'];
    ctx.fillText(text, at, band.top - 9);
    free = at + ctx.measureText(text).width + 10;
  }
}

function drawFold(ctx: Ctx, theme: Theme, band: Band, left: number, right: number, text: string): void {
  ctx.strokeStyle = theme.colour['line-strong'];
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 3]);
  for (const x of [left + 0.5, right - 0.5]) {
    ctx.beginPath();
    ctx.moveTo(x, band.top);
    ctx.lineTo(x, band.top + band.height);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  setFont(ctx, theme, 'sans', TEXT.small);
  if (ctx.measureText(text).width > right - left - 4) return;
  ctx.textAlign = 'center';
  ctx.fillStyle = theme.colour['ink-3'];
  ctx.fillText(text, (left + right) / 2, band.top + band.height / 2);
}

/** Free blocks between what is in use, with their order. */
function drawFree(ctx: Ctx, picture: FramePicture, from: number, to: number, drawn: Drawn): void {
  const { grid, scale, band, theme } = picture;
  for (const segment of grid.axis.segments) {
    if (segment.fold || segment.end * ROWS <= from || segment.start * ROWS >= to) continue;
    const [first, last] = [Math.max(segment.start * ROWS, from), Math.min(segment.end * ROWS, to)];
    for (const frame of grid.physical.frames(first as FrameView['pfn'], last as FrameView['pfn'])) {
      if (frame.use !== 'free' && frame.use !== 'pcp' && frame.use !== 'reserved') continue;
      const box = frameBox(frame, scale, band);
      drawn.boxes++;
      if (frame.use !== 'free') fill(ctx, theme.colour[USE_TOKEN[frame.use]], box, 0.5);
      ctx.strokeStyle = theme.colour['line-strong'];
      ctx.lineWidth = 1;
      if (box.width > 3 && box.height > 3)
        ctx.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 2, Math.max(box.height - 2, 1));
      if (frame.use === 'free') label(ctx, theme, box, `${frame.order}`, theme.colour['ink-3']);
    }
  }
}

function drawFrame(ctx: Ctx, { grid, scale, band, theme, own }: FramePicture, frame: FrameView): void {
  const box = frameBox(frame, scale, band);
  const isOwn = own.has(frame.pfn);
  const colour = theme.colour[USE_TOKEN[frame.use]];
  fill(ctx, colour, box, isOwn ? 1 : OTHERS_ALPHA);
  if (box.width >= SHAPE_PX && box.height >= SHAPE_PX) drawShape(ctx, theme, frame, box);
  if (grid.changed.has(frame.pfn)) {
    ctx.fillStyle = theme.colour.changed;
    ctx.fillRect(box.x, box.y, Math.max(box.width - 1, 1), 2);
  }
}

/** Not by colour alone: tables are hollow, what is shared has a number or a hole, the zero page and the kernel's own a line. */
function drawShape(ctx: Ctx, theme: Theme, { pfn, use, mapcount }: FrameView, box: Box): void {
  const { x, y, width, height } = box;
  ctx.fillStyle = theme.colour.canvas;
  if (use === 'table') ctx.fillRect(x + 1.5, y + 1.5, width - 4, height - 4);
  else if (use === 'zero' || use === 'special') ctx.fillRect(x, y + height / 2 - 1, width - 1, 1);
  else if (mapcount > 1 && width < TEXT_PX) ctx.fillRect(x + width / 2 - 1.5, y + height / 2 - 1.5, 2.5, 2.5);
  if (width < TEXT_PX || use === 'zero' || use === 'special') return;
  const number = width < NUMBER_PX ? '' : pfn.toString(16);
  label(ctx, theme, box, [number, mapcount > 1 ? `×${mapcount}` : ''].join(' ').trim(), theme.colour.ink);
}

function label(ctx: Ctx, theme: Theme, box: Box, text: string, colour: string): void {
  setFont(ctx, theme, 'mono', TEXT.small - 1);
  if (box.height < 9 || ctx.measureText(text).width > box.width - 3) return;
  ctx.textAlign = 'center';
  ctx.fillStyle = colour;
  ctx.fillText(text, box.x + box.width / 2 - 0.5, box.y + box.height / 2);
  ctx.textAlign = 'left';
}

function fill(ctx: Ctx, colour: string, { x, y, width, height }: Box, alpha: number): void {
  const [gapX, gapY] = [width >= 4 ? 1 : 0, height >= 4 ? 1 : 0];
  ctx.globalAlpha = alpha;
  ctx.fillStyle = colour;
  ctx.fillRect(x, y, Math.max(width - gapX, 0.75), height - gapY);
  ctx.globalAlpha = 1;
}

/** How many of the frames in a pixel column are used for what, stacked. */
function drawSums(ctx: Ctx, picture: FramePicture, first: number, to: number, drawn: Drawn): void {
  const { grid, scale, band, theme } = picture;
  const width = Math.ceil(scale.width);
  const sums = new Float64Array(width * FRAME_USES.length);
  for (let i = first; i < grid.used.length; i++) {
    const frame = grid.used[i];
    if (frame === undefined || frame.pfn >= to) break;
    const use = FRAME_USES.indexOf(frame.use);
    const [left, right] = [scale.x(frame.pfn / ROWS), scale.x((frame.pfn + 2 ** frame.order) / ROWS)];
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x++) {
      const share = Math.min(right, x + 1) - Math.max(left, x);
      sums[x * FRAME_USES.length + use] = (sums[x * FRAME_USES.length + use] ?? 0) + share;
    }
  }
  for (let x = 0; x < width; x++) {
    let bottom = band.top + band.height;
    FRAME_USES.forEach((use, i) => {
      const share = Math.min(1, sums[x * FRAME_USES.length + i] ?? 0) * band.height;
      if (share <= 0) return;
      ctx.fillStyle = theme.colour[USE_TOKEN[use]];
      ctx.fillRect(x, bottom - share, 1, share);
      bottom -= share;
      drawn.boxes++;
    });
  }
}

function outline(ctx: Ctx, { x, y, width, height }: Box, colour: string, line: number): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = line;
  ctx.strokeRect(x - 0.5, y - 0.5, Math.max(width, 2), Math.max(height, 2));
}
