import { describe, expect, it } from 'vitest';
import { inspect, MAX_INDEX, MapleTree, validate, type TreeEvent } from './index.ts';
import { nodeAt, withSlots } from './testing/crowd.ts';
import { shapeOf } from './testing/nodes.ts';

/** Leaves are 16 slots; `fill(n)` stores n entries of 10 with a hole of 10 behind each: 2n slots. */
function fill(count: number, rcu = false): { tree: MapleTree<object>; events: TreeEvent[] } {
  const events: TreeEvent[] = [];
  const tree = new MapleTree<object>({ gaps: true, rcu, trace: (event) => events.push(event) });
  for (let i = 0; i < count; i++) tree.storeRange(20 * i, 20 * i + 9, {});
  events.length = 0;
  return { tree, events };
}

/** What the last store was, and what it needed. */
function storing(
  tree: MapleTree<object>,
  index: number,
  last: number,
  value: object | null,
): readonly [string, number] {
  const mas = tree.state(index, last);
  const nodes = mas.preallocate(value);
  if (value === null) tree.storeRange(index, last, null);
  else mas.storePrealloc(value);
  expect(validate(tree)).toEqual([]);
  return [inspect(tree.snapshot(), () => 0).lastStore?.kind ?? '', nodes];
}

const functions = (events: readonly TreeEvent[]): string[] =>
  events.flatMap((event) => ('fn' in event ? [event.fn] : []));

