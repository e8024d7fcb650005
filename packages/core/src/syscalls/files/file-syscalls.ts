/**
 * open, close, dup, memfd_create, ftruncate, fallocate, unlink, fcntl by name. Which number a descriptor gets and whether a path exists is the
 * recorded machine's to say; the model believes the log there, and without one takes the lowest free descriptor.
 */

import {
  EBADF,
  EFAULT,
  EINVAL,
  ENOSYS,
  FCNTL,
  NotModelled,
  OPEN,
  isErrno,
  type CallResult,
  type Errno,
  type ModelCall,
  type RunningCall,
} from '@mm-playground/api';
import type { Args } from '../../machine/args.ts';
import { doFallocate, doFtruncate } from './fallocate.ts';
import { Inode, OpenFile, type OpenMode } from '../../files/file.ts';
import { asShown, fileOf, install, openPath } from './file-calls.ts';
import { addSeals, doMemfdCreate, doMemfdSecret, sealsOf } from './memfd.ts';
import { atOnce, truncateInode } from '../../memory/truncate.ts';
import { lockedAtOnce } from '../../mm/mmap-lock.ts';
import { procPidFileOf } from '../../proc/proc-pid-files.ts';
import { failure, recordedFailure, value, zeroOr, type PlainSyscall, type SyscallFamily } from '../syscall-result.ts';
import type { Task } from '../../machine/task.ts';
import { userfaultfdRelease } from '../userfaultfd/userfaultfd-register.ts';

const { O_APPEND, O_DSYNC, O_WRONLY, O_RDWR, O_TRUNC, O_PATH, O_DIRECTORY, O_TMPFILE } = OPEN.values;

const modeOf = (flags: bigint): OpenMode =>
  (flags & O_PATH) !== 0n ? 'path' : (flags & O_RDWR) !== 0n ? 'rdwr' : (flags & O_WRONLY) !== 0n ? 'wronly' : 'rdonly';

/** A path, or (as /proc/self/fd/N) a file that is open already. */
function openNamed(task: Task, path: string, bits: bigint): OpenFile {
  const { sys } = task.mm;
  const again = OPEN_FILE.exec(path)?.[1];
  const known = again === undefined ? undefined : task.files.get(Number(again));
  const file =
    known === undefined
      ? openPath(sys, path, modeOf(bits))
      : new OpenFile(sys.nextId('file'), known.inode, known.path, modeOf(bits), false);
  file.appends = (bits & O_APPEND) !== 0n;
  file.syncs = (bits & O_DSYNC) !== 0n;
  if (known !== undefined) return file;
  if ((bits & O_TMPFILE) === O_DIRECTORY) sys.journal.touch(file.inode).kind = 'unmappable';
  file.procPid = procPidFileOf(task, path);
  return file;
}

const OPEN_FILE = /^\/(?:proc\/self|dev)\/fd\/(\d+)$/;

/** @param flagsOf what of the arguments says how */
const openAt =
  (path: number, flagsOf: (args: Args) => bigint): PlainSyscall =>
  (task, args, call) => {
    const bits = flagsOf(args);
    const file = openNamed(task, asShown(args.text(path)), bits);
    if ((bits & O_TRUNC) !== 0n && file.writable) atOnce(truncateInode(task.mm.sys, file.inode, 0n));
    return value(install(task, call, file));
  };

/** The flags of a struct open_how. @throws NotModelled where the log does not show it */
function openHow(args: Args): bigint {
  const flags = args.field(2, 'flags');
  if (flags === undefined) throw new NotModelled(args.call, 'with a struct that the log does not show');
  return flags;
}

/** Errors of a system that runs out of something: the log's to say. */
const SHORTAGES: ReadonlySet<string> = new Set([
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EINTR',
  'EIO',
]);

const shortage = (call: ModelCall): CallResult | null =>
  call.recorded?.kind === 'errno' && SHORTAGES.has(call.recorded.name) ? recordedFailure(call) : null;

const memfdCreate: PlainSyscall = (task, args, call) => {
  const name = args.at(0);
  if (name.kind === 'int') return failure(EFAULT);
  const text = args.text(0);
  const file = doMemfdCreate(task.mm.sys, text, asShown(text), args.flags(1));
  return isErrno(file) ? failure(file) : (shortage(call) ?? value(install(task, call, file)));
};

