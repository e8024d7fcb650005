/**
 * Merging: when may a range and its neighbours be one VMA, and how they become one. @kernel 6.18 mm/vma.c
 *
 * A proposal (vma_merge_struct) describes a range with its flags and backing, and the VMAs beside it. It is either new (mmap,
 * brk, a moved copy) or a part of `middle` whose attributes change (mprotect, madvise, mlock).
 *
 * ```
 *   new range          PPPP[RRRR]NNNN        modified range     PPPP[MM|RR|MM]NNNN
 * ```
 */

import { VM_NONE, VM_SPECIAL, isErrno, type Errno, type VmFlags, type Vpn } from '@mm-playground/api';
import type { AnonVma } from './anon-vma.ts';
import type { OpenFile } from '../files/file.ts';
import { mpolEqual, type Mempolicy } from '../syscalls/policy/mempolicy.ts';
import { splitHugePmdAt } from '../memory/huge-pmd.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { UserfaultCtx } from '../syscalls/userfaultfd/userfaultfd.ts';
import type { VmArea, VmOps } from './vm-area.ts';
import { RANGES, owing } from '../mm/under-way.ts';
import { grow, vmaExpand, type Growth } from './vma-expand.ts';
import { validateMmAt } from '../mm/validate.ts';
import { beginMerge, endMerge, type VmaMergeStruct } from './vma-merge-struct.ts';
import { vmaStartWrite } from './vma-split.ts';
import { noteWritten, seamsOf } from '../recording/written.ts';

/** struct vma_merge_struct, the proposal. */
export interface VmaMerge {
  readonly prev: VmArea | null;
  /** The VMA whose part changes; null for a new range. */
  readonly middle: VmArea | null;
  readonly next: VmArea | null;
  readonly start: Vpn;
  readonly end: Vpn;
  readonly flags: VmFlags;
  readonly pgoff: number;
  readonly ops: VmOps;
  readonly file: OpenFile | null;
  readonly anonVma: AnonVma | null;
  readonly anonName: string | null;
  /** NUMA policy; a new range has none. */
  readonly policy?: Mempolicy | null;
  /** Userfaultfd that it is registered with; a new range has none. */
  readonly userfault?: UserfaultCtx | null;
  /** The VMA that a copy was made from (mremap). */
  readonly copiedFrom?: VmArea;
  /** The VMA that is to grow (mremap), which its own close does not forbid. */
  readonly growing?: VmArea;
  /** Only grow prev; leave next alone (brk). */
  readonly justExpand?: boolean;
}

/** vma_is_fork_child(): its pages may be shared with a relative, so that its anon_vma is not its own to give away. */
const isForkTainted = (vma: VmArea | null | undefined): boolean =>
  vma !== null && vma !== undefined && vma.anonVma !== null && vma.anonVmaChain.length > 1;

/** The flags in which VMAs that merge may differ. */
const stickyOf = (mm: MmStruct): VmFlags => mm.sys.generation.mergeRules.sticky;

/** Everything but position and anon_vma: is_mergeable_vma(). */
function sameAttributes(mm: MmStruct, merge: VmaMerge, neighbour: VmArea): boolean {
  return (
    neighbour.flags.agrees(merge.flags, stickyOf(mm)) &&
    neighbour.file === merge.file &&
    neighbour.ops === merge.ops &&
    (!neighbour.hasClose || neighbour === merge.growing || mm.sys.generation.mergeRules.closeMayGrow) &&
    neighbour.name === merge.anonName &&
    neighbour.userfault === (merge.userfault ?? null) &&
    mpolEqual(neighbour.policy, merge.policy ?? null)
  );
}

