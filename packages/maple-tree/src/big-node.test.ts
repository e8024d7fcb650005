import { expect, it } from 'vitest';
import { BigNode } from './big-node.ts';
import { LEAF_64 } from './node-types.ts';

const row = (names: string, min = 0): BigNode => {
  const made = new BigNode();
  fill(made, names, min);
  return made;
};

function fill(made: BigNode, names: string, min = 0): void {
  made.reset(LEAF_64, min);
  [...names].forEach((name, at) => made.add(name === '.' ? null : { name }, min + at, 0));
}

it('a row that is cleared holds on to nothing that it ever held', () => {
  const made = row('abc');
  fill(made, 'd');
  made.clear();
  expect([made.count, made.slots.filter((slot) => slot !== null)]).toEqual([0, []]);
});

it('a left part ends at the slot behind null, or at the one before it where it is full', () => {
  expect(row('abcdefghijklmnopqr').notNull(8)).toBe(8);
  expect(row('abcdefgh.jklmnopqr').notNull(8)).toBe(9);
  expect(row('abcdefghijklmn.pqrstuvwxyzabc').notNull(14)).toBe(15);
  expect(row('abcdefghijklmno.qrstuvwxyzabcde').notNull(15)).toBe(14);
});
