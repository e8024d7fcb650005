/**
 * Soft-dirty tracking: which pages a program wrote to since somebody wrote 4 to clear_refs (CONFIG_MEM_SOFT_DIRTY). A new mapping counts as
 * written altogether (VM_SOFTDIRTY); once that was cleared its entries are read-only, and the fault of the next write notes the page in its entry.
 * The MMU knows nothing of it: a page that stays writable is not noted again. @kernel 6.18 include/linux/mm.h, fs/proc/task_mmu.c
 */

import { VM_SOFTDIRTY, type EntryNotes } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { VmArea } from '../vma/vm-area.ts';
import type { Table } from './table.ts';

/** The bits of entries, where this kernel uses them. */
function notesOf({ sys: { facts, arch } }: MmStruct): EntryNotes | null {
  if (!facts.softDirty) return null;
  return arch.notes?.kinds.includes('soft-dirty') === true ? arch.notes : null;
}

/** The word of a leaf or swap entry with the note: pte_mksoft_dirty(). */
export const markSoftDirty = (mm: MmStruct, level: number, word: bigint): bigint =>
  notesOf(mm)?.write(level, word, 'soft-dirty', true) ?? word;

/** The word without it: pte_clear_soft_dirty(). */
export const clearSoftDirty = (mm: MmStruct, level: number, word: bigint): bigint =>
  notesOf(mm)?.write(level, word, 'soft-dirty', false) ?? word;

/** Whether a leaf or swap entry has the note: pte_soft_dirty(). */
export const isSoftDirty = (mm: MmStruct, level: number, word: bigint): boolean =>
  notesOf(mm)?.read(level, word, 'soft-dirty') ?? false;

/** Notes that the kernel made an entry dirty. */
export function noteSoftDirty(mm: MmStruct, table: Table, index: number): void {
  if (notesOf(mm) !== null) table.write(mm.sys.journal, index, markSoftDirty(mm, table.level, table.read(index)));
}

/** Whether writes to the mapping are noted page by page: vma_soft_dirty_enabled(). */
export const tracksSoftDirty = ({ mm, flags }: VmArea): boolean => mm.sys.facts.softDirty && !flags.has(VM_SOFTDIRTY);
