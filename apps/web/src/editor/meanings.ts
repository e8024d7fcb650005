/*
 * What the words of a script mean, in a sentence: calls with their arguments, constants with their values, errors. From the manual pages, in
 * words of our own. A constant without a sentence still has its value.
 */
import { findConstant, findErrno } from '@mm-playground/api';

/** A word and what it means. */
export interface Meaning {
  /** `mmap(addr, length, prot, flags, fd, offset)`, `PROT_READ = 0x1`. */
  readonly head: string;
  readonly text: string;
}

/** Arguments, and what the call does. */
const CALLS: Readonly<Record<string, readonly [args: string, does: string]>> = {
  mmap: ['addr, length, prot, flags, fd, offset', 'Maps a file or fresh zeroed memory; returns where.'],
  munmap: ['addr, length', 'Takes away every mapping of a range; holes in it are fine.'],
  mprotect: ['addr, length, prot', 'Changes what may be done with a range; all of it must be mapped.'],
  pkey_mprotect: ['addr, length, prot, pkey', 'mprotect that also gives the range a protection key.'],
  mremap: ['old_addr, old_size, new_size, flags, new_addr', 'Grows, shrinks or moves a mapping, page tables and all.'],
  madvise: ['addr, length, advice', 'Says how a range will be used; some advice is a command.'],
  process_madvise: ['pidfd, iovec, vlen, advice, flags', 'madvise on ranges of another process.'],
  brk: ['addr', 'Moves the end of the heap; returns where it is then.'],
  mlock: ['addr, length', 'Faults a range in and keeps it in memory.'],
  mlock2: ['addr, length, flags', 'mlock, or locking pages only as they are faulted in.'],
  munlock: ['addr, length', 'Lets go of what mlock keeps.'],
  mlockall: ['flags', 'Locks everything that is mapped, or will be.'],
  munlockall: ['', 'Unlocks everything.'],
  mseal: ['addr, length, flags', 'Seals a range: it can no longer be unmapped, moved or given other protection.'],
  msync: ['addr, length, flags', 'Writes changes of a shared file mapping back.'],
  mincore: ['addr, length, vec', 'Tells which pages are in memory.'],
  remap_file_pages: ['addr, size, prot, pgoff, flags', 'Maps another part of the same file at a place; today by mmap.'],
  fork: ['', 'Makes a child with a copy of the address space, sharing pages until one side writes.'],
  vfork: ['', 'Makes a child that uses the same address space until it executes or exits.'],
  clone: ['flags, ...', 'Makes a thread or a process: the flags say what both share.'],
  clone3: ['{flags=...}, size', 'clone with its arguments in a struct.'],
  execve: ['path, argv, envp', 'Replaces the address space with that of a program.'],
  exit: ['status', 'Ends the task.'],
  exit_group: ['status', 'Ends the process with all of its threads.'],
  memfd_create: ['name, flags', 'Makes a file that only exists in memory.'],
  memfd_secret: ['flags', 'Makes a file whose pages the kernel itself has no mapping of.'],
  shmget: ['key, size, flags', 'Finds or makes a System V segment of shared memory.'],
  shmat: ['shmid, addr, flags', 'Maps a segment of shared memory; returns where.'],
  shmdt: ['addr', 'Takes the mapping of a segment away.'],
  userfaultfd: ['flags', 'Makes a descriptor through which a program handles its own page faults.'],
  pkey_alloc: ['flags, rights', 'Takes a protection key, with these rights.'],
  pkey_free: ['pkey', 'Gives a protection key back.'],
  load: ['addr', 'The program reads the byte there: may fault a page in.'],
  store: ['addr', 'The program writes the byte there: may fault a page in, or copy one.'],
  fetch: ['addr', 'The program executes what is there.'],
  walk: ['from, to', 'A reader lists the entries of the maple tree under RCU, without a lock.'],
  maps: ['', 'A reader reads /proc/PID/maps as this kernel does.'],
  query: ['addr', 'PROCMAP_QUERY: asks for the mapping at an address (6.11 and later).'],
  gup: ['addr', 'Walks page tables without a lock, as GUP-fast does.'],
};

