/**
 * Linux 6.10 and 6.11: the last ones in which MAP_FIXED is an unmapping and a mapping, and the first with mseal. No bootable image
 * was measured: what they do is derived from what the series that made 6.12 replaced, and from their neighbours.
 */

import { defineKernel, type KernelGeneration } from './generation.ts';
import { mmapRegionMunmapFirst } from '../mmap-region/munmap-first.ts';
import { alignMunmapInOne } from '../vma/munmap-in-one.ts';
import { SUPPORT_6_10, SUPPORT_6_12 } from './support-others.ts';
import { v6_12 } from './v6-12.ts';

/** Linux 6.10. */
export const v6_10: KernelGeneration = defineKernel({
  extends: v6_12,
  id: '6.10',
  title: 'Linux 6.10',
  release: [6, 10],
  proof: 'derived',
  processMadvise: { ...v6_12.processMadvise, needsNice: true },
  hasDroppable: false,
  alignsAnonymous: 'from one huge page on',
  checksSealsFirst: true,
  dropsUnusedParts: false,
  hasArm64Keys: false,
  hasProcmapQuery: false,
  mapsWholeFolios: 'never',
  hugeSharedAsksMapping: false,
  keepsRedirtiedHuge: false,
  mmapRegion: mmapRegionMunmapFirst,
  alignMunmap: alignMunmapInOne,
  munmapStruct: 'locals',
  merging: 'vma_merge',
  validates: new Set([
    ...['mmap_region', '__split_vma', 'vma_merge', 'vma_expand', 'vma_shrink'],
    ...['do_brk_flags', 'do_vmi_align_munmap'],
  ]),
  stackMove: 'shift_arg_pages',
  treeDefects: ['spanning-store'],
  mergeWithoutMemory: 'splits',
  notes: {
    mmapRegion: {
      in: ['mmap_region'],
      note: 'unmaps what is in the way first: the tree holds NULL there until the new VMA is stored, and a reader without mmap_lock finds a gap',
      source: 'docs/review-thread.md, The gap',
    },
    alignMunmap: {
      in: ['do_vmi_align_munmap', 'unmap_region', 'remove_mt'],
      note: 'unmaps in one procedure: the tree is cleared, then the pages and the VMAs go',
      source: 'docs/review-thread.md, The gap',
    },
    merging: {
      in: ['vma_merge', 'can_vma_merge_before', 'can_vma_merge_after', 'vma_modify', 'do_brk_flags'],
      note: 'has vma_merge() for what is there; mmap_region() and brk() ask their neighbours themselves',
      source: 'mm: introduce vma_merge_struct and abstract vma_merge(),vma_modify(), 6.12',
    },
    validates: {
      in: ['validate_mm'],
      note: 'validates whenever a VMA has changed, at the end of vma_complete()',
      source: 'docs/review-thread.md, Why validate_mm() had to leave vma_expand()',
    },
    checksSealsFirst: {
      in: ['can_modify_mm', 'do_mprotect_pkey', 'do_vmi_munmap'],
      note: 'looks for sealed mappings in the whole range before anything is done',
      source: 'docs/review-thread.md, A sealed mapping in the way',
    },
    alignsAnonymous: {
      in: ['get_unmapped_area'],
      note: 'places private memory at the boundary of a huge page from 2 MiB on, whatever its length',
      source: 'mm: align larger anonymous mappings on THP boundaries, 6.7',
    },
    stackMove: {
      in: ['setup_arg_pages', 'shift_arg_pages'],
      note: 'moves the stack of a new program in shift_arg_pages()',
      source: 'docs/review-thread.md, exec moves its stack',
    },
    treeDefects: {
      in: ['mas_store_gfp'],
      note: 'may leave an entry twice where a store spans nodes (CVE-2024-50200)',
      source: 'bea07fd63192 maple_tree: correct tree corruption on spanning store',
    },
    mergeWithoutMemory: {
      in: ['vma_modify', 'mprotect_fixup', 'mlock_fixup'],
      note: 'splits where memory for a merge is short',
      source: 'docs/review-thread.md, A merge for which there is no memory',
    },
  },
  support: SUPPORT_6_10,
  faultsInFirst: 'a page',
});

/** Linux 6.11: with MAP_DROPPABLE, and PROCMAP_QUERY. */
export const v6_11: KernelGeneration = defineKernel({
  extends: v6_10,
  id: '6.11',
  title: 'Linux 6.11',
  release: [6, 11],
  hasDroppable: true,
  hasProcmapQuery: true,
  mapsWholeFolios: 'at the fault',
  support: SUPPORT_6_12,
  faultsInFirst: 'a folio',
});
