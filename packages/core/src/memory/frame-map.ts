/**
 * What stands at each frame number: frames in use, tables. Frame numbers are handed out in runs and are below 2^21 on any machine
 * here, so that an array in chunks is both smaller and faster than a map of as many entries, above all for walks, which ask
 * for neighbours.
 */

/** Frame numbers of a chunk. */
const CHUNK = 512;
const EMPTY_CHUNK: readonly undefined[] = Array.from({ length: CHUNK });

/** A map by frame number, ascending. Its changes are journaled by who makes them ({@link putJournaled}). */
export class FrameMap<T> {
  readonly #chunks: ((T | undefined)[] | undefined)[] = [];

  get(pfn: number): T | undefined {
    return this.#chunks[Math.floor(pfn / CHUNK)]?.[pfn % CHUNK];
  }

  set(pfn: number, value: T): void {
    const at = Math.floor(pfn / CHUNK);
    const chunk = (this.#chunks[at] ??= [...EMPTY_CHUNK]);
    chunk[pfn % CHUNK] = value;
  }

  delete(pfn: number): void {
    const chunk = this.#chunks[Math.floor(pfn / CHUNK)];
    if (chunk !== undefined) chunk[pfn % CHUNK] = undefined;
  }

  *values(): Iterable<T> {
    for (const chunk of this.#chunks) for (const value of chunk ?? []) if (value !== undefined) yield value;
  }
}
