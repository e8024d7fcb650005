/**
 * What maps a frame: the frame behind an entry, and the bookkeeping when a leaf that points to it comes or goes.
 * @kernel 6.18 mm/rmap.c
 */

import type { DecodedEntry } from '@mm-playground/api';
import type { AnonVma } from '../vma/anon-vma.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { System } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import type { PageFrame } from './page-frame.ts';
import { leafPfn, pteLevel, visitEntries } from './page-table.ts';
import { countMapped } from './rss.ts';
import type { Table } from './table.ts';

/** The frame that a present entry of this level maps. */
export const frameOf = (mm: MmStruct, level: number, entry: DecodedEntry): PageFrame =>
  level === pteLevel(mm) ? mm.sys.memory.frame(leafPfn(entry)) : mm.sys.memory.hugeFrame(leafPfn(entry));

/** The frame of an entry where the mm counts it: vm_normal_page(). Null for the zero page and raw frames. */
export const normalPage = (mm: MmStruct, level: number, entry: DecodedEntry): PageFrame | null =>
  entry.special ? null : frameOf(mm, level, entry);

/** What the pages of private memory that are mapped in `[start, end)` point to, for each frame. */
export function anonVmasIn(mm: MmStruct, start: number, end: number): AnonVma[] {
  const found: AnonVma[] = [];
  const look = (table: Table, index: number): void => {
    const entry = mm.sys.arch.decode(table.level, table.read(index));
    const frame = entry.kind === 'leaf' ? normalPage(mm, table.level, entry) : null;
    if (frame?.anonVma !== null && frame?.anonVma !== undefined) found.push(frame.anonVma);
  };
  visitEntries(mm, start, end, { pte: look, huge: look });
  return found;
}

/** A leaf begins to map the frame. */
export function addRmap(mm: MmStruct, frame: PageFrame): void {
  changeMapcount(mm, frame, 1);
  countMapped(mm, frame, 1);
}

/** Changes how many leaves point to a frame, and tells the huge frame that it is a part of. */
export function changeMapcount(mm: MmStruct, frame: PageFrame, by: 1 | -1): void {
  const { journal } = mm.sys;
  const wasMapped = frame.mapcount > 0;
  journal.touch(frame, 'mapcount').mapcount += by;
  const isMapped = frame.mapcount > 0;
  if (frame.head !== null && wasMapped !== isMapped) journal.touch(frame.head, 'mappedParts').mappedParts += by;
}

/** folio_move_anon_rmap(): the page is this VMA's alone from now on, so that others need not be asked for it. */
export function moveAnonRmap(mm: MmStruct, vma: VmArea, frame: PageFrame): void {
  const { journal } = mm.sys;
  journal.touch(frame, 'anonExclusive').anonExclusive = true;
  journal.touch(frame, 'anonVma').anonVma = vma.anonVma;
}

/** A leaf ceases to map the frame. A page that nobody maps and no file caches goes back to the allocator. */
export function removeRmap(mm: MmStruct, frame: PageFrame): void {
  countMapped(mm, frame, -1);
  changeMapcount(mm, frame, -1);
  freeIfUnused(mm, frame);
}

/** Gives a frame back that nothing uses. */
export const freeIfUnused = (mm: MmStruct, frame: PageFrame): void => freeUncached(mm.sys, frame);

/** {@link freeIfUnused} outside of any address space. */
export function freeUncached(sys: System, frame: PageFrame): void {
  if (frame.mappedTimes === 0 && !frame.cached && !frame.isLent && !frame.freed) sys.memory.free(frame);
}
