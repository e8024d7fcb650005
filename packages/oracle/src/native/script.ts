/**
 * A script of memory calls as data: what the generator makes, the native runner performs and a shrinker cuts down. An
 * address may refer to the result of an earlier call, so that a script made before it runs can use addresses that only the
 * kernel knows; where the earlier call failed or was cut out, the arena stands in.
 */

/** The calls that a script may hold: system calls by name, and the pseudo-calls of captures. */
export type CallName =
  | 'mmap'
  | 'munmap'
  | 'mprotect'
  | 'mremap'
  | 'madvise'
  | 'brk'
  | 'mlock'
  | 'mlock2'
  | 'munlock'
  | 'mlockall'
  | 'munlockall'
  | 'msync'
  | 'mincore'
  | 'mseal'
  | 'prctl'
  | 'personality'
  | 'process_madvise'
  | 'mbind'
  | 'set_mempolicy_home_node'
  | 'pkey_mprotect'
  | 'userfaultfd'
  | 'ioctl'
  | 'close'
  | 'prlimit64'
  | 'memfd_create'
  | 'openat'
  | 'ftruncate'
  | 'unlink'
  | 'memfd_secret'
  | 'fallocate'
  | 'fcntl'
  | 'io_setup'
  | 'io_destroy'
  | 'shmget'
  | 'shmat'
  | 'shmdt'
  | 'shmctl'
  | 'remap_file_pages'
  | 'read'
  | 'write'
  | 'pread64'
  | 'pwrite64'
  | 'lseek'
  | 'load'
  | 'store'
  | 'fetch'
  | 'fork';

/** The result of the call with this id, plus an offset in bytes. */
export interface Reference {
  readonly call: number;
  readonly offset: bigint;
  /**
   * The result is no address (an id): where the call failed, minus its errno stands for it, and -1 where it was cut out; the
   * arena does not.
   */
  readonly asIs?: true;
}

/** A name: of a memfd, or of the script's one file, whose path is chosen when the script runs. */
export type Text = { readonly text: string } | { readonly text: 'file'; readonly isPath: true };

/** An argument of a call: a machine word, a reference, or a name. */
export type Argument = bigint | Reference | Text;

/** One call of a script. */
export interface ScriptCall {
  /** Differs from those of all other calls of the script, is above 0, and stays when other calls are cut out. */
  readonly id: number;
  readonly name: CallName;
  /**
   * As the system call takes them; `prlimit64` takes resource, soft and hard limit, `mincore` address and length,
   * `process_madvise` descriptor, advice, flags and then each range, `ioctl` the numbers of its struct, and a mask of nodes is
   * its first word.
   */
  readonly args: readonly Argument[];
}

/** A script for one process. */
export interface NativeScript {
  /** Bytes. */
  readonly pageSize: number;
  /** What prepares files, limits and the arena: performed and recorded, but without checkpoints. */
  readonly setup: readonly ScriptCall[];
  /** What is under test. */
  readonly calls: readonly ScriptCall[];
}

/** Where the arena of a script begins: far from everything that a static program or the kernel places. */
export const ARENA_START = 0x1000_0000n;
/** How many pages the arena has. */
export const ARENA_PAGES = 32;

export function isReference(argument: Argument): argument is Reference {
  return typeof argument === 'object' && 'call' in argument;
}

/** The value of an argument, given the results so far: by call id, failures below 0. */
export function resolveArgument(argument: bigint | Reference, results: ReadonlyMap<number, bigint>): bigint {
  if (typeof argument === 'bigint') return argument;
  const base = results.get(argument.call) ?? -1n;
  if (argument.asIs === true) return base;
  return (base > 0n ? base : ARENA_START) + argument.offset;
}
