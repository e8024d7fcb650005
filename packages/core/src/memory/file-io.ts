/**
 * read(2) and write(2) through the page cache: what is copied page by page, and which pages of the file that brings in.
 * @kernel 6.18 mm/filemap.c, mm/shmem.c
 *
 * Contents are not modelled, and a disk never runs out of space. Files in shared memory and those of a disk alone.
 */

import {
  bytesIn,
  EFAULT,
  EPERM,
  FCNTL,
  NotModelled,
  isErrno,
  type CallPoint,
  type Errno,
  type ModelCall,
} from '@mm-playground/api';
import type { Inode } from '../files/file.ts';
import { isWriteSealed } from '../syscalls/files/fallocate.ts';
import { partOf, type Iovec } from '../machine/iovec.ts';
import type { System } from '../machine/system.ts';
import type { Task } from '../machine/task.ts';
import { copyFromUserAtomic, copyUserRanges } from '../machine/uaccess.ts';
import { findOrAddPage, largestFolio } from './page-cache.ts';
import type { FileFolio, PageFrame } from './page-frame.ts';

/**
 * Where in a file, and where in memory. Bytes; `ranges` hold that many, and are null where the log shows what was written, and not from
 * where, or where the kernel has it from another file.
 */
export interface Transfer {
  readonly inode: Inode;
  readonly position: bigint;
  readonly ranges: readonly Iovec[] | null;
  readonly bytes: bigint;
}

/** What a transfer came to: bytes, or the error before the first one. */
type Copied = Generator<CallPoint, bigint | Errno, void>;

/**
 * shmem_file_read_iter(): holes are read as zeroes, and nothing is allocated for them.
 * @errno EFAULT
 * @throws NotModelled for a file on a disk: what read-ahead brings in depends on how it was read before
 */
export function* readFile(task: Task, { inode, position, ranges, bytes }: Transfer): Copied {
  if (inode.kind !== 'shmem') throw new NotModelled('read', 'of a file on a disk');
  if (inode.size === null) throw new NotModelled('read', 'of a file whose size the log does not say');
  const left = inode.size > position ? inode.size - position : 0n;
  const wanted = bytes < left ? bytes : left;
  const copied = ranges === null ? wanted : yield* copyUserRanges(task, partOf(ranges, 0n, wanted), 'store');
  return copied === 0n && wanted > 0n ? EFAULT : copied;
}

/**
 * generic_perform_write(): piece by piece, a piece being what lies in one folio.
 *
 * @errno EFAULT @errno EPERM sealed
 */
export function* writeFile(task: Task, transfer: Transfer): Copied {
  const { bytes } = transfer;
  let done = 0n;
  while (done < bytes) {
    const copied = yield* writePiece(task, restOf(transfer, done));
    if (isErrno(copied)) return done === 0n ? copied : done;
    done += copied;
  }
  return done;
}

/** What is left of a transfer after so many bytes. */
export const restOf = (transfer: Transfer, done: bigint): Transfer => ({
  ...transfer,
  position: transfer.position + done,
  ranges: transfer.ranges && partOf(transfer.ranges, done, transfer.bytes - done),
  bytes: transfer.bytes - done,
});

/**
 * Copies as much as one folio takes. Under the folio's lock nothing may fault: only what is mapped already is copied. Where that is nothing,
 * the source is faulted in, and the piece begun again; the page, and a file that ends where the piece begins, are there by then, and stay
 * behind. Kernels before 6.15 fault in first, some of them more than one page. @errno EFAULT @errno EPERM sealed
 */
function* writePiece(task: Task, transfer: Transfer): Copied {
  const { inode, position, ranges } = transfer;
  const { sys } = task.mm;
  const first = faultedInFirst(sys, transfer);
  if (first > 0n && (yield* faultIn(task, { ...transfer, bytes: first })) === 0n) return EFAULT;
  for (;;) {
    const folio = beginWrite(sys, inode, position, transfer.bytes);
    if (isErrno(folio)) return folio;
    const left = (BigInt(folio.end) << BigInt(sys.arch.geometry.pageShift)) - position;
    const bytes = left < transfer.bytes ? left : transfer.bytes;
    const copied = ranges === null ? bytes : copyFromUserAtomic(task, partOf(ranges, 0n, bytes));
    endWrite(sys, inode, folio, position + copied);
    if (copied > 0n) return copied;
    if ((yield* faultIn(task, { ...transfer, bytes })) === 0n) return EFAULT;
  }
}

