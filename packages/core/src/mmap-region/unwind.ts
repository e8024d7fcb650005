/** Letting go of a VMA that was being made when something failed. @kernel 6.12 mm/mmap.c unmap_and_free_vma */

import type { MmStruct } from '../mm/mm-struct.ts';
import { unmapVmas, freePageTables } from '../memory/unmap.ts';
import type { VmArea } from '../vma/vm-area.ts';

/** Undoes what a driver has mapped by itself, and frees the VMA: unmap_region(), vm_area_free(). @returns the error */
export function freeVma<E>(mm: MmStruct, vma: VmArea, error: E): E {
  if (vma.file !== null && vma.file.inode.driver !== null) {
    unmapVmas(mm, [vma], vma.start, vma.end);
    const floor = mm.vmas.findBefore(vma.start)?.end ?? 0;
    freePageTables(mm, vma.start, vma.end, floor, mm.vmas.find(vma.end)?.start ?? mm.sys.arch.layout.taskSize);
  }
  mm.sys.trace?.step('vm_area_free', { vma });
  return error;
}
