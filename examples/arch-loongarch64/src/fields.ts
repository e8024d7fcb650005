/**
 * Every bit of a loongarch64 page-table entry, once. What the TLB takes over is from the LoongArch Reference Manual, volume 1,
 * section 5.4 ("Multi-level page table structure supported by page walking"); what only Linux reads is marked `software`.
 *
 * A leaf has no bit that says so: the lowest level holds leaves alone, and above it H says that an entry is a huge page. What has
 * no H points to a table, valid or not: a table entry has no valid bit.
 *
 * @kernel 6.18 arch/loongarch/include/asm/pgtable-bits.h, pgtable.h
 */

import { coverWord, fieldRow as row, type FieldSpec } from '@mm-playground/api';

/** PALEN: bits of a physical address. */
export const PHYSICAL_BITS = 48;
/** VALEN: bits of a virtual address. */
export const VIRTUAL_BITS = 48;

const yesNo = (yes: string, no: string): Readonly<Record<string, string>> => ({ '0': no, '1': yes });

/** Leaves: what the TLB takes over, and what Linux keeps in bits that nobody else reads. */
export const BIT = {
  V: row(
    'V',
    0,
    0,
    'mmu',
    'Valid. Linux says by it that the page was accessed.',
    yesNo('valid, young', 'invalid, old'),
  ),
  D: row(
    'D',
    1,
    1,
    'mmu',
    'Dirty: whether stores are allowed. Without it they trap (PME).',
    yesNo('dirty', 'stores trap'),
  ),
  PLV: row('PLV', 2, 3, 'mmu', 'Privilege level that is enough to use the page.', { '0': 'kernel', '3': 'user' }),
  MAT: row('MAT', 4, 5, 'mmu', 'Memory access type.', {
    '0': 'strongly ordered, not cached',
    '1': 'coherent, cached',
    '2': 'weakly ordered, not cached',
    '3': 'reserved',
  }),
  G: row('G', 6, 6, 'mmu', 'Global: in every address space, where the other page of the pair is, too.'),
  H: row('H', 6, 6, 'mmu', 'Huge: the entry is a leaf.', yesNo('huge page', 'table')),
  P: row(
    'P',
    7,
    7,
    'software',
    'Present. Also read by processors that walk by themselves.',
    yesNo('present', 'absent'),
  ),
  W: row('W', 8, 8, 'software', 'Whether stores may set D. Also read by processors that walk by themselves.', {
    ...yesNo('writable', 'read-only'),
  }),
  MODIFIED: row('MODIFIED', 9, 9, 'software', 'Written to: stays where D has to go (fork, mprotect).'),
  PROTNONE: row('PROTNONE', 10, 10, 'software', 'There, but accessible to nobody: PROT_NONE.'),
  SPECIAL: row('SPECIAL', 11, 11, 'software', 'No struct page as far as the mm is concerned: pte_special().'),
  HGLOBAL: row('G', 12, 12, 'mmu', 'Global: in every address space. It stands here because H has its place.'),
  LEVEL: row('LEVEL', 13, 14, 'reserved', 'Where LDDIR notes the size of the page on its way: clear in memory.'),
  PRESENT_INVALID: row('PRESENT_INVALID', 60, 60, 'software', 'A huge page that is being split: pmd_mkinvalid().'),
  NR: row('NR', 61, 61, 'mmu', 'No read.', yesNo('no loads', 'readable')),
  NX: row('NX', 62, 62, 'mmu', 'No execute.', yesNo('no fetches', 'executable')),
  RPLV: row('RPLV', 63, 63, 'mmu', 'Restricted: for the level in PLV alone, not for higher ones.'),
} as const;

/** Swap entries: neither V, P nor PROTNONE, and 16 low bits of zero but for H above the lowest level. */
export const SWAP = {
  LOW: row('MBZ', 0, 5, 'software', 'Clear: a set V would mean a page.'),
  H: row('H', 6, 6, 'software', 'Set above the lowest level, where it would otherwise be a table.'),
  ZERO: row('MBZ high', 7, 15, 'software', 'Clear: a set P or PROTNONE would mean a page.'),
  TYPE: row('SWP_TYPE', 16, 22, 'software', 'Type of the swap entry: swap file, migration or marker.'),
  EXCLUSIVE: row('SWP_EXCLUSIVE', 23, 23, 'software', "The page was this process's alone: pte_swp_exclusive()."),
  OFFSET: row('OFFSET', 24, 63, 'software', 'Offset of the swap entry.'),
} as const;

const frame = (lo: number): FieldSpec =>
  row('PFN', lo, PHYSICAL_BITS - 1, 'mmu', 'Physical frame: the address but for the bits below.');

const { V, D, PLV, MAT, G, H, P, W, MODIFIED, PROTNONE, SPECIAL, HGLOBAL, LEVEL, PRESENT_INVALID, NR, NX, RPLV } = BIT;
const LEAF = [V, D, PLV, MAT, P, W, MODIFIED, PROTNONE, SPECIAL, NR, NX, RPLV];

/** Rows of a leaf of the lowest level. */
export const pageFields = (pageShift: number): readonly FieldSpec[] => coverWord([...LEAF, G, frame(pageShift)]);

/** Rows of a huge page. */
export const hugeFields = (hugeShift: number): readonly FieldSpec[] =>
  coverWord([...LEAF, H, HGLOBAL, LEVEL, PRESENT_INVALID, frame(hugeShift)]);

/** Rows of an entry that points to a table. Only one where Linux has huge pages could have H. */
export const tableFields = (pageShift: number, mayBeHuge: boolean): readonly FieldSpec[] =>
  coverWord([
    row('MBZ', 0, H.lo - 1, 'reserved', 'Part of the address of a table, which is aligned.'),
    mayBeHuge ? H : row('H', H.lo, H.hi, 'reserved', 'A huge page of a size that Linux does not use.'),
    row('MBZ high', H.hi + 1, pageShift - 1, 'reserved', 'Part of the address of a table, which is aligned.'),
    frame(pageShift),
    row('WINDOW', PHYSICAL_BITS, 63, 'software', 'Where the kernel sees the table: 0x9000. LDDIR drops it.'),
  ]);

/** Rows of a swap entry. */
export const swapFields: readonly FieldSpec[] = coverWord(Object.values(SWAP));

/** Rows of an entry that says nothing. */
export const noneFields: readonly FieldSpec[] = coverWord([
  row(V.name, V.lo, V.hi, 'mmu', 'Clear: nothing is mapped.', V.values),
]);
