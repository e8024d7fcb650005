/**
 * Huge entries: a PMD that maps memory itself. Making one, and splitting one into a table of single pages.
 *
 * Invariant: every huge entry of private memory has a table in reserve (the kernel's deposited page table), counted in VmPTE and
 * used when it is split. The reserve is a count, no frame, until then. That of a file has none: it is dropped, and faults bring its pages back.
 *
 * @kernel 6.18 mm/huge_memory.c
 */

import { PRCTL, VM_HUGEPAGE, VM_NOHUGEPAGE, VM_SPECIAL, hex, type Vpn } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { folded } from './contpte.ts';
import type { PageFrame } from './page-frame.ts';
import { makeLeaf, pageProt } from './page-prot.ts';
import { childOf, countTables, ensureSlot, pmdLevel, pteLevel, tableAt, writeEntry, type Slot } from './page-table.ts';
import { addRmap, changeMapcount, normalPage, removeRmap } from './rmap.ts';
import { isSoftDirty, markSoftDirty } from './soft-dirty.ts';
import type { Table } from './table.ts';
import { TlbRange } from './tlb-range.ts';

const NEVER_HUGE = VM_NOHUGEPAGE.or(VM_SPECIAL);

/** Whether the VMA may have huge pages at all: thp_vma_allowable_orders() for anonymous memory. */
export function allowsHugePages(mm: MmStruct, vma: VmArea): boolean {
  if (!vma.isAnonymous || vma.flags.has(NEVER_HUGE) || isThpDisabled(mm, vma)) return false;
  switch (mm.sys.facts.thp) {
    case 'always':
      return true;
    case 'madvise':
      return vma.flags.has(VM_HUGEPAGE);
    case 'never':
      return false;
  }
}

/** Whether a mapping of a file may have a huge page at all, as far as the mapping says. */
export const allowsHugeFile = (vma: VmArea): boolean => !vma.flags.has(VM_NOHUGEPAGE) && !isThpDisabled(vma.mm, vma);

/** vma_thp_disabled(): PR_SET_THP_DISABLE, which may leave alone what was advised. */
const isThpDisabled = ({ thpDisable }: MmStruct, { flags }: VmArea): boolean =>
  thpDisable !== 0n && ((thpDisable & PRCTL.values.PR_THP_DISABLE_EXCEPT_ADVISED) === 0n || !flags.has(VM_HUGEPAGE));

/** First page of the huge page that would hold `page`. */
const hugeStart = (mm: MmStruct, page: number): Vpn => (page - (page % mm.sys.memory.hugePages)) as Vpn;

/** Whether the huge page around `page` lies in the VMA: thp_vma_suitable_order(). */
export function fitsHugePage(mm: MmStruct, vma: VmArea, page: number): boolean {
  const start = hugeStart(mm, page);
  return start >= vma.start && start + mm.sys.memory.hugePages <= vma.end;
}

/** Whether a huge entry keeps a table in reserve: that of private memory does, also of the huge zero page (null). */
export const hasReserve = (huge: PageFrame | null): boolean => huge === null || huge.isAnon;

/**
 * do_set_pmd(): maps a huge page of a file by one entry, where all of it lies in the mapping and there is no table yet.
 * @returns whether it did
 */
export function setHugePmd(mm: MmStruct, vma: VmArea, page: number, frame: PageFrame, write: boolean): boolean {
  const huge = frame.compoundHead;
  if (huge.pages < mm.sys.memory.hugePages || !fitsHugePage(mm, vma, page)) return false;
  if (vma.pgoffOf(hugeStart(mm, page)) !== huge.pgoff) return false;
  if (mm.sys.generation.hugeSharedAsksMapping && !allowsHugeFile(vma)) return false;
  const { table, index } = ensureSlot(mm, page, pmdLevel(mm));
  if (!table.isEmpty(index)) return false;
  mm.sys.trace?.step('do_set_pmd', { page: hex(table.pageOf(index)) });
  writeEntry(mm, table, index, makeLeaf(mm, vma, table.level, huge.pfn, write));
  addRmap(mm, huge);
  return true;
}

