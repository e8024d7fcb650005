import { describe, expect, it } from 'vitest';
import { NotModelled, type ArgValue, type Vpn } from '@mm-playground/api';
import { PAGE, at, mmOf, type Outcome, type Strip } from '../../testing/strip.ts';

// All of it measured on 6.18.44, on ext4.

const offset = (value: bigint): ArgValue => ({ kind: 'array', items: [{ kind: 'int', value }], abbreviated: false });
const seek = (mm: Strip, fd: number, to: bigint): Outcome => mm.call('lseek', BigInt(fd), to, 0n);
const positionOf = (mm: Strip, fd: number): Outcome => mm.call('lseek', BigInt(fd), 0n, 1n);
const sendfile = (mm: Strip, to: number, from: number, bytes: bigint, where: ArgValue | bigint = 0n): Outcome =>
  mm.call('sendfile', BigInt(to), BigInt(from), where, bytes);
const pages = (mm: Strip, from: number, count: number): string =>
  mm.view.pagemap(Number(at(from) / PAGE) as Vpn, count);

interface CopyRange {
  readonly from: number;
  readonly to: number;
  readonly bytes: bigint;
  readonly fromAt?: bigint;
  readonly toAt?: bigint;
  readonly flags?: bigint;
}
const copyRange = (mm: Strip, { from, to, bytes, fromAt, toAt, flags = 0n }: CopyRange): Outcome =>
  mm.call(
    ...(['copy_file_range', BigInt(from), fromAt === undefined ? 0n : offset(fromAt), BigInt(to)] as const),
    ...([toAt === undefined ? 0n : offset(toAt), bytes, flags] as const),
  );

describe('sendfile', () => {
  it('makes pages of the file that it writes to, and none of what it reads', () => {
    const mm = mmOf('');
    const [from, to] = [mm.memfd(4), mm.memfd(0)];
    mm.mmap(0, 4, 'r', 'SHARED|FIXED', from);
    mm.mmap(8, 4, 'r', 'SHARED|FIXED', to);
    expect([mm.load(8), sendfile(mm, to, from, 9n * PAGE), mm.load(8)]).toEqual(['SIGBUS BUS_ADRERR', 16384, 0]);
    expect([pages(mm, 0, 4), pages(mm, 8, 4)]).toEqual(['....', 'FFFF']);
  });

  it('moves both files on, or reads from where it is told to', () => {
    const mm = mmOf('');
    const [from, to] = [mm.memfd(4), mm.memfd(0)];
    expect([sendfile(mm, to, from, 100n), positionOf(mm, from), positionOf(mm, to)]).toEqual([100, 100, 100]);
    expect(sendfile(mm, to, from, 2n * PAGE, offset(3n * PAGE + 1n))).toBe(4095);
    expect([positionOf(mm, from), positionOf(mm, to), sendfile(mm, to, from, PAGE, offset(9n * PAGE))]).toEqual([
      ...[100, 4195, 0],
    ]);
  });

  it('looks at what it reads from first, and never appends', () => {
    const mm = mmOf('');
    const file = mm.memfd(1);
    const [readOnly, writeOnly] = [mm.open('/data', 'O_RDONLY'), mm.open('/data', 'O_WRONLY')];
    const path = { kind: 'string', value: '/log', abbreviated: false } as const;
    const appending = Number(mm.call('openat', -100n, path, 0o2001n));
    expect([
      sendfile(mm, file, writeOnly, 1n),
      sendfile(mm, readOnly, file, 1n, offset(-1n)),
      sendfile(mm, readOnly, file, 1n),
      sendfile(mm, appending, file, 0n),
      sendfile(mm, file, file, -1n),
      sendfile(mm, 99, file, 1n),
    ]).toEqual(['EBADF', 'EINVAL', 'EBADF', 'EINVAL', 'EINVAL', 'EBADF']);
  });

  it('writes to a disk what a pipe holds at once: folios of sixteen pages', () => {
    const mm = mmOf('');
    const [from, to] = [mm.memfd(40), mm.open('/data')];
    mm.call('ftruncate', BigInt(to), 0n);
    sendfile(mm, to, from, 40n * PAGE);
    mm.mmap(0, 40, 'rw', 'SHARED|FIXED', to);
    mm.store(17);
    mm.store(39);
    expect(pages(mm, 0, 40)).toBe(`${'.'.repeat(16)}${'F'.repeat(24)}`);
  });

  it('holds pages of the source: from within one it writes less at first', () => {
    const mm = mmOf('');
    const [from, to] = [mm.memfd(40), mm.open('/data')];
    mm.call('ftruncate', BigInt(to), 0n);
    expect(sendfile(mm, to, from, 40n * PAGE, offset(100n))).toBe(163740);
    mm.mmap(0, 40, 'rw', 'SHARED|FIXED', to);
    for (const page of [0, 8, 15, 16]) mm.store(page);
    expect(pages(mm, 0, 40)).toBe(`FFFFFFFFFFFF...F${'F'.repeat(8)}${'.'.repeat(16)}`);
  });

  it('from a disk is refused in a script: only a kernel knows what there is to read', () => {
    const mm = mmOf('');
    const [from, to] = [mm.open('/data'), mm.memfd(0)];
    expect(() => sendfile(mm, to, from, 1n)).toThrow(NotModelled);
  });
});

