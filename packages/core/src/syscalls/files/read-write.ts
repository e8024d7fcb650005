/**
 * read(2), write(2) and their like where they matter to an address space: the buffers are given by their addresses, so that the
 * kernel touches memory there; or the file is memory itself: shared memory, or one of /proc/PID. @kernel 6.18 fs/read_write.c
 *
 * A log mostly shows what was read and written, and not where. Then it is believed, whatever the file is: who else writes to it, and
 * what is behind a descriptor that came by a call which is not in the log, it does not say. The file is kept as large as it tells.
 */

import {
  EBADF,
  EFAULT,
  EINVAL,
  NotModelled,
  RWF,
  fieldOf,
  isErrno,
  showsContents,
  type ArgValue,
  type CallPoint,
  type CallResult,
  type Errno,
  type ModelCall,
} from '@mm-playground/api';
import type { Args } from '../../machine/args.ts';
import { fileOf } from './file-calls.ts';
import type { Inode, OpenFile } from '../../files/file.ts';
import { MOST_BYTES, bytesOf, importIovec, partOf, type Iovec } from '../../machine/iovec.ts';
import { readFile, writeFile, writeTold } from '../../memory/file-io.ts';
import { writeBackBytes } from '../../memory/write-back.ts';
import { clearRefs, memRw } from '../../proc/proc-pid-files.ts';
import {
  failure,
  recordedFailure,
  recordedResult,
  value,
  type Syscall,
  type SyscallFamily,
} from '../syscall-result.ts';
import type { Task } from '../../machine/task.ts';
import { accessOk, copyUserRanges } from '../../machine/uaccess.ts';

/** The last position in any file. */
const MOST_POSITION = (1n << 63n) - 1n;

/** The caller's side of a copy: what the log shows of it, or where it is, which is looked at only once the file has been. */
type Buffers =
  | { readonly kind: 'contents'; readonly text: string; readonly bytes: bigint }
  | { readonly kind: 'ranges'; readonly take: () => readonly Iovec[] | Errno };

/** What is asked for. */
interface Request {
  readonly file: OpenFile;
  readonly write: boolean;
  readonly buffers: Buffers;
  readonly position: bigint;
}

/** The bytes, or why there are none. */
type Transferred = Generator<CallPoint, bigint | Errno, void>;

/** How a call says where its bytes are. */
interface Form {
  readonly buffers: 'one' | 'many';
  /** Of the file, or an argument; -1 of the third kind is that of the file. */
  readonly position: 'own' | 'given' | 'given or own';
}

const transfer = (write: boolean, form: Form): Syscall =>
  function* (task, args, call) {
    const asked = form.position === 'own' ? -1n : BigInt.asIntN(64, args.word(3));
    const isOwn = form.position === 'own' || (form.position === 'given or own' && asked === -1n);
    if (!isOwn && asked < 0n) return failure(EINVAL);
    const file = fileOf(task, args.at(0), args.int(0));
    if (isErrno(file)) return recordedResult(call) ?? failure(file);
    const flags = form.position === 'given or own' ? flagsOf(args, call) : 0n;
    if (typeof flags !== 'bigint') return flags;
    const appends = file.appends || has(flags, RWF.values.RWF_APPEND);
    const position = write && appends ? endOf(file) : isOwn ? file.position : asked;
    const buffers = form.buffers === 'one' ? bufferOf(task, args) : buffersOf(task, args);
    const result = yield* transferOf(task, { file, write, buffers, position }, call);
    if (isErrno(result)) return failure(result);
    if (isOwn) task.mm.sys.journal.touch(file).position = position + result;
    const syncs = file.syncs || has(flags, RWF.values.RWF_DSYNC | RWF.values.RWF_SYNC);
    if (write && syncs && result > 0n) writeBackBytes(task.mm, file.inode, position, position + result);
    return value(result);
  };

const has = (word: bigint, bits: bigint): boolean => (word & bits) !== 0n;

const { RWF_HIPRI, RWF_DSYNC, RWF_SYNC, RWF_APPEND } = RWF.values;

