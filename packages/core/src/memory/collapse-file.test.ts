/** MADV_COLLAPSE of shared memory, as 6.18.44 and booted 6.1.176 and 6.12.117 showed it. */
import { describe, expect, it } from 'vitest';
import { v6_1 } from '../kernels/v6-1.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { ARENA, PAGE, Strip, type StripOptions } from '../testing/strip.ts';

const HUGE = 512;
const SHARED = 'SHARED|FIXED';
const PRIVATE = 'PRIVATE|FIXED';

/** A file of shared memory, mapped at page 0, of which the first pages were written. */
function mapped({ pages = HUGE, written = 1, flags = SHARED, ...options }: Mapping = {}): Strip & { fd: number } {
  const mm = new Strip(options);
  const fd = mm.memfd(pages);
  mm.mmap(0, HUGE, 'rw', flags, fd);
  for (let page = 0; page < written; page++) mm.store(page);
  return Object.assign(mm, { fd });
}

interface Mapping extends StripOptions {
  readonly pages?: number;
  readonly written?: number;
  readonly flags?: string;
}

/** The same, collapsed. */
function collapsed(mapping: Mapping = {}): Strip & { fd: number } {
  const mm = mapped(mapping);
  expect(mm.madvise(0, HUGE, 'COLLAPSE')).toBe(0);
  return mm;
}

/** Of every mapping: kB that are resident, with an `H` where it is mapped as a huge page. */
const resident = (mm: Strip): string =>
  mm.view
    .smaps()
    .filter(({ maps }) => maps.start >= ARENA && maps.start < ARENA + 4096n * PAGE)
    .map(({ sizes }) => `${sizes.Rss ?? 0}${(sizes.ShmemPmdMapped ?? 0) > 0 ? 'H' : ''}`)
    .join(' ');

describe('MADV_COLLAPSE of shared memory', () => {
  it('makes a huge page of what is there, dirty and without holes, which is mapped at once without a table', () => {
    const mm = mapped();
    const before = mm.counters.page_tables;
    expect([resident(mm), mm.madvise(0, HUGE, 'COLLAPSE'), resident(mm)]).toEqual(['4', 0, '2048H']);
    expect(mm.counters.page_tables).toBe(before - 1);
    expect(mm.view.smaps().find(({ maps }) => maps.start === ARENA)?.sizes.Private_Dirty).toBe(2048);
    expect(mm.madvise(0, HUGE, 'COLLAPSE')).toBe(0);
  });

  it('takes pages beyond the end of the file in, and is refused where the file has none', () => {
    expect(resident(collapsed({ pages: 300, written: 300 }))).toBe('2048H');
    expect(mapped({ written: 0 }).madvise(0, HUGE, 'COLLAPSE')).toBe('EINVAL');
  });

  it('is refused where the file lies otherwise in the address space than in itself', () => {
    const mm = new Strip();
    mm.mmap(0, HUGE, 'rw', SHARED, mm.memfd(2 * HUGE), 1);
    mm.store(0);
    expect(mm.madvise(0, HUGE, 'COLLAPSE')).toBe('EINVAL');
  });

  it('maps a private mapping without copies, too, of which the first store makes one page', () => {
    const mm = mapped({ flags: PRIVATE, written: 0 });
    mm.load(0);
    expect([mm.madvise(0, HUGE, 'COLLAPSE'), resident(mm)]).toEqual([0, '2048H']);
    mm.store(3);
    expect(resident(mm)).toBe('4');
    expect(mm.madvise(0, HUGE, 'COLLAPSE')).toBe('EINVAL');
  });

  it('takes pages and tables of other mappings away; 6.1 leaves them the table, so that faults go on by single pages', () => {
    const beside = (options: StripOptions = {}): string[] => {
      const mm = mapped(options);
      mm.mmap(HUGE, HUGE, 'rw', SHARED, mm.fd);
      for (let page = 0; page < 10; page++) mm.store(HUGE + page);
      mm.madvise(0, HUGE, 'COLLAPSE');
      const after = resident(mm);
      mm.load(HUGE);
      return [after, resident(mm)];
    };
    expect(beside()).toEqual(['2048H 0', '2048H 2048H']);
    expect(beside({ kernel: v6_1 })).toEqual(['2048H 0', '2048H 64']);
  });

  it('leaves private copies beside alone; around them 6.18 maps the rest of the folio, 6.12 what is near', () => {
    const beside = (options: StripOptions = {}): string => {
      const mm = mapped(options);
      mm.mmap(HUGE, HUGE, 'rw', PRIVATE, mm.fd);
      mm.store(HUGE + 3);
      mm.madvise(0, HUGE, 'COLLAPSE');
      mm.load(HUGE);
      return resident(mm);
    };
    expect(beside()).toBe('2048H 2048');
    expect(beside({ kernel: v6_12 })).toBe('2048H 64');
  });
});

