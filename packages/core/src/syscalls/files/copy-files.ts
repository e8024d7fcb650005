/**
 * sendfile(2), copy_file_range(2) and splice(2): the kernel copies from one file to another, and no memory of the program is touched. What
 * is written is in the page cache, and is what mappings of the file show. @kernel 6.18 fs/read_write.c, fs/splice.c
 *
 * How much there is to copy is known of shared memory. Of other files it is the log's to say, and what reading a disk brings into the
 * cache is not modelled. What a pipe holds is no memory of a program.
 */

import {
  EBADF,
  EINVAL,
  EOVERFLOW,
  EXDEV,
  NotModelled,
  isErrno,
  type CallPoint,
  type CallResult,
  type Errno,
  type ModelCall,
} from '@mm-playground/api';
import type { Args } from '../../machine/args.ts';
import { fileOf } from './file-calls.ts';
import { isStored, type OpenFile } from '../../files/file.ts';
import { MOST_BYTES } from '../../machine/iovec.ts';
import { writeTold } from '../../memory/file-io.ts';
import { isPredictable } from './read-write.ts';
import {
  failure,
  recordedFailure,
  recordedResult,
  value,
  type Syscall,
  type SyscallFamily,
} from '../syscall-result.ts';
import type { Task } from '../../machine/task.ts';

/** One side of a copy. */
interface Side {
  readonly file: OpenFile;
  /** Where an argument says that it begins; null: where the file is, which then moves on. */
  readonly offset: bigint | null;
}

/** What is asked for. */
interface Copy {
  readonly from: Side;
  readonly to: Side;
  readonly bytes: bigint;
  readonly flags: bigint;
}

/** Where a call has its arguments, and why it refuses to copy between two files that can be mapped; null: only the log can say. */
interface Form {
  readonly from: readonly [file: number, offset: number];
  readonly to: readonly [file: number, offset: number | null];
  readonly bytes: number;
  readonly flags: number | null;
  readonly errorOf: ((copy: Copy) => Errno | null) | null;
}

const copying = (form: Form): Syscall =>
  function* (task, args, call) {
    const from = sideOf(task, args, call, form.from);
    const to = sideOf(task, args, call, form.to);
    // Of a descriptor that the log does not explain nothing is known; the other side moves on.
    if (isErrno(from)) return recordedResult(call) ?? failure(from);
    if (isErrno(to)) return recordedResult(call) ?? failure(to);
    const flags = form.flags === null ? 0n : args.flags(form.flags);
    const copy = { from, to, bytes: args.word(form.bytes), flags };
    const failed = failureOf(copy, call, form);
    if (failed !== null) return failed;
    const bytes = amountOf(copy, call, form);
    const done = isStored(to.file) ? yield* throughPipe(task, { ...copy, bytes }, call) : bytes;
    if (isErrno(done)) return failure(done);
    moveOn(task, from, done);
    moveOn(task, to, done);
    return value(done);
  };

/**
 * The file, and the offset that an argument points to. How one was opened that the log only shows, a success tells.
 * @errno EBADF
 */
function sideOf(task: Task, args: Args, call: ModelCall, [at, offsetAt]: Form['to']): Side | Errno {
  const file = fileOf(task, args.at(at), args.int(at));
  if (isErrno(file)) return file;
  if (file.assumed && call.recorded?.kind === 'value') task.mm.sys.journal.touch(file).mode = 'rdwr';
  return { file, offset: offsetAt === null ? null : offsetOf(args, call, offsetAt) };
}

/** @throws NotModelled where the log shows the address of an offset alone */
function offsetOf(args: Args, call: ModelCall, at: number): bigint | null {
  const arg = args.at(at);
  if (arg.kind === 'array' && arg.items[0] !== undefined)
    return BigInt.asIntN(64, args.number(arg.items[0], `an offset of ${call.name}`));
  if (args.word(at) === 0n || call.recorded?.kind === 'errno') return null;
  throw new NotModelled(call.name, 'from an offset that the log does not show');
}

/** Errors of a machine that runs out of something, and of file systems that do not take part. */
const UNFORESEEN: ReadonlySet<string> = new Set([
  ...['EAGAIN', 'EDQUOT', 'EFBIG', 'EINTR', 'EIO', 'ENOMEM', 'ENOSPC'],
  ...['EFAULT', 'ENOSYS', 'EOPNOTSUPP', 'EPERM', 'ETXTBSY', 'EXDEV'],
]);

