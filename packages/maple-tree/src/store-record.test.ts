import { describe, expect, it } from 'vitest';
import { MAX_INDEX } from './node-types.ts';
import { StoreRecord, storeView } from './store-record.ts';

const STORE = {
  index: 3,
  last: 9,
  erased: false,
  kind: 'node_store',
  slots: 5,
  fillsLeaf: false,
  rcu: false,
} as const;
type Store = ConstructorParameters<typeof StoreRecord>[0];
const reasonOf = (store: Partial<Store>): string => storeView(new StoreRecord({ ...STORE, ...store })).reason;

describe('why a store is of its kind', () => {
  const covers = 'it covers every index, so nothing of the old tree stays';
  const everything = { index: 0, last: MAX_INDEX };
  const spans = 'it begins and ends in different leaves, which are rebuilt as one';
  const cases: readonly (readonly [store: Partial<Store>, reason: string])[] = [
    [{ kind: 'store_root' }, 'the tree has no node'],
    [{ kind: 'new_root', ...everything }, covers],
    [{ kind: 'exact_fit' }, 'it covers exactly one slot, whose pointer is changed in place'],
    [{ kind: 'spanning_store', ...everything }, covers],
    [{ kind: 'spanning_store' }, spans],
    [{ kind: 'spanning_store', index: 0 }, spans],
    [{ kind: 'spanning_store', last: MAX_INDEX }, spans],
    [{ kind: 'spanning_store', erased: true }, spans],
    [{ kind: 'spanning_store', fillsLeaf: true }, spans],
    [
      { kind: 'spanning_store', erased: true, fillsLeaf: true },
      'it reaches the end of the leaf: a leaf may not end in NULL, so the next one is rebuilt with it',
    ],
    [{ kind: 'split_store', slots: 17 }, 'the leaf would have 17 slots, more than its 16'],
    [{ kind: 'rebalance' }, 'the leaf would have 5 slots, fewer than the 6 that it needs'],
    [{ kind: 'append' }, 'it begins in the last slot, and nobody reads without the lock: slots are added in place'],
    [{ kind: 'node_store' }, 'the leaf changes to 5 slots, in place'],
    [
      { kind: 'node_store', rcu: true },
      'the leaf changes to 5 slots: readers must see it whole, so a new leaf takes its place',
    ],
    [{ kind: 'slot_store' }, 'the number of slots stays: they are changed in place'],
    [
      { kind: 'slot_store', rcu: true },
      'the number of slots stays and only two are touched: one pointer and one pivot change in place, also under RCU',
    ],
  ];
  it.each(cases)('%o', (store, reason) => expect(reasonOf(store)).toBe(reason));
});

it('a store lists the nodes that it changed, made and replaced in their order', () => {
  const record = new StoreRecord(STORE);
  for (const id of [4, 2, 7]) {
    record.changes(id);
    record.makes(id + 10);
    record.replaces(id + 20);
  }
  expect(storeView(record)).toEqual({
    ...{ index: 3, last: 9, erased: false, kind: 'node_store', reason: 'the leaf changes to 5 slots, in place' },
    ...{ changed: [4, 2, 7], made: [14, 12, 17], replaced: [24, 22, 27] },
  });
  expect(storeView(new StoreRecord(STORE))).toMatchObject({ changed: [], made: [], replaced: [] });
});
