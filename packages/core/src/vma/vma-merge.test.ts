import { describe, expect, it } from 'vitest';
import { at, draw, mmOf, PAGE, Strip } from '../testing/strip.ts';

describe('a new range', () => {
  it.each([
    ['ww....ww', 3, 'ww.w..ww', 'stays alone between holes'],
    ['ww..ww', 2, 'www.ww', 'makes the previous VMA grow'],
    ['ww..ww', 3, 'ww.www', 'makes the next VMA grow down'],
    ['ww.ww', 2, 'wwwww', 'joins both neighbours'],
    ['rr.xx', 2, 'rr|w|xx', 'stays alone between other protections'],
    ['rr.ww', 2, 'rr|www', 'joins the neighbour that is alike'],
    ['ww.ss', 2, 'www|ss', 'never joins shared memory'],
  ])('in %j at page %i gives %j: it %s', (before, page, after) => {
    const mm = mmOf(before);
    expect(mm.mmap(page, 1)).toBe(page);
    expect(draw(mm)).toBe(after);
  });

  it.each([
    ['WW.ww', 'WWWWW', 'the next VMA gets the anon_vma of the one that swallows it'],
    ['ww.WW', 'WWWWW', 'the previous VMA takes over the anon_vma of the next'],
    ['WW.WW', 'WWW|WW', 'two anon_vmas cannot become one, and the previous VMA wins'],
  ])('between %j gives %j: %s', (before, after) => {
    const mm = mmOf(before);
    mm.mmap(2, 1);
    expect(draw(mm)).toBe(after);
  });

  it('keeps the object of the previous VMA where it joins both', () => {
    const mm = mmOf('w.w');
    const { id } = mm.vma(0);
    mm.mmap(1, 1);
    expect([mm.vma(0).id, mm.counters.map_count, mm.pgoff(0)]).toEqual([id, 1, 0]);
  });

  it('lowers the page offset of the next VMA that takes it in', () => {
    const mm = mmOf('...ww');
    const { id } = mm.vma(3);
    mm.mmap(1, 2);
    expect([draw(mm), mm.vma(1).id, mm.pgoff(1)]).toEqual(['.wwww', id, 1]);
  });

  it('four times three pages makes two VMAs of six (mmap_region_basic)', () => {
    const mm = mmOf('');
    for (const page of [0, 20, 23, 3]) mm.mmap(page, 3);
    expect(draw(mm)).toBe(`wwwwww${'.'.repeat(14)}wwwwww`);
    expect([mm.pgoff(0), mm.pgoff(20), mm.counters.map_count]).toEqual([0, 20, 2]);
  });

  it('without a reserve does not join one with a reserve', () => {
    const mm = mmOf('w');
    mm.mmap(1, 1, 'rw', 'PRIVATE|ANONYMOUS|FIXED|NORESERVE');
    expect(draw(mm)).toBe('w|w');
  });

  it('that replaces the middle of a VMA with its like leaves one VMA', () => {
    const mm = mmOf('wWw');
    mm.mmap(1, 1);
    expect(draw(mm)).toBe('WWW');
  });

  it('that replaces a neighbour joins what lies beyond it', () => {
    const mm = mmOf('ww|rr|ww');
    mm.mmap(2, 2);
    expect(draw(mm)).toBe('wwwwww');
  });
});

describe('a range of a file', () => {
  const file = (page: number, offset: number, fd: number) => [page, 1, 'r', 'PRIVATE|FIXED', fd, offset] as const;

  it('joins the mapping of the same open file that it continues', () => {
    const mm = mmOf('');
    const fd = mm.open('/data');
    mm.mmap(...file(0, 5, fd));
    mm.mmap(...file(2, 7, fd));
    mm.mmap(...file(1, 6, fd));
    expect([draw(mm), mm.pgoff(0)]).toEqual(['fff', 5]);
  });

  it('does not join where the offset does not continue', () => {
    const mm = mmOf('');
    const fd = mm.open('/data');
    mm.mmap(...file(0, 5, fd));
    mm.mmap(...file(1, 5, fd));
    expect(draw(mm)).toBe('f|f');
  });

  it('does not join a mapping of the same path that was opened again', () => {
    const mm = mmOf('');
    mm.mmap(...file(0, 0, mm.open('/data')));
    mm.mmap(...file(1, 1, mm.open('/data')));
    expect(draw(mm)).toBe('f|f');
  });

  it('that is shared joins its like, but two shared anonymous mappings are of two files', () => {
    const mm = mmOf('');
    const fd = mm.memfd(4);
    mm.mmap(0, 2, 'rw', 'SHARED|FIXED', fd, 0);
    mm.mmap(2, 2, 'rw', 'SHARED|FIXED', fd, 2);
    expect(draw(mm)).toBe('ssss');
    mm.mmap(4, 1, 'rw', 'SHARED|ANONYMOUS|FIXED');
    mm.mmap(5, 1, 'rw', 'SHARED|ANONYMOUS|FIXED');
    expect(draw(mm)).toBe('ssss|s|s');
  });
});

