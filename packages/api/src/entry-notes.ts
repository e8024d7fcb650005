/**
 * Notes: bits of leaves and swap entries that Linux keeps for itself where an architecture has room for them, and that change nothing of
 * what an entry is. An architecture says which it has; {@link bitNotes} makes them of their bits.
 */

import type { Architecture } from './architecture.ts';

/** A note in a leaf or a swap entry, which no MMU reads. */
export type EntryNote =
  /** Written since the last clear_refs: pte_soft_dirty(). */
  | 'soft-dirty'
  /** Write-protected by userfaultfd: pte_uffd_wp(). Does not take the write permission by itself. */
  | 'uffd-wp';

/** Notes in entries. They stand elsewhere in a leaf, PROT_NONE or not, than in a swap entry; the word says which it is. */
export interface EntryNotes {
  /** The notes that there is room for. */
  readonly kinds: readonly EntryNote[];
  /** Whether a leaf or swap entry has a note. */
  read(level: number, word: bigint, note: EntryNote): boolean;
  /** The word with or without a note. @throws RangeError where there is no room for it, or the word is neither leaf nor swap */
  write(level: number, word: bigint, note: EntryNote, isSet: boolean): bigint;
}

/** Bits of a note, in a leaf and in a swap entry. */
type NoteBits = readonly [leaf: bigint, swap: bigint];

/** Notes that are a bit each. */
export function bitNotes(
  bits: Readonly<Partial<Record<EntryNote, NoteBits>>>,
  decode: Architecture['decode'],
): EntryNotes {
  const bitOf = (level: number, word: bigint, note: EntryNote): bigint => {
    const { kind } = decode(level, word);
    const [leaf, swap] = bits[note] ?? [0n, 0n];
    const bit = kind === 'leaf' ? leaf : kind === 'swap' ? swap : 0n;
    if (bit === 0n) throw new RangeError(`an entry of the kind ${kind} has no room for ${note}`);
    return bit;
  };
  return Object.freeze({
    kinds: Object.freeze(Object.keys(bits) as EntryNote[]),
    read: (level: number, word: bigint, note: EntryNote) => (word & bitOf(level, word, note)) !== 0n,
    write: (level: number, word: bigint, note: EntryNote, isSet: boolean) => {
      const bit = bitOf(level, word, note);
      return isSet ? word | bit : word & ~bit;
    },
  });
}
