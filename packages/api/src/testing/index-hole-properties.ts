/** Properties of holes at the edges: of the window, of what is stored, and of all there is. */

import { expect } from 'vitest';
import { small, type IndexKit } from './index-kit.ts';
import type { Stored } from './naive-index.ts';

/** Declares the properties of searches for holes. */
export function holeProperties(kit: IndexKit): void {
  const { it, plugin } = kit;

  it('an empty index is one hole, as large as the window', () => {
    const index = plugin.create<Stored>();
    for (const size of [1, 20]) {
      expect(index.emptyArea(10, 30, size)).toEqual({ start: 10, end: 30 });
      expect(index.emptyAreaRev(10, 30, size)).toEqual({ start: 10, end: 30 });
    }
  });

  it('a hole has to lie in the window as a whole: one page more does not fit', () => {
    const { index } = small(kit);
    expect([index.emptyArea(0, 12, 2), index.emptyArea(0, 12, 3)]).toEqual([{ start: 0, end: 2 }, null]);
    expect([index.emptyAreaRev(0, 12, 2), index.emptyAreaRev(0, 12, 3)]).toEqual([{ start: 8, end: 10 }, null]);
    expect(index.emptyArea(9, 12, 2)).toBeNull();
    expect(index.emptyAreaRev(1, 9, 2)).toBeNull();
  });

  it('a window that begins or ends in an entry is cut at the entry', () => {
    const { index } = small(kit);
    expect(index.emptyArea(4, 11, 1)).toEqual({ start: 8, end: 10 });
    expect(index.emptyAreaRev(4, 11, 1)).toEqual({ start: 8, end: 10 });
  });

  it('a window in an entry has no hole', () => {
    const { index } = small(kit);
    expect([index.emptyArea(3, 5, 1), index.emptyAreaRev(3, 5, 1)]).toEqual([null, null]);
  });

  it('a window behind everything is a hole', () => {
    const { index } = small(kit);
    expect(index.emptyArea(12, 20, 8)).toEqual({ start: 12, end: 20 });
    expect(index.emptyAreaRev(12, 20, 8)).toEqual({ start: 12, end: 20 });
  });

  it('a size larger than the window does not fit', () => {
    const index = plugin.create<Stored>();
    expect([index.emptyArea(10, 30, 21), index.emptyAreaRev(10, 30, 21)]).toEqual([null, null]);
  });

  it('a hole grows when a neighbour of it goes, on either side', () => {
    const { index } = small(kit);
    index.store(10, 12, null);
    expect(index.emptyAreaRev(0, 12, 4)).toEqual({ start: 8, end: 12 });
    index.store(6, 8, null);
    expect(index.emptyArea(2, 12, 6)).toEqual({ start: 6, end: 12 });
  });

  it('a hole shrinks when something is stored at one of its ends, and is two with something in its middle', () => {
    const { index, a } = small(kit);
    index.store(20, 30, a);
    index.store(12, 13, a);
    expect(index.emptyArea(10, 30, 7)).toEqual({ start: 13, end: 20 });
    index.store(16, 17, a);
    expect([index.emptyArea(10, 30, 3), index.emptyAreaRev(10, 30, 3)]).toEqual([
      { start: 13, end: 16 },
      { start: 17, end: 20 },
    ]);
  });

  it('the holes below and above all entries are found up to the largest page number', () => {
    const index = plugin.create<Stored>();
    index.store(2 ** 51, 2 ** 51 + 1, { name: 'middle' });
    expect(index.emptyArea(0, 2 ** 52, 2 ** 51)).toEqual({ start: 0, end: 2 ** 51 });
    expect(index.emptyAreaRev(0, 2 ** 52, 2 ** 51 - 1)).toEqual({ start: 2 ** 51 + 1, end: 2 ** 52 });
  });
}
