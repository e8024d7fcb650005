/**
 * Stores that change more than one leaf: split_store, rebalance, spanning_store. Each puts what the touched nodes of a level
 * hold into a row, cuts the row into new nodes, and goes on one level up, where the new nodes stand for the old, until a
 * level takes them in without overflowing or starving.
 */

import type { BigNode, Part } from './big-node.ts';
import { innerType, type MapleNode } from './node.ts';
import { LEAF_64, MAX_INDEX } from './node-types.ts';
import type { OldNodes } from './old-nodes.ts';
import type { Path } from './path.ts';
import type { TreeState } from './tree-state.ts';
import type { WriteState } from './write-state.ts';

/** store_root: the tree has no node yet. */
export function storeRoot(tree: TreeState, store: WriteState): void {
  const { index, last, entry } = store;
  if (entry === null || last === 0) return storeBareRoot(tree, store);
  const { row } = tree.rebuilding;
  row.reset(LEAF_64, 0);
  if (index > 0) {
    if (tree.entry !== null) row.add(tree.entry, 0, 0);
    if (tree.entry === null || index > 1) row.add(null, index - 1, 0);
  }
  row.add(entry, last, 0);
  if (last < MAX_INDEX) row.add(null, MAX_INDEX, 0);
  tree.size = row.entries;
  tree.entry = null;
  setRoot(tree, row.part(tree, 0, row.count - 1).node, 1);
}

/** One entry at index 0 needs no node. */
function storeBareRoot(tree: TreeState, { index, entry }: WriteState): void {
  if (index > 0) return;
  tree.entry = entry;
  tree.size = entry === null ? 0 : 1;
}

/** new_root: the range is everything. */
export function storeEverything(tree: TreeState, entry: unknown): void {
  tree.rebuilding.old.begin().retire(tree, tree.node as MapleNode);
  tree.size = entry === null ? 0 : 1;
  if (entry === null) return setRoot(tree, null, 0);
  const { row } = tree.rebuilding;
  row.reset(LEAF_64, 0);
  row.add(entry, MAX_INDEX, 0);
  setRoot(tree, row.part(tree, 0, 0).node, 1);
}

function setRoot(tree: TreeState, root: MapleNode | null, height: number): void {
  tree.node = root;
  tree.height = height;
}

/** What the leaf of a store holds afterwards. */
function storedRow(row: BigNode, store: WriteState): void {
  const { path, index, last, entry, offsetEnd } = store;
  const leaf = path.node(path.depth);
  const offset = path.slot(path.depth);
  row.reset(LEAF_64, path.min(path.depth));
  row.addSlots(leaf, 0, offset);
  if (index > store.rMin) row.add(leaf.slots[offset], index - 1, 0);
  row.add(entry, last, 0);
  if (last < store.endPiv) row.add(leaf.slots[offsetEnd], store.endPiv, 0);
  row.addSlots(leaf, offsetEnd + 1, leaf.end + 1);
}

/** split_store: a leaf overflows. A sibling takes some of it, if one has room; otherwise it becomes two, and so upwards. */
export function storeSplit(tree: TreeState, store: WriteState): void {
  const { path } = store;
  const { row } = tree.rebuilding;
  storedRow(row, store);
  tree.size += row.entries - path.node(path.depth).entries;
  for (;;) {
    const { depth } = path;
    const node = path.node(depth);
    if (row.count <= row.type.slots) {
      replaceNode(tree, path, row.part(tree, 0, row.count - 1));
      return;
    }
    if (depth > 0 && (push(tree, path, row, -1) || push(tree, path, row, 1))) return;
    const halves = row.halve(tree) as [Part, Part];
    tree.tell('node_split', halves[0].node, halves[0].min, halves[1].node);
    tree.retire(node, path.min(depth));
    if (depth === 0) {
      growRoot(tree, halves);
      return;
    }
    path.depth--;
    rowOfParent(tree, row, path, path.slot(depth - 1), halves, path.slot(depth - 1));
  }
}

/** What the node at the end of a path holds, with `parts` in place of its slots `[from, to]`. */
function rowOfParent(
  tree: TreeState,
  row: BigNode,
  path: Path,
  from: number,
  parts: readonly Part[],
  to: number,
): void {
  const parent = path.node(path.depth);
  row.reset(parent.type, path.min(path.depth));
  row.addSlots(parent, 0, from);
  for (const part of parts) row.addChild(tree, part);
  row.addSlots(parent, to + 1, parent.end + 1);
}

