import { describe, expect, it } from 'vitest';
import { RLIM_INFINITY } from '@mm-playground/api';
import { draw, mmOf, PAGE } from '../testing/strip.ts';

const MAPERR = 'SIGSEGV SEGV_MAPERR';

/** So many pages of one letter. */
const of = (letter: string, pages: number): string => letter.repeat(pages);
const hole = (pages: number): string => '.'.repeat(pages);

describe('a mapping that grows down', () => {
  it('grows to the page below it that is touched (mmap18)', () => {
    const mm = mmOf('....g');
    expect(mm.store(3)).toBe(0);
    expect(draw(mm)).toBe('...GG');
    expect(mm.load(0)).toBe(0);
    expect(draw(mm)).toBe('GGGGG');
  });

  it('keeps page offsets as they were, below its old beginning', () => {
    const mm = mmOf('....g');
    mm.store(2);
    expect(mm.pgoff(2)).toBe(2);
  });

  it('counts its new pages as stack, and charges them', () => {
    const mm = mmOf('....g');
    mm.store(1);
    expect(mm.counters).toMatchObject({ total_vm: 4, stack_vm: 4, data_vm: 0, committed: 4, anon_rss: 1 });
  });

  it('brings in all of them where it is locked', () => {
    const mm = mmOf('....g');
    mm.mlock(4, 1);
    mm.load(2);
    expect(mm.counters.locked_vm).toBe(3);
  });

  it('is not needed where something is mapped', () => {
    const mm = mmOf('w.g');
    mm.store(0);
    expect(draw(mm)).toBe('W.g');
  });

  it('does not grow over a gap for calls: only for accesses', () => {
    const mm = mmOf('..g');
    expect([mm.mprotect(1, 1, 'r'), mm.mlock(1, 1), mm.madvise(1, 1, 'NORMAL')]).toEqual([
      'ENOMEM',
      'ENOMEM',
      'ENOMEM',
    ]);
    expect(draw(mm)).toBe('..g');
  });
});

describe('the guard gap', () => {
  const above = (gap: number) => mmOf(`w${hole(gap)}gg`);

  it('of 256 pages below a stack may be reached', () => {
    const mm = above(260);
    expect(mm.store(257)).toBe(0);
    expect(draw(mm)).toBe(`w${hole(256)}${of('G', 6)}`);
  });

  it('may not be touched: the access is a segmentation fault', () => {
    const mm = above(260);
    expect(mm.store(256)).toBe(MAPERR);
    expect(draw(mm)).toBe(`w${hole(260)}gg`);
  });

  it('is not kept to memory that nobody can access', () => {
    const mm = mmOf('n....gg');
    expect(mm.store(1)).toBe(0);
    expect(draw(mm)).toBe('n|GGGGGG');
  });

  it('is not kept to another stack', () => {
    const mm = mmOf('g....gg');
    expect(mm.store(1)).toBe(0);
    expect(mm.counters.stack_vm).toBe(7);
  });

  it('is kept to memory that may only be read or executed', () => {
    expect(mmOf('r....g').store(3)).toBe(MAPERR);
    expect(mmOf('x....g').store(3)).toBe(MAPERR);
  });
});

describe('a stack does not grow', () => {
  it('beyond RLIMIT_STACK, counted from its upper end', () => {
    const mm = mmOf('....g');
    mm.limit('RLIMIT_STACK', 3n * PAGE, RLIM_INFINITY);
    expect([mm.store(1), mm.store(2)]).toEqual([MAPERR, 0]);
    expect(draw(mm)).toBe('..GGG');
  });

  it('beyond RLIMIT_AS', () => {
    const mm = mmOf('....g');
    mm.limit('RLIMIT_AS', BigInt(mm.view.counters.total_vm + 1) * PAGE);
    expect([mm.store(2), mm.store(3)]).toEqual([MAPERR, 0]);
  });

  it('beyond RLIMIT_MEMLOCK where it is locked', () => {
    const mm = mmOf('....g', { system: { caps: 0n } });
    mm.mlock(4, 1);
    mm.limit('RLIMIT_MEMLOCK', 2n * PAGE);
    expect([mm.store(2), mm.store(3)]).toEqual([MAPERR, 0]);
  });

  it('where the mapping above is none', () => {
    expect(mmOf('....w').store(3)).toBe(MAPERR);
  });

  it('for an access that it would not allow: the fault is one of access, and it has grown', () => {
    const mm = mmOf('');
    mm.mmap(4, 1, 'r', 'PRIVATE|ANONYMOUS|FIXED|GROWSDOWN');
    expect(mm.store(2)).toBe('SIGSEGV SEGV_ACCERR');
    // The anon_vma is there before anything else: growing takes its lock.
    expect(draw(mm)).toBe('..GGG');
  });
});

describe('the stack of a program', () => {
  it('begins with 132 kB and grows up to 8 MiB', () => {
    const mm = mmOf('');
    const end = 0x7fff_ffff_f000n;
    const limit = 8n << 20n;
    expect(mm.call('store', end - limit - PAGE)).toBe(MAPERR);
    expect(mm.call('store', end - limit)).toBe(0);
    expect(mm.counters.stack_vm).toBe(2048 - 33);
  });
});
