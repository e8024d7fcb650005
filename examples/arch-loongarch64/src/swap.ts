/**
 * Entries that are not present and have a meaning for software: type and offset of swp_entry_t, and the bit that fork needs. Above
 * the lowest level they carry H, or they would be tables.
 *
 * @kernel 6.18 arch/loongarch/include/asm/pgtable.h
 */

import {
  fieldMask,
  NO_ENTRY,
  readField,
  swapKind,
  writeField,
  type DecodedEntry,
  type SwapEntry,
} from '@mm-playground/api';
import { SWAP } from './fields.ts';

const MAX_TYPE = Number(readField(fieldMask(SWAP.TYPE), SWAP.TYPE));
const MAX_OFFSET = readField(fieldMask(SWAP.OFFSET), SWAP.OFFSET);
const EXCLUSIVE = fieldMask(SWAP.EXCLUSIVE);
const H = fieldMask(SWAP.H);
const LOW_BITS = SWAP.TYPE.lo;

/**
 * The word of a swap entry.
 * @throws RangeError where type or offset do not fit, or the word would be zero (type 0 at offset 0, which holds the header
 * of a swap file and is never given out)
 */
export function swapWord(lowest: boolean, { type, offset, exclusive }: SwapEntry): bigint {
  if (!Number.isInteger(type) || type < 0 || type > MAX_TYPE)
    throw new RangeError(`swap type ${type} is not in 0..${MAX_TYPE}`);
  if (offset < 0n || offset > MAX_OFFSET) throw new RangeError(`swap offset ${offset} is not in 0..${MAX_OFFSET}`);
  if (type === 0 && offset === 0n) throw new RangeError('swap type 0 offset 0 is the header of the swap file');
  const word = writeField(writeField(0n, SWAP.TYPE, BigInt(type)), SWAP.OFFSET, offset);
  return word | (exclusive === true ? EXCLUSIVE : 0n) | (lowest ? 0n : H);
}

/** Whether a word with neither V, P nor PROTNONE is a swap entry. */
export const isSwap = (lowest: boolean, word: bigint): boolean =>
  BigInt.asUintN(LOW_BITS, word) === (lowest ? 0n : H) && word >> BigInt(LOW_BITS) !== 0n;

/** Reads a swap entry. */
export function decodeSwap(word: bigint): DecodedEntry {
  const type = Number(readField(word, SWAP.TYPE));
  const swap: SwapEntry = {
    kind: swapKind(type),
    type,
    offset: readField(word, SWAP.OFFSET),
    ...((word & EXCLUSIVE) !== 0n && { exclusive: true }),
  };
  return { ...NO_ENTRY, kind: 'swap', swap };
}
