/**
 * The TLB of a CPU: translations that an access may go through without looking at the tables. Each task has a CPU of its own.
 *
 * A kernel clears entries first, then flushes, and gives pages back last. In between a cached translation may still be used;
 * after the flush it may not, and never does it lead to a page that was given back.
 */

import { addrOf, hex, type DecodedEntry, type Vpn } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { PageFrame } from './page-frame.ts';
import { decodeSlot, walkTo, type Slot } from './page-table.ts';
import { normalPage } from './rmap.ts';

/** One translation. Immutable. */
export interface TlbEntry {
  readonly mm: MmStruct;
  /** First page, and how many. */
  readonly start: number;
  readonly pages: number;
  readonly entry: DecodedEntry;
  /** What it leads to, or null for a page of the kernel's own. */
  readonly frame: PageFrame | null;
}

/** The translation of a page on the CPU of whoever runs. */
export const tlbLookup = (mm: MmStruct, page: number): TlbEntry | null =>
  mm.sys.current.tlb.find((cached) => cached.mm === mm && cached.start <= page && page < cached.start + cached.pages) ??
  null;

/** A walk of the tables is remembered. What was known of the page before is forgotten. */
export function tlbFill(mm: MmStruct, slot: Slot): void {
  const { table, index } = slot;
  const start = table.pageOf(index);
  const entry = decodeSlot(mm, slot);
  const task = mm.sys.journal.touch(mm.sys.current);
  const others = task.tlb.filter((cached) => cached.mm !== mm || cached.start !== start);
  task.tlb = [...others, { mm, start, pages: table.span, entry, frame: normalPage(mm, table.level, entry) }];
}

/** Every CPU that runs in this address space forgets what it knows of `[start, end)`. */
export function flushTlb(mm: MmStruct, start: number, end: number): void {
  for (const task of mm.sys.tasks.tasks.values()) {
    const kept = task.tlb.filter(
      (cached) => cached.mm !== mm || cached.start + cached.pages <= start || cached.start >= end,
    );
    if (kept.length < task.tlb.length) mm.sys.journal.touch(task).tlb = kept;
  }
}

/** An access goes through a cached translation: says so where that must not be any more. */
export function checkTranslation(mm: MmStruct, { entry, frame }: TlbEntry, page: number): void {
  const { sys } = mm;
  const addr = hex(addrOf(page as Vpn, sys.arch.geometry.pageShift));
  if (frame?.freed === true) sys.violate('no-freed-page', `${addr} leads to ${frame.describe()}, which was given back`);
  const slot = walkTo(mm, page);
  const now = slot === null ? null : decodeSlot(mm, slot);
  if (now?.kind === 'leaf' && now.pfn === entry.pfn) return;
  if (mm.tlbFlushPending > 0) sys.trace?.step('stale translation', { page });
  else sys.violate('no-stale-tlb', `the tables no longer say where ${addr} leads, and the TLB still does`);
}
