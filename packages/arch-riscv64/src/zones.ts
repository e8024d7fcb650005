/** Zones: there are no devices that address less than 32 bits. @kernel 6.18 arch/riscv/mm/init.c */

import type { MemoryZone } from '@mm-playground/api';

/** Ascending. */
export const ZONES: readonly MemoryZone[] = Object.freeze([
  { name: 'DMA32', end: 0x1_0000_0000n },
  { name: 'Normal', end: null },
]);
