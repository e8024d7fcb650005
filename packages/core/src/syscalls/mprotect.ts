/**
 * mprotect(2): new protection for the pages of a range, VMA by VMA; what was done stays done when a later VMA refuses.
 * @kernel 6.18 mm/mprotect.c
 */

import {
  EACCES,
  EINVAL,
  ENOMEM,
  EPERM,
  PROT,
  VM_ACCOUNT,
  VM_ARCH_1,
  VM_ACCESS_FLAGS,
  VM_GROWSDOWN,
  VM_HUGETLB,
  VM_LOCKED,
  VM_MAYEXEC,
  VM_MAYREAD,
  VM_MAYWRITE,
  VM_NORESERVE,
  VM_READ,
  VM_EXEC,
  VM_SEALED,
  VM_SHARED,
  VM_WRITE,
  isErrno,
  isPageAligned,
  pagesIn,
  vpnOf,
  type Errno,
  type VmFlags,
  type Vpn,
} from '@mm-playground/api';
import { chargeMemory, mayExpandVm, unchargeMemory, vmStatAccount } from '../mm/accounting.ts';
import { changeProtection } from '../memory/change-protection.ts';
import { populateRange } from '../memory/populate.ts';
import { mapDenyWriteExec } from '../mm/mdwe.ts';
import { protFlags } from './mmap.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { VM_PKEY, isPkeyAllocated, mprotectPkey, pkeyFlags } from './pkeys.ts';
import { checkSealsFirst } from '../vma/sealing.ts';
import { traced } from '../machine/system.ts';
import { COUNTED_LAST, whileOwing } from '../mm/under-way.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { withSticky } from '../vma/vma-merge.ts';
import { vmaModifyFlags } from '../vma/vma-modify.ts';
import { vmaStartWrite } from '../vma/vma-split.ts';
import { noteWritten } from '../recording/written.ts';

const P = PROT.values;
const KNOWN_PROT = P.PROT_READ | P.PROT_WRITE | P.PROT_EXEC | P.PROT_SEM;

/**
 * do_mprotect_pkey(); -1 is no key.
 * @errno EINVAL alignment, bits, PROT_GROWSDOWN elsewhere than a stack @errno ENOMEM a hole, limits
 * @errno EACCES not allowed by how it was mapped, or by MDWE @errno EPERM sealed
 */
export const doMprotect = traced(
  'do_mprotect_pkey',
  (mm: MmStruct, addr: bigint, len: bigint, prot: bigint, pkey: number): Errno | null => {
    const { pageShift } = mm.sys.arch.geometry;
    const grows = prot & (P.PROT_GROWSDOWN | P.PROT_GROWSUP);
    const bits = prot & ~(P.PROT_GROWSDOWN | P.PROT_GROWSUP);
    if (grows === (P.PROT_GROWSDOWN | P.PROT_GROWSUP)) return EINVAL;
    if (!isPageAligned(addr, pageShift)) return EINVAL;
    if (len === 0n) return null;
    const end = BigInt.asUintN(64, addr + (BigInt(pagesIn(len, pageShift)) << BigInt(pageShift)));
    if (end <= addr) return ENOMEM;
    if (!archValidateProt(mm, bits)) return EINVAL;
    if (pkey !== -1 && !isPkeyAllocated(mm, pkey)) return EINVAL;
    const range = { from: vpnOf(addr, pageShift), end: Number(end >> BigInt(pageShift)) as Vpn };
    return mprotectRange(mm, range, { prot: bits, pkey }, grows);
  },
  (_mm, addr, len, prot, pkey) => (pkey === -1 ? { addr, len, prot } : { addr, len, prot, pkey }),
);

/** Whether the machine has a meaning for each of the bits. */
function archValidateProt({ sys: { facts } }: MmStruct, bits: bigint): boolean {
  const arm = (facts.bti ? P.PROT_BTI : 0n) | (facts.mte ? P.PROT_MTE : 0n);
  return (bits & ~(KNOWN_PROT | arm)) === 0n;
}

/** What pages are to allow, and the key that they get; -1 for none in particular. */
interface Wanted {
  readonly prot: bigint;
  readonly pkey: number;
}

