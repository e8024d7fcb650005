/**
 * madvise(2): advice that changes flags of VMAs, and advice that drops or brings in pages. @kernel 6.18 mm/madvise.c
 *
 * Holes are passed over and make the call fail with ENOMEM at its end; an error of a VMA ends it at once.
 */

import {
  CAP,
  EAGAIN,
  EINVAL,
  ENOMEM,
  EPERM,
  MADV,
  NotModelled,
  VM_DONTCOPY,
  VM_DONTDUMP,
  VM_DROPPABLE,
  VM_HUGEPAGE,
  VM_HUGETLB,
  VM_LOCKED,
  VM_MERGEABLE,
  VM_NOHUGEPAGE,
  VM_PFNMAP,
  VM_RAND_READ,
  VM_SEALED,
  VM_SEQ_READ,
  VM_SHARED,
  VM_SPECIAL,
  VM_WIPEONFORK,
  VM_WRITE,
  isErrno,
  isPageAligned,
  type Errno,
  type ModelCall,
  type VmFlags,
  type Vpn,
} from '@mm-playground/api';
import { capable } from '../mm/accounting.ts';
import { mergeableFlags } from '../mm/ksm.ts';
import { madviseCollapse } from '../memory/collapse.ts';
import { madviseCold, madviseFree, madviseRemove, madviseWillneed } from '../memory/discard.ts';
import { guardInstall, guardRemove } from '../memory/guard.ts';
import { madvisePageout } from '../memory/pageout.ts';
import { populateForAdvice } from '../memory/populate.ts';
import { zapRange } from '../memory/unmap.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { withSticky } from '../vma/vma-merge.ts';
import { vmaModifyFlags } from '../vma/vma-modify.ts';
import { vmaStartWrite } from '../vma/vma-split.ts';

const A = MADV.values;

/** What one advice does to one VMA's flags. */
type FlagAdvice = (vma: VmArea) => VmFlags | Errno;

const FLAG_ADVICE: ReadonlyMap<bigint, FlagAdvice> = new Map<bigint, FlagAdvice>([
  [A.MADV_NORMAL, ({ flags }) => flags.without(VM_RAND_READ.or(VM_SEQ_READ))],
  [A.MADV_SEQUENTIAL, ({ flags }) => flags.without(VM_RAND_READ).or(VM_SEQ_READ)],
  [A.MADV_RANDOM, ({ flags }) => flags.without(VM_SEQ_READ).or(VM_RAND_READ)],
  [A.MADV_DONTFORK, ({ flags }) => flags.or(VM_DONTCOPY)],
  [A.MADV_DOFORK, ({ flags, mm }) => (flags.has(mm.sys.generation.neverDoFork) ? EINVAL : flags.without(VM_DONTCOPY))],
  [A.MADV_WIPEONFORK, ({ flags, file }) => (file !== null || flags.has(VM_SHARED) ? EINVAL : flags.or(VM_WIPEONFORK))],
  [A.MADV_KEEPONFORK, ({ flags }) => (flags.has(VM_DROPPABLE) ? EINVAL : flags.without(VM_WIPEONFORK))],
  [A.MADV_DONTDUMP, ({ flags }) => flags.or(VM_DONTDUMP)],
  [
    A.MADV_DODUMP,
    ({ flags, isHugetlb }) =>
      (!isHugetlb && flags.has(VM_SPECIAL)) || flags.has(VM_DROPPABLE) ? EINVAL : flags.without(VM_DONTDUMP),
  ],
  [A.MADV_HUGEPAGE, ({ flags }) => flags.without(VM_NOHUGEPAGE).or(VM_HUGEPAGE)],
  [A.MADV_NOHUGEPAGE, ({ flags }) => flags.without(VM_HUGEPAGE).or(VM_NOHUGEPAGE)],
  [A.MADV_MERGEABLE, ({ flags }) => mergeableFlags(flags)],
  [A.MADV_UNMERGEABLE, ({ flags }) => flags.without(VM_MERGEABLE)],
]);

/** Advice that breaks pages: with CONFIG_MEMORY_FAILURE. */
const INJECTS_ERRORS: ReadonlySet<bigint> = new Set([A.MADV_HWPOISON, A.MADV_SOFT_OFFLINE]);

const KNOWN: ReadonlySet<bigint> = new Set<bigint>(Object.values(A));

const GUARD_ADVICE: ReadonlySet<bigint> = new Set([A.MADV_GUARD_INSTALL, A.MADV_GUARD_REMOVE]);

const POPULATE_ADVICE: ReadonlySet<bigint> = new Set([A.MADV_POPULATE_READ, A.MADV_POPULATE_WRITE]);

/** madvise_behavior_valid() */
export const isKnownAdvice = (mm: MmStruct, advice: bigint): boolean =>
  KNOWN.has(advice) &&
  (mm.sys.generation.hasGuardRegions || !GUARD_ADVICE.has(advice)) &&
  (mm.sys.facts.memoryFailure !== false || !INJECTS_ERRORS.has(advice));

/** Whether the kernel was built to break pages on demand: where nothing says so, a recorded refusal does. */
export function learnAdvice({ sys }: MmStruct, advice: bigint, { recorded }: ModelCall): void {
  if (!INJECTS_ERRORS.has(advice) || sys.facts.memoryFailure !== null || recorded?.kind !== 'errno') return;
  if (recorded.name === EINVAL.name) sys.facts = { ...sys.facts, memoryFailure: false };
}

