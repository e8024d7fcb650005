/**
 * readahead(2) and posix_fadvise(2): which pages of a disk's file are in the cache before anybody touches them, and how many come with a
 * fault. Shared memory takes all advice, and does nothing. @kernel 6.18 mm/fadvise.c, mm/readahead.c
 */

import {
  EBADF,
  EINVAL,
  ESPIPE,
  FADV,
  isErrno,
  pagesIn,
  type CallResult,
  type Errno,
  type ModelCall,
} from '@mm-playground/api';
import type { Args } from '../../machine/args.ts';
import { fileOf } from './file-calls.ts';
import { isStored, type Inode, type OpenFile } from '../../files/file.ts';
import { keepsPages } from '../../memory/file-io.ts';
import { invalidatePages, readPages } from '../../memory/page-cache.ts';
import { writeBackBytes } from '../../memory/write-back.ts';
import { failure, recordedResult, value, zeroOr, type PlainSyscall, type SyscallFamily } from '../syscall-result.ts';
import type { Task } from '../../machine/task.ts';

/** Which bytes of a file; a length of 0 is up to the end. */
interface Range {
  readonly offset: bigint;
  readonly bytes: bigint;
}

/** Positions are not above. */
const END = (1n << 63n) - 1n;

const endOf = ({ offset, bytes }: Range): bigint => (bytes === 0n || offset + bytes > END ? END : offset + bytes);

const rangeOf = (args: Args): Range => ({
  offset: BigInt.asIntN(64, args.word(1)),
  bytes: BigInt.asIntN(64, args.word(2)),
});

/** What the log says of a file that has no contents, or that it does not explain; else this error. */
const told = (call: ModelCall, otherwise: Errno): CallResult => recordedResult(call) ?? failure(otherwise);

/** @errno EBADF not open for reading @errno EINVAL has no pages */
const readahead: PlainSyscall = (task, args, call) => {
  const file = fileOf(task, args.at(0), args.int(0));
  if (isErrno(file)) return told(call, file);
  if (!file.readable) return file.assumed ? told(call, EBADF) : failure(EBADF);
  if (!isStored(file)) return told(call, EINVAL);
  const range = rangeOf(args);
  if (range.bytes < 0n) return failure(EINVAL);
  bringIn(task, file.inode, range, call);
  return value(0);
};

/** @errno ESPIPE a pipe @errno EINVAL no such advice, a length below 0 */
const fadvise: PlainSyscall = (task, args, call) => {
  const file = fileOf(task, args.at(0), args.int(0));
  if (isErrno(file)) return told(call, file);
  if (!isStored(file)) return told(call, ESPIPE);
  return zeroOr(advise(task, file, args, call));
};

function advise(task: Task, file: OpenFile, args: Args, call: ModelCall): Errno | null {
  const range = rangeOf(args);
  const advice = args.flags(3);
  if (range.bytes < 0n && file.inode.kind === 'regular') return EINVAL;
  switch (advice) {
    case FADV.values.POSIX_FADV_NORMAL:
    case FADV.values.POSIX_FADV_SEQUENTIAL:
      task.mm.sys.journal.touch(file).isSequential = advice === FADV.values.POSIX_FADV_SEQUENTIAL;
      return null;
    // Of mappings these change nothing.
    case FADV.values.POSIX_FADV_RANDOM:
    case FADV.values.POSIX_FADV_NOREUSE:
      return null;
    case FADV.values.POSIX_FADV_WILLNEED:
      bringIn(task, file.inode, range, call);
      return null;
    case FADV.values.POSIX_FADV_DONTNEED:
      letGo(task, file.inode, range);
      return null;
    default:
      return EINVAL;
  }
}

/** POSIX_FADV_WILLNEED, which readahead() is, too. */
function bringIn({ mm: { sys } }: Task, inode: Inode, range: Range, call: ModelCall): void {
  if (inode.kind !== 'regular' || range.offset < 0n || !keepsPages(sys, call)) return;
  const { pageShift } = sys.arch.geometry;
  readPages(sys, inode, Number(range.offset >> BigInt(pageShift)), pagesIn(endOf(range), pageShift));
}

/**
 * What is dirty begins to be written back, and is still under way when the rest goes. Pages that the range covers in part stay, but for
 * the last one of the file.
 */
function letGo({ mm }: Task, inode: Inode, range: Range): void {
  if (inode.kind !== 'regular' || range.offset < 0n) return;
  const shift = BigInt(mm.sys.arch.geometry.pageShift);
  const end = endOf(range);
  const reachesEnd = inode.size === null || end >= inode.size;
  const start = Number((range.offset + (1n << shift) - 1n) >> shift);
  invalidatePages(mm.sys, inode, start, reachesEnd ? Infinity : Number(end >> shift));
  writeBackBytes(mm, inode, range.offset, end);
}

/** Advice on files. */
export const fadviseFamily: SyscallFamily = {
  plain: {
    readahead,
    fadvise64: fadvise,
    posix_fadvise: fadvise,
  },
};
