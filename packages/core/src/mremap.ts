/**
 * mremap(2): resizes or moves a mapping. @kernel 6.18 mm/mremap.c (the structure of 6.17 and later)
 *
 * In place where it can: a shrink unmaps the tail, a growth needs room behind. Otherwise the VMA is copied to its new place,
 * the page tables are moved, and the source is unmapped (or, with DONTUNMAP, left empty).
 */

import {
  EAGAIN,
  EFAULT,
  EINVAL,
  ENOMEM,
  EPERM,
  MREMAP,
  VM_ACCOUNT,
  VM_DONTEXPAND,
  VM_LOCKED,
  VM_LOCKED_MASK,
  VM_MAYSHARE,
  VM_PFNMAP,
  VM_SEALED,
  VM_SHARED,
  isErrno,
  isPageAligned,
  type Errno,
  type Vpn,
} from '@mm-playground/api';
import { EMPTY_CHAIN } from './anon-vma.ts';
import { chargeMemory, mayExpandVm, mlockFutureOk, vmStatAccount } from './accounting.ts';
import { aioRingMremap } from './aio.ts';
import { getUnmappedArea } from './get-unmapped-area.ts';
import { movePageTables } from './memory/move-page-tables.ts';
import type { MmStruct } from './mm-struct.ts';
import { doMunmap } from './munmap.ts';
import { traced } from './system.ts';
import type { VmArea } from './vm-area.ts';
import { vmaMergeNewRange } from './vma-merge.ts';
import { vmAreaDup, vmaStartWrite } from './vma-split.ts';
import { noteWritten } from './written.ts';

/** struct vma_remap_struct: the request, in pages. */
interface Remap {
  readonly addr: number;
  readonly oldPages: number;
  readonly newPages: number;
  readonly fixed: boolean;
  readonly mayMove: boolean;
  readonly dontUnmap: boolean;
  /** The wanted place: fixed, or with DONTUNMAP alone a hint. */
  readonly newAddr: number;
}

/** Where the mapping is now, and which new tail of a locked one is to be brought in. */
export interface Remapped {
  readonly addr: number;
  readonly populate: { readonly start: number; readonly end: number } | null;
}

const R = MREMAP.values;
const KNOWN = R.MREMAP_MAYMOVE | R.MREMAP_FIXED | R.MREMAP_DONTUNMAP;

const impliesNewAddr = (remap: Remap): boolean => remap.fixed || remap.dontUnmap;

/**
 * @errno EINVAL what makes no sense @errno EFAULT nothing there, or across a boundary @errno EPERM sealed
 * @errno ENOMEM limits, no room @errno EAGAIN RLIMIT_MEMLOCK
 */
export const doMremap = traced(
  'do_mremap',
  (mm: MmStruct, addr: bigint, oldLen: bigint, newLen: bigint, flags: bigint, newAddr: bigint): Remapped | Errno => {
    const remap = checkParams(mm, addr, oldLen, newLen, flags, newAddr);
    if (isErrno(remap)) return remap;
    if (remap.fixed && remap.oldPages === remap.newPages) return remapMove(mm, remap);
    const vma = mm.vmas.load(remap.addr);
    const error = checkPrepVma(mm, remap, vma);
    if (error !== null || vma === null) return error ?? EFAULT;
    return impliesNewAddr(remap) ? mremapTo(mm, remap) : mremapAt(mm, remap, vma);
  },
  (_mm, addr, oldLen, newLen, flags, newAddr) => ({ addr, oldLen, newLen, flags, newAddr }),
);

/** check_mremap_params(): what can be said without looking at a VMA. */
function checkParams(
  mm: MmStruct,
  addr: bigint,
  oldLen: bigint,
  newLen: bigint,
  flags: bigint,
  newAddr: bigint,
): Remap | Errno {
  const { arch, facts } = mm.sys;
  const { pageShift } = arch.geometry;
  if ((flags & ~KNOWN) !== 0n || !isPageAligned(addr, pageShift)) return EINVAL;
  const pagesOf = (len: bigint): number =>
    Number(BigInt.asUintN(64, len + (1n << BigInt(pageShift)) - 1n) >> BigInt(pageShift));
  const remap: Remap = {
    addr: Number(addr >> BigInt(pageShift)),
    oldPages: pagesOf(oldLen),
    newPages: pagesOf(newLen),
    fixed: (flags & R.MREMAP_FIXED) !== 0n,
    mayMove: (flags & R.MREMAP_MAYMOVE) !== 0n,
    dontUnmap: (flags & R.MREMAP_DONTUNMAP) !== 0n,
    newAddr: Number(newAddr >> BigInt(pageShift)),
  };
  const { taskSize } = arch.layout;
  if (remap.newPages === 0 || remap.newPages > taskSize) return EINVAL;
  if (!impliesNewAddr(remap)) return remap;
  if (remap.newAddr > taskSize - remap.newPages || !isPageAligned(newAddr, pageShift)) return EINVAL;
  if (!remap.mayMove || (remap.dontUnmap && remap.oldPages !== remap.newPages)) return EINVAL;
  const overlap = remap.addr < remap.newAddr + remap.newPages && remap.newAddr < remap.addr + remap.oldPages;
  if (overlap) return EINVAL;
  // The destination may be split twice before the source is; leave room for that.
  return mm.mapCount + 2 >= facts.maxMapCount - 3 ? ENOMEM : remap;
}

