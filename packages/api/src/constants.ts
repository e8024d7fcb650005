/**
 * The symbolic constants of the memory calls, as the tables that everybody shares: the script checker resolves names with
 * them, the model takes its masks from them, the printers turn numbers back into names. Values are those of the generic
 * Linux ABI that x86-64, arm64 and riscv64 share; what only one architecture has says so.
 */

import { NEIGHBOUR_FAMILIES } from './constants-neighbours.ts';

/** A family of constants that are or-ed together (or, for advice and the like, used alone). */
export interface ConstantFamily {
  readonly name: string;
  readonly values: Readonly<Record<string, bigint>>;
}

const family = <const V extends Record<string, bigint>>(name: string, values: V): { name: string; values: V } => ({
  name,
  values,
});

/** Protection of mmap(2), mprotect(2). */
export const PROT = family('PROT', {
  PROT_NONE: 0n,
  PROT_READ: 1n,
  PROT_WRITE: 2n,
  PROT_EXEC: 4n,
  PROT_SEM: 8n,
  PROT_BTI: 0x10n,
  PROT_MTE: 0x20n,
  PROT_GROWSDOWN: 0x0100_0000n,
  PROT_GROWSUP: 0x0200_0000n,
});

/** Flags of mmap(2). */
export const MAP = family('MAP', {
  MAP_FILE: 0n,
  MAP_SHARED: 0x1n,
  MAP_PRIVATE: 0x2n,
  MAP_SHARED_VALIDATE: 0x3n,
  MAP_DROPPABLE: 0x8n,
  MAP_FIXED: 0x10n,
  MAP_ANONYMOUS: 0x20n,
  MAP_ANON: 0x20n,
  MAP_32BIT: 0x40n,
  MAP_ABOVE4G: 0x80n,
  MAP_GROWSDOWN: 0x100n,
  MAP_DENYWRITE: 0x800n,
  MAP_EXECUTABLE: 0x1000n,
  MAP_LOCKED: 0x2000n,
  MAP_NORESERVE: 0x4000n,
  MAP_POPULATE: 0x8000n,
  MAP_NONBLOCK: 0x1_0000n,
  MAP_STACK: 0x2_0000n,
  MAP_HUGETLB: 0x4_0000n,
  MAP_SYNC: 0x8_0000n,
  MAP_FIXED_NOREPLACE: 0x10_0000n,
  MAP_UNINITIALIZED: 0x400_0000n,
  MAP_TYPE: 0xfn,
});

/** Flags of mremap(2). */
export const MREMAP = family('MREMAP', { MREMAP_MAYMOVE: 1n, MREMAP_FIXED: 2n, MREMAP_DONTUNMAP: 4n });

/** Advice of madvise(2). */
export const MADV = family('MADV', {
  MADV_NORMAL: 0n,
  MADV_RANDOM: 1n,
  MADV_SEQUENTIAL: 2n,
  MADV_WILLNEED: 3n,
  MADV_DONTNEED: 4n,
  MADV_FREE: 8n,
  MADV_REMOVE: 9n,
  MADV_DONTFORK: 10n,
  MADV_DOFORK: 11n,
  MADV_MERGEABLE: 12n,
  MADV_UNMERGEABLE: 13n,
  MADV_HUGEPAGE: 14n,
  MADV_NOHUGEPAGE: 15n,
  MADV_DONTDUMP: 16n,
  MADV_DODUMP: 17n,
  MADV_WIPEONFORK: 18n,
  MADV_KEEPONFORK: 19n,
  MADV_COLD: 20n,
  MADV_PAGEOUT: 21n,
  MADV_POPULATE_READ: 22n,
  MADV_POPULATE_WRITE: 23n,
  MADV_DONTNEED_LOCKED: 24n,
  MADV_COLLAPSE: 25n,
  MADV_HWPOISON: 100n,
  MADV_SOFT_OFFLINE: 101n,
  MADV_GUARD_INSTALL: 102n,
  MADV_GUARD_REMOVE: 103n,
});

