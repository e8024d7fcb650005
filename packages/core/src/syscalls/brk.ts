/** brk(2): moves the end of the heap. Every failure returns the old break. @kernel 6.18 mm/mmap.c, mm/vma.c */

import {
  ENOMEM,
  RLIM_INFINITY,
  VM_ACCOUNT,
  VM_LOCKED,
  VM_MAYEXEC,
  VM_MAYREAD,
  VM_MAYWRITE,
  VM_READ,
  VM_EXEC,
  VM_SOFTDIRTY,
  VM_WRITE,
  addrOf,
  isErrno,
  pagesIn,
  type Bytes,
  type Errno,
  type VmFlags,
  type Vpn,
} from '@mm-playground/api';
import { chargeMemory, mayExpandVm, mlockFutureOk, unchargeMemory } from '../mm/accounting.ts';
import { STACK_GUARD_GAP, minAddr } from '../mm/get-unmapped-area.ts';
import { ksmVmaFlags, proposedFlags } from '../mm/ksm.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { doVmiAlignMunmap } from '../vma/munmap.ts';
import { traced } from '../machine/system.ts';
import { COUNTED_LAST, owing, whileOwing } from '../mm/under-way.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { validateMmAt } from '../mm/validate.ts';
import { grow } from '../vma/vma-expand.ts';
import { expandOver, vmaMergeNewRange, type Merged } from '../vma/vma-merge.ts';
import { vmaStartWrite } from '../vma/vma-split.ts';

/** Where the break is now, and what mm_populate() is to bring in. */
export interface BrkResult {
  readonly brk: Bytes;
  readonly populate: { readonly start: Vpn; readonly end: Vpn } | null;
}

/** Moves the break to `wanted`, or leaves it. */
export const doBrk = traced(
  'brk',
  (mm: MmStruct, wanted: bigint): BrkResult => {
    const stays: BrkResult = { brk: mm.brk, populate: null };
    if (wanted < mm.startBrk || exceedsDataLimit(mm, wanted)) return stays;
    const { pageShift } = mm.sys.arch.geometry;
    const oldEnd = pagesIn(mm.brk, pageShift) as number as Vpn;
    const newEnd = pagesIn(wanted, pageShift) as number as Vpn;
    if (newEnd < oldEnd) return shrink(mm, wanted as Bytes, newEnd, oldEnd);
    if (newEnd > oldEnd) {
      if (!roomToGrow(mm, oldEnd, newEnd)) return stays;
      if (doBrkFlags(mm, oldEnd, newEnd) !== null) return stays;
    }
    mm.touch('brk').brk = wanted as Bytes;
    const grown = newEnd > oldEnd && mm.defFlags.has(VM_LOCKED);
    return { brk: mm.brk, populate: grown ? { start: oldEnd, end: newEnd } : null };
  },
  (_mm, wanted) => ({ brk: wanted }),
);

/** RLIMIT_DATA counts heap and initialised data: check_data_rlimit(). */
function exceedsDataLimit(mm: MmStruct, wanted: bigint): boolean {
  const limit = mm.sys.current.limits.data;
  return limit !== RLIM_INFINITY && wanted - mm.startBrk + (mm.endData - mm.startData) > limit;
}

function shrink(mm: MmStruct, wanted: Bytes, newEnd: Vpn, oldEnd: Vpn): BrkResult {
  const old = mm.brk;
  const first = mm.vmas.find(newEnd);
  if (first === null || first.start >= oldEnd) return { brk: old, populate: null };
  mm.touch('brk').brk = wanted;
  if (doVmiAlignMunmap(mm, newEnd, oldEnd, true) !== null) mm.touch('brk').brk = old;
  return { brk: mm.brk, populate: null };
}

/** The heap may not come near the next mapping, nor leave user space. */
function roomToGrow(mm: MmStruct, oldEnd: Vpn, newEnd: Vpn): boolean {
  const { taskSize } = mm.sys.arch.layout;
  if (newEnd > taskSize || oldEnd < minAddr(mm)) return false;
  if (!mlockFutureOk(mm, mm.defFlags, newEnd - oldEnd)) return false;
  const next = mm.vmas.find(oldEnd);
  return next === null || newEnd + 1 <= next.startGap(STACK_GUARD_GAP);
}

