/**
 * Change this first. Every bit of an entry, once: the entry functions make their masks of these rows, and the viewers draw them.
 * What stands here is an invented CPU. Put in the names and positions of your manual, and say in `owner` who reads a bit: the MMU,
 * software alone, or nobody (`reserved` where it must be zero).
 *
 * There are four kinds of words: a table (points to the next level), a leaf (maps memory), a swap entry (not present, means something
 * to software) and nothing, which is zero.
 */

import { coverWord, fieldRow as row, type FieldSpec } from '@mm-playground/api';

/** log2 of the page size. */
export const PAGE_SHIFT = 12;
/** Bits of a physical address. */
export const PHYSICAL_BITS = 48;

/** Where the frame lies in an entry. */
const FRAME = { lo: 12, hi: 12 + PHYSICAL_BITS - PAGE_SHIFT - 1 };

/** Tables and leaves. */
export const BIT = {
  V: row('V', 0, 0, 'mmu', 'Valid: whether the MMU takes the entry.'),
  W: row('W', 1, 1, 'mmu', 'Whether stores are allowed.'),
  X: row('X', 2, 2, 'mmu', 'Whether fetches are allowed.'),
  U: row('U', 3, 3, 'mmu', 'Whether user code may use the page.'),
  A: row('A', 4, 4, 'mmu', 'Accessed: set when the entry is used.'),
  D: row('D', 5, 5, 'mmu', 'Dirty: set on a store.'),
  L: row('L', 6, 6, 'mmu', 'Leaf: maps memory. A table where it is clear.'),
  // Bits that your MMU leaves to software. Linux needs two of them.
  SPECIAL: row('SPECIAL', 7, 7, 'software', 'No struct page as far as the mm is concerned: pte_special().'),
  PROTNONE: row('PROTNONE', 8, 8, 'software', 'A page without any rights: V is clear, and the frame is kept.'),
  PFN: row('PFN', FRAME.lo, FRAME.hi, 'mmu', 'Physical frame: bits 12 and up of the address.'),
  MBZ: row('MBZ', FRAME.hi + 1, 63, 'reserved', 'For later use: faults where set.'),
} as const;

/** Swap entries: V and PROTNONE are clear. The type has 5 bits, as in Linux. */
export const SWAP = {
  EXCLUSIVE: row('SWP_EXCLUSIVE', 1, 1, 'software', "The page was this process's alone: pte_swp_exclusive()."),
  TYPE: row('SWP_TYPE', 2, 6, 'software', 'Type of the swap entry: swap file, migration or marker.'),
  OFFSET: row('OFFSET', 12, 63, 'software', 'Offset of the swap entry.'),
} as const;

/** The code of a fault: what your CPU hands to the page-fault handler. */
export const CODE = {
  PRESENT: row('present', 0, 0, 'mmu', 'Set: a right was missing. Clear: the page was.'),
  STORE: row('store', 1, 1, 'mmu', 'It was a store.'),
  FETCH: row('fetch', 2, 2, 'mmu', 'It was a fetch.'),
} as const;

const { V, L, PROTNONE, PFN, MBZ, ...OF_LEAVES } = BIT;

/** Rows of a leaf of `1 << spanShift` pages: what lies below its size must be zero. */
export function leafFields(spanShift: number): readonly FieldSpec[] {
  const lo = PFN.lo + spanShift;
  const below = row('MBZ low', PFN.lo, lo - 1, 'reserved', 'Below the size of the leaf: faults where set.');
  const frame = row(PFN.name, lo, PFN.hi, PFN.owner, PFN.meaning);
  return coverWord([V, L, PROTNONE, MBZ, frame, ...Object.values(OF_LEAVES), ...(spanShift > 0 ? [below] : [])]);
}

/** Rows of an entry that points to a table. Bits without a row are ignored. */
export const tableFields: readonly FieldSpec[] = coverWord([V, L, PFN, MBZ]);

/** Rows of a swap entry. */
export const swapFields: readonly FieldSpec[] = coverWord([V, PROTNONE, ...Object.values(SWAP)]);

/** Rows of an entry that says nothing. */
export const noneFields: readonly FieldSpec[] = coverWord([V]);
