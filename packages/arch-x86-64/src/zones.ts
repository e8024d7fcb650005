/** Zones: 16 MiB for devices of the ISA bus, 4 GiB for those that address 32 bits. @kernel 6.18 arch/x86/mm/init.c */

import type { MemoryZone } from '@mm-playground/api';

/** Ascending. */
export const ZONES: readonly MemoryZone[] = Object.freeze([
  { name: 'DMA', end: 0x100_0000n },
  { name: 'DMA32', end: 0x1_0000_0000n },
  { name: 'Normal', end: null },
]);
