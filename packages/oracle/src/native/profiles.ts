/** The profiles of random scripts: which calls come how often, how large mappings are, and what comes before. */
import type { CallName } from './script.ts';

/** The names of the profiles. */
// prettier-ignore
export const PROFILES = [
  'vma', 'mremap', 'fork', 'fault', 'big', 'seal', 'rlimit', 'thp', 'shm', 'file', 'odd', 'aio', 'advice', 'policy', 'uffd',
  'copy',
] as const;

/**
 * - `vma`: layout only: no page is touched on purpose.
 * - `mremap`: moving, growing and shrinking.
 * - `fork`: the script goes on in a child now and then.
 * - `fault`: loads, stores, locks and advice that populate and discard.
 * - `big`: mappings of several MiB at odd lengths, many kinds of advice.
 * - `seal`: mseal.
 * - `rlimit`: RLIMIT_AS and RLIMIT_DATA are low, mappings of tens of MiB meet them.
 * - `thp`: an arena of 16 MiB under MADV_HUGEPAGE, and MADV_COLLAPSE.
 * - `shm`: System V segments, and remap_file_pages.
 * - `odd`: flags of every sort, meaningful or not.
 * - `file`: devices, secret memory, seals, holes and truncation.
 * - `aio`: rings of events, moved and taken apart; nothing is mapped over them.
 * - `advice`: all advice, also by process_madvise, and what a process sets for itself by prctl and personality.
 * - `policy`: NUMA memory policies.
 * - `uffd`: two userfaultfds that answer faults with a signal.
 * - `copy`: the kernel reads and writes memory: by read and write, through /proc/self/mem, and clear_refs.
 */
export type Profile = (typeof PROFILES)[number];

/** What makes a profile. */
export interface ProfileTraits {
  /** How often each call comes, relative to the others. */
  readonly weights: Readonly<Partial<Record<CallName, number>>>;
  /** Of a hundred mappings, how many are of `largeMiB`. */
  readonly largePercent: number;
  /** The range of large lengths, in MiB: lowest and highest. */
  readonly largeMiB: readonly [number, number];
  /** Whether addresses and lengths are mostly of 2 MiB instead of pages. */
  readonly huge: boolean;
  /** Whether mappings are mostly of devices, sealed memfds and the like. */
  readonly otherFiles: boolean;
  /** Whether flags are odd. */
  readonly oddFlags: boolean;
  /** How many userfaultfds are made first. */
  readonly userfaultfds: number;
  /** The descriptors that are mapped: 3 is a memfd, 4 a file, 5 the same file read-only. */
  readonly descriptors: readonly bigint[];
  /** Whether advice is of every kind that the kernel has. */
  readonly allAdvice: boolean;
  /** Soft and hard limits to set first, in bytes. */
  readonly limits: { readonly as: bigint; readonly data: bigint } | null;
}

const MIB = 1n << 20n;

const LAYOUT: ProfileTraits['weights'] = {
  mmap: 36,
  mprotect: 31,
  mremap: 8,
  madvise: 8,
  munmap: 6,
  munlock: 4,
  brk: 3,
  mincore: 2,
  mlock: 1,
  mlock2: 1,
};

const SMALL: Omit<ProfileTraits, 'weights'> = {
  largePercent: 0,
  largeMiB: [1, 4],
  huge: false,
  otherFiles: false,
  oddFlags: false,
  limits: null,
  userfaultfds: 0,
  descriptors: [3n, 3n, 4n, 4n, 5n],
  allAdvice: false,
};

