import { describe, expect, it } from 'vitest';
import { at, draw, mmOf, PAGE, type Strip } from '../testing/strip.ts';

/** The picture with these pages sealed. */
function sealed(picture: string, page: number, pages: number) {
  const mm = mmOf(picture);
  mm.mseal(page, pages);
  return mm;
}

describe('mseal', () => {
  it.each([
    ['EINVAL', 'flags', at(0), PAGE, 1n],
    ['EINVAL', 'an address inside a page', at(0) + 1n, PAGE, 0n],
    ['EINVAL', 'a length that wraps', at(0), 2n ** 64n - PAGE, 0n],
    ['ENOMEM', 'a range that begins in a hole', at(-1), 2n * PAGE, 0n],
    ['ENOMEM', 'a hole in the middle', at(0), 4n * PAGE, 0n],
    ['ENOMEM', 'a range that ends in a hole', at(3), 2n * PAGE, 0n],
  ] as const)('refuses with %s and without effect: %s', (errno, _, ...args) => {
    const mm = mmOf('ww.w');
    expect(mm.call('mseal', ...args)).toBe(errno);
    expect(mm.mprotect(0, 2, 'r')).toBe(0);
    expect(mm.mprotect(3, 1, 'r')).toBe(0);
  });

  it('of length 0 does nothing, and twice is as once', () => {
    const mm = mmOf('w');
    expect([mm.mseal(5, 0), mm.mseal(0, 1), mm.mseal(0, 1)]).toEqual([0, 0, 0]);
    expect(mm.flags(0)).toBe('rd wr mr mw me ac sl');
  });

  it.each([
    [0, 1, 'w|www'],
    [3, 1, 'www|w'],
    [1, 2, 'w|ww|w'],
  ])('splits at its boundaries: from page %i for %i gives %j', (page, pages, after) => {
    expect(draw(sealed('wwww', page, pages))).toBe(after);
  });

  it('seals over several VMAs', () => {
    const mm = sealed('w|r|x', 0, 3);
    expect([0, 1, 2].every((page) => mm.flags(page).includes('sl'))).toBe(true);
  });

  it('joins what is sealed beside it', () => {
    const mm = sealed('wwww', 0, 2);
    mm.mseal(2, 2);
    expect(draw(mm)).toBe('wwww');
  });
});

describe('sealed memory', () => {
  it.each([
    ['mprotect', (mm: Strip) => mm.mprotect(0, 4, 'r')],
    ['mprotect of a part', (mm: Strip) => mm.mprotect(1, 1, 'r')],
    ['munmap', (mm: Strip) => mm.munmap(0, 4)],
    ['munmap of a part', (mm: Strip) => mm.munmap(1, 2)],
    ['mremap, shrinking', (mm: Strip) => mm.mremap(0, 4, 1)],
    ['mremap, growing', (mm: Strip) => mm.mremap(0, 4, 5)],
    ['mremap, moving', (mm: Strip) => mm.mremap(0, 4, 4, 'MAYMOVE|FIXED', 16)],
    ['mremap, emptying', (mm: Strip) => mm.mremap(0, 4, 4, 'MAYMOVE|DONTUNMAP', 16)],
    ['mremap onto it', (mm: Strip) => mm.mremap(8, 1, 1, 'MAYMOVE|FIXED', 2)],
    ['mmap over it', (mm: Strip) => mm.mmap(0, 4)],
    ['mmap over a part', (mm: Strip) => mm.mmap(2, 1)],
    ['mmap over more', (mm: Strip) => mm.mmap(2, 4)],
  ])('refuses %s', (_, change) => {
    const mm = sealed('wwww....r', 0, 4);
    expect(change(mm)).toBe('EPERM');
    expect(draw(mm)).toBe('wwww....r');
  });

  it('even refuses to be resized to what it is', () => {
    expect(sealed('w', 0, 1).mremap(0, 1, 1)).toBe('EPERM');
  });

  it('can be locked, advised and written', () => {
    const mm = sealed('w', 0, 1);
    expect([mm.mlock(0, 1), mm.munlock(0, 1), mm.madvise(0, 1, 'RANDOM'), mm.store(0)]).toEqual([0, 0, 0, 0]);
  });

  it('can be locked in part', () => {
    const mm = sealed('www', 0, 3);
    expect(mm.mlock(1, 1)).toBe(0);
    expect(mm.counters.map_count).toBe(3);
  });

  it('stays sealed in a child', () => {
    const mm = sealed('w', 0, 1);
    mm.fork();
    expect(mm.munmap(0, 1)).toBe('EPERM');
  });

  it('keeps the source of a move where the destination is sealed', () => {
    const mm = sealed('w...r', 4, 1);
    expect(mm.mremap(0, 1, 1, 'MAYMOVE|FIXED', 4)).toBe('EPERM');
    expect(draw(mm)).toBe('w...r');
  });
});