/** Counts the table that a new huge entry keeps in reserve, or gives it back: pgtable_trans_huge_deposit(). */
export const countReserve = (mm: MmStruct, sign: 1 | -1): void => countTables(mm, pteLevel(mm), sign);

/**
 * Replaces a huge entry by a table with an entry for each of its pages: __split_huge_pmd(). What is mapped stays the same.
 */
export const splitHugePmd = traced(
  '__split_huge_pmd',
  (mm: MmStruct, vma: VmArea, table: Table, index: number): void => {
    const { arch, memory } = mm.sys;
    const entry = arch.decode(table.level, table.read(index));
    const huge = normalPage(mm, table.level, entry);
    if (huge !== null && !huge.isAnon) return dropHugePmd(mm, { table, index }, huge, entry.dirty);
    const lowest = memory.allocateTable(pteLevel(mm), table.pageOf(index));
    if (huge === null) fillWithZeroPages(mm, vma, lowest);
    else fillWithParts(mm, vma, lowest, huge, table.read(index));
    writeEntry(mm, table, index, arch.encodeTable(table.level, lowest.pfn));
  },
  (_mm, _vma, table, index) => ({ page: hex(table.pageOf(index)) }),
);

/** A huge entry of a file is only taken out: faults bring its pages back. */
function dropHugePmd(mm: MmStruct, { table, index }: Slot, huge: PageFrame, dirty: boolean): void {
  if (dirty && !huge.dirty) mm.sys.journal.touch(huge, 'dirty').dirty = true;
  const flush = new TlbRange(mm);
  flush.add(table.pageOf(index), table.span);
  writeEntry(mm, table, index, 0n);
  flush.flush();
  removeRmap(mm, huge);
}

/** Nobody sees the table yet, so that its words need no journal. */
function fillWithZeroPages(mm: MmStruct, vma: VmArea, lowest: Table): void {
  const { arch, memory } = mm.sys;
  const level = lowest.level;
  const word = arch.withLeafState(level, arch.mkLeaf(level, memory.zeroPage.pfn, pageProt(vma)), { special: true });
  for (let i = 0; i < lowest.words.length; i++) lowest.put(i, word);
}

function fillWithParts(mm: MmStruct, vma: VmArea, lowest: Table, huge: PageFrame, word: bigint): void {
  const { arch, memory, journal } = mm.sys;
  const level = lowest.level;
  const { write, dirty, young, protnone } = arch.decode(level - 1, word);
  const state = protnone ? { dirty, young } : { write, dirty, young };
  const isNoted = isSoftDirty(mm, level - 1, word);
  const parts = memory.splitFrame(huge);
  const wordOf = ({ pfn }: PageFrame): bigint => {
    const leaf = arch.withLeafState(level, arch.mkLeaf(level, pfn, pageProt(vma)), state);
    return isNoted ? markSoftDirty(mm, level, leaf) : leaf;
  };
  const words = parts.map(wordOf);
  folded(memory.runs, level, 0, words).forEach((word, i) => lowest.put(i, word));
  parts.forEach((part, i) => {
    changeMapcount(mm, part, 1);
    journal.touch(part, 'anonExclusive').anonExclusive = huge.anonExclusive;
    journal.touch(part, 'written').written = (huge.written >> BigInt(i)) & 1n;
  });
  // The note of the one entry is the page's from now on.
  if (dirty && !huge.dirty) journal.touch(huge, 'dirty').dirty = true;
  changeMapcount(mm, huge, -1);
}

/**
 * Splits the huge entry that `page` lies inside, if there is one and it does not begin there: what a VMA does before its
 * bounds move to `page` (vma_adjust_trans_huge()).
 */
export function splitHugePmdAt(mm: MmStruct, vma: VmArea, page: number): void {
  if (page % mm.sys.memory.hugePages === 0) return;
  const table = tableAt(mm, page, pmdLevel(mm));
  const index = table?.indexOf(page) ?? 0;
  if (table === null || table.isEmpty(index) || childOf(mm, table, index) !== null) return;
  splitHugePmd(mm, vma, table, index);
}
