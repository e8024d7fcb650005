/**
 * Descriptors: what they mean, and the calls that make and change them, as far as mmap(2) cares. A log of memory calls shows
 * descriptors only by strace's decoration (`3</usr/lib/libc.so.6>`), which is enough to know a file.
 */

import { EBADF, EINVAL, EIO, FCNTL, bytesIn, type ArgValue, type Errno, type ModelCall } from '@mm-playground/api';
import { THP_ALIGNED_FILE_SYSTEMS } from '../../machine/facts.ts';
import { Inode, OpenFile, type InodeInit, type OpenMode } from '../../files/file.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { procPidFileOf } from '../../proc/proc-pid-files.ts';
import type { System } from '../../machine/system.ts';
import type { Task } from '../../machine/task.ts';

const SOCKET = /^(socket:|(TCP|UDP|UNIX|NETLINK|RAW|PACKET|ICMP)[\w-]*:\[)/;
/** What has no mmap at all. */
const UNMAPPABLE = [
  /^(pipe|\[?eventfd|anon_inode:(\[(eventfd|eventpoll|signalfd|timerfd|pidfd|userfaultfd)|inotify))/,
  /^\/dev\/(null|full|u?random|kmsg|ptmx|pts\/.*|tty.*|fuse|kvm|net\/tun)$/,
  /^\/proc\/(\d+|self|thread-self)\//,
];
/** File systems that never hold programs. */
const NOEXEC = /^\/(proc|sys)\//;
const SHARED_MEMORY = /^\/(memfd:|SYSV)/;
const TMPFS = /^\/dev\/shm\//;
/** Regions of PCI devices, and the memory of a kernel that crashed. */
const DEVICE = /^(\/dev\/|\/proc\/(vmcore$|bus\/pci\/)|\/sys\/.*\/resource\d+(_wc)?$|anon_inode:)/;

/** The name of every io_uring. */
const IO_URING = 'anon_inode:[io_uring]';

/** What kind of file lies behind a path. */
function inodeOf(sys: System, path: string): InodeInit {
  if (path.startsWith('PACKET:[')) return { kind: 'refusing', size: null, refusal: EINVAL };
  if (SOCKET.test(path)) return { kind: 'refusing', size: null };
  if (path === '/dev/zero') return { kind: 'zero', size: null, thpAligned: true };
  if (path === IO_URING) return { kind: 'io_uring', size: null, noexec: sys.generation.anonInodesNoexec };
  if (path.startsWith('/secretmem')) return { kind: 'secret', size: null, noexec: true };
  const noexec = NOEXEC.test(path);
  if (UNMAPPABLE.some((pattern) => pattern.test(path))) return { kind: 'unmappable', size: null, noexec };
  if (SHARED_MEMORY.test(path)) return { kind: 'shmem', size: null };
  // What has a path cannot be sealed.
  const onTmpfs: InodeInit = { kind: 'shmem', size: null, seals: FCNTL.F_SEAL_SEAL, onTmpfs: true };
  if (TMPFS.test(path)) return onTmpfs;
  if (DEVICE.test(path)) return { kind: 'device', size: null };
  if (path.startsWith('/sys/')) return { kind: 'refusing', size: null, noexec };
  if (path.startsWith('/proc/')) return { kind: 'refusing', size: null, noexec, refusal: EIO };
  const { fs, noexec: mountedNoexec } = sys.facts;
  if (fs === 'tmpfs') return { ...onTmpfs, noexec: mountedNoexec };
  const thpAligned = THP_ALIGNED_FILE_SYSTEMS.has(fs);
  return { kind: 'regular', size: null, thpAligned, noexec: mountedNoexec };
}

/** The inode at a path: the same for everybody who opens it. What has a name but no path is another each time. */
export function inodeAt(sys: System, path: string): Inode {
  if (path === IO_URING) return new Inode(sys.nextId('inode'), inodeOf(sys, path));
  const known = sys.fileSystem.inodes.get(path);
  if (known !== undefined) return known;
  const inode = new Inode(sys.nextId('inode'), inodeOf(sys, path));
  const { fileSystem } = sys;
  sys.journal.touch(fileSystem).inodes = new Map(fileSystem.inodes).set(path, inode);
  return inode;
}

/** Opens a path: a struct file of its own. */
export const openPath = (sys: System, path: string, mode: OpenMode, assumed = false): OpenFile =>
  new OpenFile(sys.nextId('file'), inodeAt(sys, path), path, mode, assumed);

/** A file in shared memory that no path leads to: memfd, or what MAP_SHARED|MAP_ANONYMOUS maps. */
export function newShmemFile(mm: MmStruct, path: string, pages: number): OpenFile {
  const { sys } = mm;
  const size = bytesIn(pages, sys.arch.geometry.pageShift);
  return new OpenFile(sys.nextId('file'), new Inode(sys.nextId('inode'), { kind: 'shmem', size }), path, 'rdwr', false);
}

const DELETED = ' (deleted)';

/** A path as /proc/PID/maps shows it: on one line. @kernel 6.18 fs/seq_file.c mangle_path */
export const asShown = (path: string): string => path.replaceAll('\n', '\\012');

/** The path that a decoration names, as /proc shows it. */
const decoratedPath = (path: string, deleted: boolean): string =>
  asShown(deleted && !path.endsWith(DELETED) ? path + DELETED : path.replace(DEVICE_NUMBER, ''));

/** What `strace -yy` says of devices. */
const DEVICE_NUMBER = /<(?:char|block) [0-9a-f]+:[0-9a-f]+>$/;

/**
 * The open file behind a descriptor argument. Decoration decides where it contradicts the table: the descriptor was closed and
 * reopened by calls that are not in the log.
 *
 * @errno EBADF nothing known under this number, or opened with O_PATH
 */
export function fileOf(task: Task, arg: ArgValue, fd: number): OpenFile | Errno {
  const { sys } = task.mm;
  const known = task.files.get(fd);
  if (known?.mode === 'path') return EBADF;
  if (arg.kind !== 'fd') return known ?? EBADF;
  const path = decoratedPath(arg.path, arg.deleted);
  if (known !== undefined && known.shownPath === path) return known;
  if (known !== undefined && known.path === asShown(arg.path)) return known;
  const opened = openPath(sys, path, isNamedByKernel(path) ? 'rdwr' : 'rdonly', true);
  opened.procPid = procPidFileOf(task, path);
  sys.journal.touch(task.files).set(fd, opened);
  return opened;
}

/** What no open() made: it is for reading and writing. */
const isNamedByKernel = (path: string): boolean =>
  isMemfd(path) || SOCKET.test(path) || path.startsWith('/secretmem') || path === IO_URING;

const isMemfd = (path: string): boolean => path.startsWith('/memfd:');

/** Puts a file under the descriptor that the log shows, or the lowest free one. @returns the descriptor */
export function install(task: Task, { recorded }: ModelCall, file: OpenFile, from = 3): number {
  const fd = recorded?.kind === 'value' ? Number(recorded.value) : task.files.lowestFree(from);
  task.mm.sys.journal.touch(task.files).set(fd, file);
  return fd;
}
