/** Growing a stack: what a fault just below a GROWSDOWN VMA does. @kernel 6.18 mm/mmap.c, mm/vma.c */

import {
  EFAULT,
  ENOMEM,
  EPERM,
  VM_ACCESS_FLAGS,
  VM_GROWSDOWN,
  VM_LOCKED,
  RLIM_INFINITY,
  type Errno,
  type Vpn,
} from '@mm-playground/api';
import { chargeMemory, mayExpandVm, mlockFutureOk, vmStatAccount } from './accounting.ts';
import { STACK_GUARD_GAP, minAddr } from './get-unmapped-area.ts';
import { anonVmaPrepare } from '../vma/anon-vma-prepare.ts';
import type { MmStruct } from './mm-struct.ts';
import { traced } from '../machine/system.ts';
import { COUNTED_LAST, whileOwing } from './under-way.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { vmaStartWrite } from '../vma/vma-split.ts';

/**
 * Grows `vma` down to `page`: expand_stack(), expand_downwards().
 *
 * @errno EFAULT it does not grow @errno EPERM below mmap_min_addr @errno ENOMEM guard gap, limits
 */
export const expandDownwards = traced(
  'expand_downwards',
  whileOwing(['tree', ...COUNTED_LAST], 'vma_iter_store', (mm, vma: VmArea, page: Vpn): Errno | null => {
    if (!vma.flags.has(VM_GROWSDOWN)) return EFAULT;
    if (page < minAddr(mm)) return EPERM;
    const prev = mm.vmas.prev(vma);
    if (prev !== null && keepsDistance(prev) && page - prev.end < STACK_GUARD_GAP) return ENOMEM;
    if (mm.sys.failsAt('vma_iter_prealloc')) return ENOMEM;
    // Growing takes the anon_vma's lock, so it must be there, whatever comes of it.
    if (vma.anonVma === null && mm.sys.failsAt('anon_vma_prepare')) return ENOMEM;
    anonVmaPrepare(mm, vma);
    const grow = vma.start - page;
    if (grow <= 0) return null;
    if (grow > vma.pgoff) return ENOMEM;
    const error = accountStackGrowth(mm, vma, vma.end - page, grow);
    if (error !== null) return error;
    if (vma.flags.has(VM_LOCKED)) mm.touch('lockedVm').lockedVm += grow;
    vmStatAccount(mm, vma.flags, grow);
    vmaStartWrite(mm, vma);
    vma.touch('start').start = page;
    vma.touch('pgoff').pgoff -= grow;
    mm.vmas.store(vma);
    return null;
  }),
  (_mm, vma, page) => ({ vma, page }),
);

/** A neighbour that nobody can access, or another stack, needs no gap. */
const keepsDistance = ({ flags }: VmArea): boolean => !flags.has(VM_GROWSDOWN) && flags.has(VM_ACCESS_FLAGS);

/** acct_stack_growth() */
function accountStackGrowth(mm: MmStruct, vma: VmArea, size: number, grow: number): Errno | null {
  if (!mayExpandVm(mm, vma.flags, grow)) return ENOMEM;
  const { stack } = mm.sys.current.limits;
  if (stack !== RLIM_INFINITY && BigInt(size) << BigInt(mm.sys.arch.geometry.pageShift) > stack) return ENOMEM;
  if (!mlockFutureOk(mm, vma.flags, grow)) return ENOMEM;
  return chargeMemory(mm, grow);
}
