/**
 * An architecture for this package's tests and screenshots: four levels of nine bits, 4 KiB pages, and entries that look
 * like those of a well-known CPU without being held to them. Only what a viewer reads is there.
 */

import {
  pageShift,
  pfn,
  vpn,
  type AddressLayout,
  type Architecture,
  type DecodedEntry,
  type EntryKind,
  type FieldSpec,
  type Geometry,
  type Pfn,
  type VmFlags,
} from '@mm-playground/api';

const PRESENT = 1n;
const WRITE = 1n << 1n;
const USER = 1n << 2n;
const YOUNG = 1n << 5n;
const DIRTY = 1n << 6n;
const HUGE = 1n << 7n;
const SPECIAL = 1n << 9n;
const NO_EXEC = 1n << 63n;
const FRAME_SHIFT = 12n;
const FRAME_MASK = ((1n << 40n) - 1n) << FRAME_SHIFT;
const LEVELS = 4;

/** State of a leaf in a test. */
export interface ToyLeaf {
  readonly pfn: number;
  readonly write?: boolean;
  readonly exec?: boolean;
  readonly dirty?: boolean;
  readonly young?: boolean;
  readonly special?: boolean;
}

/** A present leaf. */
export function toyLeaf(leaf: ToyLeaf, level: number = LEVELS - 1): bigint {
  let word = PRESENT | USER | (BigInt(leaf.pfn) << FRAME_SHIFT);
  if (leaf.write === true) word |= WRITE;
  if (leaf.exec !== true) word |= NO_EXEC;
  if (leaf.dirty === true) word |= DIRTY;
  if (leaf.young !== false) word |= YOUNG;
  if (leaf.special === true) word |= SPECIAL;
  if (level < LEVELS - 1) word |= HUGE;
  return word;
}

/** An entry that points to a table. */
export const toyTable = (table: number): bigint => PRESENT | WRITE | USER | YOUNG | (BigInt(table) << FRAME_SHIFT);

/** A swapped-out page. */
export const toySwap = (type: number, offset: number): bigint => (BigInt(offset) << 14n) | (BigInt(type) << 9n) | 4n;

const kindOf = (level: number, word: bigint): EntryKind => {
  if (word === 0n) return 'none';
  if ((word & PRESENT) === 0n) return 'swap';
  return level === LEVELS - 1 || (word & HUGE) !== 0n ? 'leaf' : 'table';
};

function decode(level: number, word: bigint): DecodedEntry {
  const kind = kindOf(level, word);
  const present = kind === 'leaf' || kind === 'table';
  const bit = (mask: bigint): boolean => present && (word & mask) !== 0n;
  return {
    kind,
    pfn: present ? pfn(Number((word & FRAME_MASK) >> FRAME_SHIFT)) : null,
    user: bit(USER),
    read: present,
    write: bit(WRITE),
    exec: present && (word & NO_EXEC) === 0n,
    dirty: bit(DIRTY),
    young: bit(YOUNG),
    special: bit(SPECIAL),
    protnone: false,
    swap: kind === 'swap' ? { kind: 'swap', type: Number((word >> 9n) & 31n), offset: word >> 14n } : null,
  };
}

const field = (
  name: string,
  lo: number,
  hi: number,
  meaning: string,
  owner: FieldSpec['owner'] = 'mmu',
  values?: Readonly<Record<string, string>>,
): FieldSpec => (values === undefined ? { name, lo, hi, meaning, owner } : { name, lo, hi, meaning, owner, values });

const present = (level: number, leaf: boolean): FieldSpec[] => [
  field('P', 0, 0, 'Present: the MMU may use this entry.', 'mmu', { 0: 'not present', 1: 'present' }),
  field('RW', 1, 1, 'Whether writes are allowed.', 'mmu', { 0: 'read only', 1: 'writable' }),
  field('US', 2, 2, 'User code may use it.', 'mmu', { 0: 'kernel only', 1: 'user' }),
  field('PWT', 3, 3, 'Write-through caching.'),
  field('PCD', 4, 4, 'Caching is off.'),
  field('A', 5, 5, 'Accessed: the MMU used this entry since software last cleared the bit.'),
  leaf ? field('D', 6, 6, 'Dirty: written since software last cleared the bit.') : field('ign', 6, 6, '', 'ignored'),
  leaf && level < LEVELS - 1
    ? field('PS', 7, 7, 'This entry maps memory itself.')
    : field('PAT', 7, 7, 'Memory type, with PCD and PWT.'),
  field('G', 8, 8, 'Global: survives a switch of address space.'),
  field('special', 9, 9, 'No struct page as far as the mm is concerned.', 'software'),
  field('soft', 10, 11, 'Free for software.', 'software'),
  field('PFN', 12, 51, leaf ? 'Frame of the page.' : 'Frame of the next table.'),
  field('ign', 52, 58, 'Nobody reads it.', 'ignored'),
  field('pkey', 59, 62, 'Protection key.'),
  field('NX', 63, 63, 'Instructions may not be fetched.', 'mmu', { 0: 'executable', 1: 'no execute' }),
];

const absent = (kind: EntryKind): FieldSpec[] =>
  kind === 'none'
    ? [
        field('P', 0, 0, 'Present: the MMU may use this entry.'),
        field('ign', 1, 63, 'All zero: pte_none().', 'ignored'),
      ]
    : [
        field('P', 0, 0, 'Present: clear, so the MMU reads nothing else.'),
        field('soft', 1, 8, 'Software bits.', 'software'),
        field('type', 9, 13, 'Which swap area.', 'software'),
        field('offset', 14, 63, 'Page within the swap area.', 'software'),
      ];

const geometry: Geometry = {
  pageShift: pageShift(12),
  levels: [
    { name: 'pgd', spanShift: 27, indexBits: 9, leaf: false },
    { name: 'pud', spanShift: 18, indexBits: 9, leaf: true },
    { name: 'pmd', spanShift: 9, indexBits: 9, leaf: true },
    { name: 'pte', spanShift: 0, indexBits: 9, leaf: true },
  ],
  userBits: 47,
  physicalBits: 46,
};

/** Four levels, 47 bits. What no viewer reads is left out. */
export const toyArch: Architecture = {
  id: 'toy64',
  spec: 'toy64',
  title: 'Toy, 4 levels',
  geometry,
  layout: {
    taskSize: vpn(0x7_ffff_ffff),
    stackTop: vpn(0x7_ffff_ffff),
  } as Partial<AddressLayout> as AddressLayout,
  rootRegister: 'CR3',
  imageConfig: { levels: 4 },
  fields: (level, kind) => (kind === 'leaf' || kind === 'table' ? present(level, kind === 'leaf') : absent(kind)),
  decode,
  encodeTable: (_level: number, table: Pfn) => toyTable(table),
  mkLeaf: (level: number, frame: Pfn, flags: VmFlags) =>
    toyLeaf({ pfn: frame, exec: flags.names().includes('EXEC') }, level),
  encodeSwap: (entry) => toySwap(entry.type, Number(entry.offset)),
} as Partial<Architecture> as Architecture;