describe('the kind of a store', () => {
  it('is store_root in an empty tree; one entry at 0 needs no node', () => {
    const tree = new MapleTree<object>({ trace: () => undefined });
    expect(storing(tree, 0, 0, {})).toEqual(['store_root', 0]);
    expect([tree.height, tree.size, tree.load(0) !== null, tree.load(1)]).toEqual([0, 1, true, null]);
    expect(storing(tree, 1, 1, {})).toEqual(['store_root', 1]);
    expect([tree.height, tree.size]).toEqual([1, 2]);
  });

  it('is exact_fit where the range is that of one slot, an entry or a hole', () => {
    const { tree, events } = fill(3);
    expect(storing(tree, 20, 29, {})).toEqual(['exact_fit', 0]);
    expect(storing(tree, 30, 39, {})).toEqual(['exact_fit', 0]);
    expect(functions(events)).toEqual(['mas_store_prealloc', 'mas_store_prealloc']);
  });

  it('is new_root where the range is everything', () => {
    const { tree } = fill(3);
    expect(storing(tree, 0, MAX_INDEX, {})).toEqual(['new_root', 1]);
    expect([tree.size, tree.height]).toEqual([1, 1]);
  });

  it('of null over everything empties the tree', () => {
    const { tree } = fill(30);
    expect(storing(tree, 0, MAX_INDEX, null)[0]).toBe('spanning_store');
    expect([tree.size, tree.height, tree.load(0)]).toEqual([0, 0, null]);
  });

  it('is append where it begins in the last slot, unless there are readers', () => {
    const plain = fill(3);
    expect(storing(plain.tree, 100, 109, {})).toEqual(['append', 0]);
    expect(functions(plain.events)).toEqual(['mas_store_prealloc', 'mas_wr_append']);
    expect(storing(fill(3, true).tree, 100, 109, {})).toEqual(['node_store', 1]);
  });

  it('is slot_store where two slots share a boundary that moves, in place also for readers', () => {
    const { tree, events } = fill(5, true);
    const [root] = [inspect(tree.snapshot(), () => 0).root?.id];
    expect(storing(tree, 5, 9, null)).toEqual(['slot_store', 0]);
    expect(functions(events)).toEqual(['mas_wr_slot_store']);
    expect(inspect(tree.snapshot(), () => 0).root?.id).toBe(root);
    expect(tree.entries().map(({ index, last }) => `${index}-${last}`)).toEqual([
      '0-4',
      '20-29',
      '40-49',
      '60-69',
      '80-89',
    ]);
  });

  it('is node_store where the number of slots changes: in place, or a new node where there are readers', () => {
    for (const rcu of [false, true]) {
      const { tree } = fill(3, rcu);
      const root = inspect(tree.snapshot(), () => 0).root?.id;
      expect(storing(tree, 23, 25, null)).toEqual(['node_store', rcu ? 1 : 0]);
      expect(inspect(tree.snapshot(), () => 0).root?.id === root).toBe(!rcu);
    }
  });

  it('is split_store where a leaf would have more than 16 slots, and makes two levels of one', () => {
    const { tree, events } = fill(8);
    expect(tree.height).toBe(1);
    expect(storing(tree, 23, 25, {})).toEqual(['split_store', 3]);
    expect(tree.height).toBe(2);
    expect(functions(events)).toEqual(['mas_store_prealloc', 'mas_wr_bnode', 'mas_split']);
    expect(events.map(({ name }) => name)).toEqual([
      'ma_write',
      'ma_write',
      'ma_op',
      'node_alloc',
      'node_alloc',
      'node_split',
      'node_dead',
      'node_free',
      'node_alloc',
    ]);
  });

  it('is rebalance where a leaf would have fewer than 6 slots and is not the root', () => {
    const { tree, events } = fill(12);
    const leaf = inspect(tree.snapshot(), () => 0).root?.child(0);
    const nextToLast = leaf?.pivots.at(-2) ?? 0;
    expect(storing(tree, 20, nextToLast, {})).toEqual(['rebalance', 5]);
    expect(functions(events)).toEqual(['mas_store_prealloc', 'mas_wr_bnode', 'mas_rebalance']);
    expect(inspect(tree.snapshot(), () => 0).lastStore?.reason).toContain('fewer than the 6 that it needs');
  });

  it('is spanning_store where the range leaves a leaf', () => {
    const { tree, events } = fill(20);
    expect(storing(tree, 25, 345, {})).toEqual(['spanning_store', 7]);
    expect(functions(events)).toEqual(['mas_is_span_wr', 'mas_store_prealloc', 'mas_wr_spanning_store']);
    expect(tree.entries().map(({ index, last }) => `${index}-${last}`)).toEqual([
      '0-9',
      '20-24',
      '25-345',
      '346-349',
      '360-369',
      '380-389',
    ]);
  });

  it('is spanning_store for null up to the end of a leaf: no leaf but the last may end in null', () => {
    const { tree } = fill(20);
    const leaf = inspect(tree.snapshot(), () => 0).root?.child(0);
    const end = leaf?.max ?? 0;
    expect(storing(tree, end - 9, end, null)[0]).toBe('spanning_store');
  });

  it('of null beside null widens over both', () => {
    const { tree } = fill(4);
    tree.storeRange(20, 29, null);
    expect(inspect(tree.snapshot(), () => 0).lastStore).toMatchObject({ index: 10, last: 39, erased: true });
  });

  it('comes with the reason why it spans', () => {
    const why = (index: number, last: number, value: object | null): string => {
      const { tree } = fill(40);
      storing(tree, index, last, value);
      return inspect(tree.snapshot(), () => 0).lastStore?.reason ?? '';
    };
    const end = inspect(fill(40).tree.snapshot(), () => 0).root?.child(0)?.max ?? 0;
    expect(why(end - 9, end, null)).toContain('a leaf may not end in NULL');
    expect(why(155, 545, null)).toContain('begins and ends in different leaves');
    expect(why(155, 545, {})).toContain('begins and ends in different leaves');
    expect(why(0, MAX_INDEX, null)).toContain('it covers every index');
  });

  it('is in the leaf for null up to the end of everything: the last leaf may end in null', () => {
    const { tree } = fill(8);
    expect(storing(tree, 125, MAX_INDEX, null)).toEqual(['node_store', 0]);
    expect(tree.load(125)).toBe(null);
  });

  it('under RCU is slot_store for two slots alone: three may not change before the eyes of a reader', () => {
    expect(storing(fill(5, false).tree, 25, 45, {})).toEqual(['slot_store', 0]);
    expect(storing(fill(5, true).tree, 25, 45, {})).toEqual(['node_store', 1]);
  });

  it('is node_store where 7 slots stay, and rebalance where 6 do', () => {
    const left = (slots: number): string => {
      const { tree } = fill(12);
      const pivots = inspect(tree.snapshot(), () => 0).root?.child(0)?.pivots ?? [];
      return storing(tree, 0, pivots[pivots.length - slots] ?? 0, {})[0];
    };
    expect([left(7), left(6)]).toEqual(['node_store', 'rebalance']);
  });

  it('comes with a reason that names the numbers', () => {
    const { tree } = fill(8);
    storing(tree, 23, 25, {});
    expect(inspect(tree.snapshot(), () => 0).lastStore?.reason).toBe('the leaf would have 18 slots, more than its 16');
  });
});

describe('the nodes that a store may need', () => {
  it('for one that overflows a leaf are two for each level that has no room, and a new one above', () => {
    const needed = (tree: MapleTree<object>): number => tree.state(1, 2).preallocate({});
    expect(needed(withSlots([16]))).toBe(3);
    expect(needed(withSlots([16, 9]))).toBe(3);
    expect(needed(withSlots([16, 10]))).toBe(5);
    expect(needed(withSlots([16, 9, 2]))).toBe(3);
    expect(needed(withSlots([16, 10, 2]))).toBe(5);
    expect(needed(withSlots([16, 6, 2]))).toBe(3);
  });

  it('for one that starves a leaf depend on whether the nodes above can lose a slot', () => {
    const needed = (tree: MapleTree<object>, leaf = 0): number => {
      const { node, min } = nodeAt(tree, tree.height - 1, leaf);
      return tree.state(min, node.pivots[node.end - 1]).preallocate({});
    };
    expect([2, 3, 4, 9, 10].map((slots) => needed(withSlots([9, slots])))).toEqual([5, 5, 3, 3, 5]);
    expect([6, 7, 9, 10].map((slots) => needed(withSlots([9, slots, 2])))).toEqual([7, 3, 3, 5]);
    const tree = withSlots([9, 9, 4]);
    expect(shapeOf(tree)).toMatch(/^4 \| 9 6 5 9 \|/);
    expect(needed(tree, 9)).toBe(5);
  });
});

