/**
 * What Linux answers, as a table. Each fact says where it comes from, and holds on every generation unless it says since when.
 * First the order of errors: calls with several things wrong, of which one is told. Then plain results.
 *
 * The arena holds three writable pages and a hole behind them, before each fact.
 */

import { MADV, MAP, MCL, MREMAP, PROT } from '../constants.ts';
import type { Release } from '../kernel.ts';
import type { Places } from './kernel-bench.ts';
import type { PlainCall } from './plain-call.ts';

/** One fact. */
export interface KernelFact {
  /** What is so, after the name of the call. */
  readonly what: string;
  /** Where the kernel decides it. */
  readonly source: string;
  /** Calls before it. */
  readonly after?: (places: Places) => readonly PlainCall[];
  readonly call: (places: Places) => PlainCall;
  /** The name of an errno, a number, a page of the arena as `page 3`, or a signal with its code. */
  readonly gives: string;
  /** Since when it holds, and what was given before. */
  readonly since?: readonly [release: Release, before: string];
  /** The arena afterwards. */
  readonly leaves?: string;
}

const { PROT_NONE, PROT_READ, PROT_WRITE, PROT_GROWSDOWN, PROT_GROWSUP } = PROT.values;
const { MAP_PRIVATE, MAP_SHARED, MAP_ANONYMOUS, MAP_FIXED, MAP_FIXED_NOREPLACE, MAP_DROPPABLE } = MAP.values;
const { MREMAP_MAYMOVE, MREMAP_FIXED, MREMAP_DONTUNMAP } = MREMAP.values;
const RW = PROT_READ | PROT_WRITE;
const ANON = MAP_PRIVATE | MAP_ANONYMOUS;
const UNKNOWN_PROT = 0x10_0000n;
const UNKNOWN_ADVICE = 999n;
const UNKNOWN_FLAG = 0x40n;
/** Rounded up to pages it is nothing. */
const WRAPS = (1n << 64n) - 1n;
const HOLE = 8;

/** The mapping that all facts begin with. */
export const beforeFacts = ({ at, size }: Places): PlainCall => ['mmap', at(0), 3n * size, RW, ANON | MAP_FIXED, -1, 0];

const SYS_MMAP = 'arch/*/kernel/sys_*.c mmap(), mm/mmap.c ksys_mmap_pgoff()';
const DO_MMAP = 'mm/mmap.c do_mmap()';
const MPROTECT = 'mm/mprotect.c do_mprotect_pkey()';
const MADVISE = 'mm/madvise.c do_madvise()';
const MLOCK = 'mm/mlock.c do_mlock(), mlock2(), mlockall()';
const MREMAP_C = 'mm/mremap.c mremap()';

