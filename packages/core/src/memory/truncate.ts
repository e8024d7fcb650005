/** Truncation: a file ends earlier or later, and nobody keeps pages behind its end mapped. @kernel 6.18 mm/truncate.c */

import type { Inode } from '../file.ts';
import type { System } from '../system.ts';
import { filePages } from './page-cache.ts';
import { zapRange } from './unmap.ts';
import type { MmStruct } from '../mm-struct.ts';

/** Sets the size in bytes: truncate_setsize(). Pages behind the end leave all page tables (private copies, too) and the cache. */
export function truncateInode(sys: System, inode: Inode, size: bigint): void {
  sys.journal.touch(inode).size = size;
  const end = filePages(sys, inode);
  for (const mm of sys.memory.addressSpaces()) unmapMappingRange(mm, inode, end);
  for (const [pgoff, frame] of [...inode.pages]) {
    if (pgoff < end) continue;
    sys.memory.setCached(frame, false);
    if (frame.mappedTimes === 0) sys.memory.free(frame);
  }
}

/** unmap_mapping_range(): unmaps the pages of a file from page offset `from` on. */
function unmapMappingRange(mm: MmStruct, inode: Inode, from: number): void {
  for (const vma of mm.vmas.all()) {
    if (vma.file?.inode !== inode || vma.pgoff + vma.pages <= from) continue;
    zapRange(mm, vma, Math.max(vma.start, vma.start + from - vma.pgoff), vma.end);
  }
}
