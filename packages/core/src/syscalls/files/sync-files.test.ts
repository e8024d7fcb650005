import { describe, expect, it } from 'vitest';
import { RWF, SYNC_RANGE, type ArgValue } from '@mm-playground/api';
import { PAGE, at, mmOf, type Strip } from '../../testing/strip.ts';

// All of it measured on 6.18.44, on ext4.

const int = (value: bigint): ArgValue => ({ kind: 'int', value });

/** kB of the mapping that are dirty. */
const dirtyKb = (mm: Strip): number =>
  mm.view.smaps().find(({ maps }) => maps.start === at(8))?.sizes.Private_Dirty ?? -1;

/** Sixteen pages of a file, mapped at 8, of which two were stored to. */
function dirtyFile(): { mm: Strip; fd: bigint } {
  const mm = mmOf('wwwwwwww');
  const fd = mm.open('/data');
  mm.call('ftruncate', BigInt(fd), 16n * PAGE);
  mm.mmap(8, 16, 'rw', 'SHARED|FIXED', fd);
  mm.store(8);
  mm.store(8 + 5);
  return { mm, fd: BigInt(fd) };
}

describe('what writes a file back', () => {
  it.each([
    ['fsync', []],
    ['fdatasync', []],
    ['syncfs', []],
    ['sync_file_range', [0n, 0n, 7n]],
    ['sync_file_range', [0n, 16n * PAGE, SYNC_RANGE.values.SYNC_FILE_RANGE_WRITE]],
  ] as const)('%s(%s) leaves its pages clean, and the next store to one is a fault', (name, rest) => {
    const { mm, fd } = dirtyFile();
    expect(dirtyKb(mm)).toBe(8);
    expect([mm.call(name, fd, ...rest), dirtyKb(mm)]).toEqual([0, 0]);
    mm.store(8 + 5);
    expect(dirtyKb(mm)).toBe(4);
  });

  it('is sync() for all files, and for the pages of those that nobody has open', () => {
    const { mm, fd } = dirtyFile();
    mm.call('close', fd);
    expect([mm.call('sync'), dirtyKb(mm)]).toEqual([0, 0]);
  });

  it('is a range of the file, if that is asked for', () => {
    const { mm, fd } = dirtyFile();
    expect([mm.call('sync_file_range', fd, 5n * PAGE + 1n, 1n, 2n), dirtyKb(mm)]).toEqual([0, 4]);
    expect([mm.call('sync_file_range', fd, 0n, 0n, 5n), dirtyKb(mm)]).toEqual([0, 4]);
  });

  it('is a write that asks for it', () => {
    const { mm, fd } = dirtyFile();
    const range = {
      kind: 'struct',
      fields: [
        { name: 'iov_base', value: int(at(0)) },
        { name: 'iov_len', value: int(9n) },
      ],
      abbreviated: false,
    } as const;
    const ranges = { kind: 'array', items: [range], abbreviated: false } as const;
    expect(mm.call('pwritev2', fd, ranges, 1n, 0n, RWF.values.RWF_DSYNC)).toBe(9);
    expect(dirtyKb(mm)).toBe(4);
  });

  it('does not exist for shared memory, pages of which stay dirty', () => {
    const mm = mmOf('w');
    const fd = mm.memfd(4);
    mm.mmap(8, 4, 'rw', 'SHARED|FIXED', fd);
    mm.store(8);
    expect([mm.call('fsync', BigInt(fd)), mm.call('sync'), dirtyKb(mm)]).toEqual([0, 0, 4]);
  });

  it('refuses what is no file, and what is no range', () => {
    const { mm, fd } = dirtyFile();
    const zero = BigInt(mm.open('/dev/null'));
    expect([
      mm.call('fsync', 99n),
      mm.call('fsync', zero),
      mm.call('sync_file_range', zero, 0n, 0n, 2n),
      mm.call('sync_file_range', fd, 0n, 0n, 8n),
      mm.call('sync_file_range', fd, -1n, 0n, 7n),
      mm.call('sync_file_range', fd, 0n, -1n, 7n),
    ]).toEqual(['EBADF', 'EINVAL', 'ESPIPE', 'EINVAL', 'EINVAL', 'EINVAL']);
  });
});

describe('a folio of several pages', () => {
  it('is written back as a whole, and dirty as a whole once one of its pages is stored to', () => {
    const mm = mmOf('wwwwwwww');
    const fd = mm.open('/data');
    mm.call('ftruncate', BigInt(fd), 16n * PAGE);
    mm.call('pwrite64', BigInt(fd), at(0), 8n * PAGE, 0n);
    mm.mmap(8, 16, 'rw', 'SHARED|FIXED', fd);
    mm.store(8 + 1);
    expect([dirtyKb(mm), mm.call('sync_file_range', BigInt(fd), PAGE, 1n, 2n), dirtyKb(mm)]).toEqual([32, 0, 0]);
    mm.store(8 + 1);
    expect(dirtyKb(mm)).toBe(32);
  });
});
