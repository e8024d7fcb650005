/** The picture of a tree: a pure function of {@link TreePicture}. Level by level, links first, marks last. */

import { setFont, TEXT, type Ctx } from '../address-map/picture.ts';
import { drawInner, drawLink } from './inner-nodes.draw.ts';
import { commonKind, drawLeaf, drawLeafCells } from './leaves.draw.ts';
import { slotBox } from './slot-boxes.ts';
import type { LevelBand } from './tree-bands.ts';
import { firstBehind, type Level, type SlotPlace } from './tree-layout.ts';
import type { Drawn, TreePicture } from './tree-picture.ts';

/** Draws everything, in CSS pixels; returns how much that was. */
export function drawTree(ctx: Ctx, picture: TreePicture): Drawn {
  const drawn: Drawn = { boxes: 0 };
  ctx.fillStyle = picture.theme.colour.canvas;
  ctx.fillRect(0, 0, picture.scale.width, picture.height);
  ctx.textBaseline = 'middle';
  setFont(ctx, picture.theme, 'mono', TEXT.small);
  picture.layout.levels.forEach((level, i) => {
    const band = picture.bands[i];
    if (band === undefined || band.top > picture.height) return;
    if (band.detail === 'profile') drawProfile(ctx, picture, level, band, drawn);
    else drawNodes(ctx, picture, level, band, drawn);
  });
  drawMadeMarks(ctx, picture);
  drawWay(ctx, picture);
  if (picture.hover !== null) outlineSlot(ctx, picture, picture.hover, picture.theme.colour['ink-2'], 1);
  return drawn;
}

function drawNodes(ctx: Ctx, picture: TreePicture, level: Level, band: LevelBand, drawn: Drawn): void {
  const { scale } = picture;
  const end = scale.unitAt(scale.width);
  for (let at = firstBehind(level, scale.unitAt(0)); at < level.nodes.length; at++) {
    const placed = level.nodes[at];
    if (placed === undefined || placed.x > end) break;
    drawn.boxes++;
    drawLink(ctx, picture, placed, band);
    if (!placed.node.leaf) drawInner(ctx, picture, placed, band);
    else if (band.detail === 'text') drawLeaf(ctx, picture, placed, band);
    else drawLeafCells(ctx, picture, placed, band);
  }
}

/**
 * Nodes that are narrower than a few pixels: how full they are, a pixel column for those that share it. A column of leaves has the
 * colour of the kind that most slots of one of them have.
 */
function drawProfile(ctx: Ctx, picture: TreePicture, level: Level, band: LevelBand, drawn: Drawn): void {
  const { scale, theme } = picture;
  const [from, to] = [Math.max(0, Math.floor(scale.x(0))), Math.min(scale.width, Math.ceil(scale.x(scale.units)))];
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(from, band.top, to - from, band.height);
  for (let x = from; x < to; x++) {
    const first = firstBehind(level, scale.unitAt(x));
    const behind = Math.max(first + 1, firstBehind(level, scale.unitAt(x + 1)));
    const used = (level.used[behind] ?? 0) - (level.used[first] ?? 0);
    const capacity = (level.capacity[behind] ?? 0) - (level.capacity[first] ?? 0);
    const height = capacity > 0 ? (band.height * used) / capacity : 0;
    const leaf = band.leaf ? level.nodes[(first + behind) >> 1] : undefined;
    ctx.fillStyle = leaf === undefined ? theme.colour['line-strong'] : theme.colour[commonKind(picture, leaf)];
    ctx.fillRect(x, band.top + band.height - height, 1, height);
    drawn.boxes++;
  }
}

/** Ticks where the last store worked, so that it is found however far out the view is. */
function drawMadeMarks(ctx: Ctx, { layout, scale, bands, theme, made, changed }: TreePicture): void {
  layout.levels.forEach(({ nodes }, level) => {
    const band = bands[level];
    if (band?.detail !== 'profile') return;
    for (const { node, x, units } of nodes)
      if (made.has(node.id) || changed.has(node.id)) {
        ctx.fillStyle = theme.colour.changed;
        ctx.fillRect(Math.round(scale.x(x + units / 2)) - 1, band.top - 4, 3, band.height + 4);
      }
  });
}

/** The selected slot, and the slots through which a walk gets there. */
function drawWay(ctx: Ctx, picture: TreePicture): void {
  const { way, theme } = picture;
  way.forEach((place, i) => outlineSlot(ctx, picture, place, theme.colour.accent, i === way.length - 1 ? 2 : 1));
}

function outlineSlot(ctx: Ctx, picture: TreePicture, place: SlotPlace, colour: string, width: number): void {
  const box = slotBox(picture, place);
  if (box === null) return;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.strokeRect(box.x + 0.5, box.y + 0.5, Math.max(box.width - 1, 1), Math.max(box.height - 1, 1));
}
