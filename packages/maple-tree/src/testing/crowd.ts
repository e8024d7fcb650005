/** Trees whose nodes use as many slots as a test asks for. */

import { MapleTree, type MapleTreeOptions } from '../index.ts';
import { levelsOf, shapeOf, type Placed } from './nodes.ts';

const LENGTH = 100;

/** Entries of one length, side by side, stored from below. */
export function ascending(count: number, trace?: MapleTreeOptions['trace']): MapleTree<object> {
  const tree = new MapleTree<object>({ gaps: true, ...(trace === undefined ? {} : { trace }) });
  for (let i = 0; i < count; i++) tree.storeRange(LENGTH * i, LENGTH * i + LENGTH - 1, {});
  return tree;
}

/** The node at a place, which must be there. */
export function nodeAt(tree: MapleTree<object>, level: number, at: number): Placed {
  const place = levelsOf(tree)[level]?.[at];
  if (place === undefined) throw new RangeError(`no node ${at} in level ${level}`);
  return place;
}

/** Takes its last index from the last entry of a node that has more than one: that is a slot more, and no hole. */
export function cut(tree: MapleTree<object>, level: number, at: number): void {
  const { node, min } = nodeAt(tree, level, at);
  let entry = tree.findBefore(node.max, min);
  while (entry !== null && entry.index === entry.last) entry = tree.findBefore(entry.index - 1, min);
  if (entry === null) throw new RangeError(`no entry to cut in node ${at} of level ${level}`);
  tree.store(entry.last, {});
}

/** Cuts entries until there are as many slots in a node. */
export function crowd(tree: MapleTree<object>, level: number, at: number, slots: number): void {
  while (nodeAt(tree, level, at).node.end + 1 < slots) cut(tree, level, at);
}

/** Joins the first two entries of a leaf until it has as few slots. */
export function thin(tree: MapleTree<object>, level: number, at: number, slots: number): void {
  for (;;) {
    const { node, min } = nodeAt(tree, level, at);
    if (node.end + 1 <= slots) return;
    tree.storeRange(min, node.pivots[1] ?? 0, {});
  }
}

/** A tree of three leaves with so many slots. */
export function leaves(slots: readonly [number, number, number], trace?: MapleTreeOptions['trace']): MapleTree<object> {
  const tree = ascending(34, trace);
  slots.forEach((each, at) => (thin(tree, 1, at, each), crowd(tree, 1, at, each)));
  if (shapeOf(tree) !== `3 | ${slots.join(' ')}`)
    throw new RangeError(`${shapeOf(tree)} instead of ${slots.join(' ')}`);
  return tree;
}

/** A tree whose first leaf uses so many slots, its first node above that so many, and so on up to the root. */
export function withSlots(slots: readonly number[], trace?: MapleTreeOptions['trace']): MapleTree<object> {
  const [leaf = 0, ...above] = slots;
  const tree = ascending([14, 20, 200][above.length] ?? 0, trace);
  const height = above.length + 1;
  above.forEach((each, up) => crowd(tree, height - 2 - up, 0, each));
  thin(tree, height - 1, 0, leaf);
  crowd(tree, height - 1, 0, leaf);
  if (slots.some((each, up) => nodeAt(tree, height - 1 - up, 0).node.end + 1 !== each))
    throw new RangeError(`${shapeOf(tree)} instead of ${slots.toReversed().join(' | ')}`);
  return tree;
}
