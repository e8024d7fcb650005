/**
 * The lock of one VMA, with which readers do without mmap_lock: a fault, a line of /proc/PID/maps. A writer needs no lock of
 * its own for it: it marks the VMA with the sequence number of the mm, and letting mmap_lock go changes the number.
 *
 * 6.4 to 6.14 have a rwsem beside each VMA, later kernels count references in the VMA itself. Either way a reader only tries,
 * and goes for mmap_lock where a writer is there. @kernel 6.18 mm/mmap_lock.c
 */

import type { CallPoint } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { VmArea } from '../vma/vm-area.ts';

/** vma_start_read(): the VMA is the reader's until {@link vmaEndRead}. False where a writer has it, or it is on its way out. */
export function vmaStartRead(mm: MmStruct, vma: VmArea): boolean {
  if (vma.lockSeq === mm.lockSeq || vma.detached) return false;
  vma.touch('readers').readers++;
  mm.sys.trace?.step('vma_start_read', { vma: vma.describe() });
  return true;
}

/** vma_end_read() */
export function vmaEndRead(mm: MmStruct, vma: VmArea): void {
  vma.touch('readers').readers--;
  mm.sys.trace?.step('vma_end_read', { vma: vma.describe() });
}

/**
 * lock_vma_under_rcu(): the VMA of a page, locked for reading, or null: then mmap_lock is to be taken. Between finding and
 * locking it a writer may come in, so that it is looked at again afterwards.
 */
export function* lockVmaUnderRcu(mm: MmStruct, page: number): Generator<CallPoint, VmArea | null, void> {
  if (mm.sys.generation.vmaLock === 'none') return null;
  for (;;) {
    yield { step: 'lock_vma_under_rcu', mm: mm.id };
    const vma = mm.vmas.load(page);
    if (vma === null) return null;
    yield { step: 'vma_start_read', mm: mm.id, seen: vma.describe() };
    if (vmaStartRead(mm, vma)) {
      if (vma.start <= page && page < vma.end) return vma;
      vmaEndRead(mm, vma);
      return null;
    }
    if (!vma.detached) return null;
  }
}

/** The same where nobody can come in between: a generator would cost a tenth of the fault. */
export function lockVmaAlone(mm: MmStruct, page: number): VmArea | null {
  const vma = mm.sys.generation.vmaLock === 'none' ? null : mm.vmas.load(page);
  return vma !== null && vmaStartRead(mm, vma) ? vma : null;
}
