/**
 * change_protection(): brings the entries of a range in line with the VMA's new flags, for mprotect. @kernel 6.18 mm/mprotect.c
 *
 * New protection never makes a private entry writable by itself: that is what copy-on-write lives on. A page that is its
 * owner's alone, and a shared one that was written before, are upgraded at once, which saves the fault.
 */

import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { splitHugePmd } from './huge-pmd.ts';
import { canBecomeWritable, pageProt, upgradesByHand } from './page-prot.ts';
import { pteLevel, readEntry, visitEntries, writeEntry } from './page-table.ts';
import { normalPage } from './rmap.ts';
import type { Table } from './table.ts';
import { TlbRange } from './tlb-range.ts';

/** The VMA has its new flags already; the range lies inside it. */
export const changeProtection = traced(
  'change_protection',
  (mm: MmStruct, vma: VmArea, start: number, end: number): void => {
    const flush = new TlbRange(mm);
    visitEntries(mm, start, end, {
      pte: (table, index, page) => {
        if (changeEntry(mm, vma, table, index)) flush.add(page, 1);
      },
      huge: (table, index, page, whole) => {
        if (!whole) splitHugePmd(mm, vma, table, index);
        else if (changeEntry(mm, vma, table, index)) flush.add(page, table.span);
      },
    });
    flush.flush();
  },
  (_mm, vma, start, end) => ({ vma, start, end, flags: vma.flags.toString() }),
);

/** @returns whether the entry changed */
function changeEntry(mm: MmStruct, vma: VmArea, table: Table, index: number): boolean {
  const { arch } = mm.sys;
  const { level } = table;
  const old = readEntry(mm, table, index);
  const before = arch.decode(level, old);
  if (before.kind !== 'leaf') return false;
  let word = arch.modifyLeaf(level, old, pageProt(vma));
  if (level < pteLevel(mm) && before.write && mm.sys.generation.hugeDirtyLostOn.has(arch.id))
    word = arch.withLeafState(level, word, { dirty: false });
  const after = arch.decode(level, word);
  if (!after.write && upgradesByHand(vma)) {
    const frame = normalPage(mm, level, before);
    const isExclusive = frame !== null && frame.isAnon && frame.anonExclusive;
    if (canBecomeWritable(vma, level, word, isExclusive)) word = arch.withLeafState(level, word, { write: true });
  }
  // An entry of a run is set even if it stays as it is: it may leave the run.
  if (word === table.read(index)) return false;
  writeEntry(mm, table, index, word);
  return true;
}
