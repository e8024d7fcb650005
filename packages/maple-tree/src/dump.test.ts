import { expect, it } from 'vitest';
import { dump, MAX_INDEX, MapleTree } from './index.ts';

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

it('prints a tree of two levels without gaps: nodes with their parents, indented, and zeros behind their ends', () => {
  const tree = new MapleTree<object>();
  const twice = {};
  for (let i = 0; i < 16; i++) tree.storeRange(10 * i, 10 * i + (i % 4 === 3 ? 0 : 9), i < 2 ? twice : {});
  const empty = (count: number): string => `${'(nil) 0 '.repeat(count)}(nil)`;
  const lines = dump(tree).split('\n');
  expect(lines.slice(0, 12)).toEqual([
    'maple_tree(tree) flags 8, height 2 root node#4',
    `0-9007199254740991: node node#4 depth 0 type 2 parent tree contents: node#2 70 node#3 9007199254740991 ${empty(13)}`,
    `  0-70: node node#2 depth 1 type 1 parent node#4[0] contents: entry#1 9 entry#1 19 entry#2 29 entry#3 30 (nil) 39 entry#4 49 entry#5 59 entry#6 69 entry#7 70 ${empty(6)}`,
    '    0-9: entry#1',
    '    10-19: entry#1',
    '    20-29: entry#2',
    '    30: entry#3',
    '    31-39: (nil)',
    '    40-49: entry#4',
    '    50-59: entry#5',
    '    60-69: entry#6',
    '    70: entry#7',
  ]);
  expect(lines[12]).toContain('  71-9007199254740991: node node#3 depth 1 type 1 parent node#4[1] contents: (nil) 79 ');
  expect(lines.slice(-3)).toEqual(['    150: entry#15', '    151-9007199254740991: (nil)', '']);
});

it('prints numbers of 64 bits as the kernel has them: a gap up to the end of everything reaches its end', () => {
  const tree = new MapleTree<object>({ gaps: true });
  for (let i = 0; i < 16; i++) tree.storeRange(20 * i, 20 * i + 9, {});
  const gaps = (format: 'hex' | 'dec'): string | undefined =>
    / contents: (?<gaps>.* \|) /.exec(dump(tree, { format }))?.groups?.['gaps'];
  expect(gaps('hex')).toBe('a a fffffffffffffeca 0 0 0 0 0 0 0 |');
  expect(gaps('dec')).toBe('10 10 9007199254740682 0 0 0 0 0 0 0 |');
});

it('prints the flags of a tree as the kernel has them: gaps, readers, height', () => {
  const first = (rcu: boolean): string | undefined => {
    const tree = new MapleTree<object>({ gaps: true, rcu });
    for (let i = 0; i < 200; i++) tree.store(i, {});
    return dump(tree).split(' root ')[0];
  };
  expect([first(false), first(true)]).toEqual([
    'maple_tree(tree) flags D, height 3',
    'maple_tree(tree) flags F, height 3',
  ]);
});

it('names the last slot of an inner node and the one with the largest gap', () => {
  const tree = new MapleTree<object>({ gaps: true });
  for (let i = 0; i < 40; i++) tree.storeRange(20 * i, 20 * i + 9, {});
  tree.storeRange(20 * 40, MAX_INDEX, {});
  tree.erase(20 * 10);
  expect(dump(tree).split('\n')[1]).toContain(' contents: 10 30 10 10 10 10 0 0 0 0 | 05 01| ');
});
