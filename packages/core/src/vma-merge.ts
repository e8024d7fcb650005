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

import { VM_SPECIAL, type VmFlags, type Vpn } from '@mm-playground/api';
import type { AnonVma } from './anon-vma.ts';
import type { OpenFile } from './file.ts';
import { mpolEqual, type Mempolicy } from './mempolicy.ts';
import { lockMappings, unlinkFileVma } from './memory/i-mmap.ts';
import { splitHugePmdAt } from './memory/huge-pmd.ts';
import type { MmStruct } from './mm-struct.ts';
import { traced } from './system.ts';
import type { UserfaultCtx } from './userfaultfd.ts';
import type { VmArea, VmOps } from './vm-area.ts';
import { vmaStartWrite } from './vma-split.ts';
import { noteWritten, seamsOf } from './written.ts';

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
    (!neighbour.hasClose || mm.sys.generation.mergeRules.closeMayGrow) &&
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
  return !isForkTainted(merge.middle) && !isForkTainted(merge.copiedFrom);
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

/** Whether the next VMA alone would take the proposal in. */
export const fitsNext = (mm: MmStruct, merge: VmaMerge): boolean => canMergeRight(mm, merge, false);

function agreeOnAnonVma(a: VmArea, b: VmArea): boolean {
  if (a.anonVma === null || b.anonVma === null || a.anonVma === b.anonVma) return true;
  noteWritten(a, b);
  return false;
}

/**
 * dup_anon_vma(): the VMA that grows over another takes over its anon_vma, if it has none of its own.
 */
function adoptAnonVma(target: VmArea, anonVma: AnonVma | null, source: VmArea | null): void {
  if (target.anonVma !== null || anonVma === null) return;
  target.touch('anonVma').anonVma = anonVma;
  target.touch('anonVmaChain').anonVmaChain = source?.anonVmaChain ?? [anonVma];
  target.touch('assumedWritten').assumedWritten = source?.assumedWritten ?? 'no';
}

/** Takes a VMA that another one swallowed out of the mm. Its range in the index now belongs to the other. */
function dropSwallowed(mm: MmStruct, vma: VmArea): void {
  vmaStartWrite(mm, vma);
  vma.touch('detached').detached = true;
  unlinkFileVma(mm.sys, vma);
  mm.touch('mapCount').mapCount--;
}

/** Gives `target` its new range and flags, and stores it over whatever was there: commit_merge(). */
const commitMerge = traced(
  'commit_merge',
  (mm: MmStruct, target: VmArea, start: Vpn, end: Vpn, pgoff: number, sticky: VmFlags): void => {
    vmaStartWrite(mm, target);
    if (target.file !== null) lockMappings(mm.sys, target.file.inode);
    target.touch('start').start = start;
    target.touch('end').end = end;
    target.touch('pgoff').pgoff = pgoff;
    target.touch('flags').flags = target.flags.or(sticky);
    mm.vmas.store(target);
  },
  (_mm, target, start, end) => ({ target, start, end }),
);

type Flagged = Pick<VmaMerge, 'flags'>;

const stickyFlags = (mm: MmStruct, a: Flagged, b: Flagged, c: Flagged = b): VmFlags =>
  a.flags.or(b.flags).or(c.flags).and(stickyOf(mm));

/**
 * Fits a new range into its neighbours, if they are alike: vma_merge_new_range().
 *
 * | prev alike | next alike | result |
 * | --- | --- | --- |
 * | no | no | null: the caller makes a VMA |
 * | yes | no | prev grows up |
 * | no | yes | next grows down |
 * | yes | yes | prev grows over both, next is gone; where next may not go, prev grows up |
 */
