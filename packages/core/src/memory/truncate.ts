/**
 * Truncation: a file loses pages, and nobody keeps them mapped. @kernel 6.18 mm/truncate.c
 */

import type { Inode } from '../file.ts';
import type { MmStruct } from '../mm-struct.ts';
import type { System } from '../system.ts';
import { filePages } from './page-cache.ts';
import { freeUncached } from './rmap.ts';
import { zapRange } from './unmap.ts';

/**
 * Sets the size in bytes: truncate_setsize(). Pages behind the new end leave the cache and all page tables, private copies
 * of them included.
 */
export function truncateInode(sys: System, inode: Inode, size: bigint): void {
  sys.journal.touch(inode).size = size;
  dropPages(sys, inode, filePages(sys, inode), Infinity, 'private copies, too');
}

/** Takes pages `[start, end)` out of a file that keeps its size; private copies of them stay. */
export function punchHole(sys: System, inode: Inode, start: number, end: number): void {
  dropPages(sys, inode, start, end, 'shared only');
}

/** Takes all pages from `start` on out of a file whose contents move; private copies of them go, too. */
export function cutRange(sys: System, inode: Inode, start: number): void {
  dropPages(sys, inode, start, Infinity, 'private copies, too');
}

type Victims = 'shared only' | 'private copies, too';

function dropPages(sys: System, inode: Inode, start: number, end: number, victims: Victims): void {
  for (const mm of sys.memory.addressSpaces()) unmapMappingRange(mm, inode, start, end, victims);
  for (const [pgoff, frame] of [...inode.pages]) {
    if (pgoff < start || pgoff >= end) continue;
    sys.memory.setCached(frame, false);
    freeUncached(sys, frame);
  }
}

/** unmap_mapping_range() */
function unmapMappingRange(mm: MmStruct, inode: Inode, start: number, end: number, victims: Victims): void {
  for (const vma of mm.vmas.all()) {
    if (vma.file?.inode !== inode) continue;
    const first = Math.max(vma.start, vma.start + start - vma.pgoff);
    const last = Math.min(vma.end, vma.start + end - vma.pgoff);
    if (first < last)
      zapRange(mm, vma, first, last, victims === 'shared only' ? 'keep tables and copies' : 'keep tables');
  }
}