describe('a part whose protection changes', () => {
  it('in the middle becomes three VMAs, and the old object keeps the middle (simple_modify)', () => {
    const mm = mmOf('www');
    const { id } = mm.vma(1);
    mm.mprotect(1, 1, 'r');
    expect(draw(mm)).toBe('w|r|w');
    expect([0, 1, 2].map((page) => mm.pgoff(page))).toEqual([0, 1, 2]);
    expect(mm.vma(1).id).toBe(id);
  });

  it.each([
    ['ww|rrr', 2, 1, 'www|rr', 'at its left end: the previous VMA grows'],
    ['rrr|ww', 2, 1, 'rr|www', 'at its right end: the next VMA grows down'],
    ['ww|rr', 2, 2, 'wwww', 'as a whole, like the previous VMA'],
    ['rr|ww', 0, 2, 'wwww', 'as a whole, like the next VMA'],
    ['w|r|w', 1, 1, 'www', 'as a whole, like both'],
    ['rrrr', 1, 2, 'r|ww|r', 'inside: nothing beside it is another VMA'],
    ['ww|rrr|ww', 3, 1, 'ww|r|w|r|ww', 'inside: neighbours that do not touch it do not matter'],
    ['x|rr|x', 1, 2, 'x|ww|x', 'as a whole, unlike both'],
    ['x|rr|w', 1, 1, 'x|w|r|w', 'at its left end, like the next VMA only'],
    ['w|rr|x', 2, 1, 'w|r|w|x', 'at its right end, like the previous VMA only'],
  ])('%j from page %i for %i pages to rw gives %j: %s', (before, page, pages, after) => {
    const mm = mmOf(before);
    expect(mm.mprotect(page, pages, 'rw')).toBe(0);
    expect(draw(mm)).toBe(after);
  });

  it('leaves the object of the next VMA where the right end joins it, with a lower page offset', () => {
    const mm = mmOf('rrr|ww');
    const { id } = mm.vma(3);
    mm.mprotect(1, 2, 'rw');
    expect([draw(mm), mm.vma(1).id, mm.pgoff(1)]).toEqual(['r|wwww', id, 1]);
  });

  it('moves the page offset of what is left of it', () => {
    const mm = mmOf('w|rrr');
    mm.mprotect(1, 1, 'rw');
    expect([draw(mm), mm.pgoff(2)]).toEqual(['ww|rr', 2]);
  });

  it.each([
    ['W|r', 1, 'WW', 'faulted left, unfaulted right'],
    ['r|W', 0, 'WW', 'unfaulted part, faulted right'],
    ['w|R', 1, 'WW', 'unfaulted left takes over the anon_vma of the faulted part (since 6.16)'],
    ['R|w', 0, 'WW', 'unfaulted right takes it over, too'],
    ['w|R|w', 1, 'WWW', 'faulted part between unfaulted ones'],
    ['W|R|W', 1, 'WWW', 'all share an anon_vma'],
    ['W|r|w', 1, 'WWW', 'faulted left, all else unfaulted'],
    ['w|r|W', 1, 'WWW', 'faulted right, all else unfaulted'],
    ['WW|r|WW', 2, 'WWW|WW', 'the sides have anon_vmas that differ: the previous VMA alone (anon_vma_non_mergeable)'],
  ])('%j at page %i to rw gives %j: %s', (before, page, after) => {
    const mm = mmOf(before);
    mm.mprotect(page, 1, 'rw');
    expect(draw(mm)).toBe(after);
  });

  it('stays apart from a neighbour with another anon_vma', () => {
    const mm = mmOf('WW|W');
    mm.mprotect(2, 1, 'r');
    mm.mprotect(2, 1, 'rw');
    expect(draw(mm)).toBe('WW|W');
  });

  it('that was written keeps its charge as read-only memory, and differs by it from what never had one', () => {
    const written = mmOf('W|r');
    written.mprotect(0, 1, 'r');
    expect(draw(written)).toBe('R|r');
    const untouched = mmOf('w|r');
    untouched.mprotect(0, 1, 'r');
    expect(draw(untouched)).toBe('rr');
  });

  it('without a reserve joins written and unwritten memory', () => {
    const mm = mmOf('');
    mm.mmap(0, 1, 'rw', 'PRIVATE|ANONYMOUS|FIXED|NORESERVE');
    mm.store(0);
    mm.mmap(1, 1, 'r', 'PRIVATE|ANONYMOUS|FIXED|NORESERVE');
    mm.mprotect(0, 1, 'r');
    expect(draw(mm)).toBe('RR');
  });
});

