import { describe, expect, it } from 'vitest';
import { v6_12 } from '../kernels/v6-12.ts';
import { ARENA, PAGE, at, mmOf, type Strip } from '../testing/strip.ts';

/** Page offsets of the regions. */
const [SQ_RING, CQ_RING, SQES] = [0, 0x8000, 0x1_0000];

const ring = (mm: Strip): number => mm.open('anon_inode:[io_uring]');

/** Maps a region, and gives the page of the arena that the kernel chose. */
function mapRegion(mm: Strip, fd: number, pages: number, pgoff: number): number {
  const start = mm.mmap(null, pages, 'rw', 'SHARED', fd, pgoff);
  if (typeof start === 'string' && !start.startsWith('0x')) throw new Error(start);
  return Number((BigInt(start) - ARENA) / PAGE);
}

describe('a ring of io_uring', () => {
  it('is there as soon as it is mapped, cannot grow, and counts like a file', () => {
    const mm = mmOf('');
    const start = mapRegion(mm, ring(mm), 3, SQ_RING);
    expect([mm.flags(start), mm.counters.file_rss]).toEqual(['rd wr sh mr mw ms de mm', 3]);
    expect(mm.mremap(start, 3, 6, 'MAYMOVE')).toBe('EFAULT');
  });

  it('is one region at two offsets, for submission and completion', () => {
    const mm = mmOf('');
    const fd = ring(mm);
    const [submission, completion] = [mapRegion(mm, fd, 3, SQ_RING), mapRegion(mm, fd, 3, CQ_RING)];
    const frameAt = (page: number) => mm.view.tables.walk(mm.vma(page).start).at(-1)?.entry.pfn;
    expect(frameAt(submission)).toBeDefined();
    expect(frameAt(completion)).toBe(frameAt(submission));
    expect(mm.view.smaps().find(({ maps }) => maps.start === at(submission))?.sizes.Pss).toBe(6);
  });

  it('must be mapped as a whole, and has nothing behind its end', () => {
    const mm = mmOf('');
    const fd = ring(mm);
    mapRegion(mm, fd, 4, SQES);
    expect(mm.mmap(null, 1, 'rw', 'SHARED', fd, SQES)).toBe('EFAULT');
    const longer = mapRegion(mm, fd, 8, SQES);
    expect([mm.load(longer + 3), mm.load(longer + 5)]).toEqual([0, 'SIGBUS BUS_ADRERR']);
  });

  it('lies where the kernel wants it, and stays there', () => {
    const mm = mmOf('');
    const fd = ring(mm);
    const start = mapRegion(mm, fd, 3, SQ_RING);
    expect([mm.mmap(4, 3, 'rw', 'SHARED', fd), mm.mmap(4, 3, 'rw', 'SHARED|FIXED', fd)]).toEqual(['EINVAL', 'EINVAL']);
    expect(mm.mremap(start, 3, 3, 'MAYMOVE|FIXED', 4)).toBe('EINVAL');
  });

  it('never comes back once its pages are thrown away', () => {
    const mm = mmOf('');
    const start = mapRegion(mm, ring(mm), 4, SQES);
    expect([mm.store(start), mm.madvise(start, 1, 'DONTNEED'), mm.load(start)]).toEqual([0, 0, 'SIGBUS BUS_ADRERR']);
    expect([mm.madvise(start, 1, 'REMOVE'), mm.msync(start, 1, 'SYNC')]).toEqual(['ENODEV', 'EINVAL']);
    expect(mm.counters.file_rss).toBe(3);
  });

  it('is copied at fork, as no fault could map it in the child', () => {
    const mm = mmOf('');
    const start = mapRegion(mm, ring(mm), 4, SQES);
    mm.fork();
    expect(mm.load(start)).toBe(0);
  });

  it('could hold programs until 6.15', () => {
    const [before, after] = [mmOf('', { kernel: v6_12 }), mmOf('')];
    expect(after.mmap(null, 1, 'rx', 'SHARED', ring(after), SQES)).toBe('EPERM');
    expect(before.mmap(null, 1, 'rx', 'SHARED', ring(before), SQES)).toMatch(/^0x/);
  });
});