/** check_prep_vma(): what the VMA allows. */
function checkPrepVma(mm: MmStruct, remap: Remap, vma: VmArea | null): Errno | null {
  if (vma === null) return EFAULT;
  if (vma.flags.has(VM_SEALED)) return EPERM;
  const expands = remap.newPages > remap.oldPages;
  if (!expands && !impliesNewAddr(remap)) return null;
  // An old length of 0 asks for a second mapping of the same pages.
  if (remap.oldPages === 0 && !vma.flags.has(VM_SHARED.or(VM_MAYSHARE))) return EINVAL;
  if (remap.dontUnmap && vma.flags.has(VM_DONTEXPAND.or(VM_PFNMAP))) return EINVAL;
  // The part that stays must be one VMA's; what a shrink cuts off need not be.
  if (Math.min(remap.oldPages, remap.newPages) > vma.end - remap.addr) return EFAULT;
  if (!expands) return null;
  const delta = remap.newPages - remap.oldPages;
  if (vma.flags.has(VM_DONTEXPAND.or(VM_PFNMAP))) return EFAULT;
  if (!mlockFutureOk(mm, vma.flags, delta)) return EAGAIN;
  return mayExpandVm(mm, vma.flags, delta) ? null : ENOMEM;
}

/** A move without resizing may span several VMAs; holes between them stay. Not atomic. */
function remapMove(mm: MmStruct, remap: Remap): Remapped | Errno {
  const end = remap.addr + remap.oldPages;
  let target = remap.newAddr;
  let lastEnd: number = remap.addr;
  let result: Remapped | null = null;
  while (lastEnd < end) {
    const vma = mm.vmas.find(lastEnd);
    // What starts before is what the last move merged into its own source.
    if (vma === null || vma.start >= end || (result !== null && vma.start < lastEnd)) break;
    const addr = Math.max(vma.start, remap.addr);
    if (result === null && addr > remap.addr) return EFAULT;
    if (!mayMoveWithOthers(vma) && (result !== null || vma.end < end)) return EFAULT;
    const pages = Math.min(end, vma.end) - addr;
    const newAddr = target + (result === null ? 0 : vma.start - lastEnd);
    lastEnd = vma.end;
    const one = { ...remap, addr, newAddr, oldPages: pages, newPages: pages };
    const error = checkPrepVma(mm, one, vma);
    if (error !== null) return error;
    const moved = mremapTo(mm, one);
    if (isErrno(moved)) return moved;
    result ??= moved;
    target = moved.addr + pages;
  }
  return result ?? EFAULT;
}

/** vma_multi_allowed(): nobody else has a say in where it goes, but for those who only align huge pages. */
const mayMoveWithOthers = ({ ops, file }: VmArea): boolean => ops !== 'shm' && file?.inode.kind !== 'zero';

/** mremap_to(): to a given place, or (DONTUNMAP alone) near it. */
const mremapTo = traced('mremap_to', (mm: MmStruct, asked: Remap): Remapped | Errno => {
  let remap = asked;
  if (remap.fixed) {
    const error = doMunmap(mm, remap.newAddr, remap.newPages);
    if (error !== null) return error;
  }
  if (remap.newPages < remap.oldPages) {
    const error = doMunmap(mm, remap.addr + remap.newPages, remap.oldPages - remap.newPages);
    if (error !== null) return error;
    remap = { ...remap, oldPages: remap.newPages };
  }
  const vma = mm.vmas.load(remap.addr);
  if (vma === null) return EFAULT;
  if (remap.dontUnmap && !mayExpandVm(mm, vma.flags, remap.newPages)) return ENOMEM;
  return placeAndMove(mm, remap, vma);
});