/** Flags of mlock2(2). */
export const MLOCK = family('MLOCK', { MLOCK_ONFAULT: 1n });
/** Flags of mlockall(2). */
export const MCL = family('MCL', { MCL_CURRENT: 1n, MCL_FUTURE: 2n, MCL_ONFAULT: 4n });
/** Flags of msync(2). */
export const MS = family('MS', { MS_ASYNC: 1n, MS_INVALIDATE: 2n, MS_SYNC: 4n });
/** Flags of memfd_create(2). */
export const MFD = family('MFD', {
  MFD_CLOEXEC: 1n,
  MFD_ALLOW_SEALING: 2n,
  MFD_HUGETLB: 4n,
  MFD_NOEXEC_SEAL: 8n,
  MFD_EXEC: 0x10n,
});
/** Flags of shmat(2). */
export const SHM = family('SHM', { SHM_RDONLY: 0x1000n, SHM_RND: 0x2000n, SHM_REMAP: 0x4000n, SHM_EXEC: 0x8000n });
/** Keys and flags of shmget(2), and commands of shmctl(2). */
export const IPC = family('IPC', {
  IPC_PRIVATE: 0n,
  IPC_CREAT: 0o1000n,
  IPC_EXCL: 0o2000n,
  SHM_HUGETLB: 0o4000n,
  SHM_NORESERVE: 0o10000n,
  SHM_HUGE_SHIFT: 26n,
  IPC_RMID: 0n,
  IPC_SET: 1n,
  IPC_STAT: 2n,
  IPC_INFO: 3n,
  SHM_LOCK: 11n,
  SHM_UNLOCK: 12n,
  SHM_STAT: 13n,
  SHM_INFO: 14n,
  SHM_STAT_ANY: 15n,
});
/** Access rights of pkey_alloc(2); the last two are arm64's alone. */
export const PKEY = family('PKEY', {
  PKEY_DISABLE_ACCESS: 1n,
  PKEY_DISABLE_WRITE: 2n,
  PKEY_DISABLE_EXECUTE: 4n,
  PKEY_DISABLE_READ: 8n,
});

/** Flags of open(2). */
export const OPEN = family('O', {
  O_RDONLY: 0n,
  O_WRONLY: 1n,
  O_RDWR: 2n,
  O_CREAT: 0o100n,
  O_EXCL: 0o200n,
  O_NOCTTY: 0o400n,
  O_TRUNC: 0o1000n,
  O_APPEND: 0o2000n,
  O_NONBLOCK: 0o4000n,
  O_DSYNC: 0o10000n,
  O_DIRECT: 0o40000n,
  O_LARGEFILE: 0o100000n,
  O_DIRECTORY: 0o200000n,
  O_NOFOLLOW: 0o400000n,
  O_NOATIME: 0o1000000n,
  O_CLOEXEC: 0o2000000n,
  O_SYNC: 0o4010000n,
  O_PATH: 0o10000000n,
  O_TMPFILE: 0o20200000n,
});
/** The directory descriptor of openat(2). */
export const AT = family('AT', { AT_FDCWD: -100n });

/** Flags of clone(2) and clone3(2). */
export const CLONE = family('CLONE', {
  CLONE_NEWTIME: 0x80n,
  CLONE_VM: 0x100n,
  CLONE_FS: 0x200n,
  CLONE_FILES: 0x400n,
  CLONE_SIGHAND: 0x800n,
  CLONE_PIDFD: 0x1000n,
  CLONE_PTRACE: 0x2000n,
  CLONE_VFORK: 0x4000n,
  CLONE_PARENT: 0x8000n,
  CLONE_THREAD: 0x1_0000n,
  CLONE_NEWNS: 0x2_0000n,
  CLONE_SYSVSEM: 0x4_0000n,
  CLONE_SETTLS: 0x8_0000n,
  CLONE_PARENT_SETTID: 0x10_0000n,
  CLONE_CHILD_CLEARTID: 0x20_0000n,
  CLONE_DETACHED: 0x40_0000n,
  CLONE_UNTRACED: 0x80_0000n,
  CLONE_CHILD_SETTID: 0x100_0000n,
  CLONE_NEWCGROUP: 0x200_0000n,
  CLONE_NEWUTS: 0x400_0000n,
  CLONE_NEWIPC: 0x800_0000n,
  CLONE_NEWUSER: 0x1000_0000n,
  CLONE_NEWPID: 0x2000_0000n,
  CLONE_NEWNET: 0x4000_0000n,
  CLONE_IO: 0x8000_0000n,
  CLONE_CLEAR_SIGHAND: 0x1_0000_0000n,
  CLONE_INTO_CGROUP: 0x2_0000_0000n,
});

