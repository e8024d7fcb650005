/**
 * Entries of riscv64 page tables that are present, for the MMU or for software alone: reading a word, and the words that Linux
 * writes. All work on the two halves of a word (see api's word.ts); a frame number is cut at bit 22, where it crosses from one
 * half to the other.
 *
 * What Linux does with the bits:
 * - A new protection brings its A along: mprotect() makes an old entry young. Measured on 6.12.117; see protection.ts.
 * - A PROT_NONE leaf is G without V, and keeps its frame as it is.
 *
 * The MMU sets A and D itself (Svadu). Without that it faults, and Linux sets the same bits in the handler.
 *
 * Every one of the 16 leaves with N has the first frame of their 64 KiB as its `pfn`.
 *
 * @kernel 6.18 arch/riscv/include/asm/pgtable.h
 */

import {
  HALF_RANGE,
  NO_ENTRY,
  RESERVED_ENTRY,
  fieldNamed,
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
import { BIT, NAPOT_SHIFT, tableFields } from './fields.ts';

const V = lowMask(BIT.V);
const R = lowMask(BIT.R);
const W = lowMask(BIT.W);
const X = lowMask(BIT.X);
const U = lowMask(BIT.U);
const G = lowMask(BIT.G);
const A = lowMask(BIT.A);
const D = lowMask(BIT.D);
const SPECIAL = lowMask(BIT.SPECIAL);
const LEAF = R | W | X;
const PBMT = highMask(BIT.PBMT);
const N = highMask(BIT.N);

/** What a change of protection replaces. */
const CHANGED = V | LEAF | U | G;

const FRAME = fieldNamed(tableFields, 'PFN');
const FRAME_HIGH = highMask(FRAME);
/** Frame numbers in the low half, and what one unit of the high half is worth. */
const HALF_FRAMES = HALF_RANGE / 2 ** FRAME.lo;
const NAPOT_PAGES = 2 ** NAPOT_SHIFT;

/** What the entry functions need to know of one level. */
export interface LevelShape {
  /** The lowest level, which points to no tables. */
  readonly lowest: boolean;
  /** Pages of a leaf. */
  readonly pages: number;
  /** Bits of a leaf and of a table that must be zero, in halves. */
  readonly leafZero: Halves;
  readonly tableZero: Halves;
}

/** Bits of a word, in halves. */
export interface Halves {
  readonly low: number;
  readonly high: number;
}

/** Whether the MMU looks at the word. */
export const isValid = (low: number): boolean => (low & V) !== 0;

/** Whether a word without V is a PROT_NONE leaf. */
export const isProtnone = (low: number): boolean => (low & G) !== 0;

/** Whether a word without V and G can be a swap entry. */
export const isSwap = (low: number): boolean => (low & LEAF) === 0;

/** Whether a word has N. */
export const isNapot = (word: bigint): boolean => (highHalf(word) & N) !== 0;

/** The low bits of a frame that say which of 16 pages it is, or with N how many there are. */
const NAPOT_PLACE = (NAPOT_PAGES - 1) << FRAME.lo;
const NAPOT_SIZE = (NAPOT_PAGES / 2) << FRAME.lo;

/** The word of a leaf as one of 16 with N. */
export const napotWord = (word: bigint): bigint =>
  joinHalves(highHalf(word) | N, (lowHalf(word) & ~NAPOT_PLACE) | NAPOT_SIZE);

/** The word of the `index`-th leaf with N as one of its own. */
export const plainWord = (word: bigint, index: number): bigint =>
  joinHalves(highHalf(word) & ~N, (lowHalf(word) & ~NAPOT_PLACE) | (index << FRAME.lo));

/** A word with V. */
export function decodeValid(shape: LevelShape, low: number, high: number): DecodedEntry {
  return (low & LEAF) === 0 ? decodeTable(shape, low, high) : decodeLeaf(shape, low, high);
}

function decodeTable(shape: LevelShape, low: number, high: number): DecodedEntry {
  if (shape.lowest || hasAny(shape.tableZero, low, high)) return RESERVED_ENTRY;
  return { ...NO_ENTRY, kind: 'table', pfn: frameOf(low, high), user: true, read: true, write: true, exec: true };
}

function decodeLeaf(shape: LevelShape, low: number, high: number): DecodedEntry {
  if ((low & (R | W)) === W || (high & PBMT) === PBMT || hasAny(shape.leafZero, low, high)) return RESERVED_ENTRY;
  const frame = (high & N) === 0 ? frameOf(low, high) : napotFrame(low, high);
  if (frame === null) return RESERVED_ENTRY;
  const user = (low & U) !== 0;
  return {
    kind: 'leaf',
    pfn: frame,
    user,
    read: user && (low & R) !== 0,
    write: user && (low & W) !== 0,
    exec: user && (low & X) !== 0,
    dirty: (low & D) !== 0,
    young: (low & A) !== 0,
    special: (low & SPECIAL) !== 0,
    protnone: false,
    swap: null,
  };
}

/** A leaf that is present for software only. */
export function decodeProtnone(shape: LevelShape, low: number, high: number): DecodedEntry {
  const leaf = (low & LEAF) === 0 ? RESERVED_ENTRY : decodeLeaf(shape, low, high);
  if (leaf.kind === 'reserved') return RESERVED_ENTRY;
  return { ...leaf, user: false, read: false, write: false, exec: false, protnone: true };
}

const hasAny = (bits: Halves, low: number, high: number): boolean => (low & bits.low) !== 0 || (high & bits.high) !== 0;

const frameOf = (low: number, high: number): Pfn => ((low >>> FRAME.lo) + (high & FRAME_HIGH) * HALF_FRAMES) as Pfn;

/** The first frame of a leaf with N, or null where its lowest bits say another size than 64 KiB. */
function napotFrame(low: number, high: number): Pfn | null {
  const frame = frameOf(low, high);
  return frame % NAPOT_PAGES === NAPOT_PAGES / 2 ? ((frame - NAPOT_PAGES / 2) as Pfn) : null;
}

/** The word of a frame with bits of the low half: a table's is V alone, a leaf's its protection. */
export const frameWord = (frame: Pfn, low: number): bigint =>
  joinHalves(Math.floor(frame / HALF_FRAMES), (frame << FRAME.lo) | low);

/** The word of a table entry. */
export const tableWord = (table: Pfn): bigint => frameWord(table, V);

/** The word with another state. A leaf that cannot be read stays read-only: W without R is reserved. */
export function withState(word: bigint, { young, special, write, dirty }: Partial<LeafState>): bigint {
  let low = lowHalf(word);
  if (young !== undefined) low = withBit(low, A, young);
  if (special !== undefined) low = withBit(low, SPECIAL, special);
  if (write !== undefined) low = withBit(low, W, write && (low & R) !== 0);
  if (dirty !== undefined) low = withBit(low, D, dirty);
  return joinHalves(highHalf(word), low);
}

const withBit = (low: number, bit: number, on: boolean): number => (on ? low | bit : low & ~bit);

/** The word after the MMU used it: A, and D where a leaf was written to. A table entry has neither. */
export function usedWord(word: bigint, access: AccessKind): bigint {
  const low = lowHalf(word);
  if ((low & LEAF) === 0) return word;
  const marks = access === 'store' ? A | D : A;
  return (low & marks) === marks ? word : joinHalves(highHalf(word), low | marks);
}

/** The word with another protection: frame, dirtiness and software bits stay, A stays or comes with the protection. */
export const withProtection = (word: bigint, protection: number): bigint =>
  joinHalves(highHalf(word) & ~PBMT, (lowHalf(word) & ~CHANGED) | protection);
