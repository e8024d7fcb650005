import { describe, expect, it } from 'vitest';
import type { ArgValue } from '@mm-playground/api';
import { v6_18 } from '../kernels/v6-18.ts';
import { v7_2 } from '../kernels/v7-2.ts';
import { at, draw, mmOf, type Outcome, type Strip } from '../testing/strip.ts';

const POINTER: ArgValue = { kind: 'array', items: [], abbreviated: false };
const setup = (mm: Strip, events: number): Outcome => mm.call('io_setup', BigInt(events), POINTER);
const destroy = (mm: Strip, page: number): Outcome => mm.call('io_destroy', at(page));
/** The mappings of rings. */
const rings = (mm: Strip): string[] =>
  mm.view
    .maps()
    .filter(({ name }) => name === '/[aio] (deleted)')
    .map(({ start, end, perms }) => `${start.toString(16)}+${(end - start) / 4096n} ${perms}`);
/** Where the next page table begins. */
const HUGE = 512;

/** A ring of three pages, moved to page 0 of the arena. */
function ringAt0(kernel = v6_18): Strip {
  const mm = mmOf('', { kernel });
  setup(mm, 128);
  const start = mm.view.maps().find(({ name }) => name.startsWith('/[aio]'))?.start ?? 0n;
  expect(mm.call('mremap', start, 3n * 4096n, 3n * 4096n, 3n, at(0))).toBe(0);
  return mm;
}

describe('io_setup', () => {
  it.each([
    [1, 1],
    [128, 3],
    [1000, 16],
    [2000, 32],
  ])('for %i events maps a ring of %i pages', (events, pages) => {
    const mm = mmOf('');
    expect(setup(mm, events)).toBe(0);
    expect(rings(mm)).toEqual([expect.stringMatching(new RegExp(`^7[0-9a-f]+\\+${pages} rw-s$`))]);
  });

  it('maps it so that it cannot grow, be executed or be locked', () => {
    const mm = ringAt0();
    expect(mm.flags(0)).toBe('rd wr sh mr mw ms de');
    expect([mm.mlock(0, 1), mm.flags(0)]).toEqual([0, 'rd wr sh mr mw ms de']);
    expect([mm.mremap(0, 3, 4, 'MAYMOVE'), mm.mprotect(0, 3, 'rx')]).toEqual(['EFAULT', 'EACCES']);
    expect(mm.mremap(0, 3, 3, 'MAYMOVE|DONTUNMAP')).toBe('EINVAL');
  });

  it('maps it so that advice about fork means something, and advice about dumps does not', () => {
    const mm = ringAt0();
    expect([mm.madvise(0, 3, 'DONTFORK'), mm.madvise(0, 3, 'DOFORK')]).toEqual([0, 0]);
    expect([mm.madvise(0, 3, 'DONTDUMP'), mm.madvise(0, 3, 'DODUMP')]).toEqual([0, 'EINVAL']);
    expect(mm.madvise(0, 3, 'REMOVE')).toBe('ENODEV');
    expect([mm.msync(0, 1, 'SYNC'), mm.msync(0, 1, 'ASYNC')]).toEqual(['EINVAL', 0]);
  });

  it('refuses none, more than a ring holds, and more than the machine has', () => {
    const mm = mmOf('');
    expect([setup(mm, 0), setup(mm, 0xffff_ffff), setup(mm, 65_537)]).toEqual(['EINVAL', 'EINVAL', 'EAGAIN']);
    expect([setup(mm, 1000), setup(mm, 65_000)]).toEqual([0, 'EAGAIN']);
    expect(rings(mm)).toHaveLength(1);
    expect(mm.call('io_setup', 1n, 0n)).toBe('EFAULT');
  });

  it('has all pages of the ring there, so that a fault maps them at once', () => {
    const mm = ringAt0();
    mm.load(1);
    expect(mm.counters.file_rss).toBe(3);
  });
});

describe('the id of a context', () => {
  it('is the address of its ring, wherever that is moved, even in part', () => {
    const mm = ringAt0();
    mm.mremap(0, 2, 2, 'MAYMOVE|FIXED', 8);
    expect(destroy(mm, 0)).toBe('EINVAL');
    expect(draw(mm)).toBe('..s.....ss');
    expect(destroy(mm, 8)).toBe(0);
    expect(draw(mm)).toBe('..s');
  });

  // Measured on 7.2.13, booted.
  it('does not follow a part on 7.2: what had moved goes back, and the table that was made for it stays', () => {
    const mm = ringAt0(v7_2);
    mm.load(0);
    mm.mmap(HUGE, 1, 'r');
    mm.mmap(HUGE + 16, 1, 'r');
    const before = mm.counters.page_tables;
    expect(mm.mremap(0, 1, 1, 'MAYMOVE|FIXED', HUGE + 8)).toBe('EINVAL');
    expect([draw(mm).slice(0, 3), mm.counters.page_tables - before]).toEqual(['sss', 1]);
  });

  it('means nothing where its first page cannot be read, or in a child', () => {
    const mm = ringAt0();
    mm.munmap(0, 1);
    expect(destroy(mm, 0)).toBe('EINVAL');
    const other = ringAt0();
    other.fork();
    expect([destroy(other, 0), draw(other)]).toEqual(['EINVAL', 'sss']);
    expect(other.mremap(0, 3, 3, 'MAYMOVE|FIXED', 8)).toBe('EINVAL');
  });
});

describe('io_destroy', () => {
  it('unmaps as many pages as the ring had, whatever is there now', () => {
    const mm = ringAt0();
    mm.mmap(1, 4);
    expect(destroy(mm, 0)).toBe(0);
    expect(draw(mm)).toBe('...ww');
    expect(destroy(mm, 0)).toBe('EINVAL');
  });

  it('reads what it takes for a ring', () => {
    const mm = mmOf('w');
    expect([destroy(mm, 0), mm.view.pagemap(mm.vma(0).start, 1)]).toEqual(['EINVAL', 'a']);
  });

  it('is misled by what was mapped over the ring: the number that it finds there is 0', () => {
    const mm = ringAt0();
    setup(mm, 1);
    mm.mmap(0, 1, 'r');
    expect([destroy(mm, 0), draw(mm)]).toEqual([0, '']);
    const second = mmOf('');
    setup(second, 1);
    const others = rings(second).length;
    setup(second, 128);
    const start = second.view.maps().find(({ name }) => name.startsWith('/[aio]'))?.start ?? 0n;
    second.call('mremap', start, 3n * 4096n, 3n * 4096n, 3n, at(0));
    second.mmap(0, 1, 'r');
    expect([destroy(second, 0), draw(second), rings(second).length]).toEqual(['EINVAL', 'r|ss', others + 1]);
    second.mmap(0, 1, 'rw');
    second.store(0);
    expect(() => destroy(second, 0)).toThrow('whose contents are not known');
  });

  it('knows a ring by its number where that of another context was before', () => {
    const mm = mmOf('');
    setup(mm, 1);
    const start = mm.view.maps().find(({ name }) => name.startsWith('/[aio]'))?.start ?? 0n;
    mm.call('munmap', start, 4096n);
    setup(mm, 1);
    expect([mm.call('io_destroy', start), rings(mm)]).toEqual([0, []]);
  });

  it('leaves a sealed ring', () => {
    const mm = ringAt0();
    mm.mseal(0, 3);
    expect([destroy(mm, 0), draw(mm), mm.load(0)]).toEqual([0, 'sss', 'SIGBUS BUS_ADRERR']);
  });
});