/** The level above a root that was cut. */
function growRoot(tree: TreeState, parts: readonly Part[]): void {
  const { row } = tree.rebuilding;
  row.reset(innerType(tree.gaps), 0);
  for (const part of parts) row.addChild(tree, part);
  setRoot(tree, row.part(tree, 0, row.count - 1).node, tree.height + 1);
}

/** Puts a node in the place of the one at the end of a path, and retires that one. */
function replaceNode(tree: TreeState, path: Path, { node, min }: Part): void {
  const { depth } = path;
  const old = path.node(depth);
  tree.own(path, depth - 1);
  tree.put(path, depth, node);
  path.nodes[depth] = node;
  tree.tell('node_replace', node, min, old);
  tree.retire(old, min);
  tree.updateGaps(path, depth);
}

/**
 * Gives a sibling what a node has too much: the parent keeps its number of slots, and the split ends there. There must be
 * room for a few slots more, lest the next store split again.
 */
function push(tree: TreeState, path: Path, row: BigNode, side: -1 | 1): boolean {
  const { depth } = path;
  const parent = path.node(depth - 1);
  const slot = path.slot(depth - 1);
  if (slot + side < 0 || slot + side > parent.end) return false;
  const sibling = parent.childAt(slot + side);
  const { slots } = row.type;
  const total = row.count - 1 + sibling.end;
  const space = 2 * slots - 2 - (row.type === LEAF_64 ? 1 : 0) - (path.max(depth) === MAX_INDEX ? 1 : 0);
  if (total >= space) return false;

  const low = Math.min(slot, slot + side);
  const min = parent.minOf(low, path.min(depth - 1));
  const both = tree.rebuilding.otherRow;
  both.reset(row.type, min);
  if (side === -1) both.addSlots(sibling, 0, sibling.end + 1);
  both.addRow(row);
  if (side === 1) both.addSlots(sibling, 0, sibling.end + 1);
  const split = both.notNull(side === -1 ? slots - 2 : total - (slots - 2));
  const parts = [both.part(tree, 0, split), both.part(tree, split + 1, both.count - 1)];
  const siblingMin = parent.minOf(slot + side, path.min(depth - 1));
  tree.retire(path.node(depth), path.min(depth));
  tree.retire(sibling, siblingMin);
  path.depth--;
  rowOfParent(tree, row, path, low, parts, low + 1);
  replaceNode(tree, path, row.part(tree, 0, row.count - 1));
  return true;
}

/** rebalance: a leaf has too little left, and takes in a neighbour. */
export function storeRebalance(tree: TreeState, store: WriteState): void {
  const { row, left, right } = tree.rebuilding;
  storedRow(row, store);
  left.copy(store.path);
  right.copy(store.path);
  rebuild(tree, left, right, row);
}

/** spanning_store: the range begins and ends in different leaves; what lies between them goes. */
export function storeSpanning(tree: TreeState, store: WriteState): void {
  const { path, entry } = store;
  const from = path.depth;
  const { left, right } = tree.rebuilding;
  left.copy(path);
  right.copy(path);
  left.descendTo(store.index, from);
  right.descendTo(Math.min(store.last + 1, path.max(from)), from);
  if (entry === null) widenSpanning(store, left, right);
  if (store.index === 0 && store.last === MAX_INDEX) return storeEverything(tree, entry);

  const leaf = left.node(left.depth);
  const offset = left.slot(left.depth);
  const { row } = tree.rebuilding;
  row.reset(LEAF_64, left.min(left.depth));
  row.addSlots(leaf, 0, offset);
  if (store.index > leaf.minOf(offset, row.min)) row.add(leaf.slots[offset], store.index - 1, 0);
  row.add(entry, store.last, 0);
  const end = right.node(right.depth);
  // Up to the end of the right leaf: then nothing of it stays. Kernels before 6.12-rc4 copied its last slot all the same.
  if (end.max > store.last || tree.spanningStoreDefect)
    row.addSlots(end, end.slotOf(Math.min(store.last + 1, end.max)), end.end + 1);
  rebuild(tree, left, right, row);
}

/** Null next to null becomes one null, across leaves too. */
function widenSpanning(store: WriteState, left: Path, right: Path): void {
  const { depth } = left;
  const leaf = left.node(depth);
  const offset = left.slot(depth);
  const rMin = leaf.minOf(offset, left.min(depth));
  if (leaf.slots[offset] === null) store.index = rMin;
  else if (store.index === rMin && offset > 0 && leaf.slots[offset - 1] === null) {
    left.slots[depth] = offset - 1;
    store.index = leaf.minOf(offset - 1, left.min(depth));
  }
  const end = right.node(depth);
  const slot = right.slot(depth);
  if (end.slots[slot] === null) store.last = end.pivots[slot] as number;
}

