import { describe, expect, it } from 'vitest';
import { MAX_INDEX } from './node-types.ts';
import { storeRange } from './store.ts';
import { TreeState } from './tree-state.ts';
import { WriteState } from './write-state.ts';

/** The id of what stands where a way leads no more. */
const NOWHERE = 0;

/** Entries of 10 with a hole of 10 behind each, in several leaves. */
function filled(gaps: boolean): {
  readonly state: TreeState;
  store: (index: number, last: number, entry: unknown) => void;
} {
  const state = new TreeState(gaps, false, false, null);
  const store = (index: number, last: number, entry: unknown): void =>
    storeRange(state, new WriteState(state), index, last, entry, 'mas_store_prealloc');
  for (let i = 0; i < 40; i++) store(20 * i, 20 * i + 9, {});
  return { state, store };
}

describe('what a rebuilding works with', () => {
  const stores: readonly (readonly [kind: string, index: number, last: number, entry: unknown])[] = [
    ['split_store', 3, 4, {}],
    ['spanning_store', 25, 545, {}],
    ['spanning_store of null', 25, 545, null],
    ['rebalance', 0, 139, {}],
    ['everything', 0, MAX_INDEX, {}],
    ['everything of null', 0, MAX_INDEX, null],
  ];
  it.each(stores)('lets go of entries and nodes after %s', (_, index, last, entry) => {
    const { state, store } = filled(true);
    store(index, last, entry);
    const { row, otherRow, left, right } = state.rebuilding;
    expect([...row.slots, ...otherRow.slots].filter((slot) => slot !== null)).toEqual([]);
    expect([left.depth, right.depth]).toEqual([-1, -1]);
    const held = [...left.nodes, ...right.nodes].map(({ id }) => id);
    expect(held.filter((id) => id !== NOWHERE)).toEqual([]);
  });
});

describe('gaps', () => {
  it('are kept in inner nodes of a tree that tracks them, and nowhere else', () => {
    const gapsOf = (gaps: boolean): unknown => {
      const { state, store } = filled(gaps);
      store(100, 109, null);
      const { node } = state;
      return [node?.gaps.slice(0, (node?.end ?? 0) + 1), node?.childAt(0).gaps];
    };
    expect(gapsOf(false)).toEqual([[], []]);
    expect(gapsOf(true)).toEqual([[30, 10, 10, 10, 10, MAX_INDEX - 789], []]);
  });
});
