/**
 * Populating: faulting a range in ahead of time, for mlock, MAP_POPULATE and madvise(MADV_POPULATE_*). @kernel 6.18 mm/gup.c
 */

import {
  EFAULT,
  EINVAL,
  ENOMEM,
  VM_IO,
  VM_LOCKONFAULT,
  VM_PFNMAP,
  VM_READ,
  VM_SHARED,
  VM_WRITE,
  isErrno,
  type CallPoint,
  type Errno,
  type Vpn,
} from '@mm-playground/api';
import { locked } from '../mm/mmap-lock.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { deniesAccess } from '../syscalls/pkeys.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { handleMmFault } from './fault.ts';
import { isAccessible } from './page-prot.ts';
import { decodeSlot, walkTo } from './page-table.ts';
import { normalPage } from './rmap.ts';

const NOT_MEMORY = VM_IO.or(VM_PFNMAP);

/**
 * Faults in the mappings of `[start, end)`: __mm_populate(). Private writable ones as if written, so that no copy is needed
 * later; others as if read.
 *
 * @returns the first error, where the caller stops at it; mm_populate() goes on with the next mapping.
 * @errno ENOMEM a hole @errno EFAULT a page that cannot be brought in, for its protection key among others
 */
export const populateRange = traced(
  '__mm_populate',
  (mm: MmStruct, start: number, end: number, errors: 'ignored' | 'returned' = 'ignored'): Errno | null => {
    let first: Errno | null = null;
    for (let at = start; at < end;) {
      const vma = mm.vmas.find(at);
      if (vma === null || vma.start >= end) break;
      const error = vma.flags.has(NOT_MEMORY)
        ? null
        : populateVma(mm, vma, Math.max(at, vma.start), Math.min(end, vma.end));
      if (error !== null && errors === 'returned') return error;
      first ??= error;
      at = vma.end;
    }
    return errors === 'returned' ? first : null;
  },
  (_mm, start, end, errors?: 'ignored' | 'returned') => ({ start, end, errors: errors ?? '' }),
);

/** populate_vma_page_range() */
function populateVma(mm: MmStruct, vma: VmArea, start: number, end: number): Errno | null {
  if (vma.flags.has(VM_LOCKONFAULT)) return null;
  const write = vma.flags.has(VM_WRITE) && !vma.flags.has(VM_SHARED);
  if (!isAccessible(vma) || deniesAccess(mm, vma, write ? 'store' : 'load')) return EFAULT;
  return faultInRange(mm, vma, start, end, write);
}

/** Makes every page of a part of a VMA readable, or writable. @errno EFAULT */
function faultInRange(mm: MmStruct, vma: VmArea, start: number, end: number, write: boolean): Errno | null {
  // The kernel may not look at secret memory.
  if (vma.ops === 'secret') return EFAULT;
  for (let page = start; page < end;) {
    const there =
      followPage(mm, page, write) ?? (handleMmFault(mm, vma, page as Vpn, write) === null ? 'fault' : EFAULT);
    if (isErrno(there)) return there;
    if (there !== 'fault') page = there;
  }
  return null;
}

/**
 * Finds the page, if it is mapped as wanted, and marks it as used: follow_page_mask(). What is to be written counts as dirty.
 * @returns the page after it (after the whole huge page), or null where a fault is needed
 */
function followPage(mm: MmStruct, page: number, write: boolean): number | null {
  const slot = walkTo(mm, page);
  if (slot === null) return null;
  const entry = decodeSlot(mm, slot);
  if (entry.kind !== 'leaf' || (write && !entry.write)) return null;
  const { table, index } = slot;
  const frame = write && !entry.dirty ? normalPage(mm, table.level, entry) : null;
  if (frame !== null && !frame.isDirty) mm.sys.journal.touch(frame.compoundHead, 'dirty').dirty = true;
  return table.pageOf(index) + table.span;
}

/**
 * madvise(MADV_POPULATE_READ) and _WRITE: as the program would read or write each page, with errors.
 *
 * @errno ENOMEM a hole @errno EINVAL a mapping, or its protection key, that forbids it, or no memory @errno EFAULT a page that
 * cannot be had
 */
export const populateForAdvice = traced(
  'madvise_populate',
  (mm: MmStruct, start: number, end: number, write: boolean): Errno | null => {
    for (let at = start; at < end;) {
      const vma = mm.vmas.load(at);
      if (vma === null) return ENOMEM;
      if (vma.flags.has(NOT_MEMORY) || vma.ops === 'secret' || !vma.flags.has(write ? VM_WRITE : VM_READ))
        return EINVAL;
      if (deniesAccess(mm, vma, write ? 'store' : 'load')) return EINVAL;
      const upTo = Math.min(vma.end, end);
      const error = faultInRange(mm, vma, at, upTo, write);
      if (error !== null) return error;
      at = upTo;
    }
    return null;
  },
  (_mm, start, end, write) => ({ start, end, write }),
);

/** mm_populate(): errors are nobody's concern, except mlock's. */
export function* mmPopulate(
  mm: MmStruct,
  start: number,
  end: number,
  errors: 'ignored' | 'returned' = 'ignored',
): Generator<CallPoint, Errno | null, void> {
  return yield* locked(mm, 'read', () => populateRange(mm, start, end, errors));
}
