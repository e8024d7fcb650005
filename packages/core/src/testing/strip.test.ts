import { describe, expect, it } from 'vitest';
import { draw, mmOf } from './strip.ts';

describe('a strip', () => {
  it.each([
    '',
    'w',
    'ww.rr',
    '..x',
    'w|r',
    'WW|WW.n',
    'RR|R',
    'W|R|X',
    'w|R',
    'R|w',
    's|s',
    'f|f',
    'F.f',
    'g..W',
    'e|o|N',
  ])('that is built as %j is drawn so', (picture) => {
    expect(draw(mmOf(picture))).toBe(picture);
  });

  it('needs no | between VMAs of different kinds, and is written as a whole once a page is', () => {
    expect(draw(mmOf('wr'))).toBe('w|r');
    expect(draw(mmOf('wWw'))).toBe('WWW');
  });

  it('cannot have neighbours that the kernel would have merged', () => {
    expect(() => mmOf('w|w')).toThrow(RangeError);
  });

  it('tells results as small numbers, pages of the arena, addresses elsewhere, and names', () => {
    const mm = mmOf('w');
    expect([mm.munmap(5, 1), mm.mmap(3, 1), mm.mprotect(8, 1, 'r')]).toEqual([0, 3, 'ENOMEM']);
    expect(mm.mmap(null, 1, 'rw', 'PRIVATE|ANONYMOUS')).toMatch(/^0x7fff/);
    expect(mm.store(9)).toBe('SIGSEGV SEGV_MAPERR');
  });
});
