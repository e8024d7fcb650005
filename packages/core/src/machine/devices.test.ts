import { describe, expect, it } from 'vitest';
import { draw, mmOf, type Strip } from '../testing/strip.ts';

describe('a private mapping of /dev/zero', () => {
  const zero = (mm: Strip): number => mm.open('/dev/zero');

  it('is anonymous memory with a file: its offsets count, and it merges with its like', () => {
    const mm = mmOf('........w');
    const fd = zero(mm);
    mm.mmap(0, 2, 'rw', 'PRIVATE|FIXED', fd);
    mm.mmap(2, 2, 'rw', 'PRIVATE|FIXED', fd, 2);
    mm.mmap(4, 4, 'rw', 'PRIVATE|FIXED', fd);
    expect(draw(mm)).toBe('ffff|ffff|w');
    expect([mm.vma(0).name, mm.flags(0)]).toEqual(['/dev/zero', 'rd wr mr mw me ac']);
    expect([mm.load(0), mm.store(1), mm.counters.anon_rss]).toEqual([0, 0, 1]);
  });

  it('that nobody wrote gets the offset of its new place when it moves', () => {
    const mm = mmOf('');
    mm.mmap(0, 1, 'rw', 'PRIVATE|FIXED', zero(mm), 5);
    mm.mremap(0, 1, 1, 'MAYMOVE|FIXED', 4);
    expect(mm.vma(4).pgoff).toBe(mm.vma(4).start);
  });

  it('moves alone, as it has a say in where it goes', () => {
    const mm = mmOf('');
    mm.mmap(0, 1, 'rw', 'PRIVATE|FIXED', zero(mm));
    expect(mm.mremap(0, 2, 2, 'MAYMOVE|FIXED', 4)).toBe('EFAULT');
  });

  it('cannot be wiped at fork, nor be shared by growing from nothing', () => {
    const mm = mmOf('');
    mm.mmap(0, 1, 'rw', 'PRIVATE|FIXED', zero(mm));
    expect([mm.madvise(0, 1, 'WIPEONFORK'), mm.madvise(0, 1, 'REMOVE')]).toEqual(['EINVAL', 'EACCES']);
    expect(mm.mremap(0, 0, 1, 'MAYMOVE')).toBe('EINVAL');
  });
});

describe('a shared mapping of /dev/zero', () => {
  it('is new shared memory each time, as large as the mapping, whatever its offset', () => {
    const mm = mmOf('');
    const fd = mm.open('/dev/zero');
    mm.mmap(0, 2, 'rw', 'SHARED|FIXED', fd);
    mm.mmap(2, 2, 'rw', 'SHARED|FIXED', fd, 1);
    expect(draw(mm)).toBe('ss|ss');
    expect([mm.vma(0).name, mm.pgoff(2)]).toEqual(['/dev/zero (deleted)', 1]);
    expect([mm.store(1), mm.store(2), mm.store(3)]).toEqual([0, 0, 'SIGBUS BUS_ADRERR']);
  });

  it('is anonymous after all where the descriptor is read-only', () => {
    const mm = mmOf('');
    const fd = mm.open('/dev/zero', 'O_RDONLY');
    expect(mm.mmap(0, 1, 'rw', 'SHARED|FIXED', fd)).toBe('EACCES');
    mm.mmap(0, 1, 'r', 'SHARED|FIXED', fd);
    expect([mm.vma(0).name, mm.flags(0), mm.load(0)]).toEqual(['/dev/zero', 'rd mr me ms', 0]);
  });
});

describe('what cannot be mapped', () => {
  it.each([
    ['/dev/null', 'ENODEV', 'w'],
    ['/dev/full', 'ENODEV', 'w'],
    ['/dev/urandom', 'ENODEV', 'w'],
    ['/proc/self/maps', 'ENODEV', 'w'],
    ['/proc/stat', 'EIO', ''],
    ['/sys/kernel/mm/ksm/run', 'ENODEV', ''],
  ])('%s: %s, and of what was there stays %j', (path, errno, left) => {
    const mm = mmOf('w');
    expect(mm.mmap(0, 1, 'r', 'PRIVATE|FIXED', mm.open(path, 'O_RDONLY'))).toBe(errno);
    expect(draw(mm)).toBe(left);
  });

  it('and lies on a mount without programs is refused for that first', () => {
    const mm = mmOf('');
    expect(mm.mmap(0, 1, 'rx', 'PRIVATE|FIXED', mm.open('/proc/self/maps', 'O_RDONLY'))).toBe('EPERM');
  });

  it('is what O_PATH names', () => {
    const mm = mmOf('');
    const fd = Number(mm.call('openat', -100n, '/data', 0o10000000n));
    expect(mm.mmap(0, 1, 'r', 'PRIVATE|FIXED', fd)).toBe('EBADF');
    expect(mm.call('ftruncate', BigInt(fd), 0n)).toBe('EBADF');
  });
});
