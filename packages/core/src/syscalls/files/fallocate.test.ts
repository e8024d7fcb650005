import { describe, expect, it } from 'vitest';
import { FALLOC, FCNTL } from '@mm-playground/api';
import { PAGE, mmOf, type Outcome, type Strip } from '../../testing/strip.ts';

const F = FALLOC.values;
const PUNCH = F.FALLOC_FL_PUNCH_HOLE | F.FALLOC_FL_KEEP_SIZE;

const fallocate = (mm: Strip, fd: number, mode: bigint, offset: bigint, length: bigint): Outcome =>
  mm.call('fallocate', BigInt(fd), mode, offset, length);
const resize = (mm: Strip, fd: number, bytes: bigint): Outcome => mm.call('ftruncate', BigInt(fd), bytes);

/** A file of four pages, mapped shared at page 0 and private at page 8, each page of both written. */
function mapped(mm: Strip, fd: number): void {
  mm.mmap(0, 4, 'rw', 'SHARED|FIXED', fd);
  mm.mmap(8, 4, 'rw', 'PRIVATE|FIXED', fd);
  for (const page of [0, 1, 2, 3, 8, 9, 10, 11]) mm.store(page);
}

/** Pages 0 to 11 as pagemap shows them. */
const pages = (mm: Strip): string => mm.view.pagemap(mm.vma(0).start, 12);

const fileOf4 = (mm: Strip): number => {
  const fd = mm.open('/data');
  resize(mm, fd, 4n * PAGE);
  return fd;
};

describe('fallocate', () => {
  it.each<[string, bigint, bigint, bigint]>([
    ['EINVAL', 0n, 0n, 0n],
    ['EINVAL', 0n, -1n, PAGE],
    ['EINVAL', 0n, 0n, -1n],
    ['EOPNOTSUPP', 0x100n, 0n, PAGE],
    ['EOPNOTSUPP', F.FALLOC_FL_NO_HIDE_STALE, 0n, PAGE],
    ['EOPNOTSUPP', F.FALLOC_FL_PUNCH_HOLE, 0n, PAGE],
    ['EOPNOTSUPP', F.FALLOC_FL_COLLAPSE_RANGE | F.FALLOC_FL_KEEP_SIZE, 0n, PAGE],
    ['EOPNOTSUPP', F.FALLOC_FL_ZERO_RANGE, 0n, PAGE],
    ['EFBIG', 0n, 1n << 62n, 1n << 62n],
  ])('is %s for mode %x, offset %d, length %d of a memfd', (errno, mode, offset, length) => {
    const mm = mmOf('');
    expect(fallocate(mm, mm.memfd(1), mode, offset, length)).toBe(errno);
  });

  it('looks at the numbers before the file', () => {
    const mm = mmOf('');
    const readOnly = mm.open('/data', 'O_RDONLY');
    const zero = mm.open('/dev/zero');
    expect(fallocate(mm, readOnly, 0n, 0n, 0n)).toBe('EINVAL');
    expect(fallocate(mm, readOnly, 0x100n, 0n, PAGE)).toBe('EOPNOTSUPP');
    expect(fallocate(mm, readOnly, 0n, 0n, PAGE)).toBe('EBADF');
    expect([fallocate(mm, zero, 0n, 0n, PAGE), fallocate(mm, 99, 0n, 0n, 0n)]).toEqual(['ENODEV', 'EBADF']);
  });

  it('makes a file longer, unless it is to keep its size', () => {
    const mm = mmOf('');
    const fd = mm.memfd(1);
    mm.mmap(0, 4, 'rw', 'SHARED|FIXED', fd);
    fallocate(mm, fd, F.FALLOC_FL_KEEP_SIZE, 0n, 4n * PAGE);
    expect(mm.load(2)).toBe('SIGBUS BUS_ADRERR');
    fallocate(mm, fd, 0n, 0n, 3n * PAGE);
    expect([mm.load(2), mm.load(3)]).toEqual([0, 'SIGBUS BUS_ADRERR']);
  });

  it('reserves pages of shared memory that a fault beside them does not map', () => {
    const mm = mmOf('');
    const fd = mm.memfd(4);
    mm.mmap(0, 4, 'rw', 'SHARED|FIXED', fd);
    fallocate(mm, fd, 0n, 0n, 4n * PAGE);
    mm.load(1);
    expect(mm.counters.shmem_rss).toBe(1);
  });

  it('obeys seals', () => {
    const mm = mmOf('');
    const seal = (seals: number): number => {
      const fd = mm.memfd(4);
      mm.call('fcntl', BigInt(fd), BigInt(FCNTL.F_ADD_SEALS), BigInt(seals));
      return fd;
    };
    const grow = seal(FCNTL.F_SEAL_GROW);
    expect(fallocate(mm, grow, F.FALLOC_FL_KEEP_SIZE, 0n, 5n * PAGE)).toBe('EPERM');
    expect([fallocate(mm, grow, 0n, 0n, 4n * PAGE), fallocate(mm, grow, PUNCH, 0n, 8n * PAGE)]).toEqual([0, 0]);
    const write = seal(FCNTL.F_SEAL_WRITE);
    expect([fallocate(mm, write, 0n, 0n, 5n * PAGE), fallocate(mm, write, PUNCH, 8n, 5n)]).toEqual([0, 'EPERM']);
    expect(fallocate(mm, seal(FCNTL.F_SEAL_FUTURE_WRITE), PUNCH, 0n, PAGE)).toBe('EPERM');
    expect(fallocate(mm, seal(FCNTL.F_SEAL_SHRINK), PUNCH, 0n, PAGE)).toBe(0);
  });
});

