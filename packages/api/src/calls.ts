/**
 * Which system calls touch an address space, by name. A call that is listed here and that the model does not have stops a
 * replay loudly; one that is not listed cannot change what the model predicts, and is carried along and shown.
 */

import { PRCTL } from './constants.ts';
import { fieldOf, type ArgValue } from './value.ts';

/** How a call matters to the model. */
export type CallKind =
  /** Changes or reads VMAs, page tables or limits of the caller. */
  | 'memory'
  /** Makes, replaces or ends tasks, tells their numbers, or changes what they are allowed. */
  | 'process'
  /** Makes, changes or ends what a descriptor means; only matters because mmap takes descriptors. */
  | 'file'
  /** Not a system call: an access of the program or a reader of a race. */
  | 'pseudo';

const KINDS: Readonly<Record<CallKind, readonly string[]>> = {
  memory: (
    'brk mmap mmap2 old_mmap munmap mprotect pkey_mprotect pkey_alloc pkey_free mremap madvise process_madvise ' +
    'mlock mlock2 munlock mlockall munlockall mseal msync mincore remap_file_pages shmget shmat shmdt shmctl map_shadow_stack ' +
    'mbind set_mempolicy get_mempolicy set_mempolicy_home_node userfaultfd io_setup io_destroy ' +
    'prlimit64 setrlimit getrlimit prctl arch_prctl personality process_vm_readv process_vm_writev process_mrelease memfd_secret ' +
    'vmsplice io_uring_register move_pages migrate_pages swapon swapoff'
  ).split(' '),
  process: 'clone clone3 fork vfork execve execveat exit exit_group getpid setuid setreuid setresuid capset'.split(' '),
  file: (
    'open openat openat2 creat close close_range dup dup2 dup3 memfd_create pidfd_open ftruncate ftruncate64 truncate fallocate ' +
    'fcntl fcntl64 unlink unlinkat rename renameat renameat2'
  ).split(' '),
  pseudo: 'load store fetch walk maps query gup'.split(' '),
};

const kinds = new Map<string, CallKind>(
  Object.entries(KINDS).flatMap(([kind, names]) => names.map((name): [string, CallKind] => [name, kind as CallKind])),
);

/** What sort of call this is, or undefined for one that the model need not know. */
export const callKind = (name: string): CallKind | undefined => kinds.get(name);

/** Which of a call's operations touch an address space, and which argument says the operation. */
interface Operations {
  readonly argument: number;
  readonly onMemory: (operation: bigint) => boolean;
}

const P = PRCTL.values;
const MEMORY_PRCTLS: ReadonlySet<bigint> = new Set([
  ...[P.PR_SET_VMA, P.PR_SET_MM, P.PR_SET_THP_DISABLE, P.PR_GET_THP_DISABLE, P.PR_SET_TAGGED_ADDR_CTRL],
  ...[P.PR_SET_MDWE, P.PR_GET_MDWE, P.PR_SET_MEMORY_MERGE, P.PR_GET_MEMORY_MERGE],
  ...[P.PR_SET_KEEPCAPS, P.PR_SET_SECUREBITS, P.PR_SET_NO_NEW_PRIVS],
]);
/** IORING_REGISTER_BUFFERS, _BUFFERS2 and _BUFFERS_UPDATE: they pin pages. */
const BUFFER_REGISTRATIONS: ReadonlySet<bigint> = new Set([0n, 15n, 16n]);
/** personality(2) that only asks. */
const PERSONALITY_QUERY = 0xffff_ffffn;

/** Calls with many operations. Those that touch no address space are carried along. */
const MEMORY_OPERATIONS: ReadonlyMap<string, Operations> = new Map<string, Operations>([
  ['prctl', { argument: 0, onMemory: (operation) => MEMORY_PRCTLS.has(operation) }],
  // ARCH_MAP_VDSO_*, ARCH_SHSTK_*
  ['arch_prctl', { argument: 0, onMemory: (operation) => operation >> 12n === 2n || operation >> 12n === 5n }],
  ['io_uring_register', { argument: 1, onMemory: (operation) => BUFFER_REGISTRATIONS.has(operation) }],
  ['personality', { argument: 0, onMemory: (operation) => operation !== PERSONALITY_QUERY }],
]);

