import { describe, expect, it } from 'vitest';
import { PROT, RLIM_INFINITY } from '@mm-playground/api';
import { at, draw, mmOf, PAGE } from '../testing/strip.ts';

const { PROT_GROWSDOWN, PROT_GROWSUP, PROT_READ, PROT_SEM } = PROT.values;

describe('mprotect refuses', () => {
  it.each([
    ['EINVAL', 'both directions of growth', at(0), PAGE, PROT_READ | PROT_GROWSDOWN | PROT_GROWSUP],
    ['EINVAL', 'an address inside a page (mprotect01)', at(0) + 1n, PAGE, PROT_READ],
    ['ENOMEM', 'a length that wraps', at(0), 2n ** 64n - PAGE, PROT_READ],
    ['EINVAL', 'bits that it does not know', at(0), PAGE, 0x40n],
    ['EINVAL', 'growing down where nothing grows', at(0), PAGE, PROT_READ | PROT_GROWSDOWN],
    ['EINVAL', 'growing up', at(0), PAGE, PROT_READ | PROT_GROWSUP],
    ['ENOMEM', 'a hole (mprotect01)', at(5), PAGE, PROT_READ],
    ['ENOMEM', 'a range that begins in a hole', at(-1), 2n * PAGE, PROT_READ],
  ] as const)('with %s: %s', (errno, _, addr, len, prot) => {
    const mm = mmOf('w');
    expect(mm.call('mprotect', addr, len, prot)).toBe(errno);
    expect(draw(mm)).toBe('w');
  });

  it('alignment before anything else, and nothing at all of length 0', () => {
    const mm = mmOf('');
    expect(mm.call('mprotect', at(0) + 1n, 0n, PROT_READ)).toBe('EINVAL');
    expect(mm.call('mprotect', at(0), 0n, PROT_READ)).toBe(0);
    expect(mm.call('mprotect', at(0), 0n, 0x40n)).toBe(0);
  });

  it('a length that wraps before unknown bits, and unknown bits before a hole', () => {
    expect(mmOf('').call('mprotect', at(0), 2n ** 64n - PAGE, 0x40n)).toBe('ENOMEM');
    expect(mmOf('').call('mprotect', at(0), PAGE, 0x40n)).toBe('EINVAL');
  });

  it('writing to a shared mapping of a file that is open for reading (mprotect01)', () => {
    const mm = mmOf('');
    mm.mmap(0, 2, 'r', 'SHARED|FIXED', mm.open('/data', 'O_RDONLY'));
    expect(mm.mprotect(0, 1, 'rw')).toBe('EACCES');
    expect(draw(mm)).toBe('ss');
  });
});

describe('mprotect', () => {
  it('ignores PROT_SEM', () => {
    const mm = mmOf('w');
    expect(mm.call('mprotect', at(0), PAGE, PROT_READ | PROT_SEM)).toBe(0);
    expect(draw(mm)).toBe('r');
  });

  it('with PROT_GROWSDOWN begins at the start of the stack that the range is in', () => {
    const mm = mmOf('gggg');
    expect(mm.call('mprotect', at(2), PAGE, PROT_READ | PROT_GROWSDOWN)).toBe(0);
    expect([draw(mm), mm.vma(0).perms, mm.vma(3).perms]).toEqual(['ggg|g', 'r--p', 'rw-p']);
  });

  it('changes nothing where nothing differs', () => {
    const mm = mmOf('ww');
    expect(mm.mprotect(0, 1, 'rw')).toBe(0);
    expect(draw(mm)).toBe('ww');
  });

  it('there and back leaves one VMA (mprotect05)', () => {
    const mm = mmOf('wWwwww');
    for (const [page, prot] of [
      [1, 'r'],
      [3, 'r'],
      [2, 'r'],
      [1, 'rw'],
      [3, 'rw'],
      [2, 'rw'],
    ] as const)
      mm.mprotect(page, 1, prot);
    expect(draw(mm)).toBe('WWWWWW');
  });
});

