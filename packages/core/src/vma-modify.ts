/**
 * vma_modify(): a part of a VMA gets other attributes; it merges into a neighbour that has them already, or is split off.
 * @kernel 6.18 mm/vma.c
 */

import { isErrno, type Errno, type VmFlags, type Vpn } from '@mm-playground/api';
import type { Mempolicy } from './mempolicy.ts';
import type { MmStruct } from './mm-struct.ts';
import { traced } from './system.ts';
import type { UserfaultCtx } from './userfaultfd.ts';
import type { VmArea } from './vm-area.ts';
import { vmaMergeExistingRange } from './vma-merge.ts';
import { splitVma } from './vma-split.ts';

/** Attributes in which VMAs that merge must agree, and which a call can change. */
type Attributes = Pick<VmArea, 'flags' | 'name' | 'policy' | 'userfault'>;

/**
 * The VMA that holds exactly `[start, end)` (or, merged, at least that), ready to get what changes. The original object keeps
 * the middle when it is split.
 *
 * @errno ENOMEM a split would exceed max_map_count; splits that were made stay
 */
const vmaModify = traced(
  'vma_modify',
  (
    mm: MmStruct,
    vma: VmArea,
    start: Vpn,
    end: Vpn,
    wanted: Attributes,
    pgoff: number = vma.pgoffOf(start),
  ): VmArea | Errno => {
    const merged = vmaMergeExistingRange(mm, {
      prev: mm.vmas.prev(vma),
      middle: vma,
      next: mm.vmas.next(vma),
      start,
      end,
      flags: wanted.flags,
      pgoff,
      ops: vma.ops,
      file: vma.file,
      anonVma: vma.anonVma,
      anonName: wanted.name,
      policy: wanted.policy,
      userfault: wanted.userfault,
    });
    if (merged !== null) return merged;
    if (vma.start < start) {
      const below = splitVma(mm, vma, start, 'new below');
      if (isErrno(below)) return below;
    }
    if (vma.end > end) {
      const above = splitVma(mm, vma, end, 'new above');
      if (isErrno(above)) return above;
    }
    return vma;
  },
  (_mm, vma, start, end) => ({ vma, start, end }),
);

/** A part of a VMA of which something changes: see {@link vmaModify}. */
type Modify<T> = (mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn, wanted: T) => VmArea | Errno;

/** vma_modify_flags() */
export const vmaModifyFlags: Modify<VmFlags> = (mm, vma, start, end, flags) =>
  vmaModify(mm, vma, start, end, { flags, name: vma.name, policy: vma.policy, userfault: vma.userfault });

/** vma_modify_name(): the name of anonymous memory. */
export const vmaModifyName: Modify<string | null> = (mm, vma, start, end, name) =>
  vmaModify(mm, vma, start, end, { flags: vma.flags, name, policy: vma.policy, userfault: vma.userfault });

/** vma_modify_policy() */
export const vmaModifyPolicy: Modify<Mempolicy | null> = (mm, vma, start, end, policy) =>
  vmaModify(mm, vma, start, end, { flags: vma.flags, name: vma.name, policy, userfault: vma.userfault });

/** vma_modify_flags_uffd(): the userfaultfd, and the flags that say what it gets. */
export const vmaModifyFlagsUffd: Modify<{ flags: VmFlags; userfault: UserfaultCtx | null }> = (
  mm,
  vma,
  start,
  end,
  { flags, userfault },
) => {
  const wanted = { flags, name: vma.name, policy: vma.policy, userfault };
  return mm.sys.generation.userfaultKnowsPgoff
    ? vmaModify(mm, vma, start, end, wanted)
    : vmaModify(mm, vma, start, end, wanted, vma.pgoff);
};
