/**
 * A store on its way: where the range begins and ends in the tree, and by which kind of store it will be written. The kind
 * is decided before anything changes, because it tells how many nodes have to be had.
 * @kernel 6.18 lib/maple_tree.c struct ma_wr_state, mas_wr_store_type()
 */

import { LEAF_64, MAX_INDEX } from './node-types.ts';
import type { MapleNode } from './node.ts';
import { Path } from './path.ts';
import type { StoreKind } from './store-kind.ts';
import type { TreeState } from './tree-state.ts';

/** See the file's comment. Valid until the tree changes. */
export class WriteState {
  readonly #tree: TreeState;
  /** The way to the leaf slot that holds {@link index}; for a spanning store to the node that holds all of the range. */
  readonly path = new Path();
  /** What will be written, both inclusive; storing null widens it over neighbouring nulls. */
  index = 0;
  last = 0;
  entry: unknown = null;
  kind: StoreKind = 'store_root';
  /** Range of the slot that holds {@link index}. */
  rMin = 0;
  rMax = 0;
  /** The slot that holds {@link last}, and its pivot. */
  offsetEnd = 0;
  endPiv = 0;
  /** Slots of the leaf after the store. */
  newEnd = 0;

  constructor(tree: TreeState) {
    this.#tree = tree;
  }

  /** Walks to the place, and decides. */
  decide(index: number, last: number, entry: unknown): StoreKind {
    this.#begin(index, last, entry);
    if (this.#tree.node === null) return (this.kind = 'store_root');
    return (this.kind = this.#walk() ? this.#decideInLeaf() : 'spanning_store');
  }

  /** The same for null over the whole entry at `index`, in one walk. Returns the entry; null where there is none. */
  decideErase(index: number): unknown {
    this.#begin(index, index, undefined);
    if (this.#tree.node === null) {
      this.entry = null;
      this.kind = 'store_root';
      return index === 0 ? this.#tree.entry : null;
    }
    this.#walk();
    this.entry = null;
    const { path } = this;
    const leaf = path.node(path.depth);
    const slot = path.slot(path.depth);
    const found = leaf.slots[slot];
    if (found === null) return null;
    this.index = leaf.minOf(slot, path.min(path.depth));
    this.last = this.rMax;
    // A leaf may not end in null: that is seen from further up.
    this.kind = slot === leaf.end ? this.decide(this.index, this.last, null) : this.#decideInLeaf();
    return found;
  }

  #begin(index: number, last: number, entry: unknown): void {
    this.index = index;
    this.last = last;
    this.entry = entry;
    this.newEnd = 0;
  }

  /** With {@link path} at the leaf that holds the range. */
  #decideInLeaf(): StoreKind {
    const { path } = this;
    const { depth } = path;
    const { end } = path.node(depth);
    this.#findEnd();
    if (this.entry === null) this.#widen();
    if (this.rMin === this.index && this.rMax === this.last) return 'exact_fit';
    if (this.index === 0 && this.last === MAX_INDEX) return 'new_root';
    const { offsetEnd } = this;
    const { rcu } = this.#tree;
    const offset = path.slot(depth);
    this.newEnd =
      end + 2 - (offsetEnd - offset) - (this.rMin === this.index ? 1 : 0) - (this.endPiv === this.last ? 1 : 0);
    if (this.newEnd < LEAF_64.minSlots) return depth > 0 ? 'rebalance' : 'node_store';
    if (this.newEnd >= LEAF_64.slots) return 'split_store';
    if (!rcu && offset === end) return 'append';
    if (this.newEnd === end && (!rcu || offsetEnd - offset === 1)) return 'slot_store';
    return 'node_store';
  }

  /** Down to the leaf that holds the range; false at a node where the range leaves the child. */
  #walk(): boolean {
    const { path, index, last } = this;
    let node = this.#tree.node as MapleNode;
    for (let depth = 0; ; depth++) {
      const slot = path.enter(depth, node, index);
      const rMax = node.pivots[slot] as number;
      this.rMax = rMax;
      const { leaf } = node;
      if (last >= rMax && this.#spans(leaf ? node.max : rMax)) return false;
      if (leaf) return true;
      node = node.childAt(slot);
    }
  }