function mprotectRange(
  mm: MmStruct,
  { from, end }: { readonly from: Vpn; readonly end: Vpn },
  wanted: Wanted,
  grows: bigint,
): Errno | null {
  const first = mm.vmas.find(from);
  if (first === null) return ENOMEM;
  let start = from;
  if ((grows & P.PROT_GROWSDOWN) !== 0n) {
    if (first.start >= end) return ENOMEM;
    start = first.start;
    if (!first.flags.has(VM_GROWSDOWN)) return EINVAL;
  } else {
    if (first.start > start) return ENOMEM;
    if ((grows & P.PROT_GROWSUP) !== 0n) return EINVAL;
  }
  const sealed = checkSealsFirst(mm, start, end);
  if (sealed !== null) return sealed;
  let at: number = start;
  for (let vma: VmArea | null = first; at < end; vma = mm.vmas.find(at)) {
    if (vma === null || vma.start > at) return ENOMEM;
    const upTo = Math.min(vma.end, end) as Vpn;
    const error = mprotectVma(mm, vma, at as Vpn, upTo, wanted);
    if (error !== null) return error;
    at = upTo;
  }
  return null;
}

/** What mprotect gives anew. */
const PROTECTION = VM_ACCESS_FLAGS.or(VM_PKEY).or(VM_ARCH_1);

function mprotectVma(mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn, { prot, pkey }: Wanted): Errno | null {
  const implied =
    mm.sys.current.readImpliesExec && (prot & P.PROT_READ) !== 0n && vma.flags.has(VM_MAYEXEC)
      ? prot | P.PROT_EXEC
      : prot;
  const key = pkeyFlags(mprotectPkey(mm, vma, implied, pkey));
  const flags = protFlags(mm, implied).or(key).or(vma.flags.without(PROTECTION));
  if (!mayAccess(flags) || mapDenyWriteExec(mm, vma.flags, flags)) return EACCES;
  return mprotectFixup(mm, vma, start, end, flags);
}

/** Each of READ, WRITE, EXEC needs its VM_MAY* flag. */
const mayAccess = (flags: VmFlags): boolean =>
  (!flags.has(VM_READ) || flags.has(VM_MAYREAD)) &&
  (!flags.has(VM_WRITE) || flags.has(VM_MAYWRITE)) &&
  (!flags.has(VM_EXEC) || flags.has(VM_MAYEXEC));

/**
 * mprotect_fixup(): one VMA, or a part of it. @errno EPERM sealed @errno ENOMEM limits, charge, split
 */
export const mprotectFixup = traced(
  'mprotect_fixup',
  whileOwing(
    COUNTED_LAST,
    'vm_stat_account',
    (mm, vma: VmArea, start: Vpn, end: Vpn, wanted: VmFlags): Errno | null => {
      const old = vma.flags;
      if (old.has(VM_SEALED)) return EPERM;
      if (old === wanted) return null;
      const pages = end - start;
      const charge = chargeFor(mm, vma, wanted, pages);
      if (isErrno(charge)) return charge;
      const flags = charge.flags;
      const modified = vmaModifyFlags(mm, vma, start, end, flags);
      if (isErrno(modified)) {
        unchargeMemory(mm, charge.charged);
        return modified;
      }
      vmaStartWrite(mm, modified);
      modified.touch('flags').flags = withSticky(mm, modified, flags);
      changeProtection(mm, modified, start, end);
      if (old.has(VM_ACCOUNT) && !flags.has(VM_ACCOUNT)) unchargeMemory(mm, pages);
      // What is locked gets its own copies now: no fault is to come later.
      if (old.and(LOCKED_WRITABLE) === VM_LOCKED && flags.has(VM_WRITE)) populateRange(mm, start, end);
      vmStatAccount(mm, old, -pages);
      vmStatAccount(mm, flags, pages);
      return null;
    },
  ),
  (_mm, vma, start, end, flags) => ({ vma, start, end, flags: flags.toString() }),
);

/** Of these a private mapping that is locked and not writable has VM_LOCKED alone. */
const LOCKED_WRITABLE = VM_WRITE.or(VM_SHARED).or(VM_LOCKED);

/** A private mapping that becomes writable is charged; one that never was written and no longer can be is let off. */
function chargeFor(
  mm: MmStruct,
  vma: VmArea,
  wanted: VmFlags,
  pages: number,
): { flags: VmFlags; charged: number } | Errno {
  const old = vma.flags;
  if (wanted.has(VM_WRITE)) {
    if (!mayExpandVm(mm, wanted, pages) && mayExpandVm(mm, old, pages)) return ENOMEM;
    if (old.has(NEVER_CHARGED)) return { flags: wanted, charged: 0 };
    const error = chargeMemory(mm, pages);
    return error ?? { flags: wanted.or(VM_ACCOUNT), charged: pages };
  }
  if (mm.sys.generation.dropsCharge && old.has(VM_ACCOUNT) && vma.isAnonymous) {
    if (vma.anonVma === null) return { flags: wanted.without(VM_ACCOUNT), charged: 0 };
    noteWritten(vma);
  }
  return { flags: wanted, charged: 0 };
}

const NEVER_CHARGED = VM_ACCOUNT.or(VM_WRITE).or(VM_HUGETLB).or(VM_SHARED).or(VM_NORESERVE);
