/** Leaves: lists of sixteen slots, from the lowest address down. A VMA has the colour and pattern of its kind, a hole has none. */

import type { VmaKind } from '@mm-playground/api';
import { fitted, setFont, TEXT, type Ctx } from '../address-map/picture.ts';
import { outline } from './inner-nodes.draw.ts';
import { HEAD, LEAF_SLOTS, type LevelBand } from './tree-bands.ts';
import { firstOf, lastOf, type PlacedNode } from './tree-layout.ts';
import type { TreePicture } from './tree-picture.ts';
import { firstByte, gapText, kindOf, occupancy, shortNodeName, slotName } from './tree-words.ts';

const PAD = 6;
const SWATCH = 9;
const ADDRESS_PX = 150;
/** A bar that is so wide and high has room for a short name. */
const SHORT_NAME_PX = 44;
const SMALLEST_TEXT = 11;

/** The kind that most slots of a leaf have; of a leaf of holes, `unknown`. */
export function commonKind(picture: TreePicture, placed: PlacedNode): VmaKind {
  const counts = new Map<VmaKind, number>();
  let common: VmaKind = 'unknown';
  for (let slot = 0; slot < placed.node.pivots.length; slot++) {
    const kind = kindOf(picture, placed, slot);
    if (kind === null) continue;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count > (counts.get(common) ?? 0) || common === 'unknown') common = kind;
  }
  return common;
}

/** A leaf with words. */
export function drawLeaf(ctx: Ctx, picture: TreePicture, placed: PlacedNode, band: LevelBand): void {
  const { scale, theme } = picture;
  const { node } = placed;
  const [left, right] = [scale.x(placed.x) + 3, scale.x(placed.x + placed.units) - 3];
  ctx.fillStyle = theme.colour.raised;
  ctx.fillRect(left, band.top, right - left, band.height);
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(left, band.top, right - left, HEAD);
  drawLeafHead(ctx, picture, placed, left, right, band.top + HEAD / 2 + 0.5);
  for (let slot = 0; slot < Math.min(node.capacity, LEAF_SLOTS); slot++) {
    const y = band.top + HEAD + slot * band.row;
    if (slot === LEAF_SLOTS - 1 && node.pivots.length > LEAF_SLOTS) drawRest(ctx, picture, placed, left, y, band.row);
    else if (slot < node.pivots.length) drawRow(ctx, picture, placed, slot, left, right, y, band.row);
    else drawFree(ctx, theme.colour.line, left, right, y, band.row);
  }
  outline(ctx, picture, placed, left - 1, right + 1, band);
}

function drawLeafHead(
  ctx: Ctx,
  { theme }: TreePicture,
  { node }: PlacedNode,
  left: number,
  right: number,
  y: number,
): void {
  setFont(ctx, theme, 'mono', TEXT.small);
  ctx.textAlign = 'right';
  ctx.fillStyle = theme.colour['ink-2'];
  const count = occupancy(node);
  ctx.fillText(count, right - PAD, y);
  const room = right - left - 3 * PAD - ctx.measureText(count).width;
  setFont(ctx, theme, 'sans', TEXT.small, 600);
  ctx.textAlign = 'left';
  ctx.fillStyle = theme.colour.ink;
  const name = shortNodeName(node, (text) => ctx.measureText(text).width <= room);
  ctx.fillText(name, left + PAD, y);
}

