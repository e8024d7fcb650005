/**
 * mmap_region() of the seed: "[PATCH v3 13/16] mm/mmap: Avoid zeroing vma tree in mmap_region()", on 6.10. What is replaced is
 * gathered and stays in the tree until the new mapping overwrites it: no reader sees a gap. The PTEs are cleared before a
 * driver's hook may map its own, and else only when all is done; `cleared_ptes` keeps that from being done twice.
 *
 * What review found: a failure after the PTEs were cleared puts the old VMAs back without their pages, and where nothing is
 * replaced only nr_pages is set.
 */

import { EACCES, ENOMEM, EPERM, VM_ACCOUNT, hex, isErrno, addrOf, type Errno } from '@mm-playground/api';
import { accountedPages, chargeMemory, isAccountable, unchargeMemory } from '../mm/accounting.ts';
import { unborn } from '../journal/journal.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import {
  initVmaMunmap,
  reattachVmas,
  vmsClearPtes,
  vmsCompleteMunmapVmas,
  vmsEnd,
  vmsGatherMunmapVmas,
} from '../vma/munmap.ts';
import { canModifyMm } from '../vma/sealing.ts';
import { traced } from '../machine/system.ts';
import { beginTravel } from '../mm/under-way.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { VmaMunmap } from '../vma/vma-munmap.ts';
import { expandNeighbour, mergeAfterHook } from './merge-new.ts';
import {
  accountMapping,
  allocVma,
  backVma,
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

/** Whether old PTEs are cleared before a driver's hook: the patch does, and what happens without can be tried. */
export type ClearsPtes = 'before the hook' | 'at the end';

/** @errno ENOMEM limits, charge, whatever gathering says @errno EPERM a sealed VMA, a sealed memfd @errno EACCES MDWE */
export const mmapRegionSeedV3 = (clears: ClearsPtes): MmapRegionProcedure =>
  traced(
    'mmap_region',
    (mm: MmStruct, request: RegionRequest): Errno | null => {
      const replaced = countVmaPagesRange(mm, request);
      if (!fitsLimits(mm, request, replaced.pages)) return ENOMEM;
      if (!canModifyMm(mm, request.start, request.end)) return EPERM;
      const vms = setUp(mm, request);
      const error = gatherAndPlace(mm, request, { vms, clears, nrAccounted: replaced.accounted });
      vmsEnd(mm, vms);
      return endRegion(mm, error);
    },
    requestDetail,
  );

/** count_vma_pages_range(), which since an earlier patch of the series also says how many of the pages are charged. */
function countVmaPagesRange(mm: MmStruct, { start, end }: RegionRequest): { pages: number; accounted: number } {
  const sum = { pages: 0, accounted: 0 };
  for (const vma of mm.vmas.inRange(start, end)) {
    const pages = Math.min(vma.end, end) - Math.max(vma.start, start);
    sum.pages += pages;
    sum.accounted += accountedPages(vma.flags, pages);
  }
  const { pages, accounted } = sum;
  mm.sys.trace?.step('count_vma_pages_range', { start, end, nr_pages: pages, nr_accounted: accounted });
  return sum;
}

/** init_vma_munmap(), or, where nothing is replaced, "Minimal setup of vms". */
function setUp(mm: MmStruct, { start, end }: RegionRequest): VmaMunmap {
  if (mm.vmas.intersects(start, end)) return initVmaMunmap(mm, start, end, 'mmap');
  const vms = new VmaMunmap(mm, start, end, 'mmap');
  unborn(vms).minimal = true;
  return beginTravel(mm, vms);
}

interface Work {
  readonly vms: VmaMunmap;
  readonly clears: ClearsPtes;
  readonly nrAccounted: number;
}

function gatherAndPlace(mm: MmStruct, request: RegionRequest, work: Work): Errno | null {
  const { vms, nrAccounted } = work;
  if (!vms.minimal && vmsGatherMunmapVmas(mm, vms) !== null) return ENOMEM;
  const charged = isAccountable(request.flags) ? pagesOf(request) - nrAccounted : 0;
  if (charged > 0 && chargeMemory(mm, charged) !== null) return abort(mm, vms, ENOMEM);
  const flags = isAccountable(request.flags) ? request.flags.or(VM_ACCOUNT) : request.flags;
  if (isAccountable(request.flags)) vms.touch('nrAccounted').nrAccounted = 0;
  const accounted = { ...request, flags };
  const vma = expandNeighbour(mm, accounted, neighboursOf(mm, vms)) ?? newVma(mm, accounted, work);
  if (isErrno(vma)) {
    unchargeMemory(mm, charged);
    return abort(mm, vms, vma);
  }
  if (vms.nrPages > 0) vmsCompleteMunmapVmas(mm, vms);
  accountMapping(mm, vma, vma.flags, pagesOf(request));
  return null;
}

function newVma(mm: MmStruct, asked: RegionRequest, { vms, clears }: Work): VmArea | Errno {
  const vma = allocVma(mm, asked);
  if (isErrno(vma)) return vma;
  if (asked.file !== null && vms.nrPages > 0 && clears === 'before the hook') vmsClearPtes(mm, vms);
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

/** abort_munmap_vmas(): the old VMAs are put back, whatever has become of their pages. */
const abortMunmapVmas = traced('abort_munmap_vmas', (mm: MmStruct, vms: VmaMunmap): void => {
  const { anonGone, start, end } = vms;
  reattachVmas(mm, vms, null);
  if (anonGone === 0) return;
  const at = (page: VmaMunmap['start']): string => hex(addrOf(page, mm.sys.arch.geometry.pageShift));
  mm.sys.violate('no-lost-data', `${at(start)}-${at(end)} is mapped as before, and ${anonGone} of its pages are lost`);
});

function abort(mm: MmStruct, vms: VmaMunmap, error: Errno): Errno {
  if (vms.nrPages > 0) abortMunmapVmas(mm, vms);
  return error;
}