const CONSTANTS: Readonly<Record<string, string>> = {
  PROT_NONE: 'Nothing may be done with the pages: any access is a SIGSEGV.',
  PROT_READ: 'The pages may be read.',
  PROT_WRITE: 'The pages may be written.',
  PROT_EXEC: 'The pages may be executed.',
  PROT_BTI: 'arm64: indirect branches may only land on marked instructions.',
  PROT_MTE: 'arm64: the pages carry memory tags.',
  PROT_GROWSDOWN: 'mprotect: down to the beginning of a mapping that grows downwards.',
  PROT_GROWSUP: 'mprotect: up to the end of a mapping that grows upwards.',
  MAP_SHARED: 'Writes go to the file, and everybody who maps it sees them.',
  MAP_PRIVATE: 'Writes stay with this address space: the first one to a page copies it.',
  MAP_SHARED_VALIDATE: 'MAP_SHARED that refuses flags which it does not know.',
  MAP_DROPPABLE: 'Memory that the kernel may drop under pressure; it then reads as zeroes.',
  MAP_FIXED: 'Exactly at this address: what lies there is unmapped first.',
  MAP_FIXED_NOREPLACE: 'Exactly at this address, or EEXIST where something lies there.',
  MAP_ANONYMOUS: 'Backed by no file: the pages begin as zeroes.',
  MAP_ANON: 'Another name of MAP_ANONYMOUS.',
  MAP_32BIT: 'x86-64: below 2 GiB.',
  MAP_GROWSDOWN: 'A stack: it grows downwards when what lies just below is touched.',
  MAP_LOCKED: 'Locked in memory, as by mlock.',
  MAP_NORESERVE: 'Not charged for overcommit, where the mode allows that.',
  MAP_POPULATE: 'Faulted in before the call returns.',
  MAP_NONBLOCK: 'With MAP_POPULATE: nothing is faulted in.',
  MAP_STACK: 'For a stack; Linux keeps huge pages out of it from 6.7 on.',
  MAP_HUGETLB: 'Backed by pages of the hugetlb pool.',
  MAP_SYNC: 'DAX: what is written is durable once it is mapped.',
  MAP_DENYWRITE: 'Ignored.',
  MAP_EXECUTABLE: 'Ignored.',
  MAP_FILE: 'Zero: a mapping of a file is the usual case.',
  MREMAP_MAYMOVE: 'The mapping may move where it cannot grow in place.',
  MREMAP_FIXED: 'To exactly this address: what lies there is unmapped first.',
  MREMAP_DONTUNMAP: 'The old range stays mapped, empty.',
  MADV_NORMAL: 'No special use: the default read-ahead.',
  MADV_RANDOM: 'Reads jump about: no read-ahead.',
  MADV_SEQUENTIAL: 'Reads go through once: much read-ahead.',
  MADV_WILLNEED: 'Will be needed soon: read ahead now.',
  MADV_DONTNEED: 'Drops the pages at once; private anonymous memory reads as zeroes afterwards.',
  MADV_DONTNEED_LOCKED: 'MADV_DONTNEED that drops locked pages, too.',
  MADV_FREE: 'Anonymous pages may be dropped when memory is short, unless they are written before.',
  MADV_REMOVE: 'Punches a hole into the file behind a shared mapping.',
  MADV_DONTFORK: 'A child of fork does not get the range.',
  MADV_DOFORK: 'Undoes MADV_DONTFORK.',
  MADV_WIPEONFORK: 'A child of fork gets the range full of zeroes.',
  MADV_KEEPONFORK: 'Undoes MADV_WIPEONFORK.',
  MADV_MERGEABLE: 'KSM may merge pages with equal contents.',
  MADV_UNMERGEABLE: 'Undoes MADV_MERGEABLE, and unmerges.',
  MADV_HUGEPAGE: 'Huge pages are wanted here.',
  MADV_NOHUGEPAGE: 'No huge pages here.',
  MADV_COLLAPSE: 'Makes huge pages of the range now.',
  MADV_DONTDUMP: 'Left out of core dumps.',
  MADV_DODUMP: 'Undoes MADV_DONTDUMP.',
  MADV_COLD: 'The pages are reclaimed before others.',
  MADV_PAGEOUT: 'The pages are reclaimed now.',
  MADV_POPULATE_READ: 'Faults the range in as if it were read.',
  MADV_POPULATE_WRITE: 'Faults the range in as if it were written.',
  MADV_GUARD_INSTALL: 'Makes pages guard pages: touching one is a SIGSEGV, without a VMA of their own.',
  MADV_GUARD_REMOVE: 'Takes guard pages away.',
  MADV_HWPOISON: 'Treats the pages as broken memory.',
  MADV_SOFT_OFFLINE: 'Moves the contents elsewhere and takes the frames out of use.',
  MLOCK_ONFAULT: 'Locks pages as they are faulted in, and faults none in itself.',
  MCL_CURRENT: 'Locks what is mapped now.',
  MCL_FUTURE: 'Locks what will be mapped.',
  MCL_ONFAULT: 'Locks pages only as they are faulted in.',
  MS_ASYNC: 'Does not wait; Linux has nothing to do then.',
  MS_SYNC: 'Waits until everything is written.',
  MS_INVALIDATE: 'EBUSY where something is locked.',
  MFD_CLOEXEC: 'Closed by execve.',
  MFD_ALLOW_SEALING: 'Seals may be added.',
  MFD_HUGETLB: 'Made of pages of the hugetlb pool.',
  MFD_NOEXEC_SEAL: 'Not executable, and sealed to stay so.',
  MFD_EXEC: 'Executable.',
  O_RDONLY: 'For reading: a shared mapping of it cannot be written.',
  O_WRONLY: 'For writing: it cannot be mapped at all.',
  O_RDWR: 'For reading and writing.',
  O_CREAT: 'Made where it is not there.',
  O_TRUNC: 'Cut to nothing.',
  O_PATH: 'A place in the file system only: it cannot be mapped.',
  O_CLOEXEC: 'Closed by execve.',
  AT_FDCWD: 'From the working directory.',
  CLONE_VM: 'Both use the same address space.',
  CLONE_THREAD: 'A thread of the same process.',
  CLONE_VFORK: 'The parent waits until the child executes or exits.',
  CLONE_FILES: 'Both use the same descriptors.',
  RLIMIT_AS: 'Bytes that may be mapped.',
  RLIMIT_DATA: 'Bytes of private writable memory.',
  RLIMIT_STACK: 'How far a stack grows; also decides where mappings begin.',
  RLIMIT_MEMLOCK: 'Bytes that may be locked.',
  PKEY_DISABLE_ACCESS: 'No access through this key.',
  PKEY_DISABLE_WRITE: 'No writes through this key.',
  PAGE: 'Bytes of a page on this architecture.',
  K: '1024.',
  M: '1024 K.',
  G: '1024 M.',
  NULL: 'Zero: wherever the kernel likes.',
};

/** What a call does; null for one that we say nothing of. */
export function meaningOfCall(name: string): Meaning | null {
  const [args, does] = CALLS[name] ?? [];
  return args === undefined || does === undefined ? null : { head: `${name}(${args})`, text: does };
}

/** What a word in capitals means; null where it is no constant. */
export function meaningOfConstant(name: string): Meaning | null {
  const errno = findErrno(name);
  if (errno !== undefined) return { head: `${errno.name} (${errno.code})`, text: errno.text };
  const text = CONSTANTS[name] ?? '';
  const value = findConstant(name);
  if (value === undefined) return text === '' ? null : { head: name, text };
  return { head: `${name} = ${value < 0n ? value : `0x${value.toString(16)}`}`, text };
}
