/**
 * The move of mremap(2): the VMA is copied to its new place, the page tables are moved, and the source is unmapped (or, with
 * DONTUNMAP, left empty). @kernel 6.18 mm/mremap.c move_vma()
 */

import {
  EINVAL,
  ENOMEM,
  VM_ACCOUNT,
  VM_LOCKED,
  VM_LOCKED_MASK,
  isErrno,
  type Errno,
  type Vpn,
} from '@mm-playground/api';
import { EMPTY_CHAIN } from '../../vma/anon-vma.ts';
import { chargeMemory, unchargeMemory, vmStatAccount } from '../../mm/accounting.ts';
import { aioRingMremap } from '../aio.ts';
import { getUnmappedArea } from '../../mm/get-unmapped-area.ts';
import { unborn } from '../../journal/journal.ts';
import { movePageTables } from '../../memory/move-page-tables.ts';
import { anonVmasIn } from '../../memory/rmap.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { doMunmap } from '../../vma/munmap.ts';
import { traced } from '../../machine/system.ts';
import { COUNTED_LAST, owing, whileOwing } from '../../mm/under-way.ts';
import { userfaultfdResetCtx } from '../userfaultfd/userfaultfd.ts';
import type { VmArea } from '../../vma/vm-area.ts';
import { vmaMergeNewRange, type VmaMerge } from '../../vma/vma-merge.ts';
import { splitVmaUnlimited, vmAreaDup, vmaStartWrite } from '../../vma/vma-split.ts';
import { noteWritten } from '../../recording/written.ts';

/** struct vma_remap_struct: the request, in pages. */
export interface Remap {
  readonly addr: number;
  readonly oldPages: number;
  readonly newPages: number;
  readonly fixed: boolean;
  readonly mayMove: boolean;
  readonly dontUnmap: boolean;
  /** The wanted place: fixed, or with DONTUNMAP alone a hint. */
  readonly newAddr: number;
}

/** Where the mapping is now, and which new tail of a locked one is to be brought in. */
export interface Remapped {
  readonly addr: number;
  readonly populate: { readonly start: number; readonly end: number } | null;
}

/** Whether the request says where the mapping is to go. */
export const impliesNewAddr = (remap: Remap): boolean => remap.fixed || remap.dontUnmap;

/** vrm_set_new_addr() and move_vma() */
export function placeAndMove(mm: MmStruct, remap: Remap, vma: VmArea): Remapped | Errno {
  const to = getUnmappedArea(mm, {
    file: vma.file,
    sharedAnonymous: false,
    addr: impliesNewAddr(remap) ? remap.newAddr : 0,
    pages: remap.newPages,
    pgoff: vma.file === null ? 0 : vma.pgoffOf(remap.addr),
    fixed: remap.fixed,
    only32bit: false,
    flags: vma.flags,
  });
  return isErrno(to) ? to : moveVma(mm, remap, vma, to as Vpn);
}

