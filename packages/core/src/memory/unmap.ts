/**
 * Unmapping: entries of a range are cleared, counters and frames let go, the TLB flushed, and only then frames given back.
 * Page tables that nobody needs any more are a second pass, because only the neighbours say which those are.
 *
 * @kernel 6.18 mm/memory.c, mm/mmu_gather.c
 */

import { hex, type DecodedEntry } from '@mm-playground/api';
import type { MmStruct, RssMember } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { countReserve, hasReserve, splitHugePmd } from './huge-pmd.ts';
import { markDirty } from './page-cache.ts';
import type { PageFrame } from './page-frame.ts';
import {
  childOf,
  clearEntry,
  decodeEntry,
  detachTable,
  indexesOf,
  pteLevel,
  rootOf,
  visitEntries,
  writeEntry,
} from './page-table.ts';
import { changeMapcount, freeIfUnused, normalPage } from './rmap.ts';
import { addRss, rssMemberOf, updateHiwaterRss } from './rss.ts';
import type { Table } from './table.ts';
import { TlbRange } from './tlb-range.ts';

/** struct mmu_gather: what was unmapped and may only be given back once no TLB knows it. */
class MmuGather {
  readonly #mm: MmStruct;
  readonly #frames: PageFrame[] = [];
  /** Pages of each kind that were let go of, in the order in which they first came up: few, so that none is looked up by name. */
  readonly #counts: { readonly member: RssMember; pages: number }[] = [];
  readonly flush: TlbRange;

  constructor(mm: MmStruct) {
    this.#mm = mm;
    this.flush = new TlbRange(mm);
  }

