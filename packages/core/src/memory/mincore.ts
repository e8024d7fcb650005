/** What mincore(2) says of a range: which pages an access would find without reading anything. @kernel 6.18 mm/mincore.c */

import type { MmStruct } from '../mm/mm-struct.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { decodeSlot, walkTo } from './page-table.ts';

/**
 * One byte a page, 1 where it is in memory: mapped, or at least in the page cache of its file. The range is mapped without a
 * hole. A caller who may not write the file is told less by a real kernel.
 */
export function residency(mm: MmStruct, start: number, pages: number): Uint8Array {
  const vector = new Uint8Array(pages);
  for (const vma of mm.vmas.inRange(start, start + pages))
    for (let page = Math.max(vma.start, start); page < Math.min(vma.end, start + pages); page++)
      vector[page - start] = isResident(mm, vma, page) ? 1 : 0;
  return vector;
}

function isResident(mm: MmStruct, vma: VmArea, page: number): boolean {
  const slot = walkTo(mm, page);
  if (slot !== null && decodeSlot(mm, slot).kind === 'leaf') return true;
  return vma.file?.inode.pages.get(vma.pgoffOf(page))?.uptodate === true;
}
