/**
 * Which system calls touch an address space, by name. A call that is listed here and that the model does not have stops a
 * replay loudly; one that is not listed cannot change what the model predicts, and is carried along and shown.
 */

/** How a call matters to the model. */
export type CallKind =
  /** Changes or reads VMAs, page tables or limits of the caller. */
  | 'memory'
  /** Makes, replaces or ends tasks. */
  | 'process'
  /** Makes, changes or ends what a descriptor means; only matters because mmap takes descriptors. */
  | 'file'
  /** Not a system call: an access of the program or a reader of a race. */
  | 'pseudo';

const KINDS: Readonly<Record<CallKind, readonly string[]>> = {
  memory: (
    'brk mmap mmap2 old_mmap munmap mprotect pkey_mprotect pkey_alloc pkey_free mremap madvise process_madvise ' +
    'mlock mlock2 munlock mlockall munlockall mseal msync mincore remap_file_pages shmat shmdt map_shadow_stack ' +
    'mbind set_mempolicy set_mempolicy_home_node migrate_pages move_pages userfaultfd io_setup io_destroy ' +
    'prlimit64 setrlimit getrlimit prctl arch_prctl personality process_vm_writev process_mrelease memfd_secret'
  ).split(' '),
  process: 'clone clone3 fork vfork execve execveat exit exit_group'.split(' '),
  file: (
    'open openat openat2 creat close close_range dup dup2 dup3 memfd_create ftruncate ftruncate64 truncate fallocate ' +
    'fcntl fcntl64 unlink unlinkat rename renameat renameat2'
  ).split(' '),
  pseudo: 'load store fetch walk maps query gup'.split(' '),
};

const kinds = new Map<string, CallKind>(
  Object.entries(KINDS).flatMap(([kind, names]) => names.map((name): [string, CallKind] => [name, kind as CallKind])),
);

/** What sort of call this is, or undefined for one that the model need not know. */
export const callKind = (name: string): CallKind | undefined => kinds.get(name);

/** Names of all calls of a kind. */
export const callsOfKind = (kind: CallKind): readonly string[] => KINDS[kind];
