/** Linux 7.2. */

import { VM_DONTCOPY, VM_DONTEXPAND, VM_SPECIAL } from '@mm-playground/api';
import { defineKernel, type KernelGeneration } from './generation.ts';
import { mmapRegion7_2 } from '../mmap-region/v7-2.ts';
import { v6_18 } from './v6-18.ts';

/** Linux 7.2. */
export const v7_2: KernelGeneration = defineKernel({
  extends: v6_18,
  id: '7.2',
  title: 'Linux 7.2',
  release: [7, 2],
  proof: 'booted',
  neverDoFork: VM_SPECIAL,
  ringFlags: VM_DONTEXPAND.or(VM_DONTCOPY),
  // QEMU without KVM has no clock of a hypervisor.
  vacantPages: { ...v6_18.vacantPages, '[vvar_vclock]': [0, 1] },
  processMadvise: { ...v6_18.processMadvise, checksFirst: true },
  locksSecretMemory: false,
  movesPartsOfRings: false,
  mremapAlwaysNeedsRoom: true,
  mapsFramesLast: true,
  mmapRegion: mmapRegion7_2,
  dontUnmap: { countsTwice: false, renewsEmptied: true, sparesTheRest: true, mergesBesideSource: true },
  notes: {
    mmapRegion: v6_18.notes.mmapRegion,
    mremapAlwaysNeedsRoom: {
      in: ['sys_mremap', 'do_mremap'],
      note: 'wants room below the map count limit whatever mremap() is to do',
      source: 'docs/measured.md, Kernels',
    },
    dontUnmap: {
      in: ['move_vma', 'copy_vma'],
      note: 'unlocks and splits off only what MREMAP_DONTUNMAP moved, and never merges the copy with its source',
      source: 'docs/measured.md, Kernels',
    },
    locksSecretMemory: {
      in: ['mmap_region', 'do_mmap'],
      note: 'no longer locks secret memory',
      source: 'docs/measured.md, Kernels',
    },
  },
});
