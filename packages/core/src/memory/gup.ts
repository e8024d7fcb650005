/**
 * get_user_pages() for somebody else: pages of an address space that the kernel reads or writes for a debugger, with permissions
 * overruled (FOLL_FORCE), or takes hold of for process_vm_readv() and its like (FOLL_PIN), with the permissions that there are. Private memory that
 * its program may not write is copied for a debugger, and stays unwritable; a page that is to be read is taken from others who have it first.
 * @kernel 6.18 mm/gup.c, mm/memory.c __access_remote_vm()
 */

import {
  NotModelled,
  VM_GROWSDOWN,
  VM_IO,
  VM_MAYREAD,
  VM_PFNMAP,
  VM_READ,
  VM_WRITE,
  type CallPoint,
  type DecodedEntry,
  type Vpn,
} from '@mm-playground/api';
import { locked } from '../mm/mmap-lock.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { expandDownwards } from '../mm/stack.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { handleMmFault } from './fault.ts';
import { unsharePage } from './fault-wp.ts';
import { markDirty } from './page-cache.ts';
import { isCowMapping } from './page-prot.ts';
import { decodeSlot, walkTo } from './page-table.ts';
import { normalPage } from './rmap.ts';

const NOT_MEMORY = VM_IO.or(VM_PFNMAP);

/**
 * access_remote_vm() with FOLL_FORCE: touches `bytes` bytes from `addr` on. A stack grows for it.
 * @returns the bytes before the first one that cannot be had
 */
export function* accessRemoteVm(
  mm: MmStruct,
  addr: bigint,
  bytes: bigint,
  write: boolean,
): Generator<CallPoint, bigint, void> {
  const shift = BigInt(mm.sys.arch.geometry.pageShift);
  for (let at = addr; at < addr + bytes;) {
    const page = at >> shift;
    const vpn = Number(page) as Vpn;
    if (mm.vmas.load(vpn) === null) yield* locked(mm, 'write', () => growTo(mm, vpn));
    if (!(yield* locked(mm, 'read', () => getUserPage(mm, vpn, write)))) return at - addr;
    at = (page + 1n) << shift;
  }
  return bytes;
}

/** expand_stack() */
function growTo(mm: MmStruct, page: Vpn): void {
  const above = mm.vmas.find(page);
  if (above !== null && above.start > page) expandDownwards(mm, above, page);
}

/** Brings one page in, as wanted, and marks it as used. @returns whether it can be had */
const getUserPage = traced(
  '__get_user_pages',
  (mm: MmStruct, page: Vpn, write: boolean): boolean => {
    const vma = mm.vmas.load(page);
    if (vma === null || !mayForce(mm, vma, write)) return false;
    // mmap_lock is not let go in between.
    while (!followPage(mm, vma, page, write)) if (handleMmFault(mm, vma, page, write, 'never') !== null) return false;
    return true;
  },
  (_mm, page, write) => ({ page, write }),
);

/**
 * pin_user_pages_remote(), under mmap_lock for reading: a stack does not grow for it, and protection keys do not count.
 * @returns how many of these pages could be taken hold of, from the first one on
 */
export const pinUserPagesRemote = traced(
  'pin_user_pages_remote',
  (mm: MmStruct, start: number, pages: number, write: boolean): number => {
    for (let pinned = 0; pinned < pages; pinned++) if (!pinPage(mm, (start + pinned) as Vpn, write)) return pinned;
    return pages;
  },
  (_mm, start, pages, write) => ({ start, pages, write }),
);

function pinPage(mm: MmStruct, page: Vpn, write: boolean): boolean {
  const vma = vmaToPin(mm, page);
  if (vma === null || isNoMemory(vma) || !vma.flags.has(write ? VM_WRITE : VM_READ)) return false;
  if (vma.unknown) throw new NotModelled('taking hold of memory that the log never mapped');
  while (!followPage(mm, vma, page, write)) if (handleMmFault(mm, vma, page, write) !== null) return false;
  if (!write) unshare(mm, vma, page);
  return true;
}

function vmaToPin(mm: MmStruct, page: Vpn): VmArea | null {
  const vma = mm.vmas.find(page);
  if (vma === null || vma.start <= page) return vma;
  if (vma.flags.has(VM_GROWSDOWN) && mm.sys.generation.growsStackForOthers)
    throw new NotModelled('a stack that grows for another process, as before 6.5');
  return null;
}

/** gup_must_unshare(): a page that others have, too, is not read on while its owner goes on with a copy. */
function unshare(mm: MmStruct, vma: VmArea, page: Vpn): void {
  const slot = walkTo(mm, page);
  const frame = slot === null ? null : normalPage(mm, slot.table.level, decodeSlot(mm, slot));
  if (slot === null || frame === null || !frame.isAnon || frame.anonExclusive) return;
  if (frame.pages > 1 || frame.head !== null) throw new NotModelled('taking hold of a part of a shared huge page');
  unsharePage(mm, vma, slot, frame);
}

const isNoMemory = (vma: VmArea): boolean => vma.flags.has(NOT_MEMORY) || vma.ops === 'secret';

/** check_vma_flags(), permissions overruled where the kernel does that: what the mapping could never allow stays forbidden. */
function mayForce({ sys: { facts } }: MmStruct, vma: VmArea, write: boolean): boolean {
  if (isNoMemory(vma)) return false;
  if (vma.flags.has(write ? VM_WRITE : VM_READ)) return true;
  return facts.procMemForce && (write ? isCowMapping(vma) : vma.flags.has(VM_MAYREAD));
}

/** follow_page_mask(): whether the page is there as wanted. What is written counts as dirty. */
function followPage(mm: MmStruct, vma: VmArea, page: Vpn, write: boolean): boolean {
  mm.sys.trace?.step('follow_page_mask', { page });
  const slot = walkTo(mm, page);
  if (slot === null) return false;
  const entry = decodeSlot(mm, slot);
  if (entry.kind !== 'leaf') return false;
  if (!write) return true;
  const frame = normalPage(mm, slot.table.level, entry);
  if (!entry.write && !isOwnCopy(vma, entry, frame?.anonExclusive ?? false)) return false;
  if (frame !== null && !frame.dirty) markDirty(mm.sys, frame);
  return true;
}

/** can_follow_write_pte(): an unwritable entry will do where the page was copied for this mapping alone. */
const isOwnCopy = (vma: VmArea, entry: DecodedEntry, isExclusive: boolean): boolean =>
  isExclusive && !vma.flags.has(VM_WRITE) && isCowMapping(vma) && !entry.special;
