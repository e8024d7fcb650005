/**
 * Present entries of x86-64 page tables: reading a word, and the words that Linux writes. All work on the two halves of a
 * word (see api's word.ts); a frame number is cut at bit 20, where its address crosses from one half to the other.
 *
 * Two habits of Linux shape the bits:
 * - A PROT_NONE leaf is not present for the MMU, and its frame is stored inverted, so that a processor that speculates
 *   past P (L1 terminal fault) finds an address without memory. Linux does so on every processor.
 * - D without RW means shadow stack since 6.6. A dirty leaf that loses RW keeps its dirtiness in a software bit.
 *
 * Not modelled: shadow-stack leaves (read, never made), memory encryption, what PKRU takes away.
 *
 * @kernel 6.18 arch/x86/include/asm/pgtable.h, pgtable-invert.h
 */

import {
  HALF_RANGE,
  RESERVED_ENTRY,
  highHalf,
  highMask,
  joinHalves,
  lowHalf,
  lowMask,
  type AccessKind,
  type DecodedEntry,
  type EntryKind,
  type LeafState,
  type Pfn,
} from '@mm-playground/api';
import { BIT, MAX_PHYSICAL_BITS, PAGE_SHIFT } from './fields.ts';
import type { Protection } from './protection.ts';

const P = lowMask(BIT.P);
const RW = lowMask(BIT.RW);
const US = lowMask(BIT.US);
const A = lowMask(BIT.A);
const D = lowMask(BIT.D);
const PS = lowMask(BIT.PS);
const PROTNONE = lowMask(BIT.G);
const SPECIAL = lowMask(BIT.SPECIAL);
const SAVED_DIRTY = highMask(BIT.SAVED_DIRTY);
const NX = highMask(BIT.NX);

/** What a table entry of user space carries: every right, so that leaves alone decide. */
const TABLE = P | RW | US | A | D;

/** What a change of protection keeps. Bit 7 (PAT, or PS) stays, too. */
const KEPT_LOW =
  A |
  D |
  [BIT.PWT, BIT.PCD, BIT.PAT, BIT.SPECIAL, BIT.UFFD_WP, BIT.SOFT_DIRTY].reduce((sum, bit) => sum | lowMask(bit), 0);

const FRAME = { lo: PAGE_SHIFT, hi: MAX_PHYSICAL_BITS - 1 };
const FRAME_LOW = lowMask(FRAME);
const FRAME_HIGH = highMask(FRAME);
/** Frame numbers in the low half, and what one unit of the high half is worth. */
const HALF_FRAMES = HALF_RANGE / 2 ** PAGE_SHIFT;

/** What the entry functions need to know of one level. */
export interface LevelShape {
  /** Whether P and PS (or P at the lowest level) make a leaf here. */
  readonly leaf: boolean;
  /** The lowest level: bit 7 is PAT there, and every present entry a leaf. */
  readonly lowest: boolean;
  /** Pages of a leaf. */
  readonly pages: number;
  /** Address bits of a leaf, in halves: for a large leaf not the ones below its size. */
  readonly frameLow: number;
  /** Bits of a leaf that must be zero, in halves. */
  readonly zeroLow: number;
  readonly zeroHigh: number;
}

/** Whether the MMU would go through the word. */
export const isPresent = (low: number): boolean => (low & P) !== 0;

/** Whether a word without P is a PROT_NONE leaf. */
export const isProtnone = (low: number): boolean => (low & PROTNONE) !== 0;

/** Whether a word without P says nothing. A and D do not count: some processors set them on their own. */
export const isNone = (low: number, high: number): boolean => high === 0 && (low & ~(A | D)) === 0;

/** A present word. */
export function decodePresent(shape: LevelShape, low: number, high: number): DecodedEntry {
  const large = !shape.lowest && (low & PS) !== 0;
  if (large && !shape.leaf) return RESERVED_ENTRY;
  if ((high & shape.zeroHigh) !== 0 || (large && (low & shape.zeroLow) !== 0)) return RESERVED_ENTRY;
  const leaf = large || shape.lowest;
  const user = (low & US) !== 0;
  return entryOf(
    leaf ? 'leaf' : 'table',
    frameOf(low & (leaf ? shape.frameLow : FRAME_LOW), high & FRAME_HIGH),
    user,
    user && (low & RW) !== 0,
    user && (high & NX) === 0,
    leaf && isDirty(low, high),
    (low & A) !== 0,
    leaf && (low & SPECIAL) !== 0,
  );
}

