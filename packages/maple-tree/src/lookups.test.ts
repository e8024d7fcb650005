/** What is there, what is next to it and where there is room: asked at every index of a tree of three levels, and of a list. */

import { describe, expect, it } from 'vitest';
import type { MapleEntry, MapleHole, ReadableTree } from './index.ts';
import { ERASED_SPAN, filled, MODES } from './testing/each-store.ts';
import type { Named } from './testing/sorted-list.ts';

const INDICES = Array.from({ length: ERASED_SPAN + 10 }, (_, index) => index);
const LIMITS = [0, 1, 7, 300];

const place = (found: MapleEntry<Named> | MapleHole | null | undefined): string =>
  found === null || found === undefined ? 'none' : `${found.index}-${found.last}`;

/** The indices at which two answers differ. */
const differing = (one: (index: number) => unknown, other: (index: number) => unknown): number[] =>
  INDICES.filter((index) => one(index) !== other(index));

describe.each(MODES)('at every index, %o', (mode) => {
  const { tree, list } = filled(mode);
  const both: readonly ReadableTree<Named>[] = [tree, tree.snapshot()];

  it('there is what a sorted list has there', () => {
    for (const each of both)
      expect(
        differing(
          (index) => each.load(index),
          (index) => list.load(index),
        ),
      ).toEqual([]);
  });

  it('the next entry is that of the list, up to a limit', () => {
    for (const limit of LIMITS) {
      const due = (index: number): string => {
        const next = list.find(index);
        return place(next !== null && next.index <= index + limit ? next : null);
      };
      for (const each of both) expect(differing((index) => place(each.find(index, index + limit)), due)).toEqual([]);
    }
    expect(
      differing(
        (index) => place(tree.find(index)),
        (index) => place(list.find(index)),
      ),
    ).toEqual([]);
  });

  it('the entry behind the one there is that of the list, up to a limit', () => {
    for (const limit of LIMITS) {
      const due = (index: number): string => {
        const here = list.find(index);
        const next = list.find(here !== null && here.index <= index ? here.last + 1 : index + 1);
        return place(next !== null && next.index <= index + limit ? next : null);
      };
      expect(differing((index) => place(tree.findAfter(index, index + limit)), due)).toEqual([]);
    }
  });

  it('the entry before it is that of the list, down to a limit', () => {
    for (const limit of LIMITS) {
      const min = (index: number): number => Math.max(0, index - limit);
      const due = (index: number): string => {
        const before = list.findBefore(index);
        return place(before !== null && before.last >= min(index) ? before : null);
      };
      expect(differing((index) => place(tree.findBefore(index, min(index))), due)).toEqual([]);
    }
  });

  it('the entries of a window are those of the list that meet it', () => {
    const places = (entries: readonly MapleEntry<Named>[]): string => entries.map(place).join(' ');
    for (const limit of [0, 9, 150]) {
      const due = (from: number): string =>
        places(list.entries.filter(({ index, last }) => index <= from + limit && last >= from));
      expect(differing((from) => places(tree.entries(from, from + limit)), due)).toEqual([]);
    }
  });

  it('a visitor that has seen enough is called no more', () => {
    const seen = (enough: number): number => {
      let count = 0;
      tree.forEach(() => ++count < enough);
      return count;
    };
    expect([1, 2, 40, tree.size].map(seen)).toEqual([1, 2, 40, tree.size]);
  });
});

describe('room', () => {
  const { tree, list } = filled({ gaps: true, rcu: false });
  for (const at of [0, 17, 18, 60, 61, 62, 130, 200]) {
    const entry = list.entries[at];
    if (entry === undefined) continue;
    tree.erase(entry.index);
    list.store(entry.index, entry.last, null);
  }

  it.each([1, 2, 8, 9, 10, 25, 26])('of %d is found where the list has it, in windows of every place', (size) => {
    for (const length of [1, 9, 26, 400]) {
      const holes = (min: number): MapleHole[] => list.holes(min, min + length - 1, size);
      const lowest = (min: number): string => place(tree.emptyArea(min, min + length - 1, size));
      const highest = (min: number): string => place(tree.emptyAreaRev(min, min + length - 1, size));
      expect(differing(lowest, (min) => place(holes(min)[0]))).toEqual([]);
      expect(differing(highest, (min) => place(holes(min).at(-1)))).toEqual([]);
    }
  });
});
