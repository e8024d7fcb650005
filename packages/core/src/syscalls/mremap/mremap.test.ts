import { describe, expect, it } from 'vitest';
import { MREMAP, RLIM_INFINITY } from '@mm-playground/api';
import { at, draw, mmOf, PAGE, Strip } from '../../testing/strip.ts';

const { MREMAP_DONTUNMAP, MREMAP_FIXED, MREMAP_MAYMOVE } = MREMAP.values;
const MOVE_TO = MREMAP_MAYMOVE | MREMAP_FIXED;
const EMPTY = MREMAP_MAYMOVE | MREMAP_DONTUNMAP;

describe('mremap refuses', () => {
  it.each([
    ['EINVAL', 'flags that it does not know', at(0), PAGE, PAGE, 8n, 0n],
    ['EINVAL', 'an address inside a page (mremap02)', at(0) + 1n, PAGE, PAGE, 0n, 0n],
    ['EINVAL', 'a new length of 0', at(0), PAGE, 0n, 0n, 0n],
    ['EINVAL', 'a new length above user space', at(0), PAGE, 1n << 47n, MREMAP_MAYMOVE, 0n],
    ['EFAULT', 'nothing there (mremap03)', at(9), PAGE, PAGE, 0n, 0n],
    ['ENOMEM', 'growing where there is no room and no MAYMOVE (mremap04)', at(1), PAGE, 2n * PAGE, 0n, 0n],
    ['EFAULT', 'growing more than one VMA', at(2), 2n * PAGE, 4n * PAGE, MREMAP_MAYMOVE, 0n],
    ['EINVAL', 'copying private memory', at(0), 0n, PAGE, MREMAP_MAYMOVE, 0n],
    ['EINVAL', 'FIXED without MAYMOVE (mremap05)', at(0), PAGE, PAGE, MREMAP_FIXED, at(8)],
    ['EINVAL', 'DONTUNMAP without MAYMOVE', at(0), PAGE, PAGE, MREMAP_DONTUNMAP, 0n],
    ['EINVAL', 'DONTUNMAP with another length', at(0), PAGE, 2n * PAGE, EMPTY, 0n],
    ['EINVAL', 'a new address inside a page (mremap05)', at(0), PAGE, PAGE, MOVE_TO, at(8) + 1n],
    ['EINVAL', 'a new address beyond user space', at(0), PAGE, PAGE, MOVE_TO, 1n << 47n],
    ['EINVAL', 'a new place across the old (mremap05)', at(0), 2n * PAGE, 2n * PAGE, MOVE_TO, at(1)],
    ['EINVAL', 'the old place', at(0), PAGE, PAGE, MOVE_TO, at(0)],
  ] as const)('with %s: %s', (errno, _, ...args) => {
    const mm = mmOf('ww|r|x');
    expect(mm.call('mremap', ...args)).toBe(errno);
    expect(draw(mm)).toBe('ww|r|x');
  });

  it('without a word of errors where the length stays: it returns the address, even across VMAs', () => {
    const mm = mmOf('w|r');
    expect(mm.mremap(0, 2, 2)).toBe(0);
    expect(mm.mremap(0, 2, 2, 'MAYMOVE')).toBe(0);
  });
});

