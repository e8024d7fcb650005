/**
 * How riscv64 cuts an address: 9 bits a level, 12 for the byte, and three, four or five levels (Sv39, Sv48, Sv57). Every level
 * may hold leaves, the root included. A user address has one bit less than the tables translate, because the upper half is the
 * kernel's. Linux takes the largest mode that the processor has, unless it is told otherwise (`no5lvl`, `no4lvl`).
 *
 * RISC-V privileged architecture, "Sv39", "Sv48" and "Sv57: Page-Based Virtual-Memory Systems".
 */

import { pageShift, type Geometry, type LevelSpec } from '@mm-playground/api';
import { PAGE_SHIFT, PHYSICAL_BITS } from './fields.ts';

/** The modes of satp, as /proc/cpuinfo calls them. */
export type Mode = 'sv39' | 'sv48' | 'sv57';

const INDEX_BITS = 9;

/** Linux's names of the levels, root first. */
const LEVEL_NAMES: Readonly<Record<Mode, readonly LevelSpec['name'][]>> = {
  sv39: ['pgd', 'pmd', 'pte'],
  sv48: ['pgd', 'pud', 'pmd', 'pte'],
  sv57: ['pgd', 'p4d', 'pud', 'pmd', 'pte'],
};

/** The modes that there are, smallest first. */
export const MODES: readonly Mode[] = ['sv39', 'sv48', 'sv57'];

/** Geometry of a mode. */
export function geometryOf(mode: Mode): Geometry {
  const names = LEVEL_NAMES[mode];
  const levels = names.map((name, level): LevelSpec => {
    const spanShift = (names.length - 1 - level) * INDEX_BITS;
    return Object.freeze({ name, spanShift, indexBits: INDEX_BITS, leaf: true });
  });
  return Object.freeze({
    pageShift: pageShift(PAGE_SHIFT),
    levels: Object.freeze(levels),
    userBits: PAGE_SHIFT + names.length * INDEX_BITS - 1,
    physicalBits: PHYSICAL_BITS,
  });
}