/** The last argument of the calls that have one. @throws NotModelled flags of which a file system may know nothing */
function flagsOf(args: Args, call: ModelCall): bigint | CallResult {
  const flags = args.flags(4);
  if (!has(flags, ~(RWF_HIPRI | RWF_DSYNC | RWF_SYNC | RWF_APPEND))) return flags;
  const failed = recordedFailure(call);
  if (failed !== null) return failed;
  throw new NotModelled(call.name, 'with flags that not all file systems know');
}

/** Where O_APPEND writes; where nobody knows, the log must tell what became of it. */
const endOf = ({ inode, position }: OpenFile): bigint => inode.size ?? position;

function transferOf(task: Task, request: Request, call: ModelCall): Transferred {
  const { file, buffers } = request;
  const told = buffers.kind === 'contents' && file.procPid === null ? recordedResult(call) : null;
  if (told !== null && buffers.kind === 'contents' && (told.kind !== 'value' || told.value <= buffers.bytes))
    return toldFile(task, request, told, call);
  return isKnown(file) ? knownFile(task, request, call) : otherFile(task, request, call);
}

/** As the log says. */
function* toldFile(task: Task, request: Request, told: CallResult, call: ModelCall): Transferred {
  const { file, write, position } = request;
  if (told.kind === 'errno') return told.errno;
  const bytes = told.kind === 'value' ? told.value : 0n;
  if (write) yield* writeTold(task, { inode: file.inode, position, bytes }, call);
  return bytes;
}

function bufferOf({ mm }: Task, args: Args): Buffers {
  const buffer = args.at(1);
  const bytes = args.word(2);
  if (buffer.kind === 'string') return { kind: 'contents', text: buffer.value, bytes };
  const base = args.word(1);
  return { kind: 'ranges', take: () => (accessOk(mm, base, bytes) ? [{ base, len: bytes }] : EFAULT) };
}

function buffersOf({ mm }: Task, args: Args): Buffers {
  const array = args.at(1);
  if (array.kind === 'array' && showsContents(array))
    return { kind: 'contents', text: textOf(array.items), bytes: lengthOf(args, array) };
  return { kind: 'ranges', take: () => importIovec(mm, args, 1, args.word(2)) };
}

/** What the buffers hold, one after the other, as far as the log shows it. */
const textOf = (items: readonly ArgValue[]): string =>
  items
    .map((item) => fieldOf(item, 'iov_base'))
    .map((base) => (base?.kind === 'string' ? base.value : ''))
    .join('');

/** How much they hold; of an array that the log cuts nobody knows. */
function lengthOf(args: Args, { items, abbreviated }: ArgValue & { kind: 'array' }): bigint {
  if (abbreviated) return MOST_BYTES;
  const lengths = items.map((item) => args.number(fieldOf(item, 'iov_len') ?? item, `iov_len of ${args.call}`));
  return lengths.reduce((sum, length) => sum + length, 0n);
}

const isKnown = ({ procPid, inode: { kind } }: OpenFile): boolean =>
  procPid !== null || kind === 'regular' || kind === 'shmem' || kind === 'secret';

/**
 * vfs_read(), vfs_write(): what is asked before the file is.
 * @errno EBADF not open for it @errno EINVAL secret memory, a position that is none, too many ranges @errno EFAULT no address of a program
 */
function* knownFile(task: Task, request: Request, call: ModelCall): Transferred {
  const { file, write, buffers, position } = request;
  if (file.assumed && call.recorded?.kind === 'value') task.mm.sys.journal.touch(file).mode = 'rdwr';
  if (!(write ? file.writable : file.readable)) return EBADF;
  if (file.inode.kind === 'secret') return EINVAL;
  if (write && file.appends && file.inode.size === null)
    throw new NotModelled('appending', 'to a file whose size the log does not say');
  const ranges = buffers.kind === 'ranges' ? buffers.take() : null;
  if (isErrno(ranges)) return ranges;
  const asked = buffers.kind === 'contents' ? buffers.bytes : bytesOf(ranges ?? []);
  if (position + asked > MOST_POSITION) return EINVAL;
  const bytes = asked < MOST_BYTES ? asked : MOST_BYTES;
  const taken = { inode: file.inode, position, ranges: ranges && partOf(ranges, 0n, bytes), bytes };
  if (file.procPid !== null) return yield* procPidFile(task, request, ranges);
  if (write) return yield* writeFile(task, taken);
  return isPredictable(file.inode) || call.recorded === undefined
    ? yield* readFile(task, taken)
    : yield* otherFile(task, request, call);
}

