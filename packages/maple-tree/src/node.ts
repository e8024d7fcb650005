/**
 * A node: slots that cover its range without holes. Slot `i` covers from the pivot before it, plus one, up to its own pivot,
 * inclusive. A leaf's slots hold entries or null (nothing is stored there), an inner node's slots hold nodes.
 *
 * Unlike the kernel's, a node knows neither its parent nor its minimum: it may be shared by a tree and by snapshots of it,
 * and has another parent in each (docs/adr/0004). Whoever walks remembers the way ({@link Path}). The last used pivot is
 * always written, so that a search needs no end test.
 */

import { ARANGE_64, LEAF_64, RANGE_64, type NodeType } from './node-types.ts';

// Arrays of one element kind from birth: V8 keeps the pivots unboxed, and slice() copies both as one block.
const PIVOTS = Array.from({ length: LEAF_64.slots }, () => 0.5);
const SLOTS = Array.from({ length: LEAF_64.slots }, (): unknown => null);
const GAPS = Array.from({ length: ARANGE_64.slots }, () => 0.5);
const SHORT_PIVOTS = PIVOTS.slice(0, ARANGE_64.slots);
const SHORT_SLOTS = SLOTS.slice(0, ARANGE_64.slots);
const NO_GAPS: number[] = [];

/** One node. The fields are the tree's; everyone else reads. */
export class MapleNode {
  /** Identity of the kernel's node: a copy that is made for a snapshot's sake keeps it. */
  readonly id: number;
  readonly type: NodeType;
  /** The last used slot. */
  end = 0;
  /** Largest index of each used slot. */
  readonly pivots: number[];
  /** Entries or nodes; null from behind {@link end} on. */
  readonly slots: unknown[];
  /** The largest gap below each slot, in an arange_64; empty otherwise. */
  readonly gaps: number[];
  /** The edition of the tree that made it: a tree changes only nodes of its present edition in place. */
  edition: number;
  /**
   * Why the tree does not use it any more, told by the tree's epoch: the epoch in which it died, or minus the one in which
   * a copy took its place; 0 while it is used.
   */
  goneIn = 0;

  constructor(id: number, type: NodeType, edition: number, copy?: MapleNode) {
    this.id = id;
    this.type = type;
    this.edition = edition;
    if (copy !== undefined) {
      this.end = copy.end;
      this.pivots = copy.pivots.slice();
      this.slots = copy.slots.slice();
      this.gaps = copy.gaps === NO_GAPS ? NO_GAPS : copy.gaps.slice();
    } else if (type === ARANGE_64) {
      this.pivots = SHORT_PIVOTS.slice();
      this.slots = SHORT_SLOTS.slice();
      this.gaps = GAPS.slice();
    } else {
      this.pivots = PIVOTS.slice();
      this.slots = SLOTS.slice();
      this.gaps = NO_GAPS;
    }
  }

  get leaf(): boolean {
    return this.type === LEAF_64;
  }

  /** The largest index that it covers. */
  get max(): number {
    return this.pivots[this.end] as number;
  }

  /** The slot that covers `index`, which must lie within the node. */
  slotOf(index: number): number {
    const { pivots } = this;
    let slot = 0;
    while ((pivots[slot] as number) < index) slot++;
    return slot;
  }

  /** First index of a slot, in a node that begins at `min`. */
  minOf(slot: number, min: number): number {
    return slot === 0 ? min : (this.pivots[slot - 1] as number) + 1;
  }

  childAt(slot: number): MapleNode {
    return this.slots[slot] as MapleNode;
  }

  /** The largest gap in it or below it, in a node that begins at `min`. */
  maxGap(min: number): number {
    return this.type === LEAF_64 ? this.#maxHole(min) : this.#largest();
  }

  #largest(): number {
    let largest = 0;
    for (let slot = 0; slot <= this.end; slot++) {
      const gap = this.gaps[slot] as number;
      if (gap > largest) largest = gap;
    }
    return largest;
  }

  #maxHole(min: number): number {
    const { pivots, slots, end } = this;
    let largest = 0;
    for (let slot = 0; slot <= end; slot++) {
      if (slots[slot] !== null) continue;
      const hole = (pivots[slot] as number) - (slot === 0 ? min - 1 : (pivots[slot - 1] as number));
      if (hole > largest) largest = hole;
    }
    return largest;
  }
}

/** The type of an inner node. */
export const innerType = (gaps: boolean): NodeType => (gaps ? ARANGE_64 : RANGE_64);
