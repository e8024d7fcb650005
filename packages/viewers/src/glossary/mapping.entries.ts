/** The kernel's functions that change VMAs, and the structs that travel between them. */

import { entries, type GlossaryEntry } from './glossary-entry.ts';

/** mmap(), step by step. */
export const mappingEntries: readonly GlossaryEntry[] = entries('Mapping, step by step', [
  ['do_mmap', 'Checks length, offset, flags and protection, finds the address, and hands over to mmap_region().'],
  [
    'get_unmapped_area',
    'Chooses the address: the given one with MAP_FIXED, the hint where it is free, else the highest gap below mmap_base that is large enough.',
  ],
  ['mmap_region', 'Replaces whatever lies in the range by the new mapping: gathers, prepares, stores once, completes.'],
  ['__mmap_region', 'The body of mmap_region() since 6.12; the outer function validates afterwards, also on failure.'],
  [
    '__mmap_prepare',
    'Gathers what lies in the way, checks the limits with it taken off, charges for overcommit, and clears the old page-table entries.',
  ],
  [
    '__mmap_new_vma',
    'Allocates a VMA where none could be extended, lets the file set it up, and stores it over the range.',
  ],
  ['__mmap_complete', 'Completes the munmap of what was there, and accounts the new pages.'],
  [
    'may_expand_vm',
    'Whether so many pages more are within RLIMIT_AS and, for data, RLIMIT_DATA. Since 6.12 it is asked after gathering, with the exact number of old pages taken off.',
  ],
  [
    'security_vm_enough_memory_mm',
    'Whether overcommit allows the charge. It is not asked where what is removed already paid for it.',
  ],
  ['vm_area_alloc', 'Allocates a VMA; with an error when there is no memory.'],
  ['vm_stat_account', 'Adds pages to total_vm, and to exec_vm, stack_vm or data_vm by their flags.'],
  ['do_mprotect_pkey', 'Goes through the VMAs of the range and gives each part its new protection.'],
  ['mprotect_fixup', 'One VMA’s part of an mprotect: charges, splits or merges, then changes flags and entries.'],
  ['do_mremap', 'Shrinks, grows in place or moves a mapping.'],
  ['move_vma', 'Copies the VMA to its new place, moves its page-table entries, and unmaps the old place.'],
  ['move_page_tables', 'Moves entries to another address, whole tables at once where both ends are aligned.'],
  [
    'do_madvise',
    'Gives advice for each VMA of the range; a hole makes it ENOMEM at the end, after all others were done.',
  ],
  [
    'vma_start_write',
    'Marks a VMA as about to change: faults under its lock wait from here until mmap_lock is released or downgraded.',
  ],
  ['validate_mm', 'With debugging configured: the tree agrees with its VMAs, and map_count with their number.'],
]);

/** munmap() and its like. */
export const unmappingEntries: readonly GlossaryEntry[] = entries('Unmapping in phases', [
  ['do_vmi_munmap', 'Unmaps a range: finds the first VMA, and hands over where there is one.'],
  ['do_vmi_align_munmap', 'Gathers, stores NULL over the range, completes.'],
  [
    'vms_gather_munmap_vmas',
    'First phase: splits at both ends, locks each VMA for writing, keeps it in a side tree, and sums up its counters. The main tree still has the old VMAs.',
  ],
  ['init_vma_munmap', 'Fills a vma_munmap_struct, also for a range in which nothing lies: then all of it is zero.'],
  [
    'vms_clear_ptes',
    'Second phase: removes the entries of the old pages and frees page tables, once; whether it is still to do says clear_ptes.',
  ],
  [
    'vms_clean_up_area',
    'Second phase of MAP_FIXED: entries are cleared and files told that their mapping closes, before anything new can come.',
  ],
  [
    'vms_complete_munmap_vmas',
    'Last phase: map_count, locked_vm, the lock downgraded where asked, total_vm and its parts, and the old VMAs freed.',
  ],
  [
    'vms_abort_munmap_vmas',
    'What a failing MAP_FIXED does: puts the old VMAs back while their entries are intact, else leaves a gap.',
  ],
  ['reattach_vmas', 'The old VMAs are attached again; splits that gathering made stay.'],
  [
    'unmap_vmas',
    'Clears entries VMA by VMA: resident counters go down, pages are collected to be freed after the flush.',
  ],
  ['free_pgtables', 'Frees page tables that no neighbour needs: their whole span lies between floor and ceiling.'],
  [
    'vma_munmap_struct',
    'What travels through the phases of an unmapping: its range, neighbours, and the sums that complete() subtracts.',
    '',
    'struct vma_munmap_struct',
  ],
  [
    'mt_detach',
    'The side tree that holds the VMAs on their way out, under 0, 1, 2 and so on. No reader knows it, so it needs neither RCU nor gaps.',
    '',
    'struct maple_tree',
  ],
  ['mmap_state', 'What one mmap() knows of itself from phase to phase.', '', 'struct mmap_state'],
  [
    'vma_merge_struct',
    'What a merge is asked with: range, flags, file and offset, neighbours; and what it decided.',
    '',
    'struct vma_merge_struct',
  ],
]);

/** Merges and splits. */
export const mergingEntries: readonly GlossaryEntry[] = entries('Merging and splitting', [
  [
    'vma_merge_new_range',
    'A new range joins its neighbours instead of becoming a VMA of its own: the one before, the one after, or both with everything in between.',
  ],
  ['vma_merge_existing_range', 'A part of a VMA that changes joins neighbours that are like it now.'],
  ['vma_modify', 'Merges the part that is to change with a neighbour, or splits it off.'],
  ['vma_expand', 'A VMA grows over a range, and takes in the next one where it reaches it.'],
  ['vma_shrink', 'A VMA gives up pages at one of its ends.'],
  ['commit_merge', 'Sets the new bounds, stores them, and removes VMAs that were taken in.'],
  ['__split_vma', 'Cuts a VMA in two at an address; map_count goes up by one, and must not exceed its limit.'],
  ['anon_vma_clone', 'Gives a VMA links to the same anon_vmas as another, so that its pages are found from there.'],
  [
    'can_vma_merge_right',
    'Whether the VMA after the range could take it in: flags, file, offset, anon_vma and names are compared.',
  ],
  ['vma_iter_prealloc', 'Allocates the nodes that the coming store may need, so that it cannot fail half-way.'],
]);
