import { describe, expect, it } from 'vitest';
import { FADV, MADV, NotModelled, type Vpn } from '@mm-playground/api';
import { PAGE, at, mmOf, type Outcome, type Strip } from '../../testing/strip.ts';

// All of it measured on 6.18.44, on ext4.

const { POSIX_FADV_NORMAL, POSIX_FADV_RANDOM, POSIX_FADV_SEQUENTIAL, POSIX_FADV_NOREUSE } = FADV.values;
const { POSIX_FADV_WILLNEED, POSIX_FADV_DONTNEED } = FADV.values;

/** A file of 40 pages, mapped at 0. */
class MappedFile {
  readonly mm: Strip = mmOf('');
  readonly fd = this.mm.open('/data');

  constructor() {
    this.mm.call('ftruncate', BigInt(this.fd), 40n * PAGE);
    this.map();
  }

  map(): void {
    this.mm.mmap(0, 40, 'rw', 'SHARED|FIXED', this.fd);
  }

  advise(advice: bigint, offset = 0n, bytes = 0n): Outcome {
    return this.mm.call('fadvise64', BigInt(this.fd), offset, bytes, advice);
  }

  /** What a fault maps of the sixteen pages around it, reading none but its own. */
  around(page: number): string {
    this.mm.call('madvise', at(0), 40n * PAGE, MADV.values.MADV_RANDOM);
    this.mm.load(page);
    return this.pages(page - (page % 16), 16);
  }

  pages(from = 0, count = 40): string {
    return this.mm.view.pagemap(Number(at(from) / PAGE) as Vpn, count);
  }
}

describe('readahead, and POSIX_FADV_WILLNEED', () => {
  it.each(['readahead', 'fadvise64'])('bring in the pages that a range touches: %s', (name) => {
    const file = new MappedFile();
    expect(file.mm.call(name, BigInt(file.fd), 5n * PAGE + 1n, 3n * PAGE, POSIX_FADV_WILLNEED)).toBe(0);
    expect(file.around(5)).toBe('.....FFFF.......');
  });

  it('refuse what has no pages, and what is not open for reading', () => {
    const mm = mmOf('');
    const [pipe, writeOnly] = [BigInt(mm.open('pipe:[1]')), BigInt(mm.open('/data', 'O_WRONLY'))];
    expect([
      mm.call('readahead', 99n, 0n, PAGE),
      mm.call('readahead', writeOnly, 0n, PAGE),
      mm.call('readahead', pipe, 0n, PAGE),
      mm.call('fadvise64', writeOnly, 0n, PAGE, POSIX_FADV_WILLNEED),
      mm.call('fadvise64', pipe, 0n, PAGE, POSIX_FADV_WILLNEED),
      mm.call('fadvise64', writeOnly, 0n, -1n, POSIX_FADV_WILLNEED),
      mm.call('fadvise64', writeOnly, 0n, 0n, 9n),
    ]).toEqual(['EBADF', 'EBADF', 'EINVAL', 0, 'ESPIPE', 'EINVAL', 'EINVAL']);
  });

  it('are refused where a disk may take more at once than it reads ahead', () => {
    const file = new MappedFile();
    expect(() => file.advise(POSIX_FADV_WILLNEED)).toThrow(NotModelled);
  });
});

describe('POSIX_FADV_SEQUENTIAL', () => {
  it('makes faults read twice as much, until POSIX_FADV_NORMAL', () => {
    const readBy = (...advice: bigint[]): string => {
      const file = new MappedFile();
      for (const each of advice) file.advise(each);
      file.mm.load(0);
      return file.around(32).slice(0, 8);
    };
    expect(
      [[], [POSIX_FADV_SEQUENTIAL], [POSIX_FADV_SEQUENTIAL, POSIX_FADV_NORMAL]].map((all) => readBy(...all)),
    ).toEqual(['F.......', 'FFFFFFFF', 'F.......']);
    expect(readBy(POSIX_FADV_RANDOM, POSIX_FADV_NOREUSE)).toBe('F.......');
  });
});

describe('POSIX_FADV_DONTNEED', () => {
  it('lets go of pages that lie completely in the range, and of the last one of the file', () => {
    const file = new MappedFile();
    file.mm.load(0);
    file.mm.munmap(0, 40);
    file.advise(POSIX_FADV_DONTNEED, 2n * PAGE + 1n, 5n * PAGE);
    file.map();
    expect(file.around(0)).toBe('FFF....FFFFFFFFF');
  });

  it('keeps what is mapped, and what is dirty, which is written back', () => {
    const file = new MappedFile();
    file.mm.load(0);
    file.mm.store(20);
    file.advise(POSIX_FADV_DONTNEED);
    file.mm.munmap(0, 40);
    file.map();
    expect([file.around(0), file.around(20)]).toEqual(['F'.repeat(16), '....F...........']);
    const [mapping] = file.mm.view.smaps().filter(({ maps }) => maps.start === at(0));
    expect(mapping?.sizes).toMatchObject({ Rss: 68, Private_Dirty: 0 });
  });

  it('takes a folio as a whole, or not at all', () => {
    const file = new MappedFile();
    file.mm.mmap(100, 8, 'rw', 'PRIVATE|FIXED|ANONYMOUS');
    file.mm.munmap(0, 40);
    file.mm.call('pwrite64', BigInt(file.fd), at(100), 8n * PAGE, 0n);
    file.mm.call('fsync', BigInt(file.fd));
    file.advise(POSIX_FADV_DONTNEED, PAGE, PAGE);
    file.map();
    expect(file.around(1)).toBe('FFFFFFFF........');
  });
});
