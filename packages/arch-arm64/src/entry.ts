/**
 * Descriptors as Linux writes and reads them, on the two halves of a word (see api's word.ts).
 *
 * Writable and dirty share two bits. DBM is "may be written" (Linux's PTE_WRITE), AP[2] is "read-only": together they mean
 * writable but clean, and hardware clears AP[2] on the first store. A software bit keeps dirtiness where DBM is gone:
 *
 *     DBM AP[2] DIRTY
 *      0    1     0     read-only, clean
 *      0    1     1     read-only, dirty
 *      1    1     0     writable, clean: a store makes it dirty without a fault
 *      1    0     -     writable, dirty
 *
 * The model's processor updates access flag and dirty state itself (TCR_EL1.HA and HD).
 *
 * Not modelled: guarded control stacks, permission indirection, what POR_EL0 takes away.
 *
 * @kernel 6.18 arch/arm64/include/asm/pgtable.h
 */

import {
  RESERVED_ENTRY,
  highHalf,
  highMask,
  joinHalves,
  lowHalf,
  lowMask,
  type AccessKind,
  type DecodedEntry,
  type LeafState,
  type Pfn,
} from '@mm-playground/api';
import { BIT, TABLE } from './fields.ts';
import type { FramePlace } from './frame.ts';
import type { Protection } from './protection.ts';

const VALID = lowMask(BIT.VALID);
const TYPE = lowMask(BIT.TYPE);
const USER = lowMask(BIT.USER);
const RDONLY = lowMask(BIT.RDONLY);
const AF = lowMask(BIT.AF);
const PRESENT_INVALID = lowMask(BIT.NG);
const WRITE = highMask(BIT.DBM);
const UXN = highMask(BIT.UXN);
const DIRTY = highMask(BIT.DIRTY);
const SPECIAL = highMask(BIT.SPECIAL);

/** What a table entry of user space carries: no right is taken away but the kernel's to execute. */
const TABLE_LOW = VALID | TYPE | lowMask(TABLE.AF);
const TABLE_HIGH = highMask(TABLE.PXN);
const TABLE_UXN = highMask(TABLE.UXN);
const TABLE_NO_USER = highMask(TABLE.NO_USER);
const TABLE_NO_WRITE = highMask(TABLE.NO_WRITE);

/** What a change of protection replaces. */
const CHANGED_LOW = [BIT.VALID, BIT.ATTR, BIT.USER, BIT.RDONLY, BIT.NG].reduce((sum, bit) => sum | lowMask(bit), 0);
const CHANGED_HIGH = [BIT.GP, BIT.DBM, BIT.PXN, BIT.UXN, BIT.POIDX].reduce((sum, bit) => sum | highMask(bit), 0);

/** What the entry functions need to know of one level. */
export interface LevelShape {
  /** Whether leaves can be here: blocks, or pages at the last level. */
  readonly leaf: boolean;
  /** The last level: TYPE is set in its leaves, and clear in blocks. */
  readonly last: boolean;
  /** Pages of a leaf. */
  readonly pages: number;
  readonly leafFrame: FramePlace;
  readonly tableFrame: FramePlace;
  /** Bits of a leaf and of a table that are written as zero, in halves. */
  readonly leafZero: Protection;
  readonly tableZero: Protection;
}

/** Whether the MMU looks at the word. */
export const isValid = (low: number): boolean => (low & VALID) !== 0;

/** Whether a word without VALID is a PROT_NONE leaf. */
export const isPresentInvalid = (low: number): boolean => (low & PRESENT_INVALID) !== 0;

/** Whether a word without VALID and nG can be a swap entry. */
export const isSwap = (low: number): boolean => (low & TYPE) === 0;

/** A valid word. A type that the level does not have is invalid for the MMU: reserved. */
export function decodeValid(shape: LevelShape, low: number, high: number): DecodedEntry {
  const table = (low & TYPE) !== 0;
  if (table && !shape.last) return decodeTable(shape, low, high);
  return table === shape.last && shape.leaf ? decodeLeaf(shape, low, high) : RESERVED_ENTRY;
}

function decodeTable(shape: LevelShape, low: number, high: number): DecodedEntry {
  if (hasAny(shape.tableZero, low, high)) return RESERVED_ENTRY;
  const user = (high & TABLE_NO_USER) === 0;
  return {
    kind: 'table',
    pfn: shape.tableFrame.read(low, high),
    user,
    read: user,
    write: user && (high & TABLE_NO_WRITE) === 0,
    exec: (high & TABLE_UXN) === 0,
    dirty: false,
    young: (low & AF) !== 0,
    special: false,
    protnone: false,
    swap: null,
  };
}