/** Commands of fcntl that matter to mappings, and the seals of a memfd. */
const FCNTL_FAMILY = family('F', {
  F_DUPFD: 0n,
  F_DUPFD_CLOEXEC: 1030n,
  F_ADD_SEALS: 1033n,
  F_GET_SEALS: 1034n,
  F_SEAL_SEAL: 1n,
  F_SEAL_SHRINK: 2n,
  F_SEAL_GROW: 4n,
  F_SEAL_WRITE: 8n,
  F_SEAL_FUTURE_WRITE: 0x10n,
  F_SEAL_EXEC: 0x20n,
});
/** The same as small numbers. */
export const FCNTL = {
  F_DUPFD: 0,
  F_DUPFD_CLOEXEC: 1030,
  F_ADD_SEALS: 1033,
  F_GET_SEALS: 1034,
  F_SEAL_SEAL: 1,
  F_SEAL_SHRINK: 2,
  F_SEAL_GROW: 4,
  F_SEAL_WRITE: 8,
  F_SEAL_FUTURE_WRITE: 0x10,
  F_SEAL_EXEC: 0x20,
} as const;

/** Offsets that a descriptor of io_uring_setup(2) is mapped at: which of its regions. */
export const IORING = {
  IORING_OFF_SQ_RING: 0n,
  IORING_OFF_CQ_RING: 0x800_0000n,
  IORING_OFF_SQES: 0x1000_0000n,
} as const;

/** Seals of a memfd: what fcntl(F_ADD_SEALS) adds. */
export const SEAL = family('F_SEAL', {
  F_SEAL_SEAL: 1n,
  F_SEAL_SHRINK: 2n,
  F_SEAL_GROW: 4n,
  F_SEAL_WRITE: 8n,
  F_SEAL_FUTURE_WRITE: 0x10n,
  F_SEAL_EXEC: 0x20n,
});

/** Modes of fallocate(2). */
export const FALLOC = family('FALLOC_FL', {
  FALLOC_FL_KEEP_SIZE: 1n,
  FALLOC_FL_PUNCH_HOLE: 2n,
  FALLOC_FL_NO_HIDE_STALE: 4n,
  FALLOC_FL_COLLAPSE_RANGE: 8n,
  FALLOC_FL_ZERO_RANGE: 16n,
  FALLOC_FL_INSERT_RANGE: 32n,
  FALLOC_FL_UNSHARE_RANGE: 64n,
  FALLOC_FL_WRITE_ZEROES: 128n,
});

/** Flags of preadv2(2) and pwritev2(2). */
export const RWF = family('RWF', {
  RWF_HIPRI: 1n,
  RWF_DSYNC: 2n,
  RWF_SYNC: 4n,
  RWF_NOWAIT: 8n,
  RWF_APPEND: 0x10n,
  RWF_NOAPPEND: 0x20n,
  RWF_ATOMIC: 0x40n,
  RWF_DONTCACHE: 0x80n,
});

/** Advice of fadvise64(2). */
export const FADV = family('POSIX_FADV', {
  POSIX_FADV_NORMAL: 0n,
  POSIX_FADV_RANDOM: 1n,
  POSIX_FADV_SEQUENTIAL: 2n,
  POSIX_FADV_WILLNEED: 3n,
  POSIX_FADV_DONTNEED: 4n,
  POSIX_FADV_NOREUSE: 5n,
});

/** Flags of sync_file_range(2). */
export const SYNC_RANGE = family('SYNC_FILE_RANGE', {
  SYNC_FILE_RANGE_WAIT_BEFORE: 1n,
  SYNC_FILE_RANGE_WRITE: 2n,
  SYNC_FILE_RANGE_WAIT_AFTER: 4n,
});

