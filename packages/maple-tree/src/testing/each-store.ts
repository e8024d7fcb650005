/** Stores of many kinds, one after the other, each shown with the tree before and after it and with what the tree told. */

import type { MapleNodeEvent } from '@mm-playground/api';
import { MapleTree, type MapleEntry, type MapleTreeOptions, type TreeEvent } from '../index.ts';
import { levelsOf } from './nodes.ts';
import { random } from './random.ts';
import { SortedList, type Named } from './sorted-list.ts';

/** What a node is at a moment: where it lies, and what a leaf holds. */
export interface Picture {
  readonly range: string;
  readonly contents: readonly unknown[];
}

/** One store, done. */
export interface Shown {
  /** In words. */
  readonly store: string;
  readonly tree: MapleTree<Named>;
  /** What must be stored now. */
  readonly list: SortedList;
  /** The nodes by id. */
  readonly before: ReadonlyMap<number, Picture>;
  readonly after: ReadonlyMap<number, Picture>;
  /** What was told of nodes in between. */
  readonly events: readonly MapleNodeEvent<number>[];
}

/** Which tree. */
export interface Mode {
  readonly gaps: boolean;
  readonly rcu: boolean;
}

/** The modes that differ in what a store does. */
export const MODES: readonly Mode[] = [
  { gaps: false, rcu: false },
  { gaps: true, rcu: true },
];

/** A range as text. */
export const rangeOf = ({ min, max }: { readonly min: number; readonly max: number }): string => `${min}-${max}`;

function picturesOf(tree: MapleTree<Named>): Map<number, Picture> {
  const places = levelsOf(tree).flat();
  return new Map(
    places.map(({ node, min }) => [
      node.id,
      {
        range: rangeOf({ min, max: node.max }),
        contents: node.leaf ? [...node.slots.slice(0, node.end + 1), ...node.pivots.slice(0, node.end + 1)] : [],
      },
    ]),
  );
}

/** A tree and its judge, to which the same is done. */
class Shower {
  #events: TreeEvent[] = [];
  readonly list = new SortedList();
  readonly tree: MapleTree<Named>;

  /** Begins with what another has, or with nothing. */
  constructor(mode: Mode, like?: Shower) {
    const options: MapleTreeOptions = { ...mode, trace: (event) => this.#events.push(event) };
    this.tree = like?.tree.dup((value) => value, options) ?? new MapleTree<Named>(options);
    this.list.entries = like?.list.entries.slice() ?? [];
  }

  store(index: number, last: number, value: Named | null): Shown {
    return this.#show(`${value === null ? 'null' : 'a value'} over ${index}-${last}`, () => {
      this.tree.storeRange(index, last, value);
      this.list.store(index, last, value);
    });
  }

  /** Erases the entry at an index, which must be there. */
  erase({ index, last, value }: MapleEntry<Named>): Shown {
    const at = index + Math.floor((last - index) / 2);
    return this.#show(`erased at ${at}`, () => {
      if (this.tree.erase(at) === value) this.list.store(index, last, null);
    });
  }

  #show(store: string, act: () => void): Shown {
    const before = picturesOf(this.tree);
    this.#events = [];
    act();
    const events = this.#events.flatMap((event) => ('other' in event ? [event] : []));
    return { store, tree: this.tree, list: this.list, before, after: picturesOf(this.tree), events };
  }
}

const RANDOM_STORES = 400;
const SPAN = 1_500;

/** Stores at random, most of them short, now and then behind a snapshot. */
export function* randomStores(mode: Mode): Generator<Shown, void, void> {
  const chance = random(7);
  const shower = new Shower(mode);
  for (let i = 0; i < RANDOM_STORES; i++) {
    const index = Math.floor(chance() * SPAN);
    const last = index + Math.floor(chance() * (chance() < 0.15 ? SPAN / 3 : 6));
    if (i % 7 === 0) shower.tree.snapshot();
    yield shower.store(index, last, chance() < 0.3 ? null : { name: i });
  }
}

const ENTRIES = 230;
const LENGTH = 8;
/** From one entry to the next that is stored: has no divisor in common with their number. */
const STRIDE = 37;

/**
 * A tree whose entries are all of one length, behind every fourth a hole; of three levels, where it tracks gaps. They are stored
 * out of order, so that its leaves are more and less full.
 */
export function filled(mode: Mode): Shower {
  const shower = new Shower(mode);
  for (let stored = 0; stored < ENTRIES; stored++) {
    const i = (stored * STRIDE) % ENTRIES;
    shower.store(LENGTH * i, LENGTH * i + LENGTH - (i % 4 === 3 ? 2 : 1), { name: i });
  }
  return shower;
}

/** How many leaves a store reaches over, besides those to the last leaf below a node. */
const NEAR = 2;

/** Stores that begin in one leaf of such a tree and end in another: in each, at the edges of both and close to them. */
export function* spanningStores(mode: Mode): Generator<Shown, void, void> {
  const full = filled(mode);
  const [above = [], bottom = []] = levelsOf(full.tree).slice(-2);
  const leaves = bottom.map(({ node, min }) => ({ min, max: node.max, second: node.minOf(1, min) }));
  const ends = new Set(above.map(({ node }) => node.max));
  for (const [at, first] of leaves.entries())
    for (const second of leaves.filter(({ max }, to) => to > at && (to <= at + NEAR || ends.has(max))))
      for (const index of [first.min, first.min + 3, first.second, first.max - 3])
        for (const last of [second.min + 3, second.max - LENGTH, second.max - 1, second.max])
          for (const value of [null, { name: -1 }]) yield new Shower(mode, full).store(index, last, value);
}

/** The last index of the entries that are erased. */
export const ERASED_SPAN = ENTRIES * LENGTH - 1;

/** Every entry of such a tree is erased, in another order than it was stored. */
export function* erasures(mode: Mode): Generator<Shown, void, void> {
  const shower = filled(mode);
  const entries = shower.list.entries.slice();
  for (const at of entries.keys()) yield shower.erase(entries[(at * STRIDE + 1) % ENTRIES] as MapleEntry<Named>);
}
