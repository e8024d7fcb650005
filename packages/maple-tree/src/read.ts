/**
 * Reading a tree from its root: lookups, the neighbours of an index, ranges, holes. Works on a tree and on a snapshot alike,
 * allocates nothing but results, and visits O(log n + k) nodes.
 */

import type { MapleNode } from './node.ts';
import { MAX_INDEX } from './node-types.ts';
import type { Root } from './tree-state.ts';

/** An entry and where it lies, both ends inclusive. */
export interface MapleEntry<T> {
  readonly index: number;
  readonly last: number;
  readonly value: T;
}

/** A hole or a part of one, both ends inclusive. */
export interface MapleHole {
  readonly index: number;
  readonly last: number;
}

/** mtree_load(): the entry at `index`, or null. */
export function load(root: Root, index: number): unknown {
  let { node } = root;
  if (node === null) return index === 0 ? root.entry : null;
  for (;;) {
    const { pivots, slots, leaf } = node;
    let slot = 0;
    while ((pivots[slot] as number) < index) slot++;
    const found: unknown = slots[slot];
    if (leaf) return found;
    node = found as MapleNode;
  }
}

/** mt_find(): the entry at `index`, or the next one that begins at or below `max`. */
export function findFrom<T>(root: Root, index: number, max: number): MapleEntry<T> | null {
  let { node } = root;
  if (node === null) return index === 0 && root.entry !== null ? { index: 0, last: 0, value: root.entry as T } : null;
  let min = 0;
  let slot = node.slotOf(index);
  while (!node.leaf) {
    min = node.minOf(slot, min);
    node = node.childAt(slot);
    slot = node.slotOf(index);
  }
  // No leaf ends in null but the last, so what comes next is in this one.
  const { pivots, slots, end } = node;
  for (let first = node.minOf(slot, min); slot <= end && first <= max; slot++) {
    const last = pivots[slot] as number;
    if (slots[slot] !== null) return { index: first, last, value: slots[slot] as T };
    first = last + 1;
  }
  return null;
}

/** The entry at `index`, or the one before it, that ends at or above `min`. */
export function findUpTo<T>(root: Root, index: number, min: number): MapleEntry<T> | null {
  const { node } = root;
  if (node === null) return min === 0 && root.entry !== null ? { index: 0, last: 0, value: root.entry as T } : null;
  return lastIn<T>(node, 0, index, min);
}

function lastIn<T>(node: MapleNode, nodeMin: number, index: number, min: number): MapleEntry<T> | null {
  const { pivots, slots, leaf } = node;
  for (let slot = node.slotOf(index); slot >= 0; slot--) {
    const last = pivots[slot] as number;
    if (last < min) return null;
    const value = slots[slot];
    const first = node.minOf(slot, nodeMin);
    if (leaf) {
      if (value !== null) return { index: first, last, value: value as T };
    } else {
      const found = lastIn<T>(value as MapleNode, first, last < index ? last : index, min);
      if (found !== null) return found;
    }
  }
  return null;
}

/** Calls `visit` with every entry that meets `[from, to]`, ascending, until it returns false. */
export function forEach<T>(
  root: Root,
  from: number,
  to: number,
  visit: (index: number, last: number, value: T) => boolean | void,
): void {
  if (root.node !== null) eachIn(root.node, 0, from, to, visit);
  else if (from === 0 && root.entry !== null) visit(0, 0, root.entry as T);
}

function eachIn<T>(
  node: MapleNode,
  min: number,
  from: number,
  to: number,
  visit: (index: number, last: number, value: T) => boolean | void,
): boolean {
  const { pivots, slots, end, leaf } = node;
  let slot = node.slotOf(from);
  let first = node.minOf(slot, min);
  for (; slot <= end && first <= to; slot++) {
    const value = slots[slot];
    const last = pivots[slot] as number;
    if (leaf) {
      if (value !== null && visit(first, last, value as T) === false) return false;
    } else if (!eachIn(value as MapleNode, first, from, to, visit)) return false;
    first = last + 1;
  }
  return true;
}

