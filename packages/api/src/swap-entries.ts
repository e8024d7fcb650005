/**
 * Swap entries as Linux makes them on any architecture: a type, an offset, and whether the page was its owner's alone, each in a row of
 * the architecture's own table. What else is in such a word an architecture adds, and looks at, itself.
 */

import {
  NO_ENTRY,
  RESERVED_ENTRY,
  swapKind,
  type DecodedEntry,
  type FieldSpec,
  type SwapEntry,
} from './architecture.ts';
import { fieldMask, readField, writeField } from './fields.ts';

/** The rows of a swap entry. */
export interface SwapRows {
  readonly TYPE: FieldSpec;
  readonly OFFSET: FieldSpec;
  readonly EXCLUSIVE: FieldSpec;
}

/** Writes swap entries into these rows, and reads them. */
export interface SwapCodec {
  /** @throws RangeError where type or offset do not fit, or the word would be that of nothing */
  readonly encode: (entry: SwapEntry) => bigint;
  /** A word that is neither present nor PROT_NONE nor zero. What no entry could be written as is reserved. */
  readonly decode: (word: bigint) => DecodedEntry;
}

/**
 * The codec of these rows.
 *
 * @param isInverted whether the offset is kept with every bit inverted, as x86-64 does against L1TF
 */
export function swapCodec({ TYPE, OFFSET, EXCLUSIVE }: SwapRows, isInverted = false): SwapCodec {
  const mostType = Number(readField(fieldMask(TYPE), TYPE));
  const mostOffset = readField(fieldMask(OFFSET), OFFSET);
  const exclusiveBit = fieldMask(EXCLUSIVE);
  // Of type 0 the word without other bits would be zero: the header of a swap file, or the end of one that is too large to be.
  const nothing = isInverted ? mostOffset : 0n;
  const why = isInverted ? 'the word of nothing' : 'the header of the swap file';
  return {
    encode({ type, offset, exclusive }) {
      if (!Number.isInteger(type) || type < 0 || type > mostType)
        throw new RangeError(`swap type ${type} is not in 0..${mostType}`);
      if (offset < 0n || offset > mostOffset) throw new RangeError(`swap offset ${offset} is not in 0..${mostOffset}`);
      if (type === 0 && offset === nothing) throw new RangeError(`swap type 0 offset ${offset} is ${why}`);
      const word = writeField(writeField(0n, TYPE, BigInt(type)), OFFSET, isInverted ? ~offset : offset);
      return exclusive === true ? word | exclusiveBit : word;
    },
    decode(word) {
      const type = Number(readField(word, TYPE));
      const offset = readField(isInverted ? ~word : word, OFFSET);
      if (type === 0 && offset === nothing) return RESERVED_ENTRY;
      const exclusive = (word & exclusiveBit) !== 0n;
      const swap: SwapEntry = { kind: swapKind(type), type, offset, ...(exclusive && { exclusive }) };
      return { ...NO_ENTRY, kind: 'swap', swap };
    },
  };
}
