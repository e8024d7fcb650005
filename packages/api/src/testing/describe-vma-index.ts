/**
 * The conformance kit of VMA indexes: what every index must fulfil, ours and a stranger's, as named vitest cases. Most are
 * properties: any sequence of stores is made on the index and on an array of pages, and both must say the same.
 *
 * ```ts
 * import { describeVmaIndex } from '@mm-playground/api/testing';
 * describeVmaIndex(myTree);
 * ```
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IndexEntry, VmaIndex, VmaIndexPlugin } from '../vma-index.ts';
import { NaiveIndex, type Stored } from './naive-index.ts';

/** How to run the kit. */
export interface VmaIndexKitOptions {
  /** Random cases for a property; 200 where absent. */
  readonly runs?: number;
  /** Seed of the random cases; 1 where absent. */
  readonly seed?: number;
}

interface RunParameters {
  readonly numRuns: number;
  readonly seed: number;
}

/** Few pages, so that stores meet. */
const PAGES = 48;
/** Enough entries that a tree has several levels. */
const MANY = 3000;

/** What may happen to an index. */
type Step =
  | { readonly kind: 'store' | 'erase'; readonly start: number; readonly end: number }
  | { readonly kind: 'snapshot' | 'clone' }
  | { readonly kind: 'restore'; readonly which: number };

const range = fc
  .tuple(fc.nat({ max: PAGES - 1 }), fc.integer({ min: 1, max: 12 }))
  .map(([start, length]) => ({ start, end: Math.min(start + length, PAGES) }));

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: range.map((pages) => ({ kind: 'store' as const, ...pages })) },
    { weight: 4, arbitrary: range.map((pages) => ({ kind: 'erase' as const, ...pages })) },
    { weight: 1, arbitrary: fc.constantFrom({ kind: 'snapshot' as const }, { kind: 'clone' as const }) },
    { weight: 1, arbitrary: fc.nat({ max: 9 }).map((which) => ({ kind: 'restore' as const, which })) },
  ),
  { minLength: 1, maxLength: 40, size: 'max' },
);

/** An index and its judge, after the same steps. */
interface Pair {
  readonly index: VmaIndex<Stored>;
  readonly naive: NaiveIndex;
}

function play(plugin: VmaIndexPlugin, sequence: readonly Step[], after: (pair: Pair) => void = () => {}): Pair {
  let pair: Pair = { index: plugin.create<Stored>(), naive: NaiveIndex.empty(PAGES) };
  let saved = [{ snapshot: pair.index.snapshot(), naive: pair.naive.copy() }];
  sequence.forEach((step, i) => {
    const { index, naive } = pair;
    switch (step.kind) {
      case 'store':
      case 'erase': {
        const value = step.kind === 'store' ? { name: `value ${i}` } : null;
        index.store(step.start, step.end, value);
        naive.store(step.start, step.end, value);
        break;
      }
      case 'snapshot':
        saved.push({ snapshot: index.snapshot(), naive: naive.copy() });
        break;
      case 'restore': {
        const moment = saved[step.which % saved.length];
        if (moment === undefined) break;
        index.restore(moment.snapshot);
        pair = { index, naive: moment.naive.copy() };
        break;
      }
      case 'clone':
        pair = { index: index.clone((value) => value), naive: naive.copy() };
        saved = [{ snapshot: pair.index.snapshot(), naive: pair.naive.copy() }];
        break;
    }
    after(pair);
  });
  return pair;
}

const entriesOf = (index: VmaIndex<Stored>, pages = PAGES): IndexEntry<Stored>[] =>
  Array.from(index.range(0, pages), ({ start, end, value }) => ({ start, end, value }));

const plain = (entry: IndexEntry<Stored> | null): IndexEntry<Stored> | null =>
  entry === null ? null : { start: entry.start, end: entry.end, value: entry.value };

const everyPage = Array.from({ length: PAGES + 2 }, (_, page) => page);

