/** One store, from the decision to the last gap. */

import type { MapleNode } from './node.ts';
import { storeEverything, storeRebalance, storeRoot, storeSpanning, storeSplit } from './rebuild.ts';
import { storeExact, storeInPlace, storeNode } from './store-leaf.ts';
import { StoreRecord } from './store-record.ts';
import type { TreeState } from './tree-state.ts';
import type { WriteState } from './write-state.ts';

/** Which of the kernel's entry points stores: it decides what is traced. */
export type StoreEntry = 'mas_store' | 'mas_store_gfp' | 'mas_store_prealloc';

/** Writes `entry` over `[index, last]`; null erases. The range must be valid. */
export function storeRange(
  tree: TreeState,
  store: WriteState,
  index: number,
  last: number,
  entry: unknown,
  fn: StoreEntry,
): void {
  prepare(tree, store, index, last, entry);
  storePrepared(tree, store, fn);
}

/** mas_erase(): removes the whole entry at `index` and returns it; null where there is none. */
export function eraseEntry(tree: TreeState, store: WriteState, index: number): unknown {
  tree.listen();
  const found = store.decideErase(index);
  if (found !== null) storePrepared(tree, store, 'mas_store_gfp');
  return found;
}

/** mas_preallocate(): decides the kind, and changes nothing. */
export function prepare(tree: TreeState, store: WriteState, index: number, last: number, entry: unknown): void {
  tree.listen();
  store.decide(index, last, entry);
}

/** Performs what {@link prepare} decided, on the same tree. */
export function storePrepared(tree: TreeState, store: WriteState, fn: StoreEntry): void {
  if (tree.events !== null) {
    if (fn !== 'mas_store_gfp') store.tellWrite(fn);
    tree.record = recordOf(tree, store);
  }
  tree.version++;
  perform(tree, store);
  tree.clearRows();
  tree.lastStore = tree.record;
  tree.record = null;
}

function perform(tree: TreeState, store: WriteState): void {
  switch (store.kind) {
    case 'store_root':
      return storeRoot(tree, store);
    case 'new_root':
      return storeEverything(tree, store.entry);
    case 'exact_fit':
      return storeExact(tree, store);
    case 'slot_store':
      storeInPlace(tree, store);
      return store.tellWrite('mas_wr_slot_store');
    case 'append':
      storeInPlace(tree, store);
      return store.tellWrite('mas_wr_append', store.newEnd);
    case 'node_store':
      storeNode(tree, store);
      return store.tellWrite('mas_wr_node_store');
    case 'split_store':
      store.tellWrite('mas_wr_bnode');
      store.tellOp('mas_split');
      return storeSplit(tree, store);
    case 'rebalance':
      store.tellWrite('mas_wr_bnode');
      store.tellOp('mas_rebalance');
      return storeRebalance(tree, store);
    case 'spanning_store':
      store.tellOp('mas_wr_spanning_store');
      return storeSpanning(tree, store);
  }
}

function recordOf(tree: TreeState, store: WriteState): StoreRecord {
  const { index, last, kind, newEnd } = store;
  return new StoreRecord({
    index,
    last,
    erased: store.entry === null,
    kind,
    slots: newEnd + 1,
    fillsLeaf: kind === 'spanning_store' && last === leafMaxOf(tree.node as MapleNode, index),
    rcu: tree.rcu,
  });
}

/** The end of the leaf that holds an index. */
function leafMaxOf(root: MapleNode, index: number): number {
  let leaf = root;
  while (!leaf.leaf) leaf = leaf.childAt(leaf.slotOf(index));
  return leaf.max;
}
