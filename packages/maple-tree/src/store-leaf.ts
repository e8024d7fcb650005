/** Stores that change one leaf and nothing above it but gaps: exact_fit, slot_store, append, node_store. */

import type { MapleNode } from './node.ts';
import type { TreeState } from './tree-state.ts';
import type { WriteState } from './write-state.ts';

/** exact_fit: the slot stays, its entry changes in place. */
export function storeExact(tree: TreeState, store: WriteState): void {
  const { path, entry } = store;
  tree.own(path, path.depth);
  const leaf = path.node(path.depth);
  const slot = path.slot(path.depth);
  const before = leaf.slots[slot];
  leaf.slots[slot] = entry;
  tree.record?.changes(leaf.id);
  if ((before === null) === (entry === null)) return;
  tree.size += entry === null ? -1 : 1;
  tree.updateGaps(path, path.depth);
}

/** slot_store and append: slots of the leaf change in place. */
export function storeInPlace(tree: TreeState, store: WriteState): void {
  const { path } = store;
  tree.own(path, path.depth);
  const leaf = path.node(path.depth);
  tree.record?.changes(leaf.id);
  if (splice(tree, store, leaf)) tree.updateGaps(path, path.depth);
}

/** node_store: under RCU a changed copy takes the leaf's place, so that no reader sees it half changed. */
export function storeNode(tree: TreeState, store: WriteState): void {
  if (!tree.rcu) return storeInPlace(tree, store);
  const { path } = store;
  const { depth } = path;
  const old = path.node(depth);
  const min = path.min(depth);
  tree.own(path, depth - 1);
  const leaf = tree.replacement(old);
  const gapsChange = splice(tree, store, leaf);
  tree.made(leaf, min);
  tree.put(path, depth, leaf);
  path.nodes[depth] = leaf;
  tree.tell('node_replace', leaf, min, old);
  tree.retire(old, min);
  if (gapsChange) tree.updateGaps(path, depth);
}

/**
 * Puts the range into a leaf that has room for it: what it covers goes, what it cuts keeps its rest. Returns whether a hole
 * changed.
 *
 *     |  a  |  b  |  c  |        offset = a, offsetEnd = c
 *        [   new   ]
 *     | a|   new    | c |
 */
function splice(tree: TreeState, store: WriteState, leaf: MapleNode): boolean {
  const { path, index, last, entry, offsetEnd } = store;
  leaf.ownArrays();
  const { slots, pivots } = leaf;
  const offset = path.slot(path.depth);
  const before = slots[offset];
  const after = slots[offsetEnd];
  const keepsBefore = index > store.rMin;
  const keepsAfter = last < store.endPiv;

  let entries = 0;
  let hole = entry === null;
  for (let slot = offset; slot <= offsetEnd; slot++) {
    if (slots[slot] === null) hole = true;
    else entries++;
  }
  tree.size -= entries;
  if (entry !== null) tree.size++;

  const count = 1 + (keepsBefore ? 1 : 0) + (keepsAfter ? 1 : 0);
  shift(leaf, offsetEnd + 1, count - (offsetEnd - offset + 1));
  let at = offset;
  if (keepsBefore) {
    slots[at] = before;
    pivots[at++] = index - 1;
    if (before !== null) tree.size++;
  }
  slots[at] = entry;
  pivots[at++] = last;
  if (keepsAfter) {
    slots[at] = after;
    pivots[at] = store.endPiv;
    if (after !== null) tree.size++;
  }
  return hole;
}

/** Moves the slots of a leaf from `from` on by `by` places, and clears what becomes unused. */
function shift(leaf: MapleNode, from: number, by: number): void {
  if (by === 0) return;
  const { slots, pivots, end } = leaf;
  if (by > 0)
    for (let slot = end; slot >= from; slot--) {
      slots[slot + by] = slots[slot];
      pivots[slot + by] = pivots[slot] as number;
    }
  else {
    for (let slot = from; slot <= end; slot++) {
      slots[slot + by] = slots[slot];
      pivots[slot + by] = pivots[slot] as number;
    }
    for (let slot = end + by + 1; slot <= end; slot++) {
      slots[slot] = null;
      pivots[slot] = 0;
    }
  }
  leaf.end = end + by;
}
