/**
 * The plainest VMA index: entries in one sorted array, binary search, `splice`. It shows what the contract asks for, and is
 * the judge of cleverer ones. A store costs O(n) for moving entries; a snapshot is O(1), the copy is made by the next store.
 */

import type { IndexCost, IndexEntry, IndexHole, IndexSnapshot, VmaIndex, VmaIndexPlugin } from '@mm-playground/api';

interface Snapshot<T extends object> extends IndexSnapshot {
  readonly of: SortedArrayIndex<T>;
  readonly entries: readonly IndexEntry<T>[];
}

/** An entry as a kernel would keep it: two bounds and a pointer. */
const ENTRY_BYTES = 24;

const NOTHING: readonly never[] = Object.freeze([]);

/** See {@link VmaIndex}. */
export class SortedArrayIndex<T extends object> implements VmaIndex<T> {
  #entries: IndexEntry<T>[];
  /** A snapshot holds the array: copy before changing it. */
  #shared = false;

  constructor(entries: IndexEntry<T>[] = []) {
    this.#entries = entries;
  }

  get size(): number {
    return this.#entries.length;
  }

  load(page: number): T | null {
    const entry = this.#entries[this.#lowerBound(page)];
    return entry !== undefined && entry.start <= page ? entry.value : null;
  }

  find(page: number): IndexEntry<T> | null {
    return this.#entries[this.#lowerBound(page)] ?? null;
  }

  findBefore(page: number): IndexEntry<T> | null {
    return this.#entries[this.#lowerBound(page) - 1] ?? null;
  }

  store(start: number, end: number, value: T | null): void {
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end <= start)
      throw new RangeError(`[${start}, ${end}) is not a range of pages`);
    if (this.#shared) {
      this.#entries = this.#entries.slice();
      this.#shared = false;
    }
    const from = this.#lowerBound(start);
    const to = this.#firstFrom(end, from);
    const first = this.#entries[from];
    const last = this.#entries[to - 1];
    const fresh: IndexEntry<T>[] = [];
    if (first !== undefined && to > from && first.start < start)
      fresh.push({ start: first.start, end: start, value: first.value });
    if (value !== null) fresh.push({ start, end, value });
    if (last !== undefined && to > from && last.end > end) fresh.push({ start: end, end: last.end, value: last.value });
    this.#entries.splice(from, to - from, ...fresh);
  }

  range(start: number, end: number): readonly IndexEntry<T>[] {
    const from = this.#lowerBound(start);
    const first = this.#entries[from];
    if (first === undefined || first.start >= end) return NOTHING;
    return this.#entries.slice(from, this.#firstFrom(end, from));
  }

  values(start: number, end: number): T[] {
    return this.range(start, end).map(({ value }) => value);
  }

  emptyArea(min: number, max: number, size: number): IndexHole | null {
    let start = min;
    for (let i = this.#lowerBound(min); start < max; i++) {
      const entry = this.#entries[i];
      const end = Math.min(entry?.start ?? max, max);
      if (end - start >= size) return { start, end };
      if (entry === undefined) return null;
      start = entry.end;
    }
    return null;
  }

  emptyAreaRev(min: number, max: number, size: number): IndexHole | null {
    let end = max;
    for (let i = this.#firstFrom(max, 0) - 1; end > min; i--) {
      const entry = this.#entries[i];
      const start = Math.max(entry?.end ?? min, min);
      if (end - start >= size) return { start, end };
      if (entry === undefined) return null;
      end = Math.min(entry.start, end);
    }
    return null;
  }

  snapshot(): IndexSnapshot {
    this.#shared = true;
    return { index: 'snapshot', of: this, entries: this.#entries } satisfies Snapshot<T> as IndexSnapshot;
  }

  restore(snapshot: IndexSnapshot): void {
    if (!('of' in snapshot) || snapshot.of !== this) throw new TypeError('not a snapshot of this sorted array');
    this.#entries = (snapshot as Snapshot<T>).entries as IndexEntry<T>[];
    this.#shared = true;
  }

  clone<U extends object>(map: (value: T) => U | null): VmaIndex<U> {
    const entries: IndexEntry<U>[] = [];
    for (const { start, end, value } of this.#entries) {
      const copy = map(value);
      if (copy !== null) entries.push({ start, end, value: copy });
    }
    return new SortedArrayIndex(entries);
  }

  /** One array; a binary search halves what is left with each entry that it reads. */
  cost(): IndexCost {
    const entries = this.size;
    const nodes = Math.min(entries, 1);
    const lookup = { what: 'entry', reads: Math.ceil(Math.log2(entries + 1)), bytes: ENTRY_BYTES };
    return { node: 'array', nodes, height: nodes, bytes: entries * ENTRY_BYTES, entries, lookup };
  }

  /** The first entry that ends above `page`. */
  #lowerBound(page: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.end ?? Infinity) > page) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The first entry from `low` on that starts at or above `page`. */
  #firstFrom(page: number, low: number): number {
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.start ?? Infinity) >= page) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** The sorted array as a plugin. */
export const sortedArray: VmaIndexPlugin = {
  id: 'sorted-array',
  title: 'Sorted array',
  support: [
    { call: 'index', level: 'partly', note: 'a store copies the array: O(n)' },
    {
      call: 'readers without locks',
      level: 'partly',
      note: 'they go from entry to entry, and see each store as a whole',
    },
    { call: 'tree', level: 'refused', note: 'an array has none' },
  ],
  create: <T extends object>() => new SortedArrayIndex<T>(),
};
