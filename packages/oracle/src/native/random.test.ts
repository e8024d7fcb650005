import { expect, test } from 'vitest';
import { Random } from './random.ts';

test('a seed means the same sequence for ever', () => {
  const random = new Random(1);
  expect([random.next(), random.next(), random.next()]).toEqual([2_693_262_067, 11_749_833, 2_265_367_787]);
});

test('below stays below, and weighted never takes what has no weight', () => {
  const random = new Random(7);
  const counts: Record<string, number> = { never: 0, seldom: 0, often: 0 };
  for (let i = 0; i < 1000; i++) {
    expect(random.below(3)).toBeLessThan(3);
    const name = random.weighted({ never: 0, seldom: 1, often: 9 });
    counts[name] = (counts[name] ?? 0) + 1;
  }
  expect(counts['never']).toBe(0);
  expect(counts['often']).toBeGreaterThan(800);
});

test('a choice from nothing is refused', () => {
  expect(() => new Random(1).pick([])).toThrow(RangeError);
  expect(() => new Random(1).weighted({})).toThrow(RangeError);
});
