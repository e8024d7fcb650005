/**
 * An index that is a tree, as a viewer finds it: nodes with their slots, what the last store did and why. Frozen: it stays
 * what it is when the index goes on. Nothing is copied; nodes are looked at when they are asked for.
 *
 * Written for the maple tree, and open to others: a node is a list of slots that cover its range without holes, each with
 * the largest page that it covers (the *pivot*, inclusive). A slot leads to a node, or holds an entry, or nothing; in a maple
 * tree only leaves hold entries, in a radix tree a slot of any level may. Slots that hold the same and stand side by side are
 * better told as one: nobody looks at 512.
 */

/** A tree at one moment. */
export interface TreeView {
  /** Null where there is no node: nothing is stored, or one entry that needs none. */
  readonly root: TreeNodeView | null;
  /** Levels of nodes; 0 without a root. */
  readonly height: number;
  /** How many entries are stored. */
  readonly entries: number;
  /** `ALLOC_RANGE` (gaps are tracked), `USE_RCU`, ... */
  readonly flags: readonly string[];
  /** The last store, or null before the first. */
  readonly lastStore: TreeStore | null;
  /** Nodes that were replaced and wait for the end of a grace period, oldest first. */
  readonly dead: readonly TreeNodeView[];
}

/** One node. */
export interface TreeNodeView {
  /**
   * Identity over time: a node that replaces another has its own. The same stores give the same numbers, also after
   * `restore()`: a moment that is gone back to, and played on from, is the same.
   */
  readonly id: number;
  /** `leaf_64`, `range_64`, `arange_64`, ... */
  readonly type: string;
  readonly leaf: boolean;
  /** First and last page that it covers, both inclusive. */
  readonly min: number;
  readonly max: number;
  /** Slots that a node of this type has, and the fewest that one that is not the root may use (1, where there is no such rule). */
  readonly capacity: number;
  readonly minimum: number;
  /** The largest page of each used slot, ascending; the last is `max`. */
  readonly pivots: readonly number[];
  /** The largest hole below each used slot in pages; null where the type tracks none. */
  readonly gaps: readonly number[] | null;
  /** The node that a slot leads to; null where it leads to none, as every slot of a leaf. */
  child(slot: number): TreeNodeView | null;
  /** The id of the entry that a slot holds (a VMA's); null for a hole, and where it leads to a node. */
  value(slot: number): number | null;
}

/** What a store did. */
export interface TreeStore {
  /** First and last page that were written, both inclusive, widened over neighbouring holes if a hole was written. */
  readonly index: number;
  readonly last: number;
  readonly erased: boolean;
  /** `exact_fit`, `slot_store`, `split_store`, ... */
  readonly kind: string;
  /** Why it was that kind: one sentence. */
  readonly reason: string;
  /** Nodes that were changed in place, ids. */
  readonly changed: readonly number[];
  /** Nodes that were made. */
  readonly made: readonly number[];
  /** Nodes that were taken out. */
  readonly replaced: readonly number[];
}
