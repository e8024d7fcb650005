/**
 * Entries that are not present and have a meaning for software: type and offset of swp_entry_t, and the bit that fork needs. Above
 * the lowest level they carry H, or they would be tables.
 *
 * @kernel 6.18 arch/loongarch/include/asm/pgtable.h
 */

import { fieldMask, swapCodec, type DecodedEntry, type SwapEntry } from '@mm-playground/api';
import { SWAP } from './fields.ts';

const entries = swapCodec(SWAP);
const H = fieldMask(SWAP.H);
const LOW_BITS = SWAP.TYPE.lo;

/** The word of a swap entry. @throws RangeError where type or offset do not fit, or the word would be that of nothing */
export const swapWord = (lowest: boolean, entry: SwapEntry): bigint => entries.encode(entry) | (lowest ? 0n : H);

/** Whether a word with neither V, P nor PROTNONE is a swap entry. */
export const isSwap = (lowest: boolean, word: bigint): boolean =>
  BigInt.asUintN(LOW_BITS, word) === (lowest ? 0n : H) && word >> BigInt(LOW_BITS) !== 0n;

/** Reads a swap entry. */
export const decodeSwap = (word: bigint): DecodedEntry => entries.decode(word);
