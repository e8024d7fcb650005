/**
 * read(2), write(2), pread64(2) and pwrite64(2) where they matter to an address space: the buffer is given by its address, so that the
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
  isErrno,
  type CallPoint,
  type CallResult,
  type Errno,
  type ModelCall,
} from '@mm-playground/api';
import type { Args } from './args.ts';
import { fileOf } from './file-calls.ts';
import type { Inode, OpenFile } from './file.ts';
import { growFile, readFile, writeFile } from './memory/file-io.ts';
import { clearRefs, memRw } from './proc-pid-files.ts';
import { failure, recordedFailure, value, type Syscall } from './syscall-result.ts';
import type { Task } from './task.ts';
import { accessOk, copyUser } from './uaccess.ts';

/** MAX_RW_COUNT: no more bytes at once. */
const MOST_BYTES = 0x7fff_f000n;
/** The last position in any file. */
const MOST_POSITION = (1n << 63n) - 1n;

/** What is asked for. */
interface Request {
  readonly file: OpenFile;
  readonly write: boolean;
  /** Of the buffer; null where the log shows its contents instead. */
  readonly addr: bigint | null;
  readonly text: string;
  readonly bytes: bigint;
  readonly position: bigint;
}

/** The bytes, or why there are none. */
type Transferred = Generator<CallPoint, bigint | Errno, void>;

/** @param positioned the position is an argument, and that of the file stays */
const transfer = (write: boolean, positioned: boolean): Syscall =>
  function* (task, args, call) {
    const asked = positioned ? BigInt.asIntN(64, args.word(3)) : 0n;
    if (asked < 0n) return failure(EINVAL);
    const file = fileOf(task, args.at(0), args.int(0));
    if (isErrno(file)) return asRecorded(call) ?? failure(file);
    const position = write && file.appends ? endOf(file) : positioned ? asked : file.position;
    const result = yield* transferOf(task, { file, write, ...bufferOf(args), position }, call);
    if (isErrno(result)) return failure(result);
    if (!positioned) task.mm.sys.journal.touch(file).position = position + result;
    return value(result);
  };

/** Where O_APPEND writes; where nobody knows, the log must tell what became of it. */
const endOf = ({ inode, position }: OpenFile): bigint => inode.size ?? position;

function transferOf(task: Task, request: Request, call: ModelCall): Transferred {
  const { file, addr, bytes } = request;
  const told = addr === null && file.procPid === null ? asRecorded(call) : null;
  if (told !== null && (told.kind !== 'value' || told.value <= bytes)) return toldFile(task, request, told);
  return isKnown(file) ? knownFile(task, request, call) : otherFile(task, request, call);
}

/** As the log says: a write leaves its pages behind in shared memory, and a longer file. */
function* toldFile(task: Task, { file: { inode }, write, position }: Request, told: CallResult): Transferred {
  if (told.kind === 'errno') return told.errno;
  const bytes = told.kind === 'value' ? told.value : 0n;
  if (!write) return bytes;
  if (inode.kind === 'shmem') yield* writeFile(task, { inode, position, addr: null, bytes });
  else growFile(task.mm.sys, inode, position + bytes);
  return bytes;
}

function bufferOf(args: Args): Pick<Request, 'addr' | 'text' | 'bytes'> {
  const buffer = args.at(1);
  const bytes = args.word(2);
  return buffer.kind === 'string' ? { addr: null, text: buffer.value, bytes } : { addr: args.word(1), text: '', bytes };
}

/** What the log says of a call on what the model does not know, if it says anything. */
function asRecorded(call: ModelCall): CallResult | null {
  const { recorded } = call;
  return recorded?.kind === 'value' ? value(recorded.value) : recordedFailure(call);
}

const isKnown = ({ procPid, inode: { kind } }: OpenFile): boolean =>
  procPid !== null || kind === 'regular' || kind === 'shmem' || kind === 'secret';

/**
 * vfs_read(), vfs_write(): what is asked before the file is.
 * @errno EBADF not open for it @errno EINVAL secret memory, a position that is none @errno EFAULT no address of a program
 */
function* knownFile(task: Task, request: Request, call: ModelCall): Transferred {
  const { file, write, addr, bytes, position } = request;
  if (file.assumed && call.recorded?.kind === 'value') task.mm.sys.journal.touch(file).mode = 'rdwr';
  if (!(write ? file.writable : file.readable)) return EBADF;
  if (file.inode.kind === 'secret') return EINVAL;
  if (write && file.appends && file.inode.size === null)
    throw new NotModelled('appending', 'to a file whose size the log does not say');
  if (addr !== null && !accessOk(task.mm, addr, bytes)) return EFAULT;
  if (position + bytes > MOST_POSITION) return EINVAL;
  const taken = { ...request, inode: file.inode, bytes: bytes < MOST_BYTES ? bytes : MOST_BYTES };
  if (file.procPid !== null) return yield* procPidFile(task, taken);
  if (write) return yield* writeFile(task, taken);
  return isPredictable(file.inode) || call.recorded === undefined
    ? yield* readFile(task, taken)
    : yield* otherFile(task, request, call);
}

/** Whether the model knows how much there is to read. */
const isPredictable = ({ kind, size }: Inode): boolean => kind === 'shmem' && size !== null;

/** @errno EINVAL reading clear_refs, or no number @errno EFAULT and as mem_rw() */
function* procPidFile(task: Task, { file, write, addr, text, bytes, position }: Request): Transferred {
  if (file.procPid?.name === 'mem') return yield* memRw(task, { mm: file.procPid.mm, position, addr, bytes, write });
  if (!write || file.procPid === null) return EINVAL;
  const taken = bytes < MOST_NUMBER ? bytes : MOST_NUMBER;
  if (addr !== null) {
    if ((yield* copyUser(task, addr, taken, 'load')) < taken) return EFAULT;
    throw new NotModelled('a number for clear_refs', 'that the log does not show');
  }
  const error = yield* clearRefs(file.procPid.owner.mm, text.slice(0, Number(taken)));
  return error ?? taken;
}

/** Bytes of a number that clear_refs takes. */
const MOST_NUMBER = 12n;

/**
 * A pipe, a socket, a device: how much it has to say is the log's to know. What was read is put where the program wanted it.
 * @throws NotModelled where a script reads from it
 */
function* otherFile(task: Task, { write, addr, bytes }: Request, call: ModelCall): Transferred {
  const recorded = asRecorded(call);
  if (recorded === null) {
    if (write && addr === null) return bytes;
    throw new NotModelled(call.name, 'of a file that is neither on a disk nor in memory');
  }
  if (recorded.kind === 'errno') return recorded.errno;
  const done = recorded.kind === 'value' ? recorded.value : 0n;
  if (addr !== null) yield* copyUser(task, addr, done, write ? 'load' : 'store');
  return done;
}

/** By name. */
export const READ_WRITE_SYSCALLS: ReadonlyMap<string, Syscall> = new Map<string, Syscall>([
  ['read', transfer(false, false)],
  ['write', transfer(true, false)],
  ['pread64', transfer(false, true)],
  ['pwrite64', transfer(true, true)],
]);
