/**
 * Every bit of an x86-64 page-table entry, once. The entry functions build their masks from these rows, the viewers draw
 * them. What the MMU reads is from the processor manuals (Intel SDM volume 3, 5.5 "4-level and 5-level paging"); what only
 * Linux reads is marked `software`.
 *
 * Linux keeps software bits where the processor ignores them: 11:9 and 58:52. Bits 62:59 are the protection key in leaves.
 *
 * @kernel 6.18 arch/x86/include/asm/pgtable_types.h
 */

import { coverWord, fieldRow as row, type FieldSpec } from '@mm-playground/api';

/** log2 of the page size. */
export const PAGE_SHIFT = 12;
/** Bits of an entry that can hold a physical address end here: no x86-64 processor has more than 52 of them. */
export const MAX_PHYSICAL_BITS = 52;
/** log2 of a large leaf's size, by the level that holds it. */
export const LARGE_SHIFT = { pmd: 21, pud: 30 } as const;

const yesNo = (yes: string, no: string): Readonly<Record<string, string>> => ({ '0': no, '1': yes });

/** Present entries: what the MMU reads, and the software bits of Linux. */
export const BIT = {
  P: row('P', 0, 0, 'mmu', 'Present: whether the MMU takes the entry.', yesNo('present', 'not present')),
  RW: row('RW', 1, 1, 'mmu', 'Whether writes are allowed.', yesNo('writable', 'read-only')),
  US: row('US', 2, 2, 'mmu', 'Whether user code may go through.', yesNo('user', 'supervisor')),
  PWT: row('PWT', 3, 3, 'mmu', 'Low bit of the memory type: write-through.'),
  PCD: row('PCD', 4, 4, 'mmu', 'Middle bit of the memory type: cache disabled.'),
  A: row('A', 5, 5, 'mmu', 'Accessed: the MMU sets it when it uses the entry.'),
  D: row('D', 6, 6, 'mmu', 'Dirty: the MMU sets it on a write. Without RW it means shadow stack.'),
  PAT: row('PAT', 7, 7, 'mmu', 'High bit of the memory type, in a 4 KiB leaf.'),
  PS: row('PS', 7, 7, 'mmu', 'Page size: whether the entry maps memory itself.', yesNo('large leaf', 'table')),
  G: row('G', 8, 8, 'mmu', 'Global: stays in the TLB over a change of CR3. Without P it means PROT_NONE.'),
  SPECIAL: row('SPECIAL', 9, 9, 'software', 'No struct page as far as the mm is concerned: pte_special().'),
  UFFD_WP: row('UFFD_WP', 10, 10, 'software', 'Write-protected by userfaultfd.'),
  SOFT_DIRTY: row('SOFT_DIRTY', 11, 11, 'software', 'Written since clear_refs: soft-dirty tracking.'),
  PAT_LARGE: row('PAT', 12, 12, 'mmu', 'High bit of the memory type, in a large leaf.'),
  DEVMAP: row(
    'DEVMAP',
    57,
    57,
    'software',
    'Memory of a device that has struct pages, up to 6.16 (bit 58 before 6.6).',
  ),
  SAVED_DIRTY: row(
    'SAVED_DIRTY',
    58,
    58,
    'software',
    'Dirty, kept here while RW is clear so that D does not mean shadow stack.',
  ),
  PKEY: row('PKEY', 59, 62, 'mmu', 'Protection key: which bits of PKRU apply.'),
  NX: row('NX', 63, 63, 'mmu', 'Whether instruction fetches fault.', yesNo('no execute', 'executable')),
} as const;

/** Swap entries: P and G clear. The offset is stored inverted, so that a speculative walk meets no memory (L1TF). */
export const SWAP = {
  SOFT_DIRTY: row('SWP_SOFT_DIRTY', 1, 1, 'software', 'Soft-dirty when it was swapped out.'),
  UFFD_WP: row('SWP_UFFD_WP', 2, 2, 'software', 'Write-protected by userfaultfd.'),
  EXCLUSIVE: row('SWP_EXCLUSIVE', 3, 3, 'software', "The page was this process's alone: pte_swp_exclusive()."),
  PROTNONE: row('G', 8, 8, 'software', 'Clear: a set one would mean PROT_NONE.'),
  OFFSET: row('~OFFSET', 9, 58, 'software', 'Offset of the swap entry, every bit inverted.'),
  TYPE: row('TYPE', 59, 63, 'software', 'Type of the swap entry: swap file, migration or marker.'),
} as const;

const frame = (lo: number, physicalBits: number): FieldSpec[] => [
  row('PFN', lo, physicalBits - 1, 'mmu', 'Physical address from this bit up. Inverted in a PROT_NONE leaf.'),
  ...(physicalBits < MAX_PHYSICAL_BITS
    ? [row('MBZ', physicalBits, MAX_PHYSICAL_BITS - 1, 'reserved', 'More address than the processor has: faults.')]
    : []),
];

const { P, RW, US, PWT, PCD, A, D, G, SPECIAL, UFFD_WP, SOFT_DIRTY, DEVMAP, SAVED_DIRTY, PKEY, NX } = BIT;
const LEAF_BITS = [P, RW, US, PWT, PCD, A, D, G, SPECIAL, UFFD_WP, SOFT_DIRTY, DEVMAP, SAVED_DIRTY, PKEY, NX];

/** Rows of the lowest level: leaves of 4 KiB. */
export const pageFields = (physicalBits: number): readonly FieldSpec[] =>
  coverWord([...LEAF_BITS, BIT.PAT, ...frame(PAGE_SHIFT, physicalBits)]);

/** Rows of a leaf of `1 << shift` bytes at a higher level. */
export const largeFields = (shift: number, physicalBits: number): readonly FieldSpec[] =>
  coverWord([
    ...LEAF_BITS,
    BIT.PS,
    BIT.PAT_LARGE,
    row('MBZ low', BIT.PAT_LARGE.hi + 1, shift - 1, 'reserved', 'Below the size of the leaf: faults where set.'),
    ...frame(shift, physicalBits),
  ]);

/** Rows of an entry that points to a table. `canBeLeaf`: PS is a choice there, and reserved elsewhere. */
export const tableFields = (canBeLeaf: boolean, physicalBits: number): readonly FieldSpec[] =>
  coverWord([
    P,
    RW,
    US,
    PWT,
    PCD,
    A,
    row('D', D.lo, D.hi, 'ignored', 'Ignored in tables; Linux sets it.'),
    canBeLeaf ? BIT.PS : row('PS', BIT.PS.lo, BIT.PS.hi, 'reserved', 'No leaves at this level: faults where set.'),
    ...frame(PAGE_SHIFT, physicalBits),
    NX,
  ]);

/** Rows of a swap entry. */
export const swapFields: readonly FieldSpec[] = coverWord([
  row('P', P.lo, P.hi, 'mmu', 'Clear: the MMU reads nothing else.', yesNo('present', 'not present')),
  ...Object.values(SWAP),
]);

/** Rows of an entry that says nothing. */
export const noneFields: readonly FieldSpec[] = coverWord([
  row('P', P.lo, P.hi, 'mmu', 'Clear: nothing is mapped.', yesNo('present', 'not present')),
]);
