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

import { ENOMEM, VM_SPECIAL, type Errno, type VmFlags, type Vpn } from '@mm-playground/api';
import type { AnonVma } from './anon-vma.ts';
import type { OpenFile } from './file.ts';
import { mpolEqual, type Mempolicy } from './mempolicy.ts';
import { lockMappings, unlinkFileVma } from './memory/i-mmap.ts';
import { splitHugePmdAt } from './memory/huge-pmd.ts';
import type { MmStruct } from './mm-struct.ts';
import { traced } from './system.ts';
import type { UserfaultCtx } from './userfaultfd.ts';
import type { VmArea, VmOps } from './vm-area.ts';
import { RANGES, owing } from './under-way.ts';
import { beginMerge, endMerge, type VmaMergeStruct } from './vma-merge-struct.ts';
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

/**
 * What a merge needs before anything changes: a copy of the anon_vma's links where the VMA that grows takes it over, and memory
 * for the store. Without it the proposal is dropped, and nothing has changed.
 */
function hasMemory(mm: MmStruct, vmg: VmaMergeStruct | null, target: VmArea, anonVma: AnonVma | null): boolean {
  vmg?.note({ target });
  const clones = target.anonVma === null && anonVma !== null;
  const short = (clones && mm.sys.failsAt('anon_vma_clone')) || mm.sys.failsAt('vma_iter_prealloc');
  if (short) vmg?.note({ state: 'ERROR_NOMEM' });
  return !short;
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

/** What a proposal came to: the VMA that holds the range, null where nothing fits, or a lack of memory to do it. */
export type Merged = VmArea | null | Errno;

/** A merge under way: the proposal, and what a recording sees of it. */
interface Attempt {
  readonly mm: MmStruct;
  readonly merge: VmaMerge;
  readonly vmg: VmaMergeStruct | null;
}

/** A way to merge under its kernel's name: what is known of the proposal can be seen until it is over. */
function mergeStep(name: string, body: (attempt: Attempt) => Merged): (mm: MmStruct, merge: VmaMerge) => Merged {
  const tried = traced(
    name,
    (mm: MmStruct, merge: VmaMerge, vmg: VmaMergeStruct | null): Merged => {
      const merged = owing(mm, RANGES, 'vma_complete', () => body({ mm, merge, vmg }));
      if (vmg?.state === 'START') vmg?.note({ state: merged === null ? 'NOMERGE' : 'SUCCESS' });
      return merged;
    },
    (_mm, { start, end, flags, pgoff }) => ({ start, end, pgoff, flags: flags.toString() }),
  );
  return (mm, merge) => {
    const vmg = beginMerge(mm, merge);
    const merged = tried(mm, merge, vmg);
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
export const vmaMergeNewRange = mergeStep('vma_merge_new_range', mergeNewRange);

function mergeNewRange({ mm, merge, vmg }: Attempt): Merged {
  if (merge.flags.has(VM_SPECIAL)) return null;
  const left = canMergeLeft(mm, merge);
  const right = merge.justExpand !== true && canMergeRight(mm, merge, left);
  const { prev, next } = merge;
  if (left && right && prev !== null && next !== null && !next.hasClose) {
    const [anonVma, source] = next.anonVma === null ? [merge.anonVma, merge.copiedFrom ?? null] : [next.anonVma, next];
    vmg?.note({ removeNext: true });
    if (!hasMemory(mm, vmg, prev, anonVma)) return ENOMEM;
    adoptAnonVma(prev, anonVma, source);
    dropSwallowed(mm, next);
    const seams = seamsOf(prev, next);
    commitMerge(mm, prev, prev.start, next.end, prev.pgoff, stickyFlags(mm, prev, merge, next));
    prev.touch('seams').seams = seams;
    return prev;
  }
  const [grows, start, end, pgoff] =
    left && prev !== null
      ? [prev, prev.start, merge.end, prev.pgoff]
      : right && next !== null
        ? [next, merge.start, next.end, merge.pgoff]
        : [null, merge.start, merge.end, 0];
  if (grows === null) return null;
  if (!hasMemory(mm, vmg, grows, merge.anonVma)) return ENOMEM;
  adoptAnonVma(grows, merge.anonVma, merge.copiedFrom ?? null);
  commitMerge(mm, grows, start, end, pgoff, stickyFlags(mm, grows, merge));
  return grows;
}

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
export const vmaMergeExistingRange = mergeStep('vma_merge_existing_range', mergeExistingRange);

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
  if (!hasMemory(mm, vmg, prev, source.anonVma)) return ENOMEM;
  adoptAnonVma(prev, source.anonVma, source);
  dropSwallowed(mm, middle);
  dropSwallowed(mm, next);
  commitMerge(mm, prev, prev.start, next.end, prev.pgoff, stickyFlags(mm, prev, merge, next));
  return prev;
}

function mergeIntoPrev({ mm, merge, vmg }: Attempt, prev: VmArea, middle: VmArea, whole: boolean): Merged {
  vmg?.note({ removeMiddle: whole, adjustMiddleStart: !whole });
  if (!hasMemory(mm, vmg, prev, middle.anonVma)) return ENOMEM;
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

function mergeIntoNext({ mm, merge, vmg }: Attempt, middle: VmArea, next: VmArea, whole: boolean): Merged {
  vmg?.note({ removeMiddle: whole, adjustNextStart: !whole });
  if (!hasMemory(mm, vmg, next, middle.anonVma)) return ENOMEM;
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