/** Signals, as `exit_signal` of clone names them. */
export const SIGNAL = family('SIG', {
  SIGHUP: 1n,
  SIGINT: 2n,
  SIGQUIT: 3n,
  SIGILL: 4n,
  SIGTRAP: 5n,
  SIGABRT: 6n,
  SIGBUS: 7n,
  SIGFPE: 8n,
  SIGKILL: 9n,
  SIGUSR1: 10n,
  SIGSEGV: 11n,
  SIGUSR2: 12n,
  SIGPIPE: 13n,
  SIGALRM: 14n,
  SIGTERM: 15n,
  SIGSTKFLT: 16n,
  SIGCHLD: 17n,
  SIGCONT: 18n,
  SIGSTOP: 19n,
  SIGTSTP: 20n,
  SIGTTIN: 21n,
  SIGTTOU: 22n,
  SIGURG: 23n,
  SIGXCPU: 24n,
  SIGXFSZ: 25n,
  SIGVTALRM: 26n,
  SIGPROF: 27n,
  SIGWINCH: 28n,
  SIGIO: 29n,
  SIGPWR: 30n,
  SIGSYS: 31n,
});

/** Operations of prctl(2) on an address space, and the bits of their arguments. */
export const PRCTL = family('PR', {
  PR_SET_KEEPCAPS: 8n,
  PR_SET_SECUREBITS: 28n,
  PR_SET_MM: 35n,
  PR_SET_NO_NEW_PRIVS: 38n,
  PR_SET_THP_DISABLE: 41n,
  PR_GET_THP_DISABLE: 42n,
  PR_SET_TAGGED_ADDR_CTRL: 55n,
  PR_SET_MDWE: 65n,
  PR_GET_MDWE: 66n,
  PR_SET_MEMORY_MERGE: 67n,
  PR_GET_MEMORY_MERGE: 68n,
  PR_SET_VMA: 0x5356_4d41n,
  PR_SET_VMA_ANON_NAME: 0n,
  PR_MDWE_REFUSE_EXEC_GAIN: 1n,
  PR_MDWE_NO_INHERIT: 2n,
  PR_THP_DISABLE_EXCEPT_ADVISED: 2n,
});

/** Capabilities by number, as capset(2) is told them: a bit each; and how it is told. */
export const CAP = family('CAP', {
  _LINUX_CAPABILITY_VERSION_1: 0x1998_0330n,
  _LINUX_CAPABILITY_VERSION_2: 0x2007_1026n,
  _LINUX_CAPABILITY_VERSION_3: 0x2008_0522n,
  CAP_CHOWN: 0n,
  CAP_DAC_OVERRIDE: 1n,
  CAP_DAC_READ_SEARCH: 2n,
  CAP_FOWNER: 3n,
  CAP_FSETID: 4n,
  CAP_KILL: 5n,
  CAP_SETGID: 6n,
  CAP_SETUID: 7n,
  CAP_SETPCAP: 8n,
  CAP_LINUX_IMMUTABLE: 9n,
  CAP_NET_BIND_SERVICE: 10n,
  CAP_NET_BROADCAST: 11n,
  CAP_NET_ADMIN: 12n,
  CAP_NET_RAW: 13n,
  CAP_IPC_LOCK: 14n,
  CAP_IPC_OWNER: 15n,
  CAP_SYS_MODULE: 16n,
  CAP_SYS_RAWIO: 17n,
  CAP_SYS_CHROOT: 18n,
  CAP_SYS_PTRACE: 19n,
  CAP_SYS_PACCT: 20n,
  CAP_SYS_ADMIN: 21n,
  CAP_SYS_BOOT: 22n,
  CAP_SYS_NICE: 23n,
  CAP_SYS_RESOURCE: 24n,
  CAP_SYS_TIME: 25n,
  CAP_SYS_TTY_CONFIG: 26n,
  CAP_MKNOD: 27n,
  CAP_LEASE: 28n,
  CAP_AUDIT_WRITE: 29n,
  CAP_AUDIT_CONTROL: 30n,
  CAP_SETFCAP: 31n,
  CAP_MAC_OVERRIDE: 32n,
  CAP_MAC_ADMIN: 33n,
  CAP_SYSLOG: 34n,
  CAP_WAKE_ALARM: 35n,
  CAP_BLOCK_SUSPEND: 36n,
  CAP_AUDIT_READ: 37n,
  CAP_PERFMON: 38n,
  CAP_BPF: 39n,
  CAP_CHECKPOINT_RESTORE: 40n,
});

