/**
 * From the protection of a VMA to the bits of its leaves: Linux's protection map for arm64. Write implies read; execute does,
 * too, unless the processor has enhanced PAN (option `epan`), which makes execute-only safe for the kernel. A private mapping
 * is never writable. A shared writable one is made clean: DBM set and AP[2] set.
 *
 * PROT_NONE leaves are not VALID but keep nG, which alone means "present for software" then (since 6.11; bit 58 before).
 * Every value carries AF, so that what mk_pte() makes is young, and inner shareability unless LPA2 has no field for it.
 *
 * @kernel 6.18 arch/arm64/mm/mmap.c, arch/arm64/include/asm/pgtable-prot.h
 */

import {
  fieldMask,
  highHalf,
  lowHalf,
  VM_EXEC,
  VM_READ,
  VM_SHARED,
  VM_WRITE,
  vmFlags,
  writeField,
  type FieldSpec,
  type VmFlags,
} from '@mm-playground/api';
import { BIT, hasShareability, type AddressFormat } from './fields.ts';

/** Bits of a leaf apart from its frame, in halves. */
export interface Protection {
  readonly low: number;
  readonly high: number;
}

/** Gives the protection of a VMA's leaves: vm_get_page_prot(). */
export type ProtectionMap = (flags: VmFlags) => Protection;

const INNER_SHAREABLE = 3n;
/** Index of tagged normal memory in MAIR_EL1, as Linux fills it. Plain normal memory is 0. */
const NORMAL_TAGGED = 1n;

const TAGGED: VmFlags = vmFlags('MTE');
const BTI: VmFlags = vmFlags('ARCH_1');
const PKEY_FLAGS = ['PKEY_BIT0', 'PKEY_BIT1', 'PKEY_BIT2'].map((name) => vmFlags(name));
const EXTRAS: VmFlags = [...PKEY_FLAGS, TAGGED].reduce((all, flag) => all.or(flag), BTI);

const union = (...fields: readonly FieldSpec[]): bigint => fields.reduce((sum, field) => sum | fieldMask(field), 0n);
const halvesOf = (word: bigint): Protection => ({ low: lowHalf(word), high: highHalf(word) });

/** The protection map for a format of descriptors. */
export function protectionMap(format: AddressFormat, epan: boolean): ProtectionMap {
  const { VALID, TYPE, USER, RDONLY, AF, NG, DBM, PXN, UXN, SH } = BIT;
  const shareable = hasShareability(format) ? writeField(0n, SH, INNER_SHAREABLE) : 0n;
  const common = union(TYPE, RDONLY, AF, NG, PXN) | shareable;
  const access = {
    none: halvesOf(common | union(UXN)),
    execOnly: halvesOf(common | union(VALID)),
    readOnly: halvesOf(common | union(VALID, USER, UXN)),
    readExec: halvesOf(common | union(VALID, USER)),
    readWrite: halvesOf(common | union(VALID, USER, UXN, DBM)),
    all: halvesOf(common | union(VALID, USER, DBM)),
  };
  const accessOf = (flags: VmFlags): Protection => {
    const exec = flags.has(VM_EXEC);
    const write = flags.has(VM_WRITE);
    if (write && flags.has(VM_SHARED)) return exec ? access.all : access.readWrite;
    if (exec) return epan && !write && !flags.has(VM_READ) ? access.execOnly : access.readExec;
    return write || flags.has(VM_READ) ? access.readOnly : access.none;
  };
  return (flags) => {
    const base = accessOf(flags);
    return flags.has(EXTRAS) ? withExtras(base, flags) : base;
  };
}

/** Guarded pages, tagged memory and protection keys. */
function withExtras({ low, high }: Protection, flags: VmFlags): Protection {
  const key = PKEY_FLAGS.reduce((sum, flag, bit) => sum | (flags.has(flag) ? 1n << BigInt(bit) : 0n), 0n);
  const guarded = flags.has(BTI) ? fieldMask(BIT.GP) : 0n;
  const tagged = flags.has(TAGGED) ? writeField(0n, BIT.ATTR, NORMAL_TAGGED) : 0n;
  const extra = halvesOf(writeField(guarded | tagged, BIT.POIDX, key));
  return { low: low | extra.low, high: high | extra.high };
}
