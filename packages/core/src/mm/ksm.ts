/**
 * Same-page merging, as far as VMAs go: which of them KSM may look at. ksmd itself never runs (its default): no page is ever
 * merged, so that nothing has to be unmerged either. @kernel 6.18 mm/ksm.c
 */

import {
  VM_DROPPABLE,
  VM_HUGETLB,
  VM_MAYSHARE,
  VM_MERGEABLE,
  VM_SHARED,
  VM_SPECIAL,
  type VmFlags,
} from '@mm-playground/api';
import type { MmStruct } from './mm-struct.ts';
import { traced } from '../machine/system.ts';
import { vmaStartWrite } from '../vma/vma-split.ts';

const INCOMPATIBLE = VM_SHARED.or(VM_MAYSHARE).or(VM_SPECIAL).or(VM_HUGETLB).or(VM_DROPPABLE);

/** ksm_compatible(): private memory. Others are passed over without a word. */
const isKsmCompatible = (flags: VmFlags): boolean => !flags.has(INCOMPATIBLE);

/** ksm_madvise(): the flags that MADV_MERGEABLE gives. */
export const mergeableFlags = (flags: VmFlags): VmFlags => (isKsmCompatible(flags) ? flags.or(VM_MERGEABLE) : flags);

/** ksm_vma_flags(): the flags of a new mapping. */
export const ksmVmaFlags = (mm: MmStruct, flags: VmFlags): VmFlags => (mm.mergeAny ? mergeableFlags(flags) : flags);

/** The flags with which a new mapping is proposed to its neighbours. */
export const proposedFlags = (mm: MmStruct, flags: VmFlags): VmFlags =>
  mm.sys.generation.mergeRules.proposesMergeable ? ksmVmaFlags(mm, flags) : flags;

/**
 * PR_SET_MEMORY_MERGE: changes each VMA where it is. Neighbours that become alike stay two; a process that has it already
 * (and took it from some VMAs by MADV_UNMERGEABLE) is left as it is.
 */
export const setMemoryMerge = traced(
  'ksm_enable_merge_any',
  (mm: MmStruct, on: boolean): void => {
    if (mm.mergeAny === on) return;
    mm.touch('mergeAny').mergeAny = on;
    for (const vma of mm.vmas.all()) {
      const flags = on ? mergeableFlags(vma.flags) : vma.flags.without(VM_MERGEABLE);
      if (flags === vma.flags) continue;
      vmaStartWrite(mm, vma);
      vma.touch('flags').flags = flags;
    }
  },
  (_mm, on) => ({ on }),
);
