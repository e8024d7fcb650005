/**
 * mmap_region() before 6.12: what lies in the way is unmapped, and then the mapping is made. Whatever fails after that leaves a
 * hole, and a reader without a lock may see one although nothing fails. @kernel 6.10 mm/mmap.c
 */

import { EACCES, ENOMEM, EPERM, VM_ACCOUNT, isErrno, type Errno } from '@mm-playground/api';
import { chargeMemory, isAccountable, unchargeMemory } from '../mm/accounting.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { doMunmap } from '../vma/munmap.ts';
import { traced } from '../machine/system.ts';
import { COUNTED_LAST, whileOwing } from '../mm/under-way.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { expandNeighbour, mergeAfterHook, type Neighbours } from './merge-new.ts';
import {
  accountMapping,
  allocVma,
  backVma,
  deniesWriteExec,
  endRegion,
  fitsLimits,
  mapWritable,
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
 * @returns null, or what failed. @errno ENOMEM limits, charge, or what lies in the way cannot be unmapped, unless it is sealed
 * @errno EPERM sealed VMA, sealed memfd @errno EACCES MDWE @errno ENODEV the file cannot be mapped
 */
export const mmapRegionMunmapFirst: MmapRegionProcedure = traced(
  'mmap_region',
  whileOwing([...COUNTED_LAST, 'ptes'], 'vm_stat_account', (mm, request: RegionRequest): Errno | null => {
    const { start, end } = request;
    const fits = fitsLimits(mm, request, 0) || fitsLimits(mm, request, countVmaPagesRange(mm, start, end));
    if (!fits) return ENOMEM;
    const unmappable = doMunmap(mm, start, pagesOf(request));
    if (unmappable !== null) return unmappable === EPERM ? EPERM : ENOMEM;
    const charged = isAccountable(request.flags) ? pagesOf(request) : 0;
    const refused = charged === 0 ? null : chargeMemory(mm, charged);
    if (refused !== null) return refused;
    const vma = place(mm, charged === 0 ? request : { ...request, flags: request.flags.or(VM_ACCOUNT) });
    if (isErrno(vma)) {
      unchargeMemory(mm, charged);
      return endRegion(mm, vma);
    }
    accountMapping(mm, vma, vma.flags, pagesOf(request));
    return endRegion(mm, null);
  }),
  requestDetail,
);

/** Pages of the range that are mapped: count_vma_pages_range(). */
function countVmaPagesRange(mm: MmStruct, start: number, end: number): number {
  const vmas = mm.vmas.inRange(start, end);
  const pages = vmas.reduce((sum, vma) => sum + Math.min(vma.end, end) - Math.max(vma.start, start), 0);
  mm.sys.trace?.step('count_vma_pages_range', { start, end, nr_pages: pages });
  return pages;
}

/** A neighbour that takes the range in, or a VMA of its own. */
function place(mm: MmStruct, request: RegionRequest): VmArea | Errno {
  const neighbours = { prev: mm.vmas.findBefore(request.start), next: mm.vmas.find(request.end) };
  return expandNeighbour(mm, request, neighbours) ?? newVma(mm, request, neighbours);
}

function newVma(mm: MmStruct, asked: RegionRequest, neighbours: Neighbours): VmArea | Errno {
  const vma = allocVma(mm, asked);
  if (isErrno(vma)) return vma;
  const request = sealedMemfd(asked);
  if (isErrno(request)) return freeVma(mm, vma, request);
  vma.touch('flags').flags = request.flags;
  const error = mapWritable(mm, request) ?? backVma(mm, request, vma);
  if (error !== null) return freeVma(mm, vma, error);
  const merged = mergeAfterHook(mm, request, vma, neighbours);
  if (merged !== null) return merged;
  const late = deniesWriteExec(mm, vma.flags) ? EACCES : preallocStore(mm);
  if (late !== null) return freeVma(mm, vma, late);
  storeVma(mm, vma, 'vma_iter_store');
  return vma;
}
