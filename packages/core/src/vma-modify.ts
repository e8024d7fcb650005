/**
 * vma_modify(): a part of a VMA gets other attributes; it merges into a neighbour that has them already, or is split off.
 * @kernel 6.18 mm/vma.c
 */

import { isErrno, type Errno, type VmFlags, type Vpn } from '@mm-playground/api';
import type { MmStruct } from './mm-struct.ts';
import { traced } from './system.ts';
import type { VmArea } from './vm-area.ts';
import { vmaMergeExistingRange } from './vma-merge.ts';
import { splitVma } from './vma-split.ts';

/**
 * The VMA that holds exactly `[start, end)` (or, merged, at least that), ready to get `flags`. The original object keeps the
 * middle when it is split.
 *
 * @errno ENOMEM a split would exceed max_map_count; splits that were made stay
 */
const vmaModify = traced(
  'vma_modify',
  (mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn, flags: VmFlags, anonName: string | null): VmArea | Errno => {
    const merged = vmaMergeExistingRange(mm, {
      prev: mm.vmas.prev(vma),
      middle: vma,
      next: mm.vmas.next(vma),
      start,
      end,
      flags,
      pgoff: vma.pgoffOf(start),
      ops: vma.ops,
      file: vma.file,
      anonVma: vma.anonVma,
      anonName,
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
  (_mm, vma, start, end) => ({ vma: vma.describe(), start, end }),
);

/** vma_modify_name(): only the name of anonymous memory changes. */
export const vmaModifyName = (mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn, name: string | null): VmArea | Errno =>
  vmaModify(mm, vma, start, end, vma.flags, name);

/** vma_modify_flags(): only the flags change. */
export const vmaModifyFlags = (mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn, flags: VmFlags): VmArea | Errno =>
  vmaModify(mm, vma, start, end, flags, vma.name);
