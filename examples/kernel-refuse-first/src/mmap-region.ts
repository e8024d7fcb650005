/**
 * mmap_region() of 6.12-rc6 with 5de195060b2e on top, which moved what can say no to where nothing was done yet.
 *
 * Before: gather, charge, clear the old pages, then ask the file, write seals and MDWE, and find out whether there is memory for the store;
 * whatever of them fails leaves a hole where a mapping was. With the commit mmap_region() asks seals and MDWE before it looks at a VMA,
 * and memory for the store is set aside before a driver runs, so that none runs for nothing. What the driver itself refuses still comes late.
 *
 * Not modelled: arch_validate_flags(), of which no architecture here refuses anything, and close(), which the commit spares drivers of
 * mappings that never were.
 */

import { EACCES, ENOMEM, isErrno, type Errno } from '@mm-playground/api';
import {
  accountMapping,
  allocVma,
  backVma,
  chargeRegion,
  deniesWriteExec,
  endRegion,
  fitsLimits,
  freeVma,
  initVmaMunmap,
  mapWritable,
  mergeAfterHook,
  mergeNew,
  neighboursOf,
  pagesOf,
  preallocStore,
  requestDetail,
  sealedMemfd,
  storeVma,
  traced,
  unchargeMemory,
  vmsAbortMunmapVmas,
  vmsCleanUpArea,
  vmsCompleteMunmapVmas,
  vmsEnd,
  vmsGatherMunmapVmas,
  type MmapRegionProcedure,
  type MmStruct,
  type Neighbours,
  type RegionRequest,
  type VmaMunmap,
  type VmArea,
} from '@mm-playground/core/procedures';

/** @errno EPERM sealed memfd @errno EACCES MDWE: both with everything as it was */
export const mmapRegion: MmapRegionProcedure = traced(
  'mmap_region',
  (mm: MmStruct, asked: RegionRequest): Errno | null => {
    const request = sealedMemfd(asked);
    if (isErrno(request)) return request;
    if (deniesWriteExec(mm, request.flags)) return EACCES;
    return mapWritable(mm, request) ?? endRegion(mm, inner(mm, request));
  },
  requestDetail,
);

/** __mmap_region(): a function of its own since the commit. */
const inner = traced('__mmap_region', (mm: MmStruct, request: RegionRequest): Errno | null => {
  const vms = initVmaMunmap(mm, request.start, request.end, 'mmap');
  const error = replace(mm, request, vms);
  vmsEnd(mm, vms);
  return error;
});

function replace(mm: MmStruct, request: RegionRequest, vms: VmaMunmap): Errno | null {
  const unmappable = vms.vma === null ? null : vmsGatherMunmapVmas(mm, vms);
  if (unmappable !== null) return unmappable;
  const charge = fitsLimits(mm, request, vms.nrPages) ? chargeRegion(mm, request, vms) : ENOMEM;
  if (isErrno(charge)) return aborted(mm, vms, charge);
  vmsCleanUpArea(mm, vms);
  const charged = { ...request, flags: charge.flags };
  const neighbours = neighboursOf(mm, vms);
  const vma = mergeNew(mm, charged, neighbours) ?? newVma(mm, charged, neighbours);
  if (isErrno(vma)) {
    unchargeMemory(mm, charge.charged);
    return aborted(mm, vms, vma);
  }
  vmsCompleteMunmapVmas(mm, vms);
  accountMapping(mm, vma, vma.flags, pagesOf(request));
  return null;
}

/** Puts the old mappings back, or, where their pages are gone, makes a hole of them. */
function aborted(mm: MmStruct, vms: VmaMunmap, error: Errno): Errno {
  vmsAbortMunmapVmas(mm, vms);
  return error;
}

/** The store cannot fail once a driver has run: its memory is set aside first. */
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
