/** Plain results, as {@link KernelFact}s: what calls do where nothing is wrong. */

import { MADV, MAP, MREMAP, PROT } from '../constants.ts';
import type { KernelFact } from './kernel-facts.ts';

const { PROT_NONE, PROT_READ, PROT_WRITE } = PROT.values;
const { MAP_PRIVATE, MAP_SHARED, MAP_ANONYMOUS, MAP_FIXED, MAP_FIXED_NOREPLACE } = MAP.values;
const { MREMAP_MAYMOVE, MREMAP_FIXED } = MREMAP.values;
const RW = PROT_READ | PROT_WRITE;
const FIXED = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
const MAN = 'man 2';
const FAULT = 'mm/memory.c handle_mm_fault(), arch/*/mm/fault.c';

/** What calls give and leave. */
export const RESULTS: readonly KernelFact[] = [
  {
    what: 'mmap: MAP_FIXED takes the place of what is there',
    source: `${MAN} mmap`,
    call: ({ at, size }) => ['mmap', at(1), size, PROT_READ, FIXED, -1, 0],
    gives: 'page 1',
    leaves: 'w|r|w',
  },
  {
    what: 'mmap: anonymous memory that fits its neighbour merges with it',
    source: 'mm/vma.c vma_merge_new_range()',
    call: ({ at, size }) => ['mmap', at(3), 2n * size, RW, FIXED, -1, 0],
    gives: 'page 3',
    leaves: 'wwwww',
  },
  {
    what: 'mmap: shared memory does not merge with private memory',
    source: 'mm/vma.c can_vma_merge_after()',
    call: ({ at, size }) => ['mmap', at(3), size, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0],
    gives: 'page 3',
    leaves: 'www|w',
  },
  {
    what: 'mmap: a hint that is free is taken',
    source: 'mm/mmap.c generic_get_unmapped_area_topdown()',
    call: ({ at, size }) => ['mmap', at(5), size, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0],
    gives: 'page 5',
    leaves: 'www..w',
  },
  {
    what: 'mmap: MAP_FIXED_NOREPLACE takes what is free',
    source: `${MAN} mmap`,
    call: ({ at, size }) => ['mmap', at(3), size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0],
    gives: 'page 3',
    leaves: 'www|r',
  },
  {
    what: 'munmap: the middle of a mapping makes two of it',
    source: `${MAN} munmap`,
    call: ({ at, size }) => ['munmap', at(1), size],
    gives: '0',
    leaves: 'w.w',
  },
  {
    what: 'munmap: a length is rounded up to pages',
    source: `${MAN} munmap`,
    call: ({ at }) => ['munmap', at(2), 1],
    gives: '0',
    leaves: 'ww',
  },
  {
    what: 'munmap: where nothing is mapped is no error',
    source: `${MAN} munmap`,
    call: ({ at, size }) => ['munmap', at(8), size],
    gives: '0',
    leaves: 'www',
  },
  {
    what: 'mprotect: a part is cut out of its mapping',
    source: `${MAN} mprotect`,
    call: ({ at, size }) => ['mprotect', at(1), size, PROT_READ],
    gives: '0',
    leaves: 'w|r|w',
  },
  {
    what: 'mprotect: what is alike again is one mapping again',
    source: 'mm/vma.c vma_merge_existing_range()',
    after: ({ at, size }) => [['mprotect', at(1), size, PROT_READ]],
    call: ({ at, size }) => ['mprotect', at(1), size, RW],
    gives: '0',
    leaves: 'www',
  },
  {
    what: 'mremap: grows in place where there is room',
    source: `${MAN} mremap`,
    call: ({ at, size }) => ['mremap', at(0), 3n * size, 5n * size, 0, 0],
    gives: 'page 0',
    leaves: 'wwwww',
  },
  {
    what: 'mremap: shrinks in place',
    source: `${MAN} mremap`,
    call: ({ at, size }) => ['mremap', at(0), 3n * size, size, 0, 0],
    gives: 'page 0',
    leaves: 'w',
  },
  {
    what: 'mremap: MREMAP_FIXED moves, and takes the place of what is there',
    source: `${MAN} mremap`,
    after: ({ at, size }) => [['mmap', at(6), size, PROT_READ, FIXED, -1, 0]],
    call: ({ at, size }) => ['mremap', at(0), size, size, MREMAP_MAYMOVE | MREMAP_FIXED, at(6)],
    gives: 'page 6',
    leaves: '.ww...w',
  },
  {
    what: 'madvise: MADV_DONTNEED keeps the mapping',
    source: `${MAN} madvise`,
    after: ({ at }) => [['store', at(0)]],
    call: ({ at, size }) => ['madvise', at(0), 3n * size, MADV.values.MADV_DONTNEED],
    gives: '0',
    leaves: 'www',
  },
  {
    what: 'mlock: a part is cut out of its mapping, and munlock joins it again',
    source: `${MAN} mlock`,
    after: ({ at, size }) => [
      ['store', at(0)],
      ['mlock', at(1), size],
    ],
    call: ({ at, size }) => ['munlock', at(1), size],
    gives: '0',
    leaves: 'www',
  },
  {
    what: 'brk: what cannot be gives the old break and no error',
    source: 'mm/mmap.c brk()',
    after: () => [['brk', 0]],
    call: ({ end }) => ['brk', end],
    gives: 'break',
  },
  { what: 'brk: zero asks for the break', source: 'mm/mmap.c brk()', call: () => ['brk', 0], gives: 'break' },
  { what: 'a store into writable memory is done', source: FAULT, call: ({ at }) => ['store', at(0)], gives: '0' },
  {
    what: 'a load of what is not mapped is SEGV_MAPERR',
    source: FAULT,
    call: ({ at }) => ['load', at(8)],
    gives: 'SIGSEGV SEGV_MAPERR',
  },
  {
    what: 'a store into read-only memory is SEGV_ACCERR',
    source: FAULT,
    after: ({ at, size }) => [['mprotect', at(0), size, PROT_READ]],
    call: ({ at }) => ['store', at(0)],
    gives: 'SIGSEGV SEGV_ACCERR',
  },
  {
    what: 'a load of PROT_NONE memory is SEGV_ACCERR, also where it was written before',
    source: FAULT,
    after: ({ at, size }) => [
      ['store', at(0)],
      ['mprotect', at(0), size, PROT_NONE],
    ],
    call: ({ at }) => ['load', at(0)],
    gives: 'SIGSEGV SEGV_ACCERR',
  },
];
