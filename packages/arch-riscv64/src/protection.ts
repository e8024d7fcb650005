/**
 * From the protection of a VMA to the bits of its leaves: Linux's protection map for riscv64. Write implies read, as W without R
 * is reserved; execute does not. A private mapping is never writable: the first store faults and copies.
 *
 * Every value that grants something carries A, so that what mk_pte() makes is young. PROT_NONE is G without V, with R beside it
 * so that the entry counts as a leaf at any level; it carries no A.
 *
 * @kernel 6.18 arch/riscv/mm/init.c, arch/riscv/include/asm/pgtable.h
 */

import { lowMask, VM_EXEC, VM_READ, VM_SHARED, VM_WRITE, type VmFlags } from '@mm-playground/api';
import { BIT } from './fields.ts';

const R = lowMask(BIT.R);
const W = lowMask(BIT.W);
const X = lowMask(BIT.X);
const BASE = lowMask(BIT.V) | lowMask(BIT.U) | lowMask(BIT.A);
const INACCESSIBLE = lowMask(BIT.G) | R;

/** vm_get_page_prot(): the bits of a leaf apart from its frame. All lie in the low half of the word. */
export function protectionOf(flags: VmFlags): number {
  const write = flags.has(VM_WRITE);
  const read = write || flags.has(VM_READ);
  const exec = flags.has(VM_EXEC);
  if (!read && !exec) return INACCESSIBLE;
  return BASE | (read ? R : 0) | (write && flags.has(VM_SHARED) ? W : 0) | (exec ? X : 0);
}