const HEAP_FLAGS = VM_READ.or(VM_WRITE).or(VM_MAYREAD).or(VM_MAYWRITE).or(VM_MAYEXEC).or(VM_ACCOUNT);

/** VM_DATA_DEFAULT_FLAGS of a program whose stack is not executable. */
const dataFlags = (mm: MmStruct): VmFlags => {
  const { arch, current } = mm.sys;
  const usual = HEAP_FLAGS.or(mm.defFlags);
  const flags = arch.heapFlags === undefined ? usual : usual.or(arch.heapFlags);
  return current.readImpliesExec && arch.heapIsNeverExecutable !== true ? flags.or(VM_EXEC) : flags;
};

/** do_brk_flags(): maps `[start, end)`, growing the heap's VMA if there is one. @errno ENOMEM */
const doBrkFlags = traced(
  'do_brk_flags',
  whileOwing(COUNTED_LAST, 'do_brk_flags', (mm, start: Vpn, end: Vpn): Errno | null => {
    const pages = end - start;
    const flags = proposedFlags(mm, dataFlags(mm));
    if (!mayExpandVm(mm, flags, pages) || mm.mapCount > mm.sys.facts.maxMapCount) return ENOMEM;
    const error = chargeMemory(mm, pages);
    return error ?? placeHeap(mm, start, end, flags);
  }),
  (_mm, start, end) => ({ start, end }),
);

function placeHeap(mm: MmStruct, start: Vpn, end: Vpn, flags: VmFlags): Errno | null {
  const pages = end - start;
  const vma = expandHeap(mm, start, end, flags) ?? newHeap(mm, start, end, flags);
  if (isErrno(vma)) {
    unchargeMemory(mm, pages);
    return vma;
  }
  mm.touch('totalVm').totalVm += pages;
  mm.touch('dataVm').dataVm += pages;
  if (flags.has(VM_LOCKED)) mm.touch('lockedVm').lockedVm += pages;
  if (mm.sys.facts.softDirty) vma.touch('flags').flags = vma.flags.or(VM_SOFTDIRTY);
  return null;
}

/**
 * The VMA below, if it is heap, or at least reaches into it: bss that ends where the heap begins never merges with it, but
 * mlockall may have made the two one.
 */
function expandHeap(mm: MmStruct, start: Vpn, end: Vpn, flags: VmFlags): Merged {
  const prev = mm.vmas.findBefore(start);
  if (prev === null || prev.end !== start) return null;
  if (addrOf(prev.end, mm.sys.arch.geometry.pageShift) <= mm.startBrk) return null;
  return expandWith(mm)(mm, {
    prev,
    middle: null,
    next: null,
    start,
    end,
    flags,
    pgoff: start,
    ops: 'anonymous',
    file: null,
    anonVma: null,
    anonName: null,
    justExpand: true,
  });
}

/** Before 6.12 the heap grew in do_brk_flags() itself. */
const expandWith = (mm: MmStruct): typeof vmaMergeNewRange =>
  mm.sys.generation.merging === 'vma_merge' ? expandInPlace : vmaMergeNewRange;

const expandInPlace = expandOver((mm, vmg, growth) => {
  const grown = grow(mm, vmg, growth);
  if (!isErrno(grown)) validateMmAt(mm, 'do_brk_flags');
  return grown;
});

/** @errno ENOMEM */
function newHeap(mm: MmStruct, start: Vpn, end: Vpn, flags: VmFlags): VmArea | Errno {
  if (mm.sys.failsAt('vm_area_alloc')) return ENOMEM;
  const pgoff = start;
  const vma = mm.newVma({ start, end, flags: ksmVmaFlags(mm, flags), pgoff, ops: 'anonymous', file: null });
  vmaStartWrite(mm, vma);
  if (mm.sys.failsAt('vma_iter_store_gfp')) return ENOMEM;
  owing(mm, ['tree', 'map_count'], 'vma_iter_store_gfp', () => {
    mm.vmas.storeGfp(vma);
    mm.touch('mapCount').mapCount++;
  });
  return vma;
}
