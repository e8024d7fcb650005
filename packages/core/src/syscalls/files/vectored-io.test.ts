import { describe, expect, it } from 'vitest';
import { NotModelled, RWF, type ArgValue } from '@mm-playground/api';
import { PAGE, at, mmOf, type Outcome, type Strip } from '../../testing/strip.ts';

// All of it measured on 6.18.44.

const int = (value: bigint): ArgValue => ({ kind: 'int', value });
const iovec = (base: ArgValue, len: bigint): ArgValue => ({
  kind: 'struct',
  fields: [
    { name: 'iov_base', value: base },
    { name: 'iov_len', value: int(len) },
  ],
  abbreviated: false,
});
type Range = readonly [base: bigint, len: bigint];
const ranges = (...all: readonly Range[]): ArgValue => ({
  kind: 'array',
  items: all.map(([base, len]) => iovec(int(base), len)),
  abbreviated: false,
});
const vectored = (mm: Strip, name: string, fd: number, rest: readonly bigint[], ...all: readonly Range[]): Outcome =>
  mm.call(name, BigInt(fd), ranges(...all), BigInt(all.length), ...rest);
const pages = (mm: Strip, count = 8): string => mm.view.pagemap(mm.vma(0).start, count);
const sizeOf = (mm: Strip, fd: number): Outcome => mm.call('lseek', BigInt(fd), 0n, 2n);

describe('writev and its like', () => {
  it('write what lies in several places, one after the other', () => {
    const mm = mmOf('wwww');
    const fd = mm.memfd(0);
    expect(vectored(mm, 'pwritev', fd, [PAGE - 7n], [at(0), 10n], [at(3) + 1n, 100n])).toBe(110);
    expect([sizeOf(mm, fd), pages(mm, 4)]).toEqual([4199, 'a..a']);
  });

  it('end where one of the places cannot be read: they say how far they came, or EFAULT', () => {
    const mm = mmOf('wwww.');
    const fd = mm.memfd(0);
    expect(vectored(mm, 'pwritev', fd, [0n], [at(3) + 10n, 2n * PAGE], [at(0), 100n])).toBe(4086);
    expect([vectored(mm, 'pwritev', fd, [5000n], [at(4), 10n], [at(0), 10n]), sizeOf(mm, fd)]).toEqual([
      'EFAULT',
      5000,
    ]);
    expect([vectored(mm, 'pwritev', fd, [9000n], [at(4), 0n], [at(0), 10n]), sizeOf(mm, fd)]).toEqual([10, 9010]);
  });

  it('go on where the last one ended', () => {
    const mm = mmOf('w');
    const fd = mm.memfd(0);
    expect([1, 2].map(() => vectored(mm, 'writev', fd, [], [at(0), 3n], [at(0), 4n]))).toEqual([7, 7]);
    expect([mm.call('lseek', BigInt(fd), 0n, 1n), sizeOf(mm, fd)]).toEqual([14, 14]);
  });

  it('on a disk make one folio of all places', () => {
    const mm = mmOf('wwwwwwww');
    const fd = mm.open('/data');
    mm.call('ftruncate', BigInt(fd), 20n * PAGE);
    vectored(mm, 'pwritev', fd, [8n * PAGE], [at(0), 4n * PAGE], [at(4), 4n * PAGE]);
    mm.mmap(8, 20, 'rw', 'SHARED|FIXED', fd);
    mm.store(8 + 9);
    expect(pages(mm, 28).slice(8)).toBe('........FFFFFFFF....');
  });

  it('believe a log that shows what was written, and keep the file as large as it tells', () => {
    const mm = mmOf('w');
    const fd = mm.memfd(0);
    const shown = iovec({ kind: 'string', value: 'x', abbreviated: true }, 5000n);
    const told = { kind: 'array', items: [shown, shown], abbreviated: false } as const;
    expect(mm.call('writev', BigInt(fd), told, 2n)).toBe(10_000);
    mm.mmap(8, 3, 'r', 'SHARED|FIXED', fd);
    expect([mm.load(10), pages(mm, 11).slice(8)]).toEqual([0, 'FFF']);
  });
});

describe('readv and its like', () => {
  it('bring in the pages that they fill, and no others', () => {
    const mm = mmOf('www');
    const fd = mm.memfd(8);
    expect(vectored(mm, 'preadv', fd, [8n * PAGE - 15n], [at(0), 10n], [at(2), 10n])).toBe(15);
    expect(pages(mm, 3)).toBe('A.A');
  });

  it('end at the first page that cannot be written', () => {
    const mm = mmOf('w.w');
    const fd = mm.memfd(8);
    expect(vectored(mm, 'preadv', fd, [0n], [at(0), PAGE], [at(1), PAGE], [at(2), PAGE])).toBe(4096);
    expect(pages(mm, 3)).toBe('A..');
  });

  it('look at the position, the descriptor, its mode, and the places, in this order', () => {
    const mm = mmOf('w');
    const fd = mm.memfd(1);
    const writeOnly = mm.open('/data', 'O_WRONLY');
    expect([
      vectored(mm, 'preadv', 99, [-1n], [at(0), 1n]),
      vectored(mm, 'readv', 99, [], [at(0), 1n]),
      vectored(mm, 'readv', writeOnly, [], [-PAGE, 1n]),
      vectored(mm, 'readv', fd, [], [-PAGE, 0n]),
      mm.call('readv', BigInt(fd), 0n, 1n),
      mm.call('readv', BigInt(fd), 0n, 2000n),
      vectored(mm, 'readv', fd, [], [at(0), (1n << 64n) - 1n]),
      vectored(mm, 'readv', fd, []),
    ]).toEqual(['EINVAL', 'EBADF', 'EBADF', 'EFAULT', 'EFAULT', 'EINVAL', 'EINVAL', 0]);
  });
});

describe('preadv2 and pwritev2', () => {
  it('take -1 for the position of the file, which then moves on', () => {
    const mm = mmOf('w');
    const fd = mm.memfd(1);
    const read = (position: bigint): Outcome => vectored(mm, 'preadv2', fd, [position, 0n], [at(0), 1n]);
    expect([read(-1n), mm.call('lseek', BigInt(fd), 0n, 1n), read(-2n)]).toEqual([1, 1, 'EINVAL']);
  });

  it('append wherever they are told to write', () => {
    const mm = mmOf('w');
    const fd = mm.memfd(0);
    const append = (position: bigint): Outcome =>
      vectored(mm, 'pwritev2', fd, [position, RWF.values.RWF_APPEND], [at(0), 10n]);
    expect([append(0n), append(2n), append(-1n), sizeOf(mm, fd)]).toEqual([10, 10, 10, 30]);
  });

  it('refuse flags of which a file system may know nothing', () => {
    const mm = mmOf('w');
    const fd = mm.memfd(0);
    expect(() => vectored(mm, 'pwritev2', fd, [0n, RWF.values.RWF_NOWAIT], [at(0), 10n])).toThrow(NotModelled);
  });
});
