/**
 * One small interface over things that can hold disjoint ranges, so that the same loop measures each. Bounds are inclusive.
 * Entries are `{ start, last, value }`; the peers are ordered by `start`, as anybody would use them for ranges.
 */

import { MapleTree, type MapleSnapshot } from '@mm-playground/maple-tree';
import createTree, { type Tree } from 'functional-red-black-tree';
import sorted from 'sorted-array-functions';
import sortedBTree from 'sorted-btree';

// CommonJS with a default export: Node says it is a property of the default, test runners and bundlers that it is the default.
const BTree = 'default' in sortedBTree ? sortedBTree.default : sortedBTree;

/** What is stored. */
export interface Item {
  readonly start: number;
  readonly last: number;
}

/** What is measured. */
export interface RangeMap {
  /** The item that holds `key`, or null. */
  floor(key: number): Item | null;
  /** Stores an item where nothing is. */
  insert(item: Item): void;
  /** Removes the item that starts at `start`. */
  erase(start: number): void;
  /** Removes all items that lie in the new one's range (none reaches over its ends), and stores it. */
  replaceOver(item: Item): void;
  /** Goes through everything: the sum of all starts. */
  sum(): number;
  /** The lowest hole of `size` in `[min, max]`, its first index; -1 for none. */
  gap(min: number, max: number, size: number): number;
  /** Takes a picture that stays what it is, then replaces the item at `item.start` by `item`. Returns the picture. */
  snapshotAndWrite?(item: Item): unknown;
}

/** A way to make one. */
export interface Candidate {
  readonly name: string;
  /** Filled with items that are disjoint and ascending. */
  readonly create: (items: readonly Item[]) => RangeMap;
}

class Maple implements RangeMap {
  readonly #tree: MapleTree<Item>;

  constructor(items: readonly Item[], options: { readonly gaps: boolean; readonly rcu: boolean }) {
    this.#tree = new MapleTree<Item>(options);
    for (const item of items) this.insert(item);
  }

  floor(key: number): Item | null {
    return this.#tree.load(key);
  }

  insert(item: Item): void {
    this.#tree.storeRange(item.start, item.last, item);
    this.#tree.gracePeriod();
  }

  erase(start: number): void {
    this.#tree.erase(start);
  }

  replaceOver(item: Item): void {
    this.#tree.storeRange(item.start, item.last, item);
    this.#tree.gracePeriod();
  }

  sum(): number {
    let sum = 0;
    this.#tree.forEach((item) => void (sum += item.start));
    return sum;
  }

  gap(min: number, max: number, size: number): number {
    return this.#tree.emptyArea(min, max, size)?.index ?? -1;
  }

  snapshotAndWrite(item: Item): MapleSnapshot<Item> {
    const snapshot = this.#tree.snapshot();
    this.#tree.storeRange(item.start, item.last, item);
    this.#tree.gracePeriod();
    return snapshot;
  }
}

/** For what has no gap search: item after item. */
function scan(items: Iterable<Item>, min: number, max: number, size: number): number {
  let at = min;
  for (const { start, last } of items) {
    if (start > max) break;
    if (start - at >= size) return at;
    if (last + 1 > at) at = last + 1;
  }
  return max - at + 1 >= size ? at : -1;
}

class SortedBTree implements RangeMap {
  #tree = new BTree<number, Item>(undefined, (a, b) => a - b);

  constructor(items: readonly Item[]) {
    this.#tree.setPairs(items.map((item) => [item.start, item]));
  }

  floor(key: number): Item | null {
    const item = this.#tree.getPairOrNextLower(key)?.[1];
    return item !== undefined && item.last >= key ? item : null;
  }

  insert(item: Item): void {
    this.#tree.set(item.start, item);
  }

  erase(start: number): void {
    this.#tree.delete(start);
  }

  replaceOver(item: Item): void {
    this.#tree.deleteRange(item.start, item.last, true);
    this.#tree.set(item.start, item);
  }

  sum(): number {
    let sum = 0;
    this.#tree.forEachPair((start) => void (sum += start));
    return sum;
  }

  gap(min: number, max: number, size: number): number {
    return scan(this.#tree.values(min), min, max, size);
  }

  snapshotAndWrite(item: Item): unknown {
    const picture = this.#tree.clone();
    this.#tree.set(item.start, item);
    return picture;
  }
}

class RedBlackTree implements RangeMap {
  #tree: Tree<number, Item> = createTree<number, Item>((a, b) => a - b);

  constructor(items: readonly Item[]) {
    for (const item of items) this.insert(item);
  }

  floor(key: number): Item | null {
    const item = this.#tree.le(key).value;
    return item !== undefined && item.last >= key ? item : null;
  }

  insert(item: Item): void {
    this.#tree = this.#tree.insert(item.start, item);
  }

  erase(start: number): void {
    this.#tree = this.#tree.remove(start);
  }

  replaceOver(item: Item): void {
    for (;;) {
      const found = this.#tree.ge(item.start);
      if (!found.valid || (found.key ?? Infinity) > item.last) break;
      this.#tree = found.remove();
    }
    this.insert(item);
  }

  sum(): number {
    let sum = 0;
    this.#tree.forEach((start) => {
      sum += start;
    });
    return sum;
  }

  *#from(min: number): Generator<Item> {
    for (const at = this.#tree.ge(min); at.valid; at.next()) if (at.value !== undefined) yield at.value;
  }

  gap(min: number, max: number, size: number): number {
    return scan(this.#from(min), min, max, size);
  }

  snapshotAndWrite(item: Item): unknown {
    const picture = this.#tree;
    this.#tree = this.#tree.find(item.start).update(item);
    return picture;
  }
}

const byStart = (a: Item, b: Item): -1 | 0 | 1 => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0);

class SortedArray implements RangeMap {
  #items: Item[];

  constructor(items: readonly Item[]) {
    this.#items = items.slice();
  }

  floor(key: number): Item | null {
    const item = this.#items[sorted.lte(this.#items, { start: key, last: key }, byStart)];
    return item !== undefined && item.last >= key ? item : null;
  }

  insert(item: Item): void {
    sorted.add(this.#items, item, byStart);
  }

  erase(start: number): void {
    sorted.remove(this.#items, { start, last: start }, byStart);
  }

  replaceOver(item: Item): void {
    const from = sorted.gte(this.#items, item, byStart);
    let to = from;
    while ((this.#items[to]?.start ?? Infinity) <= item.last) to++;
    this.#items.splice(from < 0 ? this.#items.length : from, from < 0 ? 0 : to - from, item);
  }

  sum(): number {
    let sum = 0;
    for (const { start } of this.#items) sum += start;
    return sum;
  }

  gap(min: number, max: number, size: number): number {
    const from = sorted.gte(this.#items, { start: min, last: min }, byStart);
    return scan(from < 0 ? [] : this.#items.slice(from), min, max, size);
  }
}

/** Everything that is measured, ours first. */
export const CANDIDATES: readonly Candidate[] = [
  { name: 'maple-tree', create: (items) => new Maple(items, { gaps: false, rcu: false }) },
  { name: 'maple-tree, gaps', create: (items) => new Maple(items, { gaps: true, rcu: false }) },
  { name: 'maple-tree, gaps and rcu', create: (items) => new Maple(items, { gaps: true, rcu: true }) },
  { name: 'sorted-btree', create: (items) => new SortedBTree(items) },
  { name: 'functional-red-black-tree', create: (items) => new RedBlackTree(items) },
  { name: 'sorted-array-functions', create: (items) => new SortedArray(items) },
];