/** Kernels without it, and those that were told not to have it, or not told to, say ENOSYS. */
const memfdSecret: PlainSyscall = (task, args, call) => {
  const { recorded } = call;
  const isAbsent =
    recorded === undefined
      ? !task.mm.sys.generation.hasSecretMemory
      : recorded.kind === 'errno' && recorded.name === 'ENOSYS';
  if (isAbsent) return failure(ENOSYS);
  const file = doMemfdSecret(task.mm.sys, args.flags(0));
  return isErrno(file) ? failure(file) : (shortage(call) ?? value(install(task, call, file)));
};

const close: PlainSyscall = (task, args) => {
  closeFd(task, args.int(0));
  return value(0);
};

/** The last descriptor of a userfaultfd lets its ranges go. */
function closeFd(task: Task, fd: number): void {
  const file = task.files.get(fd);
  task.mm.sys.journal.touch(task.files).set(fd, null);
  const ctx = file?.userfault ?? null;
  if (ctx === null || [...task.files.files.values()].includes(file as OpenFile) || ctx.mm !== task.mm) return;
  if (ctx.inherited) throw new NotModelled('close', 'of a userfaultfd that another process may hold');
  lockedAtOnce(task.mm, 'write', () => userfaultfdRelease(task.mm, ctx));
}

const closeRange: PlainSyscall = (task, args) => {
  const [first, last] = [args.word(0), BigInt.asUintN(32, args.word(1))];
  for (const fd of task.files.files.keys()) if (BigInt(fd) >= first && BigInt(fd) <= last) closeFd(task, fd);
  return value(0);
};

const dup: PlainSyscall = (task, args, call) => {
  const file = fileOf(task, args.at(0), args.int(0));
  if (isErrno(file)) return call.recorded === undefined ? failure(file) : believed(call);
  if (args.count === 1) return value(install(task, call, file, 0));
  if (args.int(1) !== args.int(0)) closeFd(task, args.int(1));
  return value(install(task, { ...call, recorded: { kind: 'value', value: args.word(1) } }, file));
};

/**
 * The file behind a descriptor that is to be changed. How one was opened that the log only shows, a success tells.
 * @errno EBADF
 */
function usableFile(task: Task, args: Args, { recorded }: ModelCall): OpenFile | Errno {
  const file = fileOf(task, args.at(0), args.int(0));
  if (isErrno(file) || file.mode === 'path') return EBADF;
  if (file.assumed && recorded?.kind === 'value') task.mm.sys.journal.touch(file).mode = 'rdwr';
  return file;
}

/** Of a file that was opened before the log began nobody knows how: a failure is the log's to say. */
const assumedFailure = (file: OpenFile | Errno, call: ModelCall): CallResult | null =>
  isErrno(file) || file.assumed ? recordedFailure(call) : shortage(call);

function* ftruncate(task: Task, args: Args, call: ModelCall): RunningCall {
  const length = BigInt.asIntN(64, args.word(1));
  if (length < 0n) return failure(EINVAL);
  const file = usableFile(task, args, call);
  const failed = assumedFailure(file, call);
  if (failed !== null) return failed;
  return isErrno(file) ? failure(file) : zeroOr(yield* doFtruncate(task.mm.sys, file, length));
}

/** By path. */
function* truncate({ mm: { sys } }: Task, args: Args, call: ModelCall): RunningCall {
  const failed = recordedFailure(call);
  if (failed !== null) return failed;
  const file = openPath(sys, asShown(args.text(0)), 'rdwr');
  return zeroOr(yield* doFtruncate(sys, file, BigInt.asIntN(64, args.word(1))));
}

const fallocate: PlainSyscall = (task, args, call) => {
  const file = usableFile(task, args, call);
  const failed = assumedFailure(file, call);
  if (failed !== null) return failed;
  if (isErrno(file)) return failure(file);
  const [offset, length] = [args.word(2), args.word(3)].map((word) => BigInt.asIntN(64, word)) as [bigint, bigint];
  return zeroOr(doFallocate(task.mm, file, { mode: args.flags(1), offset, length }));
};

/** The path is gone; who has the file open keeps it, and /proc shows it as deleted. */
const unlinkAt =
  (path: number): PlainSyscall =>
  (task, args) => {
    const { fileSystem, journal } = task.mm.sys;
    const name = asShown(args.text(path));
    const inode = fileSystem.inodes.get(name);
    if (inode !== undefined) {
      journal.touch(inode).deleted = true;
      const inodes = new Map(fileSystem.inodes);
      inodes.delete(name);
      journal.touch(fileSystem).inodes = inodes;
    }
    return value(0);
  };

