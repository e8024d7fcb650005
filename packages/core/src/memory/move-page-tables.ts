/**
 * move_page_tables(): for mremap, entries change their place while the pages that they map stay. @kernel 6.18 mm/mremap.c
 *
 * Where source and destination are aligned alike, whole tables change hands by moving one upper entry; the rest goes entry by
 * entry, into tables that are made at the destination. What goes by itself counts as written (soft-dirty), what goes with its table does not.
 */

import type { Vpn } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { splitHugePmd } from './huge-pmd.ts';
import { childOf, ensureSlot, pmdLevel, pteLevel, readEntry, tableAt, walkTo, writeEntry } from './page-table.ts';
import { markSoftDirty } from './soft-dirty.ts';
import type { Table } from './table.ts';
import { TlbRange } from './tlb-range.ts';

/** What moves where. The addresses go on as pieces are done. */
interface Move {
  readonly mm: MmStruct;
  readonly oldVma: VmArea;
  readonly flush: TlbRange;
  from: number;
  to: number;
  readonly end: number;
}

/**
 * Moves the entries of `pages` pages from `oldStart` to `newStart`. The destination is mapped and empty.
 * @returns the pages that were dealt with: all of them, unless there was no memory for a table
 */
export const movePageTables = traced(
  'move_page_tables',
  (mm: MmStruct, oldVma: VmArea, oldStart: number, newVma: VmArea, newStart: number, pages: number): number => {
    const move: Move = { mm, oldVma, flush: new TlbRange(mm), from: oldStart, to: newStart, end: oldStart + pages };
    realign(move, newVma, pages);
    while (move.from < move.end) {
      const extent = movePiece(move);
      if (extent === 0) break;
      move.from += extent;
      move.to += extent;
    }
    move.flush.flush();
    return Math.max(move.from - oldStart, 0);
  },
  (_mm, oldVma, from, newVma, to, pages) => ({ old: oldVma, from, new: newVma, to, pages }),
);

/**
 * Begins earlier, at the start of what one table spans, where nothing is mapped there on either side: the whole table can
 * move then, instead of its upper part (try_realign_addr()).
 */
function realign(move: Move, newVma: VmArea, pages: number): void {
  if (!move.mm.sys.generation.realignsMoves) return;
  const size = move.mm.sys.memory.hugePages;
  const offset = move.from % size;
  if (offset === 0 || move.to % size !== offset || pages < size - offset) return;
  if (!isFreeBelow(move.oldVma, move.from, offset) || !isFreeBelow(newVma, move.to, offset)) return;
  move.from -= offset;
  move.to -= offset;
}

const isFreeBelow = (vma: VmArea, start: number, offset: number): boolean =>
  vma.start === start && !vma.mm.vmas.intersects(start - offset, start);

/** Moves what one entry can move at once. @returns how many pages were dealt with; 0: no memory for a table */
function movePiece(move: Move): number {
  const { mm, from, end } = move;
  const found = walkTo(mm, from);
  if (found === null) return end - from;
  const { table, index } = found;
  if (table.level < pmdLevel(mm)) return Math.min(table.pageOf(index) + table.span, end) - from;
  if (moveUpperEntry(move, 'pud')) return 2 ** spanShiftOf(mm, 'pud');
  return movePmd(move);
}

const spanShiftOf = (mm: MmStruct, name: string): number =>
  mm.sys.arch.geometry.levels.find((level) => level.name === name)?.spanShift ?? 0;

/** move_normal_pud(), move_normal_pmd(): a whole table goes over. @returns whether it could */
function moveUpperEntry(move: Move, name: 'pud' | 'pmd'): boolean {
  const { mm, from, to, end } = move;
  const level = mm.sys.arch.geometry.levels.findIndex((spec) => spec.name === name);
  if (level < 0) return false;
  const span = 2 ** spanShiftOf(mm, name);
  if (from % span !== 0 || to % span !== 0 || from + span > end) return false;
  const source = tableAt(mm, from, level);
  const table = source === null ? null : childOf(mm, source, source.indexOf(from));
  if (source === null || table === null) return false;
  const target = ensureSlot(mm, to, level);
  if (!target.table.isEmpty(target.index)) return false;
  mm.sys.trace?.step(`move_normal_${name}`, { from, to });
  const word = source.read(source.indexOf(from));
  writeEntry(mm, source, source.indexOf(from), 0n);
  writeEntry(mm, target.table, target.index, word);
  rebase(mm, table, to as Vpn);
  move.flush.add(from, span);
  return true;
}

/** A table that moved, and all below it, span other pages now. */
function rebase(mm: MmStruct, table: Table, start: Vpn): void {
  mm.sys.journal.touch(table).start = start;
  if (table.level === pteLevel(mm)) return;
  for (let index = 0; index < table.words.length; index++) {
    const child = childOf(mm, table, index);
    if (child !== null) rebase(mm, child, table.pageOf(index));
  }
}

/** The pages up to the next boundary of a table, at the source or at the destination. */
function movePmd(move: Move): number {
  const { mm, oldVma, from, to, end } = move;
  const size = mm.sys.memory.hugePages;
  const extent = Math.min(end - from, size - (from % size), size - (to % size));
  const source = tableAt(mm, from, pmdLevel(mm));
  const index = source?.indexOf(from) ?? 0;
  if (source === null || source.isEmpty(index)) return extent;
  if (mm.sys.fails('pte_alloc')) return 0;
  const target = ensureSlot(mm, to, pmdLevel(mm));
  if (childOf(mm, source, index) === null) {
    if (extent === size && target.table.isEmpty(target.index)) {
      const word = source.read(index);
      writeEntry(mm, source, index, 0n);
      writeEntry(mm, target.table, target.index, markSoftDirty(mm, source.level, word));
      move.flush.add(from, size);
      return extent;
    }
    splitHugePmd(mm, oldVma, source, index);
  } else if (extent === size && moveUpperEntry(move, 'pmd')) return extent;
  moveEntries(move, extent);
  return extent;
}

/** move_ptes() */
function moveEntries({ mm, from, to, flush }: Move, pages: number): void {
  const source = tableAt(mm, from, pteLevel(mm));
  if (source === null) return;
  const target = ensureSlot(mm, to, pteLevel(mm));
  const first = source.indexOf(from);
  for (let i = 0; i < pages; i++) {
    if (source.isEmpty(first + i)) continue;
    const word = readEntry(mm, source, first + i);
    writeEntry(mm, source, first + i, 0n);
    writeEntry(mm, target.table, target.index + i, markSoftDirty(mm, target.table.level, word));
    flush.add(from + i, 1);
  }
}
