/**
 * Entries that are not present and have a meaning for software: type and offset of swp_entry_t, with the bits that fork and
 * userfaultfd need.
 *
 * Not modelled: tags of swapped memory.
 *
 * @kernel 6.18 arch/arm64/include/asm/pgtable.h
 */

import { swapCodec, type SwapCodec } from '@mm-playground/api';
import { SWAP } from './fields.ts';

/** Swap entries, in the rows of this architecture. */
export const swapEntries: SwapCodec = swapCodec(SWAP);
