import { describe, expect, it } from 'vitest';
import { at, mmOf, PAGE, type Strip } from '../testing/strip.ts';

const rss = (mm: Strip): number => mm.counters.anon_rss;

describe('calls that copy to the program', () => {
  it('bring in the pages that they write', () => {
    const mm = mmOf('wwww');
    expect(mm.call('getrandom', at(0), 2n * PAGE, 0n)).toBe(8192);
    expect(rss(mm)).toBe(2);
    expect([mm.call('uname', at(2) - 8n), mm.call('clock_gettime', 1n, at(3))]).toEqual([0, 0]);
    expect(rss(mm)).toBe(4);
  });

  it('say how far they came, or that they could not', () => {
    const mm = mmOf('w.r');
    expect(mm.call('getrandom', at(0), 2n * PAGE, 0n)).toBe(4096);
    expect([mm.call('getrandom', at(1), 16n, 0n), mm.call('uname', at(2))]).toEqual(['EFAULT', 'EFAULT']);
  });
});