describe('growing in place', () => {
  it.each([
    ['ww', 1, 1, 3, 'wwww', 'the end of a VMA'],
    ['ww..r', 0, 2, 4, 'wwww|r', 'up to the next VMA'],
    ['ww..ww', 0, 2, 4, 'wwwwww', 'and swallowing the next VMA (mremap_expand_merge)'],
    ['ww..ww', 1, 1, 3, 'wwwwww', 'from inside, and swallowing the next VMA (mremap_expand_merge_offset)'],
    ['WW..ww', 0, 2, 4, 'WWWWWW', 'written memory'],
    ['WW..WW', 0, 2, 4, 'WWWW|WW', 'up to memory with another anon_vma'],
  ])('%j from page %i, %i pages to %i gives %j: %s', (before, page, old, wanted, after) => {
    const mm = mmOf(before);
    expect(mm.mremap(page, old, wanted)).toBe(page);
    expect(draw(mm)).toBe(after);
  });

  it('is refused from inside of a VMA, and moves where it may', () => {
    const mm = mmOf('www');
    expect(mm.mremap(0, 2, 4)).toBe('ENOMEM');
    expect(mm.mremap(0, 2, 4, 'MAYMOVE')).toMatch(/^0x7fff/);
    expect(draw(mm)).toBe('..w');
  });

  it('counts the new pages', () => {
    const mm = mmOf('w');
    mm.mlock(0, 1);
    mm.mremap(0, 1, 4);
    expect(mm.counters).toMatchObject({ total_vm: 4, data_vm: 4, locked_vm: 4, committed: 4, anon_rss: 4 });
  });

  it('may come as near to a stack as it likes', () => {
    const mm = mmOf('w....g');
    expect(mm.mremap(0, 1, 5)).toBe(0);
    expect(draw(mm)).toBe('wwwww|g');
  });

  it('is bounded by RLIMIT_AS, RLIMIT_DATA and RLIMIT_MEMLOCK', () => {
    const as = mmOf('w');
    as.limit('RLIMIT_AS', BigInt(as.view.counters.total_vm + 1) * PAGE);
    expect([as.mremap(0, 1, 3), as.mremap(0, 1, 2)]).toEqual(['ENOMEM', 0]);
    const data = mmOf('w');
    data.limit('RLIMIT_DATA', BigInt(data.view.counters.data_vm + 1) * PAGE);
    expect([data.mremap(0, 1, 3), data.mremap(0, 1, 2)]).toEqual(['ENOMEM', 0]);
    const locked = mmOf('w', { system: { caps: 0n } });
    locked.mlock(0, 1);
    locked.limit('RLIMIT_MEMLOCK', 2n * PAGE);
    expect([locked.mremap(0, 1, 3), locked.mremap(0, 1, 2)]).toEqual(['EAGAIN', 0]);
  });
});

describe('shrinking', () => {
  it('unmaps the tail', () => {
    const mm = mmOf('wwww');
    expect(mm.mremap(1, 3, 1)).toBe(1);
    expect(draw(mm)).toBe('ww');
  });

  it('may unmap other VMAs and holes with it (shrink_multiple_vmas)', () => {
    const mm = mmOf('ww.r.x|w');
    expect(mm.mremap(0, 6, 1)).toBe(0);
    expect(draw(mm)).toBe('w.....w');
  });

  it('keeps what is behind the old length', () => {
    const mm = mmOf('wwww');
    mm.mremap(0, 3, 1);
    expect(draw(mm)).toBe('w..w');
  });

  it('to a new place unmaps the tail and moves the rest', () => {
    const mm = mmOf('wwww');
    expect(mm.mremap(0, 4, 2, 'MAYMOVE|FIXED', 8)).toBe(8);
    expect(draw(mm)).toBe('........ww');
  });
});

