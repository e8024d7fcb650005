/**
 * Linux 6.17: the first that moves several mappings at once and reads /proc/PID/maps without mmap_lock, and the one in which a file
 * that refuses before there is a VMA leaves its charge behind, and a moved mapping its anon_vma. No image was booted: what it does is derived from 6.18 and from what
 * came after it.
 */

import { VM_SOFTDIRTY } from '@mm-playground/api';
import { defineKernel, type KernelGeneration } from './generation.ts';
import { SUPPORT_6_17 } from './support-others.ts';
import { v6_18 } from './v6-18.ts';

/** Linux 6.17. */
export const v6_17: KernelGeneration = defineKernel({
  extends: v6_18,
  id: '6.17',
  title: 'Linux 6.17',
  release: [6, 17],
  proof: 'derived',
  collapsesUnwritable: false,
  mergeRules: {
    ...v6_18.mergeRules,
    sticky: VM_SOFTDIRTY,
    keepsSticky: false,
    proposesMergeable: false,
    copyHandsAnonVmaOn: false,
  },
  hasThpExceptAdvised: false,
  leaksPreparedCharge: true,
  mapsWholeFolios: 'at the fault',
  support: SUPPORT_6_17,
  notes: {
    mergeRules: {
      in: ['copy_vma', 'vma_merge_new_range', 'vma_modify'],
      note: 'leaves the anon_vma behind where a moved mapping merges with memory that was never written',
      source: 'docs/review-thread.md, A copy that leaves its anon_vma behind',
    },
    leaksPreparedCharge: {
      in: ['mmap_region', '__mmap_prepare', 'security_vm_enough_memory_mm'],
      note: 'keeps the charge of a mapping that its file refuses',
      source: 'docs/review-thread.md, A charge that a refusal leaves behind',
    },
  },
});
