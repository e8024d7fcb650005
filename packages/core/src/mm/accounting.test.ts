import { describe, expect, it } from 'vitest';
import { RLIM_INFINITY } from '@mm-playground/api';
import { draw, mmOf, PAGE, type Strip } from '../testing/strip.ts';

describe('a page is counted', () => {
  it.each([
    ['w', 'data_vm'],
    ['f', 'data_vm'],
    ['o', 'data_vm'],
    ['e', 'data_vm'],
    ['x', 'exec_vm'],
    ['g', 'stack_vm'],
    ['r', null],
    ['n', null],
    ['s', null],
  ] as const)('of %s in total_vm and in %s alone', (letter, counter) => {
    const { total_vm, exec_vm, stack_vm, data_vm } = mmOf(letter.repeat(3)).counters;
    const expected = { exec_vm: 0, stack_vm: 0, data_vm: 0, ...(counter !== null && { [counter]: 3 }) };
    expect({ total_vm, exec_vm, stack_vm, data_vm }).toEqual({ total_vm: 3, ...expected });
  });

  it('elsewhere when its protection changes', () => {
    const mm = mmOf('wwww');
    mm.mprotect(0, 2, 'rx');
    expect(mm.counters).toMatchObject({ total_vm: 4, exec_vm: 2, data_vm: 2 });
    mm.mprotect(1, 2, 'r');
    expect(mm.counters).toMatchObject({ total_vm: 4, exec_vm: 1, data_vm: 1 });
  });
});

describe('/proc/PID/status', () => {
  it('shows what 100 writable pages, ten of stack and four locked ones are (golden values)', () => {
    const mm = mmOf('');
    const base = mm.view.status();
    const more = (field: 'VmData' | 'VmStk' | 'VmLck' | 'VmSize') =>
      (mm.view.status()[field] as number) - (base[field] as number);
    mm.mmap(0, 100);
    expect([more('VmData'), more('VmSize')]).toEqual([400, 400]);
    mm.mprotect(0, 50, 'r');
    expect(more('VmData')).toBe(200);
    mm.mmap(400, 10, 'rw', 'PRIVATE|ANONYMOUS|FIXED|GROWSDOWN');
    expect(more('VmStk')).toBe(40);
    mm.mlock(60, 4);
    expect(more('VmLck')).toBe(16);
    mm.mmap(0, 100, 'r');
    expect([more('VmLck'), more('VmData')]).toEqual([0, 0]);
  });

  it('remembers the highest size in VmPeak', () => {
    const mm = mmOf('wwww');
    const peak = mm.view.status()['VmPeak'];
    mm.munmap(0, 4);
    mm.mmap(0, 2);
    expect(mm.view.status()['VmPeak']).toBe(peak);
  });
});

describe('RLIMIT_AS', () => {
  /** A strip with room for two more pages. */
  function tight(picture: string) {
    const mm = mmOf(picture);
    mm.limit('RLIMIT_AS', BigInt(mm.view.counters.total_vm + 2) * PAGE);
    return mm;
  }

  it('bounds all mappings together', () => {
    const mm = tight('');
    expect([mm.mmap(0, 3), mm.mmap(0, 2), mm.mmap(8, 1)]).toEqual(['ENOMEM', 0, 'ENOMEM']);
  });

  it('counts off what a fixed mapping replaces, exactly', () => {
    const mm = tight('w'.repeat(1000));
    expect(mm.mmap(0, 1000, 'r')).toBe(0);
    expect(mm.mmap(0, 1100)).toBe('ENOMEM');
    expect(draw(mm)).toBe('r'.repeat(1000));
    expect(mm.mmap(0, 1002)).toBe(0);
  });

  it('is met after the old mapping was split, which stays (since 6.12)', () => {
    const mm = tight('W'.repeat(10));
    expect(mm.mmap(5, 10, 'r')).toBe('ENOMEM');
    expect(draw(mm)).toBe('WWWWW|WWWWW');
    expect(mm.counters).toMatchObject({ map_count: 2, total_vm: 10, anon_rss: 10 });
  });

  it('does not bound what only changes', () => {
    const mm = mmOf('rrr');
    mm.limit('RLIMIT_AS', 0n);
    expect([mm.mprotect(0, 3, 'x'), mm.mlock(0, 1), mm.mremap(0, 2, 1)]).toEqual([0, 0, 0]);
  });
});

describe('RLIMIT_DATA', () => {
  function tight(pages: number) {
    const mm = mmOf('');
    mm.limit('RLIMIT_DATA', BigInt(mm.view.counters.data_vm + pages) * PAGE, RLIM_INFINITY);
    return mm;
  }

  it('bounds private writable memory, and no other', () => {
    const mm = tight(2);
    expect(mm.mmap(0, 3)).toBe('ENOMEM');
    expect([mm.mmap(0, 3, 'r'), mm.mmap(4, 3, 'rw', 'SHARED|ANONYMOUS|FIXED'), mm.mmap(8, 2)]).toEqual([0, 4, 8]);
  });

  it('of 0 bounds nothing but brk', () => {
    const mm = mmOf('');
    mm.limit('RLIMIT_DATA', 0n, RLIM_INFINITY);
    expect(mm.mmap(0, 3)).toBe(0);
  });
});