describe('what mprotect did before it failed stays done:', () => {
  it('before a hole', () => {
    const mm = mmOf('r.r');
    expect(mm.mprotect(0, 3, 'rw')).toBe('ENOMEM');
    expect(draw(mm)).toBe('w.r');
  });

  it('before the end of what is mapped', () => {
    const mm = mmOf('rr');
    expect(mm.mprotect(1, 3, 'rw')).toBe('ENOMEM');
    expect(draw(mm)).toBe('r|w');
  });

  it('before a sealed VMA', () => {
    const mm = mmOf('www');
    mm.mseal(1, 1);
    expect(mm.mprotect(0, 3, 'r')).toBe('EPERM');
    expect(draw(mm)).toBe('r|w|w');
  });

  it('before a file that cannot be written', () => {
    const mm = mmOf('r');
    mm.mmap(1, 1, 'r', 'SHARED|FIXED', mm.open('/data', 'O_RDONLY'));
    expect(mm.mprotect(0, 2, 'rw')).toBe('EACCES');
    expect(draw(mm)).toBe('w|s');
  });
});

describe('a sealed VMA', () => {
  it('refuses even the protection that it has', () => {
    const mm = mmOf('w');
    mm.mseal(0, 1);
    expect(mm.mprotect(0, 1, 'rw')).toBe('EPERM');
  });

  it('refuses what it may not have with EACCES first', () => {
    const mm = mmOf('');
    mm.mmap(0, 1, 'r', 'SHARED|FIXED', mm.open('/data', 'O_RDONLY'));
    mm.mseal(0, 1);
    expect(mm.mprotect(0, 1, 'rw')).toBe('EACCES');
  });
});

describe('the commit charge', () => {
  it('comes with the right to write', () => {
    const mm = mmOf('rr');
    mm.mprotect(0, 1, 'rw');
    expect([mm.counters.committed, mm.flags(0)]).toEqual([1, 'rd wr mr mw me ac']);
  });

  it('goes again where nothing was written', () => {
    const mm = mmOf('ww');
    mm.mprotect(0, 1, 'r');
    expect([mm.counters.committed, mm.flags(0)]).toEqual([1, 'rd mr mw me']);
  });

  it('stays where something was written', () => {
    const mm = mmOf('WW');
    mm.mprotect(0, 1, 'r');
    expect([mm.counters.committed, mm.flags(0)]).toEqual([2, 'rd mr mw me ac']);
  });

  it('is not taken twice', () => {
    const mm = mmOf('W');
    mm.mprotect(0, 1, '');
    mm.mprotect(0, 1, 'rw');
    expect(mm.counters.committed).toBe(1);
  });

  it('is not taken for shared memory, nor for memory without a reserve', () => {
    const mm = mmOf('s');
    mm.mmap(1, 1, 'r', 'PRIVATE|ANONYMOUS|FIXED|NORESERVE');
    mm.mprotect(0, 1, 'r');
    mm.mprotect(0, 2, 'rw');
    expect(mm.counters.committed).toBe(0);
  });

  it('is taken for a private mapping of a file, and kept', () => {
    const mm = mmOf('f');
    mm.mprotect(0, 1, 'r');
    expect([mm.counters.committed, mm.flags(0)]).toEqual([1, 'rd mr mw me ac']);
  });
});

describe('RLIMIT_DATA', () => {
  it('bounds what mprotect makes writable', () => {
    const mm = mmOf('rrr');
    mm.limit('RLIMIT_DATA', BigInt(mm.view.counters.data_vm + 2) * PAGE, RLIM_INFINITY);
    expect(mm.mprotect(0, 3, 'rw')).toBe('ENOMEM');
    expect(mm.mprotect(0, 2, 'rw')).toBe(0);
    expect(draw(mm)).toBe('ww|r');
  });

  it('does not keep writable memory from getting other rights', () => {
    const mm = mmOf('www');
    mm.limit('RLIMIT_DATA', 0n);
    expect(mm.mprotect(0, 3, 'rwx')).toBe(0);
  });
});

describe('locked memory that becomes writable', () => {
  it('gets its pages at once, before mprotect goes on', () => {
    const mm = mmOf('rr|n');
    mm.mlock(0, 2);
    expect(mm.counters.anon_rss).toBe(0);
    mm.mprotect(0, 2, 'rw');
    expect([draw(mm), mm.counters.anon_rss]).toEqual(['WW|n', 2]);
  });

  it('so that it keeps apart from a neighbour that was written on its own', () => {
    const mm = mmOf('nnnn');
    mm.mlock(0, 2);
    mm.mprotect(2, 2, 'rw');
    mm.store(2);
    mm.mprotect(0, 2, 'rw');
    mm.mlock(2, 2);
    expect(draw(mm)).toBe('WW|WW');
  });

  it('gets none where it is locked as pages come in', () => {
    const mm = mmOf('rr');
    mm.call('mlock2', at(0), 2n * PAGE, 1n);
    mm.mprotect(0, 2, 'rw');
    expect(draw(mm)).toBe('ww');
  });
});