/**
 * Rebuilds everything between two paths (inclusive), level by level from the leaves, whose new contents are in `row`.
 *
 *     level up:   left's slots before it | the new nodes | right's slots behind it
 */
function rebuild(tree: TreeState, left: Path, right: Path, row: BigNode): void {
  const old = tree.rebuilding.old.begin();
  const added = row.entries;
  const leafDepth = left.depth;
  if (row.count <= row.type.minSlots && !coversAll(left, right)) takeNeighbour(tree, left, right);
  const pulled = row.entries - added;
  for (;;) {
    const { depth } = left;
    old.covers(depth, left.min(depth), right.max(depth));
    const parts = row.cut(tree);
    tellShape(tree, parts, left, right);
    if (coversAll(left, right)) {
      const height = leafDepth - depth + 1;
      old.retire(tree, tree.node as MapleNode);
      if (parts.length > 1) {
        tree.height = height;
        growRoot(tree, parts);
      } else setRoot(tree, (parts[0] as Part).node, height);
      break;
    }
    left.depth--;
    right.depth--;
    joinParents(tree, row, left, right, parts);
    const starves = row.count <= row.type.minSlots && !coversAll(left, right);
    if (starves) takeNeighbour(tree, left, right);
    else if (row.count <= row.type.slots && left.node(left.depth) === right.node(right.depth)) {
      finish(tree, old, left, row);
      break;
    }
  }
  tree.size += added + pulled - old.entries;
}

const coversAll = (left: Path, right: Path): boolean =>
  left.min(left.depth) === 0 && right.max(right.depth) === MAX_INDEX;

/** Both sides have the same ancestor, and it takes the new nodes: the rebuilding ends here. */
function finish(tree: TreeState, old: OldNodes, path: Path, row: BigNode): void {
  const { depth } = path;
  const node = path.node(depth);
  const part = row.part(tree, 0, row.count - 1);
  old.covers(depth, path.min(depth), path.max(depth));
  tree.own(path, depth - 1);
  tree.put(path, depth, part.node);
  path.nodes[depth] = part.node;
  tree.tell('node_replace', part.node, part.min, node);
  old.retire(tree, node, depth, part.min);
  tree.updateGaps(path, depth);
}

function joinParents(tree: TreeState, row: BigNode, left: Path, right: Path, parts: readonly Part[]): void {
  const { depth } = left;
  const [first, last] = [left.node(depth), right.node(depth)];
  row.reset(first.type, left.min(depth));
  row.addSlots(first, 0, left.slot(depth));
  for (const part of parts) row.addChild(tree, part);
  row.addSlots(last, right.slot(depth) + 1, last.end + 1);
}

/** Too few slots for a node: the next node of the level on the right joins, or the one on the left if it is nearer kin. */
function takeNeighbour(tree: TreeState, left: Path, right: Path): void {
  const { depth } = left;
  for (let up = depth - 1; up >= 0; up--) {
    if (right.slot(up) < right.node(up).end) {
      descendEdge(right, up, right.slot(up) + 1, depth, false);
      tree.rebuilding.row.addSlots(right.node(depth), 0, right.node(depth).end + 1);
      return;
    }
    if (left.slot(up) > 0) {
      descendEdge(left, up, left.slot(up) - 1, depth, true);
      prepend(tree, left);
      return;
    }
  }
}

/** Puts all slots of the node at the end of a path in front of the row. */
function prepend({ rebuilding: { row, otherRow } }: TreeState, path: Path): void {
  const node = path.node(path.depth);
  otherRow.reset(row.type, path.min(path.depth));
  otherRow.addSlots(node, 0, node.end + 1);
  otherRow.addRow(row);
  row.reset(row.type, otherRow.min);
  row.addRow(otherRow);
}

/** Makes a path lead through `slot` of the node at `up` to the first or last node at `depth`. */
function descendEdge(path: Path, up: number, slot: number, depth: number, toLast: boolean): void {
  path.depth = up;
  path.slots[up] = slot;
  while (path.depth < depth) {
    path.descend();
    if (toLast) path.slots[path.depth] = path.node(path.depth).end;
  }
}

/** `node_split` and `node_merge`, seen from the level that was cut. */
function tellShape(tree: TreeState, parts: readonly Part[], left: Path, right: Path): void {
  if (tree.events === null) return;
  const [first, last] = [parts[0] as Part, parts.at(-1) as Part];
  const [from, to] = [left.node(left.depth), right.node(right.depth)];
  if (parts.length > (from === to ? 1 : 2)) tree.tell('node_split', first.node, first.min, last.node);
  if (parts.length === 1) tree.tell('node_merge', first.node, first.min, to);
}
