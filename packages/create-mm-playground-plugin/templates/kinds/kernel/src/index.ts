/**
 * __name__: a kernel is a value. It extends one that there is, and says what it does otherwise.
 *
 * Recipe. Change this first: `extends` (the kernel that your patch applies to) and the fact. A fact is a field of `KernelGeneration`,
 * whose comment says what it decides; where a fact is not enough, give the procedure (`mmapRegion`, `mremap`, ...): it takes the steps of
 * the kernel's function, in its order. Then say in `notes` why, and by which commit: it stands beside every difference that comes of it.
 */

import { definePlugin, type Plugin } from '@mm-playground/api';
import { defineKernel, linuxModel, v6_18, type KernelGeneration } from '@mm-playground/core';

/** 6.18 without guard regions, which came with 6.13. */
export const kernel: KernelGeneration = defineKernel({
  extends: v6_18,
  id: '__name__',
  title: '__name__',
  // `booted` is for kernels that were compared with the model on that very kernel.
  proof: 'derived',
  hasGuardRegions: false,
  notes: {
    hasGuardRegions: {
      in: ['do_madvise'],
      note: 'does not know MADV_GUARD_INSTALL and MADV_GUARD_REMOVE',
      source: '662df3e5c376 mm: madvise: implement lightweight guard page mechanism',
    },
  },
});

/** The plugin that brings {@link kernel}. */
export const plugin: Plugin = definePlugin({
  id: '__package__',
  title: '__name__',
  version: '0.0.0',
  api: '^1.0',
  contributes: { models: [{ ...linuxModel, id: '__package__', kernels: [kernel] }] },
});
