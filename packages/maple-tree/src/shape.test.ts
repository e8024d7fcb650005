/**
 * Which nodes a store leaves, as the number of slots that each uses, level by level. The rules are the kernel's: a full node gives to
 * a sibling that has room, the left one first, and is cut in the middle where none has.
 * @kernel 6.18 lib/maple_tree.c mas_push_data(), mas_split()
 */

import { describe, expect, it } from 'vitest';
import { MapleTree, MAX_INDEX, validate } from './index.ts';
import { ascending, crowd, cut, leaves, nodeAt, withSlots } from './testing/crowd.ts';
import { levelsOf, shapeOf } from './testing/nodes.ts';

/** Cuts entries of a full node until it gives slots away, and says what that leaves. */
function overflow(tree: MapleTree<object>, level: number, at: number): string {
  const { node } = nodeAt(tree, level, at);
  expect(node.end + 1).toBe(node.type.slots);
  const nodes = (): string =>
    levelsOf(tree)
      .slice(0, level + 1)
      .map((each) => each.map(({ node: { end } }) => end + 1).join(' '))
      .join(' | ');
  const before = nodes();
  while (nodes() === before) cut(tree, level, at);
  expect(validate(tree)).toEqual([]);
  return nodes();
}

describe('a full leaf', () => {
  it('gives to its left sibling up to 15 slots, if that has no more than 13', () => {
    expect(overflow(leaves([13, 16, 11]), 1, 1)).toBe('3 | 15 15 11');
    expect(overflow(leaves([7, 16, 11]), 1, 1)).toBe('3 | 15 9 11');
    expect(overflow(leaves([14, 16, 14]), 1, 1)).toBe('4 | 14 9 8 14');
  });

  it('gives to its right sibling up to 15 slots, if that has no more than 13 and the left one no room', () => {
    expect(overflow(leaves([14, 16, 13]), 1, 1)).toBe('3 | 14 15 15');
    expect(overflow(leaves([14, 16, 7]), 1, 1)).toBe('3 | 14 9 15');
    expect(overflow(leaves([16, 13, 11]), 1, 0)).toBe('3 | 15 15 11');
    expect(overflow(leaves([16, 14, 11]), 1, 0)).toBe('4 | 9 8 14 11');
  });

  it('that is the last gives if its sibling has no more than 12', () => {
    expect(overflow(leaves([11, 12, 16]), 1, 2)).toBe('3 | 11 15 14');
    expect(overflow(leaves([11, 13, 16]), 1, 2)).toBe('4 | 11 13 9 8');
  });
});

describe('a full inner node', () => {
  /** Two nodes below the root with so many children. */
  function children(first: number, second: number): MapleTree<object> {
    const tree = ascending(200);
    expect(shapeOf(tree)).toMatch(/^2 \| 6 8 \|/);
    crowd(tree, 1, 0, first);
    crowd(tree, 1, 1, second);
    expect(shapeOf(tree)).toMatch(new RegExp(String.raw`^2 \| ${first} ${second} \|`));
    return tree;
  }

  it('gives to its right sibling up to 10 slots, if that has no more than 8', () => {
    expect(overflow(children(10, 8), 1, 0)).toBe('2 | 10 9');
    expect(overflow(children(10, 9), 1, 0)).toBe('3 | 6 5 9');
  });

  it('that is the last gives to its left sibling up to 9, if that has no more than 7', () => {
    expect(overflow(children(7, 10), 1, 1)).toBe('2 | 9 9');
    expect(overflow(children(8, 10), 1, 1)).toBe('3 | 8 6 5');
  });
});

describe('a store over two leaves', () => {
  /**
   * Two full leaves and a third one: what comes of a store that takes so many slots of the first (0: cuts its last one) and cuts
   * the second.
   */
  function over(slots: number, value: object | null): string {
    const tree = leaves([15, 16, 11]);
    tree.store(0, {});
    const { pivots, end } = nodeAt(tree, 1, 0).node;
    tree.storeRange((pivots[end - slots] ?? 0) + (slots === 0 ? -1 : 1), nodeAt(tree, 1, 1).min + 1, value);
    expect(validate(tree)).toEqual([]);
    return shapeOf(tree);
  }

  it('of which as much stays as two hold leaves two, and leaves three where a slot more stays', () => {
    expect(over(2, {})).toBe('3 | 16 15 11');
    expect(over(1, {})).toBe('3 | 16 16 11');
    expect(over(0, {})).toBe('4 | 11 10 12 11');
  });

  it('leaves three where two are full and the first would end in null', () => {
    expect(over(1, null)).toBe('4 | 11 10 11 11');
  });

  it('of which little stays leaves one with the third, without a node above it', () => {
    const tree = leaves([16, 16, 11]);
    tree.storeRange(nodeAt(tree, 1, 0).min + 1, nodeAt(tree, 1, 1).node.max - 1, {});
    expect(shapeOf(tree)).toBe('14');
    expect(nodeAt(tree, 0, 0).node.gaps).toEqual([]);
  });
});

describe('a leaf that starves', () => {
  it.each([9, 10])('is rebuilt with its neighbour below a node of %d, and all above that stays', (slots) => {
    const tree = withSlots([9, slots, 2]);
    const idsOf = (): number[][] => levelsOf(tree).map((level) => level.map(({ node }) => node.id));
    const before = idsOf();
    const { node, min } = nodeAt(tree, 2, 0);
    tree.storeRange(min, node.pivots[node.end - 3] ?? 0, {});
    const after = idsOf();
    expect(after[0]).toEqual(before[0]);
    expect(after[1]?.slice(1)).toEqual(before[1]?.slice(1));
    expect(after[2]?.slice(2)).toEqual(before[2]?.slice(2));
    expect(shapeOf(tree)).toMatch(new RegExp(String.raw`^2 \| ${slots} 8 \| `));
    expect(validate(tree)).toEqual([]);
  });
});

describe('the first node', () => {
  it('ends in a hole, unless what is stored reaches the end of everything', () => {
    const shapeWith = (index: number, last: number): string => {
      const tree = new MapleTree<object>();
      tree.storeRange(index, last, {});
      expect(validate(tree)).toEqual([]);
      return shapeOf(tree);
    };
    expect([shapeWith(0, 4), shapeWith(1, 4), shapeWith(3, 4)]).toEqual(['2', '3', '3']);
    expect([shapeWith(0, MAX_INDEX), shapeWith(3, MAX_INDEX)]).toEqual(['1', '2']);
  });

  it('is a leaf also where a tree of inner nodes was emptied or written over', () => {
    for (const value of [null, {}]) {
      const tree = ascending(200);
      tree.storeRange(0, MAX_INDEX, value);
      tree.storeRange(5, 6, {});
      expect([shapeOf(tree), validate(tree)]).toEqual(['3', []]);
    }
  });
});
