/**
 * A position in a tree: where a reader or writer stands between two steps. Without RCU it is for the one task that also
 * writes; under RCU a reader may hold it while somebody else writes, and begins anew where it finds its node dead.
 * @kernel 6.18 include/linux/maple_tree.h struct ma_state
 */

import { MAX_INDEX } from './node-types.ts';
import { Path } from './path.ts';
import { checkRange, highestHole, lowestHole } from './read.ts';
import { eraseEntry, prepare, storePrepared, storeRange } from './store.ts';
import type { TreeState } from './tree-state.ts';
import { WriteState } from './write-state.ts';

/**
 * What a position is worth: not walked yet; at an entry or a hole; at the entry of a tree without nodes; in an empty tree;
 * given up on purpose; past the upper or lower limit; the last search failed.
 */
export type MaStatus = 'start' | 'active' | 'root' | 'none' | 'pause' | 'overflow' | 'underflow' | 'error';

/** See the file's comment. Made by `tree.state()`. */
export class MaState<T extends object> {
  readonly #tree: TreeState;
  readonly #path = new Path();
  #epoch = 0;
  #version = 0;
  /** What {@link preallocate} decided, at which version of the tree. */
  #prepared: WriteState | null = null;
  #preparedAt = 0;
  /** First and last index of what was asked for, and after a walk of the slot that was found. Both inclusive. */
  index: number;
  last: number;
  status: MaStatus = 'start';
  /** How often a reader met a dead node and began anew. */
  restarts = 0;

  /** @internal */
  constructor(tree: TreeState, index: number, last: number) {
    checkRange(index, last);
    this.#tree = tree;
    this.index = index;
    this.last = last;
  }

  /** mas_set_range(): a new place, not walked yet. */
  setRange(index: number, last: number): void {
    checkRange(index, last);
    this.index = index;
    this.last = last;
    this.status = 'start';
  }

  /** mas_set() */
  set(index: number): void {
    this.setRange(index, index);
  }

  /** mas_reset(): the next use walks anew. */
  reset(): void {
    this.status = 'start';
  }

  /** mas_pause(): lets go of the tree; the next search goes on behind what was found last. */
  pause(): void {
    this.status = 'pause';
  }

  /** Level in which it stands, the root being 0; -1 outside of any node. */
  get depth(): number {
    return this.status === 'active' ? this.#path.depth : -1;
  }

  /** Id of the node in which it stands; 0 for none. */
  get node(): number {
    return this.depth < 0 ? 0 : this.#path.node(this.#path.depth).id;
  }

  /** The slot in that node. */
  get offset(): number {
    return this.depth < 0 ? 0 : this.#path.slot(this.#path.depth);
  }

  /** Whether somebody took the node in which it stands out of the tree. */
  get dead(): boolean {
    return this.depth >= 0 && this.#path.node(this.#path.depth).goneIn === this.#tree.epoch;
  }

