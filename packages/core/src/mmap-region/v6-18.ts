/**
 * mmap_region(): puts a mapping at its place, replacing what is there. @kernel 6.18 mm/vma.c
 *
 * Prepare (gather what is replaced, limits, charge, clear its pages), ask the file, merge or make a VMA with one store that
 * overwrites the old ones, complete. After the old pages are cleared a failure leaves a hole; before, the old mappings are put
 * back.
 */

import { EACCES, ENOMEM, isErrno, type Errno } from '@mm-playground/api';
import { unchargeMemory } from '../mm/accounting.ts';
import { hasPrepareHook } from '../files/driver.ts';
import { proposedFlags } from '../mm/ksm.ts';
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
import { beginTravel, endTravel } from '../mm/under-way.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { vmaMergeNewRange } from '../vma/vma-merge.ts';
import { MmapState } from './mmap-state.ts';
import {
  accountMapping,
  allocVma,
  backVma,
  chargeRegion,
  deniesWriteExec,
  endRegion,
  fitsLimits,
  flagsOfFile,
  mapWritable,
  mergeOf,
  neighboursOf,
  opsOf,
  preallocStore,
  refusalOf,
  requestDetail,
  sealedMemfd,
  storeVma,
  type MmapRegionProcedure,
  type RegionRequest,
} from './region.ts';
import { freeVma } from './unwind.ts';

/** What 7.x has otherwise. */
export interface PhasesVariant {
  /** The name of the first phase. */
  readonly first: '__mmap_prepare' | '__mmap_setup';
  /** What is done once the VMA is in the tree and counted. */
  readonly finish: (mm: MmStruct, state: MmapState, vma: VmArea) => Errno | null;
}

/**
 * @returns null, or what failed. @errno EACCES MDWE @errno EPERM sealed memfd, sealed VMA @errno ENOMEM limits, charge, split
 * @errno ENODEV EIO EAGAIN the file refuses
 * @errno EINVAL a segment that went with the attachment that was replaced
 */
export const mmapRegionInPhases = ({ first, finish }: PhasesVariant): MmapRegionProcedure => {
  const phases: Phases = { prepare: traced(first, mmapPrepare), finish };
  return traced(
    'mmap_region',
    (mm: MmStruct, asked: RegionRequest): Errno | null => {
      const request = sealedMemfd(asked);
      if (isErrno(request)) return request;
      if (deniesWriteExec(mm, request.flags)) return EACCES;
      return mapWritable(mm, request) ?? endRegion(mm, mapRegion(mm, request, phases));
    },
    requestDetail,
  );
};

/** mmap_region() of 6.18. */
export const mmapRegion6_18: MmapRegionProcedure = mmapRegionInPhases({ first: '__mmap_prepare', finish: () => null });

interface Phases {
  readonly prepare: (mm: MmStruct, state: MmapState) => Errno | null;
  readonly finish: PhasesVariant['finish'];
}

/** __mmap_region(): what travels lives here. */
function mapRegion(mm: MmStruct, request: RegionRequest, { prepare, finish }: Phases): Errno | null {
  const vms = initVmaMunmap(mm, request.start, request.end, 'mmap');
  const early = mm.sys.generation.mergeRules.proposesMergeable;
  const state = beginTravel(mm, new MmapState(mm, request, vms, early));
  const error = prepare(mm, state) ?? place(mm, state, finish);
  endTravel(mm, state);
  vmsEnd(mm, vms);
  return error;
}

/** __mmap_prepare(): gathers, checks limits, charges, and clears the pages of what is replaced. */
function mmapPrepare(mm: MmStruct, state: MmapState): Errno | null {
  const { vms } = state;
  const unmappable = vms.vma === null ? null : vmsGatherMunmapVmas(mm, vms);
  if (unmappable !== null) return unmappable;
  const { prev, next } = neighboursOf(mm, vms);
  state.touch('prev').prev = prev;
  state.touch('next').next = next;
  const charge = fitsLimits(mm, state, vms.nrPages) ? chargeRegion(mm, state, vms) : ENOMEM;
  if (isErrno(charge)) {
    vmsAbortMunmapVmas(mm, vms);
    return charge;
  }
  state.touch('flags').flags = charge.flags;
  state.touch('charged').charged = charge.charged;
  vmsCleanUpArea(mm, vms);
  return null;
}

/** What follows the point at which the old pages are gone. */
function place(mm: MmStruct, state: MmapState, finish: PhasesVariant['finish']): Errno | null {
  const refused = callMmapPrepare(mm, state);
  const vma = refused ?? mmapMerge(mm, state) ?? mmapNewVma(mm, state);
  if (isErrno(vma)) {
    const leaks = refused !== null && mm.sys.generation.leaksPreparedCharge;
    if (!leaks) unchargeMemory(mm, state.charged);
    else if (state.charged > 0) mm.sys.violate('no-leak', `${state.charged} charged pages belong to no mapping`);
    vmsAbortMunmapVmas(mm, state.vms);
    return vma;
  }
  mmapComplete(mm, state, vma);
  return finish(mm, state, vma);
}

/**
 * call_mmap_prepare(): a file that is asked before there is a VMA says what the mapping shall be; and then KSM.
 * @errno as {@link flagsOfFile} and {@link refusalOf} @errno ENOMEM the hook fails
 */
function callMmapPrepare(mm: MmStruct, state: MmapState): Errno | null {
  if (state.file !== null && hasPrepareHook(mm, state.file)) {
    const error = mm.sys.failsAt('mmap_prepare', { file: state.file.describe() }) ? ENOMEM : askFile(mm, state);
    if (error !== null) return error;
  }
  state.touch('flags').flags = proposedFlags(mm, state.flags);
  return null;
}

function askFile(mm: MmStruct, state: MmapState): Errno | null {
  const flags = refusalOf(mm, state) ?? flagsOfFile(mm, state);
  if (isErrno(flags)) return flags;
  state.touch('flags').flags = flags;
  return null;
}

/** A neighbour that takes the new range in, or null. Shared anonymous memory never has one: its file is new. */
function mmapMerge(mm: MmStruct, state: MmapState): VmArea | null {
  const { prev, next } = state;
  if ((prev === null && next === null) || state.sharedAnonymous) return null;
  const merged = vmaMergeNewRange(mm, mergeOf(state, prev, next));
  // Without the memory to grow a neighbour there may still be enough for a VMA.
  return isErrno(merged) ? null : merged;
}

/** __mmap_new_vma(): a VMA of its own, stored over the old ones. */
const mmapNewVma = traced('__mmap_new_vma', (mm: MmStruct, state: MmapState): VmArea | Errno => {
  const vma = allocVma(mm, state);
  if (isErrno(vma)) return vma;
  const asked = state.file !== null && hasPrepareHook(mm, state.file);
  if (asked) vma.touch('ops').ops = opsOf(state);
  const error = preallocStore(mm) ?? (asked ? null : backVma(mm, state, vma));
  if (error !== null) return freeVma(mm, vma, error);
  state.touch('flags').flags = vma.flags;
  storeVma(mm, vma, 'vma_iter_store_new');
  return vma;
});

/** __mmap_complete(): the old mappings go, the new one is counted. */
const mmapComplete = traced('__mmap_complete', (mm: MmStruct, state: MmapState, vma: VmArea): void => {
  vmsCompleteMunmapVmas(mm, state.vms);
  accountMapping(mm, vma, state.flags, state.pglen);
});
