/**
 * The seed: "[PATCH v3 13/16] mm/mmap: Avoid zeroing vma tree in mmap_region()", with the twelve patches before it, on 6.10. And the
 * same without the one call that it makes before a driver's hook, to see what that is for.
 */

import { defineKernel, type KernelGeneration } from './generation.ts';
import { mmapRegionSeedV3 } from '../mmap-region/seed-v3.ts';
import { alignMunmapInPhases } from '../vma/munmap.ts';
import { v6_10 } from './v6-10.ts';
import { v6_18 } from './v6-18.ts';

/** The patch as it was posted. */
export const seedV3: KernelGeneration = defineKernel({
  extends: v6_10,
  id: 'seed-v3',
  title: 'Linux 6.10 with patch v3 13/16 of the seed',
  mmapRegion: mmapRegionSeedV3('before the hook'),
  alignMunmap: alignMunmapInPhases,
  munmapStruct: 'cleared_ptes',
  // An earlier patch of the series took it out of vma_complete(), this one out of vma_expand().
  validates: new Set(['mmap_region', '__split_vma', 'vma_merge', 'vma_shrink', 'vms_complete_munmap_vmas']),
  notes: {
    mmapRegion: {
      in: ['mmap_region'],
      note: 'gathers what is in the way and stores the new VMA over it; an abort always puts the old VMAs back, also where their pages are gone',
      source: '[PATCH v3 13/16] mm/mmap: Avoid zeroing vma tree in mmap_region()',
    },
    alignMunmap: v6_18.notes.alignMunmap,
    validates: {
      in: ['validate_mm'],
      note: 'no longer validates in vma_expand(), where map_count is too high until the old VMAs are gone',
      source: 'docs/review-thread.md, Why validate_mm() had to leave vma_expand()',
    },
  },
});

/** The patch without vms_complete_pte_clear() before call_mmap(): a driver finds the PTEs of what it replaces. */
export const seedV3LateClear: KernelGeneration = defineKernel({
  extends: seedV3,
  id: 'seed-v3-late-clear',
  title: 'The patch of the seed, clearing PTEs only at the end',
  mmapRegion: mmapRegionSeedV3('at the end'),
  notes: {
    mmapRegion: {
      in: ['mmap_region', 'call_mmap'],
      note: 'clears the old pages at the end only: a driver finds the entries of what it replaces',
      source: 'docs/review-thread.md, Old entries, and a driver that maps its own',
    },
  },
});
