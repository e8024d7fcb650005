/**
 * CVE-2024-50200, in every kernel from 6.1 to 6.12-rc3: a store that spans leaves and ends exactly where the last child of a
 * common ancestor ends copied that child's last slot, which it had just overwritten, behind the new entry.
 */

import { describe, expect, it } from 'vitest';
import { MapleTree, validate } from './index.ts';
import { shrink, type Store } from './testing/campaign.ts';

const PAGES = 16;

/** Adjacent entries, so many that there are three levels; then one store from the middle of one to the end of another. */
const script: readonly Store[] = [
  ...Array.from({ length: 151 }, (_, i): Store => [i * PAGES, i * PAGES + PAGES - 1, false]),
  [50 * PAGES + 8, 89 * PAGES + PAGES - 1, false],
];

function play(stores: readonly Store[], defects: readonly 'spanning-store'[]): MapleTree<object> {
  const tree = new MapleTree<object>({ gaps: true, rcu: true, defects });
  for (const [index, last, erase] of stores) tree.storeRange(index, last, erase ? null : {});
  return tree;
}

const isUnsound = (stores: readonly Store[]): boolean => validate(play(stores, ['spanning-store'])).length > 0;

describe('a spanning store that ends where the right leaf ends', () => {
  it('leaves a sound tree', () => {
    expect(validate(play(script, []))).toEqual([]);
  });

  it('in old kernels left a pivot twice, and an entry too many', () => {
    const tree = play(script, ['spanning-store']);
    const end = 89 * PAGES + PAGES - 1;
    expect(validate(tree).map(({ invariant, what }) => `${invariant}: ${what}`)).toEqual([
      `pivots-ascend: pivot ${end} after ${end}`,
    ]);
    expect(tree.size).toBe(play(script, []).size + 1);
  });

  it('is met only where the ancestor ends too: one page less, and nothing is wrong', () => {
    const last = 89 * PAGES + PAGES - 2;
    expect(isUnsound([...script.slice(0, -1), [50 * PAGES + 8, last, false]])).toBe(false);
  });

  it('is found by a campaign with fewer stores than the script has', () => {
    const fewest = shrink(script, isUnsound);
    expect(isUnsound(fewest)).toBe(true);
    expect(fewest.length).toBeLessThan(script.length);
    expect(fewest.every((_, i) => !isUnsound([...fewest.slice(0, i), ...fewest.slice(i + 1)]))).toBe(true);
  });
});
