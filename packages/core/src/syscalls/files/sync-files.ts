/**
 * fsync(2), fdatasync(2), sync_file_range(2), syncfs(2) and sync(2): what mappings and writes have left dirty goes to the disk, and the next
 * store to each page is a fault again. Shared memory has no disk. @kernel 6.18 fs/sync.c
 */

import { EINVAL, ESPIPE, SYNC_RANGE, isErrno, type Errno, type ModelCall } from '@mm-playground/api';
import type { Args } from '../../machine/args.ts';
import { fileOf } from './file-calls.ts';
import { isStored, type OpenFile } from '../../files/file.ts';
import { writeBack, writeBackAll, writeBackBytes } from '../../memory/write-back.ts';
import {
  failure,
  recordedFailure,
  recordedResult,
  value,
  zeroOr,
  type PlainSyscall,
  type SyscallFamily,
} from '../syscall-result.ts';
import type { Task } from '../../machine/task.ts';

/** What a call does with a file that has contents. */
type OnFile = (task: Task, file: OpenFile, args: Args) => Errno | null;

/**
 * Of a file without contents, and of one that a log does not explain, the log tells.
 * @param otherwise what files without contents say where there is no log
 */
const onFile =
  (act: OnFile, otherwise: Errno | null): PlainSyscall =>
  (task, args, call) => {
    const file = fileOf(task, args.at(0), args.int(0));
    if (isErrno(file)) return recordedResult(call) ?? failure(file);
    if (!isStored(file)) return recordedResult(call) ?? zeroOr(otherwise);
    return (isShortage(call) ? recordedFailure(call) : null) ?? zeroOr(act(task, file, args));
  };

/** Whether the log shows that a disk failed, or the call was interrupted. */
const isShortage = ({ recorded }: ModelCall): boolean =>
  recorded?.kind === 'errno' && ['EDQUOT', 'EINTR', 'EIO', 'ENOSPC'].includes(recorded.name);

const fsync: OnFile = ({ mm }, { inode }) => {
  writeBack(mm, inode, 0, Infinity);
  return null;
};

const { SYNC_FILE_RANGE_WAIT_BEFORE, SYNC_FILE_RANGE_WRITE, SYNC_FILE_RANGE_WAIT_AFTER } = SYNC_RANGE.values;
const SYNC_FLAGS = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;

/** A length of 0 is up to the end. @errno EINVAL flags, below 0 */
const syncFileRange: OnFile = ({ mm }, { inode }, args) => {
  const [offset, bytes] = [args.word(1), args.word(2)].map((word) => BigInt.asIntN(64, word)) as [bigint, bigint];
  const flags = args.flags(3);
  if ((flags & ~SYNC_FLAGS) !== 0n || offset < 0n || bytes < 0n || offset + bytes >= 1n << 63n) return EINVAL;
  if ((flags & SYNC_FILE_RANGE_WRITE) === 0n) return null;
  if (bytes === 0n) writeBack(mm, inode, Number(offset >> BigInt(mm.sys.arch.geometry.pageShift)), Infinity);
  else writeBackBytes(mm, inode, offset, offset + bytes);
  return null;
};

/** All files on disks are taken to be on one. */
const syncfs: OnFile = ({ mm }) => {
  writeBackAll(mm);
  return null;
};

const sync: PlainSyscall = ({ mm }) => {
  writeBackAll(mm);
  return value(0);
};

/** What brings files to the disk. */
export const syncFamily: SyscallFamily = {
  plain: {
    fsync: onFile(fsync, EINVAL),
    fdatasync: onFile(fsync, EINVAL),
    sync_file_range: onFile(syncFileRange, ESPIPE),
    syncfs: onFile(syncfs, null),
    sync,
  },
};
