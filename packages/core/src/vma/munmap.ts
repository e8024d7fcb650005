/**
 * Unmapping in four phases, shared by munmap, MAP_FIXED, brk and mremap: gather the VMAs of a range, clear their page
 * tables, overwrite them in the index, complete the accounting. @kernel 6.18 mm/vma.c
 *
 * Between gather and complete the mm is *knowingly* inconsistent: `mapCount` is too high by `vmaCount`, `totalVm` and
 * `lockedVm` still hold the old pages. munmap-in-one.ts is the order of kernels before 6.12.
 */

import {
  EINVAL,
  ENOMEM,
  EPERM,
  VM_EXEC,
  VM_LOCKED,
  VM_SEALED,
  addrOf,
  hex,
  isErrno,
  type Errno,
  type Vpn,
} from '@mm-playground/api';
import { accountedPages, unchargeMemory, updateHiwaterVm } from '../mm/accounting.ts';
import { mmapWriteDowngrade } from '../mm/mmap-lock.ts';
import { detachTracing } from './maple-tracing.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { unlinkFileVma } from '../memory/i-mmap.ts';
import { freePageTables, unmapVmas } from '../memory/unmap.ts';
import { checkSealsFirst } from './sealing.ts';
import { traced } from '../machine/system.ts';
import { beginTravel, endTravel } from '../mm/under-way.ts';
import { validateMmAt } from '../mm/validate.ts';
import { statKind, type VmArea } from './vm-area.ts';
import { VmaMunmap } from './vma-munmap.ts';
import { splitVmaUnlimited, vmaStartWrite } from './vma-split.ts';

/** How a generation unmaps a range whose first VMA overlaps it. */
export type AlignMunmapProcedure = (mm: MmStruct, start: Vpn, end: Vpn, unlock: boolean) => Errno | null;

/** init_vma_munmap(): nothing gathered yet. Whoever calls this ends with {@link vmsEnd}. */
export function initVmaMunmap(
  mm: MmStruct,
  start: Vpn,
  end: Vpn,
  purpose: VmaMunmap['purpose'],
  unlock = false,
): VmaMunmap {
  const vms = beginTravel(mm, new VmaMunmap(mm, start, end, purpose, unlock));
  mm.sys.trace?.step('init_vma_munmap', { start, end, vma: vms.vma?.describe() ?? 'NULL' });
  return vms;
}

/** The call is done with what it gathered: the side tree is destroyed. */
export function vmsEnd(mm: MmStruct, vms: VmaMunmap): void {
  endTravel(mm, vms.mtDetach);
  endTravel(mm, vms);
}

/**
 * Phase 1: splits at the boundaries, locks and detaches what lies between, and sums up. The index still shows the VMAs.
 *
 * @errno ENOMEM a split would exceed max_map_count (only where the range lies inside one VMA), or memory is short
 * @errno EPERM a sealed VMA; splits that were made stay
 * @errno EINVAL a special mapping would be split
 */
export const vmsGatherMunmapVmas = traced(
  'vms_gather_munmap_vmas',
  (mm: MmStruct, vms: VmaMunmap): Errno | null => gatherVmas(mm, vms),
  (_mm, { start, end }) => ({ start, end }),
);

/** The loop of {@link vmsGatherMunmapVmas}. What it did before it failed is put back, except splits. */
export function gatherVmas(mm: MmStruct, vms: VmaMunmap): Errno | null {
  const { start, end } = vms;
  if (vms.vma === null) return null;
  beginTravel(mm, vms.mtDetach);
  if (vms.vma.start < start) {
    const error = splitFirst(mm, vms.vma, start, end);
    if (error !== null) return error;
  }
  const vmas = mm.vmas.inRange(start, end);
  vms.touch('prev').prev = mm.vmas.findBefore(start);
  if (vms.prev !== null) vms.touch('unmapStart').unmapStart = vms.prev.end;
  // The kernel keeps them in a tree; a list is as good, but whoever listens is to see the tree being written.
  const tree = mm.sys.trace === null ? null : mm.sys.index.create<VmArea>(detachTracing(mm.sys));
  for (const vma of vmas) {
    const error = vma.flags.has(VM_SEALED) ? EPERM : splitAtEnd(mm, vma, end);
    if (error !== null) return reattachVmas(mm, vms, error);
    vmaStartWrite(mm, vma);
    if (mm.sys.failsAt('mas_store_gfp')) return reattachVmas(mm, vms, ENOMEM);
    tree?.store(vms.vmaCount, vms.vmaCount + 1, vma);
    detach(vms, vma);
  }
  vms.touch('next').next = mm.vmas.find(end);
  if (vms.next !== null) vms.touch('unmapEnd').unmapEnd = vms.next.start;
  vms.touch('ptes').ptes = 'outstanding';
  return null;
}

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

