/** Where the cursor goes in the tree: along a level, and to the levels beside it. */

import { childOf, placedOf, type SlotPlace, type TreeLayout } from './tree-layout.ts';

/** The last slot of a level. */
export function lastPlace(layout: TreeLayout, level: number): SlotPlace {
  const at = (layout.levels[level]?.nodes.length ?? 1) - 1;
  return { level, at, slot: (layout.levels[level]?.nodes[at]?.node.pivots.length ?? 1) - 1 };
}

/** The slot above that leads here, or the first slot of the node that this one leads to; itself where there is none. */
export function besides(layout: TreeLayout, place: SlotPlace, by: 1 | -1): SlotPlace {
  const placed = placedOf(layout, place);
  if (placed === undefined) return place;
  if (by < 0) return placed.parent < 0 ? place : { level: place.level - 1, at: placed.parent, slot: placed.parentSlot };
  const child = childOf(layout, placed, place.slot);
  return child === undefined ? place : { level: child.level, at: child.at, slot: 0 };
}

/** So many slots further in the level, from node to node; the outermost where they end. */
export function along(layout: TreeLayout, { level, at, slot }: SlotPlace, by: number): SlotPlace {
  const nodes = layout.levels[level]?.nodes ?? [];
  let to = slot + by;
  let node = at;
  while (to < 0 && node > 0) to += nodes[--node]?.node.pivots.length ?? 0;
  for (let count = nodes[node]?.node.pivots.length ?? 0; to >= count && node < nodes.length - 1;) {
    to -= count;
    count = nodes[++node]?.node.pivots.length ?? 0;
  }
  const most = (nodes[node]?.node.pivots.length ?? 1) - 1;
  return { level, at: node, slot: Math.max(0, Math.min(most, to)) };
}
