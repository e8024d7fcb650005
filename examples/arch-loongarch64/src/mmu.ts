/**
 * What a loongarch64 processor does with whole tables: a refill by LDDIR and LDPTE, and then the TLB's checks in the order of the
 * pseudocode in the LoongArch Reference Manual, volume 1, section 5.4.4. (The prose of 5.4.3 has NX after the privilege level.)
 * The kernel is PLV0, user code is PLV3.
 *
 * Not modelled: PLV1 and PLV2, direct mapped windows, the reduced address mode (RVACFG), hardware page walking (which marks V and D),
 * and the upper half's own root (CSR.PGDH): one root serves both halves.
 */

import {
  fieldMask,
  readField,
  type AccessKind,
  type Geometry,
  type Mmu,
  type MmuAccess,
  type MmuControls,
  type MmuDenial,
  type MmuFault,
} from '@mm-playground/api';
import { BIT, VIRTUAL_BITS } from './fields.ts';
import { DENIED, INVALID, NO_ADDRESS, PRIVILEGE } from './fault.ts';

const CONTROLS: Mmu['controls'] = Object.freeze([
  { name: 'DWPL0', meaning: 'CSR.MISC: the kernel may store where D is clear', bits: 1, default: 0 },
]);

/** Rights of a leaf. */
const RIGHT = { load: 1, store: 2, fetch: 4, user: 8, kernel: 16 } as const;
/** A table takes nothing away. */
const ALL = RIGHT.load | RIGHT.store | RIGHT.fetch | RIGHT.user | RIGHT.kernel;

const MODE_LEVEL = { kernel: 0n, user: 3n } as const;
const has = (word: bigint, bit: (typeof BIT)[keyof typeof BIT]): boolean => (word & fieldMask(bit)) !== 0n;

/** The MMU for tables of this geometry. */
export const mmuOf = ({ levels }: Geometry): Mmu =>
  Object.freeze({
    controls: CONTROLS,
    translates: (va: bigint) => [0n, -1n].includes(BigInt.asIntN(64, va) >> BigInt(VIRTUAL_BITS - 1)),
    takes: (word: bigint) => word !== 0n,
    rights: (_level: number, word: bigint, isLeaf: boolean) => (isLeaf ? rightsOf(word) : ALL),
    refuses: (_level: number, word: bigint, isLeaf: boolean) =>
      isLeaf && !has(word, BIT.V) ? ('unmarked' as const) : null,
    denies,
    marks: (_level: number, word: bigint) => word,
    pagesOf: (level: number) => 2 ** (levels[level]?.spanShift ?? 0),
    faultCode,
  } satisfies Mmu);

function rightsOf(word: bigint): number {
  return (
    (has(word, BIT.NR) ? 0 : RIGHT.load) |
    (has(word, BIT.D) ? RIGHT.store : 0) |
    (has(word, BIT.NX) ? 0 : RIGHT.fetch) |
    (isFor(word, 'user') ? RIGHT.user : 0) |
    (isFor(word, 'kernel') ? RIGHT.kernel : 0)
  );
}

function isFor(word: bigint, by: MmuAccess['by']): boolean {
  const enough = readField(word, BIT.PLV);
  return has(word, BIT.RPLV) ? MODE_LEVEL[by] === enough : MODE_LEVEL[by] <= enough;
}

function denies(rights: number, { kind, by }: MmuAccess, { DWPL0 }: MmuControls): MmuDenial | null {
  const grants = (right: keyof typeof RIGHT): boolean => (rights & RIGHT[right]) !== 0;
  if (kind === 'fetch' && !grants('fetch')) return 'permission';
  if (!grants(by)) return 'privilege';
  const isUnchecked = kind === 'store' && by === 'kernel' && DWPL0 === 1;
  return grants(kind) || isUnchecked ? null : 'permission';
}

const CODES: Readonly<Record<'address' | MmuDenial, Readonly<Record<AccessKind, bigint>>>> = {
  address: NO_ADDRESS,
  permission: DENIED,
  privilege: { load: PRIVILEGE, store: PRIVILEGE, fetch: PRIVILEGE },
  key: DENIED,
};

function faultCode({ reason }: MmuFault, { kind }: MmuAccess): bigint {
  if (reason === 'missing' || reason === 'reserved' || reason === 'unmarked') return INVALID[kind];
  return CODES[reason][kind];
}