/** The VMA is in the side tree, and counted. */
function detach(vms: VmaMunmap, vma: VmArea): void {
  const { mtDetach } = vms;
  vma.touch('detached').detached = true;
  mtDetach.vmas.push(vma);
  vms.mm.sys.journal.touch(mtDetach, 'count').count++;
  vms.touch('vmaCount').vmaCount++;
  vms.touch('nrPages').nrPages += vma.pages;
  if (vma.flags.has(VM_LOCKED)) vms.touch('lockedVm').lockedVm += vma.pages;
  vms.touch('nrAccounted').nrAccounted += accountedPages(vma.flags, vma.pages);
  switch (statKind(vma.flags, VM_EXEC)) {
    case 'exec_vm':
      vms.touch('execVm').execVm += vma.pages;
      break;
    case 'stack_vm':
      vms.touch('stackVm').stackVm += vma.pages;
      break;
    case 'data_vm':
      vms.touch('dataVm').dataVm += vma.pages;
      break;
    case null:
  }
}

/** The VMAs are the mm's again: reattach_vmas(). */
export function reattachVmas<E>(mm: MmStruct, vms: VmaMunmap, error: E): E {
  if (vms.vmaCount > 0) mm.sys.trace?.step('reattach_vmas', { vmas: vms.vmaCount });
  for (const vma of vms.detached) vma.touch('detached').detached = false;
  vms.touch('nrPages').nrPages = 0;
  vms.touch('vmaCount').vmaCount = 0;
  return error;
}

/** Phase 2: no page of the range stays mapped, and page tables that nobody else needs are freed: vms_clear_ptes(). */
export const vmsClearPtes = traced('vms_clear_ptes', (mm: MmStruct, vms: VmaMunmap): void => clearPtes(mm, vms));

/** Clears the PTEs of what was gathered, once. */
export function clearPtes(mm: MmStruct, vms: VmaMunmap): void {
  if (!vms.clearPtes) return;
  const { anonPages } = mm;
  unmapVmas(mm, vms.detached, vms.start, vms.end);
  for (const vma of vms.detached) unlinkFileVma(mm.sys, vma);
  const ceiling = vms.unmapEnd === 0 ? mm.sys.arch.layout.taskSize : vms.unmapEnd;
  freePageTables(mm, vms.start, vms.end, vms.unmapStart, ceiling);
  vms.touch('ptes').ptes = 'cleared';
  vms.touch('anonGone').anonGone = anonPages - mm.anonPages;
}

/** Phase 2 for a mapping that replaces others: also before anything new can populate the range: vms_clean_up_area(). */
export const vmsCleanUpArea = traced('vms_clean_up_area', (mm: MmStruct, vms: VmaMunmap): void => {
  if (vms.nrPages > 0) vmsClearPtes(mm, vms);
});

/** Phase 4: the counters let the old VMAs go: vms_complete_munmap_vmas(). */
export const vmsCompleteMunmapVmas = traced('vms_complete_munmap_vmas', (mm: MmStruct, vms: VmaMunmap): void => {
  mm.touch('mapCount').mapCount -= vms.vmaCount;
  mm.touch('lockedVm').lockedVm -= vms.lockedVm;
  // From here on readers may run beside the zap: nothing leads to the old VMAs any more.
  if (vms.unlock) mmapWriteDowngrade(mm);
  if (vms.nrPages === 0) return;
  vmsClearPtes(mm, vms);
  updateHiwaterVm(mm);
  mm.touch('totalVm').totalVm -= vms.nrPages;
  mm.touch('execVm').execVm -= vms.execVm;
  mm.touch('stackVm').stackVm -= vms.stackVm;
  mm.touch('dataVm').dataVm -= vms.dataVm;
  unchargeMemory(mm, vms.nrAccounted);
  vms.touch('completed').completed = true;
  validateMmAt(mm, 'vms_complete_munmap_vmas');
});

