/**
 * do_wp_page(): a write to a page that is mapped read-only: copy-on-write, or the first write to a shared page.
 * @kernel 6.18 mm/memory.c
 */

import { VM_MAYSHARE, VM_WRITE, type DecodedEntry } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { anonVmaPrepare } from '../vma/anon-vma-prepare.ts';
import { newAnonPage } from './anon-page.ts';
import { makeDirty } from './fault-file.ts';
import type { PageFrame } from './page-frame.ts';
import { makeLeaf } from './page-prot.ts';
import { changeEntry, readEntry, writeEntry, type Slot } from './page-table.ts';
import { moveAnonRmap, normalPage, removeRmap } from './rmap.ts';
import { isSoftDirty, markSoftDirty, noteSoftDirty } from './soft-dirty.ts';

/** Makes the page writable for this mm, with a copy where others could see the write. */
export const doWpPage = traced(
  'do_wp_page',
  (mm: MmStruct, vma: VmArea, slot: Slot, entry: DecodedEntry): void => {
    const frame = normalPage(mm, slot.table.level, entry);
    if (vma.flags.has(VM_MAYSHARE)) {
      if (frame !== null) makeDirty(mm, vma, frame);
      return wpPageReuse(mm, vma, slot);
    }
    if (frame !== null && mayReuse(frame)) {
      if (!frame.anonExclusive) moveAnonRmap(mm, vma, frame);
      return wpPageReuse(mm, vma, slot);
    }
    wpPageCopy(mm, vma, slot, frame);
  },
  (_mm, vma, { table, index }) => ({ vma, page: table.pageOf(index) }),
);

/**
 * FAULT_FLAG_UNSHARE: whoever takes hold of a page to read it must not go on reading another one when the owner writes. A page that others
 * have, too, is copied; the entry stays read-only.
 */
export const unsharePage = traced(
  'do_wp_page',
  (mm: MmStruct, vma: VmArea, slot: Slot, frame: PageFrame): void => {
    if (!mayReuse(frame)) return wpPageCopy(mm, vma, slot, frame, 'unshare');
    if (!frame.anonExclusive) moveAnonRmap(mm, vma, frame);
  },
  (_mm, vma, { table, index }) => ({ vma, page: table.pageOf(index), unshare: true }),
);

/** The page is nobody else's, and nobody else can get it: the mark says so, or all other mappings are gone. */
const mayReuse = (frame: PageFrame): boolean => frame.isAnon && (frame.anonExclusive || frame.mappedTimes === 1);

/** wp_page_reuse(): the same page, now writable, unless it is a debugger that writes what the program may not. */
function wpPageReuse(mm: MmStruct, vma: VmArea, slot: Slot): void {
  mm.sys.trace?.step('wp_page_reuse');
  makeWritable(mm, vma, slot);
}

/** maybe_mkwrite(pte_mkdirty(pte_mkyoung())), and soft-dirty where that is tracked. */
export function makeWritable(mm: MmStruct, vma: VmArea, { table, index }: Slot): void {
  changeEntry(mm, table, index, { write: vma.flags.has(VM_WRITE), dirty: true, young: true });
  noteSoftDirty(mm, table, index);
}

/** wp_page_copy(): a page of one's own. `old` is null for the zero page. */
function wpPageCopy(
  mm: MmStruct,
  vma: VmArea,
  { table, index }: Slot,
  old: PageFrame | null,
  why: 'write' | 'unshare' = 'write',
): void {
  mm.sys.trace?.step('wp_page_copy', old === null ? {} : { from: old.describe() });
  anonVmaPrepare(mm, vma);
  const frame = newAnonPage(mm, vma, table.pageOf(index));
  if (old?.isAnon === true) mm.sys.journal.touch(frame, 'written').written = old.written;
  const word = makeLeaf(mm, vma, table.level, frame.pfn, why === 'write');
  const isNoted = isSoftDirty(mm, table.level, readEntry(mm, table, index));
  writeEntry(mm, table, index, isNoted ? markSoftDirty(mm, table.level, word) : word);
  if (old !== null) removeRmap(mm, old);
}
