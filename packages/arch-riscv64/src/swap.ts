/**
 * Entries that are not present and have a meaning for software: type and offset of swp_entry_t, and the bit that fork needs.
 *
 * Not modelled: the soft-dirty and userfaultfd bits of processors with Svrsw60t59b.
 *
 * @kernel 6.18 arch/riscv/include/asm/pgtable.h
 */

import { swapCodec, type SwapCodec } from '@mm-playground/api';
import { SWAP } from './fields.ts';

/** Swap entries, in the rows of this architecture. */
export const swapEntries: SwapCodec = swapCodec(SWAP);
