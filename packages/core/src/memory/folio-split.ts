/**
 * Splitting a huge page itself, not only its entry: what advice on a part of it does (MADV_FREE, MADV_COLD). Pages that the
 * program never wrote to hold nothing but zeroes, and are replaced by the zero page on the way (since 6.12). @kernel 6.18 mm/huge_memory.c
 */

import { VM_LOCKED } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { splitHugePmd } from './huge-pmd.ts';
import type { PageFrame } from './page-frame.ts';
import { makeLeaf } from './page-prot.ts';
import { visitEntries, writeEntry } from './page-table.ts';
import { normalPage, removeRmap } from './rmap.ts';
import type { Table } from './table.ts';
import { splitFileFolio } from './truncate.ts';

/** Whether anybody else maps a page of it: folio_maybe_mapped_shared(). */
export const isMaybeShared = (huge: PageFrame): boolean =>
  huge.mapcount > 1 || huge.parts?.some((part) => part.mappedTimes > 1) === true;

/** What 6.1 takes for that: how often the first of its pages is mapped. One that nobody maps any more counts as shared, too. */
export const isFirstPartShared = (huge: PageFrame): boolean => (huge.parts?.[0]?.mappedTimes ?? huge.mapcount) !== 1;

/** split_folio(): the pages go their own ways from now on. Private memory must be this address space's alone. */
export function splitFolio(mm: MmStruct, huge: PageFrame): void {
  if (huge.inode === null) splitAnonFolio(mm, huge);
  else splitFileFolio(mm.sys, huge.inode, huge);
}

const splitAnonFolio = traced(
  'split_folio',
  (mm: MmStruct, huge: PageFrame): void => {
    const { taskSize } = mm.sys.arch.layout;
    visitEntries(mm, 0, taskSize, {
      huge: (table, index, page) => {
        const vma = mm.vmas.load(page);
        if (vma !== null && frameAt(mm, table, index) === huge) splitHugePmd(mm, vma, table, index);
      },
      pte: (table, index, page) => {
        const frame = frameAt(mm, table, index);
        const vma = frame?.head === huge ? mm.vmas.load(page) : null;
        if (frame !== null && vma !== null) dropZeroes(mm, vma, table, index, frame);
      },
    });
    // Where all of it was zeroes, nothing is left.
    if (!huge.freed) mm.sys.memory.dissolve(huge);
  },
  (_mm, huge) => ({ page: huge.describe() }),
);

const frameAt = (mm: MmStruct, table: Table, index: number): PageFrame | null => {
  const entry = mm.sys.arch.decode(table.level, table.read(index));
  return entry.kind === 'leaf' ? normalPage(mm, table.level, entry) : null;
};

/** try_to_map_unused_to_zeropage() */
function dropZeroes(mm: MmStruct, vma: VmArea, table: Table, index: number, frame: PageFrame): void {
  if (!mm.sys.generation.dropsUnusedParts || frame.written !== 0n || vma.flags.has(VM_LOCKED)) return;
  const word = makeLeaf(mm, vma, table.level, mm.sys.memory.zeroPage.pfn, false);
  writeEntry(mm, table, index, mm.sys.arch.withLeafState(table.level, word, { special: true }));
  removeRmap(mm, frame);
}
