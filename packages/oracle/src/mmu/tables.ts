/**
 * Page tables to be tried: words of memory by physical address, the frames that hold tables, and the roots with the addresses to ask
 * for. Random ones are made by `randomTables()`; those of a script come from its image.
 */

import type { PhysicalWords } from '@mm-playground/api';

/** Bytes of a piece of memory. */
export const CHUNK_BYTES = 4096;
const CHUNK_SHIFT = 12n;
const WORD_BYTES = 8;

const indexOf = (pa: bigint): number => (Number(pa & BigInt(CHUNK_BYTES - 1)) / WORD_BYTES) | 0;

/** Memory of which a few pieces were written, word by word; the rest is zero. */
export class Words implements PhysicalWords {
  readonly #chunks = new Map<number, BigUint64Array>();

  /** The same words, to be changed apart. */
  copy(): Words {
    const same = new Words();
    for (const [chunk, words] of this.#chunks) same.#chunks.set(chunk, words.slice());
    return same;
  }

  read(pa: bigint): bigint {
    return this.#chunks.get(Number(pa >> CHUNK_SHIFT))?.[indexOf(pa)] ?? 0n;
  }

  write(pa: bigint, word: bigint): void {
    const chunk = Number(pa >> CHUNK_SHIFT);
    let words = this.#chunks.get(chunk);
    if (words === undefined) this.#chunks.set(chunk, (words = new BigUint64Array(CHUNK_BYTES / WORD_BYTES)));
    words[indexOf(pa)] = word;
  }

  /** The pieces in which something was written, by physical address. */
  *chunks(): Generator<readonly [bigint, BigUint64Array]> {
    for (const [chunk, words] of this.#chunks) yield [BigInt(chunk) << CHUNK_SHIFT, words];
  }
}

/** One address space: its root, and the addresses of it that are asked for. */
export interface AddressSpace {
  readonly root: bigint;
  readonly addresses: readonly bigint[];
}

/** Tables of some address spaces. */
export interface Tables {
  readonly words: Words;
  /** Frames of table pages. A walk that leaves them is not asked for. */
  readonly frames: ReadonlySet<number>;
  readonly spaces: readonly AddressSpace[];
}
