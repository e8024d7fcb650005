import { describe, expect, it } from 'vitest';
import { inspect, MAX_INDEX, MapleTree, validate, type MapleEntry, type TreeEvent } from './index.ts';
import { levelsOf } from './testing/nodes.ts';

interface Named {
  readonly i: number;
}

/** Entries of 10 side by side. */
function tens(count: number, rcu = false, events: TreeEvent[] = []): MapleTree<Named> {
  const tree = new MapleTree<Named>({ gaps: true, rcu, trace: (event) => events.push(event) });
  for (let i = 0; i < count; i++) tree.storeRange(10 * i, 10 * i + 9, { i });
  return tree;
}

const idsOf = (tree: MapleTree<Named>): number[] => levelsOf(tree).flatMap((level) => level.map(({ node }) => node.id));

describe('a tree of one entry at index 0, which has no nodes', () => {
  const bare = (): { readonly tree: MapleTree<object>; readonly entry: MapleEntry<object> } => {
    const tree = new MapleTree<object>({ gaps: true });
    const value = {};
    tree.store(0, value);
    return { tree, entry: { index: 0, last: 0, value } };
  };

  it('finds it at 0, and from above', () => {
    const { tree, entry } = bare();
    expect([tree.load(0), tree.load(1), tree.find(0), tree.find(1)]).toEqual([entry.value, null, entry, null]);
    expect([tree.findBefore(9), tree.findBefore(9, 1), tree.findAfter(0)]).toEqual([entry, null, null]);
    expect(tree.findAfter(MAX_INDEX)).toBe(null);
    expect([tree.entries(), tree.entries(1, 9)]).toEqual([[entry], []]);
  });

  it('has room behind it', () => {
    const { tree } = bare();
    expect([tree.emptyArea(0, 9, 9), tree.emptyArea(0, 9, 10)]).toEqual([{ index: 1, last: 9 }, null]);
    expect([tree.emptyAreaRev(3, 9, 7), tree.emptyAreaRev(3, 9, 8)]).toEqual([{ index: 3, last: 9 }, null]);
  });

  it('is pictured, restored and copied like any other', () => {
    const { tree, entry } = bare();
    const [snapshot, copy] = [tree.snapshot(), tree.dup((value) => ({ was: value }))];
    tree.store(0, null);
    expect([tree.size, tree.find(0), snapshot.find(0)]).toEqual([0, null, entry]);
    expect([copy.size, copy.load(0)]).toEqual([1, { was: entry.value }]);
    tree.restore(snapshot);
    expect([tree.size, tree.load(0)]).toEqual([1, entry.value]);
    expect([...validate(tree), ...validate(copy), ...validate(snapshot)]).toEqual([]);
    expect(tree.dup(() => null).size).toBe(0);
  });

  it('gives way to a node when more is stored', () => {
    const { tree, entry } = bare();
    tree.storeRange(5, 6, {});
    expect([tree.height, tree.size, tree.nodes, tree.load(0)]).toEqual([1, 2, 1, entry.value]);
    expect(tree.entries().map(({ index, last }) => [index, last])).toEqual([
      [0, 0],
      [5, 6],
    ]);
    expect(validate(tree)).toEqual([]);
  });
});

describe('an empty tree', () => {
  it('has nothing, and room everywhere', () => {
    const tree = new MapleTree<object>({ gaps: true });
    expect([tree.size, tree.height, tree.nodes, tree.find(0), tree.findBefore(9), tree.entries()]).toEqual([
      ...[0, 0, 0, null, null],
      [],
    ]);
    expect([tree.emptyArea(0, 9, 10), tree.emptyAreaRev(0, MAX_INDEX, 1)]).toEqual([
      { index: 0, last: 9 },
      { index: 0, last: MAX_INDEX },
    ]);
  });
});

describe('a listener', () => {
  it('is told only while it wants to be', () => {
    const events: TreeEvent[] = [];
    let wants = false;
    const tree = new MapleTree<object>({ rcu: true, trace: (event) => events.push(event), tracing: () => wants });
    for (let i = 0; i < 3; i++) tree.storeRange(10 * i + 1, 10 * i + 5, {});
    tree.load(1);
    tree.gracePeriod();
    expect(events).toEqual([]);
    expect(inspect(tree.snapshot(), () => 0).lastStore).toBe(null);
    tree.storeRange(2, 3, {});
    wants = true;
    tree.load(1);
    tree.gracePeriod();
    expect(events.map((event) => event.name)).toEqual(['ma_read', 'node_free']);
    tree.storeRange(2, 3, {});
    expect(inspect(tree.snapshot(), () => 0).lastStore).toMatchObject({ kind: 'exact_fit', erased: false });
    wants = false;
    tree.storeRange(2, 3, {});
    expect(inspect(tree.snapshot(), () => 0).lastStore).toBe(null);
    wants = true;
    tree.erase(2);
    expect(inspect(tree.snapshot(), () => 0).lastStore).toMatchObject({ kind: 'exact_fit', erased: true });
  });

  it('is told of the dead that a grace period frees, oldest first, each with its range, and once', () => {
    const events: TreeEvent[] = [];
    const tree = tens(8, true, events);
    tree.gracePeriod();
    const ids = [idsOf(tree)[0]];
    tree.storeRange(12, 13, { i: 100 });
    ids.push(idsOf(tree)[0]);
    tree.storeRange(52, 53, { i: 101 });
    events.length = 0;
    tree.gracePeriod();
    tree.gracePeriod();
    const freed = { system: 'maple_tree', name: 'node_free', other: 0, min: 0, max: MAX_INDEX };
    expect(events).toEqual(ids.map((node) => ({ ...freed, node })));
  });
});