describe('a special mapping', () => {
  it.each(['io', 'de', 'pf', 'mm'])('with %s is never merged (vma_merge_special_flags)', (flag) => {
    const mm = new Strip({ adopt: [{ start: 0, end: 3, flags: `rd wr mr mw me ac ${flag}` }] });
    mm.mprotect(1, 1, 'r');
    mm.mprotect(1, 1, 'rw');
    expect(draw(mm)).toBe('w|w|w');
  });

  it('is what the same flags without it are not', () => {
    const mm = new Strip({ adopt: [{ start: 0, end: 3, flags: 'rd wr mr mw me ac' }] });
    mm.mprotect(1, 1, 'r');
    mm.mprotect(1, 1, 'rw');
    expect(draw(mm)).toBe('www');
  });
});

describe('memory shared with a relative by fork', () => {
  it('does not grow over a new neighbour in the child, not even once all its pages are its own (vma01)', () => {
    const mm = mmOf('W');
    mm.fork();
    mm.mmap(1, 1);
    expect(draw(mm)).toBe('W|w');
    mm.store(0);
    mm.mmap(1, 1);
    expect(draw(mm)).toBe('W|w');
  });

  it('does not give its anon_vma to a neighbour in the child', () => {
    const mm = mmOf('w|R');
    mm.fork();
    mm.mprotect(1, 1, 'rw');
    expect(draw(mm)).toBe('w|W');
  });

  it('grows in the parent as before', () => {
    const mm = mmOf('W');
    mm.fork();
    mm.task = [...mm.machine.tasks.keys()].find((name) => name !== mm.task) ?? '';
    mm.mmap(1, 1);
    expect(draw(mm)).toBe('WW');
  });

  it('that was not written in the parent merges in the child', () => {
    const mm = mmOf('w');
    mm.fork();
    mm.mmap(1, 1);
    expect(draw(mm)).toBe('ww');
  });
});

describe('the anon_vma of a first write', () => {
  it('is that of a neighbour which differs in protection only, so that they can merge later', () => {
    const mm = mmOf('R|w');
    mm.store(1);
    expect(mm.vma(1).anonVma).toBe(mm.vma(0).anonVma);
    mm.mprotect(0, 1, 'rw');
    expect(draw(mm)).toBe('WW');
  });

  it('is its own beside a neighbour with other flags', () => {
    const mm = mmOf('W');
    mm.mmap(1, 1, 'rw', 'PRIVATE|ANONYMOUS|FIXED|NORESERVE');
    mm.store(1);
    expect(mm.vma(1).anonVma).not.toBe(mm.vma(0).anonVma);
  });

  it('is that of the next VMA rather than that of the previous', () => {
    const mm = mmOf('R.R');
    mm.mmap(1, 1);
    mm.store(1);
    expect(mm.vma(1).anonVma).toBe(mm.vma(2).anonVma);
  });

  it('is not that of a neighbour which is shared with a relative', () => {
    const mm = mmOf('R|w');
    mm.fork();
    mm.store(1);
    expect(mm.vma(1).anonVma).not.toBe(mm.vma(0).anonVma);
  });
});

describe('flags that count', () => {
  it.each([
    ['mlock', (mm: Strip) => mm.mlock(0, 1)],
    ['mseal', (mm: Strip) => mm.mseal(0, 1)],
    ['MADV_DONTFORK', (mm: Strip) => mm.madvise(0, 1, 'DONTFORK')],
    ['MADV_DONTDUMP', (mm: Strip) => mm.madvise(0, 1, 'DONTDUMP')],
    ['MADV_HUGEPAGE', (mm: Strip) => mm.madvise(0, 1, 'HUGEPAGE')],
    ['MADV_SEQUENTIAL', (mm: Strip) => mm.madvise(0, 1, 'SEQUENTIAL')],
    ['MADV_WIPEONFORK', (mm: Strip) => mm.madvise(0, 1, 'WIPEONFORK')],
  ])('%s splits off what it marks, and a new neighbour stays apart from it', (_, mark) => {
    const mm = mmOf('ww');
    expect(mark(mm)).toBe(0);
    expect(mm.counters.map_count).toBe(2);
    mm.munmap(1, 1);
    mm.mmap(1, 1);
    expect(mm.counters.map_count).toBe(2);
  });

  it('sealing the second of two VMAs after the first makes one (merge_vmas_with_mseal)', () => {
    const mm = mmOf('e|r');
    mm.mmap(1, 1, 'rwx');
    mm.mmap(2, 1, 'r');
    mm.mseal(1, 1);
    expect(draw(mm)).toBe('e|e|r');
    expect(mm.call('mseal', at(0), 3n * PAGE, 0n)).toBe(0);
    expect(draw(mm)).toBe('ee|r');
  });
});
