import { describe, expect, it } from 'vitest';
import { at, draw, mmOf, PAGE, type Strip } from '../../testing/strip.ts';

/** The other of two tasks: after a fork the strip is the child. */
const relative = (mm: Strip): string => [...mm.machine.tasks.keys()].find((name) => name !== mm.task) ?? '';

/** What the parent looks like from the child. */
const drawParent = (mm: Strip): string => draw(mm, mm.machine.view(relative(mm)));

describe('fork', () => {
  it('copies the mappings, whether written or not', () => {
    const mm = mmOf('WW|r.s|x');
    expect(mm.fork()).toBe(0);
    expect([draw(mm), drawParent(mm)]).toEqual(['WW|r.s|x', 'WW|r.s|x']);
  });

  it('copies no mapping with DONTFORK, and does not count it', () => {
    const mm = mmOf('wWw');
    mm.madvise(1, 1, 'DONTFORK');
    mm.fork();
    expect([draw(mm), drawParent(mm)]).toEqual(['W.W', 'W|W|W']);
    expect(mm.counters).toMatchObject({ map_count: 2, total_vm: 2, data_vm: 2, committed: 2 });
  });

  it('copies a mapping with WIPEONFORK as one that never was written (madvise10)', () => {
    const mm = mmOf('WW');
    mm.madvise(0, 1, 'WIPEONFORK');
    mm.fork();
    expect(draw(mm)).toBe('w|W');
    expect(mm.counters.anon_rss).toBe(1);
    mm.store(0);
    mm.fork();
    expect(draw(mm)).toBe('w|W');
  });

  it('KEEPONFORK brings back what WIPEONFORK would wipe', () => {
    const mm = mmOf('WW');
    mm.madvise(0, 1, 'WIPEONFORK');
    mm.madvise(0, 1, 'KEEPONFORK');
    mm.fork();
    expect([draw(mm), mm.counters.anon_rss]).toEqual(['WW', 2]);
  });

  it('leaves the child without locks, for what comes, too', () => {
    const mm = mmOf('ww');
    mm.mlock(0, 1);
    mm.mlockall('CURRENT|FUTURE');
    mm.fork();
    mm.mmap(4, 1);
    expect([mm.flags(0), mm.flags(4)]).toEqual(['rd wr mr mw me ac', 'rd wr mr mw me ac']);
    expect(mm.counters.locked_vm).toBe(0);
    expect(mm.machine.view(relative(mm)).counters.locked_vm).toBeGreaterThan(2);
  });

  it('keeps apart in the child what only locks kept apart in the parent', () => {
    const mm = mmOf('ww');
    mm.mlock(0, 1);
    mm.fork();
    expect(draw(mm)).toBe('W|w');
  });

  it('charges the child for all that the parent was charged for', () => {
    const mm = mmOf('WWr|w');
    mm.fork();
    expect(mm.counters.committed).toBe(3);
  });

  it('keeps the break and everything else where it was', () => {
    const mm = mmOf('');
    const start = 0x5555_5555_6000n;
    mm.call('brk', start + PAGE);
    mm.fork();
    expect(mm.call('brk', 0n)).toBe(`0x${(start + PAGE).toString(16)}`);
    expect(mm.mmap(null, 1, 'rw', 'PRIVATE|ANONYMOUS')).toBe('0x7ffff7ff6000');
  });

  it('changes nothing for the other side afterwards', () => {
    const mm = mmOf('WWW');
    mm.fork();
    mm.munmap(1, 1);
    mm.task = relative(mm);
    mm.mprotect(0, 1, 'r');
    expect([draw(mm), drawParent(mm)]).toEqual(['R|WW', 'W.W']);
  });

  it('gives the child its own limits', () => {
    const mm = mmOf('w');
    mm.limit('RLIMIT_MEMLOCK', PAGE);
    mm.fork();
    mm.limit('RLIMIT_AS', 0n);
    expect(mm.mmap(4, 1)).toBe('ENOMEM');
    mm.task = relative(mm);
    expect(mm.mmap(4, 1)).toBe(4);
  });
});

describe('vfork', () => {
  it('shares the address space', () => {
    const mm = mmOf('w');
    const child = String(mm.call('vfork'));
    expect(mm.machine.tasks.get(child)).toEqual(mm.machine.tasks.get(mm.task));
    mm.task = child;
    mm.mmap(4, 1);
    expect(drawParent(mm)).toBe('w...w');
  });
});

describe('exit', () => {
  it('of the last task lets everything go, and nothing of a relative', () => {
    const mm = mmOf('WW.s');
    mm.fork();
    const child = mm.task;
    const parent = relative(mm);
    expect(mm.call('exit_group', 0n)).toBe('does not return');
    expect([...mm.machine.tasks.keys()]).toEqual([parent]);
    expect(() => mm.machine.view(child)).toThrow(RangeError);
    mm.task = parent;
    expect([draw(mm), mm.counters.anon_rss]).toEqual(['WW.s', 2]);
  });

  it('of one of two that share leaves the address space', () => {
    const mm = mmOf('w');
    const child = String(mm.call('vfork'));
    mm.task = child;
    mm.call('exit_group', 0n);
    mm.task = '';
    expect(draw(mm)).toBe('w');
  });
});

describe('a call of nobody', () => {
  it('is a mistake of the caller', () => {
    const mm = mmOf('');
    mm.task = 'nobody';
    expect(() => mm.call('munmap', at(0), PAGE)).toThrow(RangeError);
  });
});
