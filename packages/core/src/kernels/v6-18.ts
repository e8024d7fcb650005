/** Linux 6.18: the base that other generations say their differences to. Proven on a running 6.18.44. */

import { MPOL, VM_DONTEXPAND, VM_IO, VM_MAYBE_GUARD, VM_NONE, VM_SOFTDIRTY } from '@mm-playground/api';
import { defineKernel, type KernelGeneration } from '../generation.ts';
import { mmapRegion6_18 } from '../mmap-region/v6-18.ts';
import { doMremap } from '../mremap.ts';
import { alignMunmapInPhases } from '../munmap.ts';
import { SUPPORT_6_18 } from './support-6-18.ts';

const M = MPOL.values;

/** Linux 6.18. */
export const v6_18: KernelGeneration = defineKernel({
  id: '6.18',
  title: 'Linux 6.18',
  release: [6, 18],
  proof: 'booted',
  mergeRules: {
    sticky: VM_MAYBE_GUARD.or(VM_SOFTDIRTY),
    keepsSticky: true,
    unwrittenTakesWritten: true,
    closeMayGrow: true,
    proposesMergeable: true,
    // Measured on 6.18.44; 6.18.8 does not.
    copyHandsAnonVmaOn: true,
  },
  absentCalls: new Set(),
  absentPrctls: new Set(),
  hasThpExceptAdvised: true,
  processMadvise: { ofItself: null, checksFirst: false, needsNice: false, knowsSelf: true },
  policies: { last: M.MPOL_WEIGHTED_INTERLEAVE, balanced: new Set([M.MPOL_BIND, M.MPOL_PREFERRED_MANY]) },
  locksSecretMemory: true,
  movesPartsOfRings: true,
  userfaultKnowsPgoff: true,
  refusesForeignUnregister: true,
  hasSecretMemory: true,
  hasExecSeals: true,
  hasGuardRegions: true,
  neverDoFork: VM_IO,
  ringFlags: VM_DONTEXPAND,
  hasAbove4g: true,
  hasDroppable: true,
  alignsAnonymous: 'whole huge pages',
  checksSealsFirst: false,
  hugeDirtyLostOn: new Set(),
  foldsRunsOn: new Set(['arm64']),
  populatesBeyondHoles: false,
  dropsCharge: true,
  heapIncludesNeighbours: false,
  vacantPages: { '[vvar]': [1, 3], '[vvar_vclock]': [1] },
  unnamedFlags: VM_NONE,
  hidesInaccessibleHuge: false,
  absentSizes: [],
  realignsMoves: true,
  stackIsNoHugepage: true,
  dropsUnusedParts: true,
  freeAsksFirstPart: false,
  collapsesUnwritable: true,
  replacesHugeZeroPage: true,
  mremapAlwaysNeedsRoom: false,
  dontUnmap: { countsTwice: true, renewsEmptied: false, sparesTheRest: false, mergesBesideSource: true },
  boundsHugetlb: true,
  vmaLock: 'refcount',
  procMaps: 'per VMA',
  mmapRegion: mmapRegion6_18,
  alignMunmap: alignMunmapInPhases,
  munmapStruct: 'clear_ptes',
  mapsFramesLast: false,
  merging: 'vma_merge_struct',
  validates: new Set(['mmap_region', '__split_vma', 'vma_shrink', 'vms_complete_munmap_vmas']),
  stackMove: 'relocate_vma_down',
  mergeWithoutMemory: 'fails',
  abortMayFail: false,
  abortEndsLate: false,
  treeDefects: [],
  leaksPreparedCharge: false,
  mremap: doMremap,
  support: SUPPORT_6_18,
});
