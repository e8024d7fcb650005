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
// (Zeros that were fractions once: an array of small integers would be of another kind.)
const PIVOTS = Array.from({ length: LEAF_64.slots }, () => 0.5).fill(0);
const SLOTS = Array.from({ length: LEAF_64.slots }, (): unknown => null);
const GAPS = Array.from({ length: ARANGE_64.slots }, () => 0.5).fill(0);
const SHORT_PIVOTS = PIVOTS.slice(0, ARANGE_64.slots);
const SHORT_SLOTS = SLOTS.slice(0, ARANGE_64.slots);
const NO_GAPS: number[] = [];

/** One node. The fields are the tree's; everyone else reads. */
export class MapleNode {
  // Declared, and set by the constructor alone: V8 then knows what each field holds. What a lookup reads comes first, so that it
  // lies in one cache line.
  /** Largest index of each used slot, 0 behind. Those of an inner node never change. */
  declare pivots: number[];
  /** Entries or nodes; null from behind {@link end} on. */
  declare readonly slots: unknown[];
  declare readonly leaf: boolean;
  /** The last used slot. */
  declare end: number;
  /** The edition of the tree that made it: a tree changes only nodes of its present edition in place. */
  declare edition: number;
  declare readonly type: NodeType;
  /** The largest gap below each slot, in an arange_64; empty otherwise. */
  declare gaps: number[];
  /** Identity of the kernel's node: a copy that is made for a snapshot's sake keeps it. */
  declare readonly id: number;
  /** The pivots and gaps are still those of the node that it is a copy of: to be copied before they change. */
  declare borrows: boolean;
  /**
   * Why the tree does not use it any more, told by the tree's epoch: the epoch in which it died, or minus the one in which
   * a copy took its place; 0 while it is used.
   */
  declare goneIn: number;
  /** How many copies came before this one: readers that hold an older one go on in another way. */
  declare readonly copy: number;

  /** An empty node, or a copy of `of`: most copies change one slot and no pivot, so those are only borrowed. */
  constructor(id: number, type: NodeType, edition: number, of: MapleNode | null) {
    if (of !== null) {
      this.pivots = of.pivots;
      this.slots = of.slots.slice();
      this.leaf = of.leaf;
      this.end = of.end;
      this.edition = edition;
      this.type = type;
      this.gaps = of.gaps;
    } else {
      const isShort = type === ARANGE_64;
      this.pivots = (isShort ? SHORT_PIVOTS : PIVOTS).slice();
      this.slots = (isShort ? SHORT_SLOTS : SLOTS).slice();
      this.leaf = type === LEAF_64;
      this.end = 0;
      this.edition = edition;
      this.type = type;
      this.gaps = isShort ? GAPS.slice() : NO_GAPS;
    }
    this.id = id;
    this.borrows = of !== null;
    this.goneIn = 0;
    this.copy = of?.id === id ? of.copy + 1 : 0;
  }

  /** What tells it apart from other nodes and from other copies: `7`, and then `7+1`. */
  get name(): string {
    return this.copy === 0 ? String(this.id) : `${this.id}+${this.copy}`;
  }

  /** Its pivots and gaps are about to change: a leaf has no gaps, and the pivots of an inner node never change. */
  ownArrays(): void {
    if (!this.borrows) return;
    this.borrows = false;
    if (this.leaf) this.pivots = this.pivots.slice();
    else if (this.gaps !== NO_GAPS) this.gaps = this.gaps.slice();
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

  /** How many slots of a leaf hold something. */
  get entries(): number {
    let entries = 0;
    for (let slot = 0; slot <= this.end; slot++) if (this.slots[slot] !== null) entries++;
    return entries;
  }

  /** The largest gap in it or below it, in a node that begins at `min`. */
  maxGap(min: number): number {
    return this.leaf ? this.#maxHole(min) : this.#largest();
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