function decodeLeaf(shape: LevelShape, low: number, high: number): DecodedEntry {
  if (hasAny(shape.leafZero, low, high)) return RESERVED_ENTRY;
  const read = (low & USER) !== 0;
  const exec = (high & UXN) === 0;
  return {
    kind: 'leaf',
    pfn: shape.leafFrame.read(low, high),
    user: read || exec,
    read,
    write: read && ((high & WRITE) !== 0 || (low & RDONLY) === 0),
    exec,
    dirty: isDirty(low, high),
    young: (low & AF) !== 0,
    special: (high & SPECIAL) !== 0,
    protnone: false,
    swap: null,
  };
}

/** A leaf that is present for software only. Its frame is stored as in any other. */
export function decodePresentInvalid(shape: LevelShape, low: number, high: number): DecodedEntry {
  if (!shape.leaf || ((low & TYPE) !== 0) !== shape.last) return RESERVED_ENTRY;
  const leaf = decodeLeaf(shape, low, high);
  if (leaf.kind === 'reserved') return RESERVED_ENTRY;
  return { ...leaf, user: false, read: false, write: false, exec: false, protnone: true };
}

const hasAny = (bits: Protection, low: number, high: number): boolean =>
  (low & bits.low) !== 0 || (high & bits.high) !== 0;

const isHardwareDirty = (low: number, high: number): boolean => (high & WRITE) !== 0 && (low & RDONLY) === 0;
const isDirty = (low: number, high: number): boolean => (high & DIRTY) !== 0 || isHardwareDirty(low, high);

/** The word of a table entry. */
export const tableWord = (shape: LevelShape, table: Pfn): bigint =>
  joinHalves(shape.tableFrame.high(table) | TABLE_HIGH, shape.tableFrame.low(table) | TABLE_LOW);

/** The word of a leaf: a page where the level is the last, else a block. */
export function leafWord({ last, leafFrame }: LevelShape, frame: Pfn, protection: Protection): bigint {
  const low = last ? protection.low : protection.low & ~TYPE;
  return joinHalves(leafFrame.high(frame) | protection.high, leafFrame.low(frame) | low);
}

/** The word with another state. WRITE goes first, as the other order gives the same. */
export function withState(word: bigint, state: Partial<LeafState>): bigint {
  let low = lowHalf(word);
  let high = highHalf(word);
  if (state.young !== undefined) low = state.young ? low | AF : low & ~AF;
  if (state.special !== undefined) high = state.special ? high | SPECIAL : high & ~SPECIAL;
  if (state.write === true) {
    high |= WRITE;
    if ((high & DIRTY) !== 0) low &= ~RDONLY;
  } else if (state.write === false) {
    if (isHardwareDirty(low, high)) high |= DIRTY;
    high &= ~WRITE;
    low |= RDONLY;
  }
  if (state.dirty === true) {
    high |= DIRTY;
    if ((high & WRITE) !== 0) low &= ~RDONLY;
  } else if (state.dirty === false) {
    high &= ~DIRTY;
    low |= RDONLY;
  }
  return joinHalves(high, low);
}

/** The word after the MMU used it: AF, and AP[2] cleared where a writable leaf was written to. */
export function usedWord(shape: LevelShape, word: bigint, access: AccessKind): bigint {
  const low = lowHalf(word);
  const high = highHalf(word);
  const leaf = shape.last || (low & TYPE) === 0;
  const used = low | AF;
  const written = access === 'store' && leaf && (high & WRITE) !== 0 ? used & ~RDONLY : used;
  return written >>> 0 === low ? word : joinHalves(high, written);
}

/** The word with another protection: frame, AF, dirtiness, shareability and software bits stay. */
export function withProtection(word: bigint, protection: Protection): bigint {
  const oldLow = lowHalf(word);
  const oldHigh = highHalf(word);
  const dirty = isDirty(oldLow, oldHigh);
  let low = (oldLow & ~CHANGED_LOW) | (protection.low & CHANGED_LOW);
  let high = (oldHigh & ~CHANGED_HIGH) | (protection.high & CHANGED_HIGH);
  if (dirty) {
    high |= DIRTY;
    if ((high & WRITE) !== 0) low &= ~RDONLY;
  }
  return joinHalves(high, low);
}