/** Bits of personality(2) that decide how memory is mapped. */
export const PERSONALITY = family('personality', {
  PER_LINUX: 0n,
  ADDR_NO_RANDOMIZE: 0x4_0000n,
  MMAP_PAGE_ZERO: 0x10_0000n,
  ADDR_COMPAT_LAYOUT: 0x20_0000n,
  READ_IMPLIES_EXEC: 0x40_0000n,
  ADDR_LIMIT_32BIT: 0x80_0000n,
  ADDR_LIMIT_3GB: 0x800_0000n,
});

/** Modes of mbind(2) and its relatives, their flags, and the flags of the calls. */
export const MPOL = family('MPOL', {
  MPOL_DEFAULT: 0n,
  MPOL_PREFERRED: 1n,
  MPOL_BIND: 2n,
  MPOL_INTERLEAVE: 3n,
  MPOL_LOCAL: 4n,
  MPOL_PREFERRED_MANY: 5n,
  MPOL_WEIGHTED_INTERLEAVE: 6n,
  MPOL_F_NUMA_BALANCING: 0x2000n,
  MPOL_F_RELATIVE_NODES: 0x4000n,
  MPOL_F_STATIC_NODES: 0x8000n,
  MPOL_F_NODE: 1n,
  MPOL_F_ADDR: 2n,
  MPOL_F_MEMS_ALLOWED: 4n,
  MPOL_MF_STRICT: 1n,
  MPOL_MF_MOVE: 2n,
  MPOL_MF_MOVE_ALL: 4n,
});

/** userfaultfd(2): its flag, the ioctls, features and modes. */
export const UFFD = family('UFFD', {
  UFFD_USER_MODE_ONLY: 1n,
  UFFDIO_REGISTER: 0xc020_aa00n,
  UFFDIO_UNREGISTER: 0x8010_aa01n,
  UFFDIO_WAKE: 0x8010_aa02n,
  UFFDIO_COPY: 0xc028_aa03n,
  UFFDIO_ZEROPAGE: 0xc020_aa04n,
  UFFDIO_MOVE: 0xc028_aa05n,
  UFFDIO_WRITEPROTECT: 0xc018_aa06n,
  UFFDIO_CONTINUE: 0xc020_aa07n,
  UFFDIO_POISON: 0xc020_aa08n,
  UFFDIO_API: 0xc018_aa3fn,
  UFFDIO_REGISTER_MODE_MISSING: 1n,
  UFFDIO_REGISTER_MODE_WP: 2n,
  UFFDIO_REGISTER_MODE_MINOR: 4n,
  UFFD_FEATURE_PAGEFAULT_FLAG_WP: 1n << 0n,
  UFFD_FEATURE_EVENT_FORK: 1n << 1n,
  UFFD_FEATURE_EVENT_REMAP: 1n << 2n,
  UFFD_FEATURE_EVENT_REMOVE: 1n << 3n,
  UFFD_FEATURE_MISSING_HUGETLBFS: 1n << 4n,
  UFFD_FEATURE_MISSING_SHMEM: 1n << 5n,
  UFFD_FEATURE_EVENT_UNMAP: 1n << 6n,
  UFFD_FEATURE_SIGBUS: 1n << 7n,
  UFFD_FEATURE_THREAD_ID: 1n << 8n,
  UFFD_FEATURE_MINOR_HUGETLBFS: 1n << 9n,
  UFFD_FEATURE_MINOR_SHMEM: 1n << 10n,
  UFFD_FEATURE_EXACT_ADDRESS: 1n << 11n,
  UFFD_FEATURE_WP_HUGETLBFS_SHMEM: 1n << 12n,
  UFFD_FEATURE_WP_UNPOPULATED: 1n << 13n,
  UFFD_FEATURE_POISON: 1n << 14n,
  UFFD_FEATURE_WP_ASYNC: 1n << 15n,
  UFFD_FEATURE_MOVE: 1n << 16n,
});

