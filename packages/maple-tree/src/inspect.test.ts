import { describe, expect, it } from 'vitest';
import { inspect, MAX_INDEX, MapleTree } from './index.ts';
import { nodeAt } from './testing/crowd.ts';

interface Named {
  readonly i: number;
}

/** Entries of 10 with a hole of 10 behind each; 20 need two leaves. */
function tens(count: number, options: { readonly gaps: boolean; readonly rcu: boolean }): MapleTree<Named> {
  const tree = new MapleTree<Named>({ ...options, trace: () => undefined });
  for (let i = 0; i < count; i++) tree.storeRange(20 * i, 20 * i + 9, { i });
  return tree;
}

const both = { gaps: true, rcu: true };
const idOf = ({ i }: Named): number => i;

describe('a tree for viewers', () => {
  it('without a node has no root, and no store while nobody listened', () => {
    const tree = new MapleTree<Named>();
    expect(inspect(tree.snapshot(), idOf)).toEqual({
      ...{ root: null, height: 0, entries: 0, flags: [], lastStore: null, dead: [] },
    });
    tree.store(0, { i: 1 });
    expect(inspect(tree.snapshot(), idOf)).toMatchObject({ root: null, height: 0, entries: 1 });
  });

  it('has the flags of the kernel', () => {
    const flagsOf = (gaps: boolean, rcu: boolean): readonly string[] =>
      inspect(tens(1, { gaps, rcu }).snapshot(), idOf).flags;
    expect([flagsOf(false, false), flagsOf(true, false), flagsOf(false, true), flagsOf(true, true)]).toEqual([
      [],
      ['ALLOC_RANGE'],
      ['USE_RCU'],
      ['ALLOC_RANGE', 'USE_RCU'],
    ]);
  });

  it('shows an inner node with its children, its pivots and the largest gap below each', () => {
    const tree = tens(20, both);
    const { root, height, entries } = inspect(tree.snapshot(), idOf);
    const [first, last] = [nodeAt(tree, 1, 0), nodeAt(tree, 1, 2)];
    expect([height, entries]).toEqual([2, 20]);
    expect(root).toMatchObject({ type: 'arange_64', leaf: false, min: 0, max: MAX_INDEX, capacity: 10, minimum: 4 });
    expect(root?.pivots).toEqual([first.node.max, last.min - 1, MAX_INDEX]);
    expect(root?.gaps).toEqual([10, 10, MAX_INDEX - 389]);
    expect([0, 1, 2].map((slot) => root?.child(slot)?.min)).toEqual([0, first.node.max + 1, last.min]);
    expect([root?.child(3), root?.value(0)]).toEqual([null, null]);
  });

  it('shows a leaf with the ids of its entries, and null for holes and behind its end', () => {
    const tree = tens(2, { gaps: false, rcu: false });
    const { root } = inspect(tree.snapshot(), idOf);
    expect(root).toMatchObject({ type: 'leaf_64', leaf: true, min: 0, max: MAX_INDEX, capacity: 16, minimum: 6 });
    expect([root?.gaps, root?.pivots, root?.child(0)]).toEqual([null, [9, 19, 29, MAX_INDEX], null]);
    expect([0, 1, 2, 3, 4, 99].map((slot) => root?.value(slot))).toEqual([0, null, 1, null, null, null]);
    tree.storeRange(30, MAX_INDEX, { i: 7 });
    expect(inspect(tree.snapshot(), idOf).root?.value(3)).toBe(7);
    expect(root?.id).toBe(nodeAt(tree, 0, 0).node.id);
  });

  it('stays what it was when the tree goes on', () => {
    const tree = tens(2, { gaps: false, rcu: false });
    const { root } = inspect(tree.snapshot(), idOf);
    tree.storeRange(3, 4, { i: 7 });
    expect(root?.pivots).toEqual([9, 19, 29, MAX_INDEX]);
    expect(root?.value(0)).toBe(0);
  });

  it('lists the dead, oldest first, where they were', () => {
    const tree = tens(20, both);
    tree.gracePeriod();
    const [third, second] = [nodeAt(tree, 1, 2), nodeAt(tree, 1, 1)];
    for (const { min } of [third, second]) expect(tree.erase(min + 35)).not.toBe(null);
    const { dead } = inspect(tree.snapshot(), idOf);
    expect(dead.map(({ id, min, max }) => [id, min, max])).toEqual(
      [third, second].map(({ node, min }) => [node.id, min, node.max]),
    );
  });
});
