/** erase(): the whole entry at an index, wherever in the tree it lies. */

import { describe, expect, it } from 'vitest';
import { MapleTree, validate } from './index.ts';
import { erasures, MODES } from './testing/each-store.ts';
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