/** move_vma(): copy, move the page tables, let the source go. */
const moveVma = traced(
  'move_vma',
  whileOwing(COUNTED_LAST, 'move_vma', (mm, remap: Remap, source: VmArea, to: Vpn): Remapped | Errno => {
    if (!mm.sys.generation.mremapAlwaysNeedsRoom && mm.mapCount >= mm.sys.facts.maxMapCount - 3) return ENOMEM;
    const splits = source.start !== remap.addr || source.end !== remap.addr + remap.oldPages;
    if (splits && !source.maySplit) return EINVAL;
    const { flags } = source;
    const charged = !flags.has(VM_ACCOUNT) ? 0 : remap.dontUnmap ? remap.newPages : remap.newPages - remap.oldPages;
    if (flags.has(VM_ACCOUNT)) {
      const error = chargeMemory(mm, charged);
      if (error !== null) return error;
    }
    vmaStartWrite(mm, source);
    const { hiwaterVm } = mm;
    const copy = copyVma(mm, source, remap, to);
    if (isErrno(copy)) {
      unchargeMemory(mm, charged);
      return copy;
    }
    userfaultfdResetCtx(mm, copy);
    // An unfaulted source may just have been merged into its own copy.
    const old = source.detached ? copy : source;
    const moved = movePageTables(mm, old, remap.addr, copy, to, remap.oldPages);
    const refused = moved < remap.oldPages ? ENOMEM : tellMoved(mm, old, to, remap.newPages);
    if (refused !== null) {
      moveBack(mm, { ...remap, newAddr: to }, old, copy, { moved, charged });
      return refused;
    }
    vmStatAccount(mm, flags, remap.newPages);
    if (flags.has(VM_LOCKED) && (!remap.dontUnmap || mm.sys.generation.dontUnmap.countsTwice))
      mm.touch('lockedVm').lockedVm += remap.newPages;
    if (remap.dontUnmap) dontUnmapComplete(mm, remap, old, copy);
    else unmapSource(mm, remap, old);
    if (!mm.sys.generation.mergeRules.copyHandsAnonVmaOn) tellLostPages(mm, copy, to, remap.newPages);
    // For a moment both places were counted; that is no peak.
    mm.touch('hiwaterVm').hiwaterVm = hiwaterVm;
    const tail = flags.has(VM_LOCKED) && remap.newPages > remap.oldPages;
    return { addr: to, populate: tail ? { start: to + remap.oldPages, end: to + remap.newPages } : null };
  }),
  (_mm, _remap, source, to) => ({ source, to }),
);

/** vm_ops->mremap, which may say no when everything has moved. @errno EINVAL */
const tellMoved = (mm: MmStruct, source: VmArea, to: Vpn, pages: number): Errno | null =>
  source.ops === 'aio' ? aioRingMremap(mm, source, to, pages) : null;

/** Pages that were moved into a VMA which what they point to does not lead to: the copy merged, and took no anon_vma along. */
function tellLostPages(mm: MmStruct, vma: VmArea, start: Vpn, pages: number): void {
  const links = anonVmasIn(mm, start, start + pages).filter((link) => !vma.anonVmaChain.includes(link));
  const [link] = links;
  if (link === undefined) return;
  const isLinked = mm.sys
    .addressSpaces()
    .some(({ vmas }) => vmas.all().some((each) => each.anonVmaChain.includes(link)));
  const what = isLinked ? 'does not lead there' : 'was freed';
  mm.sys.violate('anon-rmap', `${links.length} pages of ${vma.describe()} point to ${link.describe()}, which ${what}`);
}

/**
 * There was no memory for the page tables, or the mapping will not be moved: what was moved goes back, and what was to be the new mapping
 * is unmapped in place of the source; a table that was made for it stays, where neighbours keep it. Its charge was to be handed on, so
 * that nobody gives back what growing was charged.
 */
function moveBack(
  mm: MmStruct,
  remap: Remap,
  source: VmArea,
  copy: VmArea,
  { moved, charged }: { readonly moved: number; readonly charged: number },
): void {
  const { hiwaterVm } = mm;
  movePageTables(mm, copy, remap.newAddr, source, remap.addr, moved);
  vmStatAccount(mm, source.flags, remap.newPages);
  unmapSource(mm, { ...remap, addr: remap.newAddr, oldPages: remap.newPages }, copy);
  mm.touch('hiwaterVm').hiwaterVm = hiwaterVm;
  if (charged > 0) mm.sys.violate('no-leak', `${charged} charged pages belong to no mapping`);
}

/**
 * copy_vma(): the VMA at its new place, merged into what is there if alike. An unfaulted one gets the pgoff of that place.
 * @errno ENOMEM
 */
