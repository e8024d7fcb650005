/** Huge pages of shared memory by shmem_enabled, as booted 6.1.176 and 6.12.117 showed them. */
import type { ShmemEnabled } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { ARENA, PAGE, Strip } from '../testing/strip.ts';

const HUGE = 512;

interface Case {
  readonly kernel?: typeof v6_12;
  readonly pages?: number;
  readonly advised?: boolean;
  readonly flags?: string;
  readonly act?: (mm: Strip, fd: number) => void;
}

/** kB resident, `H` for huge, `e` where smaps says THPeligible, after a store or what else is done. */
function after(
  shmemEnabled: ShmemEnabled,
  { kernel = v6_12, pages = 1024, advised = false, ...rest }: Case = {},
): string {
  const { flags = 'SHARED|FIXED', act = (mm: Strip): void => void mm.store(3) } = rest;
  const mm = new Strip({ kernel, system: { shmemEnabled } });
  const fd = mm.memfd(pages);
  mm.mmap(0, HUGE, 'rw', flags, fd);
  if (advised) mm.madvise(0, HUGE, 'HUGEPAGE');
  act(mm, fd);
  return mm.view
    .smaps()
    .filter(({ maps }) => maps.start >= ARENA && maps.start < ARENA + 2048n * PAGE)
    .map(
      ({ sizes, thpEligible }) =>
        `${sizes.Rss ?? 0}${(sizes.ShmemPmdMapped ?? 0) > 0 ? 'H' : ''}${thpEligible === 1 ? 'e' : ''}`,
    )
    .join(' ');
}

describe('a fault in shared memory', () => {
  it('gets a huge page always, on advice, or never', () => {
    expect((['always', 'advise', 'never', 'deny', 'force'] as const).map((mode) => after(mode))).toEqual([
      ...['2048He', '4', '4', '4', '2048He'],
    ]);
    expect((['always', 'advise', 'never'] as const).map((mode) => after(mode, { advised: true }))).toEqual([
      ...['2048He', '2048He', '4'],
    ]);
  });

  it('gets one within the size of the file, or on advice', () => {
    expect([after('within_size', { pages: 512 }), after('within_size', { pages: 511 })]).toEqual(['2048He', '4']);
    expect(after('within_size', { pages: 300, advised: true })).toBe('2048He');
  });

  it('of a private mapping has the file get it, and copies one page for a store', () => {
    const flags = 'PRIVATE|FIXED';
    expect(after('always', { flags, act: (mm) => mm.load(3) })).toBe('2048He');
    expect(after('always', { flags })).toBe('4e');
  });

  it('is of a single page where some of its neighbours are there', () => {
    const act = (mm: Strip, fd: number): void => {
      mm.call('fallocate', BigInt(fd), 0n, 0n, PAGE);
      mm.madvise(0, HUGE, 'HUGEPAGE');
      mm.store(3);
    };
    expect(after('advise', { act })).toBe('4e');
  });

  it('is of a single page where the mapping has no room: the file does not get a huge one since 6.12', () => {
    const cut = (mm: Strip): void => {
      mm.munmap(HUGE - 1, 1);
      mm.store(0);
      mm.mmap(HUGE, HUGE, 'rw', 'SHARED|FIXED', 3);
      mm.load(HUGE);
    };
    expect(after('always', { act: cut })).toBe('4e 4e');
    expect(after('always', { act: cut, kernel: v6_1 })).toBe('4 2048He');
  });

  it('is refused advice by MADV_NOHUGEPAGE; what is there is mapped page by page since 6.12, by 6.1 as before', () => {
    const act = (mm: Strip, fd: number): void => {
      mm.store(0);
      mm.munmap(0, HUGE);
      mm.mmap(0, HUGE, 'rw', 'SHARED|FIXED', fd);
      mm.madvise(0, HUGE, 'NOHUGEPAGE');
      mm.store(0);
    };
    expect([after('always', { act }), after('always', { act, kernel: v6_1 })]).toEqual(['2048', '2048H']);
  });
});

it('a call on the file makes huge pages, too, where nobody has to ask for them', () => {
  const act = (mm: Strip, fd: number): void => {
    mm.call('fallocate', BigInt(fd), 0n, 0n, PAGE);
    mm.load(0);
  };
  expect([after('always', { act }), after('advise', { act })]).toEqual(['2048He', '4']);
});