/** How many of the bytes a kernel faults in before it copies any. */
function faultedInFirst(sys: System, transfer: Transfer): bigint {
  switch (sys.generation.faultsInFirst) {
    case 'nothing':
      return 0n;
    case 'a page':
      return inOnePiece(sys, transfer, 1);
    case 'a folio':
      return inOnePiece(sys, transfer, transfer.inode.kind === 'shmem' ? sys.memory.hugePages : 1);
  }
}

/** How many of the bytes go to the piece of so many pages where they begin. */
function inOnePiece(sys: System, { position, bytes }: Pick<Transfer, 'position' | 'bytes'>, pages: number): bigint {
  const size = bytesIn(pages, sys.arch.geometry.pageShift);
  const left = size - (position & (size - 1n));
  return left < bytes ? left : bytes;
}

/** fault_in_iov_iter_readable(): @returns the bytes of the source that can be read, up to the first one that cannot */
function* faultIn(task: Task, { ranges, bytes }: Transfer): Generator<CallPoint, bigint, void> {
  return ranges === null ? bytes : yield* copyUserRanges(task, partOf(ranges, 0n, bytes), 'load');
}

/** write_begin(): the folio that a piece goes to, made where there is none. @errno EPERM */
function beginWrite(sys: System, inode: Inode, at: bigint, left: bigint): FileFolio | Errno {
  const pgoff = Number(at >> BigInt(sys.arch.geometry.pageShift));
  if (inode.kind === 'shmem') {
    const end = at + inOnePiece(sys, { position: at, bytes: left }, 1);
    if (isWriteSealed(inode)) return EPERM;
    if ((inode.seals & FCNTL.F_SEAL_GROW) !== 0 && end > (inode.size ?? 0n)) return EPERM;
  }
  const known = inode.pages.get(pgoff);
  if (known !== undefined) return known.folio;
  const folio = newFolio(sys, inode, pgoff, left);
  for (let each = folio.start; each < folio.end; each++) findOrAddPage(sys, inode, each, folio);
  return folio;
}

function newFolio(sys: System, inode: Inode, pgoff: number, left: bigint): FileFolio {
  const { generation, memory, arch } = sys;
  const pages = Number(left >> BigInt(arch.geometry.pageShift));
  const isLarge = inode.kind === 'regular' && generation.hasLargeFolios;
  let size = isLarge && pages > 1 ? largestFolio(pgoff, pgoff + pages, memory.hugePages) : 1;
  while (size > 1 && overlapsCache(inode, pgoff, size)) size /= 2;
  return { start: pgoff, end: pgoff + size };
}

function overlapsCache(inode: Inode, start: number, pages: number): boolean {
  for (let pgoff = start; pgoff < start + pages; pgoff++) if (inode.pages.has(pgoff)) return true;
  return false;
}

/** write_end(): the folio is dirty, and the file reaches to the end of what was written. */
function endWrite(sys: System, inode: Inode, folio: FileFolio, end: bigint): void {
  for (let pgoff = folio.start; pgoff < folio.end; pgoff++) {
    const frame: PageFrame | undefined = inode.pages.get(pgoff);
    if (frame === undefined) continue;
    if (!frame.dirty) sys.journal.touch(frame, 'dirty').dirty = true;
    if (!frame.uptodate) sys.journal.touch(frame, 'uptodate').uptodate = true;
  }
  growFile(sys, inode, end);
}

/** i_size_write(), where the end of the file is known. */
function growFile(sys: System, inode: Inode, end: bigint): void {
  if (inode.size !== null && end > inode.size) sys.journal.touch(inode).size = end;
}

/**
 * Whether anybody looks at the pages of a disk's file after this call: a script does, and a log in which accesses are complete. Of others,
 * which may tell of gigabytes, the size of the file is all that matters.
 */
export const keepsPages = ({ completeAccesses }: System, { recorded }: ModelCall): boolean =>
  recorded === undefined || completeAccesses.length > 0;

/** Writes what the log tells, or what the kernel has from another file. @errno EPERM sealed */
export function* writeTold(task: Task, transfer: Omit<Transfer, 'ranges'>, call: ModelCall): Copied {
  const { inode, position, bytes } = transfer;
  const { sys } = task.mm;
  if (inode.kind === 'shmem' || (inode.kind === 'regular' && keepsPages(sys, call)))
    return yield* writeFile(task, { ...transfer, ranges: null });
  growFile(sys, inode, position + bytes);
  return bytes;
}
