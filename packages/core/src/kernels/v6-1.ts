/**
 * Linux 6.1: the first with the maple tree. MAP_FIXED still is an unmapping and a mapping, and much of what came between here
 * and 6.12 is not there: mseal, droppable memory, huge pages for large anonymous mappings by default.
 */

import { MPOL, PRCTL, VM_LOCKONFAULT } from '@mm-playground/api';
import { defineKernel, type KernelGeneration } from './generation.ts';
import { SUPPORT_6_1 } from './support-others.ts';
import { v6_10 } from './v6-10.ts';
import { v6_12, v6_12_115 } from './v6-12.ts';

const M = MPOL.values;
const P = PRCTL.values;

/** Linux 6.1. */
export const v6_1: KernelGeneration = defineKernel({
  extends: v6_10,
  id: '6.1',
  title: 'Linux 6.1',
  release: [6, 1],
  proof: 'booted',
  absentCalls: new Set(['mseal']),
  absentPrctls: new Set([P.PR_SET_MDWE, P.PR_GET_MDWE, P.PR_SET_MEMORY_MERGE, P.PR_GET_MEMORY_MERGE]),
  mergeRules: { ...v6_12.mergeRules, closeMayGrow: false },
  processMadvise: { ...v6_12.processMadvise, needsNice: true },
  policies: { last: M.MPOL_PREFERRED_MANY, balanced: new Set([M.MPOL_BIND]) },
  userfaultKnowsPgoff: false,
  hasSecretMemory: false,
  hasExecSeals: false,
  hasAbove4g: false,
  alignsAnonymous: 'never',
  checksSealsFirst: false,
  hugeDirtyLostOn: new Set(),
  foldsRunsOn: new Set(),
  populatesBeyondHoles: true,
  freeAsksFirstPart: true,
  growsStackForOthers: true,
  retractsAllTables: false,
  dropsCharge: false,
  heapIncludesNeighbours: true,
  unnamedFlags: VM_LOCKONFAULT,
  hidesInaccessibleHuge: true,
  absentSizes: ['KSM'],
  realignsMoves: false,
  stackIsNoHugepage: false,
  vmaLock: 'none',
  stackMove: 'vma_adjust',
  // Debian's 6.1.176 has the fix.
  treeDefects: [],
  support: SUPPORT_6_1,
  notes: {
    mergeRules: {
      in: ['vma_merge', 'can_vma_merge_before', 'can_vma_merge_after'],
      note: 'asks the next neighbour first, and leaves what has a close hook out of all merging',
      source: 'docs/measured.md, Kernels',
    },
    stackMove: {
      in: ['setup_arg_pages', 'shift_arg_pages', 'vma_adjust'],
      note: 'has vma_adjust() for growing and for shrinking',
      source: 'docs/review-thread.md, exec moves its stack',
    },
    populatesBeyondHoles: {
      in: ['madvise_populate'],
      note: 'passes over holes, and stops at the first mapping that refuses',
      source: 'docs/measured.md, Kernels',
    },
    freeAsksFirstPart: {
      in: ['madvise_free_single_vma'],
      note: 'takes a huge page for shared once its first page is gone',
      source: 'docs/measured.md, Kernels',
    },
    vmaLock: {
      in: ['vma_start_read', 'vma_start_write', 'vma_end_read', 'do_user_addr_fault'],
      note: 'cannot lock one VMA: faults take mmap_lock',
      source: 'mm: add per-VMA lock and helper functions to control it, 6.4',
    },
  },
});

/** 6.1 with the later stable fix of MREMAP_DONTUNMAP: measured on 6.1.192; 6.1.187 does not have it. */
export const v6_1_192: KernelGeneration = defineKernel({
  extends: v6_1,
  id: '6.1.192',
  title: 'Linux 6.1.192',
  release: [6, 1, 192],
  dontUnmap: { ...v6_12_115.dontUnmap, mergesBesideSource: false },
  notes: {
    dontUnmap: {
      in: ['move_vma', 'copy_vma'],
      note: 'unlocks and splits off only what MREMAP_DONTUNMAP moved, and merges no copy that lies beside its source',
      source: 'docs/measured.md, Kernels',
    },
  },
});