/** Whether the anon_vmas of the proposal and of a neighbour can become one: is_mergeable_anon_vma(). */
function compatibleAnonVma(mm: MmStruct, merge: VmaMerge, neighbour: VmArea): boolean {
  const ours = merge.anonVma;
  const theirs = neighbour.anonVma;
  if (ours === theirs) return true;
  if (ours !== null && theirs !== null) {
    noteWritten(neighbour, ...(merge.middle === null ? [] : [merge.middle]));
    return false;
  }
  if (theirs !== null && isForkTainted(neighbour)) {
    noteWritten(neighbour);
    return false;
  }
  if (theirs !== null) return true;
  if (!mm.sys.generation.mergeRules.unwrittenTakesWritten) {
    noteWritten(...carriersOf(merge));
    return false;
  }
  if (isForkTainted(merge.middle)) return false;
  return !isForkTainted(merge.copiedFrom) || !mm.sys.generation.mergeRules.copyHandsAnonVmaOn;
}

/** The VMAs that the anon_vma of the proposal is of. */
const carriersOf = ({ anonVma, middle, copiedFrom, prev }: VmaMerge): VmArea[] =>
  [middle, copiedFrom, prev].filter((vma) => vma !== null && vma !== undefined && vma.anonVma === anonVma) as VmArea[];

function canMergeLeft(mm: MmStruct, merge: VmaMerge): boolean {
  const { prev } = merge;
  return (
    prev !== null &&
    prev.end === merge.start &&
    prev.pgoff + prev.pages === merge.pgoff &&
    sameAttributes(mm, merge, prev) &&
    compatibleAnonVma(mm, merge, prev)
  );
}

function canMergeRight(mm: MmStruct, merge: VmaMerge, alsoLeft: boolean): boolean {
  const { prev, next } = merge;
  if (next === null || merge.end !== next.start) return false;
  if (merge.pgoff + (merge.end - merge.start) !== next.pgoff) return false;
  if (!sameAttributes(mm, merge, next) || !compatibleAnonVma(mm, merge, next)) return false;
  // Each side may agree with the proposal, and still not with the other.
  return !alsoLeft || prev === null || agreeOnAnonVma(prev, next);
}

/** Whether the next VMA alone would take the proposal in: can_vma_merge_before() of kernels before 6.12. */
export const fitsNext = (mm: MmStruct, merge: VmaMerge): boolean => canMergeRight(mm, merge, false);

/** Whether the previous VMA would: can_vma_merge_after(). */
export const fitsPrev = (mm: MmStruct, merge: VmaMerge): boolean => canMergeLeft(mm, merge);

function agreeOnAnonVma(a: VmArea, b: VmArea): boolean {
  if (a.anonVma === null || b.anonVma === null || a.anonVma === b.anonVma) return true;
  noteWritten(a, b);
  return false;
}

type Flagged = Pick<VmaMerge, 'flags'>;

const stickyFlags = (mm: MmStruct, a: Flagged, b: Flagged, c: Flagged = b): VmFlags =>
  mm.sys.generation.mergeRules.keepsSticky ? a.flags.or(b.flags).or(c.flags).and(stickyOf(mm)) : VM_NONE;

/** The flags that a call gives to a VMA which may have merged for that: those that merging gave it stay, on kernels where it gives any. */
export const withSticky = (mm: MmStruct, vma: VmArea, flags: VmFlags): VmFlags =>
  mm.sys.generation.mergeRules.keepsSticky ? flags.or(vma.flags.and(stickyOf(mm))) : flags;

/** What a proposal came to: the VMA that holds the range, null where nothing fits, or a lack of memory to do it. */
export type Merged = VmArea | null | Errno;

/** A merge under way: the proposal, and what a recording sees of it. */
interface Attempt {
  readonly mm: MmStruct;
  readonly merge: VmaMerge;
  readonly vmg: VmaMergeStruct | null;
}

type MergeProcedure = (mm: MmStruct, merge: VmaMerge, vmg: VmaMergeStruct | null) => Merged;

