/**
 * Unmapping in four phases, shared by munmap, MAP_FIXED, brk and mremap: gather the VMAs of a range, clear their page
 * tables, overwrite them in the index, complete the accounting. @kernel 6.18 mm/vma.c
 *
 * Between gather and complete the mm is *knowingly* inconsistent: `mapCount` is too high by `vmaCount`, `totalVm` and
 * `lockedVm` still hold the old pages.
 */

import {
  EINVAL,
  ENOMEM,
  EPERM,
  VM_EXEC,
  VM_LOCKED,
  VM_SEALED,
  isErrno,
  type Errno,
  type Vpn,
} from '@mm-playground/api';
import { accountedPages, unchargeMemory, updateHiwaterVm } from './accounting.ts';
import { mmapWriteDowngrade } from './mmap-lock.ts';
import { detachTracing } from './maple-tracing.ts';
import type { MmStruct } from './mm-struct.ts';
import { unlinkFileVma } from './memory/i-mmap.ts';
import { freePageTables, unmapVmas } from './memory/unmap.ts';
import { traced } from './system.ts';
import { statKind, type VmArea } from './vm-area.ts';
import { splitVmaUnlimited, vmaStartWrite } from './vma-split.ts';

/** struct vma_munmap_struct: what travels from gather to complete. Pages. */
export interface VmaMunmap {
  readonly start: Vpn;
  readonly end: Vpn;
  /** The gathered VMAs: the side tree. */
  readonly detached: readonly VmArea[];
  /** The VMAs beside the range; their ends bound which page tables may go. */
  readonly prev: VmArea | null;
  readonly next: VmArea | null;
  readonly vmaCount: number;
  readonly nrPages: number;
  readonly lockedVm: number;
  /** Charged pages to give back; set to 0 where a new mapping takes the charge over. */
  nrAccounted: number;
  readonly execVm: number;
  readonly stackVm: number;
  readonly dataVm: number;
  /** PTEs are still there. */
  clearPtes: boolean;
}

/** init_vma_munmap() for a range without VMAs: nothing to do, and every later phase knows it. */
const emptyMunmap = (mm: MmStruct, start: Vpn, end: Vpn): VmaMunmap => ({
  start,
  end,
  detached: [],
  prev: mm.vmas.findBefore(start),
  next: mm.vmas.find(end),
  vmaCount: 0,
  nrPages: 0,
  lockedVm: 0,
  nrAccounted: 0,
  execVm: 0,
  stackVm: 0,
  dataVm: 0,
  clearPtes: false,
});

/**
 * Phase 1: splits at the boundaries, locks and detaches what lies between, and sums up. The index still shows the VMAs.
 *
 * @errno ENOMEM a split would exceed max_map_count (only where the range lies inside one VMA)
 * @errno EPERM a sealed VMA; splits that were made stay
 * @errno EINVAL a special mapping would be split
 */
export const vmsGatherMunmapVmas = traced(
  'vms_gather_munmap_vmas',
  (mm: MmStruct, start: Vpn, end: Vpn): VmaMunmap | Errno => {
    const first = mm.vmas.find(start);
    if (first === null || first.start >= end) return emptyMunmap(mm, start, end);
    if (first.start < start) {
      const error = splitFirst(mm, first, start, end);
      if (error !== null) return error;
    }
    const vmas = mm.vmas.inRange(start, end);
    const gathered: VmArea[] = [];
    // The kernel keeps them in a tree; a list is as good, but whoever listens is to see the tree being written.
    const mtDetach = mm.sys.trace === null ? null : mm.sys.index.create<VmArea>(detachTracing(mm.sys));
    for (const vma of vmas) {
      const error = vma.flags.has(VM_SEALED) ? EPERM : splitAtEnd(mm, vma, end);
      if (error !== null) return reattach(gathered, error);
      vmaStartWrite(mm, vma);
      vma.touch('detached').detached = true;
      mtDetach?.store(gathered.length, gathered.length + 1, vma);
      gathered.push(vma);
    }
    return summary(mm, start, end, gathered);
  },
  (_mm, start, end) => ({ start, end }),
);

function splitFirst(mm: MmStruct, first: VmArea, start: Vpn, end: Vpn): Errno | null {
  // Cutting a hole into one VMA makes two of it: only that needs room below the limit.
  if (end < first.end && mm.mapCount >= mm.sys.facts.maxMapCount) return ENOMEM;
  if (first.flags.has(VM_SEALED)) return EPERM;
  const split = splitVmaUnlimited(mm, first, start, 'new below');
  return isErrno(split) ? split : null;
}

function splitAtEnd(mm: MmStruct, vma: VmArea, end: Vpn): Errno | null {
  if (vma.end <= end) return null;
  const split = splitVmaUnlimited(mm, vma, end, 'new above');
  return isErrno(split) ? split : null;
}

