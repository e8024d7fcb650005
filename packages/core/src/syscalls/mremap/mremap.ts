/**
 * mremap(2): resizes or moves a mapping. @kernel 6.18 mm/mremap.c (the structure of 6.17 and later)
 *
 * The order of its checks, and a move of several VMAs at once; mremap-one-vma.ts is the order of earlier kernels.
 */

import {
  EFAULT,
  EINVAL,
  ENOMEM,
  EPERM,
  MREMAP,
  VM_SEALED,
  isErrno,
  isPageAligned,
  type Errno,
} from '@mm-playground/api';
import { mayExpandVm } from '../../mm/accounting.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { impliesNewAddr, placeAndMove, type Remap, type Remapped } from './mremap-move.ts';
import { checkResize, mremapAt } from './mremap-resize.ts';
import { doMunmap } from '../../vma/munmap.ts';
import { traced } from '../../machine/system.ts';
import type { VmArea } from '../../vma/vm-area.ts';

/** mremap(2) under the lock, with its arguments as they were given. */
export type MremapProcedure = (
  mm: MmStruct,
  addr: bigint,
  oldLen: bigint,
  newLen: bigint,
  flags: bigint,
  newAddr: bigint,
) => Remapped | Errno;

const R = MREMAP.values;
const KNOWN = R.MREMAP_MAYMOVE | R.MREMAP_FIXED | R.MREMAP_DONTUNMAP;

/**
 * @errno EINVAL what makes no sense @errno EFAULT nothing there, or across a boundary @errno EPERM sealed
 * @errno ENOMEM limits, no room @errno EAGAIN RLIMIT_MEMLOCK
 */
export const doMremap: MremapProcedure = traced(
  'do_mremap',
  (mm: MmStruct, addr: bigint, oldLen: bigint, newLen: bigint, flags: bigint, newAddr: bigint): Remapped | Errno => {
    const remap = decodeRemap(mm, addr, oldLen, newLen, flags, newAddr);
    if (isErrno(remap)) return remap;
    const impossible = checkParams(mm, remap, newAddr) ?? checkRoom(mm, remap);
    if (impossible !== null) return impossible;
    if (remap.fixed && remap.oldPages === remap.newPages) return remapMove(mm, remap);
    const vma = mm.vmas.load(remap.addr);
    const error = checkPrepVma(mm, remap, vma);
    if (error !== null || vma === null) return error ?? EFAULT;
    return impliesNewAddr(remap) ? mremapTo(mm, remap) : mremapAt(mm, remap, vma);
  },
  (_mm, addr, oldLen, newLen, flags, newAddr) => ({ addr, oldLen, newLen, flags, newAddr }),
);

/** The request in pages. @errno EINVAL flags, alignment, a new length of 0, a place without leave to move */
export function decodeRemap(
  mm: MmStruct,
  addr: bigint,
  oldLen: bigint,
  newLen: bigint,
  flags: bigint,
  newAddr: bigint,
): Remap | Errno {
  const { pageShift } = mm.sys.arch.geometry;
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
  return remap.newPages === 0 || (impliesNewAddr(remap) && !remap.mayMove) ? EINVAL : remap;
}

/** check_mremap_params(): what can be said without looking at a VMA. @errno EINVAL lengths @errno as {@link checkPlace} */
function checkParams(mm: MmStruct, remap: Remap, newAddr: bigint): Errno | null {
  if (remap.newPages > mm.sys.arch.layout.taskSize) return EINVAL;
  if (!impliesNewAddr(remap)) return null;
  return remap.dontUnmap && remap.oldPages !== remap.newPages ? EINVAL : checkPlace(mm, remap, newAddr);
}

/** What the wanted place must be like. @errno EINVAL outside, not aligned, across the old one */
export function checkPlace(mm: MmStruct, remap: Remap, newAddr: bigint): Errno | null {
  const { arch } = mm.sys;
  const { taskSize } = arch.layout;
  if (remap.newPages > taskSize || remap.newAddr > taskSize - remap.newPages) return EINVAL;
  if (!isPageAligned(newAddr, arch.geometry.pageShift)) return EINVAL;
  const overlap = remap.addr < remap.newAddr + remap.newPages && remap.newAddr < remap.addr + remap.oldPages;
  return overlap ? EINVAL : null;
}

/**
 * Whether there is room below the map count limit for what a move may need: its own VMA, and splits at source and destination.
 * @errno ENOMEM too many mappings
 */
export function checkRoom(mm: MmStruct, remap: Remap): Errno | null {
  const { facts, generation } = mm.sys;
  const room = facts.maxMapCount - mm.mapCount;
  if (generation.mremapAlwaysNeedsRoom)
    return room < (remap.dontUnmap ? ROOM_FOR_DONTUNMAP : ROOM_FOR_ANY) ? ENOMEM : null;
  return impliesNewAddr(remap) && room < ROOM_FOR_PLACE ? ENOMEM : null;
}

/** Mappings that a call must leave room for, in 7.2; with DONTUNMAP the source may be split on both sides. */
const ROOM_FOR_ANY = 4;
const ROOM_FOR_DONTUNMAP = 5;
/** The same for a wanted place, in earlier kernels. */
const ROOM_FOR_PLACE = 6;

/** check_prep_vma(): what the VMA allows. */
function checkPrepVma(mm: MmStruct, remap: Remap, vma: VmArea | null): Errno | null {
  if (vma === null) return EFAULT;
  if (vma.flags.has(VM_SEALED)) return EPERM;
  if (remap.newPages <= remap.oldPages && !impliesNewAddr(remap)) return null;
  return checkResize(mm, remap, vma);
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
const mayMoveWithOthers = ({ ops, file, userfault }: VmArea): boolean =>
  ops !== 'shm' && file?.inode.kind !== 'zero' && userfault === null;

/**
 * mremap_to(): to a given place, or (DONTUNMAP alone) near it.
 *
 * @param check what the VMA must still pass once the destination is unmapped and the tail is cut off.
 */
export const mremapTo = traced(
  'mremap_to',
  (mm: MmStruct, asked: Remap, check?: typeof checkResize): Remapped | Errno => {
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
    const error = check?.(mm, remap, vma) ?? null;
    if (error !== null) return error;
    if (remap.dontUnmap && !mayExpandVm(mm, vma.flags, remap.newPages)) return ENOMEM;
    return placeAndMove(mm, remap, vma);
  },
);
