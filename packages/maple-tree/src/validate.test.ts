/** Each invariant is broken by hand, in a tree that has it, and must be named with its node and slot. */

import { describe, expect, it } from 'vitest';
import { MapleTree, validate, type MapleViolation } from './index.ts';
import { RANGE_64 } from './node-types.ts';
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

/** What is said of a change, all of it; `root` and `leaf` are the ids of these. */
const SAID: readonly (readonly [what: string, (root: MapleNode, leaf: MapleNode) => void, said: readonly string[]])[] =
  [
    [
      'a child is missing',
      (root) => void (root.slots[1] = null),
      [
        'has-child root 1: no node in a slot of an inner node',
        'size 0 -1: the tree has 15 entries and says 20',
        'node-count 0 -1: the tree has 3 nodes and says 4',
      ],
    ],
    [
      'a child hangs twice',
      (root, leaf) => void (root.slots[1] = leaf),
      [
        'one-parent leaf -1: two slots lead to this node',
        'size 0 -1: the tree has 15 entries and says 20',
        'node-count 0 -1: the tree has 3 nodes and says 4',
      ],
    ],
    [
      'a pivot of the root is too small',
      (root) => void (root.pivots[0] = 148),
      [
        'covers-range leaf 14: pivot 149 in a node that ends at 148',
        'covers-range leaf 14: ends at 149, its parent says 148',
        "gap-equals root 1: gap 10, the child's largest is 11",
      ],
    ],
    [
      'a pivot of the root is too large',
      (root) => void (root.pivots[0] = 150),
      ['covers-range leaf 14: ends at 149, its parent says 150'],
    ],
    [
      'a pivot is there twice',
      (_, leaf) => void (leaf.pivots[2] = 19),
      ['pivots-ascend leaf 2: pivot 19 after 19', "gap-equals root 0: gap 10, the child's largest is 20"],
    ],
    [
      'a gap is as large as all that is below it',
      (root) => void (root.gaps[0] = 150),
      ["gap-equals root 0: gap 150, the child's largest is 10"],
    ],
    [
      'a gap is larger than all that is below it',
      (root) => void (root.gaps[0] = 151),
      ['gap-fits root 0: gap 151 in 150 indices', "gap-equals root 0: gap 151, the child's largest is 10"],
    ],
    [
      'a gap of the second child is larger than all that is below it',
      (root) => void (root.gaps[1] = 101),
      ['gap-fits root 1: gap 101 in 100 indices', "gap-equals root 1: gap 101, the child's largest is 10"],
    ],
    [
      'a gap is no number',
      (root) => void (root.gaps[0] = Number.NaN),
      ['gap-fits root 0: gap NaN in 150 indices', "gap-equals root 0: gap NaN, the child's largest is 10"],
    ],
    [
      'an entry is missing between two holes',
      (_, leaf) => void (leaf.slots[2] = null),
      [
        'null-pair leaf 2: two NULLs meet at 20',
        'null-pair leaf 3: two NULLs meet at 30',
        'size 0 -1: the tree has 19 entries and says 20',
      ],
    ],
    [
      'a leaf ends in a hole, and the next begins with one',
      (_, leaf) => void (leaf.slots[14] = null),
      [
        'null-pair leaf 14: two NULLs meet at 140',
        'ends-in-null leaf 14: a leaf that is not the last ends in NULL',
        'null-pair second 0: two NULLs meet at 150',
        'size 0 -1: the tree has 19 entries and says 20',
      ],
    ],
    ['something is left in the last slot', (_, leaf) => void (leaf.slots[15] = {}), [behindEnd('leaf', 15)]],
    ['a pivot is left in the last slot', (_, leaf) => void (leaf.pivots[15] = 7), [behindEnd('leaf', 15)]],
    ['a gap is left in the last slot', (root) => void (root.gaps[9] = 7), [behindEnd('root', 9)]],
    [
      'a node holds a node where an entry should be',
      (root, leaf) => void (leaf.slots[0] = root),
      ['holds-entry leaf 0: a node where an entry should be'],
    ],
    [
      'a slot holds nothing, not even null',
      (_, leaf) => void (leaf.slots[0] = undefined),
      ['holds-entry leaf 0: nothing where an entry should be'],
    ],
    [
      'an inner node says that it is a leaf',
      (root) => void Object.assign(root, { leaf: true }),
      [
        'node-type root -1: a arange_64 stands where there should be none',
        'size 0 -1: the tree has 0 entries and says 20',
        'node-count 0 -1: the tree has 1 nodes and says 4',
      ],
    ],
    [
      'an inner node tracks no gaps in a tree that does',
      (root) => void Object.assign(root, { type: RANGE_64 }),
      [
        'node-type root -1: a range_64 stands where there should be none',
        'size 0 -1: the tree has 0 entries and says 20',
        'node-count 0 -1: the tree has 1 nodes and says 4',
      ],
    ],
    [
      'a leaf has a slot too many',
      (_, leaf) => void (leaf.end = 16),
      ['max-slots leaf -1: slot 16 is the last, a leaf_64 has 16', 'size 0 -1: the tree has 12 entries and says 20'],
    ],
  ];

