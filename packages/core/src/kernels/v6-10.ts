/**
 * Linux 6.10 and 6.11: the last ones in which MAP_FIXED is an unmapping and a mapping, and the first with mseal. No bootable image
 * was measured: what they do is derived from what the series that made 6.12 replaced, and from their neighbours.
 */

import { defineKernel, type KernelGeneration } from '../generation.ts';
import { mmapRegionMunmapFirst } from '../mmap-region/munmap-first.ts';
import { alignMunmapInOne } from '../munmap-in-one.ts';
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
  support: SUPPORT_6_10,
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
});
