import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameMap } from './frame-map.ts';

describe('a map by frame number', () => {
  it('has what a Map would have, in ascending order', () => {
    const change = fc.tuple(fc.integer({ min: 0, max: 2 ** 12 }), fc.option(fc.string()));
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const frames = new FrameMap<string>();
        const map = new Map<number, string>();
        for (const [pfn, value] of changes) {
          if (value === null) frames.delete(pfn);
          else frames.set(pfn, value);
          if (value === null) map.delete(pfn);
          else map.set(pfn, value);
          expect(frames.get(pfn)).toBe(map.get(pfn));
        }
        const ascending = [...map].sort(([a], [b]) => a - b).map(([, value]) => value);
        expect([...frames.values()]).toEqual(ascending);
      }),
    );
  });

  it('has nothing at a number that no frame has', () => {
    const frames = new FrameMap<string>();
    frames.set(7, 'seven');
    frames.delete(2 ** 40 + 7);
    expect(frames.get(7)).toBe('seven');
    expect([-1, 2 ** 40 + 7, 8].map((pfn) => frames.get(pfn))).toEqual([undefined, undefined, undefined]);
  });
});
