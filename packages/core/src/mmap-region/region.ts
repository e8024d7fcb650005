/**
 * What all generations of mmap_region() are built from: the request, the charge, a VMA for it, the file's hook, the store, and
 * the accounting at the end. The order in which they come is each generation's own, in a file of its own beside this one.
 */

import {
  EAGAIN,
  EINVAL,
  ENOMEM,
  EOPNOTSUPP,
  EPERM,
  FCNTL,
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
  vmStatAccount,
} from '../mm/accounting.ts';
import { driverHook, preparedFlags } from '../files/driver.ts';
import type { OpenFile } from '../files/file.ts';
import { newShmemFile } from '../syscalls/files/file-calls.ts';
import { reserveHugePages } from '../files/hugetlb.ts';
import { IO_URING_FLAGS, ioUringMmap } from '../syscalls/io-uring.ts';
import { ksmVmaFlags } from '../mm/ksm.ts';
import { mapDenyWriteExec } from '../mm/mdwe.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { isGone } from '../syscalls/shm/shm-segments.ts';
import { traced } from '../machine/system.ts';
import { owing } from '../mm/under-way.ts';
import { validateMmAt } from '../mm/validate.ts';
import { vmOpsOf, type VmArea, type VmOps } from '../vma/vm-area.ts';
import type { VmaMerge } from '../vma/vma-merge.ts';
import type { VmaMunmap } from '../vma/vma-munmap.ts';
import { vmaStartWrite } from '../vma/vma-split.ts';

/** A mapping to make. Pages. */
export interface RegionRequest {
  readonly start: Vpn;
  readonly end: Vpn;
  readonly flags: VmFlags;
  readonly pgoff: number;
  readonly file: OpenFile | null;
  readonly sharedAnonymous: boolean;
}

/**
 * How a generation puts a mapping at its place. @returns null, or what failed, or `'0 as an address'` where something failed and
 * the caller is told that all went well, at address 0.
 */
export type MmapRegionProcedure = (mm: MmStruct, request: RegionRequest) => Errno | null | '0 as an address';

/** The end of mmap_region(), as it ends well or badly, but for what was refused before anything was done: validate_mm(). */
export function endRegion<R>(mm: MmStruct, result: R): R {
  validateMmAt(mm, 'mmap_region');
  return result;
}

/** What a step shows of a request. */
export const requestDetail = (
  _mm: MmStruct,
  { start, end, flags, pgoff }: RegionRequest,
): Record<'start' | 'end' | 'pgoff', number> & { flags: string } => ({ start, end, flags: flags.toString(), pgoff });

export const pagesOf = ({ start, end }: RegionRequest): number => end - start;

/** vm_ops of the mapping once it is made. */
export const opsOf = ({ file, sharedAnonymous }: RegionRequest): VmOps => (sharedAnonymous ? 'shmem' : vmOpsOf(file));

/** Seals that forbid new shared writable mappings. */
const WRITE_SEALS = FCNTL.F_SEAL_WRITE | FCNTL.F_SEAL_FUTURE_WRITE;

/** A write-sealed memfd refuses shared writable mappings, and takes MAYWRITE away from shared read-only ones. @errno EPERM */
export function sealedMemfd(request: RegionRequest): RegionRequest | Errno {
  const { file, flags } = request;
  if (file === null || (file.inode.seals & WRITE_SEALS) === 0 || !flags.has(VM_SHARED)) return request;
  return flags.has(VM_WRITE) ? EPERM : { ...request, flags: flags.without(VM_MAYWRITE) };
}

/** mapping_map_writable(), for shared mappings that can be written: a file may refuse. @errno EPERM */
export function mapWritable(mm: MmStruct, { file, flags }: RegionRequest): Errno | null {
  if (file === null || !flags.hasAll(VM_SHARED.or(VM_MAYWRITE))) return null;
  return mm.sys.failsAt('mapping_map_writable') ? EPERM : null;
}

/** Whether PR_SET_MDWE forbids a new mapping with these flags. */
export const deniesWriteExec = (mm: MmStruct, flags: VmFlags): boolean => mapDenyWriteExec(mm, flags, flags);

/** The VMAs beside a new mapping that replaces `vms`. */
export const neighboursOf = (mm: MmStruct, vms: VmaMunmap): { prev: VmArea | null; next: VmArea | null } =>
  vms.vma === null
    ? { prev: mm.vmas.findBefore(vms.start), next: mm.vmas.find(vms.end) }
    : { prev: vms.prev, next: vms.next };

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

/** What a mapping is charged, and the flags that say so. */
export interface Charge {
  readonly charged: number;
  readonly flags: VmFlags;
}

/**
 * Charges a private writable mapping, less what it replaces is charged already: that changes hands, and complete() is not to
 * give it back. @errno ENOMEM
 */
export function chargeRegion(mm: MmStruct, request: RegionRequest, vms: VmaMunmap): Charge | Errno {
  const { flags, file } = request;
  if (!isAccountable(flags) || file?.inode.kind === 'hugetlb') return { charged: 0, flags };
  const charged = pagesOf(request) - vms.nrAccounted;
  const error = charged === 0 ? null : chargeMemory(mm, charged);
  if (error !== null) return error;
  vms.touch('handedOver').handedOver = vms.nrAccounted;
  vms.touch('nrAccounted').nrAccounted = 0;
  return { charged, flags: flags.or(VM_ACCOUNT) };
}

