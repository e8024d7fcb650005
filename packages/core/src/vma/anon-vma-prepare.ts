/**
 * Which anon_vma a VMA gets with its first anonymous page: a neighbour's, if a later mprotect could make the two one, or a new
 * one. @kernel 6.18 mm/vma.c, mm/rmap.c
 */

import { VM_ACCESS_FLAGS } from '@mm-playground/api';
import type { AnonVma } from './anon-vma.ts';
import { mpolEqual } from '../syscalls/policy/mempolicy.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from './vm-area.ts';

/**
 * Gives the VMA an anon_vma if it has none: a neighbour's, if both could be one VMA but for their permissions, so that a later
 * mprotect can merge them; else its own: __anon_vma_prepare().
 */
export function anonVmaPrepare(mm: MmStruct, vma: VmArea): void {
  if (vma.anonVma === null) anonVmaPrepareStep(mm, vma);
  // What was only assumed has now been seen.
  else if (vma.assumedWritten !== 'no') vma.touch('assumedWritten').assumedWritten = 'no';
}

/** The same for a VMA without one, as no step: what is assumed to have happened before a call is no part of the call. */
export function giveAnonVma(mm: MmStruct, vma: VmArea): void {
  const anonVma = findMergeableAnonVma(mm, vma) ?? mm.newAnonVma();
  vma.touch('anonVma').anonVma = anonVma;
  vma.touch('anonVmaChain').anonVmaChain = Object.freeze([anonVma]);
}

const anonVmaPrepareStep = traced('__anon_vma_prepare', giveAnonVma, (_mm, vma) => ({ vma }));

/** find_mergeable_anon_vma(): the anon_vma of a neighbour that a first fault may share, next before prev. */
function findMergeableAnonVma(mm: MmStruct, vma: VmArea): AnonVma | null {
  for (const [low, high, neighbour] of neighboursOf(mm, vma)) {
    const reusable =
      neighbour.anonVma !== null &&
      neighbour.anonVmaChain.length === 1 &&
      low.end === high.start &&
      low.file === high.file &&
      low.ops === high.ops &&
      mpolEqual(low.policy, high.policy) &&
      high.pgoff === low.pgoff + low.pages &&
      low.flags.agrees(high.flags, mm.sys.generation.mergeRules.sticky.or(VM_ACCESS_FLAGS));
    if (reusable) return neighbour.anonVma;
  }
  return null;
}

function* neighboursOf(mm: MmStruct, vma: VmArea): Generator<[VmArea, VmArea, VmArea]> {
  const next = mm.vmas.next(vma);
  if (next !== null) yield [vma, next, next];
  const prev = mm.vmas.prev(vma);
  if (prev !== null) yield [prev, vma, prev];
}