describe('a hole', () => {
  it.each([
    ['a memfd', (mm: Strip) => mm.memfd(4)],
    ['a file', fileOf4],
  ])('takes whole pages of %s from shared mappings, and leaves private copies', (_, open) => {
    const mm = mmOf('');
    const fd = open(mm);
    mapped(mm, fd);
    expect(fallocate(mm, fd, PUNCH, PAGE / 2n, 2n * PAGE)).toBe(0);
    expect(pages(mm)).toBe('F.FF....AAAA');
    expect([mm.load(1), mm.load(9)]).toEqual([0, 0]);
  });

  it('with FALLOC_FL_ZERO_RANGE may make the file longer', () => {
    const mm = mmOf('');
    const fd = fileOf4(mm);
    mapped(mm, fd);
    expect(fallocate(mm, fd, F.FALLOC_FL_ZERO_RANGE, 3n * PAGE, 2n * PAGE)).toBe(0);
    expect(pages(mm)).toBe('FFF.....AAAA');
    mm.mmap(4, 2, 'r', 'SHARED|FIXED', fd, 4);
    expect([mm.load(4), mm.load(5)]).toEqual([0, 'SIGBUS BUS_ADRERR']);
  });
});

describe('what moves in a file', () => {
  it('is unmapped from there on, private copies included', () => {
    const mm = mmOf('');
    const fd = fileOf4(mm);
    mapped(mm, fd);
    expect(fallocate(mm, fd, F.FALLOC_FL_COLLAPSE_RANGE, PAGE, PAGE)).toBe(0);
    expect(pages(mm)).toBe('F.......A...');
    expect(mm.load(3)).toBe('SIGBUS BUS_ADRERR');
    expect(fallocate(mm, fd, F.FALLOC_FL_INSERT_RANGE, 0n, 2n * PAGE)).toBe(0);
    expect([pages(mm), mm.load(3)]).toEqual(['............', 0]);
  });

  it('moves by whole blocks, within the file', () => {
    const mm = mmOf('');
    const fd = fileOf4(mm);
    expect(fallocate(mm, fd, F.FALLOC_FL_COLLAPSE_RANGE, 0n, 4n * PAGE)).toBe('EINVAL');
    expect(fallocate(mm, fd, F.FALLOC_FL_COLLAPSE_RANGE, 0n, 100n)).toBe('EINVAL');
    expect(fallocate(mm, fd, F.FALLOC_FL_INSERT_RANGE, 4n * PAGE, PAGE)).toBe('EINVAL');
  });
});

/** A file of 16 pages that were read as one folio, since huge pages were asked for; all of them mapped shared. */
function oneFolio(mm: Strip, flags: 'SHARED|FIXED' | 'PRIVATE|FIXED' = 'SHARED|FIXED'): number {
  const fd = mm.open('/data');
  resize(mm, fd, 16n * PAGE);
  mm.mmap(0, 16, 'rw', flags, fd);
  mm.madvise(0, 16, 'HUGEPAGE');
  mm.load(1);
  return fd;
}

/** What is mapped after the cut, and what a fault then finds in the cache. */
function cut(mm: Strip, change: () => Outcome): [string, string] {
  expect(change()).toBe(0);
  const after = mm.view.pagemap(mm.vma(0).start, 16);
  mm.load(0);
  return [after, mm.view.pagemap(mm.vma(0).start, 16)];
}

const NONE = '.'.repeat(16);
const ALL = 'F'.repeat(16);