describe('moving', () => {
  it.each([
    ['ww', 0, 2, 8, '........ww', 'a whole VMA'],
    ['www', 1, 1, 8, 'w.w.....w', 'its middle'],
    ['ww..rr', 0, 2, 4, '....ww', 'onto other memory, which goes'],
    ['ww..rrrr', 0, 2, 5, '....r|ww|r', 'into the middle of other memory'],
    ['ww..ww', 0, 2, 6, '....wwww', 'unwritten memory behind its like: they merge (mremap_unfaulted_to_faulted)'],
    ['ww..WW', 0, 2, 6, '....WWWW', 'unwritten memory behind written memory'],
    ['WW..ww', 0, 2, 6, '....ww|WW', 'written memory: its page offsets stay behind'],
  ])('%j: from page %i %i pages to page %i gives %j: %s', (before, page, pages, to, after) => {
    const mm = mmOf(before);
    expect(mm.mremap(page, pages, pages, 'MAYMOVE|FIXED', to)).toBe(to);
    expect(draw(mm)).toBe(after);
  });

  it('gives unwritten memory the page offset of its new place, and leaves written memory its own', () => {
    const unwritten = mmOf('ww');
    unwritten.mremap(0, 2, 2, 'MAYMOVE|FIXED', 8);
    expect(unwritten.pgoff(8)).toBe(8);
    const written = mmOf('WW');
    written.mremap(0, 2, 2, 'MAYMOVE|FIXED', 8);
    expect(written.pgoff(8)).toBe(0);
  });

  it('makes written memory refuse new neighbours, and unwritten accept them', () => {
    const written = mmOf('W');
    written.mremap(0, 1, 1, 'MAYMOVE|FIXED', 8);
    written.mmap(9, 1);
    expect(draw(written)).toBe('........W|w');
    const unwritten = mmOf('w');
    unwritten.mremap(0, 1, 1, 'MAYMOVE|FIXED', 8);
    unwritten.mmap(9, 1);
    expect(draw(unwritten)).toBe('........ww');
  });

  it('written memory away and back puts the pieces together again (mremap_correct_placed_faulted)', () => {
    const mm = mmOf('WWW');
    mm.mremap(1, 1, 1, 'MAYMOVE|FIXED', 9);
    expect(draw(mm)).toBe('W.W......W');
    mm.mremap(9, 1, 1, 'MAYMOVE|FIXED', 1);
    expect(draw(mm)).toBe('WWW');
  });

  it('takes the pages along', () => {
    const mm = mmOf('Wr');
    const { anon_rss } = mm.counters;
    mm.mremap(0, 1, 1, 'MAYMOVE|FIXED', 8);
    expect([mm.counters.anon_rss, mm.store(0), mm.load(8)]).toEqual([anon_rss, 'SIGSEGV SEGV_MAPERR', 0]);
  });

  it('counts nothing twice', () => {
    const mm = mmOf('WWW');
    mm.mlock(0, 3);
    const before = mm.counters;
    mm.mremap(0, 3, 3, 'MAYMOVE|FIXED', 8);
    expect(mm.counters).toEqual({ ...before, page_tables: mm.counters.page_tables });
  });

  it('keeps the charge on both sides of what was moved out of the middle', () => {
    const mm = mmOf('www');
    mm.mremap(1, 1, 1, 'MAYMOVE|FIXED', 8);
    expect([0, 2, 8].map((page) => mm.flags(page))).toEqual(Array.from({ length: 3 }, () => 'rd wr mr mw me ac'));
    expect(mm.counters.committed).toBe(3);
  });

  it('keeps the page offset of a file', () => {
    const mm = mmOf('');
    mm.mmap(0, 3, 'r', 'PRIVATE|FIXED', mm.open('/data'), 5);
    mm.mremap(1, 1, 1, 'MAYMOVE|FIXED', 8);
    expect([0, 2, 8].map((page) => mm.pgoff(page))).toEqual([5, 7, 6]);
  });

  it('with an old length of 0 maps shared memory a second time', () => {
    const mm = mmOf('ss');
    expect(mm.mremap(0, 0, 2, 'MAYMOVE|FIXED', 8)).toBe(8);
    expect(draw(mm)).toBe('ss......ss');
    expect(mm.vma(8).file).toBe(mm.vma(0).file);
  });

  it('with another length looks at the source before it clears the destination', () => {
    const mm = mmOf('..w');
    expect(mm.mremap(0, 1, 2, 'MAYMOVE|FIXED', 2)).toBe('EFAULT');
    expect(draw(mm)).toBe('..w');
  });
});