/**
 * A mapping that was to replace others failed after gather. With their pages intact the old VMAs are put back; otherwise the
 * range becomes a hole: vms_abort_munmap_vmas().
 */
export const vmsAbortMunmapVmas = traced('vms_abort_munmap_vmas', (mm: MmStruct, vms: VmaMunmap): void => {
  if (vms.nrPages === 0) return;
  if (vms.clearPtes) {
    reattachVmas(mm, vms, null);
    return;
  }
  if (mm.sys.generation.abortMayFail && mm.sys.failsAt('mas_store'))
    mm.sys.violate(
      'no-freed-vma',
      `VMAs that are freed stay in the tree of ${mm.describe()}: no memory to take them out`,
    );
  else {
    mm.vmas.clear(vms.start, vms.end);
    if (mm.sys.generation.abortEndsLate) tellLateEnd(mm, vms);
  }
  vmsCompleteMunmapVmas(mm, vms);
  // The new mapping had taken the charge over; nobody has it now. Measured on 6.18.44.
  if (vms.handedOver > 0)
    mm.sys.violate('no-leak', `${vms.handedOver} charged pages of what was replaced are not given back`);
});

/** The model's tree counts in pages, and cannot show what lost one byte. */
function tellLateEnd(mm: MmStruct, { end, next }: VmaMunmap): void {
  if (next?.start !== end) return;
  const at = hex(addrOf(end, mm.sys.arch.geometry.pageShift) + 1n);
  mm.sys.violate(
    'counters',
    `${next.describe()} stands in the tree from ${at} on: NULL was stored over its first byte, too`,
  );
}

/**
 * Unmaps `[start, end)`, whose first VMA overlaps it, in four phases: do_vmi_align_munmap() since 6.12.
 * @errno as {@link vmsGatherMunmapVmas}
 */
export const alignMunmapInPhases: AlignMunmapProcedure = traced(
  'do_vmi_align_munmap',
  (mm: MmStruct, start: Vpn, end: Vpn, unlock: boolean): Errno | null => {
    const vms = initVmaMunmap(mm, start, end, 'munmap', unlock);
    const error = vmsGatherMunmapVmas(mm, vms) ?? clearRange(mm, vms);
    if (error === null) vmsCompleteMunmapVmas(mm, vms);
    vmsEnd(mm, vms);
    return error;
  },
  (_mm, start, end, _unlock) => ({ start, end }),
);

/** Phase 3 of a munmap: NULL over the range: vma_iter_clear_gfp(). @errno ENOMEM the VMAs are put back */
export function clearRange(mm: MmStruct, vms: VmaMunmap): Errno | null {
  const { start, end } = vms;
  if (mm.sys.failsAt('vma_iter_clear_gfp', { start, end })) return reattachVmas(mm, vms, ENOMEM);
  mm.vmas.clear(start, end);
  return null;
}

/**
 * Unmaps `[start, end)`, whose first VMA overlaps it: do_vmi_align_munmap(), do_vma_munmap().
 * @errno EPERM a sealed VMA; up to 6.11 nothing at all has happened then @errno as {@link vmsGatherMunmapVmas}
 */
export function doVmiAlignMunmap(mm: MmStruct, start: Vpn, end: Vpn, unlock: boolean): Errno | null {
  return checkSealsFirst(mm, start, end) ?? mm.sys.generation.alignMunmap(mm, start, end, unlock);
}

/**
 * Unmaps pages of a byte range that is already known to be aligned: do_vmi_munmap(). Nothing there is success.
 * `unlock` downgrades mmap_lock to a read lock before the pages are cleared: munmap, brk and a shrinking mremap do.
 *
 * @errno EINVAL the range leaves user space or is empty
 */
export const doMunmap: (mm: MmStruct, start: number, pages: number, unlock?: boolean) => Errno | null = traced(
  'do_vmi_munmap',
  (mm: MmStruct, start: number, pages: number, unlock: boolean = false): Errno | null => {
    const { taskSize } = mm.sys.arch.layout;
    if (pages > taskSize - start || pages === 0) return EINVAL;
    const end = start + pages;
    if (!mm.vmas.intersects(start, end)) return null;
    return doVmiAlignMunmap(mm, start as Vpn, end as Vpn, unlock);
  },
  (_mm, start, pages, unlock) => ({ start, pages, unlock: unlock === true }),
);
