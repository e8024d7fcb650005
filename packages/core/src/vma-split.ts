/**
 * Splitting a VMA in two. The original object keeps one side, a duplicate gets the other. @kernel mm/vma.c
 */

import { EINVAL, ENOMEM, isErrno, type Errno, type Vpn } from '@mm-playground/api';
import { assertNever } from './assert-never.ts';
import { splitHugePmdAt } from './memory/huge-pmd.ts';
import type { MmStruct } from './mm-struct.ts';
import { traced } from './system.ts';
import { RANGES, owing } from './under-way.ts';
import type { VmArea } from './vm-area.ts';

/** vm_area_dup(): a VMA like `vma`, with its own identity, in `mm` (that of a child, or the same). @errno ENOMEM */
export function vmAreaDup(vma: VmArea, mm: MmStruct = vma.mm): VmArea | Errno {
  if (mm.sys.failsAt('vm_area_dup')) return ENOMEM;
  const copy = mm.newVma(vma);
  copy.anonVma = vma.anonVma;
  copy.anonVmaChain = vma.anonVmaChain;
  copy.name = vma.name;
  copy.policy = vma.policy;
  copy.userfault = vma.userfault;
  copy.assumedWritten = vma.assumedWritten;
  copy.unknown = vma.unknown;
  return copy;
}

/** Write-locks a VMA until the mmap write lock is let go. */
export const vmaStartWrite = traced(
  'vma_start_write',
  (mm: MmStruct, vma: VmArea): void => {
    if (vma.lockSeq !== mm.lockSeq) mm.sys.journal.touch(vma).lockSeq = mm.lockSeq;
  },
  (_mm, vma) => ({ vma: vma.describe() }),
);

/** Which half the new object is. */
export type NewHalf = 'new below' | 'new above';

/**
 * Splits without asking for the map count limit: __split_vma().
 *
 * ```
 *      addr              new below:  NNNNVVVV    new above:  VVVVNNNN
 *   VVVVVVVV
 * ```
 * @returns the new VMA. @errno EINVAL the mapping may not be split (special mappings, and where a driver says so)
 * @errno ENOMEM no memory for it; nothing has changed
 */
export const splitVmaUnlimited = traced(
  '__split_vma',
  (mm: MmStruct, vma: VmArea, addr: Vpn, half: NewHalf): VmArea | Errno => {
    if (!vma.maySplit) return EINVAL;
    const fresh = vmAreaDup(vma);
    if (isErrno(fresh)) return fresh;
    if (mm.sys.failsAt('vma_iter_prealloc')) return ENOMEM;
    if (vma.anonVma !== null && mm.sys.failsAt('anon_vma_clone')) return ENOMEM;
    if (vma.hasClose) mm.sys.trace?.step('vm_ops->open', { vma: fresh.describe() });
    vmaStartWrite(mm, vma);
    vmaStartWrite(mm, fresh);
    splitHugePmdAt(mm, vma, addr);
    return owing(mm, RANGES, 'vma_complete', () => divide(mm, vma, fresh, addr, half));
  },
  (_mm, vma, addr, half) => ({ vma: vma.describe(), addr, half }),
);

/** Each gets its half, and the new one its place in the tree. */
function divide(mm: MmStruct, vma: VmArea, fresh: VmArea, addr: Vpn, half: NewHalf): VmArea {
  const { journal } = mm.sys;
  journal.touch(vma);
  journal.touch(fresh);
  switch (half) {
    case 'new below':
      fresh.end = addr;
      vma.pgoff += addr - vma.start;
      vma.start = addr;
      break;
    case 'new above':
      fresh.start = addr;
      fresh.pgoff += addr - vma.start;
      vma.end = addr;
      break;
    default:
      assertNever(half);
  }
  mm.vmas.store(fresh);
  mm.touch().mapCount++;
  return fresh;
}

/** split_vma(): as above, within the map count limit. @errno ENOMEM too many mappings */
export function splitVma(mm: MmStruct, vma: VmArea, addr: Vpn, half: NewHalf): VmArea | Errno {
  if (mm.mapCount >= mm.sys.facts.maxMapCount) return ENOMEM;
  return splitVmaUnlimited(mm, vma, addr, half);
}
