/** Sealed mappings: what mseal(2) protects. @kernel 6.10 mm/mseal.c */

import { VM_SEALED, type Errno, EPERM } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';

/** can_modify_mm(): whether no VMA of the range is sealed. Kernels since 6.12 ask VMA by VMA, while they work. */
export const canModifyMm = traced(
  'can_modify_mm',
  (mm: MmStruct, start: number, end: number): boolean =>
    start >= end || !mm.vmas.inRange(start, end).some(({ flags }) => flags.has(VM_SEALED)),
  (_mm, start, end) => ({ start, end }),
);

/** The same before anything is done, on kernels that ask then. @errno EPERM */
export const checkSealsFirst = (mm: MmStruct, start: number, end: number): Errno | null =>
  mm.sys.generation.checksSealsFirst && !canModifyMm(mm, start, end) ? EPERM : null;
