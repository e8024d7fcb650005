/**
 * mmap_region() before 6.12: what lies in the way is unmapped, and then the mapping is made. Whatever fails after that leaves a
 * hole, and a reader without a lock may see one although nothing fails. @kernel 6.1 mm/mmap.c
 */

import { ENOMEM, VM_ACCOUNT, VM_SPECIAL, isErrno, type Errno } from '@mm-playground/api';
import { chargeMemory, isAccountable, mayExpandVm, unchargeMemory } from './accounting.ts';
import {
  accountMapping,
  mergeOf,
  flagsOfFile,
  mmapNewVma,
  sealedMemfd,
  type MmapRegionProcedure,
  type RegionRequest,
} from './mmap-region.ts';
import type { MmStruct } from './mm-struct.ts';
import { doMunmap } from './munmap.ts';
import { traced } from './system.ts';
import type { VmArea } from './vm-area.ts';
import { fitsNext, vmaMergeNewRange } from './vma-merge.ts';

/**
 * @returns null, or what failed. @errno ENOMEM limits, charge, or what lies in the way cannot be unmapped, whatever the reason
 * @errno EPERM sealed memfd @errno ENODEV the file cannot be mapped
 */
export const mmapRegionMunmapFirst: MmapRegionProcedure = traced(
  'mmap_region',
  (mm: MmStruct, request: RegionRequest): Errno | null => {
    const { start, end } = request;
    const pages = end - start;
    const fits =
      mayExpandVm(mm, request.flags, pages) || mayExpandVm(mm, request.flags, pages - mappedPages(mm, start, end));
    if (!fits || doMunmap(mm, start, pages) !== null) return ENOMEM;
    const charged = isAccountable(request.flags) ? pages : 0;
    const refused = charged === 0 ? null : chargeMemory(mm, charged);
    if (refused !== null) return refused;
    const asked = charged === 0 ? request.flags : request.flags.or(VM_ACCOUNT);
    const flags = flagsOfFile(mm, { ...request, flags: asked });
    const vma = isErrno(flags) ? flags : place(mm, { ...request, flags });
    if (isErrno(vma)) unchargeMemory(mm, charged);
    if (isErrno(flags)) return flags;
    if (isErrno(vma)) return vma;
    accountMapping(mm, vma, flags, pages);
    return null;
  },
  (_mm, { start, end, flags, pgoff }) => ({ start, end, flags: flags.toString(), pgoff }),
);

/** Pages of the range that are mapped: count_vma_pages_range(). */
const mappedPages = (mm: MmStruct, start: number, end: number): number =>
  mm.vmas.inRange(start, end).reduce((sum, vma) => sum + Math.min(vma.end, end) - Math.max(vma.start, start), 0);

/** A neighbour that takes the range in, or a VMA of its own. */
function place(mm: MmStruct, request: RegionRequest): VmArea | Errno {
  const merged = mergeWithNeighbours(mm, request);
  if (merged !== null) return merged;
  const flags = sealedMemfd(request);
  return isErrno(flags) ? flags : mmapNewVma(mm, { ...request, flags });
}

/**
 * The next VMA is asked first. Where it would take the range in, the previous one must go along with its anon_vma, or is left
 * out; later kernels ask the previous one first.
 */
function mergeWithNeighbours(mm: MmStruct, request: RegionRequest): VmArea | null {
  if (request.flags.has(VM_SPECIAL) || request.sharedAnonymous) return null;
  const prev = mm.vmas.findBefore(request.start);
  const next = mm.vmas.find(request.end);
  if (prev === null && next === null) return null;
  const nextDecides = next !== null && next.anonVma !== null && fitsNext(mm, mergeOf(request, null, next));
  const agreed = !nextDecides || prev?.anonVma === next.anonVma;
  return vmaMergeNewRange(mm, mergeOf(request, agreed ? prev : null, next));
}
