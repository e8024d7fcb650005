/**
 * Change this first: how entries are kept. This is the plainest way, one sorted array that is never changed in place, so that a snapshot
 * is the array itself. A store costs O(n), a search O(log n).
 *
 * Invariant: entries are ascending and do not overlap.
 *
 * What the contract has beside this is optional, and each part says what it brings: `walk` (readers without locks), `gracePeriod`,
 * `shape` and `inspect` (for an index that is a tree), and `cost` (`mm diff --index a --index b` and the app print it).
 */

import type { IndexEntry, IndexHole, IndexSnapshot, VmaIndex } from '@mm-playground/api';

type Entries<T> = readonly IndexEntry<T>[];

/** What a snapshot holds; only the index that made it can read it. */
class Snapshot<T extends object> implements IndexSnapshot {
  readonly index = 'snapshot';
  readonly owner: PlainIndex<T>;
  readonly entries: Entries<T>;
  constructor(owner: PlainIndex<T>, entries: Entries<T>) {
    this.owner = owner;
    this.entries = entries;
  }
}

/** See {@link VmaIndex}. */
export class PlainIndex<T extends object> implements VmaIndex<T> {
  #entries: Entries<T>;

  constructor(entries: Entries<T> = []) {
    this.#entries = entries;
  }

  get size(): number {
    return this.#entries.length;
  }

  load(page: number): T | null {
    const entry = this.find(page);
    return entry !== null && entry.start <= page ? entry.value : null;
  }

  find(page: number): IndexEntry<T> | null {
    return this.#entries[this.#firstEndingAbove(page)] ?? null;
  }

  findBefore(page: number): IndexEntry<T> | null {
    return this.#entries[this.#firstEndingAbove(page) - 1] ?? null;
  }

  /** What overlaps goes; what of it lies outside stays, cut. */
  store(start: number, end: number, value: T | null): void {
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end <= start)
      throw new RangeError(`[${start}, ${end}) is not a range of pages`);
    const overlapped = this.range(start, end);
    const left = overlapped.filter((entry) => entry.start < start).map((entry) => ({ ...entry, end: start }));
    const right = overlapped.filter((entry) => entry.end > end).map((entry) => ({ ...entry, start: end }));
    const stored = value === null ? [] : [{ start, end, value }];
    const at = this.#firstEndingAbove(start);
    this.#entries = this.#entries.toSpliced(at, overlapped.length, ...left, ...stored, ...right);
  }

  range(start: number, end: number): Entries<T> {
    return this.#entries.slice(this.#firstEndingAbove(start), this.#firstStartingFrom(end));
  }

  values(start: number, end: number): T[] {
    return this.range(start, end).map(({ value }) => value);
  }

  emptyArea(min: number, max: number, size: number): IndexHole | null {
    return this.#holes(min, max).find((hole) => hole.end - hole.start >= size) ?? null;
  }

  emptyAreaRev(min: number, max: number, size: number): IndexHole | null {
    return this.#holes(min, max).findLast((hole) => hole.end - hole.start >= size) ?? null;
  }

  snapshot(): IndexSnapshot {
    return new Snapshot(this, this.#entries);
  }

  restore(snapshot: IndexSnapshot): void {
    if (!(snapshot instanceof Snapshot) || snapshot.owner !== this) throw new TypeError('not a snapshot of this index');
    this.#entries = snapshot.entries;
  }

  clone<U extends object>(map: (value: T) => U | null): VmaIndex<U> {
    const mapped = this.#entries.map(({ start, end, value }) => ({ start, end, value: map(value) }));
    return new PlainIndex(mapped.filter((entry): entry is IndexEntry<U> => entry.value !== null));
  }

  /** What is free inside of `[min, max)`, ascending: before each entry, and behind the last. */
  #holes(min: number, max: number): readonly IndexHole[] {
    const inside = this.range(min, max);
    return [...inside, { start: max, end: max }].map(({ start }, at) => ({
      start: Math.max(min, inside[at - 1]?.end ?? min),
      end: start,
    }));
  }

  #firstEndingAbove(page: number): number {
    return firstWhere(this.#entries, ({ end }) => end > page);
  }

  #firstStartingFrom(page: number): number {
    return firstWhere(this.#entries, ({ start }) => start >= page);
  }
}

/** Where the entries begin for which something is true, which is so for all that follow: their number where it is for none. */
function firstWhere<T>(entries: Entries<T>, isTrue: (entry: IndexEntry<T>) => boolean): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry === undefined || isTrue(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}