  /** A leaf that mapped the frame was cleared. */
  add(frame: PageFrame): void {
    const member = rssMemberOf(frame);
    if (member !== null) this.#countFor(member).pages += frame.pages;
    changeMapcount(this.#mm, frame, -1);
    this.#frames.push(frame);
  }

  #countFor(member: RssMember): { pages: number } {
    for (const count of this.#counts) if (count.member === member) return count;
    const count = { member, pages: 0 };
    this.#counts.push(count);
    return count;
  }

  /** Brings the counters up to date: done once a table. */
  count(): void {
    for (const { member, pages } of this.#counts) addRss(this.#mm, member, -pages);
    this.#counts.length = 0;
  }

  /** tlb_finish_mmu() */
  finish(): void {
    this.count();
    this.flush.flush();
    for (const frame of this.#frames) freeIfUnused(this.#mm, frame);
  }
}

/** How a zap treats what is special. */
interface ZapOptions {
  /** Guard markers go, too: they outlive MADV_DONTNEED, but not the mapping. */
  readonly dropMarkers: boolean;
  /** Tables that lie wholly in the range and end up empty are freed at once. */
  readonly reclaimTables: boolean;
  /** Private copies of a file's pages stay. */
  readonly keepCopies: boolean;
}

const EVERYTHING: ZapOptions = Object.freeze({ dropMarkers: true, reclaimTables: false, keepCopies: false });

/** What {@link zapRange} leaves: tables that are empty, and private copies of a file's pages. */
export type ZapMode = 'reclaim tables' | 'keep tables' | 'keep tables and copies';

/** Unmaps every page of the VMAs inside `[start, end)`: unmap_vmas(), with the flush that follows. */
export const unmapVmas = traced(
  'unmap_vmas',
  (mm: MmStruct, vmas: readonly VmArea[], start: number, end: number): void => {
    updateHiwaterRss(mm);
    const gather = new MmuGather(mm);
    // Where there is no entry at all nobody has to be asked for his.
    for (const vma of (rootOf(mm)?.used ?? 0) === 0 ? [] : vmas)
      unmapPageRange(mm, gather, vma, Math.max(start, vma.start), Math.min(end, vma.end), EVERYTHING);
    gather.finish();
  },
  (_mm, vmas, start, end) => ({ vmas: vmas.length, start, end }),
);

/**
 * Drops the pages of a part of one VMA: zap_page_range_single(). MADV_DONTNEED also frees the tables that lie in the range
 * with all that they span and are empty afterwards, where the kernel is built so.
 */
export const zapRange = traced(
  'zap_page_range_single',
  (mm: MmStruct, vma: VmArea, start: number, end: number, mode: ZapMode = 'reclaim tables'): void => {
    updateHiwaterRss(mm);
    const gather = new MmuGather(mm);
    unmapPageRange(mm, gather, vma, start, end, {
      dropMarkers: false,
      reclaimTables: mode === 'reclaim tables' && mm.sys.facts.ptReclaim,
      keepCopies: mode === 'keep tables and copies',
    });
    gather.finish();
  },
  (_mm, vma, start, end, mode?: ZapMode) => ({ vma, start, end, mode: mode ?? '' }),
);

function unmapPageRange(
  mm: MmStruct,
  gather: MmuGather,
  vma: VmArea,
  start: number,
  end: number,
  { dropMarkers, reclaimTables, keepCopies }: ZapOptions,
): void {
  visitEntries(mm, start, end, {
    pte: (table, index, page) => {
      const entry = decodeEntry(mm, table, index);
      if (entry.swap?.kind === 'marker' && !dropMarkers) return;
      if (keepCopies && entry.kind === 'leaf' && normalPage(mm, table.level, entry)?.isAnon === true) return;
      clearEntry(mm, table, index, start, end);
      if (entry.kind !== 'leaf') return;
      gather.flush.add(page, 1);
      letGo(mm, gather, table.level, entry);
    },
    huge: (table, index, page, whole) => {
      if (!whole) return splitHugePmd(mm, vma, table, index);
      const entry = mm.sys.arch.decode(table.level, table.read(index));
      writeEntry(mm, table, index, 0n);
      if (hasReserve(normalPage(mm, table.level, entry))) countReserve(mm, -1);
      gather.flush.add(page, table.span);
      letGo(mm, gather, table.level, entry);
    },
    leave: (table, parent, index) => {
      gather.count();
      const whole = table.start >= start && table.start + table.pages <= end;
      if (reclaimTables && whole && table.used === 0) detachTable(mm, parent, index, table);
    },
  });
  gather.count();
}

/** The frame of a cleared leaf: what the hardware noted in the entry is handed on to the page. */
function letGo(mm: MmStruct, gather: MmuGather, level: number, entry: DecodedEntry): void {
  const frame = normalPage(mm, level, entry);
  if (frame === null) return;
  if (entry.dirty && !frame.isAnon && !frame.dirty) markDirty(mm.sys, frame);
  gather.add(frame);
}

/**
 * Frees the tables of `[start, end)` that lie, with all that they span, between `floor` and `ceiling`, where the neighbours
 * of what was unmapped end and begin: free_pgtables(). A ceiling at the end of user space is none.
 */
export const freePageTables = traced(
  'free_pgtables',
  (mm: MmStruct, start: number, end: number, floor: number, ceiling: number): void =>
    freeTables(mm, start, end, floor, ceiling),
  (_mm, start, end, floor, ceiling) => ({ start, end, floor, ceiling }),
);

/** The same for one range of which everything has been moved away: free_pgd_range(), as exec calls it. */
export const freePgdRange = traced(
  'free_pgd_range',
  (mm: MmStruct, start: number, end: number, floor: number, ceiling: number): void =>
    freeTables(mm, start, end, floor, ceiling),
  (_mm, start, end, floor, ceiling) => ({ start, end, floor, ceiling }),
);

function freeTables(mm: MmStruct, start: number, end: number, floor: number, ceiling: number): void {
  const root = rootOf(mm);
  const limit = ceiling >= mm.sys.arch.layout.taskSize ? Infinity : ceiling;
  if (root !== null && start < end) freeBelow(mm, root, start, end, floor, limit);
}

function freeBelow(mm: MmStruct, table: Table, start: number, end: number, floor: number, ceiling: number): void {
  const [first, last] = indexesOf(table, start, end);
  for (let index = first; index <= last; index++) {
    const child = childOf(mm, table, index);
    if (child === null) continue;
    if (child.level < pteLevel(mm)) freeBelow(mm, child, start, end, floor, ceiling);
    if (child.start >= floor && child.start + child.pages <= ceiling) detachTable(mm, table, index, child);
  }
}

/** Frees the root, the last thing of an address space: everything has been unmapped, and all other tables are gone. */
export const freePgd = traced('pgd_free', (mm: MmStruct): void => {
  const root = rootOf(mm);
  if (root === null) return;
  mm.sys.trace?.step('free_page', { table: hex(root.pfn) });
  mm.touch('pgd').pgd = null;
  mm.sys.memory.freeRoot(root);
});
