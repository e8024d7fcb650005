/**
 * Which nodes a store leaves, as the number of slots that each uses, level by level. The rules are the kernel's: a full node gives to
 * a sibling that has room, the left one first, and is cut in the middle where none has.
 * @kernel 6.18 lib/maple_tree.c mas_push_data(), mas_split()
 */

import { describe, expect, it } from 'vitest';
import { validate, type MapleTree } from './index.ts';
import { ascending, crowd, cut, nodeAt, thin } from './testing/crowd.ts';
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

/** Three leaves with so many slots, the one at `at` full. */
function leaves(first: number, second: number, third: number): MapleTree<object> {
  const tree = ascending(34);
  expect(shapeOf(tree)).toBe('3 | 15 9 11');
  [first, second, third].forEach((slots, at) => (thin(tree, 1, at, slots), crowd(tree, 1, at, slots)));
  expect(shapeOf(tree)).toBe(`3 | ${first} ${second} ${third}`);
  return tree;
}

describe('a full leaf', () => {
  it('gives to its left sibling up to 15 slots, if that has no more than 13', () => {
    expect(overflow(leaves(13, 16, 11), 1, 1)).toBe('3 | 15 15 11');
    expect(overflow(leaves(7, 16, 11), 1, 1)).toBe('3 | 15 9 11');
    expect(overflow(leaves(14, 16, 14), 1, 1)).toBe('4 | 14 9 8 14');
  });

  it('gives to its right sibling up to 15 slots, if that has no more than 13 and the left one no room', () => {
    expect(overflow(leaves(14, 16, 13), 1, 1)).toBe('3 | 14 15 15');
    expect(overflow(leaves(14, 16, 7), 1, 1)).toBe('3 | 14 9 15');
    expect(overflow(leaves(16, 13, 11), 1, 0)).toBe('3 | 15 15 11');
    expect(overflow(leaves(16, 14, 11), 1, 0)).toBe('4 | 9 8 14 11');
  });

  it('that is the last gives if its sibling has no more than 12', () => {
    expect(overflow(leaves(11, 12, 16), 1, 2)).toBe('3 | 11 15 14');
    expect(overflow(leaves(11, 13, 16), 1, 2)).toBe('4 | 11 13 9 8');
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