const copyVma = traced('copy_vma', (mm: MmStruct, source: VmArea, remap: Remap, to: Vpn): VmArea | Errno => {
  const end = (to + remap.newPages) as Vpn;
  if (source.isAnonymous) noteWritten(source);
  const pgoff = source.isAnonymous && source.anonVma === null ? to : source.pgoffOf(remap.addr);
  const neighbours = neighboursOf(mm, source, to, end, remap.dontUnmap);
  const merged = vmaMergeNewRange(mm, {
    ...neighbours,
    middle: null,
    start: to,
    end,
    flags: source.flags,
    pgoff,
    ops: source.ops,
    file: source.file,
    anonVma: source.anonVma,
    anonName: source.name,
    policy: source.policy,
    userfault: source.userfault,
    copiedFrom: source,
  });
  // Without the memory to grow a neighbour there may still be enough for a VMA.
  if (merged !== null && !isErrno(merged)) return merged;
  const copy = vmAreaDup(source);
  if (isErrno(copy)) return copy;
  if (source.anonVma !== null && mm.sys.failsAt('anon_vma_clone')) return ENOMEM;
  if (mm.sys.failsAt('vma_iter_prealloc')) return ENOMEM;
  Object.assign(unborn(copy), { start: to, end, pgoff });
  vmaStartWrite(mm, copy);
  owing(mm, ['tree', 'map_count'], 'vma_iter_store', () => {
    mm.vmas.store(copy);
    mm.touch('mapCount').mapCount++;
  });
  return copy;
});

/** The VMAs that a copy may merge with. With a source that stays some kernels do not let it. */
function neighboursOf(
  mm: MmStruct,
  source: VmArea,
  start: Vpn,
  end: Vpn,
  sourceStays: boolean,
): Pick<VmaMerge, 'prev' | 'next'> {
  const { sparesTheRest, mergesBesideSource } = mm.sys.generation.dontUnmap;
  const prev = mm.vmas.findBefore(start);
  const next = mm.vmas.find(end);
  if (!sourceStays || !sparesTheRest) return { prev, next };
  if (!mergesBesideSource && isBeside(source, start, end)) return { prev: null, next: null };
  return { prev: prev === source ? null : prev, next: next === source ? null : next };
}

const isBeside = (vma: VmArea, start: Vpn, end: Vpn): boolean => vma.end === start || vma.start === end;

/** The source stays, empty: it is no longer locked, and has no pages that an anon_vma could speak of. */
function dontUnmapComplete(mm: MmStruct, remap: Remap, source: VmArea, copy: VmArea): void {
  const { renewsEmptied, sparesTheRest } = mm.sys.generation.dontUnmap;
  if (sparesTheRest && source.isLocked) isolate(mm, source, remap.addr as Vpn, (remap.addr + remap.oldPages) as Vpn);
  source.touch('flags').flags = source.flags.without(VM_LOCKED_MASK);
  const whole = source.start === remap.addr && source.end === remap.addr + remap.oldPages;
  if (copy === source || !whole) return;
  source.touch('anonVma').anonVma = null;
  source.touch('anonVmaChain').anonVmaChain = EMPTY_CHAIN;
  source.touch('assumedWritten').assumedWritten = 'no';
  if (renewsEmptied && source.isAnonymous) source.touch('pgoff').pgoff = source.start;
}

/** Splits off what does not lie in `[start, end)`; the object keeps the range. */
function isolate(mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn): void {
  if (vma.start < start) splitVmaUnlimited(mm, vma, start, 'new below');
  if (vma.end > end) splitVmaUnlimited(mm, vma, end, 'new above');
}

/** The source goes; its charge went to the copy, so that only what remains of it stays charged: unmap_source_vma(). */
function unmapSource(mm: MmStruct, remap: Remap, source: VmArea): void {
  if (remap.oldPages === 0) return;
  const end = remap.addr + remap.oldPages;
  const accounted = source.flags.has(VM_ACCOUNT);
  const { start: oldStart, end: oldEnd } = source;
  if (accounted) source.touch('flags').flags = source.flags.without(VM_ACCOUNT);
  if (doMunmap(mm, remap.addr, remap.oldPages) !== null) {
    // It stays, and is charged once more, but nothing says so: nobody will give that back.
    if (!accounted) return;
    unchargeMemory(mm, -remap.oldPages);
    mm.sys.violate('no-leak', `${remap.oldPages} charged pages of ${source.describe()} are not marked as charged`);
    return;
  }
  if (!accounted) return;
  const below = oldStart < remap.addr ? mm.vmas.findBefore(remap.addr) : null;
  const above = oldEnd > end ? mm.vmas.find(end) : null;
  for (const rest of [below, above]) if (rest !== null) rest.touch('flags').flags = rest.flags.or(VM_ACCOUNT);
}
