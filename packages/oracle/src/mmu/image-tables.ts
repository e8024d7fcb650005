/** The page tables of a script, as `mm tables` gives them, to be tried: around the bounds of its mappings, and at its leaves. */

import type { PageTableImage } from 'mm-playground';
import { Words, type Tables } from './tables.ts';

const WORD_DIGITS = 16;
const WORD_BYTES = 8n;
/** Addresses that are asked for at most, evenly spread, with six probes each: a job holds so many. */
const MOST_ADDRESSES = 4000;

/**
 * Tables of an image.
 *
 * @param pageShift log2 of the size of a page
 * @returns null where the address space has ended, and has no tables
 */
export function imageTables(image: PageTableImage, pageShift: number): Tables | null {
  if (image.root === null) return null;
  const words = new Words();
  for (const { pa, hex } of image.image)
    wordsOf(hex).forEach((word, at) => words.write(BigInt(pa) + BigInt(at) * WORD_BYTES, word));
  const frames = new Set(image.image.map(({ pa }) => Number(BigInt(pa) >> BigInt(pageShift))));
  const all = [...new Set([...boundsOf(image, 1n << BigInt(pageShift)), ...image.leaves.map(({ va }) => BigInt(va))])];
  const step = Math.max(Math.ceil(all.length / MOST_ADDRESSES), 1);
  const addresses = all.filter((_, at) => at % step === 0);
  return { words, frames, spaces: [{ root: BigInt(image.root), addresses }] };
}

/** Little-endian words of the bytes of a page. */
const wordsOf = (hex: string): bigint[] =>
  Array.from({ length: hex.length / WORD_DIGITS }, (_, at) => {
    const bytes = hex.slice(at * WORD_DIGITS, (at + 1) * WORD_DIGITS).match(/../g) ?? [];
    return BigInt(`0x${bytes.toReversed().join('')}`);
  });

/** Of each mapping the first, the last and a page between, and one on either side. */
const boundsOf = ({ vmas }: PageTableImage, page: bigint): bigint[] =>
  vmas.flatMap((vma) => {
    const [start, end] = [BigInt(vma.start), BigInt(vma.end)];
    const middle = start + ((end - start) / page / 2n) * page;
    return [start, middle, end - page, end, ...(start >= page ? [start - page] : [])];
  });
