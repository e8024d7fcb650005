/** What generations say of themselves where others do otherwise. */

import { describe, expect, it } from 'vitest';
import { defineKernel, differencesOf } from './generation.ts';
import { seedV3 } from './seed-v3.ts';
import { v6_10, v6_11 } from './v6-10.ts';
import { v6_12, v6_12_111, v6_12_115 } from './v6-12.ts';
import { v6_18 } from './v6-18.ts';
import { v7_2 } from './v7-2.ts';

describe('what two kernels do otherwise', () => {
  it('is said by both, of what each does in that place', () => {
    const pair = differencesOf(v6_10, v6_18).find(([note]) => note === v6_10.notes.mmapRegion);
    expect(pair?.[0]?.note).toContain('unmaps what is in the way first');
    expect(pair?.[1]?.note).toContain('in one store');
  });

  it('is nothing where one has everything of the other', () => {
    expect(differencesOf(v6_18, v6_18)).toEqual([]);
    expect(differencesOf(v6_10, v6_11)).toEqual([]);
  });

  it('is what a fix took away, and what it has in common with a newer kernel is no difference', () => {
    expect(differencesOf(v6_12, v6_12_111)).toEqual([[v6_12.notes.hugeDirtyLostOn, null]]);
    expect(differencesOf(v6_12_115, v7_2).flat()).not.toContain(v7_2.notes.dontUnmap);
  });

  it('is a patch and what it replaced, never what the kernel below it said of that', () => {
    expect(differencesOf(seedV3, v6_18).flat()).not.toContain(v6_10.notes.mmapRegion);
    expect(differencesOf(v6_10, seedV3)).toContainEqual([v6_10.notes.mmapRegion, seedV3.notes.mmapRegion]);
  });

  it('is not guessed of a fact that somebody said anew without a word', () => {
    const patch = defineKernel({ extends: v6_10, id: 'patch', mmapRegion: v6_18.mmapRegion });
    expect(patch.notes.mmapRegion).toBeUndefined();
    expect(patch.notes.merging).toBe(v6_10.notes.merging);
  });
});
