import { describe, expect, it } from 'vitest';
import { inspect, MapleTree, validate } from './index.ts';

const tens = (count: number, rcu: boolean): MapleTree<{ readonly i: number }> => {
  const tree = new MapleTree<{ readonly i: number }>({ gaps: true, rcu });
  for (let i = 0; i < count; i++) tree.storeRange(10 * i, 10 * i + 9, { i });
  tree.gracePeriod();
  return tree;
};

const dead = (tree: MapleTree<object>): number => inspect(tree.snapshot(), () => 0).dead.length;

describe('a tree with readers', () => {
  it('keeps what it replaced until the grace period ends', () => {
    const tree = tens(8, true);
    tree.storeRange(12, 13, { i: 100 });
    expect(dead(tree)).toBe(1);
    tree.storeRange(52, 53, { i: 101 });
    expect(dead(tree)).toBe(2);
    tree.gracePeriod();
    expect(dead(tree)).toBe(0);
  });

  it('frees at once where there are no readers', () => {
    const tree = tens(8, false);
    tree.storeRange(12, 13, { i: 100 });
    for (let i = 0; i < 20; i++) tree.storeRange(10 * i + 3, 10 * i + 4, { i });
    expect(dead(tree)).toBe(0);
  });

  it('a reader in a dead node begins anew and sees what is there now', () => {
    const tree = tens(40, true);
    const reader = tree.state(205);
    while (!reader.descend());
    const node = reader.node;
    tree.storeRange(203, 204, { i: 1000 });
    expect(reader.dead).toBe(true);
    expect(reader.descend()).toBe(false);
    while (!reader.descend());
    expect([reader.dead, reader.restarts, reader.node === node]).toEqual([false, 1, false]);
    expect(reader.walk()?.i).toBe(20);
    expect([reader.index, reader.last]).toEqual([205, 209]);
  });

  it('a reader notices that its node died, also where a snapshot had made a copy of it first', () => {
    const tree = tens(40, true);
    const mas = tree.state(5);
    while (!mas.descend());
    tree.storeRange(303, 304, { i: 999 });
    tree.snapshot();
    tree.storeRange(0, 9, { i: 1000 });
    expect(mas.dead).toBe(false);
    tree.storeRange(3, 4, { i: 1001 });
    expect([mas.dead, mas.restarts]).toEqual([true, 0]);
    mas.descend();
    expect(mas.restarts).toBe(1);
  });

  it('a reader notices that its leaf died where that is the root', () => {
    const tree = tens(8, true);
    const mas = tree.state(25);
    mas.walk();
    tree.storeRange(33, 34, { i: 1000 });
    expect([mas.dead, mas.next()?.i, mas.last, mas.restarts]).toEqual([true, 3, 32, 1]);
  });

  it('a reader that begins anew because time went back met no dead node', () => {
    const tree = tens(40, true);
    const before = tree.snapshot();
    const mas = tree.state(25);
    mas.walk();
    tree.restore(before);
    expect([mas.next()?.i, mas.restarts]).toEqual([3, 0]);
  });

  it('a reader that steps on from what was replaced goes on behind what lies there now', () => {
    const tree = tens(40, true);
    const mas = tree.state(205);
    mas.walk();
    const where = [mas.index, mas.last];
    tree.storeRange((where[0] ?? 0) - 50, (where[1] ?? 0) + 6, { i: 1002 });
    mas.next();
    expect(mas.index).toBeGreaterThan((where[1] ?? 0) + 6);
  });

  it('a reader goes on where another leaf was replaced', () => {
    const tree = tens(40, true);
    const reader = tree.state(5);
    expect(reader.find()?.i).toBe(0);
    tree.storeRange(303, 304, { i: 1000 });
    expect(reader.next()?.i).toBe(1);
    expect(reader.restarts).toBe(0);
  });

  it('a reader between two steps never sees a hole where one value replaces others', () => {
    const tree = tens(60, true);
    for (const at of [0, 1, 2]) {
      const reader = tree.state(305);
      for (let step = 0; step < at; step++) reader.descend();
      const fresh = { i: 1000 + at };
      tree.storeRange(290, 330, fresh);
      while (!reader.descend());
      expect(reader.walk()).toBe(fresh);
    }
  });

  it('an exact store and a moved boundary are seen by a reader who stands there already', () => {
    const tree = tens(40, true);
    const reader = tree.state(205);
    while (!reader.descend());
    tree.storeRange(200, 209, { i: 7 });
    tree.storeRange(205, 219, { i: 8 });
    expect([reader.dead, reader.restarts]).toEqual([false, 0]);
    expect(tree.load(205)?.i).toBe(8);
  });

  it('goes on through all entries while a writer changes the tree under it', () => {
    const tree = tens(200, true);
    const reader = tree.state();
    const seen: number[] = [];
    for (let found = reader.find(); found !== null; found = reader.find()) {
      seen.push(reader.index);
      const behind = Math.max(0, reader.index - 500);
      tree.storeRange(behind, behind + 4, seen.length % 2 === 0 ? null : { i: -1 });
    }
    expect(seen.filter((index) => index % 10 === 0).length).toBe(200);
    expect(reader.restarts).toBeGreaterThan(0);
    expect(validate(tree)).toEqual([]);
  });
});

describe('a snapshot', () => {
  it('costs nothing and never changes, whatever kind of store follows', () => {
    for (const rcu of [false, true]) {
      const tree = tens(100, rcu);
      const before = tree.entries();
      const kept = tree.snapshot();
      tree.storeRange(200, 209, { i: 1 }); // exact_fit
      tree.storeRange(305, 319, { i: 2 }); // slot_store
      tree.storeRange(403, 404, null); // node_store
      tree.storeRange(503, 704, null); // spanning_store
      expect(kept.entries()).toEqual(before);
      expect([kept.size, kept.load(503)?.i]).toEqual([100, 50]);
      expect(validate(kept)).toEqual([]);
      tree.restore(kept);
      expect(tree.entries()).toEqual(before);
    }
  });

  it('shares all but one path with the tree after a store', () => {
    const tree = tens(2000, false);
    const kept = inspect(tree.snapshot(), () => 0);
    tree.storeRange(5, 5, { i: 1 });
    const now = inspect(tree.snapshot(), () => 0);
    const ids = (view: typeof now): Set<number> => {
      const found = new Set<number>();
      const visit = (node: typeof now.root): void => {
        if (node === null) return;
        found.add(node.id);
        for (let slot = 0; slot < node.pivots.length; slot++) visit(node.child(slot));
      };
      visit(view.root);
      return found;
    };
    expect([...ids(now)].filter((id) => !ids(kept).has(id)).length).toBeLessThanOrEqual(kept.height);
  });

  it('of another tree is refused', () => {
    expect(() => tens(3, false).restore(tens(3, false).snapshot())).toThrow(TypeError);
  });
});