describe('the commit charge', () => {
  it.each([
    ['w', 3],
    ['e', 3],
    ['f', 3],
    ['g', 3],
    ['r', 0],
    ['n', 0],
    ['x', 0],
    ['s', 0],
  ])('of three pages of %s is %i', (letter, charge) => {
    expect(mmOf(letter.repeat(3)).counters.committed).toBe(charge);
  });

  it('is given back by munmap, and by what replaces the mapping', () => {
    const mm = mmOf('wwww');
    mm.munmap(0, 1);
    mm.mmap(1, 1, 'r');
    expect(mm.counters.committed).toBe(2);
    mm.mmap(2, 2, 'rw', 'PRIVATE|ANONYMOUS|FIXED|NORESERVE');
    expect(mm.counters.committed).toBe(0);
  });

  it('is taken once where a charged mapping replaces another', () => {
    const mm = mmOf('ww|rr');
    mm.mmap(0, 4);
    expect(mm.counters.committed).toBe(4);
  });

  it('is refused beyond what the machine has, unless it overcommits (overcommit_memory)', () => {
    const gib = 0x4_0000;
    expect(mmOf('').mmap(null, 64 * gib, 'rw', 'PRIVATE|ANONYMOUS')).toBe('ENOMEM');
    expect(mmOf('').mmap(null, 64 * gib, 'r', 'PRIVATE|ANONYMOUS')).toMatch(/^0x/);
    expect(mmOf('').mmap(null, 64 * gib, 'rw', 'PRIVATE|ANONYMOUS|NORESERVE')).toMatch(/^0x/);
    const always = mmOf('', { system: { overcommitMemory: 1 } });
    expect(always.mmap(null, 64 * gib, 'rw', 'PRIVATE|ANONYMOUS')).toMatch(/^0x/);
  });
});

describe('where overcommitting is forbidden (overcommit_memory=2)', () => {
  const strict = (system = {}): Strip =>
    mmOf('', { system: { overcommitMemory: 2, commitLimitKb: 4000, committedAsKb: 1000, ...system } });
  /** A program of 40 pages leaves the 32nd part of them free, and all must stay below the limit. */
  const MOST = 1000 - 1 - 250 - 1;

  it('all that anybody is charged stays below the limit, less a part of what the process has', () => {
    const mm = strict();
    expect(mm.mmap(0, MOST + 1)).toBe('ENOMEM');
    expect(mm.mmap(0, MOST)).toBe(0);
    expect(mm.mmap(2000, 1)).toBe('ENOMEM');
    mm.munmap(0, 300);
    expect(mm.mmap(2000, 200)).toBe(2000);
  });

  it('the administrator has a reserve that others do not', () => {
    const mm = strict({ caps: 0n, commitLimitKb: 4000 + 8192 });
    expect([mm.mmap(0, MOST + 1), mm.mmap(0, MOST)]).toEqual(['ENOMEM', 0]);
  });

  it('MAP_NORESERVE means nothing', () => {
    const mm = strict();
    expect(mm.mmap(0, MOST + 1, 'rw', 'PRIVATE|ANONYMOUS|FIXED|NORESERVE')).toBe('ENOMEM');
    mm.mmap(0, 1, 'rw', 'PRIVATE|ANONYMOUS|FIXED|NORESERVE');
    expect(mm.flags(0)).toBe('rd wr mr mw me ac');
  });

  it('what becomes writable is charged then, and a child is charged all of it again', () => {
    const mm = strict();
    mm.mmap(0, 1000, '');
    expect([mm.mprotect(0, 1000, 'rw'), mm.mprotect(0, 500, 'rw'), mm.fork()]).toEqual(['ENOMEM', 0, 'ENOMEM']);
  });

  it('without a limit that is told, half of memory may be committed', () => {
    const mm = mmOf('', { system: { overcommitMemory: 2, memTotalKb: 8000 } });
    expect([mm.mmap(0, 1000), mm.mmap(0, 900)]).toEqual(['ENOMEM', 0]);
  });
});

it('a fork looks at each mapping alone: together they may be more than the machine has', () => {
  const mm = mmOf('', { system: { memTotalKb: 4000 } });
  mm.mmap(0, 900);
  mm.mmap(1000, 900);
  expect(mm.fork()).toBe(0);
});

describe('setting limits', () => {
  it('refuses a soft limit above the hard one', () => {
    expect(mmOf('').limit('RLIMIT_AS', 2n, 1n)).toBe('EINVAL');
  });

  it('to a higher hard limit needs CAP_SYS_RESOURCE', () => {
    const mm = mmOf('', { system: { caps: 0n } });
    expect(mm.limit('RLIMIT_MEMLOCK', PAGE)).toBe(0);
    expect(mm.limit('RLIMIT_MEMLOCK', PAGE, 2n * PAGE)).toBe('EPERM');
    expect(mm.limit('RLIMIT_MEMLOCK', 0n, PAGE)).toBe(0);
  });

  it('accepts those that the model does not read', () => {
    expect(mmOf('').limit('RLIMIT_NOFILE', 1n)).toBe(0);
  });
});
