/**
 * What an x86-64 processor does with whole tables (Intel SDM volume 3, 5.6 to 5.8): which rights add up, what CR0, CR4, EFER,
 * RFLAGS and PKRU change, when it marks, and what it pushes when it faults.
 *
 * Not modelled: shadow stacks, protection keys of supervisor pages, PCID, LAM.
 */

import {
  fieldMask,
  lowHalf,
  lowMask,
  readField,
  type FieldSpec,
  type Geometry,
  type Mmu,
  type MmuAccess,
  type MmuControls,
  type MmuFault,
} from '@mm-playground/api';
import { isPresent, usedWord, type LevelShape } from './entry.ts';
import { FAULT_BIT } from './fault.ts';
import { BIT } from './fields.ts';

/** Controls as Linux sets them where the processor has them all; user code keeps PKRU open here. */
const CONTROLS: Mmu['controls'] = Object.freeze([
  { name: 'WP', meaning: 'CR0: the kernel may not write to read-only pages', bits: 1, default: 1 },
  { name: 'NXE', meaning: 'EFER: the bit NX has a meaning; it is reserved without', bits: 1, default: 1 },
  { name: 'SMEP', meaning: 'CR4: the kernel may not execute user pages', bits: 1, default: 1 },
  { name: 'SMAP', meaning: 'CR4: the kernel may not use user pages, but with AC', bits: 1, default: 1 },
  { name: 'AC', meaning: 'RFLAGS: the kernel may use user pages all the same', bits: 1, default: 0 },
  { name: 'PKE', meaning: 'CR4: protection keys count', bits: 1, default: 0 },
  { name: 'PKRU', meaning: 'No access (bit 2k) and no writes (bit 2k + 1) for key k', bits: 32, default: 0 },
]);

/** Rights of an entry, and the key of a leaf above them; a table lets every key through. */
const USER = 1;
const WRITE = 2;
const EXEC = 4;
const KEY_SHIFT = 3;
const KEY_MASK = 0xf;

const RW = lowMask(BIT.RW);
const US = lowMask(BIT.US);
const NX = fieldMask(BIT.NX);

/** The MMU for tables of this geometry. */
export function mmuOf({ levels, userBits }: Geometry, shapes: readonly LevelShape[]): Mmu {
  // Bits 63 down to the last that is translated are alike.
  const signBits = BigInt(userBits);
  const shapeAt = (level: number): LevelShape => {
    const shape = shapes[level];
    if (shape === undefined) throw new RangeError(`level ${level} is not in 0..${shapes.length - 1}`);
    return shape;
  };
  return Object.freeze({
    controls: CONTROLS,
    protectsHole: true,
    translates: (va: bigint) => BigInt.asIntN(64, va) >> signBits === 0n || BigInt.asIntN(64, va) >> signBits === -1n,
    takes: (word: bigint) => isPresent(lowHalf(word)),
    rights: (_level: number, word: bigint, isLeaf: boolean) => rightsOf(word, isLeaf),
    refuses: (_level: number, word: bigint, _isLeaf: boolean, _access: MmuAccess, { NXE }: MmuControls) =>
      NXE === 0 && (word & NX) !== 0n ? ('reserved' as const) : null,
    denies,
    marks: (level: number, word: bigint, _isLeaf: boolean, { kind }: MmuAccess) => usedWord(shapeAt(level), word, kind),
    pagesOf: (level: number) => 2 ** (levels[level]?.spanShift ?? 0),
    faultCode,
  } satisfies Mmu);
}

function rightsOf(word: bigint, isLeaf: boolean): number {
  const low = lowHalf(word);
  const key = isLeaf ? Number(readField(word, BIT.PKEY)) : KEY_MASK;
  return (
    ((low & US) === 0 ? 0 : USER) |
    ((low & RW) === 0 ? 0 : WRITE) |
    ((word & NX) === 0n ? EXEC : 0) |
    (key << KEY_SHIFT)
  );
}

/** The key is asked first: it shows in the code even where the rest forbids the access, too. */
function denies(rights: number, access: MmuAccess, controls: MmuControls): 'permission' | 'key' | null {
  const isUserPage = (rights & USER) !== 0;
  if (isUserPage && isKeyDenied(rights >> KEY_SHIFT, access, controls)) return 'key';
  const allowed = access.by === 'user' ? isUserPage && grants(rights, access) : kernelMay(rights, access, controls);
  return allowed ? null : 'permission';
}

function grants(rights: number, { kind }: MmuAccess): boolean {
  if (kind === 'load') return true;
  return (rights & (kind === 'store' ? WRITE : EXEC)) !== 0;
}

function kernelMay(rights: number, access: MmuAccess, { WP, SMEP, SMAP, AC }: MmuControls): boolean {
  const isUserPage = (rights & USER) !== 0;
  if (access.kind === 'fetch') return grants(rights, access) && !(isUserPage && SMEP === 1);
  if (isUserPage && SMAP === 1 && AC === 0) return false;
  return grants(rights, access) || WP === 0;
}

const NO_ACCESS = 1;
const NO_WRITE = 2;

/** Keys are about data, never about fetches. WP says whether they hold the kernel's writes up, too. */
function isKeyDenied(key: number, { kind, by }: MmuAccess, { PKE, PKRU = 0, WP }: MmuControls): boolean {
  if (PKE !== 1 || kind === 'fetch') return false;
  const denied = PKRU >>> (2 * key);
  if ((denied & NO_ACCESS) !== 0) return true;
  return kind === 'store' && (denied & NO_WRITE) !== 0 && (by === 'user' || WP === 1);
}

const { P, W, U, RSVD, I, PK } = FAULT_BIT;

/** An address that is not canonical is no page fault: the code is that of a general protection fault, 0. */
function faultCode({ reason }: MmuFault, { kind, by }: MmuAccess, { NXE, SMEP }: MmuControls): bigint {
  if (reason === 'address') return 0n;
  // The bit for fetches is there where something could forbid them.
  const tellsFetches = NXE === 1 || SMEP === 1;
  const bits: readonly (readonly [boolean, FieldSpec])[] = [
    [reason !== 'missing', P],
    [kind === 'store', W],
    [by === 'user', U],
    [reason === 'reserved', RSVD],
    [kind === 'fetch' && tellsFetches, I],
    [reason === 'key', PK],
  ];
  return bits.reduce((code, [isSet, bit]) => (isSet ? code | fieldMask(bit) : code), 0n);
}
