/**
 * mmap_region(): puts a mapping at its place, replacing what is there. @kernel 6.18 mm/vma.c
 *
 * Prepare (gather what is replaced, limits, charge, clear its pages), merge or make a VMA with one store that overwrites the
 * old ones, complete. After the old pages are cleared a failure leaves a hole; before, the old mappings are put back.
 */

import {
  EACCES,
  EAGAIN,
  EINVAL,
  ENOMEM,
  EOPNOTSUPP,
  FCNTL,
  EPERM,
  VM_ACCOUNT,
  VM_DONTDUMP,
  VM_DROPPABLE,
  VM_LOCKED,
  VM_LOCKED_MASK,
  VM_MAYSHARE,
  VM_MAYWRITE,
  VM_NORESERVE,
  VM_SHARED,
  VM_SOFTDIRTY,
  VM_SPECIAL,
  VM_SYNC,
  VM_WRITE,
  isErrno,
  type Errno,
  type VmFlags,
  type Vpn,
} from '@mm-playground/api';
import {
  chargeMemory,
  enoughMemory,
  isAccountable,
  mayExpandVm,
  mlockFutureOk,
  unchargeMemory,
  vmStatAccount,
} from './accounting.ts';
import type { OpenFile } from './file.ts';
import { newShmemFile } from './file-calls.ts';
import { reserveHugePages } from './hugetlb.ts';
import { ksmVmaFlags, proposedFlags } from './ksm.ts';
import { mapDenyWriteExec } from './mdwe.ts';
import type { MmStruct } from './mm-struct.ts';
import {
  vmsAbortMunmapVmas,
  vmsCleanUpArea,
  vmsCompleteMunmapVmas,
  vmsGatherMunmapVmas,
  type VmaMunmap,
} from './munmap.ts';
import { isGone } from './shm-segments.ts';
import { traced } from './system.ts';
import { vmOpsOf, type VmArea, type VmOps } from './vm-area.ts';
import { vmaMergeNewRange, type VmaMerge } from './vma-merge.ts';
import { vmaStartWrite } from './vma-split.ts';

/** A mapping to make. Pages. */
export interface RegionRequest {
  readonly start: Vpn;
  readonly end: Vpn;
  readonly flags: VmFlags;
  readonly pgoff: number;
  readonly file: OpenFile | null;
  readonly sharedAnonymous: boolean;
}

/** How a generation puts a mapping at its place. */
export type MmapRegionProcedure = (mm: MmStruct, request: RegionRequest) => Errno | null;

/** struct mmap_state: what travels through the phases. */
interface MmapState extends RegionRequest {
  flags: VmFlags;
  /** Pages charged for the new mapping, beyond what the old ones already were. */
  charged: number;
  readonly pages: number;
  readonly vms: VmaMunmap;
}

/** Seals that forbid new shared writable mappings. */
const WRITE_SEALS = FCNTL.F_SEAL_WRITE | FCNTL.F_SEAL_FUTURE_WRITE;

/**
 * @returns null, or what failed. @errno EACCES MDWE @errno EPERM sealed memfd, sealed VMA @errno ENOMEM limits, charge, split
 * @errno ENODEV EIO EAGAIN the file refuses
 * @errno EINVAL a segment that went with the attachment that was replaced
 */
export const mmapRegion: MmapRegionProcedure = traced(
  'mmap_region',
  (mm: MmStruct, request: RegionRequest): Errno | null => {
    const sealed = sealedMemfd(request);
    if (isErrno(sealed)) return sealed;
    if (mapDenyWriteExec(mm, sealed, sealed)) return EACCES;
    const state = mmapPrepare(mm, { ...request, flags: sealed });
    if (isErrno(state)) return state;
    const vma = callMmapPrepare(mm, state) ?? mmapMerge(mm, state) ?? mmapNewVma(mm, state);
    if (isErrno(vma)) {
      unchargeMemory(mm, state.charged);
      vmsAbortMunmapVmas(mm, state.vms);
      return vma;
    }
    mmapComplete(mm, state, vma);
    return null;
  },
  (_mm, { start, end, flags, pgoff }) => ({ start, end, flags: flags.toString(), pgoff }),
);

/** A write-sealed memfd refuses shared writable mappings, and takes MAYWRITE away from shared read-only ones. */
export function sealedMemfd({ file, flags }: RegionRequest): VmFlags | Errno {
  if (file === null || (file.inode.seals & WRITE_SEALS) === 0 || !flags.has(VM_SHARED)) return flags;
  return flags.has(VM_WRITE) ? EPERM : flags.without(VM_MAYWRITE);
}

/** __mmap_prepare(): gathers, checks limits, charges, and clears the pages of what is replaced. */
const mmapPrepare = traced('__mmap_prepare', (mm: MmStruct, request: RegionRequest): MmapState | Errno => {
  const pages = request.end - request.start;
  const vms = vmsGatherMunmapVmas(mm, request.start, request.end);
  if (isErrno(vms)) return vms;
  if (!mayExpandVm(mm, request.flags, pages - vms.nrPages)) return abort(mm, vms, ENOMEM);
  let { flags } = request;
  let charged = 0;
  if (isAccountable(flags) && request.file?.inode.kind !== 'hugetlb') {
    charged = pages - vms.nrAccounted;
    const error = charged === 0 ? null : chargeMemory(mm, charged);
    if (error !== null) return abort(mm, vms, error);
    vms.nrAccounted = 0;
    flags = flags.or(VM_ACCOUNT);
  }
  vmsCleanUpArea(mm, vms);
  return { ...request, flags, charged, pages, vms };
});

