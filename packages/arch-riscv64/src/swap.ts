/**
 * Entries that are not present and have a meaning for software: type and offset of swp_entry_t, and the bit that fork needs.
 *
 * Not modelled: the soft-dirty and userfaultfd bits of processors with Svrsw60t59b.
 *
 * @kernel 6.18 arch/riscv/include/asm/pgtable.h
 */

import {
  NO_ENTRY,
  RESERVED_ENTRY,
  fieldMask,
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

/**
 * The word of a swap entry.
 * @throws RangeError where type or offset do not fit, or the word would be zero (type 0 at offset 0, which holds the header
 * of a swap file and is never given out).
 */
export function swapWord({ type, offset, exclusive }: SwapEntry): bigint {
  if (!Number.isInteger(type) || type < 0 || type > MAX_TYPE)
    throw new RangeError(`swap type ${type} is not in 0..${MAX_TYPE}`);
  if (offset < 0n || offset > MAX_OFFSET) throw new RangeError(`swap offset ${offset} is not in 0..${MAX_OFFSET}`);
  if (type === 0 && offset === 0n) throw new RangeError('swap type 0 offset 0 is the header of the swap file');
  const word = writeField(writeField(0n, SWAP.TYPE, BigInt(type)), SWAP.OFFSET, offset);
  return exclusive === true ? word | EXCLUSIVE : word;
}

/** A word that has none of V, R, W, X and G, and is not zero. */
export function decodeSwap(word: bigint): DecodedEntry {
  const type = Number(readField(word, SWAP.TYPE));
  const offset = readField(word, SWAP.OFFSET);
  // The header of a swap file is never given out.
  if (type === 0 && offset === 0n) return RESERVED_ENTRY;
  const exclusive = (word & EXCLUSIVE) !== 0n;
  const swap: SwapEntry = { kind: swapKind(type), type, offset, ...(exclusive && { exclusive }) };
  return { ...NO_ENTRY, kind: 'swap', swap };
}