/** Advice that throws contents away: a sealed VMA that the caller cannot write refuses it. */
const DISCARDS: ReadonlySet<bigint> = new Set([
  A.MADV_DONTNEED,
  A.MADV_DONTNEED_LOCKED,
  A.MADV_FREE,
  A.MADV_REMOVE,
  A.MADV_DONTFORK,
  A.MADV_WIPEONFORK,
  A.MADV_GUARD_INSTALL,
]);

/**
 * @errno EINVAL advice, alignment, a mapping it does not fit @errno ENOMEM a hole @errno EPERM sealed, or no right to it
 * @errno EAGAIN no room to split
 */
export const doMadvise = traced(
  'do_madvise',
  (mm: MmStruct, addr: bigint, len: bigint, advice: bigint): Errno | null => {
    const { pageShift } = mm.sys.arch.geometry;
    if (!isKnownAdvice(mm, advice) || !isPageAligned(addr, pageShift)) return EINVAL;
    const mask = (1n << BigInt(pageShift)) - 1n;
    const size = BigInt.asUintN(64, len + mask) & ~mask;
    if (len !== 0n && size === 0n) return EINVAL;
    if (addr + size >= 1n << 64n) return EINVAL;
    if (size === 0n) return null;
    if (INJECTS_ERRORS.has(advice)) {
      if (!capable(mm, CAP.values.CAP_SYS_ADMIN)) return EPERM;
      throw new NotModelled(nameOf(advice));
    }
    const start = Number(addr >> BigInt(pageShift)) as Vpn;
    const end = Number((addr + size) >> BigInt(pageShift)) as Vpn;
    if (mm.sys.generation.checksSealsFirst && mm.vmas.inRange(start, end).some((vma) => isSealedAgainst(vma, advice)))
      return EPERM;
    if (POPULATE_ADVICE.has(advice) && !mm.sys.generation.populatesBeyondHoles)
      return populateForAdvice(mm, start, end, advice === A.MADV_POPULATE_WRITE);
    return walkVmas(mm, start, end, advice);
  },
  (_mm, addr, len, advice) => ({ addr, len, advice }),
);

const nameOf = (advice: bigint): string =>
  Object.entries(A).find(([, value]) => value === advice)?.[0] ?? `advice ${advice}`;

function walkVmas(mm: MmStruct, start: Vpn, end: Vpn, advice: bigint): Errno | null {
  let hole: Errno | null = null;
  for (let at = start; at < end;) {
    const vma = mm.vmas.find(at);
    if (vma === null) return ENOMEM;
    if (vma.start > at) {
      hole = ENOMEM;
      at = vma.start;
      if (at >= end) break;
    }
    const upTo = Math.min(vma.end, end) as Vpn;
    const error = adviseVma(mm, vma, at, upTo, advice);
    if (error !== null) return error;
    at = upTo;
  }
  return hole;
}

/** madvise_vma_behavior() */
const adviseVma = traced(
  'madvise_vma_behavior',
  (mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn, advice: bigint): Errno | null => {
    if (isSealedAgainst(vma, advice)) return EPERM;
    const change = FLAG_ADVICE.get(advice);
    if (change !== undefined) return updateVma(mm, vma, start, end, change(vma));
    switch (advice) {
      case A.MADV_DONTNEED:
      case A.MADV_DONTNEED_LOCKED: {
        const refused = advice === A.MADV_DONTNEED ? VM_PFNMAP.or(VM_LOCKED) : VM_PFNMAP;
        if (vma.flags.has(refused)) return EINVAL;
        zapRange(mm, vma, start, end);
        return null;
      }
      case A.MADV_FREE:
        return vma.flags.has(VM_PFNMAP.or(VM_LOCKED)) ? EINVAL : madviseFree(mm, vma, start, end);
      case A.MADV_COLD:
      case A.MADV_PAGEOUT:
        if (vma.flags.has(VM_LOCKED.or(VM_PFNMAP).or(VM_HUGETLB))) return EINVAL;
        if (advice === A.MADV_COLD) madviseCold(mm, vma, start, end);
        else madvisePageout(mm, vma, start, end);
        return null;
      case A.MADV_COLLAPSE:
        return madviseCollapse(mm, vma, start, end);
      case A.MADV_WILLNEED:
        madviseWillneed(mm, vma, start, end);
        return null;
      case A.MADV_REMOVE:
        return madviseRemove(mm, vma, start, end);
      case A.MADV_GUARD_INSTALL:
        return guardInstall(mm, vma, start, end);
      case A.MADV_GUARD_REMOVE:
        return guardRemove(mm, vma, start, end);
      case A.MADV_POPULATE_READ:
      case A.MADV_POPULATE_WRITE:
        return populateForAdvice(mm, start, end, advice === A.MADV_POPULATE_WRITE);
      default:
        throw new NotModelled(nameOf(advice));
    }
  },
  (_mm, vma, start, end, advice) => ({ vma, start, end, advice: nameOf(advice) }),
);

const isSealedAgainst = ({ flags, isAnonymous }: VmArea, advice: bigint): boolean =>
  flags.has(VM_SEALED) && DISCARDS.has(advice) && isAnonymous && !flags.has(VM_WRITE);

/** madvise_update_vma(): a split that finds no room is EAGAIN here, not ENOMEM. */
function updateVma(mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn, flags: VmFlags | Errno): Errno | null {
  if (isErrno(flags)) return flags;
  if (flags === vma.flags) return null;
  const modified = vmaModifyFlags(mm, vma, start, end, flags);
  if (isErrno(modified)) return modified === ENOMEM ? EAGAIN : modified;
  vmaStartWrite(mm, modified);
  modified.touch('flags').flags = withSticky(mm, modified, flags);
  return null;
}
