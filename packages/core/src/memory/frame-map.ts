/**
 * What stands at each frame number: frames in use, tables. Frame numbers are handed out in runs and are below 2^21 on any machine
 * here, so that an array in chunks is both smaller and faster than a map of as many entries, above all for walks, which ask
 * for neighbours.
 */

/** log2 of the frame numbers of a chunk. */
const CHUNK_SHIFT = 9;
const CHUNK_MASK = 2 ** CHUNK_SHIFT - 1;
const EMPTY_CHUNK: readonly undefined[] = Array.from({ length: 2 ** CHUNK_SHIFT });
/** No frame number is above: what shifts do to larger ones does not matter then. */
const LAST = 2 ** 31 - 1;

/** A map by frame number, ascending. Its changes are journaled by who makes them ({@link putJournaled}). */
export class FrameMap<T> {
  readonly #chunks: ((T | undefined)[] | undefined)[] = [];

  get(pfn: number): T | undefined {
    return pfn > LAST ? undefined : this.#chunks[pfn >>> CHUNK_SHIFT]?.[pfn & CHUNK_MASK];
  }

  set(pfn: number, value: T): void {
    if (pfn > LAST) throw new RangeError(`frame 0x${pfn.toString(16)} is above 0x${LAST.toString(16)}`);
    const chunk = (this.#chunks[pfn >>> CHUNK_SHIFT] ??= [...EMPTY_CHUNK]);
    chunk[pfn & CHUNK_MASK] = value;
  }

  delete(pfn: number): void {
    const chunk = pfn > LAST ? undefined : this.#chunks[pfn >>> CHUNK_SHIFT];
    if (chunk !== undefined) chunk[pfn & CHUNK_MASK] = undefined;
  }

  *values(): Iterable<T> {
    for (const chunk of this.#chunks) for (const value of chunk ?? []) if (value !== undefined) yield value;
  }
}
