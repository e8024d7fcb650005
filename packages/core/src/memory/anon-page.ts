/** Private pages: new, and mapped once: nobody else knows them. @kernel 6.18 mm/memory.c */

import { unborn } from '../journal/journal.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { VmArea } from '../vma/vm-area.ts';
import type { FrameInit, PageFrame } from './page-frame.ts';
import { addRmap } from './rmap.ts';

/** A page of private memory, mapped once: nobody else knows it. `page` is where it is mapped. */
export function newAnonPage(mm: MmStruct, vma: VmArea, page: number): PageFrame {
  const frame = mm.sys.memory.allocate(placeOf(vma, page));
  unborn(frame).anonExclusive = true;
  addRmap(mm, frame);
  return frame;
}

/** A huge page of private memory, mapped once, from `page` on. */
export function newHugeAnonPage(mm: MmStruct, vma: VmArea, page: number): PageFrame {
  const frame = mm.sys.memory.allocateHuge(placeOf(vma, page));
  unborn(frame).anonExclusive = true;
  addRmap(mm, frame);
  return frame;
}

/** What leads from the page to its mappings: __folio_set_anon(). */
const placeOf = (vma: VmArea, page: number): FrameInit => ({
  kind: 'anon',
  anonVma: vma.anonVma,
  pgoff: vma.pgoffOf(page),
});
