/**
 * refuse-first: 6.12-rc6 with one commit on top, as a kernel. It extends the candidate, gives the procedure that the commit changes, and says
 * why; all else is the candidate's.
 */

import { definePlugin, type Plugin } from '@mm-playground/api';
import { defineKernel, linuxModel, v6_12, v6_12_rc6, type KernelGeneration } from '@mm-playground/core';
import { mmapRegion } from './mmap-region.ts';

/** 6.12-rc6 whose mmap_region() refuses before it does anything. */
export const kernel: KernelGeneration = defineKernel({
  extends: v6_12_rc6,
  id: 'refuse-first',
  title: 'Linux 6.12-rc6 that refuses first',
  // `booted` is for kernels that were compared with the model on that very kernel.
  proof: 'derived',
  mmapRegion,
  // `closed_vm_ops` went with the commit.
  munmapStruct: v6_12.munmapStruct,
  notes: {
    mmapRegion: {
      in: ['mmap_region', '__mmap_region'],
      note: 'asks write seals and MDWE before it looks at a VMA, and sets memory aside before a driver runs',
      source: '5de195060b2e mm: resolve faulty mmap_region() error path behaviour',
    },
  },
});

/** The plugin that brings {@link kernel}. */
export const plugin: Plugin = definePlugin({
  id: 'mm-playground-kernel-refuse-first',
  title: 'A patch of 6.12-rc6',
  version: '0.0.0',
  api: '^1.0',
  contributes: { models: [{ ...linuxModel, id: 'mm-playground-kernel-refuse-first', kernels: [kernel] }] },
});
