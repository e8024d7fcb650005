/**
 * Entries that are not present and have a meaning for software: type and offset of swp_entry_t, with the bits that fork and
 * userfaultfd need. The offset is stored inverted, for the same reason as the frame of a PROT_NONE leaf.
 *
 * @kernel 6.18 arch/x86/include/asm/pgtable_64.h
 */

import { swapCodec, type SwapCodec } from '@mm-playground/api';
import { SWAP } from './fields.ts';

/** Swap entries, in the rows of this architecture. */
export const swapEntries: SwapCodec = swapCodec(SWAP, true);
