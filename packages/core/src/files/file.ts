/**
 * Files as far as an address space cares: an inode (what the pages belong to), an open file (what a VMA points to; two opens
 * of one path are two of them, and their mappings never merge) and a table of descriptors.
 */

import { ENODEV, type Errno } from '@mm-playground/api';
import type { DriverKind } from './driver.ts';
import type { Journaled } from '../journal/journal.ts';
import type { UserfaultCtx } from '../syscalls/userfaultfd/userfaultfd.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { Task } from '../machine/task.ts';
import type { PageFrame } from '../memory/page-frame.ts';
import type { VmArea } from '../vma/vm-area.ts';

/** What kind of file it is; decides alignment of large mappings, fault behaviour and which counter its pages go to. */
export type InodeKind =
  /** A regular file on a file system that aligns large mappings for huge pages (ext4, xfs, btrfs). */
  | 'regular'
  /** A file in shared memory: tmpfs, memfd, MAP_SHARED|MAP_ANONYMOUS, System V segments. */
  | 'shmem'
  /** /dev/zero: private mappings are anonymous memory, shared ones a new file in shared memory each. */
  | 'zero'
  /** memfd_secret: memory that is always locked and that nobody but its user can reach. */
  | 'secret'
  /** The ring of an io_setup context. */
  | 'aio'
  /** What io_uring_setup makes: rings that the kernel maps itself. */
  | 'io_uring'
  /** A file of hugetlbfs. */
  | 'hugetlb'
  /** A device or another file whose mappings are its driver's affair: not modelled. */
  | 'device'
  /** Cannot be mapped: a directory, pipe, ... */
  | 'unmappable'
  /** Is asked to map, and refuses: a socket. What it was to replace is gone by then. */
  | 'refusing';

/** What {@link Inode} is made of. */
export interface InodeInit {
  readonly kind: InodeKind;
  readonly size: bigint | null;
  readonly thpAligned?: boolean;
  readonly seals?: number;
  readonly executable?: boolean;
  readonly noexec?: boolean;
  readonly refusal?: Errno;
  readonly hugePages?: number;
  readonly onTmpfs?: boolean;
}

/** An inode with its page cache. */
export class Inode implements Journaled {
  epoch = 0;
  readonly id: number;
  kind: InodeKind;
  /** Size in bytes, or null where nothing told it. Bounds accesses (SIGBUS), not mappings. */
  size: bigint | null;
  /** Whether its file system aligns large mappings to PMD size by itself. */
  readonly thpAligned: boolean;
  /** F_SEAL_* of a memfd. */
  seals: number;
  /** Whether its mode says that it may be executed; only asked of a memfd. */
  readonly executable: boolean;
  /** Whether it lies on a mount that forbids execution. */
  noexec: boolean;
  /** What a refusing file says. */
  readonly refusal: Errno;
  /** Pages of one page of a file of hugetlbfs; 1 for others. */
  readonly hugePages: number;
  /** In shared memory, on a tmpfs that somebody mounted. */
  readonly onTmpfs: boolean;
  /** No path leads to it any more: /proc shows its path with `(deleted)`. */
  deleted = false;
  /** A driver of a scenario that stands behind it. */
  driver: DriverKind | null = null;
  /** The page cache: frames by page offset. Changed through the memory's journaled records only. */
  readonly pages: Map<number, PageFrame> = new Map();
  /** i_mmap: its mappings, by number. Changed by `memory/i-mmap.ts` only. */
  readonly mappings: Map<number, VmArea> = new Map();
  /** Who goes through {@link mappings} now. */
  mappingsReaders = 0;

  constructor(id: number, init: InodeInit) {
    const {
      kind,
      size,
      thpAligned = false,
      seals = 0,
      executable = false,
      noexec = false,
      refusal = ENODEV,
      hugePages = 1,
      onTmpfs = false,
    } = init;
    this.id = id;
    this.kind = kind;
    this.size = size;
    this.thpAligned = thpAligned;
    this.seals = seals;
    this.executable = executable;
    this.noexec = noexec;
    this.refusal = refusal;
    this.hugePages = hugePages;
    this.onTmpfs = onTmpfs;
  }

