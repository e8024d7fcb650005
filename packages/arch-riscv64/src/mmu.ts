/**
 * What a riscv64 processor does with whole tables (RISC-V privileged architecture, "Virtual Address Translation Process", "Svade",
 * "Svadu"): what sstatus changes, when it marks, and which cause it gives. The supervisor is the kernel here.
 *
 * Not modelled: two-stage translation, physical memory protection, shadow stacks.
 */

import {
  lowHalf,
  lowMask,
  type Geometry,
  type Mmu,
  type MmuAccess,
  type MmuControls,
  type MmuRefusal,
} from '@mm-playground/api';
import { isNapot, isValid, usedWord } from './entry.ts';
import { causeOf } from './fault.ts';
import { BIT, NAPOT_SHIFT } from './fields.ts';

const CONTROLS: Mmu['controls'] = Object.freeze([
  { name: 'SUM', meaning: 'sstatus: the supervisor may use the memory of user code', bits: 1, default: 0 },
  { name: 'MXR', meaning: 'sstatus: what can be executed can be read', bits: 1, default: 0 },
  {
    name: 'ADUE',
    meaning: 'menvcfg: the processor sets A and D itself (Svadu); without, it faults (Svade)',
    bits: 1,
    default: 1,
  },
]);

const R = lowMask(BIT.R);
const W = lowMask(BIT.W);
const X = lowMask(BIT.X);
const U = lowMask(BIT.U);

/** A table takes nothing away. */
const ALL = R | W | X | U;

/** The MMU for tables of this geometry. */
export const mmuOf = ({ levels, userBits }: Geometry): Mmu =>
  Object.freeze({
    controls: CONTROLS,
    translates: (va: bigint) => [0n, -1n].includes(BigInt.asIntN(64, va) >> BigInt(userBits)),
    takes: (word: bigint) => isValid(lowHalf(word)),
    rights: (_level: number, word: bigint, isLeaf: boolean) => (isLeaf ? lowHalf(word) & ALL : ALL),
    refuses,
    denies: (rights: number, access: MmuAccess, controls: MmuControls) =>
      allows(rights, access, controls) ? null : ('permission' as const),
    marks: (_level: number, word: bigint, _isLeaf: boolean, { kind }: MmuAccess, { ADUE }: MmuControls) =>
      ADUE === 1 ? usedWord(word, kind) : word,
    pagesOf: (level: number, word: bigint) => (isNapot(word) ? 2 ** NAPOT_SHIFT : 2 ** (levels[level]?.spanShift ?? 0)),
    faultCode: (_fault, { kind }) => causeOf(kind),
  } satisfies Mmu);

function refuses(
  _level: number,
  word: bigint,
  isLeaf: boolean,
  { kind }: MmuAccess,
  { ADUE }: MmuControls,
): MmuRefusal | null {
  return isLeaf && ADUE !== 1 && usedWord(word, kind) !== word ? 'unmarked' : null;
}

function allows(rights: number, { kind, by }: MmuAccess, { SUM, MXR }: MmuControls): boolean {
  const isUsers = (rights & U) !== 0;
  if (by === 'user' ? !isUsers : isUsers && (kind === 'fetch' || SUM !== 1)) return false;
  if (kind === 'fetch') return (rights & X) !== 0;
  if (kind === 'store') return (rights & W) !== 0;
  return (rights & R) !== 0 || (MXR === 1 && (rights & X) !== 0);
}
