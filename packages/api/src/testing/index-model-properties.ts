/** Properties of an index after any steps: it says what its judge says. */

import { expect } from 'vitest';
import fc from 'fast-check';
import type { IndexKit } from './index-kit.ts';
import { anyRange, anySteps, drawSteps, entriesOf, PAGES, plain, play, type Pair, type Step } from './index-steps.ts';
import { forAll } from './smallest-example.ts';

const everyPage = Array.from({ length: PAGES + 2 }, (_, page) => page);

/** A question about a window. */
interface Asked {
  readonly steps: readonly Step[];
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

const anyAsked: fc.Arbitrary<Asked> = fc
  .tuple(anySteps, anyRange, fc.integer({ min: 1, max: 13 }))
  .map(([steps, window, size]) => ({ steps, ...window, size }));

const drawAsked = ({ steps, start, end, size }: Asked): string =>
  `${drawSteps(steps)}\nasked for ${size} in ${start}-${end}`;

/** Declares the properties of what an index says. */
export function modelProperties({ it, plugin, random }: IndexKit): void {
  const afterSteps = (property: (pair: Pair) => void): void =>
    forAll(anySteps, (steps) => property(play(plugin, steps)), { ...random, draw: drawSteps });
  const asked = (property: (pair: Pair, asked: Asked) => void): void =>
    forAll(anyAsked, (each) => property(play(plugin, each.steps), each), { ...random, draw: drawAsked });

  it('range() lists the entries, ascending, disjoint and whole', () => {
    const same = ({ index, naive }: Pair): void => expect(entriesOf(index)).toEqual(naive.entries());
    forAll(anySteps, (steps) => void play(plugin, steps, same), { ...random, draw: drawSteps });
  });

  it('range() of a part lists what overlaps it, also beyond its bounds', () => {
    asked(({ index, naive }, { start, end }) => {
      expect(Array.from(index.range(start, end), plain)).toEqual(naive.range(start, end));
    });
  });

  it('values() of a part are the values of range()', () => {
    asked(({ index, naive }, { start, end }) => {
      expect(index.values(start, end)).toEqual(naive.range(start, end).map(({ value }) => value));
    });
  });

  it('size is the number of entries', () => {
    afterSteps(({ index, naive }) => expect(index.size).toBe(naive.entries().length));
  });

  it('load() gives the very value of a page, or null', () => {
    afterSteps(({ index, naive }) => {
      for (const page of everyPage) expect(index.load(page)).toBe(naive.load(page));
    });
  });

  it('find() gives the entry of a page, or the next one', () => {
    afterSteps(({ index, naive }) => {
      for (const page of everyPage) expect(plain(index.find(page))).toEqual(naive.find(page));
    });
  });

  it('findBefore() gives the last entry that ends at or below a page', () => {
    afterSteps(({ index, naive }) => {
      for (const page of everyPage) expect(plain(index.findBefore(page))).toEqual(naive.findBefore(page));
    });
  });

  it('emptyArea() gives the lowest hole of a window that has room, cut to the window', () => {
    asked(({ index, naive }, { start, end, size }) => {
      expect(index.emptyArea(start, end, size)).toEqual(naive.holes(start, end, size).at(0) ?? null);
      expect(index.emptyArea(0, PAGES, size)).toEqual(naive.holes(0, PAGES, size).at(0) ?? null);
    });
  });

  it('emptyAreaRev() gives the highest', () => {
    asked(({ index, naive }, { start, end, size }) => {
      expect(index.emptyAreaRev(start, end, size)).toEqual(naive.holes(start, end, size).at(-1) ?? null);
      expect(index.emptyAreaRev(0, PAGES, size)).toEqual(naive.holes(0, PAGES, size).at(-1) ?? null);
    });
  });

  it('an erase is a store of nothing: what is erased and stored again is as if it had been stored alone', () => {
    asked(({ index }, { start, end }) => {
      const copy = index.clone((value) => value);
      const value = { name: 'again' };
      index.store(start, end, null);
      for (const each of [index, copy]) each.store(start, end, value);
      expect(entriesOf(index)).toEqual(entriesOf(copy));
    });
  });
}
