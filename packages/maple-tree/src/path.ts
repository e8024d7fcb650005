/** The way from the root to a slot: what the kernel reads from parent pointers, a walk remembers. */

import { MapleNode } from './node.ts';
import { LEAF_64 } from './node-types.ts';

/** What stands where a way leads no more. */
const NOWHERE = new MapleNode(0, LEAF_64, 0, null);

/** Nodes from the root on, and the slot taken in each. */
export class Path {
  readonly nodes: MapleNode[] = [];
  readonly slots: number[] = [];
  /** Level of the last node, the root's being 0; -1 for no way at all. */
  depth = -1;

  /** Begins anew. */
  start(root: MapleNode): void {
    this.depth = 0;
    this.nodes[0] = root;
    this.slots[0] = 0;
  }

  /** Takes a node as that of a level, and returns its slot for `index`. */
  enter(depth: number, node: MapleNode, index: number): number {
    const slot = node.slotOf(index);
    this.depth = depth;
    this.nodes[depth] = node;
    this.slots[depth] = slot;
    return slot;
  }

  /** Steps into the node at the present slot. */
  descend(): void {
    const { depth } = this;
    this.depth = depth + 1;
    this.nodes[depth + 1] = this.node(depth).childAt(this.slot(depth));
    this.slots[depth + 1] = 0;
  }

  /** From the node at `depth` down to the leaf that holds `index`. */
  descendTo(index: number, from: number): void {
    this.depth = from;
    for (;;) {
      const node = this.node(this.depth);
      this.slots[this.depth] = node.slotOf(index);
      if (node.leaf) return;
      this.descend();
    }
  }

  node(depth: number): MapleNode {
    return this.nodes[depth] as MapleNode;
  }

  slot(depth: number): number {
    return this.slots[depth] as number;
  }

  /** First index of a node: what the nearest pivot to the left of the way, above it, leaves. */
  min(depth: number): number {
    for (let above = depth - 1; above >= 0; above--) {
      const slot = this.slot(above);
      if (slot > 0) return (this.node(above).pivots[slot - 1] as number) + 1;
    }
    return 0;
  }

  max(depth: number): number {
    return this.node(depth).max;
  }

  /** Lets go of the nodes: a way that is kept for the next store must not keep a tree that is gone. */
  release(): void {
    const { nodes } = this;
    for (let i = 0; i < nodes.length; i++) nodes[i] = NOWHERE;
    this.depth = -1;
  }

  /** Takes over another way, down to `depth`. */
  copy(other: Path, depth: number = other.depth): void {
    this.depth = depth;
    for (let i = 0; i <= depth; i++) {
      this.nodes[i] = other.node(i);
      this.slots[i] = other.slot(i);
    }
  }
}
