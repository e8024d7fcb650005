/** Counters of an address space, and what must be true of it. */

import { entries, type GlossaryEntry } from './glossary-entry.ts';

/** Counters. */
export const counterEntries: readonly GlossaryEntry[] = entries('Accounting', [
  [
    'map_count',
    'How many VMAs there are. Between gathering and completing a munmap it still has the old ones; vm.max_map_count bounds it.',
    'VMAs',
    'mm_struct.map_count',
  ],
  [
    'total_vm',
    'Pages in all VMAs, present or not. RLIMIT_AS bounds it; status prints it as VmSize.',
    'pages',
    'mm_struct.total_vm',
  ],
  [
    'hiwater_vm',
    'The largest total_vm so far, noted before total_vm goes down. Status prints the larger of both as VmPeak.',
    'pages',
    'mm_struct.hiwater_vm',
  ],
  [
    'data_vm',
    'Pages of private writable VMAs that do not grow as a stack. Each page counts as code, stack or data, whichever fits first, or as none.',
    'pages',
    'mm_struct.data_vm',
  ],
  [
    'exec_vm',
    'Pages of VMAs that are executable, not writable and no stack. Status splits them into VmExe and VmLib.',
    'pages',
    'mm_struct.exec_vm',
  ],
  ['stack_vm', 'Pages of VMAs that grow downwards, and of shadow stacks.', 'pages', 'mm_struct.stack_vm'],
  [
    'locked_vm',
    'Pages of VMAs that mlock keeps in memory. RLIMIT_MEMLOCK bounds it, unless the task may lock what it likes.',
    'pages',
    'mm_struct.locked_vm',
  ],
  [
    'anon_rss',
    'Present pages of private memory that somebody wrote to. The page of zeroes is not counted.',
    'pages',
    'MM_ANONPAGES',
  ],
  ['file_rss', 'Present pages that belong to the page cache of a file.', 'pages', 'MM_FILEPAGES'],
  ['shmem_rss', 'Present pages of shared memory: tmpfs, memfd, shared anonymous mappings.', 'pages', 'MM_SHMEMPAGES'],
  [
    'page_tables',
    'Page tables of all levels; status prints their size as VmPTE.',
    'tables',
    'mm_struct.pgtables_bytes',
  ],
  [
    'committed',
    'Pages that this address space may turn into memory of its own: private, writable, and not MAP_NORESERVE. Overcommit is judged by their sum over all.',
    'pages',
    'VM_ACCOUNT',
  ],
]);

/** Invariants. */
export const invariantEntries: readonly GlossaryEntry[] = entries(
  'Invariants',
  [
    ['tree', 'Each VMA stands in the maple tree under its own range, and none overlaps another.', '', 'validate_mm()'],
    [
      'attached',
      'No VMA of the tree is marked as on its way out. While a munmap has gathered, those of its range are, on purpose.',
      '',
      'vma_is_attached()',
    ],
    [
      'map_count',
      'The counter is the number of VMAs in the tree. It is too high from the store of a new VMA until the munmap of the old ones completes, which is why nobody validates in between.',
      '',
      'validate_mm()',
    ],
    [
      'total_vm',
      'The counter is the sum of the pages of all VMAs; lowered only when a munmap completes.',
      '',
      'mm_struct.total_vm',
    ],
    ['locked_vm', 'The counter is the sum of the pages of locked VMAs.', '', 'mm_struct.locked_vm'],
    ['committed', 'What is charged is the sum of the pages of accounted VMAs.', '', 'vm_acct_memory()'],
    ['ptes', 'Every entry of a page table belongs to the VMA that the tree has at its address.', '', 'unmap_vmas()'],
  ],
  'invariant.',
);
