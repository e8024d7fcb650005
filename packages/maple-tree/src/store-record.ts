/** What a store did, kept for viewers while somebody listens; the sentences are made when they are read. */

import type { TreeStore } from '@mm-playground/api';
import { LEAF_64, MAX_INDEX } from './node-types.ts';
import type { StoreKind } from './store-kind.ts';

const NONE: readonly number[] = Object.freeze([]);

/** Most stores touch one node, and a history keeps every record: an array that is pushed or spread to has room for 17. */
const including = (ids: readonly number[], id: number): readonly number[] => (ids.length === 0 ? [id] : [...ids, id]);

/** The numbers that the kind of a store was decided by. */
export class StoreRecord {
  readonly index: number;
  readonly last: number;
  readonly erased: boolean;
  readonly kind: StoreKind;
  /** Slots that the leaf would have afterwards, where that was asked. */
  readonly slots: number;
  /** Whether a spanning store reaches the end of the leaf in which it begins. */
  readonly fillsLeaf: boolean;
  readonly rcu: boolean;
  changed: readonly number[] = NONE;
  made: readonly number[] = NONE;
  replaced: readonly number[] = NONE;

  constructor(store: Pick<StoreRecord, 'index' | 'last' | 'erased' | 'kind' | 'slots' | 'fillsLeaf' | 'rcu'>) {
    this.index = store.index;
    this.last = store.last;
    this.erased = store.erased;
    this.kind = store.kind;
    this.slots = store.slots;
    this.fillsLeaf = store.fillsLeaf;
    this.rcu = store.rcu;
  }

  /** A node changes in place. */
  changes(id: number): void {
    this.changed = including(this.changed, id);
  }

  /** A node is new. */
  makes(id: number): void {
    this.made = including(this.made, id);
  }

  /** A node goes. */
  replaces(id: number): void {
    this.replaced = including(this.replaced, id);
  }
}

/** The store as viewers show it. */
export const storeView = (store: StoreRecord): TreeStore => ({
  index: store.index,
  last: store.last,
  erased: store.erased,
  kind: store.kind,
  reason: REASONS[store.kind](store),
  changed: store.changed,
  made: store.made,
  replaced: store.replaced,
});

const COVERS_ALL = 'it covers every index, so nothing of the old tree stays';

const REASONS: Readonly<Record<StoreKind, (store: StoreRecord) => string>> = {
  store_root: () => 'the tree has no node',
  new_root: () => COVERS_ALL,
  exact_fit: () => 'it covers exactly one slot, whose pointer is changed in place',
  spanning_store: ({ index, last, erased, fillsLeaf }) =>
    index === 0 && last === MAX_INDEX
      ? COVERS_ALL
      : erased && fillsLeaf
        ? 'it reaches the end of the leaf: a leaf may not end in NULL, so the next one is rebuilt with it'
        : 'it begins and ends in different leaves, which are rebuilt as one',
  split_store: ({ slots }) => `the leaf would have ${slots} slots, more than its ${LEAF_64.slots}`,
  rebalance: ({ slots }) => `the leaf would have ${slots} slots, fewer than the ${LEAF_64.minSlots} that it needs`,
  append: () => 'it begins in the last slot, and nobody reads without the lock: slots are added in place',
  node_store: ({ slots, rcu }) =>
    rcu
      ? `the leaf changes to ${slots} slots: readers must see it whole, so a new leaf takes its place`
      : `the leaf changes to ${slots} slots, in place`,
  slot_store: ({ rcu }) =>
    rcu
      ? 'the number of slots stays and only two are touched: one pointer and one pivot change in place, also under RCU'
      : 'the number of slots stays: they are changed in place',
};
