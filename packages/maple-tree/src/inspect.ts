/** A tree for viewers: the contract of `TreeView` over the nodes as they are, made as they are asked for. */

import type { TreeNodeView, TreeView } from '@mm-playground/api';
import type { MapleNode } from './node.ts';
import type { MapleSnapshot } from './maple-tree.ts';
import { storeView } from './store-record.ts';
import { deadNodes } from './tree-state.ts';

/** The tree of a snapshot; `idOf` names the values. O(1), and lazy from there. */
export function inspect<T extends object>(snapshot: MapleSnapshot<T>, idOf: (value: T) => number): TreeView {
  const { node, height, size, dead, lastStore } = snapshot.root;
  const view = (child: MapleNode, min: number): TreeNodeView =>
    new NodeView(child, min, idOf as (value: unknown) => number);
  return {
    root: node === null ? null : view(node, 0),
    height,
    entries: size,
    flags: [snapshot.gaps ? 'ALLOC_RANGE' : '', snapshot.rcu ? 'USE_RCU' : ''].filter((flag) => flag !== ''),
    lastStore: lastStore === null ? null : storeView(lastStore),
    dead: deadNodes(dead).map((gone) => view(gone.node, gone.min)),
  };
}

class NodeView implements TreeNodeView {
  readonly #node: MapleNode;
  readonly #idOf: (value: unknown) => number;
  readonly min: number;
  readonly pivots: readonly number[];
  readonly gaps: readonly number[] | null;

  constructor(node: MapleNode, min: number, idOf: (value: unknown) => number) {
    this.#node = node;
    this.#idOf = idOf;
    this.min = min;
    // A copy: without RCU, and in a tree that no snapshot shares any more, the node goes on changing.
    this.pivots = node.pivots.slice(0, node.end + 1);
    this.gaps = node.type.gaps ? node.gaps.slice(0, node.end + 1) : null;
  }

  get id(): number {
    return this.#node.id;
  }

  get type(): string {
    return this.#node.type.name;
  }

  get leaf(): boolean {
    return this.#node.leaf;
  }

  get max(): number {
    return this.#node.max;
  }

  get capacity(): number {
    return this.#node.type.slots;
  }

  get minimum(): number {
    return this.#node.type.minSlots;
  }

  child(slot: number): TreeNodeView | null {
    const { leaf } = this.#node;
    if (leaf || slot > this.#node.end) return null;
    return new NodeView(this.#node.childAt(slot), this.#node.minOf(slot, this.min), this.#idOf);
  }

  value(slot: number): number | null {
    const { leaf, slots } = this.#node;
    const value = leaf ? slots[slot] : null;
    return value === null || value === undefined ? null : this.#idOf(value);
  }
}
