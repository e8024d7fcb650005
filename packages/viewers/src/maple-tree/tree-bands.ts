/**
 * From top to bottom: a band a level, links between them. How much a band shows depends on how wide its nodes are: text, cells,
 * boxes, or a profile of how full they are.
 */

import type { Band } from '../address-map/geometry.ts';
import type { TreeLayout } from './tree-layout.ts';
import type { TreeScale } from './tree-scale.ts';

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
const ROW = 15;
const SMALL_ROW = 13;
const PROFILE = 132;
const TEXT_PX = 104;
const CELLS_PX = 5;
/** An inner node is narrower than its leaves are together, and says less. */
const INNER_TEXT_PX = 46;
const INNER_CELLS_PX = 14;

/** The bands of a layout at a scale. */
export function bandsOf(layout: TreeLayout, scale: TreeScale, height: number): LevelBand[] {
  const bands: LevelBand[] = [];
  let top = TOP;
  layout.levels.forEach(({ nodes }, level) => {
    const leaf = nodes[0]?.node.leaf === true;
    const band = leaf ? leafBand(scale.zoom, top, height) : innerBand(layout, scale, level, top);
    bands.push(band);
    top += band.height + (band.detail === 'text' ? LINK : THIN_LINK);
  });
  return bands;
}

/** Mean width of a level's nodes. */
const meanPx = ({ levels }: TreeLayout, scale: TreeScale, level: number): number =>
  (scale.units * scale.zoom) / Math.max(levels[level]?.nodes.length ?? 1, 1);

function innerBand(layout: TreeLayout, scale: TreeScale, level: number, top: number): LevelBand {
  const px = meanPx(layout, scale, level);
  if (meanPx(layout, scale, level + 1) > scale.width && layout.levels[level + 1] !== undefined)
    return { top, height: HEAD + 1, detail: 'crumb', leaf: false, row: 0 };
  const detail: Detail = px >= INNER_TEXT_PX ? 'text' : px >= INNER_CELLS_PX ? 'cells' : 'profile';
  return { top, height: detail === 'text' ? HEAD + CELLS : THIN, detail, leaf: false, row: 0 };
}

function leafBand(px: number, top: number, height: number): LevelBand {
  const slots = 16;
  const room = height - top - TOP;
  if (px < CELLS_PX)
    return { top, height: Math.max(Math.min(PROFILE, room), 24), detail: 'profile', leaf: true, row: 0 };
  if (px < TEXT_PX) {
    const row = Math.max(3, Math.min(SMALL_ROW, Math.floor(room / slots)));
    return { top, height: row * slots, detail: 'cells', leaf: true, row };
  }
  const row = Math.max(11, Math.min(ROW, Math.floor((room - HEAD) / slots)));
  return { top, height: HEAD + row * slots, detail: 'text', leaf: true, row };
}

/** Height that a layout needs with everything in view; what is less is squeezed. */
export const heightFor = (bands: readonly LevelBand[]): number => {
  const last = bands.at(-1);
  return last === undefined ? 0 : last.top + last.height + TOP;
};
