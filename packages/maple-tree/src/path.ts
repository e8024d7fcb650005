/** The way from the root to a slot: what the kernel reads from parent pointers, a walk remembers. */

import type { MapleNode } from './node.ts';

/** Nodes from the root on, the slot taken in each, and where each begins. */
export class Path {
  readonly nodes: MapleNode[] = [];
  readonly slots: number[] = [];
  readonly mins: number[] = [];
  /** Level of the last node, the root's being 0; -1 for no way at all. */
  depth = -1;

  /** Begins anew. */
  start(root: MapleNode): void {
    this.depth = 0;
    this.nodes[0] = root;
    this.mins[0] = 0;
    this.slots[0] = 0;
  }

  /** Takes a node as that of a level, and returns its slot for `index`. */
  enter(depth: number, node: MapleNode, min: number, index: number): number {
    const slot = node.slotOf(index);
    this.depth = depth;
    this.nodes[depth] = node;
    this.mins[depth] = min;
    this.slots[depth] = slot;
    return slot;
  }

  /** Steps into the node at the present slot. */
  descend(): void {
    const { depth } = this;
    const node = this.node(depth);
    const slot = this.slot(depth);
    const min = node.minOf(slot, this.min(depth));
    this.depth = depth + 1;
    this.nodes[depth + 1] = node.childAt(slot);
    this.mins[depth + 1] = min;
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

  min(depth: number): number {
    return this.mins[depth] as number;
  }

  max(depth: number): number {
    return this.node(depth).max;
  }

  /** Takes over another way, down to `depth`. */
  copy(other: Path, depth: number = other.depth): void {
    this.depth = depth;
    for (let i = 0; i <= depth; i++) {
      this.nodes[i] = other.node(i);
      this.slots[i] = other.slot(i);
      this.mins[i] = other.min(i);
    }
  }
}