  /**
   * One step of a walk to {@link index}: from the root, or one level down. True when it stands in a leaf. Between two steps a
   * writer may come in; a node that died meanwhile makes the walk begin anew.
   */
  descend(): boolean {
    if (this.status === 'active' && this.#isGone()) this.#restart();
    if (this.status !== 'active') return this.#enter();
    const { depth } = this.#path;
    const node = this.#path.node(depth);
    this.#path.slots[depth] = node.slotOf(this.index);
    if (node.leaf) return true;
    this.#path.descend();
    return false;
  }

  /** mas_walk(): the entry at {@link index}, or null; {@link index} and {@link last} become its range, or the hole's. */
  walk(): T | null {
    this.status = 'start';
    while (!this.descend());
    return this.#settle();
  }

  /** mas_find(): the entry at {@link index}, then at each call the next one, while it begins at or below `max`. */
  find(max: number = MAX_INDEX): T | null {
    if (this.status === 'start') {
      if (this.index > max) return this.#over();
      const entry = this.walk();
      return entry ?? this.next(max);
    }
    return this.next(max);
  }

  /** mas_find_rev(): likewise backwards, while the entry ends at or above `min`. */
  findRev(min = 0): T | null {
    if (this.status === 'start') {
      const entry = this.walk();
      return entry ?? this.prev(min);
    }
    return this.prev(min);
  }

  /** mas_next(): the entry after this one, if it begins at or below `max`. */
  next(max: number = MAX_INDEX): T | null {
    for (;;) {
      if (this.last >= max) return this.#over();
      const entry = this.#nextSlot();
      if (this.index > max) return this.#over();
      if (entry !== null) return entry;
    }
  }

  /** mas_prev(): the entry before this one, if it ends at or above `min`. */
  prev(min = 0): T | null {
    for (;;) {
      if (this.index <= min) return this.#under();
      const entry = this.#prevSlot();
      if (this.last < min) return this.#under();
      if (entry !== null) return entry;
    }
  }

  /** mas_store(): writes `entry` over `[index, last]`; null erases. */
  store(entry: T | null): void {
    this.#store(entry, 'mas_store');
  }

  /** mas_store_gfp(): the same, as the kernel does it where memory may be waited for. */
  storeGfp(entry: T | null): void {
    this.#store(entry, 'mas_store_gfp');
  }

  /** mas_preallocate(): how many nodes the store of `entry` over `[index, last]` may need at most. */
  preallocate(entry: T | null): number {
    this.#prepared = new WriteState(this.#tree);
    prepare(this.#tree, this.#prepared, this.index, this.last, entry);
    this.#preparedAt = this.#tree.version;
    return this.#prepared.nodesNeeded;
  }

  /**
   * mas_store_prealloc(): the store for which {@link preallocate} asked.
   * @throws TypeError where it asked for another one, or the tree changed since.
   */
  storePrealloc(entry: T | null): void {
    const store = this.#prepared;
    if (store?.entry !== entry || this.#preparedAt !== this.#tree.version)
      throw new TypeError('nothing was preallocated for this store: call preallocate() directly before it');
    storePrepared(this.#tree, store, 'mas_store_prealloc');
    this.#stored();
  }

  /** mas_erase(): removes the entry at {@link index}, whole, and returns it. */
  erase(): T | null {
    const store = new WriteState(this.#tree);
    const entry = eraseEntry(this.#tree, store, this.index) as T | null;
    if (entry === null) return null;
    this.index = store.index;
    this.last = store.last;
    this.#stored();
    return entry;
  }

  /** mas_empty_area(): the lowest `size` free indices within `[min, max]`; false (EBUSY) where there are none. */
  emptyArea(min: number, max: number, size: number): boolean {
    const hole = lowestHole(this.#tree, min, max, size);
    return this.#found(hole?.index ?? null, size);
  }

  /** mas_empty_area_rev(): the highest. */
  emptyAreaRev(min: number, max: number, size: number): boolean {
    const hole = highestHole(this.#tree, min, max, size);
    return this.#found(hole === null ? null : hole.last - size + 1, size);
  }

  #found(index: number | null, size: number): boolean {
    if (index === null) {
      this.status = 'error';
      return false;
    }
    this.setRange(index, index + size - 1);
    return true;
  }

  #store(entry: T | null, fn: 'mas_store' | 'mas_store_gfp'): void {
    const { index, last } = this;
    storeRange(this.#tree, new WriteState(this.#tree), index, last, entry, fn);
    this.#stored();
  }

  /** It stands at what was stored; the way there is found when it is needed. */
  #stored(): void {
    this.#prepared = null;
    this.status = 'pause';
  }

  /** Begins a walk; true where there is nothing to walk. */
  #enter(): boolean {
    const { node, epoch, version } = this.#tree;
    this.#epoch = epoch;
    this.#version = version;
    if (node === null) return true;
    this.#path.start(node);
    this.status = 'active';
    return false;
  }

  /** Reads the slot in which a walk ended. */
  #settle(): T | null {
    const { node: root, entry } = this.#tree;
    if (this.status !== 'active') {
      const found = root === null && this.index === 0 ? (entry as T | null) : null;
      this.index = this.index === 0 ? 0 : 1;
      if (entry === null) this.index = 0;
      this.last = found === null ? MAX_INDEX : 0;
      this.status = found === null ? 'none' : 'root';
      return found;
    }
    const { depth } = this.#path;
    const leaf = this.#path.node(depth);
    const slot = this.#path.slot(depth);
    this.index = leaf.minOf(slot, this.#path.min(depth));
    this.last = leaf.pivots[slot] as number;
    return leaf.slots[slot] as T | null;
  }

  #nextSlot(): T | null {
    if (!this.#isFresh()) return this.#walkTo(this.last + 1);
    const path = this.#path;
    let { depth } = path;
    while (depth >= 0 && path.slot(depth) >= path.node(depth).end) depth--;
    if (depth < 0) return this.#walkTo(this.last + 1);
    path.depth = depth;
    path.slots[depth] = path.slot(depth) + 1;
    while (!path.node(path.depth).leaf) path.descend();
    return this.#settle();
  }

  #prevSlot(): T | null {
    if (!this.#isFresh()) return this.#walkTo(this.index - 1);
    const path = this.#path;
    let { depth } = path;
    while (depth >= 0 && path.slot(depth) === 0) depth--;
    if (depth < 0) return this.#walkTo(this.index - 1);
    path.depth = depth;
    path.slots[depth] = path.slot(depth) - 1;
    while (!path.node(path.depth).leaf) {
      path.descend();
      path.slots[path.depth] = path.node(path.depth).end;
    }
    return this.#settle();
  }

  #walkTo(index: number): T | null {
    this.index = index;
    return this.walk();
  }

  /** Whether the remembered way still leads to where it stands. */
  #isFresh(): boolean {
    if (this.status !== 'active') return false;
    if (!this.#tree.rcu) return this.#version === this.#tree.version;
    if (!this.#isGone()) return true;
    this.#restart();
    return false;
  }

  /** Whether a node of the way left the tree: a living leaf below one would lead to neighbours of another time. */
  #isGone(): boolean {
    const { epoch } = this.#tree;
    if (this.#epoch !== epoch) return true;
    const path = this.#path;
    for (let { depth } = path; depth >= 0; depth--) if (Math.abs(path.node(depth).goneIn) === epoch) return true;
    return false;
  }

  #restart(): void {
    if (this.dead) this.restarts++;
    this.status = 'start';
  }

  #over(): null {
    this.status = 'overflow';
    return null;
  }

  #under(): null {
    this.status = 'underflow';
    return null;
  }
}
