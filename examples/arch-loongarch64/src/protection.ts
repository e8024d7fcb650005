/**
 * From the protection of a VMA to the bits of its leaves: Linux's protection map for loongarch64. Write and execute imply read. A
 * private mapping is never writable: the first store traps, and copies. What grants something is valid, and so young.
 *
 * @kernel 6.18 arch/loongarch/mm/cache.c
 */

import { fieldMask, VM_EXEC, VM_READ, VM_SHARED, VM_WRITE, writeField, type VmFlags } from '@mm-playground/api';
import { BIT } from './fields.ts';

const USER = 3n;
const COHERENT_CACHED = 1n;
const BASE = writeField(writeField(0n, BIT.PLV, USER), BIT.MAT, COHERENT_CACHED);
const PRESENT = BASE | fieldMask(BIT.V) | fieldMask(BIT.P);
const W = fieldMask(BIT.W);
const NX = fieldMask(BIT.NX);
const INACCESSIBLE = BASE | fieldMask(BIT.PROTNONE) | fieldMask(BIT.NR) | NX;

/** vm_get_page_prot(): the bits of a leaf apart from its frame, and H. */
export function protectionOf(flags: VmFlags): bigint {
  const [write, exec] = [flags.has(VM_WRITE), flags.has(VM_EXEC)];
  if (!write && !exec && !flags.has(VM_READ)) return INACCESSIBLE;
  return PRESENT | (write && flags.has(VM_SHARED) ? W : 0n) | (exec ? 0n : NX);
}
