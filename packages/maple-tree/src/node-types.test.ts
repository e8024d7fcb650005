import { expect, it } from 'vitest';
import { NODE_TYPES } from './index.ts';
import { NODE_BYTES } from './node-types.ts';

it('nodes hold as much as those of a 64-bit kernel, in the order of its enum', () => {
  expect(NODE_TYPES.map(({ name, code, slots, pivots, minSlots }) => [name, code, slots, pivots, minSlots])).toEqual([
    ['dense', 0, 31, 0, 15],
    ['leaf_64', 1, 16, 15, 6],
    ['range_64', 2, 16, 15, 6],
    ['arange_64', 3, 10, 9, 4],
  ]);
  expect(NODE_TYPES.map(({ leaf, gaps }) => [leaf, gaps])).toEqual([
    [true, false],
    [true, false],
    [false, false],
    [false, true],
  ]);
});

it('a node is full of slots, pivots, gaps and the word for its parent; one with gaps has some bytes left', () => {
  const WORD = 8;
  const used = NODE_TYPES.map(({ slots, pivots, gaps }) => WORD * (1 + slots + pivots + (gaps ? slots : 0)));
  expect(used).toEqual([NODE_BYTES, NODE_BYTES, NODE_BYTES, NODE_BYTES - 2 * WORD]);
});
