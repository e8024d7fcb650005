import { describe, expect, it } from 'vitest';
import { PAGE_FLAGS, hasPageFlag, pageFlagLetters, pageFlagNames, pageFlags } from './page-flags.ts';

describe('page flags', () => {
  it('are the bits of /proc/kpageflags', () => {
    expect(pageFlags('uptodate', 'lru', 'mmap', 'anonymous', 'swapbacked')).toBe(0x5828);
    expect(pageFlags('pgtable')).toBe(0x400_0000);
    expect(PAGE_FLAGS.map(({ bit }) => bit)).toEqual(PAGE_FLAGS.map((_, at) => at));
  });

  it('are told by their names and by the letters of page-types, in the order of their bits', () => {
    const flags = pageFlags('thp', 'anonymous', 'compound_head');
    expect(pageFlagNames(flags)).toEqual(['anonymous', 'compound_head', 'thp']);
    expect(pageFlagLetters(flags)).toBe('____________a__H______t____');
    expect([hasPageFlag(flags, 'thp'), hasPageFlag(flags, 'buddy')]).toEqual([true, false]);
  });
});
