/**
 * Every bit of an arm64 descriptor (stage 1, EL1&0), once. The entry functions build their masks from these rows, the viewers
 * draw them. What the MMU reads is from the Arm ARM (D8.3, "Translation table descriptor formats"); what only Linux reads is
 * marked `software`. Bits 58:55 are ignored by the MMU and Linux's to use.
 *
 * The address field depends on the format: 48 bits with every granule; with 64 KiB and LPA address bits 51:48 lie in bits
 * 15:12; with LPA2 the field reaches up to bit 49 and address bits 51:50 lie in bits 9:8, where SH is otherwise.
 *
 * @kernel 6.18 arch/arm64/include/asm/pgtable-hwdef.h, pgtable-prot.h
 */

import { coverWord, fieldRow as row, type FieldSpec } from '@mm-playground/api';

const yesNo = (yes: string, no: string): Readonly<Record<string, string>> => ({ '0': no, '1': yes });

/** Leaves: pages and blocks. */
export const BIT = {
  VALID: row('VALID', 0, 0, 'mmu', 'Whether the MMU takes the entry.', yesNo('valid', 'invalid')),
  TYPE: row(
    'TYPE',
    1,
    1,
    'mmu',
    'Page at the last level, table above it; clear in a block.',
    yesNo('table or page', 'block'),
  ),
  ATTR: row('AttrIndx', 2, 4, 'mmu', 'Memory type: index into MAIR_EL1.', { '0': 'normal', '1': 'normal, tagged' }),
  NS: row('NS', 5, 5, 'mmu', 'Non-secure; means nothing outside of the secure world.'),
  USER: row('AP[1]', 6, 6, 'mmu', 'Whether EL0 may read, and write where AP[2] allows.', yesNo('user', 'privileged')),
  RDONLY: row(
    'AP[2]',
    7,
    7,
    'mmu',
    'Whether writes fault; with DBM, whether the page is clean.',
    yesNo('read-only or clean', 'writable and dirty'),
  ),
  SH: row('SH', 8, 9, 'mmu', 'Shareability.', { '0': 'none', '2': 'outer', '3': 'inner' }),
  AF: row('AF', 10, 10, 'mmu', 'Access flag: the MMU sets it when it uses the entry.'),
  NG: row(
    'nG',
    11,
    11,
    'mmu',
    'Not global: TLB entries belong to an ASID. Without VALID: present for software (PROT_NONE).',
  ),
  NT: row('nT', 16, 16, 'mmu', 'Block that replaces a table without break-before-make.'),
  GP: row('GP', 50, 50, 'mmu', 'Guarded page: indirect branches must land on BTI.'),
  DBM: row(
    'DBM',
    51,
    51,
    'mmu',
    "Whether the MMU clears AP[2] on the first write: Linux's PTE_WRITE.",
    yesNo('writable', 'no'),
  ),
  CONT: row('CONT', 52, 52, 'mmu', 'One of a contiguous run that may share a TLB entry.'),
  PXN: row('PXN', 53, 53, 'mmu', 'The kernel may not execute it.'),
  UXN: row('UXN', 54, 54, 'mmu', 'Whether user code is kept from executing it.', yesNo('no execute', 'executable')),
  DIRTY: row('DIRTY', 55, 55, 'software', 'Dirty, noted by software: stays when write permission goes.'),
  SPECIAL: row('SPECIAL', 56, 56, 'software', 'No struct page as far as the mm is concerned: pte_special().'),
  DEVMAP: row('DEVMAP', 57, 57, 'software', 'Memory of a device that has struct pages, up to 6.16.'),
  UFFD_WP: row('UFFD_WP', 58, 58, 'software', 'Write-protected by userfaultfd.'),
  POIDX: row('POIndex', 60, 62, 'mmu', 'Permission overlay: which field of POR_EL0 applies (protection keys).'),
} as const;

/** Tables: rights that the whole subtree loses. */
export const TABLE = {
  AF: row('AF', 10, 10, 'mmu', 'Access flag, where the MMU marks tables (HAFT); Linux sets it.'),
  PXN: row('PXNTable', 59, 59, 'mmu', 'The kernel may not execute what lies below.'),
  UXN: row('UXNTable', 60, 60, 'mmu', 'User code may not execute what lies below.'),
  NO_USER: row('APTable[0]', 61, 61, 'mmu', 'EL0 has no access to what lies below.'),
  NO_WRITE: row('APTable[1]', 62, 62, 'mmu', 'Nobody may write to what lies below.'),
  NS: row('NSTable', 63, 63, 'mmu', 'Non-secure; means nothing outside of the secure world.'),
} as const;