  /** Whether the range does not fit below `max`. A leaf may end in null only where the tree ends. */
  #spans(max: number): boolean {
    const { last } = this;
    if (last < max || (last === max && (this.entry !== null || last === MAX_INDEX))) return false;
    this.tellWrite('mas_is_span_wr', this.rMax);
    return true;
  }

  #findEnd(): void {
    const { path, last } = this;
    const leaf = path.node(path.depth);
    const slot = path.slot(path.depth);
    this.rMin = leaf.minOf(slot, path.min(path.depth));
    let end = slot;
    while ((leaf.pivots[end] as number) < last) end++;
    this.offsetEnd = end;
    this.endPiv = leaf.pivots[end] as number;
  }

  /** Null next to null becomes one null: the range takes in what is empty on both sides, within the leaf. */
  #widen(): void {
    const { path } = this;
    const { depth } = path;
    const { slots, pivots, end } = path.node(depth);
    if (slots[this.offsetEnd] === null) this.last = this.endPiv;
    else if (this.last === this.endPiv && this.offsetEnd !== end && slots[this.offsetEnd + 1] === null) {
      this.offsetEnd++;
      this.last = this.endPiv = pivots[this.offsetEnd] as number;
    }
    const offset = path.slot(depth);
    if (slots[offset] === null) this.index = this.rMin;
    else if (this.index === this.rMin && offset > 0 && slots[offset - 1] === null) {
      path.slots[depth] = offset - 1;
      this.index = this.rMin = path.node(depth).minOf(offset - 1, path.min(depth));
      this.rMax = pivots[offset - 1] as number;
    }
  }

  /** Nodes that the kernel allocates beforehand for this store. @kernel 6.18 mas_prealloc_calc() */
  get nodesNeeded(): number {
    const { height, rcu } = this.#tree;
    const { vacant, sufficient } = this.#lowest();
    const delta = height - vacant;
    const savings = sufficient < vacant ? height - sufficient : delta;
    switch (this.kind) {
      case 'exact_fit':
      case 'append':
      case 'slot_store':
        return 0;
      case 'spanning_store':
        return savings * 3 + 1;
      case 'split_store':
        return delta * 2 + 1;
      case 'rebalance':
        return savings * 2 + 1;
      case 'node_store':
        return rcu ? 1 : 0;
      case 'new_root':
      case 'store_root':
        // One entry at index 0 needs no node.
        return this.last !== 0 ? 1 : 0;
    }
  }

  /** Levels of the lowest node on the way that has room for another slot, and of the lowest that can lose one. */
  #lowest(): { readonly vacant: number; readonly sufficient: number } {
    const { path } = this;
    let [vacant, sufficient] = [0, 0];
    for (let depth = 0; depth < path.depth; depth++) {
      const { end, type } = path.node(depth);
      if (end < type.slots - 1) vacant = depth + 1;
      if (end > (depth === 0 ? 2 : type.minSlots + 1)) sufficient = depth + 1;
    }
    return { vacant, sufficient };
  }

  /** `ma_write`: something is being written. `piv` is what the kernel gives there: a pivot, a slot number, mostly 0. */
  tellWrite(fn: string, piv?: number): void {
    this.#tell('ma_write', fn, piv);
  }

  /** `ma_op`: nodes are being rebuilt. */
  tellOp(fn: string): void {
    this.#tell('ma_op', fn);
  }

  #tell(name: 'ma_op' | 'ma_write', fn: string, piv = 0): void {
    const { events } = this.#tree;
    if (events === null) return;
    const { path, index, last } = this;
    // In a tree without nodes there is no way, and the place is everything.
    const node = path.nodes[path.depth];
    const place = { min: path.min(path.depth), max: node?.max ?? MAX_INDEX, index, last, node: node?.id ?? 0 };
    if (name === 'ma_op') events.trace({ system: 'maple_tree', name, fn, ...place });
    else events.trace({ system: 'maple_tree', name, fn, ...place, piv, val: this.entry !== null });
  }
}
