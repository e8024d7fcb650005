/**
 * Private pages: where a VMA gets its anon_vma, and a new page that belongs to it alone. @kernel 6.18 mm/rmap.c, mm/memory.c
 */

import type { MmStruct } from '../mm-struct.ts';
import { traced } from '../system.ts';
import type { VmArea } from '../vm-area.ts';
import { findMergeableAnonVma } from '../anon-vma-prepare.ts';
import type { PageFrame } from './page-frame.ts';
import { addRmap } from './rmap.ts';

/**
 * Gives the VMA an anon_vma if it has none: a neighbour's, if both could be one VMA but for their permissions, so that a later
 * mprotect can merge them; else its own: __anon_vma_prepare().
 */
export function anonVmaPrepare(mm: MmStruct, vma: VmArea): void {
  if (vma.anonVma === null) giveAnonVma(mm, vma);
}

const giveAnonVma = traced(
  '__anon_vma_prepare',
  (mm: MmStruct, vma: VmArea): void => {
    const anonVma = findMergeableAnonVma(mm, vma) ?? mm.newAnonVma();
    mm.sys.journal.touch(vma).anonVma = anonVma;
    vma.anonVmaChain = Object.freeze([anonVma]);
  },
  (_mm, vma) => ({ vma: vma.describe() }),
);

/** A page of private memory, mapped once: nobody else knows it. */
export function newAnonPage(mm: MmStruct): PageFrame {
  const frame = mm.sys.memory.allocate({ kind: 'anon' });
  frame.anonExclusive = true;
  addRmap(mm, frame);
  return frame;
}

/** A huge page of private memory, mapped once. */
export function newHugeAnonPage(mm: MmStruct): PageFrame {
  const frame = mm.sys.memory.allocateHuge({ kind: 'anon' });
  frame.anonExclusive = true;
  addRmap(mm, frame);
  return frame;
}