/** pidfd_open(2): a descriptor that no mapping can be of. */
const pidfdOpen: PlainSyscall = (task, args, call) => {
  const { sys } = task.mm;
  const inode = new Inode(sys.nextId('inode'), { kind: 'unmappable', size: null });
  const file = new OpenFile(sys.nextId('file'), inode, 'anon_inode:[pidfd]', 'rdonly', false);
  file.pid = String(args.int(0));
  return value(install(task, call, file));
};

/** Where read(2) and write(2) go on: as the log says, or as SEEK_SET, SEEK_CUR and SEEK_END ask for. @errno EBADF EINVAL */
const lseek: PlainSyscall = (task, args, call) => {
  const file = fileOf(task, args.at(0), args.int(0));
  if (isErrno(file)) return call.recorded === undefined ? failure(file) : believed(call);
  const position = call.recorded?.kind === 'value' ? call.recorded.value : sought(file, args);
  if (position < 0n) return failure(EINVAL);
  task.mm.sys.journal.touch(file).position = position;
  return value(position);
};

function sought(file: OpenFile, args: Args): bigint {
  const base = [0n, file.position, file.inode.size][args.int(2)];
  if (base === undefined || base === null) throw new NotModelled('lseek', 'by what the file holds');
  return base + BigInt.asIntN(64, args.word(1));
}

const fcntl: PlainSyscall = (task, args, call) => {
  const command = args.at(1);
  const number = command.kind === 'int' ? Number(command.value) : -1;
  if (number === FCNTL.F_DUPFD || number === FCNTL.F_DUPFD_CLOEXEC) {
    const file = fileOf(task, args.at(0), args.int(0));
    const failed = recordedFailure(call);
    if (failed !== null) return failed;
    return isErrno(file) ? believed(call) : value(install(task, call, file, args.int(2)));
  }
  if (number === FCNTL.F_ADD_SEALS || number === FCNTL.F_GET_SEALS) return seals(task, args, call, number);
  return recordedFailure(call) ?? believed(call);
};

const seals = (task: Task, args: Args, call: ModelCall, command: number): CallResult => {
  const file = usableFile(task, args, call);
  const failed = assumedFailure(file, call);
  if (failed !== null) return failed;
  if (isErrno(file)) return failure(file);
  const { sys } = task.mm;
  if (command === FCNTL.F_ADD_SEALS) return zeroOr(addSeals(sys, file, args.int(2)));
  if (file.assumed && call.recorded?.kind === 'value')
    sys.journal.touch(file.inode).seals = Number(call.recorded.value);
  const known = sealsOf(file);
  return isErrno(known) ? failure(known) : value(known);
};

/** What the log says, for calls whose result depends on what the model does not have. */
const believed = ({ recorded }: ModelCall): CallResult => value(recorded?.kind === 'value' ? recorded.value : 0n);

const believe: PlainSyscall = (_task, _args, call) => believed(call);

/** A call whose failures depend on what the model does not have: what the log shows is believed before anything is done. */
const believedFirst =
  (syscall: PlainSyscall): PlainSyscall =>
  (task, args, call) =>
    recordedFailure(call) ?? syscall(task, args, call);

/** Calls on descriptors, names and sizes of files. Beside those that truncate others may run: page tables change. */
export const fileFamily: SyscallFamily = {
  plain: {
    memfd_create: memfdCreate,
    memfd_secret: memfdSecret,
    fallocate,
    fcntl,
    fcntl64: fcntl,
    open: believedFirst(openAt(0, (args) => args.word(1))),
    openat: believedFirst(openAt(1, (args) => args.word(2))),
    openat2: believedFirst(openAt(1, openHow)),
    creat: believedFirst(openAt(0, () => O_WRONLY | O_TRUNC)),
    pidfd_open: believedFirst(pidfdOpen),
    close: believedFirst(close),
    close_range: believedFirst(closeRange),
    dup: believedFirst(dup),
    dup2: believedFirst(dup),
    dup3: believedFirst(dup),
    lseek: believedFirst(lseek),
    unlink: believedFirst(unlinkAt(0)),
    unlinkat: believedFirst(unlinkAt(1)),
    rename: believedFirst(believe),
    renameat: believedFirst(believe),
    renameat2: believedFirst(believe),
  },
  locking: { ftruncate, ftruncate64: ftruncate, truncate },
};
