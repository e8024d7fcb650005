/** The tree as the index of the VMAs of an address space: RCU, gaps, half-open ranges of pages. */

import type {
  IndexCost,
  IndexEntry,
  IndexHole,
  IndexLook,
  IndexSnapshot,
  TreeView,
  VmaIndex,
  VmaIndexOptions,
  VmaIndexPlugin,
} from '@mm-playground/api';
import { inspect } from './inspect.ts';
import { MapleTree, type MapleSnapshot, type MapleTreeOptions } from './maple-tree.ts';
import type { MapleNode } from './node.ts';
import { MAX_INDEX, NODE_BYTES } from './node-types.ts';
import { findFrom, load, type MapleEntry, type MapleHole } from './read.ts';
import { deadNodes } from './tree-state.ts';

interface Snapshot<T extends object> extends IndexSnapshot {
  readonly tree: MapleSnapshot<T>;
}

const entryOf = <T>(entry: MapleEntry<T> | null): IndexEntry<T> | null =>
  entry === null ? null : { start: entry.index, end: entry.last + 1, value: entry.value };

const holeOf = (hole: MapleHole | null): IndexHole | null =>
  hole === null ? null : { start: hole.index, end: hole.last + 1 };

/**
 * See {@link VmaIndex}. Its lookups are those of the kernel's vma_iterator, which no tracepoint tells of; `ma_read` is for the
 * tree's own face.
 */
class MapleIndex<T extends object> implements VmaIndex<T> {
  readonly #tree: MapleTree<T>;
  /** Written by mas_store_gfp(), which traces less; the tree of an mm by mas_store_prealloc(). */
  readonly #detached: boolean;

  constructor(tree: MapleTree<T>, detached = false) {
    this.#tree = tree;
    this.#detached = detached;
  }

  get size(): number {
    return this.#tree.size;
  }

  load(page: number): T | null {
    return load(this.#tree.root, page) as T | null;
  }

  find(page: number): IndexEntry<T> | null {
    return entryOf(findFrom<T>(this.#tree.root, page, MAX_INDEX));
  }

  findBefore(page: number): IndexEntry<T> | null {
    // What holds the page is not before it; what ends directly below it is.
    const here = findFrom<T>(this.#tree.root, page, page);
    const below = (here?.index ?? page) - 1;
    return below < 0 ? null : entryOf(this.#tree.findBefore(below));
  }

  store(start: number, end: number, value: T | null, mayFail?: boolean): void {
    if (!Number.isSafeInteger(end) || end <= start) throw new RangeError(`[${start}, ${end}) is not a range of pages`);
    if (mayFail ?? this.#detached) this.#tree.state(start, end - 1).storeGfp(value);
    else if (mayFail === false && value === null) this.#clearSetAside(start, end - 1);
    else this.#tree.storeRange(start, end - 1, value);
  }

  /** A NULL for which memory was set aside, as a shrinking VMA stores it. */
  #clearSetAside(index: number, last: number): void {
    const mas = this.#tree.state(index, last);
    mas.preallocate(null);
    mas.storePrealloc(null);
  }

  range(start: number, end: number): IndexEntry<T>[] {
    const entries: IndexEntry<T>[] = [];
    if (end > start)
      this.#tree.forEach(
        (value, index, last) => void entries.push({ start: index, end: last + 1, value }),
        start,
        end - 1,
      );
    return entries;
  }

  values(start: number, end: number): T[] {
    const values: T[] = [];
    if (end > start) this.#tree.forEach((value) => void values.push(value), start, end - 1);
    return values;
  }

  emptyArea(min: number, max: number, size: number): IndexHole | null {
    return max > min ? holeOf(this.#tree.emptyArea(min, max - 1, size)) : null;
  }

  emptyAreaRev(min: number, max: number, size: number): IndexHole | null {
    return max > min ? holeOf(this.#tree.emptyAreaRev(min, max - 1, size)) : null;
  }

  snapshot(): IndexSnapshot {
    return { index: 'snapshot', tree: this.#tree.snapshot() } satisfies Snapshot<T> as IndexSnapshot;
  }

  restore(snapshot: IndexSnapshot): void {
    if (!('tree' in snapshot)) throw new TypeError('not a snapshot of a maple tree');
    this.#tree.restore((snapshot as Snapshot<T>).tree);
  }

  clone<U extends object>(map: (value: T) => U | null): VmaIndex<U> {
    return new MapleIndex(this.#tree.dup(map));
  }

  /** mas_find() under rcu_read_lock(): a level or a slot at each turn. */
  *walk(start: number, end: number): Generator<IndexLook<T>, void, void> {
    const mas = this.#tree.state(start);
    // On the way down it has not looked into the slot yet: it stands elsewhere than a reader who has.
    while (!mas.descend()) yield { at: `${mas.way} down` };
    for (let value = mas.settle(); mas.index < end; value = mas.nextSlot()) {
      const entry = value === null ? {} : { entry: { start: mas.index, end: mas.last + 1, value } };
      yield { at: mas.way, ...entry };
      if (mas.last >= end - 1) return;
    }
  }

  gracePeriod(): void {
    this.#tree.gracePeriod();
  }

  shape(idOf: (value: T) => number): string {
    const { node, dead } = this.#tree.root;
    return [...(node === null ? [] : [node]), ...deadNodes(dead).map((gone) => gone.node)]
      .map((each) => shapeOf(each, idOf as (value: unknown) => number))
      .join(' ');
  }

  inspect(idOf: (value: T) => number): TreeView {
    return inspect(this.#tree.snapshot(), idOf);
  }

  /** A lookup reads a node of each level. */
  cost(): IndexCost {
    const { nodes, height, size: entries } = this.#tree;
    const lookup = { what: 'node', reads: height, bytes: NODE_BYTES };
    return { node: 'maple node', nodes, height, bytes: nodes * NODE_BYTES, entries, lookup };
  }
}

/** A node and what is below it: `7+1(3 0-4, 5-9)`. */
function shapeOf(node: MapleNode, idOf: (value: unknown) => number): string {
  const slots = node.slots.slice(0, node.end + 1).map((value, slot) => {
    const inside = !node.leaf ? shapeOf(node.childAt(slot), idOf) : value === null ? '-' : String(idOf(value));
    return `${inside} ${node.pivots[slot] as number}`;
  });
  return `${node.name}(${slots.join(', ')})`;
}

/** An index on a maple tree with bugs of old kernels, to be looked at; see {@link MapleTreeOptions.defects}. */
export interface MapleIndexInit {
  readonly id: string;
  readonly title: string;
  readonly defects?: MapleTreeOptions['defects'];
}

/** The maple tree as a plugin: as the kernel sets up the tree of an mm, with gaps and RCU. */
export const mapleIndexWith = ({ id, title, defects = [] }: MapleIndexInit): VmaIndexPlugin => ({
  id,
  title,
  support: [
    { call: 'index', level: 'modelled' },
    { call: 'readers without locks', item: 'node by node, grace periods', level: 'modelled' },
    { call: 'tree', item: 'nodes, gaps, pivots', level: 'modelled' },
  ],
  create: <T extends object>({ purpose = 'mm', defects: ofKernel = [], ...listener }: VmaIndexOptions = {}) => {
    const isDetached = purpose === 'detached';
    const tree = new MapleTree<T>({
      gaps: !isDetached,
      rcu: !isDetached,
      defects: [...defects, ...ofKernel],
      ...listener,
    });
    return new MapleIndex(tree, isDetached);
  },
});

/** The maple tree of today's kernels. */
export const mapleIndex: VmaIndexPlugin = mapleIndexWith({ id: 'maple', title: 'Maple tree' });