/** Resources of prlimit64(2). */
export const RLIMIT = family('RLIMIT', {
  RLIMIT_CPU: 0n,
  RLIMIT_FSIZE: 1n,
  RLIMIT_DATA: 2n,
  RLIMIT_STACK: 3n,
  RLIMIT_CORE: 4n,
  RLIMIT_RSS: 5n,
  RLIMIT_NPROC: 6n,
  RLIMIT_NOFILE: 7n,
  RLIMIT_MEMLOCK: 8n,
  RLIMIT_AS: 9n,
  RLIMIT_LOCKS: 10n,
  RLIMIT_SIGPENDING: 11n,
  RLIMIT_MSGQUEUE: 12n,
  RLIMIT_NICE: 13n,
  RLIMIT_RTPRIO: 14n,
  RLIMIT_RTTIME: 15n,
});
/** `RLIM_INFINITY`: no limit. */
export const RLIM_INFINITY = 0xffff_ffff_ffff_ffffn;

const INFINITY = family('RLIM', { RLIM64_INFINITY: RLIM_INFINITY, RLIM_INFINITY });
const NULLS = family('NULL', { NULL: 0n });
/** Units that an argument of a scenario may use. `PAGE` depends on the machine and is resolved when the call runs. */
export const SIZE_UNITS = family('units', { K: 1n << 10n, M: 1n << 20n, G: 1n << 30n });

/** Every family. */
export const CONSTANT_FAMILIES: readonly ConstantFamily[] = [
  PROT,
  MAP,
  MREMAP,
  MADV,
  MLOCK,
  MCL,
  MS,
  MFD,
  SHM,
  IPC,
  PKEY,
  OPEN,
  AT,
  CLONE,
  FCNTL_FAMILY,
  FALLOC,
  RWF,
  FADV,
  SYNC_RANGE,
  SIGNAL,
  RLIMIT,
  PRCTL,
  CAP,
  PERSONALITY,
  MPOL,
  UFFD,
  INFINITY,
  NULLS,
  SIZE_UNITS,
  ...NEIGHBOUR_FAMILIES,
];

const byName: ReadonlyMap<string, bigint> = new Map(
  CONSTANT_FAMILIES.flatMap((f) => Object.entries(f.values as Record<string, bigint>)),
);

/** The value of a constant, or undefined. `MAP_HUGE_2MB` and `21<<MAP_HUGE_SHIFT` style names are sizes in bits 26 up. */
export function findConstant(name: string): bigint | undefined {
  const known = byName.get(name);
  if (known !== undefined) return known;
  const huge = /^(?:MAP|MFD)_HUGE_(\d+)(KB|MB|GB)$/.exec(name);
  if (huge === null) return undefined;
  const unit = { KB: 10, MB: 20, GB: 30 }[huge[2] as 'KB' | 'MB' | 'GB'];
  return BigInt(Math.log2(Number(huge[1])) + unit) << 26n;
}

/** Names that begin like `name`, nearest first: what an unknown constant may have meant. */
export function similarConstants(name: string): string[] {
  const prefix = name.slice(0, Math.max(name.indexOf('_') + 2, 2)).toUpperCase();
  return [...byName.keys()].filter((known) => known.startsWith(prefix)).slice(0, 4);
}

/** `PROT_READ|PROT_WRITE`, `MAP_PRIVATE|0x4000000`: a number as strace prints it. Zero is the name with value 0, or `0`. */
export function formatFlags(value: bigint, { values }: ConstantFamily): string {
  const names: string[] = [];
  let rest = value;
  for (const [name, bit] of Object.entries(values)) {
    const single = bit !== 0n && (bit & (bit - 1n)) === 0n;
    if (single && (rest & bit) !== 0n) {
      names.push(name);
      rest &= ~bit;
    }
  }
  if (rest !== 0n) names.push(`0x${rest.toString(16)}`);
  return names.join('|') || (Object.entries(values).find(([, bit]) => bit === 0n)?.[0] ?? '0');
}
