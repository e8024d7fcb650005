/**
 * ftruncate(2) and fallocate(2), as far as mappings notice: how large a file is, and which of its pages go.
 * @kernel 6.18 fs/open.c, mm/shmem.c, fs/ext4/extents.c
 *
 * Space on a disk is not modelled: a file never runs out of it. What a file system other than ext4 and tmpfs makes of a hole
 * is refused.
 */

import {
  EBADF,
  EFBIG,
  EINVAL,
  ENODEV,
  EOPNOTSUPP,
  EPERM,
  ESPIPE,
  FALLOC,
  FCNTL,
  NotModelled,
  isPageAligned,
  type CallPoint,
  type Errno,
} from '@mm-playground/api';
import type { Inode, OpenFile } from '../../files/file.ts';
import { hugetlbLength } from '../../files/hugetlb.ts';
import { reservePages, zeroPart } from '../../memory/page-cache.ts';
import { cutRange, punchHole, truncateInode } from '../../memory/truncate.ts';
import { writeBack } from '../../memory/write-back.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import type { System } from '../../machine/system.ts';

const F = FALLOC.values;
const MODES =
  F.FALLOC_FL_UNSHARE_RANGE |
  F.FALLOC_FL_ZERO_RANGE |
  F.FALLOC_FL_PUNCH_HOLE |
  F.FALLOC_FL_COLLAPSE_RANGE |
  F.FALLOC_FL_INSERT_RANGE |
  F.FALLOC_FL_WRITE_ZEROES;
const has = (word: bigint, bits: bigint): boolean => (word & bits) !== 0n;
const MOST_BYTES = (1n << 63n) - 1n;

/**
 * ftruncate(2): sets the size of a file; `length` is not below 0.
 *
 * @errno EINVAL not open for writing, no regular file, secret memory that has a size, a part of a huge page @errno EPERM sealed
 */
export function* doFtruncate(sys: System, file: OpenFile, length: bigint): Generator<CallPoint, Errno | null, void> {
  const { inode } = file;
  if (!file.writable || !isRegular(inode)) return EINVAL;
  const size = inode.size ?? 0n;
  if (inode.kind === 'secret' && size !== 0n) return EINVAL;
  if (inode.kind === 'hugetlb' && length !== hugetlbLength(sys, inode, length)) return EINVAL;
  if (length < size && (inode.seals & FCNTL.F_SEAL_SHRINK) !== 0) return EPERM;
  if (length > size && (inode.seals & FCNTL.F_SEAL_GROW) !== 0) return EPERM;
  yield* truncateInode(sys, inode, length);
  if (length <= size) zeroEdge(sys, inode, length);
  else zeroOldEnd(sys, inode, size);
  return null;
}

/** What lay behind the end of a file in its last page may be anything: a disk's file that grows overwrites it with zeroes. */
function zeroOldEnd(sys: System, inode: Inode, size: bigint): void {
  if (inode.kind === 'regular') zeroEdge(sys, inode, size);
}

/** Whether the file has contents of its own, of a size that it knows. */
const isRegular = ({ kind }: Inode): boolean =>
  kind === 'regular' || kind === 'shmem' || kind === 'secret' || kind === 'hugetlb';

/** What fallocate(2) is asked for. Bytes, signed. */
export interface Fallocate {
  readonly mode: bigint;
  readonly offset: bigint;
  readonly length: bigint;
}

/**
 * fallocate(2): vfs_fallocate(), then what the file system does.
 *
 * @errno EINVAL no length, or what does not fit the file @errno EOPNOTSUPP the mode @errno EBADF not open for writing
 * @errno ESPIPE ENODEV no regular file @errno EFBIG @errno EPERM sealed
 */
export function doFallocate(mm: MmStruct, file: OpenFile, request: Fallocate): Errno | null {
  const { mode, offset, length } = request;
  if (offset < 0n || length <= 0n) return EINVAL;
  if (!isMode(mode)) return EOPNOTSUPP;
  if (!file.writable) return EBADF;
  if (!isRegular(file.inode)) return file.path.startsWith('pipe:') ? ESPIPE : ENODEV;
  if (offset + length > MOST_BYTES) return EFBIG;
  switch (file.inode.kind) {
    case 'shmem':
      return shmemFallocate(mm.sys, file.inode, request);
    case 'regular':
      return ext4Fallocate(mm, file.inode, request);
    case 'hugetlb':
      throw new NotModelled('fallocate', 'in hugetlbfs');
    default:
      return EOPNOTSUPP;
  }
}