  describe(): string {
    return `inode#${this.id}`;
  }
}

/** How a file is open. */
export type OpenMode =
  | 'rdonly'
  | 'wronly'
  | 'rdwr'
  /** O_PATH: a name, with which nothing can be done here. */
  | 'path';

/** A file of /proc/PID that works on an address space: that which its task had when it was opened (`mem`), or has (`clear_refs`). */
export interface ProcPidFile {
  readonly name: 'mem' | 'clear_refs';
  readonly owner: Task;
  readonly mm: MmStruct;
}

const NO_REGIONS: ReadonlyMap<string, number> = new Map();

/** struct file. */
export class OpenFile implements Journaled {
  epoch = 0;
  readonly id: number;
  readonly inode: Inode;
  /** As /proc/PID/maps shows it: `/memfd:alpha (deleted)`. */
  path: string;
  mode: OpenMode;
  /** Where it is a userfaultfd. */
  userfault: UserfaultCtx | null = null;
  /** Where it is an io_uring: pages of its regions that are known, by their names. Replaced, never changed. */
  regions: ReadonlyMap<string, number> = NO_REGIONS;
  /** Where it is a pidfd: whose. */
  pid: string | null = null;
  /** Where it is a file of /proc/PID that works on an address space. */
  procPid: ProcPidFile | null = null;
  /** Where read() and write() go on, in bytes: f_pos. */
  position = 0n;
  /** O_APPEND: what is written goes to the end of the file, wherever that is. */
  appends = false;
  /** POSIX_FADV_SEQUENTIAL: faults read twice as far ahead. */
  isSequential = false;
  /** O_DSYNC: what is written is written back at once. */
  syncs = false;
  /** Whether the mode is a guess: the file was opened before the log began. */
  assumed: boolean;
  /** Made by shmat for one attachment of a System V segment. */
  isAttachment = false;

  constructor(id: number, inode: Inode, path: string, mode: OpenMode, assumed: boolean) {
    this.id = id;
    this.inode = inode;
    this.path = path;
    this.mode = mode;
    this.assumed = assumed;
  }

  get readable(): boolean {
    return this.mode === 'rdonly' || this.mode === 'rdwr';
  }

  get writable(): boolean {
    return this.mode === 'wronly' || this.mode === 'rdwr';
  }

  /** The path as /proc/PID/maps shows it. */
  get shownPath(): string {
    return this.inode.deleted ? `${this.path} (deleted)` : this.path;
  }

  describe(): string {
    return `file#${this.id} ${this.path}`;
  }
}

/** Whether a file has contents that stay, pages in the cache, and a size: one on a disk, or in shared memory. */
export const isStored = ({ inode: { kind } }: OpenFile): boolean => kind === 'regular' || kind === 'shmem';

/** The files that paths lead to. */
export class FileSystem implements Journaled {
  epoch = 0;
  /** Replaced as a whole, never changed. */
  inodes: ReadonlyMap<string, Inode> = new Map();

  describe(): string {
    return 'files by path';
  }
}

/** The descriptors of a thread group (or of whoever shares them by CLONE_FILES). */
export class FileTable implements Journaled {
  epoch = 0;
  /** Replaced as a whole, never changed. */
  files: ReadonlyMap<number, OpenFile> = new Map();

  get(fd: number): OpenFile | undefined {
    return this.files.get(fd);
  }

  /** The table with one descriptor changed; the caller has touched this object. */
  set(fd: number, file: OpenFile | null): void {
    const files = new Map(this.files);
    if (file === null) files.delete(fd);
    else files.set(fd, file);
    this.files = files;
  }

  /** The lowest free descriptor, not below `from`. */
  lowestFree(from = 0): number {
    let fd = from;
    while (this.files.has(fd)) fd++;
    return fd;
  }

  describe(): string {
    return 'files';
  }
}
