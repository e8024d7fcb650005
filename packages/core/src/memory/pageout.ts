/**
 * MADV_PAGEOUT on a machine without swap: what has another home leaves the page tables, what could only go to swap stays.
 * @kernel 6.18 mm/madvise.c, mm/vmscan.c
 */

import { NotModelled, VM_DROPPABLE, type DecodedEntry } from '@mm-playground/api';
import type { MmStruct } from '../mm-struct.ts';
import { traced } from '../system.ts';
import type { VmArea } from '../vm-area.ts';
import type { PageFrame } from './page-frame.ts';
import { visitEntries, writeEntry } from './page-table.ts';
import { normalPage } from './rmap.ts';
import { punchHole } from './truncate.ts';
import { zapRange } from './unmap.ts';

/**
 * Takes the pages of a part of one VMA for old, and drops those that it can: of shared memory (they stay in their file if they were written), of
 * droppable memory, and those of MADV_FREE that were not written again. Pages that others map, too, are left alone.
 *
 * @throws NotModelled with swap; for pages of a disk's file, whose cache goes or stays as their folios allow; for huge pages
 */
export const madvisePageout = traced(
  'madvise_pageout',
  (mm: MmStruct, vma: VmArea, start: number, end: number): void => {
    if (mm.sys.facts.swapTotalKb > 0) throw new NotModelled('MADV_PAGEOUT', 'on a machine with swap');
    const gone: number[] = [];
    visitEntries(mm, start, end, {
      pte: (table, index, page) => {
        const word = table.read(index);
        const entry = mm.sys.arch.decode(table.level, word);
        const frame = entry.kind === 'leaf' ? normalPage(mm, table.level, entry) : null;
        if (frame === null || frame.isLent || frame.mappedTimes !== 1) return;
        writeEntry(mm, table, index, mm.sys.arch.withLeafState(table.level, word, { young: false }));
        if (canReclaim(mm, vma, frame, entry)) gone.push(page);
      },
      huge: () => {
        throw new NotModelled('MADV_PAGEOUT', 'of huge pages');
      },
    });
    for (const page of gone) reclaim(mm, vma, page);
  },
  (_mm, vma, start, end) => ({ vma, start, end }),
);

/** A page of shared memory that was never written leaves its file, too: it holds nothing. */
function reclaim(mm: MmStruct, vma: VmArea, page: number): void {
  zapRange(mm, vma, page, page + 1, 'keep tables');
  const inode = vma.file?.inode;
  const pgoff = vma.pgoffOf(page);
  if (inode?.pages.get(pgoff)?.isDirty === false) punchHole(mm.sys, inode, pgoff, pgoff + 1);
}

/** shrink_folio_list(), for a page that nobody else maps. */
function canReclaim(mm: MmStruct, vma: VmArea, frame: PageFrame, entry: DecodedEntry): boolean {
  switch (frame.kind) {
    case 'shmem':
      return true;
    case 'anon':
      if (frame.head !== null) throw new NotModelled('MADV_PAGEOUT', 'of huge pages');
      if (vma.flags.has(VM_DROPPABLE)) return true;
      if (!frame.lazyFree) return false;
      if (!frame.isDirty && !entry.dirty) return true;
      // Written again: it is ordinary memory from now on.
      mm.sys.journal.touch(frame).lazyFree = false;
      return false;
    default:
      throw new NotModelled('MADV_PAGEOUT', 'of the pages of a file');
  }
}
