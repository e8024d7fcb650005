/** Properties of an index with much in it: long campaigns of stores in several shapes, large numbers, and what calls cost then. */

import { expect } from 'vitest';
import fc from 'fast-check';
import type { VmaIndex } from '../vma-index.ts';
import type { IndexKit } from './index-kit.ts';
import { entriesOf, plain } from './index-steps.ts';
import { NaiveIndex, type Stored } from './naive-index.ts';
import { forAll } from './smallest-example.ts';

/** Enough entries that a tree has several levels. */
const MANY = 10_000;
/** Stores of a campaign. */
const STORES = 400;
const CAMPAIGNS = 3;

/** What the ranges look like: how far they lie apart, how long they are, how many in a hundred are holes. */
interface Shape {
  readonly span: number;
  readonly longest: number;
  readonly holes: number;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  dense: { span: 3_000, longest: 3, holes: 10 },
  sparse: { span: 2 ** 30, longest: 2 ** 20, holes: 20 },
  adjacent: { span: 300, longest: 1, holes: 5 },
  spanning: { span: 3_000, longest: 900, holes: 30 },
  'mostly empty': { span: 2_000, longest: 6, holes: 60 },
};

/** A store of a campaign. */
interface Store {
  readonly start: number;
  readonly end: number;
  readonly erase: boolean;
}

const anyStores = ({ span, longest, holes }: Shape): fc.Arbitrary<Store[]> =>
  fc.array(
    fc
      .record({ start: fc.nat(span), length: fc.integer({ min: 1, max: longest }), chance: fc.nat(99) })
      .map(({ start, length, chance }) => ({ start, end: start + length, erase: chance < holes })),
    { minLength: STORES / 2, maxLength: STORES, size: 'max' },
  );

/** Declares the properties of long campaigns. */
export function campaignProperties({ it, plugin, options: { seed } }: IndexKit): void {
  for (const [name, shape] of Object.entries(SHAPES))
    it(`says after each of hundreds of ${name} stores what a list says`, () => {
      forAll(
        anyStores(shape),
        (stores) => {
          const [index, naive] = [plugin.create<Stored>(), new NaiveIndex()];
          for (const [at, { start, end, erase }] of stores.entries()) {
            const value = erase ? null : { name: String(at) };
            index.store(start, end, value);
            naive.store(start, end, value);
            compareAround(index, naive, start, end, shape);
          }
          expect(entriesOf(index, 2 ** 52)).toEqual(naive.entries());
        },
        { runs: CAMPAIGNS, seed: seed ?? 1 },
      );
    });
}

function compareAround(index: VmaIndex<Stored>, naive: NaiveIndex, start: number, end: number, shape: Shape): void {
  expect(index.size).toBe(naive.entries().length);
  for (const page of [start, end - 1, end]) {
    expect(index.load(page)).toBe(naive.load(page));
    expect(plain(index.find(page))).toEqual(naive.find(page));
    expect(plain(index.findBefore(page))).toEqual(naive.findBefore(page));
  }
  const [min, max, size] = [Math.max(0, start - shape.longest), end + 5 * shape.longest, shape.longest];
  const holes = naive.holes(min, max, size);
  expect([index.emptyArea(min, max, size), index.emptyAreaRev(min, max, size)]).toEqual([
    holes.at(0) ?? null,
    holes.at(-1) ?? null,
  ]);
}

/** An index with so many entries of three pages, each with a hole of one behind it. */
function filled({ plugin }: IndexKit, count: number): { index: VmaIndex<Stored>; values: readonly Stored[] } {
  const index = plugin.create<Stored>();
  const values = Array.from({ length: count }, (_, i): Stored => ({ name: String(i) }));
  values.forEach((value, i) => index.store(4 * i, 4 * i + 3, value));
  return { index, values };
}

