import { describe, expect, it } from 'vitest';
import { bandsIn, NAME_ROW_PX } from './geometry.ts';

describe('the bands of the address map', () => {
  it.each([200, 215, 240, 320, 800])('fill a height of %d pixels, and end within it', (height) => {
    expect(bandsIn(height).height).toBe(height);
  });

  it('have whole rows of names only, and the fewer the lower', () => {
    expect([182, 200, 215, 240].map((height) => bandsIn(height).nameRows)).toEqual([0, 1, 1, 2]);
    for (const height of [182, 200, 215, 240]) {
      const { names, nameRows } = bandsIn(height);
      expect(names.height).toBe(nameRows * NAME_ROW_PX);
    }
  });
});
