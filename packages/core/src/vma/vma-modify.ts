/**
 * vma_modify(): a part of a VMA gets other attributes; it merges into a neighbour that has them already, or is split off.
 * @kernel 6.18 mm/vma.c
 */

import { isErrno, type Errno, type VmFlags, type Vpn } from '@mm-playground/api';
import type { Mempolicy } from '../syscalls/policy/mempolicy.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { UserfaultCtx } from '../syscalls/userfaultfd/userfaultfd.ts';
import type { VmArea } from './vm-area.ts';
import { vmaMergeExistingRange } from './vma-merge.ts';
import { splitVma } from './vma-split.ts';

/** Attributes in which VMAs that merge must agree, and which a call can change. */
type Attributes = Pick<VmArea, 'flags' | 'name' | 'policy' | 'userfault'>;

/**
 * The VMA that holds exactly `[start, end)` (or, merged, at least that), ready to get what changes. The original object keeps
 * the middle when it is split.
 *
 * @errno ENOMEM a split would exceed max_map_count, or memory is short; splits that were made stay
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
    if (isErrno(merged)) return withoutMemory(mm, vma, start, end, merged);
    return merged ?? splitOff(mm, vma, start, end);
  },
  (_mm, vma, start, end) => ({ vma, start, end }),
);

/** Splits off what lies before and behind the range; the object keeps the range. */
function splitOff(mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn): VmArea | Errno {
  if (vma.start < start) {
    const below = splitVma(mm, vma, start, 'new below');
    if (isErrno(below)) return below;
  }
  if (vma.end > end) {
    const above = splitVma(mm, vma, end, 'new above');
    if (isErrno(above)) return above;
  }
  return vma;
}

/**
 * A merge was possible, and there was no memory for it. 6.12 went on to split by the range that the merge had meant to make, which
 * where the next VMA was to grow is what lies *before* the part: that then got the new attributes.
 */
function withoutMemory(mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn, error: Errno): VmArea | Errno {
  switch (mm.sys.generation.mergeWithoutMemory) {
    case 'fails':
      return error;
    case 'splits':
      return splitOff(mm, vma, start, end);
    case 'splits what remains': {
      if (vma.start === start || vma.end !== end) return splitOff(mm, vma, start, end);
      const above = splitVma(mm, vma, start, 'new above');
      if (isErrno(above)) return above;
      mm.sys.violate('counters', `${vma.describe()} gets what was meant for ${above.describe()} behind it`);
      return vma;
    }
  }
}

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
