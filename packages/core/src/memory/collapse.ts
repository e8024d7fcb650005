/**
 * MADV_COLLAPSE: small pages of private or shared memory are copied into a huge one, there and then. khugepaged, which does the same in its own
 * time, never runs. @kernel 6.18 mm/khugepaged.c
 */

import { EINVAL, NotModelled, PRCTL, VM_NOHUGEPAGE, VM_SPECIAL, type Errno, type Vpn } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { newHugeAnonPage } from './anon-page.ts';
import { collapseFileAt } from './collapse-file.ts';
import { countReserve } from './huge-pmd.ts';
import { makeLeaf } from './page-prot.ts';
import { childOf, decodeSlot, detachTable, pmdLevel, tableAt, writeEntry } from './page-table.ts';
import { normalPage, removeRmap } from './rmap.ts';
import type { Table } from './table.ts';
import { TlbRange } from './tlb-range.ts';

/**
 * Makes huge pages of the whole ones in a range, each that can be one; 0 where all of them are. A range within one huge page is
 * EINVAL.
 *
 * @errno EINVAL memory that cannot have huge pages or was never written; a part without a page table, or with a guard marker; of shared memory
 * one without any page, or with a private copy
 * @throws NotModelled for memory of System V
 */
export const madviseCollapse = traced(
  'madvise_collapse',
  (mm: MmStruct, vma: VmArea, start: number, end: number): Errno | null => {
    const huge = mm.sys.memory.hugePages;
    if (!isCollapsible(mm, vma)) return EINVAL;
    const first = Math.ceil(start / huge) * huge;
    const last = Math.floor(end / huge) * huge;
    if (last < first) return EINVAL;
    let failed = false;
    const collapse = vma.ops === 'shmem' ? collapseFileAt : collapseAt;
    for (let page = first; page < last; page += huge) if (!collapse(mm, vma, page as Vpn)) failed = true;
    return failed ? EINVAL : null;
  },
  (_mm, vma, start, end) => ({ vma, start, end }),
);

/** thp_vma_allowable_order(), asked for by name: whatever the machine's setting is, and PR_SET_THP_DISABLE if it spares advice. */
function isCollapsible(mm: MmStruct, vma: VmArea): boolean {
  const huge = mm.sys.memory.hugePages;
  if (vma.flags.has(VM_NOHUGEPAGE.or(VM_SPECIAL)) || vma.ops === 'special') return false;
  if (mm.thpDisable !== 0n && (mm.thpDisable & PRCTL.values.PR_THP_DISABLE_EXCEPT_ADVISED) === 0n) return false;
  if (Math.ceil(vma.start / huge) * huge + huge > vma.end) return false;
  // Files on disks need CONFIG_READ_ONLY_THP_FOR_FS.
  if (vma.ops === 'file') return false;
  if (vma.ops === 'shm') throw new NotModelled('MADV_COLLAPSE', 'of memory of System V');
  if (vma.ops === 'shmem') return (vma.start - vma.pgoff) % huge === 0;
  return vma.anonVma !== null;
}

/** @returns whether there is a huge page at `page` now */
function collapseAt(mm: MmStruct, vma: VmArea, page: Vpn): boolean {
  const pmd = tableAt(mm, page, pmdLevel(mm));
  const index = pmd?.indexOf(page) ?? 0;
  if (pmd === null || pmd.isEmpty(index)) return false;
  const small = childOf(mm, pmd, index);
  if (small === null) return true;
  if (!canCollapse(mm, small)) return false;
  collapseHugePage(mm, vma, pmd, index, small);
  return true;
}

/** hpage_collapse_scan_pmd(): entries are empty, or map memory; older kernels want one of them writable. */
function canCollapse(mm: MmStruct, small: Table): boolean {
  let isWritable = mm.sys.generation.collapsesUnwritable;
  for (let index = 0; index < small.words.length; index++) {
    if (small.isEmpty(index)) continue;
    const entry = decodeSlot(mm, { table: small, index });
    if (entry.kind !== 'leaf') return false;
    if (entry.write) isWritable = true;
  }
  return isWritable;
}

/** The small pages go, what was in them is in the huge one; its reserve is the table that mapped them. */
const collapseHugePage = traced(
  'collapse_huge_page',
  (mm: MmStruct, vma: VmArea, pmd: Table, index: number, small: Table): void => {
    const flush = new TlbRange(mm);
    const huge = newHugeAnonPage(mm, vma, small.start);
    for (let i = 0; i < small.words.length; i++) {
      if (small.isEmpty(i)) continue;
      const frame = normalPage(mm, small.level, decodeSlot(mm, { table: small, index: i }));
      writeEntry(mm, small, i, 0n);
      flush.add(small.pageOf(i), 1);
      if (frame === null) continue;
      if (frame.written !== 0n) mm.sys.journal.touch(huge, 'written').written |= 1n << BigInt(i);
      removeRmap(mm, frame);
    }
    flush.flush();
    detachTable(mm, pmd, index, small);
    writeEntry(mm, pmd, index, makeLeaf(mm, vma, pmd.level, huge.pfn, true));
    countReserve(mm, 1);
  },
  (_mm, vma, pmd, index) => ({ vma, page: pmd.pageOf(index) }),
);