/**
 * UFFDIO_*. Other operations of ioctl(2) are as many as there are drivers, and printed in as many ways: as a call it has no kind.
 */
const isUserfaultfdOperation = (operation: ArgValue | undefined): boolean =>
  operation?.kind === 'int' && ((operation.value >> 8n) & 0xffn) === 0xaan;

/** Files that reading or writing works on an address space through, as strace shows them behind a descriptor. */
const MEMORY_FILE = /^\/proc\/(?:\d+|self|thread-self)\/(?:task\/\d+\/)?(?:mem|clear_refs)$/;

/** What can be mapped, and is as large as what was written to it: files on a disk and in shared memory. */
const STORED_FILE = /^\/(?!dev\/(?!shm\/)|proc\/|sys\/)/;

/** Calls that copy between the program and a file. */
const COPIES = 'read write pread64 pwrite64 readv writev preadv pwritev preadv2 pwritev2'.split(' ');
/** Calls that copy from a file to another one: the places of the two descriptors. */
const BETWEEN_FILES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['sendfile', [1, 0]],
  ['sendfile64', [1, 0]],
  ['copy_file_range', [0, 2]],
  ['splice', [0, 2]],
]);
/** Calls that say where in a file the next copy begins, bring its pages in, or write them back. */
const ON_A_FILE = 'lseek readahead fadvise64 posix_fadvise fsync fdatasync sync_file_range syncfs'.split(' ');

/**
 * Calls that change how large files are, and which pages of them are in memory. They are made on everything that a descriptor can be, and
 * printed in as many ways: as calls they have no kind.
 */
export const TRANSFER_CALLS: readonly string[] = [...COPIES, ...BETWEEN_FILES.keys(), ...ON_A_FILE, 'sync'];
const transfers: ReadonlySet<string> = new Set(TRANSFER_CALLS);

/** Standard input, output and error: open before anything is called. */
const LAST_STANDARD = 2n;

/** Whether a descriptor may be of a file that can be mapped; what one is that a log does not explain, only the model knows. */
function mayBeStored(file: ArgValue | undefined): boolean {
  if (file?.kind === 'fd') return STORED_FILE.test(file.path) || MEMORY_FILE.test(file.path);
  return file?.kind !== 'int' || file.value > LAST_STANDARD;
}

/** Whether a log shows what a buffer holds, and not where it is; of an array of buffers, of any. */
export function showsContents(buffer: ArgValue | undefined): boolean {
  if (buffer?.kind !== 'array') return buffer?.kind === 'string';
  return buffer.items.some((item) => fieldOf(item, 'iov_base')?.kind === 'string');
}

/** Whether a call on files changes one that can be mapped, is to memory itself, or shows where in memory it copies to or from. */
function isOnMemory(name: string, args: readonly ArgValue[]): boolean {
  const ends = BETWEEN_FILES.get(name);
  if (ends !== undefined) return ends.some((at) => mayBeStored(args[at]));
  if (COPIES.includes(name) && !showsContents(args[1])) return true;
  return name === 'sync' || mayBeStored(args[0]);
}

/** Whether the model must know this very call: {@link callKind}, and for calls with many operations the operation. */
export function concernsModel({ name, args }: { readonly name: string; readonly args: readonly ArgValue[] }): boolean {
  if (name === 'ioctl') return isUserfaultfdOperation(args[1]);
  if (transfers.has(name)) return isOnMemory(name, args);
  if (callKind(name) === undefined) return false;
  const operations = MEMORY_OPERATIONS.get(name);
  if (operations === undefined) return true;
  const operation = args[operations.argument];
  return operation?.kind === 'int' && operations.onMemory(BigInt.asUintN(32, operation.value));
}

/** Names of all calls of a kind. */
export const callsOfKind = (kind: CallKind): readonly string[] => KINDS[kind];
