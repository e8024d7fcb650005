/**
 * MADV_PAGEOUT on a machine without swap: what has another home leaves the page tables, what could only go to swap stays.
 * @kernel 6.18 mm/madvise.c, mm/vmscan.c
 */

import { NotModelled, VM_DROPPABLE, type DecodedEntry } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { hugePagesIn } from './discard.ts';
import { isMaybeShared, splitFolio } from './folio-split.ts';
import { splitHugePmd } from './huge-pmd.ts';
import type { PageFrame } from './page-frame.ts';
import { changeEntry, decodeEntry, decodeSlot, visitEntries, walkTo } from './page-table.ts';
import { normalPage } from './rmap.ts';
import { dropPages } from './truncate.ts';
import { zapRange } from './unmap.ts';

/**
 * Takes the pages of a part of one VMA for old, and drops those that it can: of shared memory (they stay in their file if they were written), of
 * droppable memory, and those of MADV_FREE that were not written again. Pages that others map, too, are left alone.
 *
 * @throws NotModelled with swap; for pages of a disk's file, whose cache goes or stays as their folios allow
 */
export const madvisePageout = traced(
  'madvise_pageout',
  (mm: MmStruct, vma: VmArea, start: number, end: number): void => {
    if (mm.sys.facts.swapTotalKb > 0) throw new NotModelled('MADV_PAGEOUT', 'on a machine with swap');
    for (const huge of hugePagesIn(mm, start, end).keys()) pageOutHuge(mm, vma, huge, { start, end });
    const gone: number[] = [];
    visitEntries(mm, start, end, {
      pte: (table, index, page) => {
        const entry = decodeEntry(mm, table, index);
        const frame = entry.kind === 'leaf' ? normalPage(mm, table.level, entry) : null;
        if (frame === null || frame.isLent || frame.mappedTimes !== 1) return;
        changeEntry(mm, table, index, { young: false });
        if (canReclaim(mm, vma, frame, entry)) gone.push(page);
      },
      // What is left of them is shared, or the huge zero page.
      huge: () => undefined,
    });
    for (const page of gone) reclaim(mm, vma, page);
  },
  (_mm, vma, start, end) => ({ vma, start, end }),
);

/**
 * A huge page has to be split to go to swap, and is, although there is none: its pages that nobody wrote are the zero page from then on. Of one
 * that may be dropped only the entry is split, on the way to dropping all of it; where it was written again after MADV_FREE it stays so.
 */
function pageOutHuge(mm: MmStruct, vma: VmArea, huge: PageFrame, { start, end }: Range): void {
  if (isMaybeShared(huge)) return;
  if (!huge.isAnon) return pageOutHugeFile(mm, vma, huge, { start, end });
  const page = vma.start + huge.pgoff - vma.pgoff;
  const isWhole = huge.mapcount === 1 && page >= start && page + huge.pages <= end;
  const slot = isWhole ? walkTo(mm, page) : null;
  if (slot === null) return splitFolio(mm, huge);
  const droppable = vma.flags.has(VM_DROPPABLE);
  const clean = !huge.isDirty && !decodeSlot(mm, slot).dirty;
  if (droppable || (huge.lazyFree && clean)) {
    splitHugePmd(mm, vma, slot.table, slot.index);
    zapRange(mm, vma, page, page + huge.pages, 'keep tables');
  } else if (huge.lazyFree && mm.sys.generation.keepsRedirtiedHuge) {
    splitHugePmd(mm, vma, slot.table, slot.index);
    mm.sys.journal.touch(huge, 'lazyFree').lazyFree = false;
  } else splitFolio(mm, huge);
}

/** A huge page of shared memory leaves the page tables as a whole; one that is covered only partly is split, and then as well. */
function pageOutHugeFile(mm: MmStruct, vma: VmArea, huge: PageFrame, { start, end }: Range): void {
  const page = vma.start + huge.pgoff - vma.pgoff;
  if (page < start || page + huge.pages > end) splitFolio(mm, huge);
  else zapRange(mm, vma, page, page + huge.pages, 'keep tables');
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** A page of shared memory that was never written leaves its file, too: it holds nothing. */
function reclaim(mm: MmStruct, vma: VmArea, page: number): void {
  zapRange(mm, vma, page, page + 1, 'keep tables');
  const inode = vma.file?.inode;
  const pgoff = vma.pgoffOf(page);
  if (inode?.pages.get(pgoff)?.isDirty === false) dropPages(mm.sys, inode, pgoff, pgoff + 1);
}

/** shrink_folio_list(), for a page that nobody else maps. */
function canReclaim(mm: MmStruct, vma: VmArea, frame: PageFrame, entry: DecodedEntry): boolean {
  switch (frame.kind) {
    case 'shmem':
      return true;
    case 'anon':
      if (vma.flags.has(VM_DROPPABLE)) return true;
      if (!frame.lazyFree) return false;
      if (!frame.isDirty && !entry.dirty) return true;
      // Written again: it is ordinary memory from now on.
      mm.sys.journal.touch(frame, 'lazyFree').lazyFree = false;
      return false;
    default:
      throw new NotModelled('MADV_PAGEOUT', 'of the pages of a file');
  }
}
