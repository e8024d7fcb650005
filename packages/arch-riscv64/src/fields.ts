/**
 * Every bit of a riscv64 page-table entry, once. The entry functions build their masks from these rows, the viewers draw them.
 * What the MMU reads is from the RISC-V privileged architecture ("Sv39", "Svnapot", "Svpbmt"); what only Linux reads is marked
 * `software`: the two bits that are left to it (RSW), and entries without V.
 *
 * An entry is a leaf where one of R, W and X is set, and points to a table where none is. Bits that one of the two may not have
 * are reserved: an access that meets one faults.
 *
 * @kernel 6.18 arch/riscv/include/asm/pgtable-bits.h, pgtable-64.h
 */

import { coverWord, fieldRow as row, type FieldSpec } from '@mm-playground/api';

/** log2 of the page size. */
export const PAGE_SHIFT = 12;
/** Bits of a physical address. */
export const PHYSICAL_BITS = 56;
/** Where the frame begins: two bits lower than the address that it stands for. */
const FRAME_LO = 10;
const FRAME_HI = FRAME_LO + PHYSICAL_BITS - PAGE_SHIFT - 1;
/** log2 of the pages of a leaf with N: 64 KiB is the only size that there is. */
export const NAPOT_SHIFT = 4;

/** Extensions that give meaning to bits which are reserved without them. */
export interface Extensions {
  /** N: leaves of 64 KiB. */
  readonly svnapot: boolean;
  /** PBMT: memory types. */
  readonly svpbmt: boolean;
}

const yesNo = (yes: string, no: string): Readonly<Record<string, string>> => ({ '0': no, '1': yes });

/** Entries with V: what the MMU reads, and the software bits of Linux. */
export const BIT = {
  V: row('V', 0, 0, 'mmu', 'Valid: whether the MMU takes the entry.', yesNo('valid', 'invalid')),
  R: row('R', 1, 1, 'mmu', 'Whether loads are allowed.', yesNo('readable', 'not readable')),
  W: row('W', 2, 2, 'mmu', 'Whether stores are allowed. Reserved without R.', yesNo('writable', 'read-only')),
  X: row(
    'X',
    3,
    3,
    'mmu',
    'Whether fetches are allowed. A table where R, W and X are clear.',
    yesNo('executable', 'no execute'),
  ),
  U: row('U', 4, 4, 'mmu', 'Whether user code may use the page.', yesNo('user', 'supervisor')),
  G: row('G', 5, 5, 'mmu', 'Global: in every address space. Without V it means PROT_NONE.'),
  A: row('A', 6, 6, 'mmu', 'Accessed: set when the entry is used.'),
  D: row('D', 7, 7, 'mmu', 'Dirty: set on a store.'),
  SPECIAL: row(
    'SPECIAL',
    8,
    8,
    'software',
    'No struct page as far as the mm is concerned: pte_special(). RSW, low bit.',
  ),
  RSW: row('RSW[1]', 9, 9, 'software', 'Free for software; up to 6.16 it marked device memory (devmap).'),
  PBMT: row('PBMT', 61, 62, 'mmu', 'Memory type (Svpbmt).', {
    '0': 'as the physical address says',
    '1': 'not cached',
    '2': 'device',
    '3': 'reserved',
  }),
  N: row('N', 63, 63, 'mmu', 'One of 16 alike entries for 64 KiB; the lowest bits of PFN are 1000 then (Svnapot).'),
} as const;

/** Swap entries: V, R, W, X and G clear. */
export const SWAP = {
  LEAF: row('RWX', 1, 3, 'software', 'Clear: a set one would mean a leaf that is being split.'),
  PROTNONE: row('G', 5, 5, 'software', 'Clear: a set one would mean PROT_NONE.'),
  EXCLUSIVE: row('SWP_EXCLUSIVE', 6, 6, 'software', "The page was this process's alone: pte_swp_exclusive()."),
  TYPE: row('SWP_TYPE', 7, 11, 'software', 'Type of the swap entry: swap file, migration or marker.'),
  OFFSET: row('OFFSET', 12, 63, 'software', 'Offset of the swap entry.'),
} as const;

const reserved = (name: string, { lo, hi }: Pick<FieldSpec, 'lo' | 'hi'>, meaning: string): FieldSpec =>
  row(name, lo, hi, 'reserved', meaning);

const { V, R, W, X, U, G, A, D, SPECIAL, RSW, PBMT, N } = BIT;
const COMMON = [
  V,
  R,
  W,
  X,
  G,
  SPECIAL,
  RSW,
  reserved('MBZ', { lo: FRAME_HI + 1, hi: PBMT.lo - 1 }, 'For later use: faults where set.'),
];
const frame = (lo: number): FieldSpec =>
  row('PFN', lo, FRAME_HI, 'mmu', 'Physical frame: bits 12 and up of the address.');

/** Rows of a leaf of `1 << spanShift` pages. */
export function leafFields(spanShift: number, { svnapot, svpbmt }: Extensions): readonly FieldSpec[] {
  const lo = FRAME_LO + spanShift;
  return coverWord([
    ...COMMON,
    U,
    A,
    D,
    ...(spanShift > 0
      ? [reserved('MBZ low', { lo: FRAME_LO, hi: lo - 1 }, 'Below the size of the leaf: faults where set.')]
      : []),
    frame(lo),
    svpbmt ? PBMT : reserved('PBMT', PBMT, 'Memory type, without Svpbmt: faults where set.'),
    svnapot && spanShift === 0 ? N : reserved('N', N, 'Not possible here: faults where set.'),
  ]);
}

/** Rows of an entry that points to a table. */
export const tableFields: readonly FieldSpec[] = coverWord([
  ...COMMON,
  ...[U, A, D, PBMT, N].map((field) => reserved(field.name, field, 'Reserved in a table entry: faults where set.')),
  frame(FRAME_LO),
]);

const invalid = (meaning: string): FieldSpec => row('V', V.lo, V.hi, 'mmu', meaning, V.values);

/** Rows of a swap entry. */
export const swapFields: readonly FieldSpec[] = coverWord([
  invalid('Clear: the MMU reads nothing else.'),
  ...Object.values(SWAP),
]);

/** Rows of an entry that says nothing. */
export const noneFields: readonly FieldSpec[] = coverWord([invalid('Clear: nothing is mapped.')]);
