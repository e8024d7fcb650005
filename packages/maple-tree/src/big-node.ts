/**
 * The contents of one or more neighbouring nodes of a level in one row, before they are cut into nodes again. The rules of
 * the cut decide the shape of the tree.
 * @kernel 6.18 lib/maple_tree.c struct maple_big_node
 */

import type { MapleNode } from './node.ts';
import { LEAF_64, type NodeType } from './node-types.ts';
import type { TreeState } from './tree-state.ts';

/** Three full nodes: two leaves with what is stored between them, and a neighbour where those starve. */
const MOST = 3 * LEAF_64.slots;
// Of one element kind from birth, as in a node.
const SLOTS = Array.from({ length: MOST }, (): unknown => null);
const NUMBERS = Array.from({ length: MOST }, () => 0.5);

/** A node cut from a row. */
export interface Part {
  readonly node: MapleNode;
  readonly min: number;
}

/** See the file's comment. Slots, pivots and gaps are as in a node; there is no limit. */
export class BigNode {
  type: NodeType = LEAF_64;
  /** Index at which the row begins. */
  min = 0;
  count = 0;
  /** Slots that have held something since the last clear. */
  #most = 0;
  readonly slots = SLOTS.slice();
  readonly pivots = NUMBERS.slice();
  readonly gaps = NUMBERS.slice();

  /** Begins anew. */
  reset(type: NodeType, min: number): void {
    this.type = type;
    this.min = min;
    this.count = 0;
  }

  /** Lets go of what it holds. */
  clear(): void {
    this.count = 0;
    this.slots.fill(null, 0, this.#most);
    this.#most = 0;
  }

  add(entry: unknown, pivot: number, gap: number): void {
    const at = this.count++;
    if (at >= this.#most) this.#most = at + 1;
    this.slots[at] = entry;
    this.pivots[at] = pivot;
    this.gaps[at] = gap;
  }

  /** Adds a node as a child. */
  addChild(tree: TreeState, { node, min }: Part): void {
    this.add(node, node.max, tree.gaps ? node.maxGap(min) : 0);
  }

  /** Adds slots `[from, to)` of a node. */
  addSlots(node: MapleNode, from: number, to: number): void {
    for (let slot = from; slot < to; slot++)
      this.add(node.slots[slot], node.pivots[slot] as number, node.type.gaps ? (node.gaps[slot] as number) : 0);
  }

  /** Adds another row. */
  addRow(row: BigNode): void {
    for (let i = 0; i < row.count; i++) this.add(row.slots[i], row.pivots[i] as number, row.gaps[i] as number);
  }

  /** How many slots are not null. */
  get entries(): number {
    let entries = 0;
    for (let i = 0; i < this.count; i++) if (this.slots[i] !== null) entries++;
    return entries;
  }

  /** Cuts the row into one node where it fits, else into two, in the rarest case three. */
  cut(tree: TreeState): Part[] {
    const last = this.count - 1;
    if (this.count <= this.type.slots) return [this.part(tree, 0, last)];
    const split = this.#middle();
    if (!this.#needsThree()) return [this.part(tree, 0, split), this.part(tree, split + 1, last)];
    const third = Math.floor(last / 3);
    const [left, right] = [this.notNull(third), this.notNull(2 * third)];
    return [this.part(tree, 0, left), this.part(tree, left + 1, right), this.part(tree, right + 1, last)];
  }

  /** Two halves, whatever fits. */
  halve(tree: TreeState): Part[] {
    const split = this.#middle();
    return [this.part(tree, 0, split), this.part(tree, split + 1, this.count - 1)];
  }

  #middle(): number {
    return this.notNull(Math.floor((this.count - 1) / 2));
  }

  /** Two nodes are too few if both halves are full, counting that none but the last may end in null. */
  #needsThree(): boolean {
    const last = this.count - 1;
    const { slots } = this.type;
    return last >= 2 * slots || (last >= 2 * slots - 1 && this.slots[Math.floor(last / 2)] === null);
  }

  /**
   * The last slot of a left part, near `split`: one that is not null. What is right of it is never so little that a slot less were
   * too few, which the kernel asks besides.
   */
  notNull(split: number): number {
    if (this.slots[split] !== null) return split;
    return split < this.type.slots - 1 ? split + 1 : split - 1;
  }

  /** Makes a node of slots `[from, to]`. */
  part(tree: TreeState, from: number, to: number): Part {
    const min = from === 0 ? this.min : (this.pivots[from - 1] as number) + 1;
    const node = tree.alloc(this.type);
    node.end = to - from;
    for (let i = from; i <= to; i++) {
      node.slots[i - from] = this.slots[i];
      node.pivots[i - from] = this.pivots[i] as number;
      if (this.type.gaps) node.gaps[i - from] = this.gaps[i] as number;
    }
    tree.made(node, min);
    return { node, min };
  }
}
