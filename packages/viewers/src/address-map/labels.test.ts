import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { placeLabels, type LabelWish } from './labels.ts';

const wish = (text: string, x: number, weight = 1): LabelWish => ({ text, x, width: text.length * 10, weight });

describe('labels', () => {
  it('places the important one and leaves out what would cover it', () => {
    const placed = placeLabels([wish('small', 52), wish('LARGE', 50, 9)], 100, 1, 4);
    expect(placed.map((label) => label.wish.text)).toEqual(['LARGE']);
  });

  it('uses the next row before leaving one out', () => {
    const placed = placeLabels([wish('small', 52), wish('LARGE', 50, 9)], 100, 2, 4);
    expect(placed.map((label) => [label.wish.text, label.row])).toEqual([
      ['LARGE', 0],
      ['small', 1],
    ]);
  });

  it('keeps labels inside of the area', () => {
    expect(placeLabels([wish('edge', 2)], 100, 1, 4)[0]?.left).toBe(0);
  });

  it('never lets two of a row overlap', () => {
    const wishes = fc.array(
      fc.record({
        text: fc.constant('x'),
        x: fc.integer({ min: 0, max: 500 }),
        width: fc.integer({ min: 1, max: 120 }),
        weight: fc.integer({ min: 0, max: 9 }),
      }),
    );
    fc.assert(
      fc.property(wishes, (list) => {
        const placed = placeLabels(list, 500, 2, 3).toSorted((a, b) => a.left - b.left);
        placed.forEach((a, i) =>
          placed.slice(i + 1).forEach((b) => {
            if (a.row === b.row) expect(b.left).toBeGreaterThanOrEqual(a.left + a.wish.width + 3);
          }),
        );
      }),
    );
  });
});