/** A PROT_NONE leaf. Above the lowest level Linux sets PS, too. */
export function decodeProtnone(shape: LevelShape, low: number, high: number): DecodedEntry {
  if (!shape.leaf || (!shape.lowest && (low & PS) === 0)) return RESERVED_ENTRY;
  if ((~high & shape.zeroHigh) !== 0) return RESERVED_ENTRY;
  const frame = frameOf(~low & shape.frameLow, ~high & FRAME_HIGH);
  const dirty = (low & D) !== 0 || (high & SAVED_DIRTY) !== 0;
  const entry = entryOf('leaf', frame, false, false, false, dirty, (low & A) !== 0, (low & SPECIAL) !== 0);
  return { ...entry, protnone: true };
}

function entryOf(
  kind: EntryKind,
  pfn: Pfn,
  user: boolean,
  write: boolean,
  exec: boolean,
  dirty: boolean,
  young: boolean,
  special: boolean,
): DecodedEntry {
  return { kind, pfn, user, read: user, write, exec, dirty, young, special, protnone: false, swap: null };
}

const frameOf = (low: number, high: number): Pfn => ((low >>> PAGE_SHIFT) + high * HALF_FRAMES) as Pfn;

/** The word of a table entry. */
export const tableWord = (table: Pfn): bigint => joinHalves(highOf(table), (table << PAGE_SHIFT) | TABLE);

/** The word of a leaf. The frame is inverted where the protection has no P. */
export function leafWord(shape: LevelShape, frame: Pfn, protection: Protection): bigint {
  const low = protection.low | (shape.lowest ? 0 : PS);
  return withFrame(shape, frame << PAGE_SHIFT, highOf(frame), low, protection.high);
}

const highOf = (frame: Pfn): number => Math.floor(frame / HALF_FRAMES);

/** Joins the address of a frame, in halves, with the other bits of a leaf. */
function withFrame(shape: LevelShape, frameLow: number, frameHigh: number, low: number, high: number): bigint {
  return isPresent(low)
    ? joinHalves(high | frameHigh, low | frameLow)
    : joinHalves(high | (frameHigh ^ FRAME_HIGH), low | (frameLow ^ shape.frameLow));
}

/** The word with another state. Only a change of WRITE or dirty moves the dirty bits; see the head of the file. */
export function withState(word: bigint, state: Partial<LeafState>): bigint {
  let low = lowHalf(word);
  let high = highHalf(word);
  if (state.young !== undefined) low = state.young ? low | A : low & ~A;
  if (state.special !== undefined) low = state.special ? low | SPECIAL : low & ~SPECIAL;
  if (state.write !== undefined || state.dirty !== undefined) {
    const dirty = state.dirty ?? isDirty(low, high);
    if (state.write !== undefined) low = state.write ? low | RW : low & ~RW;
    low = dirtyLow(low, dirty);
    high = dirtyHigh(low, high, dirty);
  }
  return joinHalves(high, low);
}

const isDirty = (low: number, high: number): boolean => (low & D) !== 0 || (high & SAVED_DIRTY) !== 0;
const dirtyLow = (low: number, dirty: boolean): number => (dirty && (low & RW) !== 0 ? low | D : low & ~D);
const dirtyHigh = (low: number, high: number, dirty: boolean): number =>
  dirty && (low & RW) === 0 ? high | SAVED_DIRTY : high & ~SAVED_DIRTY;

/** The word after the MMU used it: A, and D where a leaf was written to. */
export function usedWord(shape: LevelShape, word: bigint, access: AccessKind): bigint {
  const low = lowHalf(word);
  const leaf = shape.lowest || (low & PS) !== 0;
  const marks = access === 'store' && leaf ? A | D : A;
  return (low & marks) === marks ? word : joinHalves(highHalf(word), low | marks);
}

/** The word with another protection: frame, A, dirtiness, memory type and software bits stay. */
export function withProtection(shape: LevelShape, word: bigint, protection: Protection): bigint {
  const oldLow = lowHalf(word);
  const oldHigh = highHalf(word);
  const inverted = isPresent(oldLow) ? 0 : -1;
  const frameLow = (oldLow ^ inverted) & shape.frameLow;
  const frameHigh = (oldHigh ^ inverted) & FRAME_HIGH;
  // PAT of a large leaf lies below its frame, in the address field of a small one.
  const kept = (oldLow & KEPT_LOW) | (oldLow & FRAME_LOW & ~shape.frameLow);
  const dirty = isDirty(oldLow, oldHigh);
  const low = dirtyLow(kept | (protection.low & ~A), dirty);
  return withFrame(shape, frameLow, frameHigh, low, dirtyHigh(low, protection.high, dirty));
}