const TRAITS: Readonly<Record<Profile, ProfileTraits>> = {
  vma: { ...SMALL, weights: LAYOUT },
  mremap: { ...SMALL, weights: { ...LAYOUT, mremap: 40, mprotect: 15, munmap: 4, load: 4, store: 4 } },
  fork: { ...SMALL, weights: { ...LAYOUT, mmap: 40, mprotect: 24, munmap: 11, store: 8, fork: 2 } },
  fault: {
    ...SMALL,
    weights: { ...LAYOUT, mmap: 26, mprotect: 12, store: 26, load: 18, madvise: 9, munlock: 4, mlock: 2, brk: 1 },
  },
  big: {
    ...SMALL,
    largePercent: 25,
    weights: { ...LAYOUT, madvise: 15, munmap: 10, mprotect: 10, store: 8, load: 3, mlock2: 3, msync: 2 },
  },
  seal: {
    ...SMALL,
    weights: { ...LAYOUT, mprotect: 16, mremap: 10, munmap: 9, store: 7, mseal: 6, load: 3, mlock: 4 },
  },
  rlimit: {
    ...SMALL,
    largePercent: 12,
    largeMiB: [4, 42],
    limits: { as: 64n * MIB, data: 24n * MIB },
    weights: { ...LAYOUT, mmap: 48, mprotect: 13, madvise: 9, store: 5, load: 3, mlock: 3 },
  },
  thp: {
    ...SMALL,
    huge: true,
    weights: {
      ...LAYOUT,
      mmap: 15,
      mprotect: 11,
      store: 38,
      load: 18,
      munmap: 6,
      madvise: 8,
      mremap: 4,
      msync: 2,
      brk: 0,
    },
  },
  shm: {
    ...SMALL,
    weights: {
      ...LAYOUT,
      ...{ mmap: 14, mprotect: 18, mremap: 9, shmat: 18, shmdt: 7, shmget: 5, shmctl: 2, remap_file_pages: 16 },
      ...{ store: 8, load: 4, mseal: 0.5 },
    },
  },
  // What is left of a ring that was destroyed loses its pages a moment later: nothing here brings any in.
  aio: {
    ...SMALL,
    weights: { io_setup: 10, io_destroy: 6, munmap: 8, mremap: 18, mprotect: 18, msync: 4, munlock: 2, mincore: 2 },
  },
  odd: {
    ...SMALL,
    oddFlags: true,
    weights: {
      ...LAYOUT,
      ...{ mmap: 40, mprotect: 20, mremap: 12, madvise: 12, mlock2: 3, msync: 3, mlockall: 0.3, munlockall: 0.6 },
      ...{ store: 6, load: 4 },
    },
  },
  file: {
    ...SMALL,
    otherFiles: true,
    weights: {
      ...LAYOUT,
      ...{ mmap: 26, mprotect: 10, mremap: 6, madvise: 8, store: 16, load: 12, msync: 1, remap_file_pages: 2 },
      ...{ memfd_create: 3, memfd_secret: 0.3, ftruncate: 7, fallocate: 9, fcntl: 7, mincore: 1 },
    },
  },
  advice: {
    ...SMALL,
    allAdvice: true,
    // What MADV_PAGEOUT does to a disk's file depends on how it was read.
    descriptors: [3n],
    weights: {
      ...{ ...LAYOUT, mmap: 28, mprotect: 18, madvise: 20, store: 10, load: 5, fetch: 1, fork: 1 },
      ...{ prctl: 6, process_madvise: 5, personality: 1, pkey_mprotect: 2 },
    },
  },
  policy: {
    ...SMALL,
    weights: {
      ...{ ...LAYOUT, mmap: 28, mprotect: 16, mremap: 12, store: 8, fork: 1 },
      ...{ mbind: 22, set_mempolicy_home_node: 4 },
    },
  },
  copy: {
    ...SMALL,
    weights: {
      ...{ ...LAYOUT, mmap: 26, mprotect: 18, mremap: 4, madvise: 6, store: 10, load: 6, fork: 1, ftruncate: 0 },
      ...{ pread64: 12, pwrite64: 16, read: 2, write: 6, lseek: 2, msync: 2 },
    },
  },
  uffd: {
    ...SMALL,
    userfaultfds: 2,
    weights: { ...LAYOUT, mmap: 26, mprotect: 16, mremap: 14, store: 10, load: 6, fetch: 1, ioctl: 24, close: 1 },
  },
};

/** The traits of a profile. */
export function traitsOf(profile: Profile): ProfileTraits {
  return TRAITS[profile];
}
