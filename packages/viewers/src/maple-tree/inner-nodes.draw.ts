/**
 * Inner nodes: a heading, and a cell a slot that stands exactly over its child, with the pivot at its right edge and the
 * largest gap below it as a bar. The gap that a search would follow is marked.
 */

import { fitted, setFont, TEXT, type Ctx } from '../address-map/picture.ts';
import { slotEdges } from './slot-boxes.ts';
import { CELLS, HEAD, type LevelBand } from './tree-bands.ts';
import type { PlacedNode } from './tree-layout.ts';
import type { TreePicture } from './tree-picture.ts';
import { gapText, kindOf, lastByte, occupancy, shortNodeName, slotName } from './tree-words.ts';

const PAD = 5;
const PIVOT_PX = 40;
const DOT = 4;
const DOT_STEP = 6;

/** The link to the parent: from the slot to the middle of the child's upper edge. */
export function drawLink(ctx: Ctx, { scale, bands, theme }: TreePicture, placed: PlacedNode, band: LevelBand): void {
  const above = bands[placed.level - 1];
  if (placed.parent < 0 || above === undefined || above.detail === 'profile') return;
  const x = Math.round(scale.x(placed.x + placed.units / 2)) + 0.5;
  if (x < -1 || x > scale.width + 1) return;
  ctx.strokeStyle = theme.colour['line-strong'];
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x, above.top + above.height);
  ctx.lineTo(x, band.top);
  ctx.stroke();
}

/** One inner node. */
export function drawInner(ctx: Ctx, picture: TreePicture, placed: PlacedNode, band: LevelBand): void {
  const { scale, theme } = picture;
  const [left, right] = [scale.x(placed.x) + 1, scale.x(placed.x + placed.units) - 1];
  const [from, to] = [Math.max(left, -2), Math.min(right, scale.width + 2)];
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(from, band.top, Math.max(to - from, 1), band.height);
  const head = band.detail === 'text' || band.detail === 'crumb' ? HEAD : 0;
  const headEnd = head > 0 ? drawHead(ctx, picture, placed, band, Math.max(left, 0), Math.min(right, scale.width)) : 0;
  if (band.detail === 'crumb') drawCrumb(ctx, picture, placed, band, headEnd);
  else drawCells(ctx, picture, placed, band, head);
  outline(ctx, picture, placed, from, to, band);
}

/** Returns where it ends. */
function drawHead(
  ctx: Ctx,
  { theme }: TreePicture,
  { node, folded }: PlacedNode,
  band: LevelBand,
  left: number,
  right: number,
): number {
  const y = band.top + HEAD / 2 + 0.5;
  setFont(ctx, theme, 'sans', TEXT.small, 600);
  ctx.fillStyle = theme.colour.ink;
  ctx.textAlign = 'left';
  const room = right - left - 2 * PAD;
  const more = folded ? ' (folded)' : '';
  const name = fitted(ctx, shortNodeName(node, (text) => ctx.measureText(text + more).width <= room) + more, room);
  ctx.fillText(name, left + PAD, y);
  const used = ctx.measureText(name).width + 12;
  setFont(ctx, theme, 'mono', TEXT.small);
  const dots = node.capacity * DOT_STEP;
  const count = occupancy(node);
  const countWidth = ctx.measureText(count).width;
  if (room - used > dots + countWidth + 10)
    drawDots(ctx, theme.colour.ink, theme.colour['line-strong'], node, left + PAD + used, y);
  if (room - used <= countWidth) return left + PAD + used;
  ctx.fillStyle = theme.colour['ink-2'];
  const x = room - used > dots + countWidth + 10 ? left + PAD + used + dots + 6 : left + PAD + used;
  ctx.fillText(count, x, y);
  return x + countWidth;
}

/** Used slots filled, free ones hollow. */
function drawDots(ctx: Ctx, ink: string, line: string, node: PlacedNode['node'], x: number, y: number): void {
  for (let i = 0; i < node.capacity; i++) {
    ctx.fillStyle = i < node.pivots.length ? ink : line;
    if (i < node.pivots.length) ctx.fillRect(x + i * DOT_STEP, y - DOT / 2, DOT, DOT);
    else ctx.fillRect(x + i * DOT_STEP, y + DOT / 2 - 1, DOT, 1);
  }
}

/** The slot that fills the view, at the right end of the heading's line. */
function drawCrumb(
  ctx: Ctx,
  { scale, theme, shift }: TreePicture,
  placed: PlacedNode,
  band: LevelBand,
  headEnd: number,
): void {
  const { node } = placed;
  const middle = scale.unitAt(scale.width / 2);
  const slot = node.pivots.findIndex((_, i) => slotEdges(placed, i)[1] > middle);
  const gap = node.gaps?.[slot];
  const [from, to] = slotEdges(placed, slot);
  if (slot < 0 || scale.x(from) > scale.width / 2 || scale.x(to) < scale.width / 2) return;
  const pivot = `slot ${slot} up to ${lastByte(node.pivots[slot] ?? 0, shift)}`;
  const text = gap === undefined ? pivot : `${pivot} · ${gap === 0 ? 'no gap' : `gap ${gapText(gap, shift)}`}`;
  setFont(ctx, theme, 'mono', TEXT.small);
  ctx.textAlign = 'right';
  ctx.fillStyle = theme.colour['ink-2'];
  const end = Math.min(scale.width, scale.x(to)) - PAD - 2;
  ctx.fillText(fitted(ctx, text, Math.max(end - headEnd - 2 * PAD, 0)), end, band.top + HEAD / 2 + 0.5);
  ctx.textAlign = 'left';
}

