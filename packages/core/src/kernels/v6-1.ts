/**
 * Linux 6.1: the first with the maple tree. MAP_FIXED still is an unmapping and a mapping, and much of what came between here
 * and 6.12 is not there: mseal, droppable memory, huge pages for large anonymous mappings by default.
 */

import { MPOL, PRCTL, VM_LOCKONFAULT } from '@mm-playground/api';
import { defineKernel, type KernelGeneration } from '../generation.ts';
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
});

/** 6.1 with the later stable fix of MREMAP_DONTUNMAP: measured on 6.1.192; 6.1.187 does not have it. */
export const v6_1_192: KernelGeneration = defineKernel({
  extends: v6_1,
  id: '6.1.192',
  title: 'Linux 6.1.192',
  release: [6, 1, 192],
  dontUnmap: { ...v6_12_115.dontUnmap, mergesBesideSource: false },
});
