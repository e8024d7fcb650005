/**
 * How arm64 cuts an address. A granule of 4, 16 or 64 KiB decides how many bits a table consumes; the bits of a virtual
 * address decide how many tables there are, and the root takes what is left over. Addresses of 52 bits change the format of
 * the entries, too: with 64 KiB the frame's top bits move into bits 15:12 (LPA), with 4 and 16 KiB into bits 9:8 (LPA2).
 *
 * Sizes are those that Linux can be built for (Arm ARM D8.2 has more).
 *
 * @kernel 6.18 arch/arm64/Kconfig
 */

import { pageShift, type Geometry, type LevelSpec } from '@mm-playground/api';

/** Granules in KiB. */
export type Granule = 4 | 16 | 64;

/** log2 of the granule in bytes. */
const GRANULE_SHIFT: Readonly<Record<Granule, number>> = { 4: 12, 16: 14, 64: 16 };

/** Bits of a virtual address that Linux can have with each granule. */
export const VA_BITS: Readonly<Record<Granule, readonly number[]>> = {
  4: [39, 48, 52],
  16: [36, 47, 48, 52],
  64: [42, 48, 52],
};

/** Virtual addresses that need the 52-bit formats. */
export const LARGE_VA_BITS = 52;
/** Bits of a physical address without them. */
const SMALL_PA_BITS = 48;
const LARGE_PA_BITS = 52;

/** Bytes of an entry, as a power of two. */
const ENTRY_SHIFT = 3;
/** The architecture counts levels from -1 or 0 down to 3, wherever the root is. */
const LAST_LEVEL = 3;
/** The first of the architecture's levels that can hold blocks, without and with the 52-bit formats. */
const FIRST_BLOCK_LEVEL: Readonly<Record<Granule, readonly [small: number, large: number]>> = {
  4: [1, 0],
  16: [2, 1],
  64: [2, 1],
};

/** Linux's names of the levels, by their number. */
const LEVEL_NAMES: Readonly<Record<number, readonly LevelSpec['name'][]>> = {
  2: ['pgd', 'pte'],
  3: ['pgd', 'pmd', 'pte'],
  4: ['pgd', 'pud', 'pmd', 'pte'],
  5: ['pgd', 'p4d', 'pud', 'pmd', 'pte'],
};

/** Whether descriptors have the 52-bit format that TCR_EL1.DS turns on (LPA2). */
export const hasLpa2 = (granule: Granule, vaBits: number): boolean => granule !== 64 && vaBits === LARGE_VA_BITS;

/** The number that the architecture gives to a level counted from the root. */
export const architectureLevel = (levels: number, level: number): number => LAST_LEVEL - (levels - 1 - level);

/** Geometry for a granule and a size of virtual addresses. */
export function geometryOf(granule: Granule, vaBits: number): Geometry {
  const shift = GRANULE_SHIFT[granule];
  const tableBits = shift - ENTRY_SHIFT;
  const count = Math.ceil((vaBits - shift) / tableBits);
  const firstBlock = FIRST_BLOCK_LEVEL[granule][vaBits === LARGE_VA_BITS ? 1 : 0];
  const levels = (LEVEL_NAMES[count] ?? []).map((name, level): LevelSpec => {
    const spanShift = (count - 1 - level) * tableBits;
    return Object.freeze({
      name,
      spanShift,
      indexBits: Math.min(tableBits, vaBits - shift - spanShift),
      leaf: architectureLevel(count, level) >= firstBlock,
    });
  });
  return Object.freeze({
    pageShift: pageShift(shift),
    levels: Object.freeze(levels),
    userBits: vaBits,
    physicalBits: vaBits === LARGE_VA_BITS ? LARGE_PA_BITS : SMALL_PA_BITS,
  });
}