/** The order of errors. */
export const ERRNO_ORDER: readonly KernelFact[] = [
  {
    what: 'mmap: an offset within a page comes before a descriptor that is not open',
    source: SYS_MMAP,
    call: ({ size }) => ['mmap', 0, size, RW, MAP_PRIVATE, 99, 1],
    gives: 'EINVAL',
  },
  {
    what: 'mmap: a descriptor that is not open comes before a length of zero',
    source: SYS_MMAP,
    call: () => ['mmap', 0, 0, RW, MAP_PRIVATE, 99, 0],
    gives: 'EBADF',
  },
  {
    what: 'mmap: a length of zero comes before a type that is missing',
    source: DO_MMAP,
    call: () => ['mmap', 0, 0, RW, MAP_ANONYMOUS, -1, 0],
    gives: 'EINVAL',
  },
  {
    what: 'mmap: a length that wraps comes before a type that is missing',
    source: DO_MMAP,
    call: () => ['mmap', 0, WRAPS, RW, MAP_ANONYMOUS, -1, 0],
    gives: 'ENOMEM',
  },
  {
    what: 'mmap: what is longer than user space comes before an address within a page',
    source: 'mm/mmap.c get_unmapped_area()',
    call: ({ end, at, size }) => ['mmap', at(0) + 1n, end + size, RW, ANON | MAP_FIXED, -1, 0],
    gives: 'ENOMEM',
  },
  {
    what: 'mmap: a place that is taken comes before a type that is missing',
    source: DO_MMAP,
    call: ({ at, size }) => ['mmap', at(0), size, RW, MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0],
    gives: 'EEXIST',
    leaves: 'www',
  },
  {
    what: 'mmap: a type that is missing leaves what is there, with MAP_FIXED too',
    source: DO_MMAP,
    call: ({ at, size }) => ['mmap', at(0), size, RW, MAP_ANONYMOUS | MAP_FIXED, -1, 0],
    gives: 'EINVAL',
    leaves: 'www',
  },
  {
    what: 'munmap: a length of zero is wrong, also where nothing is mapped',
    source: 'mm/vma.c do_vmi_munmap()',
    call: ({ at }) => ['munmap', at(HOLE), 0],
    gives: 'EINVAL',
  },
  {
    what: 'munmap: an end beyond user space is wrong, and nothing of the rest is unmapped',
    source: 'mm/vma.c do_vmi_munmap()',
    call: ({ at, end }) => ['munmap', at(0), end],
    gives: 'EINVAL',
    leaves: 'www',
  },
  {
    what: 'mprotect: growing down and up at once comes before a length of zero',
    source: MPROTECT,
    call: ({ at }) => ['mprotect', at(0), 0, PROT_GROWSDOWN | PROT_GROWSUP],
    gives: 'EINVAL',
  },
  {
    what: 'mprotect: an address within a page comes before a length of zero',
    source: MPROTECT,
    call: ({ at }) => ['mprotect', at(0) + 1n, 0, PROT_READ],
    gives: 'EINVAL',
  },
  {
    what: 'mprotect: a length of zero is done before a protection that there is not',
    source: MPROTECT,
    call: ({ at }) => ['mprotect', at(0), 0, UNKNOWN_PROT],
    gives: '0',
  },
  {
    what: 'mprotect: a length that wraps comes before a protection that there is not',
    source: MPROTECT,
    call: ({ at }) => ['mprotect', at(0), WRAPS, UNKNOWN_PROT],
    gives: 'ENOMEM',
  },
  {
    what: 'mprotect: a protection that there is not comes before a hole',
    source: MPROTECT,
    call: ({ at, size }) => ['mprotect', at(HOLE), size, UNKNOWN_PROT],
    gives: 'EINVAL',
  },
  {
    what: 'mprotect: what lies before a hole is changed although the call fails',
    source: MPROTECT,
    call: ({ at, size }) => ['mprotect', at(1), 4n * size, PROT_READ],
    gives: 'ENOMEM',
    leaves: 'w|rr',
  },
  {
    what: 'madvise: an advice that there is not comes before a length of zero',
    source: MADVISE,
    call: ({ at }) => ['madvise', at(0), 0, UNKNOWN_ADVICE],
    gives: 'EINVAL',
  },
  {
    what: 'madvise: an advice that there is not comes before a hole',
    source: MADVISE,
    call: ({ at, size }) => ['madvise', at(HOLE), size, UNKNOWN_ADVICE],
    gives: 'EINVAL',
  },
  {
    what: 'madvise: an address within a page comes before a length of zero',
    source: MADVISE,
    call: ({ at }) => ['madvise', at(0) + 1n, 0, MADV.values.MADV_NORMAL],
    gives: 'EINVAL',
  },
  {
    what: 'madvise: a length that wraps comes before a hole',
    source: MADVISE,
    call: ({ at }) => ['madvise', at(HOLE), WRAPS, MADV.values.MADV_NORMAL],
    gives: 'EINVAL',
  },
  {
    what: 'madvise: a length of zero is done, also where nothing is mapped',
    source: MADVISE,
    call: ({ at }) => ['madvise', at(HOLE), 0, MADV.values.MADV_DONTNEED],
    gives: '0',
  },
  {
    what: 'madvise: what lies behind a hole is advised although the call fails',
    source: 'mm/madvise.c madvise_walk_vmas()',
    after: ({ at, size }) => [['munmap', at(1), size]],
    call: ({ at, size }) => ['madvise', at(0), 3n * size, MADV.values.MADV_DONTFORK],
    gives: 'ENOMEM',
    leaves: 'w.w',
  },
  {
    what: 'mlock2: a flag that there is not comes before a hole',
    source: MLOCK,
    call: ({ at, size }) => ['mlock2', at(HOLE), size, UNKNOWN_FLAG],
    gives: 'EINVAL',
  },
  {
    what: 'mlock: an address within a page is rounded, and no error',
    source: MLOCK,
    call: ({ at }) => ['mlock', at(0) + 1n, 1],
    gives: '0',
    leaves: 'w|ww',
  },
  {
    what: 'mlock: a length of zero is done, also where nothing is mapped',
    source: MLOCK,
    call: ({ at }) => ['mlock', at(HOLE), 0],
    gives: '0',
  },
  {
    what: 'mlock: what lies before a hole is locked although the call fails',
    source: MLOCK,
    call: ({ at, size }) => ['mlock', at(2), 3n * size],
    gives: 'ENOMEM',
    leaves: 'ww|w',
  },
  {
    what: 'mlockall: MCL_ONFAULT alone says nothing to lock',
    source: MLOCK,
    call: () => ['mlockall', MCL.values.MCL_ONFAULT],
    gives: 'EINVAL',
  },
  { what: 'mlockall: no flag is wrong', source: MLOCK, call: () => ['mlockall', 0], gives: 'EINVAL' },
  {
    what: 'mremap: a flag that there is not comes before a hole',
    source: MREMAP_C,
    call: ({ at, size }) => ['mremap', at(HOLE), size, size, UNKNOWN_FLAG, 0],
    gives: 'EINVAL',
  },
  {
    what: 'mremap: MREMAP_FIXED without MREMAP_MAYMOVE comes before a hole',
    source: MREMAP_C,
    call: ({ at, size }) => ['mremap', at(HOLE), size, size, MREMAP_FIXED, at(20)],
    gives: 'EINVAL',
  },
  {
    what: 'mremap: MREMAP_DONTUNMAP without MREMAP_MAYMOVE comes before a hole',
    source: MREMAP_C,
    call: ({ at, size }) => ['mremap', at(HOLE), size, size, MREMAP_DONTUNMAP, 0],
    gives: 'EINVAL',
  },
  {
    what: 'mremap: an address within a page comes before a hole',
    source: MREMAP_C,
    call: ({ at, size }) => ['mremap', at(HOLE) + 1n, size, size, 0, 0],
    gives: 'EINVAL',
  },
  {
    what: 'mremap: a new length of zero comes before a hole',
    source: MREMAP_C,
    call: ({ at, size }) => ['mremap', at(HOLE), size, 0, 0, 0],
    gives: 'EINVAL',
  },
  {
    what: 'mremap: a new address within a page comes before a hole',
    source: 'mm/mremap.c check_mremap_params(); before 6.17 mremap() looked for the VMA first',
    call: ({ at, size }) => ['mremap', at(HOLE), size, size, MREMAP_MAYMOVE | MREMAP_FIXED, at(20) + 1n],
    gives: 'EINVAL',
    since: [[6, 17], 'EFAULT'],
  },
  {
    what: 'mremap: a hole is EFAULT',
    source: MREMAP_C,
    call: ({ at, size }) => ['mremap', at(HOLE), size, 2n * size, 0, 0],
    gives: 'EFAULT',
  },
  {
    what: 'mremap: a range that reaches into a hole is EFAULT, and stays',
    source: MREMAP_C,
    call: ({ at, size }) => ['mremap', at(2), 3n * size, 4n * size, MREMAP_MAYMOVE, 0],
    gives: 'EFAULT',
    leaves: 'www',
  },
  {
    what: 'mremap: what cannot grow in place and may not move is ENOMEM, and stays',
    source: MREMAP_C,
    after: ({ at, size }) => [['mmap', at(3), size, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0]],
    call: ({ at, size }) => ['mremap', at(2), size, 2n * size, 0, 0],
    gives: 'ENOMEM',
    leaves: 'www|n',
  },
  {
    what: 'mseal: was not there before 6.10',
    source: 'commit 8be7258aad44 "mseal: add mseal syscall"',
    call: ({ at, size }) => ['mseal', at(0), size, 0],
    gives: '0',
    since: [[6, 10], 'ENOSYS'],
  },
  {
    what: 'mmap: MAP_DROPPABLE was no type before 6.11',
    source: 'commit 9651fcedf7b9 "mm: add MAP_DROPPABLE"',
    call: ({ at, size }) => ['mmap', at(4), size, RW, MAP_DROPPABLE | MAP_ANONYMOUS | MAP_FIXED, -1, 0],
    gives: 'page 4',
    since: [[6, 11], 'EINVAL'],
  },
];
