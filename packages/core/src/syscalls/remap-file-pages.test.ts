import { describe, expect, it } from 'vitest';
import { PAGE, at, draw, mmOf, type Outcome, type Strip } from '../testing/strip.ts';

const NONBLOCK = 0x1_0000n;

const remap = (mm: Strip, page: number, pages: number, pgoff: number | bigint, prot = 0n, flags = NONBLOCK): Outcome =>
  mm.call('remap_file_pages', at(page), BigInt(pages) * PAGE, prot, BigInt(pgoff), flags);

/** Eight pages of a memfd, shared. */
function shared(mm: Strip, page = 0, prot = 'rw'): number {
  const fd = mm.memfd(8);
  mm.mmap(page, 8, prot, 'SHARED|FIXED', fd);
  return fd;
}

describe('remap_file_pages', () => {
  it('maps another part of the file there', () => {
    const mm = mmOf('');
    shared(mm);
    expect(remap(mm, 2, 1, 5)).toBe(0);
    expect(draw(mm)).toBe('ss|s|sssss');
    expect(mm.pgoff(2)).toBe(5);
    expect(remap(mm, 2, 1, 2)).toBe(0);
    expect(draw(mm)).toBe('ssssssss');
  });

  it('rounds address and size down', () => {
    const mm = mmOf('');
    shared(mm);
    expect(mm.call('remap_file_pages', at(2) + 5n, PAGE + 7n, 0n, 5n, 0n)).toBe(0);
    expect(draw(mm)).toBe('ss|s|sssss');
    expect(mm.call('remap_file_pages', at(2), PAGE - 1n, 0n, 5n, 0n)).toBe('EINVAL');
  });

  it('is for shared mappings of files that are open for writing, without a wish for a protection', () => {
    const mm = mmOf('w');
    const fd = mm.open('/data', 'O_RDONLY');
    mm.mmap(2, 1, 'r', 'SHARED|FIXED', fd);
    mm.mmap(4, 1, 'rw', 'PRIVATE|FIXED', fd);
    mm.mmap(6, 2, 'rw', 'SHARED|ANONYMOUS|FIXED');
    expect([remap(mm, 0, 1, 0), remap(mm, 2, 1, 0), remap(mm, 4, 1, 0)]).toEqual(['EINVAL', 'EINVAL', 'EINVAL']);
    expect([remap(mm, 6, 1, 1, 1n), remap(mm, 6, 1, 1), remap(mm, 8, 1, 0)]).toEqual(['EINVAL', 0, 'EINVAL']);
  });

  it('may span mappings that only their offsets keep apart', () => {
    const mm = mmOf('');
    shared(mm);
    remap(mm, 2, 1, 7);
    expect(remap(mm, 1, 4, 1)).toBe(0);
    expect(draw(mm)).toBe('ssssssss');
    mm.madvise(3, 1, 'RANDOM');
    expect(remap(mm, 1, 4, 1)).toBe('EINVAL');
    expect(remap(mm, 5, 4, 1)).toBe('EINVAL');
  });

  it('keeps protection and lock, and forgets advice', () => {
    const mm = mmOf('');
    shared(mm, 0, 'r');
    mm.madvise(0, 8, 'DONTFORK');
    mm.mlock(0, 8);
    expect(remap(mm, 2, 1, 5)).toBe(0);
    expect(mm.flags(2)).toBe('rd sh mr mw me ms lo');
  });

  it('brings the pages in, unless asked not to', () => {
    const mm = mmOf('');
    shared(mm);
    remap(mm, 0, 1, 3);
    expect(mm.counters.shmem_rss).toBe(0);
    remap(mm, 0, 1, 4, 0n, 0n);
    expect(mm.counters.shmem_rss).toBe(1);
  });

  it('refuses offsets that wrap, and then those that no file has', () => {
    const mm = mmOf('');
    shared(mm);
    expect(remap(mm, 0, 1, (1n << 64n) - 1n)).toBe('EINVAL');
    expect(remap(mm, 0, 1, 1n << 52n)).toBe('EOVERFLOW');
    expect(remap(mm, 0, 1, (1n << 51n) - 1n)).toBe('EOVERFLOW');
    expect(remap(mm, 0, 1, (1n << 51n) - 2n)).toBe(0);
  });

  it('does not touch what is sealed', () => {
    const mm = mmOf('');
    shared(mm);
    mm.mseal(2, 1);
    expect(remap(mm, 2, 1, 5)).toBe('EPERM');
  });
});
