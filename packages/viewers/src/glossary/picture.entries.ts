/** What pictures are made of: nodes of the tree, states of entries, uses of frames, and what is marked on a run. */

import { entries, type GlossaryEntry } from './glossary-entry.ts';

/** Slots and nodes of the tree, by the node's type. */
export const nodeEntries: readonly GlossaryEntry[] = entries(
  'Maple tree',
  [
    [
      'leaf_64',
      'A leaf: up to 16 slots with a VMA or NULL each, and between them pivots, the last index of each slot.',
      '',
      'maple_leaf_64',
    ],
    ['range_64', 'An inner node of a tree that keeps no gaps: up to 16 children.', '', 'maple_range_64'],
    [
      'arange_64',
      'An inner node of a tree that keeps gaps: up to 10 children, and for each the largest hole below it, by which a search for room descends.',
      '',
      'maple_arange_64',
    ],
    ['null', 'Nothing is stored for these indices: a hole between VMAs.', '', 'NULL'],
  ],
  'maple.',
);

/** What an entry of a page table says. */
export const entryStateEntries: readonly GlossaryEntry[] = entries(
  'Page faults and page tables',
  [
    ['empty', 'No entry: an access faults, and the VMA decides what comes here.', '', 'pte_none()'],
    ['touched', 'Leads to a table of the next level.', '', 'pmd_populate()'],
    ['clean', 'Present and not writable: a write faults, and is refused or gets a copy.', '', '!pte_write()'],
    ['writable', 'Present and writable, and nobody has written through it.', '', 'pte_write()'],
    ['dirty', 'Written through this entry: a page of a file is to be written back.', '', 'pte_dirty()'],
    [
      'special',
      'Maps a page that is not counted as mapped: the page of zeroes, and what drivers map.',
      '',
      'pte_special()',
    ],
    ['swap', 'Not present for the processor: the kernel keeps here where the page is.', '', 'is_swap_pte()'],
    ['odd', 'Bits are set that must be zero: the processor faults, whatever the access.', '', 'X86_PF_RSVD'],
  ],
  'pte.',
);

/** What frames are used for. */
export const frameUseEntries: readonly GlossaryEntry[] = entries(
  'Memory',
  [
    ['anon', 'Memory of programs that belongs to no file; its owner is an anon_vma.', '', 'PageAnon()'],
    ['file', 'A page of a file in the page cache; its owner is the inode’s address_space.', '', 'struct address_space'],
    ['shmem', 'A page of tmpfs, of a memfd or of a shared anonymous mapping.', '', 'shmem_mapping()'],
    ['zero', 'The one page of zeroes that every read of untouched private memory maps.', '', 'ZERO_PAGE()'],
    ['special', 'Code and data of vdso and vvar, mapped into every program.', '', 'struct vm_special_mapping'],
    ['kernel', 'A page that the kernel keeps for one program, as of a ring of io_uring.', '', 'alloc_pages()'],
    ['table', 'A page table.', '', 'struct ptdesc'],
    [
      'pcp',
      'Free, on the list of a processor, which allocates from there without the zone’s lock.',
      '',
      'struct per_cpu_pages',
    ],
    ['free', 'Free, in a block of the buddy allocator; the order says how large.', '', 'PageBuddy()'],
    ['reserved', 'Firmware’s, or somebody else’s who does not give it to the allocator.', '', 'PageReserved()'],
  ],
  'frame.',
);

/** What is marked on a run, and how calls were judged. */
export const runEntries: readonly GlossaryEntry[] = entries(
  'Runs',
  [
    ['fault', 'An access found no entry that allows it, and the kernel made one or refused.', '', 'handle_mm_fault()'],
    ['split', 'A VMA was cut in two.', '', '__split_vma()'],
    ['merge', 'A VMA took in its neighbour, or a new range.', '', 'commit_merge()'],
    ['error', 'A call returned an error.', '', 'errno'],
    ['divergence', 'Recording and model disagree about a result.'],
    ['pending', 'Not played yet.'],
    ['agrees', 'The model returns what was recorded.'],
    ['played', 'Nothing was recorded to compare with.'],
    ['inferred', 'Nothing recorded says this; what was recorded later needs it.'],
    ['diverges', 'The model returns something else than was recorded.'],
    ['skipped', 'Does not concern the address space.'],
    ['stopped', 'The model does not know this call or these arguments, and says so.'],
  ],
  'run.',
);