// Measured on 6.18.44, ext4.
describe('a large folio that is cut', () => {
  it.each<[string, (mm: Strip, fd: number) => Outcome, string, string]>([
    ['a hole', (mm, fd) => fallocate(mm, fd, PUNCH, 11n * PAGE, PAGE), 'FFFFFFFFFFF.FFFF', ALL],
    ['a hole within a page', (mm, fd) => fallocate(mm, fd, PUNCH, 11n * PAGE + 10n, 100n), ALL, ALL],
    ['an end', (mm, fd) => resize(mm, fd, 11n * PAGE), 'FFFFFFFFFFF.....', 'FFFFFFFFFFF.....'],
    ['an end within a page', (mm, fd) => resize(mm, fd, 11n * PAGE + 100n), 'FFFFFFFFFFFF....', 'FFFFFFFFFFFF....'],
    ['an end within its last page', (mm, fd) => resize(mm, fd, 15n * PAGE + 100n), ALL, ALL],
    [
      'what moves',
      (mm, fd) => fallocate(mm, fd, F.FALLOC_FL_COLLAPSE_RANGE, 4n * PAGE, PAGE),
      'FFFF............',
      'FFFF............',
    ],
  ])('by %s is mapped nowhere, and its pages stay in the cache; of a dirty one all', (_, change, clean, dirty) => {
    const one = mmOf('');
    const fd = oneFolio(one);
    expect(cut(one, () => change(one, fd))).toEqual([NONE, clean]);
    const other = mmOf('');
    const written = oneFolio(other);
    other.store(9);
    expect(cut(other, () => change(other, written))).toEqual([NONE, dirty]);
  });

  it('leaves private copies mapped', () => {
    const mm = mmOf('');
    const fd = oneFolio(mm, 'PRIVATE|FIXED');
    mm.store(3);
    const hole = (): Outcome => fallocate(mm, fd, PUNCH, 2n * PAGE, 8n * PAGE);
    expect(cut(mm, hole)).toEqual(['...A............', 'FF.A......FFFFFF']);
  });
});

describe('ftruncate', () => {
  it('needs a regular file that is open for writing, and a length', () => {
    const mm = mmOf('');
    expect(resize(mm, 99, -1n)).toBe('EINVAL');
    expect(resize(mm, 99, 0n)).toBe('EBADF');
    expect([resize(mm, mm.open('/data', 'O_RDONLY'), 0n), resize(mm, mm.open('/dev/zero'), 0n)]).toEqual([
      'EINVAL',
      'EINVAL',
    ]);
  });

  it('finds a file by its path as well', () => {
    const mm = mmOf('');
    mm.mmap(0, 2, 'r', 'SHARED|FIXED', mm.open('/data'));
    mm.call('truncate', '/data', PAGE);
    expect([mm.load(0), mm.load(1)]).toEqual([0, 'SIGBUS BUS_ADRERR']);
  });

  it('takes private copies, too', () => {
    const mm = mmOf('');
    const fd = mm.memfd(4);
    mapped(mm, fd);
    resize(mm, fd, 2n * PAGE - 5n);
    expect(pages(mm)).toBe('FF......AA..');
  });

  it('leaves a page that was cut in the cache, unread: a fault beside it does not map it', () => {
    const mm = mmOf('');
    const fd = fileOf4(mm);
    resize(mm, fd, 2n * PAGE - 5n);
    resize(mm, fd, 4n * PAGE);
    mm.mmap(0, 4, 'r', 'PRIVATE|FIXED', fd);
    mm.load(0);
    expect(mm.view.pagemap(mm.vma(0).start, 4)).toBe('F.FF');
  });

  /** What read-ahead finds to read in a file of four pages: the letters of its first six. */
  const readAhead = (change: (mm: Strip, fd: number) => void): string => {
    const mm = mmOf('');
    const fd = fileOf4(mm);
    change(mm, fd);
    mm.mmap(0, 6, 'r', 'PRIVATE|FIXED', fd);
    mm.load(0);
    return mm.view.pagemap(mm.vma(0).start, 6);
  };

  // Measured on 6.18.44, ext4.
  it('overwrites, as fallocate does, the rest of the last page of a file that grows: it is in the cache, unread', () => {
    expect([
      readAhead((mm, fd) => resize(mm, fd, 6n * PAGE)),
      readAhead((mm, fd) => resize(mm, fd, 5n * PAGE + 3n)),
      readAhead((mm, fd) => resize(mm, fd, 4n * PAGE + 3n) === 0 && resize(mm, fd, 6n * PAGE)),
      readAhead((mm, fd) => resize(mm, fd, 4n * PAGE + 3n) === 0 && fallocate(mm, fd, 0n, PAGE, 5n * PAGE)),
    ]).toEqual(['FFFFFF', 'FFFFFF', 'FFFF.F', 'FFFF.F']);
  });

  it('leaves a new last page alone; fallocate takes it into the cache, unread, where the file ends within it', () => {
    expect([
      readAhead((mm, fd) => fallocate(mm, fd, 0n, PAGE, 5n * PAGE)),
      readAhead((mm, fd) => fallocate(mm, fd, 0n, PAGE, 4n * PAGE + 3n)),
      readAhead((mm, fd) => fallocate(mm, fd, 0n, PAGE, PAGE + 3n)),
      readAhead((mm, fd) => fallocate(mm, fd, F.FALLOC_FL_ZERO_RANGE, 5n * PAGE, 3n)),
      readAhead((mm, fd) => fallocate(mm, fd, F.FALLOC_FL_KEEP_SIZE, PAGE, 4n * PAGE + 3n)),
    ]).toEqual(['FFFFFF', 'FFFFF.', 'FFFF..', 'FFFFF.', 'FFFF..']);
  });
});
