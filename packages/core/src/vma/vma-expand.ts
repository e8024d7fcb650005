/**
 * VMAs that grow over others or shrink: vma_expand(), vma_shrink(), and commit_merge(), which all growing ends in. Whether they
 * may grow is asked before (vma-merge.ts); exec asks nobody, for its stack is all that there is. @kernel 6.18 mm/vma.c
 *
 * Between the first change of a range and the store the tree shows other ranges than the VMAs have.
 */

import { ENOMEM, isErrno, type Errno, type VmFlags, type Vpn } from '@mm-playground/api';
import type { AnonVma } from './anon-vma.ts';
import { lockMappings, unlinkFileVma } from '../memory/i-mmap.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import { RANGES, whileOwing } from '../mm/under-way.ts';
import { validateMmAt } from '../mm/validate.ts';
import type { VmArea } from './vm-area.ts';
import type { VmaMergeStruct } from './vma-merge-struct.ts';
import { vmaStartWrite } from './vma-split.ts';

/** What a VMA becomes when it grows. Pages. */
export interface Growth {
  readonly target: VmArea;
  readonly start: Vpn;
  readonly end: Vpn;
  readonly pgoff: number;
  /** Flags that it gets besides its own. */
  readonly sticky: VmFlags;
  /** An anon_vma that it takes over where it has none of its own, and whose it was. */
  readonly anonVma: AnonVma | null;
  readonly source: VmArea | null;
  /** VMAs that it swallows. */
  readonly removed: readonly VmArea[];
  /** Takes from a neighbour what the target gets of it. */
  readonly adjust: (() => void) | null;
  /** Pages at which the result would be two VMAs if both had been written (see written.ts). */
  readonly seams: readonly number[] | null;
}

/**
 * dup_anon_vma(): the VMA that grows over another takes over its anon_vma, if it has none of its own.
 */
function adoptAnonVma({ target, anonVma, source }: Growth): void {
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

/** The new range is stored over whatever was there. @errno ENOMEM nothing has changed */
function commit(mm: MmStruct, growth: Growth): Errno | null {
  if (mm.sys.failsAt('vma_iter_prealloc')) return ENOMEM;
  const { target, start, end, pgoff, sticky, removed, adjust, seams } = growth;
  adoptAnonVma(growth);
  for (const vma of removed) dropSwallowed(mm, vma);
  adjust?.();
  vmaStartWrite(mm, target);
  if (target.file !== null) lockMappings(mm.sys, target.file.inode);
  target.touch('start').start = start;
  target.touch('end').end = end;
  target.touch('pgoff').pgoff = pgoff;
  target.touch('flags').flags = target.flags.or(sticky);
  mm.vmas.store(target);
  if (seams !== null) target.touch('seams').seams = seams;
  return null;
}

/** commit_merge() */
const commitMerge = traced('commit_merge', commit, (_mm, { target, start, end }) => ({ target, start, end }));

/**
 * A VMA grows, under the name that its caller has: a copy of the anon_vma's links comes first where it takes one over, then the
 * commit, which kernels before 6.12 have no name for. @errno ENOMEM nothing has changed
 */
export function grow(mm: MmStruct, vmg: VmaMergeStruct | null, growth: Growth): VmArea | Errno {
  const { target, anonVma } = growth;
  vmg?.note({ target });
  const clones = target.anonVma === null && anonVma !== null;
  const error =
    clones && mm.sys.failsAt('anon_vma_clone')
      ? ENOMEM
      : mm.sys.generation.merging === 'vma_merge'
        ? commit(mm, growth)
        : commitMerge(mm, growth);
  if (error === null) return target;
  vmg?.note({ state: 'ERROR_NOMEM' });
  return error;
}

/** vma_expand(). @errno ENOMEM nothing has changed */
export const vmaExpand = traced(
  'vma_expand',
  (mm: MmStruct, vmg: VmaMergeStruct | null, growth: Growth): VmArea | Errno => {
    const grown = grow(mm, vmg, growth);
    if (!isErrno(grown)) validateMmAt(mm, 'vma_expand');
    return grown;
  },
  (_mm, _vmg, { target, start, end, pgoff }) => ({ target, start, end, pgoff }),
);

/** vma_shrink(): what lies outside of `[start, end)` is NULL. @errno ENOMEM nothing has changed */
export const vmaShrink = traced(
  'vma_shrink',
  whileOwing(RANGES, 'vma_iter_clear', (mm, vma: VmArea, start: Vpn, end: Vpn, pgoff: number): Errno | null => {
    if (mm.sys.failsAt('vma_iter_prealloc')) return ENOMEM;
    vmaStartWrite(mm, vma);
    const [from, to] = vma.start < start ? [vma.start, start] : [end, vma.end];
    vma.touch('start').start = start;
    vma.touch('end').end = end;
    vma.touch('pgoff').pgoff = pgoff;
    mm.vmas.clearSetAside(from, to);
    validateMmAt(mm, 'vma_shrink');
    return null;
  }),
  (_mm, vma, start, end) => ({ vma, start, end }),
);