/** Swap entries: VALID, TYPE and nG clear. */
export const SWAP = {
  EXCLUSIVE: row('SWP_EXCLUSIVE', 2, 2, 'software', "The page was this process's alone: pte_swp_exclusive()."),
  UFFD_WP: row('SWP_UFFD_WP', 3, 3, 'software', 'Write-protected by userfaultfd.'),
  TYPE: row('SWP_TYPE', 6, 10, 'software', 'Type of the swap entry: swap file, migration or marker.'),
  PRESENT_INVALID: row('nG', 11, 11, 'software', 'Clear: a set one would mean PROT_NONE.'),
  OFFSET: row('OFFSET', 12, 61, 'software', 'Offset of the swap entry.'),
} as const;

/** How a descriptor holds a physical address. */
export interface AddressFormat {
  /** log2 of the granule. */
  readonly shift: number;
  /** One above the highest bit of the main field. */
  readonly top: number;
  /** Where the address bits above the main field lie, or null. */
  readonly extra: { readonly lo: number; readonly hi: number } | null;
}

/** Address bits 51:48 with 64 KiB and LPA, 51:50 with LPA2. */
export const EXTRA = { lpa: { lo: 12, hi: 15 }, lpa2: { lo: 8, hi: 9 } } as const;
/** One above the highest address bit of a descriptor's main field, by format. */
export const MAIN_TOP = { small: 48, lpa2: 50 } as const;
/** Address bits of a descriptor end here. */
const ADDRESS_END = 50;

/** The rows of an address with `low` zero bits, and of the bits between its parts. `nT`: a block. */
function addressRows({ top, extra }: AddressFormat, low: number, nT: boolean): FieldSpec[] {
  const rows = [row('PFN', low, top - 1, 'mmu', 'Physical address from this bit up.')];
  if (extra !== null) rows.push(row('PFN high', extra.lo, extra.hi, 'mmu', 'Top bits of the physical address.'));
  if (nT) rows.push(BIT.NT);
  if (top < ADDRESS_END)
    rows.push(row(`RES0 ${ADDRESS_END - 1}`, top, ADDRESS_END - 1, 'reserved', 'Written as zero.'));
  return [...rows, ...zeroRows(rows, low)];
}

const FIRST_ADDRESS_BIT = 12;

/** Rows for the bits from 12 up to `end` that none of `rows` has. */
function zeroRows(rows: readonly FieldSpec[], end: number): FieldSpec[] {
  const zeros: FieldSpec[] = [];
  let lo = FIRST_ADDRESS_BIT;
  while (lo < end) {
    const first = lo;
    const here = rows.find((field) => field.lo <= first && first <= field.hi);
    if (here !== undefined) {
      lo = here.hi + 1;
      continue;
    }
    const hi = Math.min(end, ...rows.map((field) => field.lo).filter((bit) => bit > first)) - 1;
    zeros.push(row(`RES0 ${hi}`, lo, hi, 'reserved', 'Written as zero.'));
    lo = hi + 1;
  }
  return zeros;
}

const {
  VALID,
  TYPE,
  ATTR,
  NS,
  USER,
  RDONLY,
  SH,
  AF,
  NG,
  GP,
  DBM,
  CONT,
  PXN,
  UXN,
  DIRTY,
  SPECIAL,
  DEVMAP,
  UFFD_WP,
  POIDX,
} = BIT;
const LEAF_BITS = [
  VALID,
  TYPE,
  ATTR,
  NS,
  USER,
  RDONLY,
  AF,
  NG,
  GP,
  DBM,
  CONT,
  PXN,
  UXN,
  DIRTY,
  SPECIAL,
  DEVMAP,
  UFFD_WP,
  POIDX,
];

/** Whether descriptors of this format have a shareability field. */
export const hasShareability = ({ extra }: AddressFormat): boolean => extra === null || extra.lo > SH.hi;

/** Rows of a leaf of `1 << shift` bytes: a page where that is the granule, else a block. */
export const leafFields = (format: AddressFormat, shift: number): readonly FieldSpec[] =>
  coverWord([
    ...LEAF_BITS,
    ...(hasShareability(format) ? [SH] : []),
    ...addressRows(format, shift, shift > format.shift),
  ]);

/** Rows of a table entry. */
export const tableFields = (format: AddressFormat): readonly FieldSpec[] =>
  coverWord([VALID, TYPE, ...Object.values(TABLE), ...addressRows(format, format.shift, false)]);

/** Rows of a swap entry. */
export const swapFields: readonly FieldSpec[] = coverWord([
  row('VALID', VALID.lo, VALID.hi, 'mmu', 'Clear: the MMU reads nothing else.', VALID.values),
  row('TYPE', TYPE.lo, TYPE.hi, 'software', 'Clear in a swap entry.'),
  ...Object.values(SWAP),
]);

/** Rows of an entry that says nothing. */
export const noneFields: readonly FieldSpec[] = coverWord([
  row('VALID', VALID.lo, VALID.hi, 'mmu', 'Clear: nothing is mapped.', VALID.values),
]);
