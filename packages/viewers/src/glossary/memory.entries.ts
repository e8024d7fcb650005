/** The maple tree, page faults, page tables and frames. */

import { entries, type GlossaryEntry } from './glossary-entry.ts';

/** The tree. */
export const treeEntries: readonly GlossaryEntry[] = entries('Maple tree', [
  [
    'mas_store_prealloc',
    'Stores a range with nodes that were allocated before: it cannot fail. One store replaces all that was in the range.',
  ],
  ['mas_store_gfp', 'Stores a range and allocates what it needs meanwhile: it can fail.'],
  ['vma_iter_store_new', 'Stores a VMA that was not in the tree yet.'],
  [
    'vma_iter_clear_gfp',
    'Stores NULL over a range: up to 6.11 the moment from which a reader without locks finds nothing there.',
  ],
  ['mas_walk', 'Descends to the entry of an address.'],
  ['mas_find', 'The next entry at or after an address.'],
  ['mas_next_slot', 'A reader’s next slot; if its node died meanwhile it begins again from the root.'],
]);

/** Faults and tables. */
export const faultEntries: readonly GlossaryEntry[] = entries('Page faults and page tables', [
  ['do_user_addr_fault', 'A fault of user code: tries under the lock of the VMA alone, and falls back to mmap_lock.'],
  [
    'lock_vma_under_rcu',
    'Finds the VMA without mmap_lock and locks it for reading; gives up where it is detached or somebody is about to change it.',
  ],
  ['handle_mm_fault', 'Walks down the tables, makes those that are missing, and handles the entry.'],
  ['do_anonymous_page', 'Nothing was there: a read maps the page of zeroes, a write a new page.'],
  [
    'do_fault',
    'A page of a file: a read maps it and its cached neighbours, a private write a copy, a shared write the page itself, dirty.',
  ],
  ['do_wp_page', 'A write to an entry that is not writable: the page is reused where nobody else has it, else copied.'],
  ['wp_page_copy', 'Copies a page for the one who writes: the other owners keep the old one.'],
  [
    '__anon_vma_prepare',
    'Gives a VMA its anon_vma, from which its pages’ mappings are found; a neighbour’s where it fits.',
  ],
  ['change_protection', 'Gives the entries of a range their new rights, and flushes what TLBs remember.'],
  ['alloc_pages', 'Takes frames from the buddy allocator: 2ⁿ pages for order n.'],
  ['__free_pages', 'Gives frames back; free neighbours join into blocks of the next order.'],
]);

/** Frames and zones. */
export const frameEntries: readonly GlossaryEntry[] = entries(
  'Memory',
  [
    [
      'zone',
      'A range of frames that some requests need: DMA for old devices, DMA32 for those with 32 address bits, Normal for all others.',
      '',
      'struct zone',
    ],
    ['free', 'Pages that the buddy allocator has to give.', 'pages', 'NR_FREE_PAGES'],
    [
      'watermarks',
      'Below low, reclaim begins in the background; below min, ordinary requests wait for it.',
      'pages',
      'WMARK_MIN, WMARK_LOW, WMARK_HIGH',
    ],
    ['order', 'Free blocks of 2ⁿ pages, as buddyinfo counts them.', 'blocks', 'struct free_area'],
    ['kind.code', 'Executable pages of a file.', '', 'VM_EXEC'],
    ['kind.data', 'Private writable pages of a file: copied when written.', '', 'VM_WRITE'],
    ['kind.file', 'Pages of a file that are only read.', '', 'vm_file'],
    ['kind.anon', 'Memory of no file, zero until it is written.', '', 'vma_is_anonymous()'],
    ['kind.heap', 'What brk() made: from start_brk to brk.', '', '[heap]'],
    ['kind.stack', 'Grows downwards when the program touches what lies below it.', '', 'VM_GROWSDOWN'],
    ['kind.shared', 'Writes are seen by everybody who maps the same.', '', 'VM_SHARED'],
    ['kind.special', 'The kernel’s own pages in user space: vdso and vvar.', '', 'struct vm_special_mapping'],
    ['kind.guard', 'Mapped without any right: touching it is SIGSEGV.', '', 'PROT_NONE'],
    [
      'hole',
      'Nothing is mapped: an access is SIGSEGV. A search for room chooses among such ranges.',
      '',
      'vm_unmapped_area()',
    ],
    ['kind.unknown', 'A log does not say what lies here.'],
  ],
  'memory.',
);