describe('what is told of a store', () => {
  const told = (
    tree: MapleTree<object>,
    events: TreeEvent[],
    index: number,
    last: number,
    value: object | null,
  ): unknown => {
    events.length = 0;
    tree.storeRange(index, last, value);
    return events.filter(({ name }) => name === 'ma_write' || name === 'ma_op');
  };

  it('in a tree without nodes is that it is everything', () => {
    const events: TreeEvent[] = [];
    const tree = new MapleTree<object>({ trace: (event) => events.push(event) });
    const store = { system: 'maple_tree', name: 'ma_write', fn: 'mas_store_prealloc', piv: 0, val: true };
    expect(told(tree, events, 5, 6, {})).toEqual([{ ...store, min: 0, max: MAX_INDEX, index: 5, last: 6, node: 0 }]);
  });

  it('is the node, its range and what is stored, at the root and below it', () => {
    const { tree, events } = fill(3);
    const root = nodeAt(tree, 0, 0).node.id;
    const place = { system: 'maple_tree', name: 'ma_write', min: 0, max: MAX_INDEX, node: root };
    expect(told(tree, events, 200, 209, {})).toEqual([
      { ...place, fn: 'mas_store_prealloc', index: 200, last: 209, piv: 0, val: true },
      { ...place, fn: 'mas_wr_append', index: 200, last: 209, piv: 7, val: true },
    ]);
    const deep = fill(20);
    const second = nodeAt(deep.tree, 1, 1);
    const leaf = { ...place, min: second.min, max: second.node.max, node: second.node.id };
    expect(told(deep.tree, deep.events, second.min + 11, second.min + 12, null)).toEqual([
      { ...leaf, fn: 'mas_wr_node_store', index: second.min + 11, last: second.min + 12, piv: 0, val: false },
    ]);
  });

  it('over several leaves is where it leaves the first, and that nodes are rebuilt', () => {
    const { tree, events } = fill(20);
    const [root, first] = [nodeAt(tree, 0, 0), nodeAt(tree, 1, 0)];
    const place = { system: 'maple_tree', min: 0, max: MAX_INDEX, index: 25, last: 345, node: root.node.id };
    expect(told(tree, events, 25, 345, {})).toEqual([
      { ...place, name: 'ma_write', fn: 'mas_is_span_wr', piv: first.node.max, val: true },
      { ...place, name: 'ma_write', fn: 'mas_store_prealloc', piv: 0, val: true },
      { ...place, name: 'ma_op', fn: 'mas_wr_spanning_store' },
    ]);
  });
});

describe('an overflowing leaf', () => {
  it('gives to its left sibling first, and the parent keeps its slots', () => {
    const { tree } = fill(10);
    const before = inspect(tree.snapshot(), () => 0).root;
    // Fill the second leaf up.
    for (let i = 10; i < 14; i++) tree.storeRange(20 * i, 20 * i + 9, {});
    const after = inspect(tree.snapshot(), () => 0).root;
    expect([before?.pivots.length, after?.pivots.length]).toEqual([2, 2]);
    expect(after?.child(0)?.pivots.length).toBeGreaterThan(before?.child(0)?.pivots.length ?? 0);
  });
});

describe('a copy', () => {
  it('tells its listener of its nodes, none of which has the id of one of the original', () => {
    const { tree, events } = fill(20);
    const idsIn = (of: MapleTree<object>): number[] => {
      const { root } = inspect(of.snapshot(), () => 0);
      return [root?.id ?? 0, ...(root?.pivots.map((_, slot) => root.child(slot)?.id ?? 0) ?? [])];
    };
    const copy = tree.dup((value) => value);
    const told = events.flatMap((event) => (event.name === 'node_alloc' ? [event.node] : []));
    expect(new Set(told)).toEqual(new Set(idsIn(copy)));
    expect(idsIn(tree).filter((id) => told.includes(id))).toEqual([]);
    tree.storeRange(3, 4, {});
    copy.storeRange(3, 4, {});
    const fresh = events.flatMap((event) => (event.name === 'node_alloc' ? [event.node] : []));
    expect(new Set(fresh).size).toBe(fresh.length);
  });
});

describe('a lookup by itself', () => {
  it('is told as ma_read, before it has walked; a position walks in silence', () => {
    const { tree, events } = fill(3);
    tree.load(23);
    tree.find(13);
    tree.findAfter(25);
    const told = { system: 'maple_tree', name: 'ma_read', min: 0, max: MAX_INDEX, node: 0 };
    expect(events).toEqual([
      { ...told, fn: 'mtree_load', index: 23, last: 23 },
      { ...told, fn: 'mt_find', index: 13, last: 13 },
      { ...told, fn: 'mt_find', index: 30, last: 30 },
    ]);
    tree.state(23).walk();
    tree.snapshot().load(23);
    expect(events).toHaveLength(3);
  });
});
