/**
 * The naive index: a plain list of entries, gone through from its beginning each time. Slow and obviously right; the judge of
 * `describeVmaIndex()`.
 *
 * What an overlapping store leaves of an entry on both sides are two entries, because something else lies between them.
 */

import type { IndexEntry, IndexHole } from '../vma-index.ts';

/** A value that a kit stores: identity is what counts. */
export interface Stored {
  readonly name: string;
}

/** Entries, ascending and disjoint. */
export class NaiveIndex {
  #entries: readonly IndexEntry<Stored>[];

  constructor(entries: readonly IndexEntry<Stored>[] = []) {
    this.#entries = entries;
  }

  /** A copy that does not change with this one. */
  copy(): NaiveIndex {
    return new NaiveIndex(this.#entries);
  }

  store(start: number, end: number, value: Stored | null): void {
    const left = this.#entries.flatMap((old) =>
      [
        { ...old, end: Math.min(old.end, start) },
        { ...old, start: Math.max(old.start, end) },
      ].filter((part) => part.start < part.end),
    );
    this.#entries = [...left, ...(value === null ? [] : [{ start, end, value }])].sort((a, b) => a.start - b.start);
  }

  load(page: number): Stored | null {
    return this.#entries.find(({ start, end }) => start <= page && page < end)?.value ?? null;
  }

  /** All entries, ascending. */
  entries(): readonly IndexEntry<Stored>[] {
    return this.#entries;
  }

  find(page: number): IndexEntry<Stored> | null {
    return this.#entries.find(({ end }) => end > page) ?? null;
  }

  findBefore(page: number): IndexEntry<Stored> | null {
    return this.#entries.findLast(({ end }) => end <= page) ?? null;
  }

  range(start: number, end: number): IndexEntry<Stored>[] {
    return this.#entries.filter((entry) => entry.start < end && start < entry.end);
  }

  /** The holes of a window that have room, ascending. */
  holes(min: number, max: number, size: number): IndexHole[] {
    const taken = this.range(min, max);
    const starts = [min, ...taken.map(({ end }) => end)];
    const ends = [...taken.map(({ start }) => start), max];
    return starts.map((start, i) => ({ start, end: ends[i] ?? max })).filter(({ start, end }) => end - start >= size);
  }
}