/** Declares the properties of many entries. */
export function sizeProperties(kit: IndexKit): void {
  const { it, plugin } = kit;

  it('holds addresses up to the largest page number', () => {
    const index = plugin.create<Stored>();
    const [low, high] = [{ name: 'low' }, { name: 'high' }];
    index.store(0, 1, low);
    index.store(2 ** 52 - 1, 2 ** 52, high);
    expect([index.load(0), index.load(2 ** 52 - 1), index.load(2 ** 52 - 2)]).toEqual([low, high, null]);
    expect(index.emptyArea(0, 2 ** 52, 2 ** 51)).toEqual({ start: 1, end: 2 ** 52 - 1 });
  });

  it(`finds its way among ${MANY} entries, and to the one hole between them`, () => {
    const { index, values } = filled(kit, MANY);
    expect(index.size).toBe(MANY);
    expect(values.every((value, i) => index.load(4 * i + 1) === value && index.load(4 * i + 3) === null)).toBe(true);
    expect(index.emptyArea(0, 4 * MANY, 2)).toBeNull();
    index.store(4 * 1000, 4 * 1001, null);
    expect(index.emptyArea(0, 4 * MANY, 2)).toEqual({ start: 3999, end: 4004 });
    expect(index.emptyAreaRev(0, 4 * MANY, 2)).toEqual({ start: 3999, end: 4004 });
  });

  it(`empties again from ${MANY} entries, at once and one by one`, () => {
    const { index, values } = filled(kit, MANY);
    const copy = index.clone((value) => value);
    index.store(0, 4 * MANY, null);
    values.forEach((_, i) => copy.store(4 * i, 4 * i + 3, null));
    for (const each of [index, copy])
      expect([each.size, each.find(0), each.findBefore(4 * MANY)]).toEqual([0, null, null]);
  });

  it(`comes back to ${MANY} entries by a snapshot, and copies them`, () => {
    const { index, values } = filled(kit, MANY);
    const snapshot = index.snapshot();
    index.store(0, 4 * MANY, null);
    index.restore(snapshot);
    expect(index.clone((value) => value).values(0, 4 * MANY)).toEqual(values);
  });
}

/** Few and many entries for what a call costs: sixteen times as many may cost four times as much, and not sixteen times. */
const [FEW, SIXTEEN_TIMES, AT_MOST] = [1_000, 16_000, 4];

const COSTS: Readonly<Record<string, (index: VmaIndex<Stored>, count: number) => unknown>> = {
  'load()': (index, count) => index.load(2 * count + 1),
  'find()': (index, count) => index.find(2 * count + 3),
  'findBefore()': (index, count) => index.findBefore(2 * count),
  'values() of a few': (index, count) => index.values(2 * count, 2 * count + 8),
  'emptyArea()': (index, count) => index.emptyArea(0, 8 * count, 2),
  'emptyAreaRev()': (index, count) => index.emptyAreaRev(0, 4 * count - 1, 2),
  'store()': (index, count) => index.store(2 * count, 2 * count + 3, { name: 'new' }),
  'snapshot()': (index) => index.snapshot(),
};

/** What cannot be done without work in any unit: else nothing is counted. */
const COUNTED = 'store()';

/** Declares the properties of costs, where they can be counted. */
export function costProperties(kit: IndexKit): void {
  const { it, plugin, options } = kit;
  const { countWork } = options;
  if (countWork === undefined) return;
  const saysCost = plugin.create<Stored>().cost !== undefined;
  const costs: typeof COSTS = saysCost ? { ...COSTS, 'cost()': (index) => index.cost?.() } : COSTS;
  for (const [name, call] of Object.entries(costs))
    it(`${name} does not look at every entry`, () => {
      const [few = 0, many = 0] = [FEW, SIXTEEN_TIMES].map((count) => {
        const { index } = filled(kit, count);
        // The first time pays for what is made once.
        call(index, count);
        return countWork(() => void call(index, count));
      });
      if (name === COUNTED) expect(few).toBeGreaterThan(0);
      expect(many).toBeLessThanOrEqual(AT_MOST * few);
    });
}
