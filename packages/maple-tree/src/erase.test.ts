/** erase(): the whole entry at an index, wherever in the tree it lies. */

import { describe, expect, it } from 'vitest';
import { inspect, MapleTree, validate, type MapleSnapshot, type TreeEvent } from './index.ts';
import { erasures, ERASED_SPAN, MODES } from './testing/each-store.ts';
import { sameEntries } from './testing/campaign.ts';

describe.each(MODES)('erasing one entry after the other, %o', (mode) => {
  it('leaves what a sorted list has, and a sound tree, until it is empty', () => {
    let left = Infinity;
    for (const { store, tree, list } of erasures(mode)) {
      left = list.entries.length;
      expect({ store, broken: validate(tree), same: sameEntries(tree.entries(), list.entries) }).toEqual({
        store,
        broken: [],
        same: true,
      });
    }
    expect(left).toBe(0);
  });

  it('leaves a snapshot what it was, gaps and all', () => {
    let first: { readonly snapshot: MapleSnapshot<object>; readonly entries: unknown } | undefined;
    for (const { tree } of erasures(mode)) {
      first ??= { snapshot: tree.snapshot(), entries: tree.entries() };
      expect(validate(first.snapshot)).toEqual([]);
    }
    expect(first?.snapshot.entries()).toEqual(first?.entries);
  });
});

it('each erased entry makes a hole that is found, from below and from above, with what is empty around it', () => {
  for (const { tree, list, store } of erasures({ gaps: true, rcu: true })) {
    const holes = list.holes(0, ERASED_SPAN, 1).map(({ index, last }) => ({ index, last, size: last - index + 1 }));
    const largest = Math.max(...holes.map(({ size }) => size));
    const [lowest, ...others] = holes.filter(({ size }) => size === largest);
    const found = [tree.emptyArea(0, ERASED_SPAN, largest), tree.emptyAreaRev(0, ERASED_SPAN, largest)];
    expect([store, ...found.map((hole) => hole?.index)]).toEqual([
      store,
      lowest?.index,
      (others.at(-1) ?? lowest)?.index,
    ]);
  }
});

it('what is not there is not erased: nothing is told, and the last store stays the last', () => {
  const events: TreeEvent[] = [];
  const tree = new MapleTree<object>({ trace: (event) => events.push(event) });
  for (const index of [0, 10, 20]) tree.storeRange(index, index + 4, {});
  const look = (): unknown => [inspect(tree.snapshot(), () => 0).lastStore, tree.entries(), validate(tree)];
  const before = look();
  events.length = 0;
  expect([tree.erase(7), tree.erase(99), tree.state(7).erase()]).toEqual([null, null, null]);
  expect([events, look()]).toEqual([[], before]);
  expect(tree.erase(12)).not.toBe(null);
  expect(inspect(tree.snapshot(), () => 0).lastStore).toMatchObject({ index: 5, last: 19, erased: true });
});

describe('in a tree without nodes', () => {
  it('there is nothing to erase, or the one entry at index 0', () => {
    const tree = new MapleTree<object>();
    const value = {};
    expect([tree.erase(0), tree.erase(7)]).toEqual([null, null]);
    tree.store(0, value);
    expect([tree.erase(7), tree.size, tree.load(0)]).toEqual([null, 1, value]);
    expect([tree.erase(0), tree.size, tree.load(0)]).toEqual([value, 0, null]);
    expect(validate(tree)).toEqual([]);
  });

  it('null over what is not there leaves the entry at index 0', () => {
    const tree = new MapleTree<object>();
    tree.store(0, {});
    tree.storeRange(1, 9, null);
    expect([tree.size, validate(tree)]).toEqual([1, []]);
    tree.storeRange(0, 9, null);
    expect([tree.size, validate(tree)]).toEqual([0, []]);
  });
});
