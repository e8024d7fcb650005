import { describe, expect, it } from 'vitest';
import { at, draw, mmOf, PAGE, Strip } from '../testing/strip.ts';

/** Without CAP_IPC_LOCK, and with room for so many locked pages. */
const limited = (picture: string, pages: bigint) =>
  mmOf(picture, { system: { caps: 0n }, limits: { memlock: pages * PAGE } });

describe('mlock', () => {
  it('counts the pages of the mapping and brings them in', () => {
    const mm = mmOf('wwww');
    expect(mm.mlock(1, 2)).toBe(0);
    expect(draw(mm)).toBe('w|WW|w');
    expect(mm.counters).toMatchObject({ locked_vm: 2, anon_rss: 2 });
    expect(mm.flags(1)).toBe('rd wr mr mw me lo ac');
  });

  it('widens its range to whole pages', () => {
    const mm = mmOf('www');
    expect(mm.call('mlock', at(1) + 5n, 1n)).toBe(0);
    expect(mm.counters.locked_vm).toBe(1);
    expect(mm.call('mlock', at(0) + PAGE - 1n, 2n)).toBe(0);
    expect(mm.counters.locked_vm).toBe(2);
  });

  it('of length 0 does nothing, wherever', () => {
    expect(mmOf('').mlock(3, 0)).toBe(0);
  });

  it('of a range that wraps is EINVAL', () => {
    expect(mmOf('w').call('mlock', at(0), 2n ** 64n - PAGE)).toBe('EINVAL');
  });

  it('locks what lies before a hole and fails', () => {
    const mm = mmOf('w.w');
    expect(mm.mlock(0, 3)).toBe('ENOMEM');
    expect(mm.counters).toMatchObject({ locked_vm: 1, anon_rss: 0 });
  });

  it('locks memory that nobody can access and fails afterwards', () => {
    const mm = mmOf('n');
    expect(mm.mlock(0, 1)).toBe('ENOMEM');
    expect(mm.counters.locked_vm).toBe(1);
  });

  it('twice counts once', () => {
    const mm = mmOf('ww');
    mm.mlock(0, 2);
    mm.mlock(0, 2);
    expect(mm.counters.locked_vm).toBe(2);
  });

  it('of read-only memory maps the zero page', () => {
    const mm = mmOf('r');
    mm.mlock(0, 1);
    expect([mm.counters.locked_vm, mm.counters.anon_rss, draw(mm)]).toEqual([1, 0, 'r']);
  });

  it.each(['io', 'de', 'pf', 'mm'])('passes over a special mapping with %s', (flag) => {
    const mm = new Strip({ adopt: [{ start: 0, end: 1, flags: `rd mr ${flag}` }] });
    expect(mm.mlock(0, 1)).toBe(0);
    expect(mm.counters.locked_vm).toBe(0);
  });
});

describe('mlock2', () => {
  it('with MLOCK_ONFAULT brings nothing in, but what is touched', () => {
    const mm = mmOf('ww');
    expect(mm.call('mlock2', at(0), 2n * PAGE, 1n)).toBe(0);
    expect([mm.flags(0), mm.counters.anon_rss, mm.counters.locked_vm]).toEqual(['rd wr mr mw me lo lf ac', 0, 2]);
    mm.store(1);
    expect(mm.counters.anon_rss).toBe(1);
  });

  it('without it locks ordinarily what was locked on fault', () => {
    const mm = mmOf('ww');
    mm.call('mlock2', at(0), 2n * PAGE, 1n);
    mm.mlock(0, 2);
    expect([mm.flags(0), mm.counters.anon_rss, mm.counters.locked_vm]).toEqual(['rd wr mr mw me lo ac', 2, 2]);
  });

  it('refuses other flags', () => {
    expect(mmOf('w').call('mlock2', at(0), PAGE, 2n)).toBe('EINVAL');
  });
});