function drawRow(
  ctx: Ctx,
  picture: TreePicture,
  placed: PlacedNode,
  slot: number,
  left: number,
  right: number,
  y: number,
  height: number,
): void {
  const { theme, shift, vmas, stored } = picture;
  const { node } = placed;
  const [first, last] = [firstOf(node, slot), lastOf(node, slot)];
  if (stored !== null && first <= stored.last && stored.index <= last) {
    ctx.fillStyle = theme.colour['changed-soft'];
    ctx.fillRect(left, y, right - left, height);
    ctx.fillStyle = theme.colour.changed;
    ctx.fillRect(left, y, 3, height);
  }
  const kind = kindOf(picture, placed, slot);
  const isHole = kind === null;
  if (kind !== null) drawSwatch(ctx, picture, kind, left + PAD, y + (height - SWATCH) / 2);
  const middle = y + height / 2 + 0.5;
  const textLeft = left + PAD + SWATCH + 5;
  const room = right - PAD - textLeft;
  ctx.textAlign = 'left';
  ctx.fillStyle = isHole ? theme.colour['ink-3'] : theme.colour.ink;
  let used = 0;
  if (room >= ADDRESS_PX || isHole === false) {
    setFont(ctx, theme, 'mono', TEXT.small);
    const address = fitted(ctx, firstByte(first, shift), room);
    ctx.fillText(address, textLeft, middle);
    used = ctx.measureText(address).width + 7;
  }
  setFont(ctx, theme, 'sans', TEXT.small);
  const name = isHole ? `NULL · ${gapText(last - first + 1, shift)}` : slotName(node, slot, vmas);
  ctx.fillStyle = isHole ? theme.colour['ink-3'] : theme.colour['ink-2'];
  ctx.fillText(fitted(ctx, name, room - used), textLeft + used, middle);
}

function drawSwatch(ctx: Ctx, { theme, patterns }: TreePicture, kind: VmaKind, x: number, y: number): void {
  ctx.fillStyle = theme.colour[kind];
  ctx.fillRect(x, y, SWATCH, SWATCH);
  const pattern = patterns.get(kind);
  if (pattern === null || pattern === undefined) return;
  ctx.fillStyle = pattern;
  ctx.fillRect(x, y, SWATCH, SWATCH);
}

/** What stands where there is no room for more slots. */
function drawRest(
  ctx: Ctx,
  { theme }: TreePicture,
  { node }: PlacedNode,
  left: number,
  y: number,
  height: number,
): void {
  setFont(ctx, theme, 'sans', TEXT.small);
  ctx.textAlign = 'left';
  ctx.fillStyle = theme.colour['ink-2'];
  ctx.fillText(`${node.pivots.length - LEAF_SLOTS + 1} more`, left + PAD, y + height / 2 + 0.5);
}

/** A slot that nothing uses: a line to write on. */
function drawFree(ctx: Ctx, colour: string, left: number, right: number, y: number, height: number): void {
  ctx.fillStyle = colour;
  ctx.fillRect(left + PAD, y + height - 2, right - left - 2 * PAD, 1);
}

/** A leaf without words: a bar a slot, as wide as the leaf. */
export function drawLeafCells(ctx: Ctx, picture: TreePicture, placed: PlacedNode, band: LevelBand): void {
  const { scale, theme, made, changed } = picture;
  const { node } = placed;
  const [left, right] = [scale.x(placed.x), scale.x(placed.x + placed.units)];
  const gap = right - left > 12 ? 1.5 : 0.5;
  const width = Math.max(right - left - 2 * gap, 1);
  const bar = band.row > 4 ? band.row - 1 : band.row;
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(left + gap, band.top, width, band.height);
  ctx.textAlign = 'left';
  if (width >= SHORT_NAME_PX) setFont(ctx, theme, 'sans', TEXT.small - 1);
  for (let slot = 0; slot < Math.min(node.pivots.length, LEAF_SLOTS); slot++) {
    const kind = kindOf(picture, placed, slot);
    if (kind === null) continue;
    ctx.fillStyle = theme.colour[kind];
    ctx.fillRect(left + gap, band.top + slot * band.row, width, bar);
    if (theme.forced && bar > 2) {
      ctx.strokeStyle = theme.colour.ink;
      ctx.lineWidth = 1;
      ctx.strokeRect(left + gap + 0.5, band.top + slot * band.row + 0.5, Math.max(width - 1, 1), bar - 1);
    }
    if (width >= SHORT_NAME_PX && band.row >= SMALLEST_TEXT) {
      ctx.fillStyle = theme.colour.ink;
      ctx.fillText(
        fitted(ctx, slotName(node, slot, picture.vmas), width - 6),
        left + gap + 3,
        band.top + slot * band.row + band.row / 2,
      );
    }
  }
  if (made.has(node.id) || changed.has(node.id)) outline(ctx, picture, placed, left, right, band);
}