function summary(mm: MmStruct, start: Vpn, end: Vpn, detached: VmArea[]): VmaMunmap {
  const sum = { nrPages: 0, lockedVm: 0, nrAccounted: 0, exec_vm: 0, stack_vm: 0, data_vm: 0 };
  for (const vma of detached) {
    sum.nrPages += vma.pages;
    if (vma.flags.has(VM_LOCKED)) sum.lockedVm += vma.pages;
    sum.nrAccounted += accountedPages(vma.flags, vma.pages);
    const kind = statKind(vma.flags, VM_EXEC);
    if (kind !== null) sum[kind] += vma.pages;
  }
  return {
    start,
    end,
    detached,
    prev: mm.vmas.findBefore(start),
    next: mm.vmas.find(end),
    vmaCount: detached.length,
    nrPages: sum.nrPages,
    lockedVm: sum.lockedVm,
    nrAccounted: sum.nrAccounted,
    execVm: sum.exec_vm,
    stackVm: sum.stack_vm,
    dataVm: sum.data_vm,
    clearPtes: true,
  };
}

/** The VMAs are the mm's again: reattach_vmas(). */
function reattach<E>(detached: readonly VmArea[], error: E): E {
  for (const vma of detached) vma.touch('detached').detached = false;
  return error;
}

/** Phase 2: no page of the range stays mapped, and page tables that nobody else needs are freed: vms_clear_ptes(). */
const vmsClearPtes = traced('vms_clear_ptes', (mm: MmStruct, vms: VmaMunmap): void => {
  if (!vms.clearPtes) return;
  unmapVmas(mm, vms.detached, vms.start, vms.end);
  for (const vma of vms.detached) unlinkFileVma(mm.sys, vma);
  freePageTables(mm, vms.start, vms.end, vms.prev?.end ?? 0, vms.next?.start ?? mm.sys.arch.layout.taskSize);
  vms.clearPtes = false;
});

/** Phase 2 for a mapping that replaces others: also before anything new can populate the range: vms_clean_up_area(). */
export const vmsCleanUpArea = traced('vms_clean_up_area', (mm: MmStruct, vms: VmaMunmap): void => {
  if (vms.nrPages > 0) vmsClearPtes(mm, vms);
});

/** Phase 4: the counters let the old VMAs go: vms_complete_munmap_vmas(). */
export const vmsCompleteMunmapVmas = traced(
  'vms_complete_munmap_vmas',
  (mm: MmStruct, vms: VmaMunmap, unlock: boolean = false): void => {
    mm.touch('mapCount').mapCount -= vms.vmaCount;
    if (vms.lockedVm > 0) mm.touch('lockedVm').lockedVm -= vms.lockedVm;
    // From here on readers may run beside the zap: nothing leads to the old VMAs any more.
    if (unlock) mmapWriteDowngrade(mm);
    if (vms.nrPages === 0) return;
    vmsClearPtes(mm, vms);
    updateHiwaterVm(mm);
    mm.touch('totalVm').totalVm -= vms.nrPages;
    if (vms.execVm > 0) mm.touch('execVm').execVm -= vms.execVm;
    if (vms.stackVm > 0) mm.touch('stackVm').stackVm -= vms.stackVm;
    if (vms.dataVm > 0) mm.touch('dataVm').dataVm -= vms.dataVm;
    unchargeMemory(mm, vms.nrAccounted);
  },
);

/**
 * A mapping that was to replace others failed after gather. With their pages intact the old VMAs are put back; otherwise the
 * range becomes a hole: vms_abort_munmap_vmas().
 */
export const vmsAbortMunmapVmas = traced('vms_abort_munmap_vmas', (mm: MmStruct, vms: VmaMunmap): void => {
  if (vms.vmaCount === 0) return;
  if (vms.clearPtes) reattach(vms.detached, null);
  else {
    mm.vmas.clear(vms.start, vms.end);
    vmsCompleteMunmapVmas(mm, vms);
  }
});

/**
 * Unmaps `[start, end)`, whose first VMA overlaps it: do_vmi_align_munmap().
 * @errno as {@link vmsGatherMunmapVmas}
 */
export const doVmiAlignMunmap = traced(
  'do_vmi_align_munmap',
  (mm: MmStruct, start: Vpn, end: Vpn, unlock: boolean = false): Errno | null => {
    const vms = vmsGatherMunmapVmas(mm, start, end);
    if (isErrno(vms)) return vms;
    mm.sys.trace?.step('vma_iter_clear_gfp', { start, end });
    mm.vmas.clear(start, end);
    vmsCompleteMunmapVmas(mm, vms, unlock);
    return null;
  },
  (_mm, start, end, _unlock) => ({ start, end }),
);

/**
 * Unmaps pages of a byte range that is already known to be aligned: do_vmi_munmap(). Nothing there is success.
 * `unlock` downgrades mmap_lock to a read lock before the pages are cleared: munmap, brk and a shrinking mremap do.
 *
 * @errno EINVAL the range leaves user space or is empty
 */
export function doMunmap(mm: MmStruct, start: number, pages: number, unlock: boolean = false): Errno | null {
  const { taskSize } = mm.sys.arch.layout;
  if (start > taskSize || pages > taskSize - start || pages === 0) return EINVAL;
  const end = start + pages;
  if (!mm.vmas.intersects(start, end)) return null;
  return doVmiAlignMunmap(mm, start as Vpn, end as Vpn, unlock);
}
