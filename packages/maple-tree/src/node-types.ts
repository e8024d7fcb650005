/**
 * The kinds of nodes, and how much each holds.
 * @kernel 6.18 include/linux/maple_tree.h, 64-bit
 */

/** The largest index. The kernel's is ULONG_MAX; a JavaScript number counts exactly up to here. */
export const MAX_INDEX: number = Number.MAX_SAFE_INTEGER;

/** Bytes of a node of any type. @kernel 6.18 struct maple_node */
export const NODE_BYTES = 256;

/** What a node of a type holds. */
export interface NodeType {
  readonly name: 'dense' | 'leaf_64' | 'range_64' | 'arange_64';
  /** The number in `enum maple_type`. */
  readonly code: number;
  readonly leaf: boolean;
  readonly slots: number;
  /** Pivots that the kernel's node has room for: the last slot's is implied by the parent. */
  readonly pivots: number;
  /** The fewest slots that a node which is not the root may use. */
  readonly minSlots: number;
  /** Whether it keeps the largest gap below each slot. */
  readonly gaps: boolean;
}

/** Single indices, a slot each. The kernel declares the type, and no release so far makes such a node. */
export const DENSE: NodeType = Object.freeze({
  name: 'dense',
  code: 0,
  leaf: true,
  slots: 31,
  pivots: 0,
  minSlots: 15,
  gaps: false,
});
/** Entries. */
export const LEAF_64: NodeType = Object.freeze({
  name: 'leaf_64',
  code: 1,
  leaf: true,
  slots: 16,
  pivots: 15,
  minSlots: 6,
  gaps: false,
});
/** Nodes, without gaps. */
export const RANGE_64: NodeType = Object.freeze({
  name: 'range_64',
  code: 2,
  leaf: false,
  slots: 16,
  pivots: 15,
  minSlots: 6,
  gaps: false,
});
/** Nodes, with the largest gap below each. */
export const ARANGE_64: NodeType = Object.freeze({
  name: 'arange_64',
  code: 3,
  leaf: false,
  slots: 10,
  pivots: 9,
  minSlots: 4,
  gaps: true,
});

/** Every type, in the order of the kernel's enum. */
export const NODE_TYPES: readonly NodeType[] = Object.freeze([DENSE, LEAF_64, RANGE_64, ARANGE_64]);
