/**
 * What a mapping allows mremap(2) to do with it, and resizing it where it is: a shrink unmaps the tail, a growth needs room
 * behind. @kernel 6.18 mm/mremap.c
 */

import {
  EAGAIN,
  EFAULT,
  EINVAL,
  ENOMEM,
  VM_ACCOUNT,
  VM_DONTEXPAND,
  VM_LOCKED,
  VM_MAYSHARE,
  VM_PFNMAP,
  VM_SHARED,
  isErrno,
  type Errno,
  type Vpn,
} from '@mm-playground/api';
import { chargeMemory, mayExpandVm, mlockFutureOk, unchargeMemory, vmStatAccount } from '../../mm/accounting.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { placeAndMove, type Remap, type Remapped } from './mremap-move.ts';
import { doMunmap } from '../../vma/munmap.ts';
import { traced } from '../../machine/system.ts';
import { COUNTED_LAST, whileOwing } from '../../mm/under-way.ts';
import type { VmArea } from '../../vma/vm-area.ts';
import { vmaMergeNewRange } from '../../vma/vma-merge.ts';

/**
 * Whether the VMA may be copied or grow as asked: vma_to_resize(), later a part of check_prep_vma().
 * @errno EINVAL a second mapping of private pages, DONTUNMAP of what is not ordinary memory
 * @errno EFAULT more than one VMA, or one that may not grow @errno EAGAIN RLIMIT_MEMLOCK @errno ENOMEM limits
 */
export function checkResize(mm: MmStruct, remap: Remap, vma: VmArea): Errno | null {
  // An old length of 0 asks for a second mapping of the same pages.
  if (remap.oldPages === 0 && !vma.flags.has(VM_SHARED.or(VM_MAYSHARE))) return EINVAL;
  if (remap.dontUnmap && vma.flags.has(VM_DONTEXPAND.or(VM_PFNMAP))) return EINVAL;
  // The part that stays must be one VMA's; what a shrink cuts off need not be.
  if (Math.min(remap.oldPages, remap.newPages) > vma.end - remap.addr) return EFAULT;
  const delta = remap.newPages - remap.oldPages;
  if (delta <= 0) return null;
  if (vma.flags.has(VM_DONTEXPAND.or(VM_PFNMAP))) return EFAULT;
  if (!mlockFutureOk(mm, vma.flags, delta)) return EAGAIN;
  return mayExpandVm(mm, vma.flags, delta) ? null : ENOMEM;
}

/** mremap_at(): in place if possible. */
export function mremapAt(mm: MmStruct, remap: Remap, vma: VmArea): Remapped | Errno {
  if (remap.newPages === remap.oldPages) return { addr: remap.addr, populate: null };
  if (remap.newPages < remap.oldPages) {
    const error = doMunmap(mm, remap.addr + remap.newPages, remap.oldPages - remap.newPages, true);
    return error ?? { addr: remap.addr, populate: null };
  }
  if (canExpandInPlace(mm, remap, vma)) return expandInPlace(mm, remap, vma);
  return remap.mayMove ? placeAndMove(mm, remap, vma) : ENOMEM;
}

function canExpandInPlace(mm: MmStruct, remap: Remap, vma: VmArea): boolean {
  if (vma.end - remap.addr !== remap.oldPages) return false;
  const end = vma.end + remap.newPages - remap.oldPages;
  return !mm.vmas.intersects(vma.end, end) && end <= mm.sys.arch.layout.taskSize;
}

/** The VMA grows over free pages behind it; it may swallow what follows them: vma_merge_extend(). */
function expandVmaInPlace(mm: MmStruct, remap: Remap, vma: VmArea): Remapped | Errno {
  const delta = remap.newPages - remap.oldPages;
  if (vma.flags.has(VM_ACCOUNT)) {
    const error = chargeMemory(mm, delta);
    if (error !== null) return error;
  }
  const oldEnd = vma.end;
  const flags = vma.flags;
  const grown = vmaMergeNewRange(mm, {
    prev: vma,
    growing: vma,
    middle: null,
    next: mm.vmas.next(vma),
    start: oldEnd,
    end: (oldEnd + delta) as Vpn,
    flags,
    pgoff: vma.pgoff + vma.pages,
    ops: vma.ops,
    file: vma.file,
    anonVma: vma.anonVma,
    anonName: vma.name,
    policy: vma.policy,
    userfault: vma.userfault,
  });
  if (grown === null || isErrno(grown)) {
    if (flags.has(VM_ACCOUNT)) unchargeMemory(mm, delta);
    return ENOMEM;
  }
  vmStatAccount(mm, flags, delta);
  if (!flags.has(VM_LOCKED)) return { addr: remap.addr, populate: null };
  mm.touch('lockedVm').lockedVm += delta;
  return { addr: remap.addr, populate: { start: oldEnd, end: oldEnd + delta } };
}

const expandInPlace = traced('expand_vma_in_place', whileOwing(COUNTED_LAST, 'vm_stat_account', expandVmaInPlace));