/** Declares the cases of an index. */
export function describeVmaIndex(plugin: VmaIndexPlugin, options: VmaIndexKitOptions = {}): void {
  const parameters: RunParameters = { numRuns: options.runs ?? 200, seed: options.seed ?? 1 };
  const check = (property: (pair: Pair) => void): void =>
    fc.assert(
      fc.property(steps, (sequence) => {
        property(play(plugin, sequence));
      }),
      parameters,
    );

  describe(`the VMA index ${plugin.id}`, () => {
    it('has an id and a title', () => {
      expect([plugin.id, plugin.title].every((text) => text.trim() !== '')).toBe(true);
    });

    describe('after any stores, snapshots and clones', () => {
      it('range() lists the entries, ascending, disjoint and whole', () => {
        fc.assert(
          fc.property(steps, (sequence) => {
            play(plugin, sequence, ({ index, naive }) => expect(entriesOf(index)).toEqual(naive.entries()));
          }),
          parameters,
        );
      });

      it('range() of a part lists what overlaps it, also beyond its bounds', () => {
        fc.assert(
          fc.property(steps, range, (sequence, { start, end }) => {
            const { index, naive } = play(plugin, sequence);
            expect(Array.from(index.range(start, end), plain)).toEqual(naive.range(start, end));
            expect(index.values(start, end)).toEqual(naive.range(start, end).map(({ value }) => value));
          }),
          parameters,
        );
      });

      it('size is the number of entries', () => {
        check(({ index, naive }) => expect(index.size).toBe(naive.entries().length));
      });

      it('load() gives the very value of a page, or null', () => {
        check(({ index, naive }) => {
          for (const page of everyPage) expect(index.load(page)).toBe(naive.load(page));
        });
      });

      it('find() gives the entry of a page, or the next one', () => {
        check(({ index, naive }) => {
          for (const page of everyPage) expect(plain(index.find(page))).toEqual(naive.find(page));
        });
      });

      it('findBefore() gives the last entry that ends at or below a page', () => {
        check(({ index, naive }) => {
          for (const page of everyPage) expect(plain(index.findBefore(page))).toEqual(naive.findBefore(page));
        });
      });

      it('emptyArea() gives the lowest hole of a window that has room, cut to the window', () => {
        fc.assert(
          fc.property(steps, range, fc.integer({ min: 1, max: 13 }), (sequence, { start, end }, size) => {
            const { index, naive } = play(plugin, sequence);
            expect(index.emptyArea(start, end, size)).toEqual(naive.holes(start, end, size).at(0) ?? null);
            expect(index.emptyArea(0, PAGES, size)).toEqual(naive.holes(0, PAGES, size).at(0) ?? null);
          }),
          parameters,
        );
      });

      it('emptyAreaRev() gives the highest', () => {
        fc.assert(
          fc.property(steps, range, fc.integer({ min: 1, max: 13 }), (sequence, { start, end }, size) => {
            const { index, naive } = play(plugin, sequence);
            expect(index.emptyAreaRev(start, end, size)).toEqual(naive.holes(start, end, size).at(-1) ?? null);
            expect(index.emptyAreaRev(0, PAGES, size)).toEqual(naive.holes(0, PAGES, size).at(-1) ?? null);
          }),
          parameters,
        );
      });
    });

    storing(plugin);
    remembering(plugin, parameters);
    size(plugin);
  });
}

/** An index with some entries: a at [2, 6), b at [6, 8), c at [10, 12). */
function small(plugin: VmaIndexPlugin) {
  const index = plugin.create<Stored>();
  const [a, b, c] = ['a', 'b', 'c'].map((name): Stored => ({ name })) as [Stored, Stored, Stored];
  index.store(2, 6, a);
  index.store(6, 8, b);
  index.store(10, 12, c);
  return { index, a, b, c };
}

function storing(plugin: VmaIndexPlugin): void {
  describe('store()', () => {
    it('in the middle of an entry leaves it on both sides', () => {
      const { index, a, b, c } = small(plugin);
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
      const { index } = small(plugin);
      index.store(3, 4, null);
      expect([index.load(2)?.name, index.load(3), index.load(4)?.name, index.size]).toEqual(['a', null, 'a', 4]);
    });

    it('over several entries replaces what it covers and cuts the outer ones', () => {
      const { index, a, c } = small(plugin);
      const x = { name: 'x' };
      index.store(4, 11, x);
      expect(entriesOf(index)).toEqual([
        { start: 2, end: 4, value: a },
        { start: 4, end: 11, value: x },
        { start: 11, end: 12, value: c },
      ]);
    });

    it('does not join neighbours that hold the same value', () => {
      const { index, a } = small(plugin);
      index.store(0, 2, a);
      expect(entriesOf(index).slice(0, 2)).toEqual([
        { start: 0, end: 2, value: a },
        { start: 2, end: 6, value: a },
      ]);
    });

    it('of null where nothing is changes nothing', () => {
      const { index } = small(plugin);
      index.store(20, 30, null);
      expect(index.size).toBe(3);
    });

    it.each([
      ['empty', 5, 5],
      ['backward', 6, 5],
      ['negative', -1, 5],
      ['not whole', 0.5, 5],
      ['beyond safe integers', 0, 2 ** 53],
      ['without a number', Number.NaN, 5],
    ])('refuses a range that is %s', (_, start, end) => {
      const { index, a } = small(plugin);
      expect(() => index.store(start, end, a)).toThrow(RangeError);
      expect(() => index.store(start, end, null)).toThrow(RangeError);
      expect(index.size).toBe(3);
    });
  });
}

