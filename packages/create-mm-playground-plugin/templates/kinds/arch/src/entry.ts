/**
 * Then this: the words. Pure functions on 64-bit words, all masks made of the rows of fields.ts. The kit proves them one by one.
 *
 * When all is green and you want it fast: cut words in halves (`lowHalf`, `highHalf` of the api), as arch-riscv64 does.
 */

import {
  fieldMask,
  NO_ENTRY,
  readField,
  RESERVED_ENTRY,
  swapCodec,
  VM_EXEC,
  VM_READ,
  VM_SHARED,
  VM_WRITE,
  writeField,
  type AccessKind,
  type DecodedEntry,
  type FieldSpec,
  type LeafState,
  type Pfn,
  type SwapCodec,
  type VmFlags,
} from '@mm-playground/api';
import { BIT, CODE, SWAP } from './fields.ts';

const V = fieldMask(BIT.V);
const W = fieldMask(BIT.W);
const X = fieldMask(BIT.X);
const U = fieldMask(BIT.U);
const A = fieldMask(BIT.A);
const D = fieldMask(BIT.D);
const L = fieldMask(BIT.L);
const SPECIAL = fieldMask(BIT.SPECIAL);
const PROTNONE = fieldMask(BIT.PROTNONE);

/** What a change of protection replaces. */
const RIGHTS = V | W | X | U | PROTNONE;

/** What decoding needs to know of a level. */
export interface LevelShape {
  /** Whether entries may map memory, and whether they may point to tables. */
  readonly leaf: boolean;
  readonly table: boolean;
  /** Bits of leaves and of tables that must be zero. */
  readonly leafZero: bigint;
  readonly tableZero: bigint;
}

/** The bits of rows that are reserved. */
export const reservedBits = (rows: readonly FieldSpec[]): bigint =>
  rows.filter(({ owner }) => owner === 'reserved').reduce((bits, row) => bits | fieldMask(row), 0n);

/** What a word is. */
export function decode(shape: LevelShape, word: bigint): DecodedEntry {
  if (word === 0n) return NO_ENTRY;
  if ((word & (V | PROTNONE)) === 0n) return shape.leaf ? swapEntries.decode(word) : RESERVED_ENTRY;
  return (word & L) === 0n ? decodeTable(shape, word) : decodeLeaf(shape, word);
}

function decodeTable({ table, tableZero }: LevelShape, word: bigint): DecodedEntry {
  if (!table || (word & V) === 0n || (word & tableZero) !== 0n) return RESERVED_ENTRY;
  return { ...NO_ENTRY, kind: 'table', pfn: frameOf(word), user: true, read: true, write: true, exec: true };
}

function decodeLeaf({ leaf, leafZero }: LevelShape, word: bigint): DecodedEntry {
  if (!leaf || (word & leafZero) !== 0n) return RESERVED_ENTRY;
  const protnone = (word & V) === 0n;
  const user = !protnone && (word & U) !== 0n;
  return {
    kind: 'leaf',
    pfn: frameOf(word),
    user,
    // No bit for reading here: what can be used at all can be read.
    read: user,
    write: user && (word & W) !== 0n,
    exec: user && (word & X) !== 0n,
    dirty: (word & D) !== 0n,
    young: (word & A) !== 0n,
    special: (word & SPECIAL) !== 0n,
    protnone,
    swap: null,
  };
}

const frameOf = (word: bigint): Pfn => Number(readField(word, BIT.PFN)) as Pfn;

/** The word of a table entry. */
export const tableWord = (table: Pfn): bigint => writeField(V, BIT.PFN, BigInt(table));

/** The word of a leaf that nobody used yet. */
export const leafWord = (frame: Pfn, flags: VmFlags): bigint =>
  writeField(protectionOf(flags) | L | A, BIT.PFN, BigInt(frame));

/** The protection map. A private mapping is never writable: the first store faults, and copies. */
function protectionOf(flags: VmFlags): bigint {
  const [read, write, exec] = [VM_READ, VM_WRITE, VM_EXEC].map((flag) => flags.has(flag));
  if (!read && !write && !exec) return PROTNONE;
  return V | U | (write && flags.has(VM_SHARED) ? W : 0n) | (exec ? X : 0n);
}

/** pte_modify(): frame, dirtiness, age and software bits stay. */
export const withProtection = (word: bigint, flags: VmFlags): bigint => (word & ~RIGHTS) | protectionOf(flags);

/** The word with another state: pte_mkdirty(), pte_wrprotect() and so on. */
export function withState(word: bigint, { write, dirty, young, special }: Partial<LeafState>): bigint {
  const changes: readonly (readonly [bigint, boolean | undefined])[] = [
    [W, write],
    [D, dirty],
    [A, young],
    [SPECIAL, special],
  ];
  return changes.reduce((sum, [bit, on]) => (on === undefined ? sum : on ? sum | bit : sum & ~bit), word);
}

/** The word after the MMU used it. Tables have no A and no D here. */
export function usedWord(word: bigint, access: AccessKind): bigint {
  if ((word & L) === 0n) return word;
  return word | (access === 'store' ? A | D : A);
}

/** Entries that are not present: how Linux makes them is the same everywhere, where their bits lie stands in fields.ts. */
export const swapEntries: SwapCodec = swapCodec(SWAP);

/** The code of a fault by user code whose walk ended at this entry. */
export function faultCode(access: AccessKind, entry: DecodedEntry): bigint {
  const present = entry.kind === 'leaf' && !entry.protnone;
  return (
    (present ? fieldMask(CODE.PRESENT) : 0n) |
    (access === 'store' ? fieldMask(CODE.STORE) : 0n) |
    (access === 'fetch' ? fieldMask(CODE.FETCH) : 0n)
  );
}
