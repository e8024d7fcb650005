/**
 * From top to bottom: a band a level, links between them. How much a band shows depends on how wide its nodes are: text, cells,
 * boxes, or a profile of how full they are.
 */

import type { Band } from '../address-map/geometry.ts';
import type { TreeLayout } from './tree-layout.ts';
import type { UnitScale } from '../element/unit-scale.ts';

/**
 * Level of detail. `text`: all there is; `crumb`: one line, for a level of which one slot fills the view; `cells`: slots without
 * words, or with short ones; `profile`: a column a pixel.
 */
export type Detail = 'text' | 'crumb' | 'cells' | 'profile';

/** A level's place and detail. */
export interface LevelBand extends Band {
  readonly detail: Detail;
  readonly leaf: boolean;
  /** Height of a row of a leaf. */
  readonly row: number;
}

/** Height of a node's heading. */
export const HEAD = 17;
/** Height of the cells of an inner node: a line for the pivots, a line for the gaps. */
export const CELLS = 31;
const TOP = 10;
const LINK = 16;
const THIN = 14;
const THIN_LINK = 7;
/** Rows of a leaf; where it has more slots, the last row stands for the rest. */
export const LEAF_SLOTS = 16;
const ROW = 15;
/** A row that is lower has no room for words. */
const LEAST_ROW = 11;
const SMALL_ROW = 13;
const PROFILE = 132;
/** Sixteen bars that can still be told apart. */
const LEAST_LEAVES = 64;
const TEXT_PX = 104;
const CELLS_PX = 5;
/** An inner node is narrower than its leaves are together, and says less. */
const INNER_TEXT_PX = 46;
const INNER_CELLS_PX = 14;

/** The bands of a layout at a scale. Where the height is short, the levels from the root down lose their words before the leaves do. */
export function bandsOf(layout: TreeLayout, scale: UnitScale, height: number): LevelBand[] {
  const inner = layout.levels.slice(0, -1).map((_, level) => innerDetail(layout, scale, level));
  for (let level = 0; level < inner.length && roomBelow(inner, height) < LEAST_LEAVES; level++)
    if (inner[level] === 'text') inner[level] = 'cells';
  const bands: LevelBand[] = [];
  let top = TOP;
  for (const detail of inner) {
    const band = { top, height: heightOf(detail), detail, leaf: false, row: 0 };
    bands.push(band);
    top += band.height + linkBelow(detail);
  }
  const last = layout.levels.length - 1;
  if (last < 0) return bands;
  const isLeaf = layout.levels[last]?.nodes[0]?.node.leaf === true;
  bands.push(isLeaf ? leafBand(scale.zoom, top, height) : foldedBand(layout, scale, last, top));
  return bands;
}

const heightOf = (detail: Detail): number => (detail === 'text' ? HEAD + CELLS : detail === 'crumb' ? HEAD + 1 : THIN);

const linkBelow = (detail: Detail): number => (detail === 'text' ? LINK : THIN_LINK);

const roomBelow = (inner: readonly Detail[], height: number): number =>
  height - TOP - inner.reduce((sum, detail) => sum + heightOf(detail) + linkBelow(detail), TOP);

/** The deepest level that is drawn where what is below is folded. */
function foldedBand(layout: TreeLayout, scale: UnitScale, level: number, top: number): LevelBand {
  const detail = innerDetail(layout, scale, level);
  return { top, height: heightOf(detail), detail, leaf: false, row: 0 };
}

/** Mean width of a level's nodes. */
const meanPx = ({ levels }: TreeLayout, scale: UnitScale, level: number): number =>
  (scale.units * scale.zoom) / Math.max(levels[level]?.nodes.length ?? 1, 1);

function innerDetail(layout: TreeLayout, scale: UnitScale, level: number): Detail {
  const px = meanPx(layout, scale, level);
  if (meanPx(layout, scale, level + 1) > scale.width && layout.levels[level + 1] !== undefined) return 'crumb';
  return px >= INNER_TEXT_PX ? 'text' : px >= INNER_CELLS_PX ? 'cells' : 'profile';
}

function leafBand(px: number, top: number, height: number): LevelBand {
  const room = Math.max(height - top - TOP, 0);
  if (px < CELLS_PX)
    return { top, height: Math.max(Math.min(PROFILE, room), THIN), detail: 'profile', leaf: true, row: 0 };
  const row = Math.min(ROW, Math.floor((room - HEAD) / LEAF_SLOTS));
  if (px >= TEXT_PX && row >= LEAST_ROW)
    return { top, height: HEAD + row * LEAF_SLOTS, detail: 'text', leaf: true, row };
  const bar = Math.max(2, Math.min(SMALL_ROW, Math.floor(room / LEAF_SLOTS)));
  return { top, height: bar * LEAF_SLOTS, detail: 'cells', leaf: true, row: bar };
}