/** may_expand_vm() of the pages that the mapping adds to those that it replaces. */
export const fitsLimits = (mm: MmStruct, request: RegionRequest, replaced: number): boolean =>
  mayExpandVm(mm, request.flags, pagesOf(request) - replaced);

/** vm_area_alloc() and its first fields: a VMA that nobody leads to yet. @errno ENOMEM */
export function allocVma(mm: MmStruct, { start, end, flags, pgoff, file }: RegionRequest): VmArea | Errno {
  if (mm.sys.failsAt('vm_area_alloc')) return ENOMEM;
  return mm.newVma({ start, end, flags, pgoff, ops: 'anonymous', file });
}

/**
 * What stands behind a new VMA: the file's mmap hook, a file of its own in shared memory, or nothing.
 *
 * @errno ENODEV EIO EINVAL EAGAIN EOPNOTSUPP EPERM the file refuses @errno ENOMEM shared memory cannot be charged
 */
export function backVma(mm: MmStruct, request: RegionRequest, vma: VmArea): Errno | null {
  if (request.sharedAnonymous) return shmemZeroSetup(mm, request, vma);
  if (request.file === null) return null;
  return callMmap(mm, request, vma);
}

/** call_mmap(): f_op->mmap of a file. */
const callMmap = traced('call_mmap', (mm: MmStruct, request: RegionRequest, vma: VmArea): Errno | null => {
  if (mm.sys.fails('call_mmap')) return ENOMEM;
  const refusal = refusalOf(mm, request);
  if (refusal !== null) return refusal;
  vma.touch('ops').ops = opsOf(request);
  const driver = request.file?.inode.driver ?? null;
  if (driver !== null) return driverHook(mm, vma, driver);
  const flags = flagsOfFile(mm, { ...request, flags: vma.flags });
  if (isErrno(flags)) return flags;
  vma.touch('flags').flags = flags;
  return request.file?.inode.kind === 'io_uring' ? ioUringMmap(mm, vma, request.file) : null;
});

/** What a file has against being mapped; a driver says so in its hook. */
export function refusalOf(mm: MmStruct, { file, pgoff, flags }: RegionRequest): Errno | null {
  if (file !== null && file.inode.driver !== null) return null;
  switch (file?.inode.kind) {
    case 'refusing':
      return file.inode.refusal;
    case 'hugetlb':
      return reserveHugePages(file.inode, pgoff);
    case 'regular':
      // No file system of the model has DAX, which synchronous faults need.
      return flags.has(VM_SYNC) ? EOPNOTSUPP : null;
    default:
      // What is replaced may have been the last attachment of a segment that was to go with it.
      return file?.isAttachment === true && isGone(mm.sys, file.inode) ? EINVAL : null;
  }
}

/**
 * What a file makes of the flags of its mapping: a ring of events cannot grow; secret memory is never dumped, and on most kernels
 * always locked.
 * @errno EINVAL secret memory that is not shared @errno EAGAIN more of it than may be locked
 */
export function flagsOfFile(mm: MmStruct, { file, flags, start, end }: RegionRequest): VmFlags | Errno {
  const driver = file?.inode.driver ?? null;
  if (driver !== null) return preparedFlags(flags, driver);
  switch (file?.inode.kind) {
    case 'aio':
      return flags.or(mm.sys.generation.ringFlags);
    case 'io_uring':
      return flags.or(IO_URING_FLAGS);
    case 'secret':
      if (!flags.has(VM_SHARED.or(VM_MAYSHARE))) return EINVAL;
      if (!mm.sys.generation.locksSecretMemory) return flags.or(VM_DONTDUMP);
      if (!mlockFutureOk(mm, flags.or(VM_LOCKED), end - start)) return EAGAIN;
      return flags.or(VM_LOCKED).or(VM_DONTDUMP);
    default:
      return flags;
  }
}

/** shmem_zero_setup(): a file in shared memory, as large as the mapping. @errno ENOMEM */
const shmemZeroSetup = traced('shmem_zero_setup', (mm: MmStruct, request: RegionRequest, vma: VmArea): Errno | null => {
  const pages = pagesOf(request);
  if (mm.sys.fails('shmem_zero_setup')) return ENOMEM;
  if (!request.flags.has(VM_NORESERVE) && !enoughMemory(mm, pages)) return ENOMEM;
  vma.touch('file').file = newShmemFile(mm, '/dev/zero (deleted)', pages);
  vma.touch('ops').ops = 'shmem';
  return null;
});

/** vma_iter_prealloc(): memory for the store is set aside. @errno ENOMEM */
export const preallocStore = (mm: MmStruct): Errno | null => (mm.sys.failsAt('vma_iter_prealloc') ? ENOMEM : null);

/** The new VMA overwrites whatever is in its range: the one step at which lockless readers see it. */
export function storeVma(mm: MmStruct, vma: VmArea, step: 'vma_iter_store' | 'vma_iter_store_new'): void {
  vma.touch('flags').flags = ksmVmaFlags(mm, vma.flags);
  vmaStartWrite(mm, vma);
  mm.sys.trace?.step(step, { vma });
  owing(mm, ['tree', 'map_count'], step, () => {
    mm.vmas.store(vma);
    mm.touch('mapCount').mapCount++;
  });
}

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