/** Whether it is one mode at most, with or without FALLOC_FL_KEEP_SIZE as that mode needs or forbids it. */
function isMode(mode: bigint): boolean {
  const keeps = has(mode, F.FALLOC_FL_KEEP_SIZE);
  switch (mode & ~F.FALLOC_FL_KEEP_SIZE) {
    case 0n:
    case F.FALLOC_FL_UNSHARE_RANGE:
    case F.FALLOC_FL_ZERO_RANGE:
      return true;
    case F.FALLOC_FL_PUNCH_HOLE:
      return keeps;
    case F.FALLOC_FL_COLLAPSE_RANGE:
    case F.FALLOC_FL_INSERT_RANGE:
    case F.FALLOC_FL_WRITE_ZEROES:
      return !keeps;
    default:
      return false;
  }
}

/** shmem_fallocate(). @errno EPERM sealed @errno EOPNOTSUPP */
function shmemFallocate(sys: System, inode: Inode, { mode, offset, length }: Fallocate): Errno | null {
  const asked = mode & MODES;
  if (asked === F.FALLOC_FL_PUNCH_HOLE) return punch(sys, inode, offset, length);
  if (asked !== 0n) return EOPNOTSUPP;
  const end = offset + length;
  if (end > (inode.size ?? 0n) && (inode.seals & FCNTL.F_SEAL_GROW) !== 0) return EPERM;
  growTo(sys, inode, mode, end);
  const shift = BigInt(sys.arch.geometry.pageShift);
  reservePages(sys, inode, Number(offset >> shift), Number((end + (1n << shift) - 1n) >> shift));
  return null;
}

/** Seals against writing forbid holes, too. @errno EPERM */
function punch(sys: System, inode: Inode, offset: bigint, length: bigint): Errno | null {
  if (isWriteSealed(inode)) return EPERM;
  punchHole(sys, inode, offset, offset + length);
  zeroEdges(sys, inode, offset, offset + length);
  return null;
}

/** Whether nothing may be written to the file any more, but through mappings that are there already. */
export const isWriteSealed = ({ seals }: Inode): boolean =>
  (seals & (FCNTL.F_SEAL_WRITE | FCNTL.F_SEAL_FUTURE_WRITE)) !== 0;

/** The pages of which a hole covers only a part; behind the end of the file there is nothing to overwrite. */
function zeroEdges(sys: System, inode: Inode, start: bigint, end: bigint): void {
  for (const edge of [start, end]) if (inode.size === null || edge < inode.size) zeroEdge(sys, inode, edge);
}

/** The page in which `edge` lies, unless it begins there. */
function zeroEdge(sys: System, inode: Inode, edge: bigint): void {
  const { pageShift } = sys.arch.geometry;
  if (!isPageAligned(edge, pageShift)) zeroPart(sys, inode, Number(edge >> BigInt(pageShift)));
}

/** The file ends at `end` if that is later than now. On a disk the new last page is taken into the cache, too, unread. */
function growTo(sys: System, inode: Inode, mode: bigint, end: bigint): void {
  const { size, kind } = inode;
  if (has(mode, F.FALLOC_FL_KEEP_SIZE) || size === null || end <= size) return;
  sys.journal.touch(inode).size = end;
  if (kind !== 'regular') return;
  zeroOldEnd(sys, inode, size);
  zeroEdge(sys, inode, end);
}

/** ext4_fallocate(). @errno EINVAL a range that is not of whole blocks, or not within the file */
function ext4Fallocate(mm: MmStruct, inode: Inode, { mode, offset, length }: Fallocate): Errno | null {
  const { sys } = mm;
  const asked = mode & MODES;
  if (asked === 0n) {
    growTo(sys, inode, mode, offset + length);
    return null;
  }
  if (sys.facts.fs !== 'ext4') throw new NotModelled('fallocate', `with a mode on ${sys.facts.fs}`);
  switch (asked) {
    case F.FALLOC_FL_PUNCH_HOLE:
      return punch(sys, inode, offset, length);
    case F.FALLOC_FL_ZERO_RANGE:
      growTo(sys, inode, mode, offset + length);
      return punch(sys, inode, offset, length);
    case F.FALLOC_FL_COLLAPSE_RANGE:
    case F.FALLOC_FL_INSERT_RANGE:
      return shift(mm, inode, offset, asked === F.FALLOC_FL_INSERT_RANGE ? length : -length);
    default:
      return EOPNOTSUPP;
  }
}

/** What lies behind `offset` moves by so many bytes: it is written back, and nobody keeps those pages. @errno EINVAL */
function shift(mm: MmStruct, inode: Inode, offset: bigint, by: bigint): Errno | null {
  const { sys } = mm;
  const { pageShift } = sys.arch.geometry;
  if (!isPageAligned(offset, pageShift) || !isPageAligned(by, pageShift)) return EINVAL;
  const size = inode.size ?? MOST_BYTES;
  if (offset >= size || (by < 0n && offset - by >= size)) return EINVAL;
  writeBack(mm, inode, Number(offset >> BigInt(pageShift)), Infinity);
  cutRange(sys, inode, offset);
  if (inode.size !== null) sys.journal.touch(inode).size = size + by;
  return null;
}
