import { expect, it } from 'vitest';
import { dump, MapleTree } from './index.ts';

const named = (count: number): MapleTree<{ readonly name: string }> => {
  const tree = new MapleTree<{ readonly name: string }>({ gaps: true, rcu: true });
  for (let i = 0; i < count; i++) tree.storeRange(0x1000 * i, 0x1000 * i + 0x7ff, { name: `v${i}` });
  return tree;
};

it('prints an empty tree, and one entry without a node', () => {
  const tree = new MapleTree<{ readonly name: string }>();
  expect(dump(tree)).toBe('maple_tree(tree) flags 0, height 0 root (nil)\n0: (nil)\n');
  tree.store(0, { name: 'a' });
  expect(dump(tree, { show: ({ name }) => name })).toBe('maple_tree(tree) flags 0, height 0 root a\n0: a\n');
});

it('prints a leaf with its slots and pivots, then its entries and holes', () => {
  expect(dump(named(2), { format: 'hex', show: ({ name }) => name })).toBe(
    [
      'maple_tree(tree) flags 7, height 1 root node#2',
      '0-ffffffffffffffff: node node#2 depth 0 type 1 parent tree contents: v0 7FF (nil) FFF v1 17FF (nil) FFFFFFFFFFFFFFFF (nil) 0 (nil) 0 (nil) 0 (nil) 0 (nil) 0 (nil) 0 (nil) 0 (nil) 0 (nil) 0 (nil) 0 (nil) 0 (nil)',
      '  0-7ff: v0',
      '  800-fff: (nil)',
      '  1000-17ff: v1',
      '  1800-ffffffffffffffff: (nil)',
      '',
    ].join('\n'),
  );
});

it('prints the gaps of an inner node, its end and its largest gap, and the parent of each node', () => {
  const lines = dump(named(12), { format: 'hex', show: ({ name }) => name }).split('\n');
  expect(lines[1]).toMatch(
    /^0-ffffffffffffffff: node node#\d+ depth 0 type 3 parent tree contents: 800 ffffffffffff4800 0 0 0 0 0 0 0 0 \| 01 01\| node#\d+ [\dA-F]+ /,
  );
  expect(
    lines.filter((line) => /^ {2}[\da-f]+-[\da-f]+: node node#\d+ depth 1 type 1 parent node#\d+\[[01]\] /.test(line))
      .length,
  ).toBe(2);
});
