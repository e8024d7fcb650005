/** Each invariant is broken by hand, in a tree that has it, and must be named with its node and slot. */

import { describe, expect, it } from 'vitest';
import { MapleTree, validate, type MapleViolation } from './index.ts';
import type { MapleNode } from './node.ts';

const tree = (): { tree: MapleTree<object>; root: MapleNode; leaf: MapleNode } => {
  const made = new MapleTree<object>({ gaps: true, rcu: true });
  for (let i = 0; i < 20; i++) made.storeRange(20 * i, 20 * i + 9, {});
  made.gracePeriod();
  const root = made.root.node as MapleNode;
  return { tree: made, root, leaf: root.childAt(0) };
};

const CASES: readonly (readonly [
  MapleViolation['invariant'],
  (root: MapleNode, leaf: MapleNode) => [MapleNode, number],
])[] = [
  ['has-child', (root) => ((root.slots[1] = null), [root, 1])],
  ['one-parent', (root, leaf) => ((root.slots[1] = leaf), [leaf, -1])],
  ['pivots-ascend', (_, leaf) => ((leaf.pivots[2] = leaf.pivots[1] as number), [leaf, 2])],
  [
    'covers-range',
    (root) => ((root.pivots[0] = (root.pivots[0] as number) + 1), [root.childAt(0), root.childAt(0).end]),
  ],
  ['clear-behind-end', (_, leaf) => ((leaf.slots[leaf.end + 1] = {}), [leaf, leaf.end + 1])],
  ['gap-equals', (root) => ((root.gaps[0] = 11), [root, 0])],
  ['gap-fits', (root) => ((root.gaps[0] = 2 ** 40), [root, 0])],
  ['null-pair', (_, leaf) => ((leaf.slots[2] = null), [leaf, 2])],
  ['clear-behind-end', (_, leaf) => ((leaf.pivots[leaf.end + 1] = 7), [leaf, leaf.end + 1])],
  ['clear-behind-end', (root) => ((root.gaps[root.end + 1] = 7), [root, root.end + 1])],
  ['pivots-ascend', (_, leaf) => ((leaf.pivots[3] = Number.NaN), [leaf, 3])],
  ['has-child', (root) => ((root.slots[0] = {}), [root, 0])],
  ['holds-entry', (root, leaf) => ((leaf.slots[0] = root), [leaf, 0])],
  ['holds-entry', (_, leaf) => ((leaf.slots[0] = undefined), [leaf, 0])],
  ['node-type', (_, leaf) => (Object.assign(leaf, { leaf: false }), [leaf, -1])],
  ['max-slots', (_, leaf) => ((leaf.end = 17), [leaf, -1])],
  ['min-slots', (_, leaf) => ((leaf.end = 5), [leaf, -1])],
  ['ends-in-null', (_, leaf) => ((leaf.slots[leaf.end] = null), [leaf, leaf.end])],
];

describe('validate()', () => {
  it('finds nothing in a sound tree', () => {
    expect(validate(tree().tree)).toEqual([]);
  });

  it.each(CASES)('names %s, the node and the slot', (invariant, breakIt) => {
    const made = tree();
    const [node, slot] = breakIt(made.root, made.leaf);
    const found = validate(made.tree).filter((violation) => violation.invariant === invariant);
    expect(found).toContainEqual(expect.objectContaining({ node: node.id, slot }));
    expect(found.every(({ what }) => what.length > 10)).toBe(true);
  });

  it('names a dead node that is still in the tree', () => {
    const { tree: made, root, leaf } = tree();
    made.storeRange(20, 29, null);
    root.slots[0] = leaf;
    expect(validate(made)).toContainEqual(expect.objectContaining({ invariant: 'alive', node: leaf.id }));
  });

  it('names a node that was freed and hangs in the tree again', () => {
    const { tree: made, leaf } = tree();
    made.storeRange(20, 29, null);
    made.gracePeriod();
    (made.root.node as MapleNode).slots[0] = leaf;
    expect(validate(made)).toContainEqual(expect.objectContaining({ invariant: 'alive', node: leaf.id }));
  });

  it('names a root that is a node and an entry', () => {
    const { tree: made } = tree();
    Object.assign(made.root, { entry: {} });
    expect(validate(made)).toContainEqual(expect.objectContaining({ invariant: 'one-root', node: 0 }));
  });

  it('names a leaf in the wrong level', () => {
    const { tree: made, leaf } = tree();
    Object.assign(made.root, { height: 3 });
    expect(validate(made)).toContainEqual(expect.objectContaining({ invariant: 'same-depth', node: leaf.id }));
  });

  it('names a wrong number of entries', () => {
    const { tree: made, leaf } = tree();
    leaf.slots[1] = {};
    expect(validate(made)).toContainEqual(expect.objectContaining({ invariant: 'size', node: 0 }));
  });
});
