/**
 * The public face: a map from ranges of whole numbers to objects, and pictures of it that stay what they are.
 */

import type { MapleEvents, TreeEvent } from './events.ts';
import { MaState } from './ma-state.ts';
import type { MapleNode } from './node.ts';
import { MAX_INDEX } from './node-types.ts';
import {
  checkArea,
  checkIndex,
  checkRange,
  checkValue,
  findFrom,
  findUpTo,
  forEach,
  highestHole,
  load,
  lowestHole,
  type MapleEntry,
  type MapleHole,
} from './read.ts';
import { eraseEntry, storeRange } from './store.ts';
import { TreeState, type FrozenRoot, type Root } from './tree-state.ts';
import { WriteState } from './write-state.ts';

/** How to make a tree. */
export interface MapleTreeOptions {
  /** Keep the largest gap below every inner node, for {@link ReadableTree.emptyArea}. The kernel's ALLOC_RANGE. */
  readonly gaps?: boolean;
  /**
   * Replace nodes where a reader could see them half changed, and keep the old ones until {@link MapleTree.gracePeriod}. The
   * kernel's USE_RCU.
   */
  readonly rcu?: boolean;
  /** Is told what the tree does, while it does it. Must not use the tree, nor throw. */
  readonly trace?: (event: TreeEvent) => void;
  /** Asked once a store whether {@link trace} is to be told; always, where absent. */
  readonly tracing?: () => boolean;
  /** Bugs of old kernels, to be looked at. `spanning-store`: CVE-2024-50200, until 6.12-rc4. */
  readonly defects?: readonly 'spanning-store'[];
}

/** What a tree and a snapshot of one can be asked. All bounds are inclusive. */
export abstract class ReadableTree<T extends object> {
  /** @internal Where reading begins. */
  abstract readonly root: Root;
  abstract readonly gaps: boolean;
  abstract readonly rcu: boolean;

  /** How many entries there are. */
  get size(): number {
    return this.root.size;
  }

  /** Levels of nodes. */
  get height(): number {
    return this.root.height;
  }

  /** How many nodes there are; of the dead, which readers may still hold, none. O(1). */
  get nodes(): number {
    return this.root.nodes;
  }

  /** The entry at `index`, or null. mtree_load(). @throws RangeError */
  load(index: number): T | null {
    checkIndex(index);
    this.tellRead('mtree_load', index);
    return load(this.root, index) as T | null;
  }

  /** The entry at `index`, or the first after it that begins at or below `max`. mt_find(). @throws RangeError */
  find(index: number, max: number = MAX_INDEX): MapleEntry<T> | null {
    checkIndex(index);
    checkIndex(max);
    this.tellRead('mt_find', index);
    return findFrom<T>(this.root, index, max);
  }

  /** The first entry that begins after `index`'s own. @throws RangeError */
  findAfter(index: number, max: number = MAX_INDEX): MapleEntry<T> | null {
    checkIndex(index);
    checkIndex(max);
    const here = findFrom<T>(this.root, index, index);
    const next = (here?.last ?? index) + 1;
    return next > max ? null : this.find(next, max);
  }

  /** The entry at `index`, or the last before it that ends at or above `min`. @throws RangeError */
  findBefore(index: number, min = 0): MapleEntry<T> | null {
    checkIndex(index);
    checkIndex(min);
    return findUpTo<T>(this.root, index, min);
  }

  /** Entries that meet `[from, to]`, ascending, uncut. @throws RangeError */
  entries(from = 0, to: number = MAX_INDEX): MapleEntry<T>[] {
    const list: MapleEntry<T>[] = [];
    this.forEach((value, index, last) => void list.push({ index, last, value }), from, to);
    return list;
  }

  /** Calls `visit` with each of them, until it returns false. The tree must not change meanwhile. @throws RangeError */
  forEach(visit: (value: T, index: number, last: number) => boolean | void, from = 0, to: number = MAX_INDEX): void {
    checkRange(from, to);
    forEach<T>(this.root, from, to, (index, last, value) => visit(value, index, last));
  }

  /**
   * The lowest hole with `size` free indices in `[min, max]`: all of it that lies there; null for none. O(log n).
   * @throws RangeError, TypeError where the tree does not track gaps
   */
  emptyArea(min: number, max: number, size: number): MapleHole | null {
    checkArea(this, min, max, size);
    return lowestHole(this.root, min, max, size);
  }

  /** The highest. @throws RangeError, TypeError */
  emptyAreaRev(min: number, max: number, size: number): MapleHole | null {
    checkArea(this, min, max, size);
    return highestHole(this.root, min, max, size);
  }

  /** @internal Somebody reads: a tree that is listened to says so. */
  protected tellRead(_fn: 'mt_find' | 'mtree_load', _index: number): void {}
}

/** A tree as it was. Holds values by identity: what changes *inside* a value is its owner's affair. */
export class MapleSnapshot<T extends object> extends ReadableTree<T> {
  declare readonly root: FrozenRoot;
  /** @internal */
  declare readonly state: TreeState;

