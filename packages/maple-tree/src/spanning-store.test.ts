/** Stores over several leaves, all that differ in where they begin and end: which nodes are joined and cut depends on it. */

import { describe, expect, it } from 'vitest';
import { validate } from './index.ts';
import { sameEntries } from './testing/campaign.ts';
import { MODES, spanningStores } from './testing/each-store.ts';

describe.each(MODES)('a store that begins in one leaf and ends in another, %o', (mode) => {
  it('leaves what a sorted list has, and a sound tree', () => {
    for (const { store, tree, list } of spanningStores(mode))
      expect({ store, broken: validate(tree), same: sameEntries(tree.entries(), list.entries) }).toEqual({
        store,
        broken: [],
        same: true,
      });
  });
});