describe('a huge page of shared memory', () => {
  it('is dropped from the tables, not split, where a part of it goes or changes', () => {
    const mm = collapsed();
    mm.madvise(0, 1, 'DONTNEED');
    expect(resident(mm)).toBe('0');
    mm.load(3);
    expect(resident(mm)).toBe('2048H');
    mm.mprotect(0, 4, 'r');
    expect(resident(mm)).toBe('0 0');
    mm.load(9);
    expect(resident(mm)).toBe('0 64');
  });

  it('moves as a whole, and is dropped where a part moves', () => {
    const mm = collapsed();
    mm.mremap(0, HUGE, HUGE, 'MAYMOVE|FIXED', 2 * HUGE);
    expect(resident(mm)).toBe('2048H');
    mm.mremap(2 * HUGE, 1, 1, 'MAYMOVE|FIXED', 0);
    expect(resident(mm)).toBe('0 0');
  });

  it('is not copied at fork: the child finds it with its first fault', () => {
    const mm = collapsed();
    mm.fork();
    expect(resident(mm)).toBe('0');
    mm.load(7);
    expect(resident(mm)).toBe('2048H');
    expect(mm.view.smaps().find(({ maps }) => maps.start === ARENA)?.sizes.Pss).toBe(1024);
  });

  it('is mapped page by page where not all of it lies in the mapping', () => {
    const mm = collapsed();
    mm.munmap(0, HUGE);
    mm.mmap(0, 16, 'rw', SHARED, mm.fd);
    mm.load(0);
    expect(resident(mm)).toBe('64');
  });

  it('is split where its file loses pages: nothing of it stays mapped, and the rest stays in the file', () => {
    const mm = collapsed();
    mm.madvise(0, 4, 'REMOVE');
    expect(resident(mm)).toBe('0');
    mm.load(10);
    expect(resident(mm)).toBe('48');
  });

  it('that is cut at page 100 leaves folios that are mapped at once since 6.18', () => {
    const cut = (options: StripOptions = {}): string => {
      const mm = collapsed(options);
      mm.call('ftruncate', BigInt(mm.fd), 100n * PAGE);
      mm.load(10);
      return resident(mm);
    };
    expect(cut()).toBe('256');
    expect(cut({ kernel: v6_12 })).toBe('64');
  });

  it.each([
    ['the end of its file', (mm: Strip, fd: bigint) => mm.call('ftruncate', fd, BigInt(HUGE) * PAGE - 100n), '1024'],
    ['a hole', (mm: Strip, fd: bigint) => mm.call('fallocate', fd, 3n, 100n, 100n), '64'],
    [
      'a hole at its end',
      (mm: Strip, fd: bigint) => mm.call('fallocate', fd, 3n, BigInt(HUGE) * PAGE - 50n, 50n),
      '1024',
    ],
  ])('is split by %s within a page, too, and loses none', (_, cut, then) => {
    const mm = collapsed();
    expect([cut(mm, BigInt(mm.fd)), resident(mm)]).toEqual([0, '0']);
    mm.load(0);
    expect(resident(mm)).toBe(then);
  });

  it('leaves the tables with MADV_PAGEOUT, and stays in its file', () => {
    const mm = collapsed();
    mm.madvise(0, HUGE, 'PAGEOUT');
    expect(resident(mm)).toBe('0');
    mm.load(0);
    expect(resident(mm)).toBe('2048H');
  });
});
