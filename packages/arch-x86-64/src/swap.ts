/**
 * Entries that are not present and have a meaning for software: type and offset of swp_entry_t, with the bits that fork and
 * userfaultfd need. The offset is stored inverted, for the same reason as the frame of a PROT_NONE leaf.
 *
 * @kernel 6.18 arch/x86/include/asm/pgtable_64.h
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

/** The word of a swap entry. @throws RangeError where type or offset do not fit, or the word would be zero (type 0 at the last offset). */
export function swapWord({ type, offset, exclusive }: SwapEntry): bigint {
  if (!Number.isInteger(type) || type < 0 || type > MAX_TYPE)
    throw new RangeError(`swap type ${type} is not in 0..${MAX_TYPE}`);
  if (offset < 0n || offset > MAX_OFFSET) throw new RangeError(`swap offset ${offset} is not in 0..${MAX_OFFSET}`);
  if (type === 0 && offset === MAX_OFFSET) throw new RangeError(`swap type 0 offset ${offset} is the word of nothing`);
  const word = writeField(writeField(0n, SWAP.TYPE, BigInt(type)), SWAP.OFFSET, ~offset);
  return exclusive === true ? word | EXCLUSIVE : word;
}

/** A word that is neither present nor PROT_NONE nor nothing. */
export function decodeSwap(word: bigint): DecodedEntry {
  const type = Number(readField(word, SWAP.TYPE));
  const offset = readField(~word, SWAP.OFFSET);
  // Without its other bits it would be nothing: no swap file is so large.
  if (type === 0 && offset === MAX_OFFSET) return RESERVED_ENTRY;
  const exclusive = (word & EXCLUSIVE) !== 0n;
  const swap: SwapEntry = { kind: swapKind(type), type, offset, ...(exclusive && { exclusive }) };
  return { ...NO_ENTRY, kind: 'swap', swap };
}
