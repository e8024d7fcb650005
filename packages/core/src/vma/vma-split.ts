/**
 * Splitting a VMA in two. The original object keeps one side, a duplicate gets the other. @kernel mm/vma.c
 */

import { EINVAL, ENOMEM, isErrno, type Errno, type Vpn } from '@mm-playground/api';
import { assertNever } from '../machine/assert-never.ts';
import { lockMappings } from '../memory/i-mmap.ts';
import { splitHugePmdAt } from '../memory/huge-pmd.ts';
import { unborn } from '../journal/journal.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import { RANGES, owing } from '../mm/under-way.ts';
import { validateMmAt } from '../mm/validate.ts';
import type { VmArea } from './vm-area.ts';

/** vm_area_dup(): a VMA like `vma`, with its own identity, in `mm` (that of a child, or the same). @errno ENOMEM */
export function vmAreaDup(vma: VmArea, mm: MmStruct = vma.mm): VmArea | Errno {
  if (mm.sys.failsAt('vm_area_dup')) return ENOMEM;
  const fresh = mm.newVma(vma);
  const copy = unborn(fresh);
  copy.anonVma = vma.anonVma;
  copy.anonVmaChain = vma.anonVmaChain;
  copy.name = vma.name;
  copy.policy = vma.policy;
  copy.userfault = vma.userfault;
  copy.assumedWritten = vma.assumedWritten;
  copy.unknown = vma.unknown;
  return fresh;
}

/** Write-locks a VMA until the mmap write lock is let go. Waits for its readers; no new ones come in. */
export const vmaStartWrite = traced(
  'vma_start_write',
  (mm: MmStruct, vma: VmArea): void => {
    if (vma.lockSeq === mm.lockSeq) return;
    vma.touch('lockSeq').lockSeq = mm.lockSeq;
    if (vma.readers > 0) mm.sys.waitUntil('vma_start_write', () => vma.readers === 0);
  },
  (_mm, vma) => ({ vma }),
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
    if (vma.hasClose) mm.sys.trace?.step('vm_ops->open', { vma: fresh });
    vmaStartWrite(mm, vma);
    vmaStartWrite(mm, fresh);
    splitHugePmdAt(mm, vma, addr);
    owing(mm, RANGES, 'vma_complete', () => divide(mm, vma, fresh, addr, half));
    validateMmAt(mm, '__split_vma');
    return fresh;
  },
  (_mm, vma, addr, half) => ({ vma, addr, half }),
);

/** Each gets its half, and the new one its place in the tree. */
function divide(mm: MmStruct, vma: VmArea, fresh: VmArea, addr: Vpn, half: NewHalf): void {
  if (vma.file !== null) lockMappings(mm.sys, vma.file.inode);
  switch (half) {
    case 'new below':
      vma.touch('pgoff').pgoff += addr - vma.start;
      vma.touch('start').start = addr;
      fresh.touch('end').end = addr;
      break;
    case 'new above':
      vma.touch('end').end = addr;
      fresh.touch('start').start = addr;
      fresh.touch('pgoff').pgoff += addr - vma.start;
      break;
    default:
      assertNever(half);
  }
  mm.vmas.store(fresh);
  mm.touch('mapCount').mapCount++;
}

/** split_vma(): as above, within the map count limit. @errno ENOMEM too many mappings */
export function splitVma(mm: MmStruct, vma: VmArea, addr: Vpn, half: NewHalf): VmArea | Errno {
  if (mm.mapCount >= mm.sys.facts.maxMapCount) return ENOMEM;
  return splitVmaUnlimited(mm, vma, addr, half);
}