describe('moving several VMAs (since 6.17)', () => {
  it('keeps the holes between them (move_multiple_vmas)', () => {
    const mm = mmOf('w.r|x');
    expect(mm.mremap(0, 4, 4, 'MAYMOVE|FIXED', 8)).toBe(8);
    expect(draw(mm)).toBe('........w.r|x');
  });

  it('takes parts at both ends (move_multiple_vmas_split)', () => {
    const mm = mmOf('www|rrr');
    mm.mremap(1, 4, 4, 'MAYMOVE|FIXED', 8);
    expect(draw(mm)).toBe('w....r..ww|rr');
  });

  it('may end in a hole and may not begin in one', () => {
    const mm = mmOf('.w.');
    expect(mm.mremap(0, 2, 2, 'MAYMOVE|FIXED', 8)).toBe('EFAULT');
    expect(mm.mremap(1, 2, 2, 'MAYMOVE|FIXED', 8)).toBe(8);
    expect(draw(mm)).toBe('........w');
  });

  it('leaves those moved that came before a failure', () => {
    const mm = mmOf('w|r|x');
    mm.mseal(1, 1);
    expect(mm.mremap(0, 3, 3, 'MAYMOVE|FIXED', 8)).toBe('EPERM');
    expect(draw(mm)).toBe('.r|x.....w');
  });

  it('works with DONTUNMAP, too', () => {
    const mm = mmOf('W.r');
    expect(mm.mremap(0, 3, 3, 'MAYMOVE|FIXED|DONTUNMAP', 8)).toBe(8);
    expect(draw(mm)).toBe('w.r.....W.r');
  });

  it('is not for resizing', () => {
    const mm = mmOf('w|r');
    expect(mm.mremap(0, 2, 3, 'MAYMOVE|FIXED', 8)).toBe('EFAULT');
    expect(draw(mm)).toBe('w|r');
  });
});

describe('DONTUNMAP', () => {
  it('leaves the source empty: as if it never had been written', () => {
    const mm = mmOf('WW');
    expect(mm.mremap(0, 2, 2, 'MAYMOVE|DONTUNMAP|FIXED', 8)).toBe(8);
    expect(draw(mm)).toBe('ww......WW');
    expect(mm.counters).toMatchObject({ total_vm: 4, committed: 4, anon_rss: 2 });
  });

  it('of a part leaves an anon_vma with the source', () => {
    const mm = mmOf('WWW');
    mm.mremap(1, 1, 1, 'MAYMOVE|DONTUNMAP|FIXED', 8);
    expect(draw(mm)).toBe('WWW.....W');
  });

  it('alone takes the new address as a hint', () => {
    const mm = mmOf('w...r');
    expect(mm.mremap(0, 1, 1, 'MAYMOVE|DONTUNMAP', 2)).toBe(2);
    expect(mm.mremap(0, 1, 1, 'MAYMOVE|DONTUNMAP', 4)).toMatch(/^0x7fff/);
  });

  it('unlocks the source', () => {
    const mm = mmOf('W');
    mm.mlock(0, 1);
    mm.mremap(0, 1, 1, 'MAYMOVE|DONTUNMAP|FIXED', 8);
    expect(mm.flags(0)).not.toContain('lo');
    expect(mm.flags(8)).toContain('lo');
  });

  it('needs room for a second copy under RLIMIT_AS', () => {
    const mm = mmOf('ww');
    mm.limit('RLIMIT_AS', BigInt(mm.view.counters.total_vm + 1) * PAGE, RLIM_INFINITY);
    expect(mm.mremap(0, 2, 2, 'MAYMOVE|DONTUNMAP', 8)).toBe('ENOMEM');
    expect(mm.mremap(0, 1, 1, 'MAYMOVE|DONTUNMAP', 8)).toBe(8);
  });
});

describe('a mapping that may not grow', () => {
  it.each(['de', 'pf'])('with %s does not', (flag) => {
    const mm = new Strip({ adopt: [{ start: 0, end: 1, flags: `rd wr mr mw me ${flag}` }] });
    expect(mm.mremap(0, 1, 2)).toBe('EFAULT');
    expect(mm.mremap(0, 1, 1, 'MAYMOVE|DONTUNMAP', 8)).toBe('EINVAL');
  });
});
