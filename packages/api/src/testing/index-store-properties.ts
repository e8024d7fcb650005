/** Properties of single stores, on entries that are known. */

import { expect } from 'vitest';
import { small, type IndexKit } from './index-kit.ts';
import { entriesOf } from './index-steps.ts';

/** Declares the properties of store(). */
export function storeProperties(kit: IndexKit): void {
  const { it } = kit;

  it('in the middle of an entry leaves it on both sides', () => {
    const { index, a, b, c } = small(kit);
    const x = { name: 'x' };
    index.store(3, 4, x);
    expect(entriesOf(index)).toEqual([
      { start: 2, end: 3, value: a },
      { start: 3, end: 4, value: x },
      { start: 4, end: 6, value: a },
      { start: 6, end: 8, value: b },
      { start: 10, end: 12, value: c },
    ]);
  });

  it('of null in the middle of an entry makes a hole', () => {
    const { index } = small(kit);
    index.store(3, 4, null);
    expect([index.load(2)?.name, index.load(3), index.load(4)?.name, index.size]).toEqual(['a', null, 'a', 4]);
  });

  it('over several entries replaces what it covers and cuts the outer ones', () => {
    const { index, a, c } = small(kit);
    const x = { name: 'x' };
    index.store(4, 11, x);
    expect(entriesOf(index)).toEqual([
      { start: 2, end: 4, value: a },
      { start: 4, end: 11, value: x },
      { start: 11, end: 12, value: c },
    ]);
  });

  it('does not join neighbours that hold the same value', () => {
    const { index, a } = small(kit);
    index.store(0, 2, a);
    expect(entriesOf(index).slice(0, 2)).toEqual([
      { start: 0, end: 2, value: a },
      { start: 2, end: 6, value: a },
    ]);
  });

  it('of null where nothing is changes nothing', () => {
    const { index } = small(kit);
    index.store(20, 30, null);
    expect(index.size).toBe(3);
  });

  const wrong: readonly (readonly [what: string, start: number, end: number])[] = [
    ['empty', 5, 5],
    ['backward', 6, 5],
    ['negative', -1, 5],
    ['not whole', 0.5, 5],
    ['beyond safe integers', 0, 2 ** 53],
    ['without a number', Number.NaN, 5],
  ];
  for (const [what, start, end] of wrong)
    it(`refuses a range that is ${what}`, () => {
      const { index, a } = small(kit);
      expect(() => index.store(start, end, a)).toThrow(RangeError);
      expect(() => index.store(start, end, null)).toThrow(RangeError);
      expect(index.size).toBe(3);
    });

  it('exactly over an entry replaces it', () => {
    const { index, b } = small(kit);
    const x = { name: 'x' };
    index.store(6, 8, x);
    expect([index.size, index.load(6), entriesOf(index).some(({ value }) => value === b)]).toEqual([3, x, false]);
  });

  it('up to a boundary between two entries leaves the other one alone', () => {
    const { index, a, b } = small(kit);
    const x = { name: 'x' };
    index.store(4, 6, x);
    expect([index.load(3), index.load(4), index.load(6)]).toEqual([a, x, b]);
    index.store(6, 7, x);
    expect(entriesOf(index).slice(1, 4)).toEqual([
      { start: 4, end: 6, value: x },
      { start: 6, end: 7, value: x },
      { start: 7, end: 8, value: b },
    ]);
  });

  it('over everything leaves one entry, and of null none', () => {
    const { index } = small(kit);
    index.store(0, 2 ** 52, { name: 'x' });
    expect([index.size, index.load(2 ** 52 - 1)?.name]).toEqual([1, 'x']);
    index.store(0, 2 ** 52, null);
    expect([index.size, index.find(0)]).toEqual([0, null]);
  });
}