/** Why nothing is copied: predicted between files that can be mapped, else the log's to say. */
function failureOf(copy: Copy, call: ModelCall, { errorOf }: Form): CallResult | null {
  const isPredicted = errorOf !== null && isStored(copy.from.file) && isStored(copy.to.file);
  const error = isPredicted ? errorOf(copy) : null;
  if (error !== null) return failure(error);
  const { recorded } = call;
  const isForeseen = isPredicted && !(recorded?.kind === 'errno' && UNFORESEEN.has(recorded.name));
  return isForeseen ? null : recordedFailure(call);
}

/** How many bytes: what there is of shared memory, else what the log says. */
function amountOf({ from, to, bytes }: Copy, { name, recorded }: ModelCall, { errorOf }: Form): bigint {
  const most = bytes < MOST_BYTES ? bytes : MOST_BYTES;
  const { inode } = from.file;
  if (errorOf !== null && isPredictable(inode) && (isStored(to.file) || recorded === undefined))
    return leftOf(from, most);
  if (recorded?.kind === 'value') return recorded.value;
  throw new NotModelled(name, 'where only a kernel knows how much there is to copy');
}

/** No more than there is. */
function leftOf(from: Side, bytes: bigint): bigint {
  const { size } = from.file.inode;
  const start = startOf(from);
  const left = size === null ? bytes : size > start ? size - start : 0n;
  return bytes < left ? bytes : left;
}

/** Where the next byte is: with O_APPEND at the end of the file. */
const startOf = ({ file, offset }: Side): bigint =>
  file.appends && file.inode.size !== null ? file.inode.size : (offset ?? file.position);

/** The pages that a pipe holds: what is copied goes through one. */
const PIPE_PAGES = 16n;

/** As much at once as a pipe takes, which holds pages of the source, full or not. @errno EPERM sealed */
function* throughPipe(
  task: Task,
  { from, to, bytes }: Copy,
  call: ModelCall,
): Generator<CallPoint, bigint | Errno, void> {
  const shift = BigInt(task.mm.sys.arch.geometry.pageShift);
  const [source, target] = [startOf(from), startOf(to)];
  let done = 0n;
  while (done < bytes) {
    const end = (((source + done) >> shift) + PIPE_PAGES) << shift;
    const some = end - source < bytes ? end - source - done : bytes - done;
    const written = yield* writeTold(task, { inode: to.file.inode, position: target + done, bytes: some }, call);
    if (isErrno(written)) return done === 0n ? written : done;
    done += written;
    if (written < some) break;
  }
  return done;
}

function moveOn(task: Task, side: Side, bytes: bigint): void {
  const { file, offset } = side;
  if (offset === null && bytes > 0n) task.mm.sys.journal.touch(file).position = startOf(side) + bytes;
}

/** @errno EBADF not open for it @errno EINVAL no position, a length below 0, to the end of a file */
function sendfileError({ from, to, bytes }: Copy): Errno | null {
  if (!from.file.readable) return EBADF;
  if (startOf(from) < 0n || bytes >= 1n << 63n) return EINVAL;
  if (!to.file.writable) return EBADF;
  return to.file.appends ? EINVAL : null;
}

/**
 * @errno EINVAL flags, a file onto itself, no position @errno EBADF not open for it, to the end of a file @errno EXDEV between file systems
 * @errno EOVERFLOW beyond all positions
 */
function copyFileRangeError(copy: Copy): Errno | null {
  const { from, to, bytes, flags } = copy;
  if (flags !== 0n) return EINVAL;
  if (!from.file.readable || !to.file.writable || to.file.appends) return EBADF;
  if (mountOf(from.file) !== mountOf(to.file)) return EXDEV;
  const [source, target] = [startOf(from), startOf(to)];
  if ([source, target].some((at) => BigInt.asUintN(64, at) + bytes >= 1n << 64n)) return EOVERFLOW;
  if (source < 0n || target < 0n) return EINVAL;
  const some = leftOf(from, bytes);
  const overlap = from.file.inode === to.file.inode && source < target + some && target < source + some;
  return overlap ? EINVAL : null;
}

/** Which file system a file is on, as far as its path tells. */
function mountOf({ path, inode: { kind } }: OpenFile): string {
  if (kind !== 'shmem') return kind;
  return /^\/(?:memfd:|SYSV|dev\/shm\/)/.exec(path)?.[0] ?? 'tmpfs';
}

const SENDFILE: Form = { from: [1, 2], to: [0, null], bytes: 3, flags: null, errorOf: sendfileError };

/** Copies from file to file. */
export const copyFilesFamily: SyscallFamily = {
  locking: {
    sendfile: copying(SENDFILE),
    sendfile64: copying(SENDFILE),
    copy_file_range: copying({ from: [0, 1], to: [2, 3], bytes: 4, flags: 5, errorOf: copyFileRangeError }),
    splice: copying({ from: [0, 1], to: [2, 3], bytes: 4, flags: 5, errorOf: null }),
  },
};