/** mas_empty_area(): the lowest hole of `size` within `[min, max]`, cut to it. Only for trees that track gaps. */
export function lowestHole(root: Root, min: number, max: number, size: number): MapleHole | null {
  if (root.node !== null) return lowestIn(root.node, 0, min, max, size);
  return bareHole(root, min, max, size);
}

/** Of a tree without nodes: everything, but perhaps index 0. */
function bareHole(root: Root, min: number, max: number, size: number): MapleHole | null {
  const index = root.entry !== null && min === 0 ? 1 : min;
  return max - index + 1 >= size ? { index, last: max } : null;
}

// Only the children at the two ends of the window can promise a gap and not keep it, so at most two ways are in vain.
function lowestIn(node: MapleNode, nodeMin: number, min: number, max: number, size: number): MapleHole | null {
  const { pivots, slots, gaps, end, leaf } = node;
  let slot = node.slotOf(min);
  let first = node.minOf(slot, nodeMin);
  for (; slot <= end && first <= max; slot++) {
    const last = pivots[slot] as number;
    if (leaf) {
      if (slots[slot] === null) {
        const hole = clipped(first, last, min, max, size);
        if (hole !== null) return hole;
      }
    } else if ((gaps[slot] as number) >= size) {
      const found = lowestIn(slots[slot] as MapleNode, first, min, max, size);
      if (found !== null) return found;
    }
    first = last + 1;
  }
  return null;
}

/** mas_empty_area_rev(): the highest hole of `size` within `[min, max]`, cut to it. Only for trees that track gaps. */
export function highestHole(root: Root, min: number, max: number, size: number): MapleHole | null {
  if (root.node !== null) return highestIn(root.node, 0, min, max, size);
  return bareHole(root, min, max, size);
}

function highestIn(node: MapleNode, nodeMin: number, min: number, max: number, size: number): MapleHole | null {
  const { pivots, slots, gaps, leaf } = node;
  for (let slot = max >= node.max ? node.end : node.slotOf(max); slot >= 0; slot--) {
    const last = pivots[slot] as number;
    if (last < min) return null;
    const first = node.minOf(slot, nodeMin);
    if (leaf) {
      if (slots[slot] === null) {
        const hole = clipped(first, last, min, max, size);
        if (hole !== null) return hole;
      }
    } else if ((gaps[slot] as number) >= size) {
      const found = highestIn(slots[slot] as MapleNode, first, min, max, size);
      if (found !== null) return found;
    }
  }
  return null;
}

function clipped(first: number, last: number, min: number, max: number, size: number): MapleHole | null {
  const index = first > min ? first : min;
  const end = last < max ? last : max;
  return end - index + 1 >= size ? { index, last: end } : null;
}

/** @throws RangeError for what is no index. */
export function checkIndex(index: number): void {
  if (!Number.isSafeInteger(index) || index < 0)
    throw new RangeError(`${index} is not an index: a whole number from 0 to ${MAX_INDEX}`);
}

/** @throws TypeError for what cannot be told from a hole, or is no object */
export function checkValue(value: unknown): void {
  if (typeof value !== 'object' && typeof value !== 'function')
    throw new TypeError(`a ${typeof value} cannot be stored: values are objects, or null to erase`);
}

/** @throws RangeError for what can not be searched; TypeError where the tree does not track gaps */
export function checkArea({ gaps }: { readonly gaps: boolean }, min: number, max: number, size: number): void {
  checkRange(min, max);
  if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`${size} is not a size: a whole number from 1`);
  if (!gaps) throw new TypeError('this tree does not track gaps: make it with { gaps: true }');
}

/** @throws RangeError for what is no range. Both ends are inclusive. */
export function checkRange(index: number, last: number): void {
  checkIndex(index);
  checkIndex(last);
  if (last < index) throw new RangeError(`[${index}, ${last}] is not a range: the last index is below the first`);
}
