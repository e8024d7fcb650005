/**
 * open, close, dup, memfd_create, ftruncate, unlink, fcntl. Which number a descriptor gets and whether a path exists is the
 * recorded machine's to say; the model believes the log there, and without one takes the lowest free descriptor.
 */

import { EBADF, FCNTL, MFD, NotModelled, OPEN, isErrno, type CallResult, type ModelCall } from '@mm-playground/api';
import { Inode, OpenFile, type OpenMode } from './file.ts';
import { asShown, fileOf, install, openPath } from './file-calls.ts';
import { truncateInode } from './memory/truncate.ts';
import { lockedAtOnce } from './mmap-lock.ts';
import { failure, recordedFailure, value, type PlainSyscall } from './syscall-result.ts';
import type { Task } from './task.ts';
import { userfaultfdRelease } from './userfaultfd-register.ts';

const { O_WRONLY, O_RDWR, O_TRUNC } = OPEN.values;

const modeOf = (flags: bigint): OpenMode =>
  (flags & O_RDWR) !== 0n ? 'rdwr' : (flags & O_WRONLY) !== 0n ? 'wronly' : 'rdonly';

const openAt =
  (path: number, flags: number | null): PlainSyscall =>
  (task, args, call) => {
    const bits = flags === null ? O_WRONLY | O_TRUNC : args.word(flags);
    const file = openPath(task.mm.sys, asShown(args.text(path)), modeOf(bits));
    if ((bits & O_TRUNC) !== 0n && file.writable) truncateInode(task.mm.sys, file.inode, 0n);
    return value(install(task, call, file));
  };

const memfdCreate: PlainSyscall = (task, args, call) => {
  if ((args.word(1) & MFD.values.MFD_HUGETLB) !== 0n) throw new NotModelled('MFD_HUGETLB');
  const { sys } = task.mm;
  const seals = (args.word(1) & MFD.values.MFD_ALLOW_SEALING) !== 0n ? 0 : FCNTL.F_SEAL_SEAL;
  const inode = new Inode(sys.nextId('inode'), { kind: 'shmem', size: 0n, seals });
  sys.journal.touch(inode).deleted = true;
  return value(
    install(task, call, new OpenFile(sys.nextId('file'), inode, `/memfd:${asShown(args.text(0))}`, 'rdwr', false)),
  );
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

const ftruncate: PlainSyscall = (task, args) => {
  const file = fileOf(task, args.at(0), args.int(0));
  if (isErrno(file)) return failure(EBADF);
  truncateInode(task.mm.sys, file.inode, args.word(1));
  return value(0);
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

const fcntl: PlainSyscall = (task, args, call) => {
  const command = args.at(1);
  const number = command.kind === 'int' ? Number(command.value) : -1;
  if (number === FCNTL.F_DUPFD || number === FCNTL.F_DUPFD_CLOEXEC) {
    const file = fileOf(task, args.at(0), args.int(0));
    return isErrno(file) ? believed(call) : value(install(task, call, file, args.int(2)));
  }
  if (number === FCNTL.F_ADD_SEALS) {
    const file = fileOf(task, args.at(0), args.int(0));
    if (!isErrno(file)) task.mm.sys.journal.touch(file.inode).seals |= args.int(2);
  }
  return believed(call);
};

/** What the log says, for calls whose result depends on what the model does not have. */
const believed = ({ recorded }: ModelCall): CallResult => value(recorded?.kind === 'value' ? recorded.value : 0n);

const believe: PlainSyscall = (_task, _args, call) => believed(call);

const SUCCESSFUL_CALLS: readonly (readonly [string, PlainSyscall])[] = [
  ['open', openAt(0, 1)],
  ['openat', openAt(1, 2)],
  ['memfd_create', memfdCreate],
  ['pidfd_open', pidfdOpen],
  ['close', close],
  ['close_range', closeRange],
  ['dup', dup],
  ['dup2', dup],
  ['dup3', dup],
  ['ftruncate', ftruncate],
  ['ftruncate64', ftruncate],
  ['unlink', unlinkAt(0)],
  ['unlinkat', unlinkAt(1)],
  ['fcntl', fcntl],
  ['fcntl64', fcntl],
  ['creat', openAt(0, null)],
  ['openat2', believe],
  ['rename', believe],
  ['renameat', believe],
  ['renameat2', believe],
];

/** By name. The failure that the log shows is believed before anything is done: the model does not know the file system. */
export const FILE_SYSCALLS: ReadonlyMap<string, PlainSyscall> = new Map(
  SUCCESSFUL_CALLS.map(([name, syscall]): [string, PlainSyscall] => [
    name,
    (task, args, call) => recordedFailure(call) ?? syscall(task, args, call),
  ]),
);
