/**
 * Taking hold of pages of an address space that need not be the caller's: pin_user_pages_remote(). Walks the tables page by page, under mmap_lock
 * for reading, and faults in what is not there. A stack does not grow for it, and protection keys do not count.
 * @kernel 6.18 mm/gup.c
 */

import {
  EFAULT,
  NotModelled,
  VM_GROWSDOWN,
  VM_IO,
  VM_PFNMAP,
  VM_READ,
  VM_WRITE,
  compareRelease,
  type Errno,
  type Vpn,
} from '@mm-playground/api';
import type { MmStruct } from '../mm-struct.ts';
import { traced } from '../system.ts';
import type { VmArea } from '../vm-area.ts';
import { handleMmFault } from './fault.ts';
import { unsharePage } from './fault-wp.ts';
import { decodeSlot, walkTo, type Slot } from './page-table.ts';
import { normalPage } from './rmap.ts';

const NOT_MEMORY = VM_IO.or(VM_PFNMAP);
/** Faults, at most, until a page is as it is wanted: brought in, made writable or one's own. */
const MOST_FAULTS = 4;
/** The release from which on a stack does not grow for whoever looks from outside. */
const STACKS_STAY_SINCE = [6, 5] as const;

/** How many of these pages could be taken hold of, from the first on. */
export const pinUserPagesRemote = traced(
  'pin_user_pages_remote',
  (mm: MmStruct, start: number, pages: number, write: boolean): number => {
    for (let pinned = 0; pinned < pages; pinned++) if (pinPage(mm, start + pinned, write) !== null) return pinned;
    return pages;
  },
  (_mm, start, pages, write) => ({ start, pages, write }),
);

/** @errno EFAULT nothing is mapped there, it is no memory, it may not be read or written, or it cannot be brought in */
function pinPage(mm: MmStruct, page: number, write: boolean): Errno | null {
  const vma = vmaToPin(mm, page);
  if (vma === null || vma.flags.has(NOT_MEMORY) || vma.ops === 'secret' || !vma.flags.has(write ? VM_WRITE : VM_READ))
    return EFAULT;
  if (vma.unknown) throw new NotModelled('taking hold of memory that the log never mapped');
  for (let faults = 0; faults < MOST_FAULTS; faults++) {
    if (followPage(mm, vma, page, write)) return null;
    if (handleMmFault(mm, vma, page as Vpn, write) !== null) return EFAULT;
  }
  return EFAULT;
}

function vmaToPin(mm: MmStruct, page: number): VmArea | null {
  const vma = mm.vmas.find(page);
  if (vma === null || vma.start <= page) return vma;
  const { release } = mm.sys.generation;
  if (vma.flags.has(VM_GROWSDOWN) && compareRelease(release, STACKS_STAY_SINCE) < 0)
    throw new NotModelled('a stack that grows for another process, as before 6.5');
  return null;
}

/** follow_page_mask(): whether the page is there as it is wanted. What is read must not be shared with whoever may write it. */
function followPage(mm: MmStruct, vma: VmArea, page: number, write: boolean): boolean {
  mm.sys.trace?.step('follow_page_mask', { page });
  const slot = walkTo(mm, page);
  const entry = slot === null ? null : decodeSlot(mm, slot);
  if (slot === null || entry === null || entry.kind !== 'leaf' || (write && !entry.write)) return false;
  const frame = normalPage(mm, slot.table.level, entry);
  if (frame === null) return true;
  if (write && !frame.dirty) mm.sys.journal.touch(frame).dirty = true;
  if (!write && frame.isAnon && !frame.anonExclusive) unshare(mm, vma, slot);
  return true;
}

function unshare(mm: MmStruct, vma: VmArea, slot: Slot): void {
  const frame = normalPage(mm, slot.table.level, decodeSlot(mm, slot));
  if (frame === null) return;
  if (frame.pages > 1 || frame.head !== null) throw new NotModelled('taking hold of a part of a shared huge page');
  unsharePage(mm, vma, slot, frame);
}