function abort(mm: MmStruct, vms: VmaMunmap, error: Errno): Errno {
  vmsAbortMunmapVmas(mm, vms);
  return error;
}

const opsOf = ({ file, sharedAnonymous }: RegionRequest): VmOps => (sharedAnonymous ? 'shmem' : vmOpsOf(file));

/** call_mmap_prepare(): the flags that the file wants, and then KSM. @errno EINVAL EAGAIN as {@link flagsOfFile} */
function callMmapPrepare(mm: MmStruct, state: MmapState): Errno | null {
  const flags = flagsOfFile(mm, state);
  if (isErrno(flags)) return flags;
  state.flags = proposedFlags(mm, flags);
  return null;
}

/**
 * What a file makes of the flags of its mapping: a ring of events cannot grow; secret memory is never dumped, and on most kernels
 * always locked.
 * @errno EINVAL secret memory that is not shared @errno EAGAIN more of it than may be locked
 */
export function flagsOfFile(mm: MmStruct, { file, flags, start, end }: RegionRequest): VmFlags | Errno {
  switch (file?.inode.kind) {
    case 'aio':
      return flags.or(mm.sys.generation.ringFlags);
    case 'secret':
      if (!flags.has(VM_SHARED.or(VM_MAYSHARE))) return EINVAL;
      if (!mm.sys.generation.locksSecretMemory) return flags.or(VM_DONTDUMP);
      if (!mlockFutureOk(mm, flags.or(VM_LOCKED), end - start)) return EAGAIN;
      return flags.or(VM_LOCKED).or(VM_DONTDUMP);
    default:
      return flags;
  }
}

/** A neighbour that takes the new range in, or null. Shared anonymous memory never has one: its file is new. */
function mmapMerge(mm: MmStruct, state: MmapState): VmArea | null {
  const { prev, next } = state.vms;
  if ((prev === null && next === null) || state.sharedAnonymous) return null;
  return vmaMergeNewRange(mm, mergeOf(state, prev, next));
}

/** The new mapping as a proposal to its neighbours. */
export const mergeOf = (request: RegionRequest, prev: VmArea | null, next: VmArea | null): VmaMerge => ({
  prev,
  middle: null,
  next,
  start: request.start,
  end: request.end,
  flags: request.flags,
  pgoff: request.pgoff,
  ops: opsOf(request),
  file: request.file,
  anonVma: null,
  anonName: null,
});

/** __mmap_new_vma(): a VMA of its own, stored over the old ones. */
export const mmapNewVma = traced('__mmap_new_vma', (mm: MmStruct, state: RegionRequest): VmArea | Errno => {
  const ops = opsOf(state);
  const pages = state.end - state.start;
  if (state.file?.inode.kind === 'refusing') return state.file.inode.refusal;
  // What is replaced may have been the last attachment of a segment that was to go with it.
  if (state.file?.isAttachment === true && isGone(mm.sys, state.file.inode)) return EINVAL;
  if (state.file?.inode.kind === 'hugetlb') return reserveHugePages(state.file.inode, state.pgoff);
  // No file system of the model has DAX, which synchronous faults need.
  if (state.file?.inode.kind === 'regular' && state.flags.has(VM_SYNC)) return EOPNOTSUPP;
  if (state.sharedAnonymous && !state.flags.has(VM_NORESERVE) && !enoughMemory(mm, pages)) return ENOMEM;
  const file = state.sharedAnonymous ? newShmemFile(mm, '/dev/zero (deleted)', pages) : state.file;
  const flags = ksmVmaFlags(mm, state.flags);
  const vma = mm.newVma({ start: state.start, end: state.end, flags, pgoff: state.pgoff, ops, file });
  vmaStartWrite(mm, vma);
  mm.sys.trace?.step('vma_iter_store_new', { vma });
  mm.vmas.store(vma);
  mm.touch('mapCount').mapCount++;
  return vma;
});

/** __mmap_complete(): the old mappings go, the new one is counted. */
const mmapComplete = traced('__mmap_complete', (mm: MmStruct, state: MmapState, vma: VmArea): void => {
  vmsCompleteMunmapVmas(mm, state.vms);
  accountMapping(mm, vma, state.flags, state.pages);
});

/** Counts a new mapping, or what a VMA has grown by, and what is locked of it. */
export function accountMapping(mm: MmStruct, vma: VmArea, flags: VmFlags, pages: number): void {
  vmStatAccount(mm, flags, pages);
  const { facts } = mm.sys;
  if (flags.has(VM_LOCKED)) {
    if (isLockable(vma)) mm.touch('lockedVm').lockedVm += pages;
    else vma.touch('flags').flags = vma.flags.without(VM_LOCKED_MASK);
  }
  if (facts.softDirty) vma.touch('flags').flags = vma.flags.or(VM_SOFTDIRTY);
}

/** Mappings that mlock leaves alone. */
const isLockable = (vma: VmArea): boolean => !vma.flags.has(VM_SPECIAL.or(VM_DROPPABLE)) && vma.ops !== 'special';