/** A way to merge under its kernel's name. */
const mergeStep = (name: string, body: (attempt: Attempt) => Merged): MergeProcedure =>
  traced(
    name,
    (mm: MmStruct, merge: VmaMerge, vmg: VmaMergeStruct | null): Merged => {
      const merged = owing(mm, RANGES, 'vma_complete', () => body({ mm, merge, vmg }));
      if (vmg?.state === 'START') vmg?.note({ state: merged === null ? 'NOMERGE' : 'SUCCESS' });
      if (merged !== null && !isErrno(merged)) validateMmAt(mm, name);
      return merged;
    },
    (_mm, { start, end, flags, pgoff }) => ({ start, end, pgoff, flags: flags.toString() }),
  );

/**
 * What a generation calls it: since 6.12 a procedure for new and one for existing ranges, between which the proposal travels in a
 * struct that can be seen until it is over; before, vma_merge() for both.
 */
function asItsKernel(since6_12: MergeProcedure, before: MergeProcedure): (mm: MmStruct, merge: VmaMerge) => Merged {
  return (mm, merge) => {
    if (mm.sys.generation.merging === 'vma_merge') return before(mm, merge, null);
    const vmg = beginMerge(mm, merge);
    const merged = since6_12(mm, merge, vmg);
    endMerge(mm, vmg);
    return merged;
  };
}

/**
 * Fits a new range into its neighbours, if they are alike: vma_merge_new_range().
 *
 * | prev alike | next alike | result |
 * | --- | --- | --- |
 * | no | no | null: the caller makes a VMA |
 * | yes | no | prev grows up |
 * | no | yes | next grows down |
 * | yes | yes | prev grows over both, next is gone; where next may not go, prev grows up |
 *
 * @errno ENOMEM nothing has changed
 */
export const vmaMergeNewRange = asItsKernel(
  mergeStep('vma_merge_new_range', mergeNewRange(vmaExpand)),
  mergeStep('vma_merge', mergeNewRange(grow)),
);

/** The same where kernels before 6.12 did it by themselves: mmap_region() by vma_expand(), do_brk_flags() in place. */
export const expandOver =
  (expand: typeof vmaExpand) =>
  (mm: MmStruct, merge: VmaMerge): Merged =>
    owing(mm, RANGES, 'vma_complete', () => mergeNewRange(expand)({ mm, merge, vmg: null }));

function mergeNewRange(expand: typeof vmaExpand): (attempt: Attempt) => Merged {
  return ({ mm, merge, vmg }) => {
    const growth = merge.flags.has(VM_SPECIAL) ? null : growthFor(mm, merge);
    if (growth === null) return null;
    if (growth.removed.length > 0) vmg?.note({ removeNext: true });
    return expand(mm, vmg, growth);
  };
}

/** Which neighbour takes the new range in, and how. */
function growthFor(mm: MmStruct, merge: VmaMerge): Growth | null {
  const left = canMergeLeft(mm, merge);
  const right = merge.justExpand !== true && canMergeRight(mm, merge, left);
  const { prev, next, copiedFrom: source = null } = merge;
  // Of what merges when it is new only a copy has an anon_vma to hand on.
  const anonVma = mm.sys.generation.mergeRules.copyHandsAnonVmaOn ? merge.anonVma : null;
  if (left && right && prev !== null && next !== null && !next.hasClose) {
    const ofNext = next.anonVma !== null;
    return {
      target: prev,
      start: prev.start,
      end: next.end,
      pgoff: prev.pgoff,
      sticky: stickyFlags(mm, prev, merge, next),
      anonVma: ofNext ? next.anonVma : anonVma,
      source: ofNext ? next : source,
      removed: [next],
      adjust: null,
      seams: seamsOf(prev, next),
    };
  }
  const grows = left ? prev : right ? next : null;
  if (grows === null) return null;
  return {
    target: grows,
    start: left ? grows.start : merge.start,
    end: left ? merge.end : grows.end,
    pgoff: left ? grows.pgoff : merge.pgoff,
    sticky: stickyFlags(mm, grows, merge),
    anonVma,
    source,
    removed: NOTHING,
    adjust: null,
    seams: null,
  };
}