describe('copy_file_range', () => {
  it('copies from place to place, in one file, too', () => {
    const mm = mmOf('');
    const file = mm.memfd(8);
    const twoPages = { from: file, to: file, fromAt: 0n, bytes: 2n * PAGE };
    expect([copyRange(mm, { ...twoPages, toAt: 3n * PAGE }), copyRange(mm, { ...twoPages, toAt: PAGE })]).toEqual([
      ...[8192, 'EINVAL'],
    ]);
    mm.mmap(0, 8, 'r', 'SHARED|FIXED', file);
    mm.load(3);
    expect(pages(mm, 0, 8)).toBe('...FF...');
  });

  it('takes all that there is where more is asked for, and moves both files on', () => {
    const mm = mmOf('');
    const [from, to] = [mm.memfd(4), mm.memfd(0)];
    seek(mm, from, PAGE);
    expect(copyRange(mm, { from, to, bytes: 1n << 62n })).toBe(12288);
    expect([positionOf(mm, from), positionOf(mm, to), copyRange(mm, { from, to, bytes: 5n })]).toEqual([
      ...[16384, 12288, 0],
    ]);
  });

  it('looks at flags, modes, file systems and positions, in this order', () => {
    const mm = mmOf('');
    const [from, to] = [mm.memfd(4), mm.memfd(0)];
    const [readOnly, writeOnly] = [mm.open('/data', 'O_RDONLY'), mm.open('/data', 'O_WRONLY')];
    expect([
      copyRange(mm, { from, to: readOnly, bytes: 1n, flags: 1n }),
      copyRange(mm, { from, to: readOnly, bytes: 1n, fromAt: -1n }),
      copyRange(mm, { from, to: writeOnly, bytes: 1n, fromAt: -1n }),
      copyRange(mm, { from, to, bytes: 1n, fromAt: -1n }),
      copyRange(mm, { from, to, bytes: 0n, fromAt: -1n }),
      copyRange(mm, { from, to: writeOnly, bytes: 0n }),
      copyRange(mm, { from, to: 99, bytes: 1n }),
    ]).toEqual(['EINVAL', 'EBADF', 'EXDEV', 'EOVERFLOW', 'EINVAL', 'EXDEV', 'EBADF']);
  });
});

describe('splice', () => {
  it('of a script is refused: what a pipe holds is not modelled', () => {
    const mm = mmOf('');
    const [from, to] = [mm.memfd(1), mm.open('pipe:[1]')];
    expect(() => mm.call('splice', BigInt(from), 0n, BigInt(to), 0n, PAGE, 0n)).toThrow(NotModelled);
  });
});
