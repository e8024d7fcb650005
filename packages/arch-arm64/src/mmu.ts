/**
 * What an arm64 processor does with whole tables in the EL1&0 regime, stage 1 (Arm ARM D8.4 to D8.5): which rights add up, what
 * TCR_EL1, SCTLR_EL1 and PSTATE change, when it marks, and which syndrome it gives. EL1 is the kernel here, EL0 user code.
 *
 * Not modelled: stage 2, permission indirection and overlays, E0PD, HPD, tag checks, the access flag of tables (HAFT).
 */

import {
  highHalf,
  highMask,
  lowHalf,
  lowMask,
  type Geometry,
  type Mmu,
  type MmuAccess,
  type MmuControls,
} from '@mm-playground/api';
import { isValid, usedWord, type LevelShape } from './entry.ts';
import { mmuSyndrome } from './fault.ts';
import { BIT, TABLE } from './fields.ts';
import { architectureLevel } from './geometry.ts';

/** Controls as Linux sets them where the processor has them all. */
const CONTROLS: Mmu['controls'] = Object.freeze([
  { name: 'HA', meaning: 'TCR_EL1: the processor sets the access flag itself', bits: 1, default: 1 },
  { name: 'HD', meaning: 'TCR_EL1: the processor marks dirty itself, where HA is set, too', bits: 1, default: 1 },
  { name: 'WXN', meaning: 'SCTLR_EL1: what can be written cannot be executed', bits: 1, default: 0 },
  { name: 'PAN', meaning: 'PSTATE: EL1 may not use the memory of EL0', bits: 1, default: 1 },
]);

const USER_ACCESS = 1;
const WRITABLE = 2;
const DIRTY_MANAGED = 4;
const USER_EXEC = 8;
const KERNEL_EXEC = 16;
/** What a table takes away from a dirty-managed leaf with its write permission. */
const ANY_WRITE = WRITABLE | DIRTY_MANAGED;

const AF = lowMask(BIT.AF);
const USER = lowMask(BIT.USER);
const RDONLY = lowMask(BIT.RDONLY);
const DBM = highMask(BIT.DBM);
const PXN = highMask(BIT.PXN);
const UXN = highMask(BIT.UXN);
const TABLE_PXN = highMask(TABLE.PXN);
const TABLE_UXN = highMask(TABLE.UXN);
const TABLE_NO_USER = highMask(TABLE.NO_USER);
const TABLE_NO_WRITE = highMask(TABLE.NO_WRITE);

/** Where the top byte of an address begins, which TBI leaves to programs. */
const TAG_SHIFT = 56;

/** The MMU for tables of this geometry. */
export function mmuOf({ levels, userBits }: Geometry, shapes: readonly LevelShape[]): Mmu {
  const shapeAt = (level: number): LevelShape => {
    const shape = shapes[level];
    if (shape === undefined) throw new RangeError(`level ${level} is not in 0..${shapes.length - 1}`);
    return shape;
  };
  return Object.freeze({
    controls: CONTROLS,
    // What lies above belongs to TTBR1, or to nobody.
    translates: (va: bigint) => va >> BigInt(userBits) === 0n,
    // TBI, which Linux always has on for programs; bit 55 tells the kernel's half: untagged_addr().
    untagged: (va: bigint) => (((va >> 55n) & 1n) === 0n ? BigInt.asUintN(TAG_SHIFT, va) : va),
    takes: (word: bigint) => isValid(lowHalf(word)),
    rights: (_level: number, word: bigint, isLeaf: boolean) => (isLeaf ? leafRights(word) : tableRights(word)),
    refuses: (_level: number, word: bigint, isLeaf: boolean, _access: MmuAccess, { HA }: MmuControls) =>
      isLeaf && HA !== 1 && (lowHalf(word) & AF) === 0 ? ('unmarked' as const) : null,
    denies: (rights: number, access: MmuAccess, controls: MmuControls) =>
      allows(rights, access, controls) ? null : ('permission' as const),
    marks: (level: number, word: bigint, isLeaf: boolean, access: MmuAccess, controls: MmuControls) =>
      isLeaf && controls['HA'] === 1
        ? usedWord(shapeAt(level), word, managesDirty(controls) ? access.kind : 'load')
        : word,
    pagesOf: (level: number) => 2 ** (levels[level]?.spanShift ?? 0),
    faultCode: ({ reason, level }, access) => mmuSyndrome(reason, architectureLevel(levels.length, level), access),
  } satisfies Mmu);
}

const managesDirty = ({ HA, HD }: MmuControls): boolean => HA === 1 && HD === 1;

function leafRights(word: bigint): number {
  const low = lowHalf(word);
  const high = highHalf(word);
  return (
    ((low & USER) === 0 ? 0 : USER_ACCESS) |
    ((low & RDONLY) === 0 ? WRITABLE : 0) |
    ((high & DBM) === 0 ? 0 : DIRTY_MANAGED) |
    ((high & UXN) === 0 ? USER_EXEC : 0) |
    ((high & PXN) === 0 ? KERNEL_EXEC : 0)
  );
}

function tableRights(word: bigint): number {
  const high = highHalf(word);
  return (
    ((high & TABLE_NO_USER) === 0 ? USER_ACCESS : 0) |
    ((high & TABLE_NO_WRITE) === 0 ? ANY_WRITE : 0) |
    ((high & TABLE_UXN) === 0 ? USER_EXEC : 0) |
    ((high & TABLE_PXN) === 0 ? KERNEL_EXEC : 0)
  );
}

function allows(rights: number, { kind, by }: MmuAccess, controls: MmuControls): boolean {
  const isUsers = (rights & USER_ACCESS) !== 0;
  const writable = (rights & (managesDirty(controls) ? ANY_WRITE : WRITABLE)) !== 0;
  if (kind === 'fetch') return mayExecute(rights, by, isUsers, writable, controls);
  if (by === 'user' ? !isUsers : isUsers && controls['PAN'] === 1) return false;
  return kind === 'load' || writable;
}

/** What EL0 can write, EL1 never executes; with WXN nobody executes what it could write itself. */
function mayExecute(
  rights: number,
  by: MmuAccess['by'],
  isUsers: boolean,
  writable: boolean,
  { WXN }: MmuControls,
): boolean {
  if (by === 'user') return (rights & USER_EXEC) !== 0 && !(WXN === 1 && isUsers && writable);
  return (rights & KERNEL_EXEC) !== 0 && !(isUsers && writable) && !(WXN === 1 && writable);
}