const NOTHING: readonly VmArea[] = Object.freeze([]);

/**
 * Fits a changed part of `middle` into its neighbours: vma_merge_existing_range(). `middle` still has its old flags.
 *
 * | part | alike | effect |
 * | --- | --- | --- |
 * | left end | prev | prev grows, middle begins later |
 * | right end | next | next grows down, middle ends earlier |
 * | all | prev | prev grows, middle is gone |
 * | all | next | next grows down, middle is gone |
 * | all | both | prev grows over all, middle and next are gone |
 * | all | any, but middle may not go | null |
 *
 * @returns the VMA that now holds the part, or null: the caller splits. @errno ENOMEM nothing has changed
 */
export const vmaMergeExistingRange = asItsKernel(
  mergeStep('vma_merge_existing_range', mergeExistingRange),
  mergeStep('vma_merge', mergeExistingRange),
);

function mergeExistingRange(attempt: Attempt): Merged {
  const { mm, merge } = attempt;
  const { prev, middle, next } = merge;
  if (middle === null || merge.flags.has(VM_SPECIAL)) return null;
  const atStart = merge.start === middle.start;
  const atEnd = merge.end === middle.end;
  if (atStart && atEnd && middle.hasClose) return null;
  const left = atStart && canMergeLeft(mm, merge);
  const right = atEnd && canMergeRight(mm, merge, left);
  if (left && right && prev !== null && next !== null) return mergeAll(attempt, prev, middle, next);
  if (left && prev !== null) return mergeIntoPrev(attempt, prev, middle, atEnd);
  if (right && next !== null) return mergeIntoNext(attempt, middle, next, atStart);
  return null;
}

function mergeAll({ mm, merge, vmg }: Attempt, prev: VmArea, middle: VmArea, next: VmArea): Merged {
  const source = next.anonVma === null ? middle : next;
  vmg?.note({ removeMiddle: true, removeNext: true });
  return grow(mm, vmg, {
    target: prev,
    start: prev.start,
    end: next.end,
    pgoff: prev.pgoff,
    sticky: stickyFlags(mm, prev, merge, next),
    anonVma: source.anonVma,
    source,
    removed: [middle, next],
    adjust: null,
    seams: null,
  });
}

function mergeIntoPrev({ mm, merge, vmg }: Attempt, prev: VmArea, middle: VmArea, whole: boolean): Merged {
  vmg?.note({ removeMiddle: whole, adjustMiddleStart: !whole });
  const adjust = (): void => {
    vmaStartWrite(mm, middle);
    splitHugePmdAt(mm, middle, merge.end);
    middle.touch('pgoff').pgoff += merge.end - middle.start;
    middle.touch('start').start = merge.end;
  };
  return grow(mm, vmg, {
    target: prev,
    start: prev.start,
    end: merge.end,
    pgoff: prev.pgoff,
    sticky: stickyFlags(mm, prev, merge),
    anonVma: middle.anonVma,
    source: middle,
    removed: whole ? [middle] : NOTHING,
    adjust: whole ? null : adjust,
    seams: null,
  });
}

function mergeIntoNext({ mm, merge, vmg }: Attempt, middle: VmArea, next: VmArea, whole: boolean): Merged {
  vmg?.note({ removeMiddle: whole, adjustNextStart: !whole });
  const adjust = (): void => {
    vmaStartWrite(mm, middle);
    splitHugePmdAt(mm, middle, merge.start);
    middle.touch('end').end = merge.start;
  };
  return grow(mm, vmg, {
    target: next,
    start: merge.start,
    end: next.end,
    pgoff: next.pgoff - (next.start - merge.start),
    sticky: stickyFlags(mm, next, merge),
    anonVma: middle.anonVma,
    source: middle,
    removed: whole ? [middle] : NOTHING,
    adjust: whole ? null : adjust,
    seams: null,
  });
}