function drawCells(ctx: Ctx, picture: TreePicture, placed: PlacedNode, band: LevelBand, head: number): void {
  const { scale, theme, shift } = picture;
  const { node } = placed;
  const largest = node.gaps === null ? 0 : Math.max(...node.gaps);
  const top = band.top + head;
  for (let slot = 0; slot < node.pivots.length; slot++) {
    const [a, b] = slotEdges(placed, slot);
    const [left, right] = [scale.x(a), scale.x(b)];
    if (right < 0 || left > scale.width) continue;
    ctx.fillStyle = theme.colour[kindOf(picture, placed, slot) ?? 'raised'];
    ctx.fillRect(left + 1.5, top, Math.max(right - left - 3, 1), band.height - head - 1.5);
    if (head === 0) continue;
    const room = Math.min(right, scale.width) - Math.max(left, 0) - 2 * PAD - 3;
    const end = Math.min(right, scale.width) - PAD - 1;
    if (room >= PIVOT_PX) {
      setFont(ctx, theme, 'mono', TEXT.small);
      ctx.fillStyle = theme.colour.ink;
      ctx.textAlign = 'right';
      ctx.fillText(tail(ctx, lastByte(node.pivots[slot] ?? 0, shift), room), end, top + 8.5);
    }
    const gap = node.gaps?.[slot];
    if (node.value(slot) !== null)
      drawEntry(ctx, picture, placed, slot, Math.max(left, 0) + PAD, room, top + CELLS - 11);
    else if (gap !== undefined)
      drawGap(ctx, picture, gap, gap === largest && gap > 0, Math.max(left, 0) + PAD, end, top + CELLS - 9);
  }
  ctx.textAlign = 'left';
}

/** The name of an entry that stands in an upper node. */
function drawEntry(
  ctx: Ctx,
  { theme, vmas }: TreePicture,
  { node }: PlacedNode,
  slot: number,
  left: number,
  room: number,
  y: number,
): void {
  setFont(ctx, theme, 'sans', TEXT.small);
  ctx.fillStyle = theme.colour.ink;
  ctx.textAlign = 'left';
  ctx.fillText(fitted(ctx, slotName(node, slot, vmas), Math.max(room, 0)), left, y);
}

/** The last digits of an address, which are what differs between neighbours. */
function tail(ctx: Ctx, text: string, room: number): string {
  if (ctx.measureText(text).width <= room) return text;
  const digits = Math.max(2, Math.floor((room / ctx.measureText('0').width) * 1) - 1);
  return `…${text.slice(-digits)}`;
}

/** A bar by the gap's order of magnitude, and the gap in words where there is room. */
function drawGap(
  ctx: Ctx,
  { theme, shift }: TreePicture,
  gap: number,
  isLargest: boolean,
  left: number,
  right: number,
  y: number,
): void {
  const room = right - left;
  if (room < 6) return;
  const share = gap <= 0 ? 0 : Math.min(1, (1 + Math.log2(gap)) / 40);
  ctx.fillStyle = theme.colour.line;
  ctx.fillRect(left, y + 4, room, 2);
  ctx.fillStyle = isLargest ? theme.colour.write : theme.colour['line-strong'];
  ctx.fillRect(left, y + 4, Math.max(room * share, gap > 0 ? 2 : 0), 2);
  setFont(ctx, theme, 'sans', TEXT.small - 1);
  const text = gap === 0 ? 'no gap' : `gap ${gapText(gap, shift)}`;
  if (ctx.measureText(text).width > room) return;
  ctx.fillStyle = isLargest ? theme.colour.write : theme.colour['ink-3'];
  ctx.textAlign = 'right';
  ctx.fillText(text, right, y - 3);
}

/** The edge of a node: calm, or as what the last store made of it. */
export function outline(
  ctx: Ctx,
  { theme, made, changed }: TreePicture,
  { node }: PlacedNode,
  left: number,
  right: number,
  band: LevelBand,
): void {
  const isMarked = made.has(node.id) || changed.has(node.id);
  ctx.strokeStyle = isMarked ? theme.colour.changed : theme.colour['line-strong'];
  ctx.lineWidth = isMarked ? 2 : 1;
  if (changed.has(node.id)) ctx.setLineDash([5, 3]);
  ctx.strokeRect(left + 0.5, band.top + 0.5, Math.max(right - left - 1, 1), band.height - 1);
  ctx.setLineDash([]);
}
