/**
 * A position in a tree: where a reader or writer stands between two steps. Without RCU it is for the one task that also
 * writes; under RCU a reader may hold it while somebody else writes, and begins anew where it finds its node dead.
 * @kernel 6.18 include/linux/maple_tree.h struct ma_state
 */

import { MAX_INDEX } from './node-types.ts';
import { Path } from './path.ts';
import { checkArea, checkIndex, checkRange, checkValue, highestHole, lowestHole } from './read.ts';
import { eraseEntry, prepare, storePrepared, storeRange } from './store.ts';
import type { TreeState } from './tree-state.ts';
import { WriteState } from './write-state.ts';

/**
 * What a position is worth: not walked yet; at an entry or a hole; in a tree that is one entry without nodes; in an empty tree;
 * given up on purpose; a step would have gone above or below the limit, and the position stayed; the last search failed.
 */
export type MaStatus = 'start' | 'active' | 'root' | 'none' | 'pause' | 'overflow' | 'underflow' | 'error';

/** See the file's comment. Made by `tree.state()`. */
export class MaState<T extends object> {
  readonly #tree: TreeState;
  readonly #path = new Path();
  #epoch = 0;
  #version = 0;
  /** What {@link preallocate} decided: for which range, at which version of the tree. */
  #prepared: {
    readonly store: WriteState;
    readonly index: number;
    readonly last: number;
    readonly version: number;
  } | null = null;
  #index: number;
  #last: number;
  #status: MaStatus = 'start';
  /** How often a reader met a dead node and began anew. */
  restarts = 0;

  /** @internal */
  constructor(tree: TreeState, index: number, last: number) {
    checkRange(index, last);
    this.#tree = tree;
    this.#index = index;
    this.#last = last;
  }

  /** First index of what was asked for, and after a walk of the slot that was found. */
  get index(): number {
    return this.#index;
  }

  /** Last index of it, inclusive. */
  get last(): number {
    return this.#last;
  }

  get status(): MaStatus {
    return this.#status;
  }

  /** mas_set_range(): a new place, not walked yet. */
  setRange(index: number, last: number): void {
    checkRange(index, last);
    this.#index = index;
    this.#last = last;
    this.reset();
  }

  /** mas_set() */
  set(index: number): void {
    this.setRange(index, index);
  }

  /** mas_reset(): the next use walks anew. */
  reset(): void {
    this.#leave('start');
  }

  /** mas_pause(): lets go of the tree; the next search goes on behind what was found last. */
  pause(): void {
    this.#leave('pause');
  }

  /** No way leads to where it is any more: whoever steps from there walks first, also after a step that was refused. */
  #leave(status: MaStatus): void {
    this.#status = status;
    this.#path.depth = -1;
  }

  /** Level in which it stands, the root being 0; -1 outside of any node. */
  get depth(): number {
    return this.#status === 'active' ? this.#path.depth : -1;
  }

  /** Id of the node in which it stands; 0 for none. */
  get node(): number {
    return this.depth < 0 ? 0 : this.#path.node(this.#path.depth).id;
  }

  /** The slot in that node. */
  get offset(): number {
    return this.depth < 0 ? 0 : this.#path.slot(this.#path.depth);
  }

  /** The way to where it stands, as names of nodes and the last slot: `1/4/9.3`; empty outside of any node. */
  get way(): string {
    const names: string[] = [];
    for (let depth = 0; depth <= this.depth; depth++) names.push(this.#path.node(depth).name);
    return names.length === 0 ? '' : `${names.join('/')}.${this.offset}`;
  }

  /** Whether somebody took the node in which it stands out of the tree. */
  get dead(): boolean {
    return this.depth >= 0 && this.#tree.isDead(this.#path.node(this.#path.depth));
  }

  /**
   * One step of a walk to {@link index}: from the root, or one level down. True when it stands in a leaf. Between two steps a
   * writer may come in; a node that died meanwhile makes the walk begin anew.
   */
  descend(): boolean {
    if (this.#status !== 'active' || this.#isGone()) {
      this.#countRestart();
      return this.#enter();
    }
    const { depth } = this.#path;
    const node = this.#path.node(depth);
    this.#path.slots[depth] = node.slotOf(this.index);
    if (node.leaf) return true;
    this.#path.descend();
    return false;
  }

  /** mas_walk(): the entry at {@link index}, or null; {@link index} and {@link last} become its range, or the hole's. */
  walk(): T | null {
    if (!this.#enter()) while (!this.descend());
    return this.settle();
  }

  /**
   * mas_find(): the entry at {@link index}, then at each call the next one, while it begins at or below `max`. After a pause it
   * goes on behind where it stood.
   */
  find(max: number = MAX_INDEX): T | null {
    checkIndex(max);
    const { status } = this;
    if (status === 'error') return null;
    if (status === 'root') return this.#alone();
    if (status === 'start' ? this.#index > max : this.#last >= max) return null;
    if (status === 'active') return this.#search(max, 1);
    if (status === 'pause') this.set(this.#last + 1);
    const here = this.walk();
    if (here !== null) return here;
    if (this.#status !== 'active') return this.#alone();
    return this.#search(max, 1);
  }

  /** mas_find_rev(): likewise downwards, while the entry ends at or above `min`. */
  findRev(min = 0): T | null {
    checkIndex(min);
    const { status } = this;
    if (status === 'error') return null;
    if (status === 'start' ? this.#index < min : this.#index <= min) return null;
    if (status === 'active') return this.#search(min, -1);
    if (status === 'pause') this.set(this.#index - 1);
    const here = this.walk();
    if (here !== null) return here;
    if (this.#status !== 'active') return this.#toRootEntry(min);
    return this.#search(min, -1);
  }

  /** mas_next(): the entry after the one at {@link index}, if it begins at or below `max`. Back from an underflow: that one. */
  next(max: number = MAX_INDEX): T | null {
    checkIndex(max);
    if (this.#last >= max) return this.#end('overflow');
    const here = this.#stand('underflow');
    if (here !== null) return here;
    return this.#status === 'active' ? this.#step(max, 1) : this.#alone();
  }

  /** mas_prev(): the entry before it, if it ends at or above `min`. Back from an overflow: the one where it stands. */
  prev(min = 0): T | null {
    checkIndex(min);
    if (this.#index <= min) return this.#end('underflow');
    const here = this.#stand('overflow');
    if (here !== null) return here;
    return this.#status === 'active' ? this.#step(min, -1) : this.#toRootEntry(min);
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
    checkValue(entry);
    const store = new WriteState(this.#tree);
    prepare(this.#tree, store, this.#index, this.#last, entry);
    this.#prepared = { store, index: this.#index, last: this.#last, version: this.#tree.version };
    return store.nodesNeeded;
  }

  /**
   * mas_store_prealloc(): the store for which {@link preallocate} asked.
   * @throws TypeError where it asked for another one, or the tree changed since.
   */
  storePrealloc(entry: T | null): void {
    const made = this.#prepared;
    const isThis = made?.store.entry === entry && made.index === this.#index && made.last === this.#last;
    if (!isThis || made.version !== this.#tree.version)
      throw new TypeError('nothing was preallocated for this store: call preallocate() directly before it');
    storePrepared(this.#tree, made.store, 'mas_store_prealloc');
    this.#stored(made.store);
  }

  /** mas_erase(): removes the entry at {@link index}, whole, and returns it. */
  erase(): T | null {
    const store = new WriteState(this.#tree);
    const entry = eraseEntry(this.#tree, store, this.#index) as T | null;
    if (entry !== null) this.#stored(store);
    return entry;
  }

  /**
   * mas_empty_area(): the lowest `size` free indices within `[min, max]`; false (EBUSY) where there are none.
   * @throws RangeError, TypeError where the tree does not track gaps
   */
  emptyArea(min: number, max: number, size: number): boolean {
    checkArea(this.#tree, min, max, size);
    const hole = lowestHole(this.#tree, min, max, size);
    return this.#found(hole?.index ?? null, size);
  }

  /** mas_empty_area_rev(): the highest. @throws RangeError, TypeError */
  emptyAreaRev(min: number, max: number, size: number): boolean {
    checkArea(this.#tree, min, max, size);
    const hole = highestHole(this.#tree, min, max, size);
    return this.#found(hole === null ? null : hole.last - size + 1, size);
  }

  #found(index: number | null, size: number): boolean {
    if (index === null) {
      this.#status = 'error';
      return false;
    }
    this.setRange(index, index + size - 1);
    return true;
  }

  #store(entry: T | null, fn: 'mas_store' | 'mas_store_gfp'): void {
    checkValue(entry);
    const store = new WriteState(this.#tree);
    storeRange(this.#tree, store, this.#index, this.#last, entry, fn);
    this.#stored(store);
  }

  /** It stands at what was stored, which null has widened over its neighbours. */
  #stored({ index }: WriteState): void {
    this.#prepared = null;
    this.#index = index;
    this.walk();
  }

  /** Begins a walk; true where there is nothing to walk. */
  #enter(): boolean {
    const { node, entry, epoch, version } = this.#tree;
    this.#epoch = epoch;
    this.#version = version;
    if (node === null) {
      this.#leave(entry === null ? 'none' : 'root');
      return true;
    }
    this.#path.start(node);
    this.#status = 'active';
    return false;
  }

  /** Reads the slot to which {@link descend} led: {@link index} and {@link last} become its range, or the hole's. */
  settle(): T | null {
    if (this.#status === 'active') return this.#read();
    const isEntry = this.#status === 'root' && this.#index === 0;
    this.#last = isEntry ? 0 : MAX_INDEX;
    this.#index = isEntry || this.#status === 'none' ? 0 : 1;
    return isEntry ? (this.#tree.entry as T) : null;
  }

  #read(): T | null {
    const { depth } = this.#path;
    const leaf = this.#path.node(depth);
    const slot = this.#path.slot(depth);
    this.#index = leaf.minOf(slot, this.#path.min(depth));
    this.#last = leaf.pivots[slot] as number;
    return leaf.slots[slot] as T | null;
  }

  /**
   * Makes sure that it stands somewhere before a step, walking there where it must. What it finds is returned only where the last
   * step was refused on the other side: then this one leads back to where it stands.
   */
  #stand(refused: 'overflow' | 'underflow'): T | null {
    const before = this.#status;
    if (before === 'error') return null;
    if (before !== refused && this.#path.depth >= 0) {
      this.#status = 'active';
      return null;
    }
    const entry = this.walk();
    return before === refused ? entry : null;
  }

  /** A tree without nodes has nothing behind its one entry, or nothing at all. */
  #alone(): null {
    if (this.#status !== 'root') return null;
    this.#index = 1;
    this.#last = MAX_INDEX;
    this.#status = 'none';
    return null;
  }

  /** The entry of a tree without nodes, from above it. */
  #toRootEntry(min: number): T | null {
    if (this.#status !== 'root' || min > 0) return null;
    this.#index = this.#last = 0;
    return this.#tree.entry as T | null;
  }

  /** A search stays where it ended: only a step is refused. */
  #search(limit: number, by: 1 | -1): T | null {
    const entry = this.#step(limit, by);
    if (this.#path.depth >= 0) this.#status = 'active';
    return entry;
  }

  /** From slot to slot until there is an entry, or the limit is reached. */
  #step(limit: number, by: 1 | -1): T | null {
    for (;;) {
      if (by === 1 ? this.#last >= limit : this.#index <= limit) return this.#end(by === 1 ? 'overflow' : 'underflow');
      if (!this.#isFresh()) {
        this.#walkAgain(by === 1 ? this.#last : this.#index);
        if (this.#status !== 'active') return by === 1 ? this.#alone() : this.#toRootEntry(limit);
        continue;
      }
      const entry = by === 1 ? this.#slotAfter() : this.#slotBefore();
      if (entry !== null) return entry;
    }
  }

  #end(status: 'overflow' | 'underflow'): null {
    this.#status = status;
    return null;
  }

  /** mas_next_slot(): one slot on, be it empty or not; null also at the end, where it stays. It must have walked. */
  nextSlot(): T | null {
    if (!this.#isFresh()) this.#walkAgain(this.#last);
    if (this.#status !== 'active') return this.#alone();
    return this.#last === MAX_INDEX ? null : this.#slotAfter();
  }

  /** Back to where it stood, whatever lies there now. */
  #walkAgain(index: number): void {
    this.#index = index;
    this.walk();
  }

  #slotAfter(): T | null {
    const path = this.#path;
    let { depth } = path;
    while (path.slot(depth) >= path.node(depth).end) depth--;
    path.depth = depth;
    path.slots[depth] = path.slot(depth) + 1;
    while (!path.node(path.depth).leaf) path.descend();
    return this.#read();
  }

  #slotBefore(): T | null {
    const path = this.#path;
    let { depth } = path;
    while (path.slot(depth) === 0) depth--;
    path.depth = depth;
    path.slots[depth] = path.slot(depth) - 1;
    while (!path.node(path.depth).leaf) {
      path.descend();
      path.slots[path.depth] = path.node(path.depth).end;
    }
    return this.#read();
  }

  /** Whether the remembered way still leads to where it stands. */
  #isFresh(): boolean {
    if (!this.#tree.rcu) return this.#version === this.#tree.version;
    if (!this.#isGone()) return true;
    this.#countRestart();
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

  #countRestart(): void {
    if (this.dead) this.restarts++;
  }
}