describe('RLIMIT_MEMLOCK', () => {
  it('of 0 is EPERM', () => {
    expect(limited('w', 0n).mlock(0, 1)).toBe('EPERM');
    expect(limited('w', 0n).mlock(0, 0)).toBe('EPERM');
  });

  it('is in whole pages, and what is locked already counts once', () => {
    const mm = limited('wwww', 2n);
    expect(mm.mlock(0, 3)).toBe('ENOMEM');
    expect(mm.mlock(0, 2)).toBe(0);
    expect(mm.mlock(1, 1)).toBe(0);
    expect(mm.mlock(1, 2)).toBe('ENOMEM');
    expect(draw(mm)).toBe('WW|ww');
  });

  it('is for others than who has CAP_IPC_LOCK', () => {
    const mm = mmOf('ww', { limits: { memlock: 0n } });
    expect(mm.mlock(0, 2)).toBe(0);
  });

  it('bounds mlockall by all that is mapped', () => {
    expect(limited('w', 10n).mlockall('CURRENT')).toBe('ENOMEM');
    expect(limited('w', 10n).mlockall('FUTURE')).toBe(0);
    expect(limited('w', 0n).mlockall('FUTURE')).toBe('EPERM');
  });

  it('bounds mappings: EPERM for MAP_LOCKED with 0, else EAGAIN', () => {
    const locked = 'PRIVATE|ANONYMOUS|FIXED|LOCKED';
    expect(limited('', 0n).mmap(0, 1, 'rw', locked)).toBe('EPERM');
    expect(limited('', 2n).mmap(0, 3, 'rw', locked)).toBe('EAGAIN');
    expect(limited('', 2n).mmap(0, 2, 'rw', locked)).toBe(0);
    const future = limited('', 2n);
    future.mlockall('FUTURE');
    expect([future.mmap(0, 3), future.mmap(0, 2)]).toEqual(['EAGAIN', 0]);
  });

  it('counts what a locked mapping replaces', () => {
    const mm = limited('', 2n);
    mm.mmap(0, 2, 'rw', 'PRIVATE|ANONYMOUS|FIXED|LOCKED');
    expect(mm.mmap(0, 2, 'rw', 'PRIVATE|ANONYMOUS|FIXED|LOCKED')).toBe('EAGAIN');
  });
});

describe('munlock', () => {
  it('joins again what mlock split', () => {
    const mm = mmOf('wwww');
    mm.mlock(1, 2);
    expect(mm.munlock(1, 2)).toBe(0);
    expect([draw(mm), mm.counters.locked_vm]).toEqual(['WWWW', 0]);
  });

  it('unlocks what lies before a hole and fails', () => {
    const mm = mmOf('w.w');
    mm.mlock(0, 1);
    mm.mlock(2, 1);
    expect(mm.munlock(0, 3)).toBe('ENOMEM');
    expect(mm.counters.locked_vm).toBe(1);
  });

  it('of a range that wraps is EINVAL', () => {
    expect(mmOf('w').call('munlock', at(0), 2n ** 64n - PAGE)).toBe('EINVAL');
  });
});

describe('mlockall', () => {
  it.each([
    ['nothing', 0n],
    ['MCL_ONFAULT alone', 4n],
    ['other bits', 9n],
  ])('refuses %s', (_, flags) => {
    expect(mmOf('').call('mlockall', flags)).toBe('EINVAL');
  });

  it('CURRENT locks what is there, and not what comes', () => {
    const mm = mmOf('w');
    mm.mlockall('CURRENT');
    mm.mmap(4, 1);
    expect([mm.flags(0).includes('lo'), mm.flags(4).includes('lo')]).toEqual([true, false]);
  });

  it('FUTURE locks what comes, and not what is there', () => {
    const mm = mmOf('w');
    mm.mlockall('FUTURE');
    mm.mmap(4, 2);
    expect([mm.flags(0).includes('lo'), mm.flags(4).includes('lo')]).toEqual([false, true]);
    expect(mm.counters).toMatchObject({ locked_vm: 2, anon_rss: 2 });
  });

  it('is undone by munlockall, for what comes, too', () => {
    const mm = mmOf('w');
    mm.mlockall('CURRENT|FUTURE');
    expect(mm.call('munlockall')).toBe(0);
    mm.mmap(4, 1);
    expect([mm.counters.locked_vm, mm.flags(4).includes('lo')]).toEqual([0, false]);
  });

  it('FUTURE allows droppable memory, which MAP_LOCKED does not, and leaves it unlocked', () => {
    const mm = mmOf('');
    mm.mlockall('FUTURE');
    expect(mm.mmap(0, 1, 'rw', 'DROPPABLE|ANONYMOUS|FIXED')).toBe(0);
    expect([mm.counters.locked_vm, mm.flags(0)]).toEqual([0, 'rd wr mr mw me nr wf dd dp']);
  });

  it('with ONFAULT brings nothing in', () => {
    const mm = mmOf('ww');
    mm.mlockall('CURRENT|FUTURE|ONFAULT');
    mm.mmap(4, 1);
    expect([mm.flags(0), mm.counters.anon_rss]).toEqual(['rd wr mr mw me lo lf ac', 0]);
  });
});

describe('locked memory', () => {
  it('is counted off when it is unmapped or replaced', () => {
    const mm = mmOf('wwww');
    mm.mlock(0, 4);
    mm.munmap(0, 1);
    mm.mmap(1, 1, 'r');
    expect(mm.counters.locked_vm).toBe(2);
  });

  it('of MAP_LOCKED is brought in (mmap14)', () => {
    const mm = mmOf('');
    mm.mmap(0, 3, 'rw', 'PRIVATE|ANONYMOUS|FIXED|LOCKED');
    expect(mm.counters).toMatchObject({ locked_vm: 3, anon_rss: 3 });
  });
});
