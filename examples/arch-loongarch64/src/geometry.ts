/**
 * How loongarch64 cuts an address: software says it all, in CSR.PWCL and CSR.PWCH. Linux's tables are a page each, and it is built for
 * one size of pages and one number of levels. Huge pages are there one level above the lowest.
 *
 * @kernel 6.18 arch/loongarch/Kconfig ("Page Table Layout"), include/asm/pgtable.h, processor.h (TASK_SIZE64)
 */

import { pageShift, type Geometry, type LevelSpec } from '@mm-playground/api';
import { PHYSICAL_BITS, VIRTUAL_BITS } from './fields.ts';

/** A layout that Linux can be built with. */
export interface PageTableLayout {
  /** KiB of a page. */
  readonly page: number;
  readonly levels: number;
}

/** Those with three and four levels; with two (16 and 64 KiB) there are no huge pages. */
export const LAYOUTS: readonly PageTableLayout[] = [
  { page: 4, levels: 3 },
  { page: 4, levels: 4 },
  { page: 16, levels: 3 },
  { page: 64, levels: 3 },
];

const ENTRY_SHIFT = 3;
/** User code has the lower half of what the processor translates. */
const USER_BITS = VIRTUAL_BITS - 1;

const NAMES: Readonly<Record<number, readonly LevelSpec['name'][]>> = {
  3: ['pgd', 'pmd', 'pte'],
  4: ['pgd', 'pud', 'pmd', 'pte'],
};

/** Geometry of a layout. */
export function geometryOf({ page, levels }: PageTableLayout): Geometry {
  const shift = Math.log2(page) + 10;
  const indexBits = shift - ENTRY_SHIFT;
  const userBits = Math.min(USER_BITS, shift + levels * indexBits);
  const rows = (NAMES[levels] ?? []).map((name, level): LevelSpec => {
    const spanShift = (levels - 1 - level) * indexBits;
    // With 64 KiB pages the root has more entries than addresses have bits for.
    const rest = VIRTUAL_BITS - shift - spanShift;
    return Object.freeze({ name, spanShift, indexBits: Math.min(indexBits, rest), leaf: level >= levels - 2 });
  });
  return Object.freeze({
    pageShift: pageShift(shift),
    levels: Object.freeze(rows),
    userBits,
    physicalBits: PHYSICAL_BITS,
  });
}