/** Whether the model knows how much there is to read. */
export const isPredictable = ({ kind, size }: Inode): boolean => kind === 'shmem' && size !== null;

/**
 * do_loop_readv_writev(): such a file knows of one buffer, and is asked for each.
 * @errno EINVAL reading clear_refs, or no number @errno EFAULT and as mem_rw()
 */
function* procPidFile(task: Task, request: Request, ranges: readonly Iovec[] | null): Transferred {
  const { buffers, position } = request;
  if (buffers.kind === 'contents') return yield* procPidBuffer(task, request, null, buffers.bytes);
  let done = 0n;
  for (const { base, len } of ranges ?? []) {
    const copied = yield* procPidBuffer(task, { ...request, position: position + done }, base, len);
    if (isErrno(copied)) return done === 0n ? copied : done;
    done += copied;
    if (copied < len) break;
  }
  return done;
}

function* procPidBuffer(task: Task, request: Request, addr: bigint | null, asked: bigint): Transferred {
  const { file, write, buffers, position } = request;
  const bytes = asked < MOST_BYTES ? asked : MOST_BYTES;
  if (file.procPid?.name === 'mem') return yield* memRw(task, { mm: file.procPid.mm, position, addr, bytes, write });
  if (!write || file.procPid === null) return EINVAL;
  const taken = bytes < MOST_NUMBER ? bytes : MOST_NUMBER;
  if (addr !== null) {
    if ((yield* copyUserRanges(task, [{ base: addr, len: taken }], 'load')) < taken) return EFAULT;
    throw new NotModelled('a number for clear_refs', 'that the log does not show');
  }
  const text = buffers.kind === 'contents' ? buffers.text : '';
  const error = yield* clearRefs(file.procPid.owner.mm, text.slice(0, Number(taken)));
  return error ?? taken;
}

/** Bytes of a number that clear_refs takes. */
const MOST_NUMBER = 12n;

/**
 * A pipe, a socket, a device: how much it has to say is the log's to know. What was read is put where the program wanted it.
 * @throws NotModelled where a script reads from it
 */
function* otherFile(task: Task, { write, buffers }: Request, call: ModelCall): Transferred {
  const recorded = recordedResult(call);
  if (recorded === null) {
    if (write && buffers.kind === 'contents') return buffers.bytes;
    throw new NotModelled(call.name, 'of a file that is neither on a disk nor in memory');
  }
  if (recorded.kind === 'errno') return recorded.errno;
  const done = recorded.kind === 'value' ? recorded.value : 0n;
  if (buffers.kind === 'contents') return done;
  const ranges = buffers.take();
  if (!isErrno(ranges)) yield* copyUserRanges(task, partOf(ranges, 0n, done), write ? 'load' : 'store');
  return done;
}

/** read, write and their like. */
export const readWriteFamily: SyscallFamily = {
  locking: {
    read: transfer(false, { buffers: 'one', position: 'own' }),
    write: transfer(true, { buffers: 'one', position: 'own' }),
    pread64: transfer(false, { buffers: 'one', position: 'given' }),
    pwrite64: transfer(true, { buffers: 'one', position: 'given' }),
    readv: transfer(false, { buffers: 'many', position: 'own' }),
    writev: transfer(true, { buffers: 'many', position: 'own' }),
    preadv: transfer(false, { buffers: 'many', position: 'given' }),
    pwritev: transfer(true, { buffers: 'many', position: 'given' }),
    preadv2: transfer(false, { buffers: 'many', position: 'given or own' }),
    pwritev2: transfer(true, { buffers: 'many', position: 'given or own' }),
  },
};
