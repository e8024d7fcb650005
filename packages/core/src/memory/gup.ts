/**
 * get_user_pages() for somebody else: pages of an address space that the kernel reads or writes for a debugger, with permissions
 * overruled (FOLL_FORCE). Private memory that its program may not write is copied for that, and stays unwritable.
 * @kernel 6.18 mm/gup.c, mm/memory.c __access_remote_vm()
 */

import {
  VM_IO,
  VM_MAYREAD,
  VM_PFNMAP,
  VM_READ,
  VM_WRITE,
  type CallPoint,
  type DecodedEntry,
  type Vpn,
} from '@mm-playground/api';
import { locked } from '../mmap-lock.ts';
import type { MmStruct } from '../mm-struct.ts';
import { expandDownwards } from '../stack.ts';
import { traced } from '../system.ts';
import type { VmArea } from '../vm-area.ts';
import { handleMmFault } from './fault.ts';
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
    if (vma === null || !mayForce(vma, write)) return false;
    // mmap_lock is not let go in between.
    while (!followPage(mm, vma, page, write)) if (handleMmFault(mm, vma, page, write, 'never') !== null) return false;
    return true;
  },
  (_mm, page, write) => ({ page, write }),
);

/** check_vma_flags(), permissions overruled: what the mapping could never allow stays forbidden. */
function mayForce(vma: VmArea, write: boolean): boolean {
  if (vma.flags.has(NOT_MEMORY) || vma.ops === 'secret') return false;
  if (write) return vma.flags.has(VM_WRITE) || isCowMapping(vma);
  return vma.flags.has(VM_READ) || vma.flags.has(VM_MAYREAD);
}

/** follow_page_mask(): whether the page is there as wanted. What is written counts as dirty. */
function followPage(mm: MmStruct, vma: VmArea, page: Vpn, write: boolean): boolean {
  const slot = walkTo(mm, page);
  if (slot === null) return false;
  const entry = decodeSlot(mm, slot);
  if (entry.kind !== 'leaf') return false;
  if (!write) return true;
  const frame = normalPage(mm, slot.table.level, entry);
  if (!entry.write && !isOwnCopy(vma, entry, frame?.anonExclusive ?? false)) return false;
  if (frame !== null && !frame.dirty) mm.sys.journal.touch(frame).dirty = true;
  return true;
}

/** can_follow_write_pte(): an unwritable entry will do where the page was copied for this mapping alone. */
const isOwnCopy = (vma: VmArea, entry: DecodedEntry, isExclusive: boolean): boolean =>
  isExclusive && !vma.flags.has(VM_WRITE) && isCowMapping(vma) && !entry.special;
