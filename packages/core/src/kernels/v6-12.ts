/**
 * Linux 6.12: the first with the series that made MAP_FIXED one replacement. Before the merge rules of 6.16, the mremap of 6.17
 * and guard regions.
 */

import { MADV, VM_SOFTDIRTY } from '@mm-playground/api';
import { defineKernel, type KernelGeneration } from '../generation.ts';
import { mmapRegion6_12 } from '../mmap-region/v6-12.ts';
import { doMremapOneVma } from '../mremap-one-vma.ts';
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
  faultsInFirst: true,
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
  mremap: doMremapOneVma,
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
});
