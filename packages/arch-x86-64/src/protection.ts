/**
 * From the protection of a VMA to the bits of its leaves: Linux's protection map for x86-64. Write implies read, and so does
 * execute as long as no protection key takes it away. A private mapping is never writable: the first store faults and copies.
 *
 * Every value carries A, so that what mk_pte() makes is young.
 *
 * @kernel 6.18 arch/x86/mm/pgprot.c
 */

import { highMask, lowMask, VM_EXEC, VM_READ, VM_SHARED, VM_WRITE, vmFlags, type VmFlags } from '@mm-playground/api';
import { BIT } from './fields.ts';

/** Bits of a leaf apart from its frame, in halves. */
export interface Protection {
  readonly low: number;
  readonly high: number;
}

const P = lowMask(BIT.P);
const RW = lowMask(BIT.RW);
const US = lowMask(BIT.US);
const A = lowMask(BIT.A);
const PROTNONE = lowMask(BIT.G);
const NX = highMask(BIT.NX);

const INACCESSIBLE: Protection = { low: PROTNONE | A, high: 0 };
const READ_ONLY: Protection = { low: P | US | A, high: NX };
const READ_EXEC: Protection = { low: P | US | A, high: 0 };
const READ_WRITE: Protection = { low: P | RW | US | A, high: NX };
const ALL: Protection = { low: P | RW | US | A, high: 0 };

const PKEY_FLAGS = ['PKEY_BIT0', 'PKEY_BIT1', 'PKEY_BIT2', 'PKEY_BIT3'].map((name) => vmFlags(name));
const ANY_PKEY = vmFlags('PKEY_BIT0', 'PKEY_BIT1', 'PKEY_BIT2', 'PKEY_BIT3');

/** vm_get_page_prot(): what the leaves of a VMA with these flags carry. */
export function protectionOf(flags: VmFlags): Protection {
  const base = accessOf(flags);
  return flags.has(ANY_PKEY) ? { low: base.low, high: base.high | pkeyBits(flags) } : base;
}

function accessOf(flags: VmFlags): Protection {
  const exec = flags.has(VM_EXEC);
  if (flags.has(VM_WRITE) && flags.has(VM_SHARED)) return exec ? ALL : READ_WRITE;
  if (exec) return READ_EXEC;
  return flags.has(VM_READ) || flags.has(VM_WRITE) ? READ_ONLY : INACCESSIBLE;
}

function pkeyBits(flags: VmFlags): number {
  const key = PKEY_FLAGS.reduce((sum, flag, bit) => sum | (flags.has(flag) ? 1 << bit : 0), 0);
  return key << (BIT.PKEY.lo - 32);
}