  /** @internal */
  constructor(state: TreeState) {
    super();
    this.root = state.freeze();
    this.state = state;
  }

  override get gaps(): boolean {
    return this.state.gaps;
  }

  override get rcu(): boolean {
    return this.state.rcu;
  }
}

/** See the package's README. */
export class MapleTree<T extends object> extends ReadableTree<T> {
  readonly #state: TreeState;
  readonly #writer: WriteState;
  readonly #options: MapleTreeOptions;

  constructor(options: MapleTreeOptions = {}) {
    super();
    const { gaps = false, rcu = false, defects = [] } = options;
    this.#options = options;
    this.#state = new TreeState(gaps, rcu, defects.includes('spanning-store'), eventsOf(options));
    this.#writer = new WriteState(this.#state);
  }

  override get root(): Root {
    return this.#state;
  }

  override get gaps(): boolean {
    return this.#state.gaps;
  }

  override get rcu(): boolean {
    return this.#state.rcu;
  }

  protected override tellRead(fn: 'mt_find' | 'mtree_load', index: number): void {
    this.#state.tellRead(fn, index);
  }

  /** Stores at one index. @throws RangeError */
  store(index: number, value: T | null): void {
    this.storeRange(index, index, value);
  }

  /**
   * Stores over `[index, last]`; null erases. Entries inside vanish, entries across an end are cut and keep their rest.
   * @throws RangeError, TypeError for what is no object
   */
  storeRange(index: number, last: number, value: T | null): void {
    checkRange(index, last);
    checkValue(value);
    storeRange(this.#state, this.#writer, index, last, value, value === null ? 'mas_store_gfp' : 'mas_store_prealloc');
    this.#writer.path.release();
  }

  /** Removes the entry at `index`, whole, and returns it. @throws RangeError */
  erase(index: number): T | null {
    checkIndex(index);
    const erased = eraseEntry(this.#state, this.#writer, index) as T | null;
    this.#writer.path.release();
    return erased;
  }

  /** A position for walking, iterating, and storing as the kernel does it. @throws RangeError */
  state(index = 0, last: number = index): MaState<T> {
    return new MaState<T>(this.#state, index, last);
  }

  /** The end of a grace period: no reader holds a dead node any more, and they are freed. */
  gracePeriod(): void {
    this.#state.freeDead();
  }

  /** The tree as it is, O(1). */
  snapshot(): MapleSnapshot<T> {
    return new MapleSnapshot<T>(this.#state);
  }

  /**
   * Becomes what it was, O(1). Nobody is told: who follows the nodes begins anew with {@link inspect}.
   * @throws TypeError for another tree's snapshot
   */
  restore(snapshot: MapleSnapshot<T>): void {
    if (snapshot.state !== this.#state) throw new TypeError('this is a snapshot of another tree');
    this.#state.thaw(snapshot.root);
  }

  /**
   * __mt_dup(): a tree of the same shape, node by node, with `map(value)` for each value, ascending. What becomes null is
   * erased afterwards. Its nodes have ids of their own, and are told to its listener.
   */
  dup<U extends object>(map: (value: T) => U | null, options: MapleTreeOptions = this.#options): MapleTree<U> {
    const copy = new MapleTree<U>({ ...options, gaps: this.gaps });
    copy.#state.shareIds(this.#state);
    const gone: [index: number, last: number][] = [];
    copy.#adopt(this.#state, (value, index, last) => {
      const mapped = map(value as T);
      if (mapped === null) gone.push([index, last]);
      // An entry that will be erased in a moment; the shape must be the original's until then.
      return mapped ?? (value as object);
    });
    for (const [index, last] of gone) copy.storeRange(index, last, null);
    return copy;
  }

  #adopt(other: TreeState, map: (value: unknown, index: number, last: number) => object): void {
    const state = this.#state;
    state.listen();
    if (other.entry !== null) state.entry = map(other.entry, 0, 0);
    if (other.node !== null) state.node = dupNode(state, other.node, 0, map);
    state.size = other.size;
    state.height = other.height;
  }
}

function dupNode(
  state: TreeState,
  node: MapleNode,
  min: number,
  map: (value: unknown, index: number, last: number) => object,
): MapleNode {
  const copy = state.replacement(node);
  // The other tree lives on and changes its own arrays.
  copy.ownArrays();
  for (let slot = 0; slot <= node.end; slot++) {
    const first = node.minOf(slot, min);
    const value = node.slots[slot];
    if (!node.leaf) copy.slots[slot] = dupNode(state, value as MapleNode, first, map);
    else if (value !== null) copy.slots[slot] = map(value, first, node.pivots[slot] as number);
  }
  state.made(copy, min);
  return copy;
}

const eventsOf = ({ trace, tracing }: MapleTreeOptions): MapleEvents | null =>
  trace === undefined ? null : { trace, enabled: tracing ?? (() => true) };
