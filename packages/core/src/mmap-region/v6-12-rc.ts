/**
 * mmap_region() of the candidates of 6.12. As in the seed, old pages are cleared before a file's hook, and else at the end; the
 * sixth candidate clears them before anything else, because a truncation that finds the new VMA must not walk old page tables.
 * What a file, MDWE or a shortage of memory has against the mapping still comes late, and leaves a hole. @kernel 6.12-rc mm/mmap.c
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
import { mergeAfterHook, mergeNew } from './merge-new.ts';
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

/** What separates the candidates. */
export interface Candidate {
  /** When the pages of what is replaced are cleared. */
  readonly cleansUp: 'before the hook' | 'before merging';
  /**
   * Gathering overwrote the variable that holds the error (until rc3). What failed afterwards without an error of its own then
   * returned what gathering had: 0, and to the caller that is an address.
   */
  readonly forgetsErrors: boolean;
}

/** @errno as 6.12, though MDWE, sealed memfds and shortages are told of only once the old mappings are gone */
export const mmapRegionCandidate = (candidate: Candidate): MmapRegionProcedure =>
  traced(
    'mmap_region',
    (mm: MmStruct, request: RegionRequest): ReturnType<MmapRegionProcedure> => {
      const vms = initVmaMunmap(mm, request.start, request.end, 'mmap');
      const error = gatherAndPlace(mm, request, vms, candidate);
      vmsEnd(mm, vms);
      return endRegion(mm, error);
    },
    requestDetail,
  );

function gatherAndPlace(
  mm: MmStruct,
  request: RegionRequest,
  vms: VmaMunmap,
  candidate: Candidate,
): ReturnType<MmapRegionProcedure> {
  const gathers = vms.vma !== null;
  const unmappable = gathers ? vmsGatherMunmapVmas(mm, vms) : null;
  if (unmappable !== null) return unmappable;
  // What the caller is told of a shortage that nobody put an error to.
  const noMemory = gathers && candidate.forgetsErrors ? '0 as an address' : ENOMEM;
  const charge = fitsLimits(mm, request, vms.nrPages) ? chargeRegion(mm, request, vms) : ENOMEM;
  if (isErrno(charge)) {
    vmsAbortMunmapVmas(mm, vms);
    return told(mm, noMemory);
  }
  if (candidate.cleansUp === 'before merging') vmsCleanUpArea(mm, vms);
  const accounted = { ...request, flags: charge.flags };
  const vma = mergeNew(mm, accounted, neighboursOf(mm, vms)) ?? newVma(mm, accounted, vms);
  if (vma === 'no VMA' || isErrno(vma)) {
    unchargeMemory(mm, charge.charged);
    vmsAbortMunmapVmas(mm, vms);
    return vma === 'no VMA' ? told(mm, noMemory) : vma;
  }
  vmsCompleteMunmapVmas(mm, vms);
  accountMapping(mm, vma, vma.flags, pagesOf(request));
  return null;
}

function told(mm: MmStruct, error: Errno | '0 as an address'): Errno | '0 as an address' {
  if (!isErrno(error))
    mm.sys.violate('no-false-success', 'mmap failed for want of memory, and returns 0 as if it were an address');
  return error;
}

function newVma(mm: MmStruct, asked: RegionRequest, vms: VmaMunmap): VmArea | Errno | 'no VMA' {
  const vma = allocVma(mm, asked);
  if (isErrno(vma)) return 'no VMA';
  if (asked.file !== null) vmsCleanUpArea(mm, vms);
  const request = sealedMemfd(asked);
  if (isErrno(request)) return freeVma(mm, vma, request);
  vma.touch('flags').flags = request.flags;
  const error = backVma(mm, request, vma) ?? mapWritable(mm, { ...request, flags: vma.flags });
  if (error !== null) return freeVma(mm, vma, error);
  const merged = mergeAfterHook(mm, request, vma, neighboursOf(mm, vms));
  if (merged !== null) return merged;
  const late = deniesWriteExec(mm, vma.flags) ? EACCES : preallocStore(mm);
  if (late !== null) return freeVma(mm, vma, late);
  storeVma(mm, vma, 'vma_iter_store');
  return vma;
}