export const vmaMergeNewRange = traced(
  'vma_merge_new_range',
  (mm: MmStruct, merge: VmaMerge): VmArea | null => {
    if (merge.flags.has(VM_SPECIAL)) return null;
    const left = canMergeLeft(mm, merge);
    const right = merge.justExpand !== true && canMergeRight(mm, merge, left);
    const { prev, next } = merge;
    if (left && right && prev !== null && next !== null && !next.hasClose) {
      adoptAnonVma(prev, next.anonVma ?? merge.anonVma, next.anonVma === null ? (merge.copiedFrom ?? null) : next);
      dropSwallowed(mm, next);
      const seams = seamsOf(prev, next);
      commitMerge(mm, prev, prev.start, next.end, prev.pgoff, stickyFlags(mm, prev, merge, next));
      prev.touch('seams').seams = seams;
      return prev;
    }
    if (left && prev !== null) {
      adoptAnonVma(prev, merge.anonVma, merge.copiedFrom ?? null);
      commitMerge(mm, prev, prev.start, merge.end, prev.pgoff, stickyFlags(mm, prev, merge));
      return prev;
    }
    if (right && next !== null) {
      adoptAnonVma(next, merge.anonVma, merge.copiedFrom ?? null);
      commitMerge(mm, next, merge.start, next.end, merge.pgoff, stickyFlags(mm, next, merge));
      return next;
    }
    return null;
  },
  (_mm, { start, end, flags, pgoff }) => ({ start, end, pgoff, flags: flags.toString() }),
);

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
 * @returns the VMA that now holds the part, or null: the caller splits.
 */
export const vmaMergeExistingRange = traced(
  'vma_merge_existing_range',
  (mm: MmStruct, merge: VmaMerge): VmArea | null => {
    const { prev, middle, next } = merge;
    if (middle === null || merge.flags.has(VM_SPECIAL)) return null;
    const atStart = merge.start === middle.start;
    const atEnd = merge.end === middle.end;
    if (atStart && atEnd && middle.hasClose) return null;
    const left = atStart && canMergeLeft(mm, merge);
    const right = atEnd && canMergeRight(mm, merge, left);
    if (left && right && prev !== null && next !== null) return mergeAll(mm, merge, prev, middle, next);
    if (left && prev !== null) return mergeIntoPrev(mm, merge, prev, middle, atEnd);
    if (right && next !== null) return mergeIntoNext(mm, merge, middle, next, atStart);
    return null;
  },
  (_mm, { start, end, flags }) => ({ start, end, flags: flags.toString() }),
);

function mergeAll(mm: MmStruct, merge: VmaMerge, prev: VmArea, middle: VmArea, next: VmArea): VmArea {
  const source = next.anonVma === null ? middle : next;
  adoptAnonVma(prev, source.anonVma, source);
  dropSwallowed(mm, middle);
  dropSwallowed(mm, next);
  commitMerge(mm, prev, prev.start, next.end, prev.pgoff, stickyFlags(mm, prev, merge, next));
  return prev;
}

function mergeIntoPrev(mm: MmStruct, merge: VmaMerge, prev: VmArea, middle: VmArea, whole: boolean): VmArea {
  adoptAnonVma(prev, middle.anonVma, middle);
  if (whole) dropSwallowed(mm, middle);
  else {
    vmaStartWrite(mm, middle);
    splitHugePmdAt(mm, middle, merge.end);
    middle.touch('pgoff').pgoff += merge.end - middle.start;
    middle.touch('start').start = merge.end;
  }
  commitMerge(mm, prev, prev.start, merge.end, prev.pgoff, stickyFlags(mm, prev, merge));
  return prev;
}

function mergeIntoNext(mm: MmStruct, merge: VmaMerge, middle: VmArea, next: VmArea, whole: boolean): VmArea {
  adoptAnonVma(next, middle.anonVma, middle);
  if (whole) dropSwallowed(mm, middle);
  else {
    vmaStartWrite(mm, middle);
    splitHugePmdAt(mm, middle, merge.start);
    middle.touch('end').end = merge.start;
  }
  commitMerge(mm, next, merge.start, next.end, next.pgoff - (next.start - merge.start), stickyFlags(mm, next, merge));
  return next;
}
