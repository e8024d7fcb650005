/**
 * Entries of loongarch64 page tables: reading a word, and the words that Linux writes.
 *
 * - V is Linux's accessed bit, too: an old page is not valid, and its next access traps.
 * - D lets stores through. It is set where the page was written to and is writable; MODIFIED remembers the first where D has to go.
 * - A new protection brings its own V: mprotect() makes an old page young, and PROT_NONE a young one old.
 * - A table entry is the address at which the kernel sees the table.
 *
 * @kernel 6.18 arch/loongarch/include/asm/pgtable.h
 */

import {
  fieldMask,
  NO_ENTRY,
  readField,
  RESERVED_ENTRY,
  type AccessKind,
  type DecodedEntry,
  type LeafState,
  type Pfn,
} from '@mm-playground/api';
import { BIT, PHYSICAL_BITS } from './fields.ts';
import { decodeSwap, isSwap } from './swap.ts';

const V = fieldMask(BIT.V);
const D = fieldMask(BIT.D);
const H = fieldMask(BIT.H);
const W = fieldMask(BIT.W);
const MODIFIED = fieldMask(BIT.MODIFIED);
const PROTNONE = fieldMask(BIT.PROTNONE);
const SPECIAL = fieldMask(BIT.SPECIAL);
const NR = fieldMask(BIT.NR);
const NX = fieldMask(BIT.NX);
const LEVEL = fieldMask(BIT.LEVEL);
const THERE = V | fieldMask(BIT.P) | PROTNONE;

/** PLV of user code. */
const USER = 3n;
/** The direct mapping through which the kernel sees memory: CSR.DMW1. */
const WINDOW = 0x9000n << BigInt(PHYSICAL_BITS);
const ADDRESS = (1n << BigInt(PHYSICAL_BITS)) - 1n;
/** What a change of protection keeps, besides H: _PAGE_CHG_MASK. */
const KEPT = MODIFIED | SPECIAL | fieldMask(BIT.MAT) | fieldMask(BIT.PLV);

/** What the entry functions need to know of one level. */
export interface LevelShape {
  /** Whether it is the lowest, which points to no tables. */
  readonly lowest: boolean;
  /** Whether Linux has leaves here. */
  readonly leaf: boolean;
  readonly pageShift: number;
  /** Bits of the frame of a leaf. */
  readonly frame: bigint;
}

/** Whether a word is a leaf, as the processor takes it. */
export const isLeafWord = ({ lowest }: LevelShape, word: bigint): boolean => lowest || (word & H) !== 0n;

/** Reads an entry. */
export function decodeWord(shape: LevelShape, word: bigint): DecodedEntry {
  if (word === 0n) return NO_ENTRY;
  if (!isLeafWord(shape, word)) return decodeTable(shape, word);
  if (!shape.leaf) return RESERVED_ENTRY;
  if ((word & THERE) !== 0n) return decodeLeaf(shape, word);
  // G alone is left of a page of the kernel whose neighbour is still there.
  if (shape.lowest && word === fieldMask(BIT.G)) return NO_ENTRY;
  return isSwap(shape.lowest, word) ? decodeSwap(word) : RESERVED_ENTRY;
}

function decodeTable({ pageShift }: LevelShape, word: bigint): DecodedEntry {
  const table = (word & ADDRESS) >> BigInt(pageShift);
  if (BigInt.asUintN(pageShift, word) !== 0n) return RESERVED_ENTRY;
  return { ...NO_ENTRY, kind: 'table', pfn: frameOf(table), user: true, read: true, write: true, exec: true };
}

function decodeLeaf({ lowest, pageShift, frame }: LevelShape, word: bigint): DecodedEntry {
  if (!lowest && (word & LEVEL) !== 0n) return RESERVED_ENTRY;
  const protnone = (word & PROTNONE) !== 0n;
  const user = !protnone && readField(word, BIT.PLV) === USER;
  const read = user && (word & NR) === 0n;
  return {
    kind: 'leaf',
    pfn: frameOf((word & frame) >> BigInt(pageShift)),
    user,
    read,
    write: read && (word & W) !== 0n,
    exec: user && (word & NX) === 0n,
    dirty: (word & (D | MODIFIED)) !== 0n,
    young: (word & V) !== 0n,
    special: (word & SPECIAL) !== 0n,
    protnone,
    swap: null,
  };
}

const frameOf = (frame: bigint): Pfn => Number(frame) as Pfn;

/** The word of a table entry. */
export const tableWord = ({ pageShift }: LevelShape, table: Pfn): bigint =>
  WINDOW | (BigInt(table) << BigInt(pageShift));

/** The word of a leaf. */
export const leafWord = ({ pageShift, lowest }: LevelShape, frame: Pfn, protection: bigint): bigint =>
  (BigInt(frame) << BigInt(pageShift)) | protection | (lowest ? 0n : H);

/** The word with another state. */
export function withState(word: bigint, { young, special, write, dirty }: Partial<LeafState>): bigint {
  let after = word;
  if (young !== undefined) after = withBit(after, V, young);
  if (special !== undefined) after = withBit(after, SPECIAL, special);
  if (write === undefined && dirty === undefined) return after;
  after = withBit(after, MODIFIED, dirty ?? (word & (D | MODIFIED)) !== 0n);
  after = withBit(after, W, write ?? (word & W) !== 0n);
  return withBit(after, D, (after & MODIFIED) !== 0n && (after & W) !== 0n);
}

const withBit = (word: bigint, bit: bigint, on: boolean): bigint => (on ? word | bit : word & ~bit);

/** The word after an access that it allows: what Linux's handlers of TLB exceptions leave, and processors that walk themselves. */
export function usedWord(shape: LevelShape, word: bigint, access: AccessKind): bigint {
  if (!isLeafWord(shape, word)) return word;
  return word | (access === 'store' ? V | D | MODIFIED : V);
}

/** The word with another protection: frame, dirtiness and SPECIAL stay. */
export function withProtection({ frame, lowest }: LevelShape, word: bigint, protection: bigint): bigint {
  const kept = KEPT | frame | (lowest ? 0n : H);
  const dirty = (word & D) === 0n ? word : word | MODIFIED;
  return (dirty & kept) | (protection & ~kept);
}
