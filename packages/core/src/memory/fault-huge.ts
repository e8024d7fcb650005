/**
 * Faults that a huge page answers, where the VMA wants and has room for one. @kernel 6.18 mm/huge_memory.c
 *
 * Huge pages are always to be had; khugepaged never runs.
 */

import { VM_UFFD_MISSING } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import { handleUserfault } from '../syscalls/userfaultfd/userfaultfd.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { anonVmaPrepare } from '../vma/anon-vma-prepare.ts';
import { newHugeAnonPage } from './anon-page.ts';
import { makeWritable } from './fault-wp.ts';
import { countReserve, splitHugePmd } from './huge-pmd.ts';
import { makeLeaf } from './page-prot.ts';
import { decodeSlot, writeEntry, type Slot } from './page-table.ts';
import { moveAnonRmap, normalPage } from './rmap.ts';

/**
 * do_huge_pmd_anonymous_page(): the entry is empty. Even a read gives the VMA its anon_vma; what it maps then is the huge
 * zero page.
 */
export const createHugePmd = traced(
  'do_huge_pmd_anonymous_page',
  (mm: MmStruct, vma: VmArea, { table, index }: Slot, write: boolean): 'SIGBUS' | null => {
    anonVmaPrepare(mm, vma);
    if (vma.flags.has(VM_UFFD_MISSING)) return handleUserfault(vma);
    if (write)
      writeEntry(
        mm,
        table,
        index,
        makeLeaf(mm, vma, table.level, newHugeAnonPage(mm, vma, table.pageOf(index)).pfn, true),
      );
    else {
      const word = makeLeaf(mm, vma, table.level, mm.sys.memory.hugeZeroPage.pfn, false);
      writeEntry(mm, table, index, mm.sys.arch.withLeafState(table.level, word, { special: true }));
    }
    countReserve(mm, 1);
    return null;
  },
  (_mm, vma, { table, index }, write) => ({ vma, page: table.pageOf(index), write }),
);

/**
 * A fault at a huge entry: do_huge_pmd_wp_page(). A page of one's own becomes writable, the huge zero page is replaced (where
 * the kernel does so); one that is shared is split, and the single page is copied.
 *
 * @returns whether that was all; false: there is a table now, and the fault goes on in it.
 */
export function wpHugePmd(mm: MmStruct, vma: VmArea, slot: Slot, write: boolean): boolean {
  const entry = decodeSlot(mm, slot);
  if (!write || entry.write) return true;
  const { table, index } = slot;
  const frame = normalPage(mm, table.level, entry);
  if (frame === null && mm.sys.generation.replacesHugeZeroPage) {
    anonVmaPrepare(mm, vma);
    mm.sys.trace?.step('do_huge_zero_wp_pmd');
    writeEntry(
      mm,
      table,
      index,
      makeLeaf(mm, vma, table.level, newHugeAnonPage(mm, vma, table.pageOf(index)).pfn, true),
    );
    return true;
  }
  if (frame?.isAnon === true && (frame.anonExclusive || (frame.mapcount === 1 && frame.mappedParts === 0))) {
    if (!frame.anonExclusive) moveAnonRmap(mm, vma, frame);
    makeWritable(mm, vma, slot);
    return true;
  }
  splitHugePmd(mm, vma, table, index);
  return false;
}
