import { expect, it } from 'vitest';
import { LEAF_64, RANGE_64 } from './node-types.ts';
import { MapleNode } from './node.ts';
import { Path } from './path.ts';

it('a way that is released leads nowhere and holds on to no node', () => {
  const root = new MapleNode(1, RANGE_64, 1, null);
  const leaf = new MapleNode(2, LEAF_64, 1, null);
  root.slots[0] = leaf;
  const path = new Path();
  path.start(root);
  path.descend();
  expect([path.depth, path.node(0), path.node(1)]).toEqual([1, root, leaf]);
  path.release();
  expect([path.depth, path.nodes.includes(root), path.nodes.includes(leaf)]).toEqual([-1, false, false]);
});