function behindEnd(node: string, slot: number): string {
  return `clear-behind-end ${node} ${slot}: something is left behind the end`;
}

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

  it.each(SAID)('says all that is wrong where %s', (_, breakIt, said) => {
    const made = tree();
    const ids = new Map([
      [made.root.id, 'root'],
      [made.leaf.id, 'leaf'],
      [made.root.childAt(1).id, 'second'],
    ]);
    breakIt(made.root, made.leaf);
    const found = validate(made.tree);
    expect(
      found.map(({ invariant, node, slot, what }) => `${invariant} ${ids.get(node) ?? node} ${slot}: ${what}`),
    ).toEqual(said);
  });

  it('says that a leaf has too few slots, but of 7, and of the root none', () => {
    const tooFew = (end: number): string | undefined => {
      const made = tree();
      made.leaf.end = end;
      return validate(made.tree).find(({ invariant }) => invariant === 'min-slots')?.what;
    };
    expect([tooFew(6), tooFew(5)]).toEqual([undefined, 'slot 5 is the last, a leaf_64 needs 6']);
    const alone = new MapleTree<object>();
    alone.store(3, {});
    expect(validate(alone)).toEqual([]);
  });

  it('says of a tree without nodes, too, how many entries it has', () => {
    const bare = new MapleTree<object>();
    bare.store(0, {});
    Object.assign(bare.root, { size: 2 });
    expect(validate(bare)).toEqual([
      { invariant: 'size', node: 0, slot: -1, what: 'the tree has 1 entries and says 2' },
    ]);
  });

  it('names a dead node that is still in the tree', () => {
    const { tree: made, root, leaf } = tree();
    made.storeRange(20, 29, null);
    root.slots[0] = leaf;
    const alive = { invariant: 'alive', node: leaf.id, slot: -1, what: 'the node is dead and still in the tree' };
    expect(validate(made)).toContainEqual(alive);
    expect(validate(made.snapshot())).toContainEqual(alive);
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
    expect(validate(made)).toEqual([
      { invariant: 'one-root', node: 0, slot: -1, what: 'a root node and an entry without nodes' },
    ]);
  });

  it('names a leaf in the wrong level', () => {
    const { tree: made, leaf } = tree();
    Object.assign(made.root, { height: 3 });
    const [first, ...others] = validate(made);
    expect(first).toEqual({ invariant: 'same-depth', node: leaf.id, slot: -1, what: 'a leaf_64 at level 2 of 3' });
    expect(others.map(({ invariant }) => invariant)).toEqual(['same-depth', 'same-depth']);
  });

  it('names a wrong number of entries', () => {
    const { tree: made, leaf } = tree();
    leaf.slots[1] = {};
    expect(validate(made)).toContainEqual(expect.objectContaining({ invariant: 'size', node: 0 }));
  });
});
