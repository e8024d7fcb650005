/** Zones: what devices reach that address 32 bits is DMA here, and leaves nothing to DMA32. @kernel 6.18 arch/arm64/mm/init.c */

import type { MemoryZone } from '@mm-playground/api';

/** Ascending. */
export const ZONES: readonly MemoryZone[] = Object.freeze([
  { name: 'DMA', end: 0x1_0000_0000n },
  { name: 'Normal', end: null },
]);