describe('going back to a snapshot', () => {
  it('brings back its counts, its dead, its last store, and the ids that come next', () => {
    const tree = tens(40, true);
    const look = (): unknown => {
      const { height, entries, dead, lastStore } = inspect(tree.snapshot(), ({ i }) => i);
      return { height, entries, nodes: tree.nodes, dead: dead.map(({ id }) => id), lastStore, ids: idsOf(tree) };
    };
    const [snapshot, before] = [tree.snapshot(), look()];
    const go = (): unknown => {
      tree.storeRange(33, 251, { i: 100 });
      tree.storeRange(0, 4, null);
      return look();
    };
    const after = go();
    expect(after).not.toEqual(before);
    for (let again = 0; again < 3; again++) {
      tree.restore(snapshot);
      expect([look(), validate(tree)]).toEqual([before, []]);
      expect(go()).toEqual(after);
    }
    expect(validate(tree)).toEqual([]);
  });

  it('leaves a position that was walked before nothing of another time', () => {
    for (const rcu of [false, true]) {
      const tree = tens(40, rcu);
      const snapshot = tree.snapshot();
      tree.storeRange(100, 149, { i: 100 });
      const mas = tree.state(95);
      mas.walk();
      tree.storeRange(300, 349, { i: 101 });
      tree.restore(snapshot);
      expect(mas.next()?.i).toBe(10);
    }
  });

  it('is refused where it is that of a copy', () => {
    const tree = tens(3);
    expect(() => tree.restore(tree.dup((value) => value).snapshot())).toThrow('this is a snapshot of another tree');
  });
});

describe('a copy', () => {
  it('and the original give no node an id that the other gave', () => {
    const tree = tens(2);
    const copy = tree.dup((value) => value);
    const before = [...idsOf(tree), ...idsOf(copy)];
    expect(new Set(before).size).toBe(2);
    for (const each of [tree, copy]) for (let i = 2; i < 20; i++) each.storeRange(10 * i, 10 * i + 9, { i });
    const after = [...idsOf(tree), ...idsOf(copy)];
    expect(new Set(after).size).toBe(2 * levelsOf(tree).flat().length);
  });

  it('is told to a listener of its own, whole, and has gaps where the original has', () => {
    const events: TreeEvent[] = [];
    const tree = tens(40);
    const copy = tree.dup((value) => value, { rcu: true, trace: (event) => events.push(event) });
    const places = levelsOf(copy).flat();
    expect(events).toHaveLength(places.length);
    for (const { node, min } of places)
      expect(events).toContainEqual({
        ...{ system: 'maple_tree', name: 'node_alloc', node: node.id, other: 0, min, max: node.max },
      });
    expect([copy.gaps, copy.rcu, copy.nodes, copy.height, copy.size]).toEqual([true, true, tree.nodes, 2, 40]);
    expect([tree.dup((value) => value).rcu, tens(3, true).dup((value) => value).rcu]).toEqual([false, true]);
  });

  it('asks for each value with the next, ascending, and keeps the ranges of those that stay', () => {
    const tree = tens(40);
    const asked: number[] = [];
    const copy = tree.dup(({ i }) => (asked.push(i), i % 3 === 0 ? null : { i: -i }));
    expect(asked).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(copy.entries()).toEqual(
      tree
        .entries()
        .flatMap(({ index, last, value: { i } }) => (i % 3 === 0 ? [] : [{ index, last, value: { i: -i } }])),
    );
    expect(validate(copy)).toEqual([]);
  });
});

describe('what is no index, no range and no value', () => {
  const tree = tens(3);
  it.each([
    ['load', () => tree.load(-1)],
    ['find', () => tree.find(0.5)],
    ['find up to', () => tree.find(0, -1)],
    ['findAfter', () => tree.findAfter(-1)],
    ['findAfter up to', () => tree.findAfter(0, -1)],
    ['findBefore', () => tree.findBefore(MAX_INDEX + 1)],
    ['findBefore down to', () => tree.findBefore(5, -1)],
    ['erase', () => tree.erase(-1)],
    ['entries', () => tree.entries(5, 4)],
    ['emptyArea', () => tree.emptyArea(5, 4, 1)],
    ['emptyAreaRev', () => tree.emptyAreaRev(0, 9, 0.5)],
    ['state', () => tree.state(5, 4)],
  ])('is refused by %s', (_, act) => expect(act).toThrow(RangeError));

  it('is named', () => {
    expect(() => tree.load(-1)).toThrow(`-1 is not an index: a whole number from 0 to ${MAX_INDEX}`);
    expect(() => tree.storeRange(5, 4, null)).toThrow('[5, 4] is not a range: the last index is below the first');
    expect(() => tree.emptyArea(0, 9, 0)).toThrow('0 is not a size: a whole number from 1');
    for (const value of [undefined, 7, 'seven'])
      expect(() => tree.store(5, value as unknown as Named)).toThrow(
        new TypeError(`a ${typeof value} cannot be stored: values are objects, or null to erase`),
      );
  });

  it('leaves functions, which are objects', () => {
    const functions = new MapleTree<() => void>();
    const value = (): void => undefined;
    functions.store(3, value);
    expect(functions.load(3)).toBe(value);
  });
});
