/**
 * Merging a new mapping with its neighbours, as the generations do: one rule since 6.12, another before. @kernel mm/mmap.c
 */

import { isErrno } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { vmaExpand } from '../vma/vma-expand.ts';
import { expandOver, fitsNext, fitsPrev, vmaMergeNewRange } from '../vma/vma-merge.ts';
import { mergeOf, type RegionRequest } from './region.ts';

/** The VMAs beside a new mapping. */
export interface Neighbours {
  readonly prev: VmArea | null;
  readonly next: VmArea | null;
}

/**
 * A neighbour that takes the new range in, or null, also where memory for that is short: there may still be enough for a VMA.
 * Shared anonymous memory never has one: its file is new.
 */
export const mergeNew = (mm: MmStruct, request: RegionRequest, neighbours: Neighbours): VmArea | null =>
  mergeInto(vmaMergeNewRange, mm, request, neighbours);

function mergeInto(
  merge: typeof vmaMergeNewRange,
  mm: MmStruct,
  request: RegionRequest,
  { prev, next }: Neighbours,
): VmArea | null {
  if ((prev === null && next === null) || request.sharedAnonymous) return null;
  const merged = merge(mm, mergeOf(request, prev, next));
  return isErrno(merged) ? null : merged;
}

/**
 * The same before 6.12, where mmap_region() asked by itself. The next VMA is asked first. Where it would take the range in, the
 * previous one must go along with its anon_vma, or is left out; later kernels ask the previous one first.
 */
export function expandNeighbour(mm: MmStruct, request: RegionRequest, { prev, next }: Neighbours): VmArea | null {
  const right = fitsNext(mm, mergeOf(request, null, next));
  const anonVma = right ? (next?.anonVma ?? null) : null;
  const agreed = anonVma === null || prev?.anonVma === anonVma;
  if (next?.start === request.end) mm.sys.trace?.step('can_vma_merge_before', { vma: next, result: right });
  if (prev?.end === request.start) {
    const left = agreed && fitsPrev(mm, mergeOf(request, prev, null));
    mm.sys.trace?.step('can_vma_merge_after', { vma: prev, result: left });
  }
  return mergeInto(expand, mm, request, { prev: agreed ? prev : null, next });
}

const expand = expandOver(vmaExpand);

/**
 * A driver that changed the flags of its mapping may have made it like its neighbours: where there is a VMA before it, merging
 * is tried once more (until 6.12). The new VMA is let go then.
 */
export function mergeAfterHook(
  mm: MmStruct,
  request: RegionRequest,
  vma: VmArea,
  { prev, next }: Neighbours,
): VmArea | null {
  if (prev === null || vma.flags === request.flags) return null;
  return mergeNew(mm, { ...request, flags: vma.flags }, { prev, next });
}
