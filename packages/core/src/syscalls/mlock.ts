/**
 * mlock, mlock2, munlock, mlockall, munlockall: which VMAs stay in memory. locked_vm counts pages of VMAs, not resident ones.
 * @kernel 6.18 mm/mlock.c
 */

import {
  CAP,
  EINVAL,
  ENOMEM,
  EPERM,
  MCL,
  VM_DROPPABLE,
  VM_HUGETLB,
  VM_LOCKED,
  VM_LOCKED_MASK,
  VM_LOCKONFAULT,
  VM_NONE,
  VM_SPECIAL,
  isErrno,
  type Errno,
  type VmFlags,
  type Vpn,
} from '@mm-playground/api';
import { canDoMlock, capable, memlockLimit } from '../mm/accounting.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import { whileOwing } from '../mm/under-way.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { withSticky } from '../vma/vma-merge.ts';
import { vmaModifyFlags } from '../vma/vma-modify.ts';
import { vmaStartWrite } from '../vma/vma-split.ts';

/**
 * The part of mlock(2) under the write lock; the caller then populates.
 * @errno EPERM RLIMIT_MEMLOCK is 0 @errno ENOMEM limit, hole
 */
export const doMlock = traced(
  'do_mlock',
  (mm: MmStruct, start: Vpn, end: Vpn, onFault: boolean): Errno | null => {
    if (!canDoMlock(mm)) return EPERM;
    const limit = memlockLimit(mm);
    let locked = end - start + mm.lockedVm;
    if (locked > limit && !capable(mm, CAP.values.CAP_IPC_LOCK)) locked -= alreadyLocked(mm, start, end);
    if (locked > limit && !capable(mm, CAP.values.CAP_IPC_LOCK)) return ENOMEM;
    return applyLockFlags(mm, start, end, onFault ? VM_LOCKED_MASK : VM_LOCKED);
  },
  (_mm, start, end, onFault) => ({ start, end, onFault }),
);

/** Pages of the range that are locked already: count_mm_mlocked_page_nr(). */
const alreadyLocked = (mm: MmStruct, start: number, end: number): number =>
  mm.vmas
    .inRange(start, end)
    .filter((vma) => vma.flags.has(VM_LOCKED))
    .reduce((sum, vma) => sum + Math.min(vma.end, end) - Math.max(vma.start, start), 0);

/** Gives every VMA of the range these lock flags: apply_vma_lock_flags(). @errno ENOMEM a hole, after what lies before it */
export const applyLockFlags = traced(
  'apply_vma_lock_flags',
  (mm: MmStruct, start: Vpn, end: Vpn, lock: VmFlags): Errno | null => {
    if (end < start) return EINVAL;
    for (let at = start; at < end;) {
      const vma = mm.vmas.find(at);
      if (vma === null || vma.start > at) return ENOMEM;
      const upTo = Math.min(vma.end, end) as Vpn;
      const error = mlockFixup(mm, vma, at, upTo, vma.flags.without(VM_LOCKED_MASK).or(lock));
      if (error !== null) return error;
      at = upTo;
    }
    return null;
  },
  (_mm, start, end, lock) => ({ start, end, lock: lock.toString() }),
);

const NEVER_LOCKED = VM_SPECIAL.or(VM_HUGETLB).or(VM_DROPPABLE);

/** mlock_fixup(): one VMA, or a part. Mappings that cannot be locked are passed over silently. */
const mlockFixup = traced(
  'mlock_fixup',
  whileOwing(['locked_vm'], 'mlock_fixup', (mm, vma: VmArea, start: Vpn, end: Vpn, flags: VmFlags): Errno | null => {
    const old = vma.flags;
    if (flags === old || old.has(NEVER_LOCKED) || vma.ops === 'secret') return null;
    const modified = vmaModifyFlags(mm, vma, start, end, flags);
    if (isErrno(modified)) return modified;
    if (!flags.has(VM_LOCKED)) mm.touch('lockedVm').lockedVm -= end - start;
    else if (!old.has(VM_LOCKED)) mm.touch('lockedVm').lockedVm += end - start;
    vmaStartWrite(mm, modified);
    modified.touch('flags').flags = withSticky(mm, modified, flags);
    return null;
  }),
  (_mm, vma, start, end) => ({ vma, start, end }),
);

const { MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT } = MCL.values;

/** mlockall(2) under the lock. @errno EINVAL flags @errno EPERM @errno ENOMEM limit */
export const doMlockall = traced(
  'mlockall',
  (mm: MmStruct, flags: bigint): Errno | null => {
    if (flags === 0n || flags === MCL_ONFAULT || (flags & ~(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)) !== 0n)
      return EINVAL;
    if (!canDoMlock(mm)) return EPERM;
    const current = (flags & MCL_CURRENT) !== 0n;
    if (current && mm.totalVm > memlockLimit(mm) && !capable(mm, CAP.values.CAP_IPC_LOCK)) return ENOMEM;
    applyMlockallFlags(mm, flags);
    return null;
  },
  (_mm, flags) => ({ flags }),
);

/** apply_mlockall_flags(): errors of single VMAs are ignored. `flags` of 0 is munlockall. */
export function applyMlockallFlags(mm: MmStruct, flags: bigint): void {
  const lock = (flags & MCL_ONFAULT) !== 0n ? VM_LOCKED.or(VM_LOCKONFAULT) : VM_LOCKED;
  const future = (flags & MCL_FUTURE) !== 0n;
  const current = (flags & MCL_CURRENT) !== 0n;
  mm.touch('defFlags').defFlags = mm.defFlags.without(VM_LOCKED_MASK).or(future ? lock : VM_NONE);
  if (future && !current) return;
  let at = 0;
  for (let vma = mm.vmas.find(at); vma !== null; vma = mm.vmas.find(at)) {
    const { start, end } = vma;
    mlockFixup(mm, vma, start, end, vma.flags.without(VM_LOCKED_MASK).or(current ? lock : VM_NONE));
    at = end;
  }
}
