/**
 * Linux 6.12: the first with the series that made MAP_FIXED one replacement. Before the merge rules of 6.16, the mremap of 6.17
 * and guard regions.
 */

import { MADV, VM_SOFTDIRTY } from '@mm-playground/api';
import { defineKernel, type KernelGeneration } from './generation.ts';
import { mmapRegion6_12 } from '../mmap-region/v6-12.ts';
import { SUPPORT_6_12 } from './support-others.ts';
import { v6_18 } from './v6-18.ts';
import { v7_2 } from './v7-2.ts';

const A = MADV.values;

/** Linux 6.12. */
export const v6_12: KernelGeneration = defineKernel({
  extends: v6_18,
  id: '6.12',
  title: 'Linux 6.12',
  release: [6, 12],
  proof: 'booted',
  collapsesUnwritable: false,
  mergeRules: {
    ...v6_18.mergeRules,
    sticky: VM_SOFTDIRTY,
    keepsSticky: false,
    unwrittenTakesWritten: false,
    closeMayGrow: true,
    proposesMergeable: false,
  },
  vacantPages: { '[vvar]': [1, 2, 3] },
  hasGuardRegions: false,
  hasThpExceptAdvised: false,
  processMadvise: {
    ofItself: new Set([A.MADV_WILLNEED, A.MADV_COLD, A.MADV_PAGEOUT, A.MADV_COLLAPSE]),
    ...{ checksFirst: true, needsNice: false, knowsSelf: false },
  },
  refusesForeignUnregister: false,
  hugeDirtyLostOn: new Set(['x86-64']),
  replacesHugeZeroPage: false,
  anonInodesNoexec: false,
  faultsInFirst: 'a folio',
  hasLargeFolios: false,
  hasExecReadAhead: false,
  mapsWholeFolios: 'at the fault',
  halvesFolios: false,
  dontUnmap: { countsTwice: false, renewsEmptied: false, sparesTheRest: false, mergesBesideSource: true },
  boundsHugetlb: false,
  vmaLock: 'rwsem',
  procMaps: 'mmap_lock',
  mergeWithoutMemory: 'splits what remains',
  mmapRegion: mmapRegion6_12,
  mremap: 'one VMA',
  notes: {
    mmapRegion: {
      in: ['mmap_region', '__mmap_region'],
      note: 'gathers the old VMAs, checks limits, charges and seals before a hook is asked, and writes the new VMA over them in one store',
      source: '5de195060b2e mm: resolve faulty mmap_region() error path behaviour',
    },
    mergeRules: {
      in: [
        'vma_merge_new_range',
        'vma_merge_existing_range',
        'vma_modify',
        'can_vma_merge_before',
        'can_vma_merge_after',
      ],
      note: 'lets a VMA that was written take in one that never was, and not the other way round; soft-dirty is lost in merging',
      source: 'docs/measured.md, Kernels',
    },
    vmaLock: {
      in: ['vma_start_read', 'vma_start_write', 'vma_end_read'],
      note: 'locks one VMA by a rwsem beside it',
      source: 'mm: add per-VMA lock and helper functions to control it, 6.4',
    },
    procMaps: {
      in: ['show_map', 'vma_next', 'vma_start_read'],
      note: 'reads /proc/PID/maps under mmap_lock',
      source: 'docs/measured.md, Readers',
    },
    mremap: {
      in: ['sys_mremap', 'do_mremap', 'mremap_to'],
      note: 'looks for one VMA first, and asks whether it may be moved or grow once the destination is unmapped: a move that is refused leaves a hole',
      source: 'docs/measured.md, Kernels',
    },
    mergeWithoutMemory: {
      in: ['vma_modify', 'mprotect_fixup', 'mlock_fixup'],
      note: 'splits where memory for a merge is short, but by the wrong range where the next VMA was to grow',
      source: 'docs/review-thread.md, A merge for which there is no memory',
    },
    replacesHugeZeroPage: {
      in: ['do_huge_zero_wp_pmd', 'do_wp_page', '__split_huge_pmd'],
      note: 'splits the huge zero page where it is written to, and copies one page',
      source: 'docs/measured.md, Kernels',
    },
    hugeDirtyLostOn: {
      in: ['change_protection'],
      note: 'forgets on x86-64 that a writable huge page is dirty',
      source: 'docs/measured.md, Kernels',
    },
  },
  support: SUPPORT_6_12,
});

/** 6.12 once mprotect() left huge pages dirty: measured on 6.12.111; 6.12.107 forgets it. */
export const v6_12_111: KernelGeneration = defineKernel({
  extends: v6_12,
  id: '6.12.111',
  title: 'Linux 6.12.111',
  release: [6, 12, 111],
  hugeDirtyLostOn: new Set(),
});

/** 6.12 once MREMAP_DONTUNMAP left an emptied mapping as good as new: measured on 6.12.113; not on 6.12.111. */
export const v6_12_113: KernelGeneration = defineKernel({
  extends: v6_12_111,
  id: '6.12.113',
  title: 'Linux 6.12.113',
  release: [6, 12, 113],
  dontUnmap: { ...v6_12.dontUnmap, renewsEmptied: true },
  notes: {
    dontUnmap: {
      in: ['move_vma', 'copy_vma'],
      note: 'gives what MREMAP_DONTUNMAP emptied the page offset of its place',
      source: 'docs/measured.md, Kernels',
    },
  },
});

/** 6.12 once MREMAP_DONTUNMAP spared what did not move: measured on 6.12.115 and 6.12.117; not on 6.12.113. */
export const v6_12_115: KernelGeneration = defineKernel({
  extends: v6_12_113,
  id: '6.12.115',
  title: 'Linux 6.12.115',
  release: [6, 12, 115],
  dontUnmap: v7_2.dontUnmap,
  // Measured on 6.12.117.
  locksSecretMemory: false,
  notes: { dontUnmap: v7_2.notes.dontUnmap, locksSecretMemory: v7_2.notes.locksSecretMemory },
});