/** mremap_at(): in place if possible. */
function mremapAt(mm: MmStruct, remap: Remap, vma: VmArea): Remapped | Errno {
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
const expandInPlace = traced('expand_vma_in_place', (mm: MmStruct, remap: Remap, vma: VmArea): Remapped | Errno => {
  const delta = remap.newPages - remap.oldPages;
  if (vma.flags.has(VM_ACCOUNT)) {
    const error = chargeMemory(mm, delta);
    if (error !== null) return error;
  }
  const oldEnd = vma.end;
  const flags = vma.flags;
  const grown = vmaMergeNewRange(mm, {
    prev: vma,
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
  });
  if (grown === null) return ENOMEM;
  vmStatAccount(mm, flags, delta);
  if (!flags.has(VM_LOCKED)) return { addr: remap.addr, populate: null };
  mm.touch().lockedVm += delta;
  return { addr: remap.addr, populate: { start: oldEnd, end: oldEnd + delta } };
});

/** vrm_set_new_addr() and move_vma() */
function placeAndMove(mm: MmStruct, remap: Remap, vma: VmArea): Remapped | Errno {
  const to = getUnmappedArea(mm, {
    file: vma.file,
    sharedAnonymous: false,
    addr: impliesNewAddr(remap) ? remap.newAddr : 0,
    pages: remap.newPages,
    pgoff: vma.file === null ? 0 : vma.pgoffOf(remap.addr),
    fixed: remap.fixed,
    only32bit: false,
    flags: vma.flags,
  });
  return isErrno(to) ? to : moveVma(mm, remap, vma, to as Vpn);
}

/** move_vma(): copy, move the page tables, let the source go. */
const moveVma = traced(
  'move_vma',
  (mm: MmStruct, remap: Remap, source: VmArea, to: Vpn): Remapped | Errno => {
    if (mm.mapCount >= mm.sys.facts.maxMapCount - 3) return ENOMEM;
    const splits = source.start !== remap.addr || source.end !== remap.addr + remap.oldPages;
    if (splits && source.ops === 'special') return EINVAL;
    // vm_ops->mremap comes last in the kernel, which then moves everything back.
    const unmovable = source.ops === 'aio' ? aioRingMremap(mm, source, to) : null;
    if (unmovable !== null) return unmovable;
    const { flags } = source;
    if (flags.has(VM_ACCOUNT)) {
      const error = chargeMemory(mm, remap.dontUnmap ? remap.newPages : remap.newPages - remap.oldPages);
      if (error !== null) return error;
    }
    vmaStartWrite(mm, source);
    const whole = !splits;
    const { hiwaterVm } = mm;
    const copy = copyVma(mm, source, remap, to);
    // An unfaulted source may just have been merged into its own copy.
    const old = source.detached ? copy : source;
    movePageTables(mm, old, remap.addr, copy, to, remap.oldPages);
    vmStatAccount(mm, flags, remap.newPages);
    if (flags.has(VM_LOCKED)) mm.touch().lockedVm += remap.newPages;
    if (remap.dontUnmap) dontUnmapComplete(mm, old, copy, whole);
    else unmapSource(mm, remap, old);
    // For a moment both places were counted; that is no peak.
    mm.touch().hiwaterVm = hiwaterVm;
    const tail = flags.has(VM_LOCKED) && remap.newPages > remap.oldPages;
    return { addr: to, populate: tail ? { start: to + remap.oldPages, end: to + remap.newPages } : null };
  },
  (_mm, _remap, source, to) => ({ source: source.describe(), to }),
);

/** copy_vma(): the VMA at its new place, merged into what is there if alike. An unfaulted one gets the pgoff of that place. */
const copyVma = traced('copy_vma', (mm: MmStruct, source: VmArea, remap: Remap, to: Vpn): VmArea => {
  const end = (to + remap.newPages) as Vpn;
  if (source.isAnonymous) noteWritten(source);
  const pgoff = source.isAnonymous && source.anonVma === null ? to : source.pgoffOf(remap.addr);
  const merged = vmaMergeNewRange(mm, {
    prev: mm.vmas.findBefore(to),
    middle: null,
    next: mm.vmas.find(end),
    start: to,
    end,
    flags: source.flags,
    pgoff,
    ops: source.ops,
    file: source.file,
    anonVma: source.anonVma,
    anonName: source.name,
    copiedFrom: source,
  });
  if (merged !== null) return merged;
  const copy = vmAreaDup(source);
  copy.start = to;
  copy.end = end;
  copy.pgoff = pgoff;
  vmaStartWrite(mm, copy);
  mm.vmas.store(copy);
  mm.touch().mapCount++;
  return copy;
});

/** The source stays, empty: it is no longer locked, and has no pages that an anon_vma could speak of. */
function dontUnmapComplete(mm: MmStruct, source: VmArea, copy: VmArea, whole: boolean): void {
  mm.sys.journal.touch(source).flags = source.flags.without(VM_LOCKED_MASK);
  if (copy === source || !whole) return;
  source.anonVma = null;
  source.anonVmaChain = EMPTY_CHAIN;
  source.assumedWritten = 'no';
}

/** The source goes; its charge went to the copy, so that only what remains of it stays charged: unmap_source_vma(). */
function unmapSource(mm: MmStruct, remap: Remap, source: VmArea): void {
  if (remap.oldPages === 0) return;
  const end = remap.addr + remap.oldPages;
  const accounted = source.flags.has(VM_ACCOUNT);
  const { start: oldStart, end: oldEnd } = source;
  const { journal } = mm.sys;
  if (accounted) journal.touch(source).flags = source.flags.without(VM_ACCOUNT);
  if (doMunmap(mm, remap.addr, remap.oldPages) !== null || !accounted) return;
  const below = oldStart < remap.addr ? mm.vmas.findBefore(remap.addr) : null;
  const above = oldEnd > end ? mm.vmas.find(end) : null;
  for (const rest of [below, above]) if (rest !== null) journal.touch(rest).flags = rest.flags.or(VM_ACCOUNT);
}
