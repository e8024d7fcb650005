/** Where slots are: for drawing them, for outlining them, for finding the one under the pointer. */

import { partition } from '../partition.ts';
import { CELLS, HEAD, LEAF_SLOTS, type LevelBand } from './tree-bands.ts';
import { nodeAt, placedOf, slotOf, type PlacedNode, type SlotPlace, type TreeLayout } from './tree-layout.ts';
import type { UnitScale } from '../element/unit-scale.ts';

/** What decides where things are. */
export interface Placing {
  readonly layout: TreeLayout;
  readonly scale: UnitScale;
  readonly bands: readonly LevelBand[];
}

/** A rectangle in CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a slot is drawn; null where its node is not in view. */
export function slotBox({ layout, scale, bands }: Placing, place: SlotPlace): Box | null {
  const placed = placedOf(layout, place);
  const band = bands[place.level];
  if (placed === undefined || band === undefined) return null;
  const [left, right] = [scale.x(placed.x), scale.x(placed.x + placed.units)];
  if (right < 0 || left > scale.width) return null;
  if (band.detail === 'profile') return { x: left, y: band.top - 2, width: right - left, height: band.height + 4 };
  if (placed.node.leaf) {
    const head = band.detail === 'text' ? HEAD : 0;
    return {
      x: left + 2,
      y: band.top + head + Math.min(place.slot, LEAF_SLOTS - 1) * band.row,
      width: right - left - 4,
      height: band.row,
    };
  }
  const [from, to] = slotEdges(placed, place.slot);
  const head = band.detail === 'text' ? band.height - CELLS : 0;
  return { x: scale.x(from), y: band.top + head, width: scale.x(to) - scale.x(from), height: band.height - head };
}

/** The units that a slot of an inner node spans: those of its child, or an equal share of a folded node. */
export function slotEdges(placed: PlacedNode, slot: number): readonly [number, number] {
  const [from, to] = [placed.slots?.edges[slot], placed.slots?.edges[slot + 1]];
  if (from !== undefined && to !== undefined) return [from, to];
  const share = placed.units / placed.node.pivots.length;
  return [placed.x + slot * share, placed.x + (slot + 1) * share];
}

/** The slot at a point; null where there is none. In a profile it is the first slot of a node there. */
export function slotAt({ layout, scale, bands }: Placing, x: number, y: number): SlotPlace | null {
  const level = bands.findIndex((band) => y >= band.top - 3 && y <= band.top + band.height + 3);
  const [band, row] = [bands[level], layout.levels[level]];
  if (band === undefined || row === undefined) return null;
  const unit = scale.unitAt(x);
  const placed = nodeAt(row, unit);
  if (placed === undefined) return null;
  return { level, at: placed.at, slot: slotIn(placed, band, unit, y) };
}

function slotIn(placed: PlacedNode, band: LevelBand, unit: number, y: number): number {
  const most = placed.node.pivots.length - 1;
  if (band.detail === 'profile') return 0;
  if (placed.node.leaf) {
    const head = band.detail === 'text' ? HEAD : 0;
    return Math.max(0, Math.min(most, Math.floor((y - band.top - head) / band.row)));
  }
  if (placed.slots !== null) return Math.min(most, partition(placed.slots.edges, (edge) => edge <= unit) - 1);
  return Math.max(0, Math.min(most, Math.floor(((unit - placed.x) / placed.units) * (most + 1))));
}

/** The slot of the node that covers a page, in a place. */
export const placeOf = (placed: PlacedNode, page: number): SlotPlace => ({
  level: placed.level,
  at: placed.at,
  slot: slotOf(placed.node, page),
});
