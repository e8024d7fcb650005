/**
 * Unmapping before 6.12: one procedure, do_vmi_align_munmap(), whose variables are what later became vma_munmap_struct. What was
 * gathered is unmapped at once; nobody else can put something in its place. @kernel 6.10 mm/mmap.c
 */

import type { Errno, Vpn } from '@mm-playground/api';
import { accountedPages, unchargeMemory, updateHiwaterVm, vmStatAccount } from '../mm/accounting.ts';
import { mmapWriteDowngrade } from '../mm/mmap-lock.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { clearPtes, clearRange, gatherVmas, vmsEnd, type AlignMunmapProcedure } from './munmap.ts';
import { traced } from '../machine/system.ts';
import { beginTravel } from '../mm/under-way.ts';
import { validateMmAt } from '../mm/validate.ts';
import { VmaMunmap } from './vma-munmap.ts';

/** @errno as munmap.ts */
export const alignMunmapInOne: AlignMunmapProcedure = traced(
  'do_vmi_align_munmap',
  (mm: MmStruct, start: Vpn, end: Vpn, unlock: boolean): Errno | null => {
    const vms = beginTravel(mm, new VmaMunmap(mm, start, end, 'munmap', unlock));
    const error = gatherVmas(mm, vms) ?? clearRange(mm, vms);
    if (error === null) letGo(mm, vms);
    vmsEnd(mm, vms);
    validateMmAt(mm, 'do_vmi_align_munmap');
    return error;
  },
  (_mm, start, end, _unlock) => ({ start, end }),
);

/** After the point of no return. */
function letGo(mm: MmStruct, vms: VmaMunmap): void {
  mm.touch('lockedVm').lockedVm -= vms.lockedVm;
  mm.touch('mapCount').mapCount -= vms.vmaCount;
  if (vms.unlock) mmapWriteDowngrade(mm);
  unmapRegion(mm, vms);
  removeMt(mm, vms);
}

const unmapRegion = traced('unmap_region', (mm: MmStruct, vms: VmaMunmap): void => clearPtes(mm, vms));

/** remove_mt(): the counters and the charge, VMA by VMA. */
const removeMt = traced('remove_mt', (mm: MmStruct, vms: VmaMunmap): void => {
  updateHiwaterVm(mm);
  let accounted = 0;
  for (const { flags, pages } of vms.detached) {
    accounted += accountedPages(flags, pages);
    vmStatAccount(mm, flags, -pages);
  }
  unchargeMemory(mm, accounted);
});
