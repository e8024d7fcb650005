/**
 * What a VMA's flags say about its page-table entries: vm_page_prot and the rules around it. The bits themselves are the
 * architecture's.
 */

import {
  VM_ACCESS_FLAGS,
  VM_EXEC,
  VM_MAYWRITE,
  VM_SHARED,
  VM_WRITE,
  type AccessKind,
  type DecodedEntry,
  type VmFlags,
} from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { decodeSlot, pteLevel, walkTo } from './page-table.ts';
import { isSoftDirty, markSoftDirty, tracksSoftDirty } from './soft-dirty.ts';

/** is_cow_mapping(): private, and writable now or later. */
export const isCowMapping = ({ flags }: VmArea): boolean => flags.has(VM_MAYWRITE) && !flags.has(VM_SHARED);

const SHARED_WRITABLE = VM_WRITE.or(VM_SHARED);

/**
 * Whether somebody wants to hear of the first write to each page: vma_wants_writenotify(). A file system does; shared memory has no disk
 * to write back to and does not ask. Soft-dirty tracking asks, too.
 */
const wantsWriteNotify = (vma: VmArea): boolean =>
  vma.flags.hasAll(SHARED_WRITABLE) && (vma.ops === 'file' || vma.ops === 'aio' || tracksSoftDirty(vma));

/** The flags to encode entries with: vm_page_prot. Without SHARED, no entry is made writable. */
export const pageProt = (vma: VmArea): VmFlags => (wantsWriteNotify(vma) ? vma.flags.without(VM_SHARED) : vma.flags);

/** A leaf for a page of the VMA as mk_pte() makes it, and writable and dirty where asked for and allowed. */
export function makeLeaf(
  mm: MmStruct,
  vma: VmArea,
  level: number,
  pfn: DecodedEntry['pfn'],
  writable: boolean,
): bigint {
  if (pfn === null) throw new RangeError('a leaf needs a frame');
  const word = mm.sys.arch.mkLeaf(level, pfn, pageProt(vma));
  if (!writable) return word;
  return markSoftDirty(
    mm,
    level,
    mm.sys.arch.withLeafState(level, word, { dirty: true, write: vma.flags.has(VM_WRITE) }),
  );
}

/**
 * Whether an entry may be made writable without a fault: can_change_pte_writable(). A private page must be its owner's alone;
 * a shared one has told its file system about the first write if it is dirty. Where writes are noted, it must be noted already.
 */
export function canBecomeWritable(vma: VmArea, level: number, word: bigint, isExclusive: boolean): boolean {
  const { mm } = vma;
  const entry = mm.sys.arch.decode(level, word);
  if (!vma.flags.has(VM_WRITE) || entry.protnone) return false;
  if (tracksSoftDirty(vma) && !isSoftDirty(mm, level, word)) return false;
  return vma.flags.has(VM_SHARED) ? entry.dirty : isExclusive;
}

/** Whether mprotect has to look at each entry for that: vma_wants_manual_pte_write_upgrade(). */
export const upgradesByHand = (vma: VmArea): boolean =>
  vma.flags.has(VM_SHARED) ? wantsWriteNotify(vma) : vma.flags.has(VM_WRITE);

/** vma_is_accessible(): any of READ, WRITE and EXEC. */
export const isAccessible = ({ flags }: VmArea): boolean => flags.has(VM_ACCESS_FLAGS);

/**
 * Whether a fault of this kind is worth handling. An architecture may ask for EXEC only once the page is there: a fetch from a mapping
 * that forbids it brings the page in, and fails the second time.
 */
export function mayAccess(mm: MmStruct, vma: VmArea, access: AccessKind, page: number): boolean {
  if (access === 'store') return vma.flags.has(VM_WRITE);
  if (!isAccessible(vma)) return false;
  if (access === 'fetch') return mm.sys.arch.fetchFaultsIn === true ? !isThere(mm, page) : vma.flags.has(VM_EXEC);
  return grantsRead(mm, vma);
}

function isThere(mm: MmStruct, page: number): boolean {
  const slot = walkTo(mm, page);
  return slot !== null && decodeSlot(mm, slot).kind === 'leaf';
}

/** Whether the protection map gives read access: without an execute-only permission, EXEC or WRITE alone do, too. */
function grantsRead(mm: MmStruct, vma: VmArea): boolean {
  const { arch, memory } = mm.sys;
  const level = pteLevel(mm);
  return arch.decode(level, arch.mkLeaf(level, memory.zeroPage.pfn, pageProt(vma))).read;
}
