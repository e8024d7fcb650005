/**
 * mmap_region() of 6.12 as released: what can be refused without a look at a VMA comes first, then gather, limits and charge; the
 * old pages are cleared before anything new can be reached; a file's hook runs on a VMA that nobody leads to yet.
 * @kernel 6.12 mm/mmap.c
 */

import { EACCES, ENOMEM, isErrno, type Errno } from '@mm-playground/api';
import { unchargeMemory } from '../mm/accounting.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import {
  initVmaMunmap,
  vmsAbortMunmapVmas,
  vmsCleanUpArea,
  vmsCompleteMunmapVmas,
  vmsEnd,
  vmsGatherMunmapVmas,
} from '../vma/munmap.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import type { VmaMunmap } from '../vma/vma-munmap.ts';
import { mergeAfterHook, mergeNew, type Neighbours } from './merge-new.ts';
import {
  accountMapping,
  allocVma,
  backVma,
  chargeRegion,
  deniesWriteExec,
  endRegion,
  fitsLimits,
  mapWritable,
  neighboursOf,
  pagesOf,
  preallocStore,
  requestDetail,
  sealedMemfd,
  storeVma,
  type MmapRegionProcedure,
  type RegionRequest,
} from './region.ts';
import { freeVma } from './unwind.ts';

/**
 * @returns null, or what failed. @errno EACCES MDWE @errno EPERM sealed memfd, sealed VMA @errno ENOMEM limits, charge, memory
 * @errno and those of the file
 */
export const mmapRegion6_12: MmapRegionProcedure = traced(
  'mmap_region',
  (mm: MmStruct, asked: RegionRequest): Errno | null => {
    const request = sealedMemfd(asked);
    if (isErrno(request)) return request;
    if (deniesWriteExec(mm, request.flags)) return EACCES;
    return mapWritable(mm, request) ?? endRegion(mm, innerMmapRegion(mm, request));
  },
  requestDetail,
);

/** __mmap_region() */
const innerMmapRegion = traced('__mmap_region', (mm: MmStruct, request: RegionRequest): Errno | null => {
  const vms = initVmaMunmap(mm, request.start, request.end, 'mmap');
  const error = gatherAndPlace(mm, request, vms);
  vmsEnd(mm, vms);
  return error;
});

function gatherAndPlace(mm: MmStruct, request: RegionRequest, vms: VmaMunmap): Errno | null {
  const unmappable = vms.vma === null ? null : vmsGatherMunmapVmas(mm, vms);
  if (unmappable !== null) return unmappable;
  const charge = fitsLimits(mm, request, vms.nrPages) ? chargeRegion(mm, request, vms) : ENOMEM;
  if (isErrno(charge)) {
    vmsAbortMunmapVmas(mm, vms);
    return charge;
  }
  vmsCleanUpArea(mm, vms);
  const accounted = { ...request, flags: charge.flags };
  const neighbours = neighboursOf(mm, vms);
  const vma = mergeNew(mm, accounted, neighbours) ?? newVma(mm, accounted, neighbours);
  if (isErrno(vma)) {
    unchargeMemory(mm, charge.charged);
    vmsAbortMunmapVmas(mm, vms);
    return vma;
  }
  vmsCompleteMunmapVmas(mm, vms);
  accountMapping(mm, vma, vma.flags, pagesOf(request));
  return null;
}

/** A VMA of its own: memory for the store is set aside before the hook, so that nothing can fail after it. */
function newVma(mm: MmStruct, request: RegionRequest, neighbours: Neighbours): VmArea | Errno {
  const vma = allocVma(mm, request);
  if (isErrno(vma)) return vma;
  const error = preallocStore(mm) ?? backVma(mm, request, vma);
  if (error !== null) return freeVma(mm, vma, error);
  const merged = mergeAfterHook(mm, request, vma, neighbours);
  if (merged !== null) return merged;
  storeVma(mm, vma, 'vma_iter_store');
  return vma;
}