function remembering(plugin: VmaIndexPlugin, parameters: RunParameters): void {
  describe('snapshot() and restore()', () => {
    it('a snapshot stays what it was, however often it is restored', () => {
      const { index } = small(plugin);
      const before = entriesOf(index);
      const snapshot = index.snapshot();
      for (let i = 0; i < 3; i++) {
        index.store(i, 20, { name: 'x' });
        index.restore(snapshot);
        expect(entriesOf(index)).toEqual(before);
      }
    });

    it('lead backward and forward again', () => {
      const { index } = small(plugin);
      const [first, before] = [index.snapshot(), entriesOf(index)];
      index.store(0, 7, null);
      const [second, after] = [index.snapshot(), entriesOf(index)];
      index.restore(first);
      expect(entriesOf(index)).toEqual(before);
      index.restore(second);
      expect(entriesOf(index)).toEqual(after);
    });

    it('refuse what is no snapshot of theirs', () => {
      expect(() => small(plugin).index.restore({ index: 'snapshot' })).toThrow(TypeError);
    });
  });

  describe('clone()', () => {
    it('has the same ranges with other values, and leaves out those that become null', () => {
      const { index, b } = small(plugin);
      const copy = index.clone((value) => (value === b ? null : { name: `${value.name}'` }));
      expect(entriesOf(copy).map(({ start, end, value }) => `${start}-${end} ${value.name}`)).toEqual([
        "2-6 a'",
        "10-12 c'",
      ]);
    });

    it('goes its own way, and leaves the original its own', () => {
      const { index } = small(plugin);
      const before = entriesOf(index);
      const copy = index.clone((value) => value);
      copy.store(0, 20, null);
      expect([entriesOf(index), copy.size]).toEqual([before, 0]);
      index.store(0, 20, { name: 'x' });
      expect(copy.size).toBe(0);
    });

    it('and the original see nothing of what the other stores, after any stores', () => {
      fc.assert(
        fc.property(steps, fc.array(range, { minLength: 1, maxLength: 12 }), (sequence, later) => {
          const { index } = play(plugin, sequence);
          const copy = index.clone((value) => value);
          for (const [written, other] of [
            [index, copy],
            [copy, index],
          ] as const) {
            const before = entriesOf(other);
            for (const { start, end } of later) written.store(start, end, { name: 'later' });
            expect(entriesOf(other)).toEqual(before);
          }
        }),
        parameters,
      );
    });

    it('asks for each value once, ascending', () => {
      const asked: string[] = [];
      small(plugin).index.clone((value) => (asked.push(value.name), value));
      expect(asked).toEqual(['a', 'b', 'c']);
    });
  });
}

function size(plugin: VmaIndexPlugin): void {
  describe('at size', () => {
    it('holds addresses up to the largest page number', () => {
      const index = plugin.create<Stored>();
      const [low, high] = [{ name: 'low' }, { name: 'high' }];
      index.store(0, 1, low);
      index.store(2 ** 52 - 1, 2 ** 52, high);
      expect([index.load(0), index.load(2 ** 52 - 1), index.load(2 ** 52 - 2)]).toEqual([low, high, null]);
      expect(index.emptyArea(0, 2 ** 52, 2 ** 51)).toEqual({ start: 1, end: 2 ** 52 - 1 });
    });

    it(`finds its way among ${MANY} entries, and empties again`, () => {
      const index = plugin.create<Stored>();
      const values = Array.from({ length: MANY }, (_, i): Stored => ({ name: String(i) }));
      values.forEach((value, i) => index.store(4 * i, 4 * i + 3, value));
      expect(index.size).toBe(MANY);
      expect(values.every((value, i) => index.load(4 * i + 1) === value && index.load(4 * i + 3) === null)).toBe(true);
      expect(index.emptyArea(0, 4 * MANY, 2)).toBe(null);
      index.store(4 * 1000, 4 * 1001, null);
      expect(index.emptyArea(0, 4 * MANY, 2)).toEqual({ start: 3999, end: 4004 });
      expect(index.emptyAreaRev(0, 4 * MANY, 2)).toEqual({ start: 3999, end: 4004 });
      index.store(0, 4 * MANY, null);
      expect([index.size, index.find(0), index.findBefore(4 * MANY)]).toEqual([0, null, null]);
    });
  });
}
