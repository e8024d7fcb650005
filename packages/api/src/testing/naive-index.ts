/**
 * The naive index: what every page holds, in one array. Slow and obviously right; the judge of {@link describeVmaIndex}.
 *
 * A store gives its pages a token. An entry is a run of pages with one token: what an overlapping store leaves of it on both
 * sides are two entries, because something else lies between them.
 */

import type { IndexEntry, IndexHole } from '../vma-index.ts';

/** A value that a kit stores: identity is what counts. */
export interface Stored {
  readonly name: string;
}

interface Token {
  readonly value: Stored;
}

/** Pages from 0 to a small bound. */
export class NaiveIndex {
  #pages: readonly (Token | null)[];

  constructor(pages: readonly (Token | null)[]) {
    this.#pages = pages;
  }

  static empty(pages: number): NaiveIndex {
    return new NaiveIndex(Array.from({ length: pages }, () => null));
  }

  /** A copy that does not change with this one. */
  copy(map: (value: Stored) => Stored | null = (value) => value): NaiveIndex {
    const tokens = new Map<Token, Token | null>();
    const mapped = this.#pages.map((token) => {
      if (token === null) return null;
      if (!tokens.has(token)) tokens.set(token, mappedToken(token, map));
      return tokens.get(token) ?? null;
    });
    return new NaiveIndex(mapped);
  }

  store(start: number, end: number, value: Stored | null): void {
    const token = value === null ? null : { value };
    this.#pages = this.#pages.map((old, page) => (start <= page && page < end ? token : old));
  }

  load(page: number): Stored | null {
    return this.#pages[page]?.value ?? null;
  }

  /** All entries, ascending. */
  entries(): IndexEntry<Stored>[] {
    return this.#runs().flatMap(({ token, start, end }) =>
      token === null ? [] : [{ start, end, value: token.value }],
    );
  }

  find(page: number): IndexEntry<Stored> | null {
    return this.entries().find(({ end }) => end > page) ?? null;
  }

  findBefore(page: number): IndexEntry<Stored> | null {
    return this.entries().findLast(({ end }) => end <= page) ?? null;
  }

  range(start: number, end: number): IndexEntry<Stored>[] {
    return this.entries().filter((entry) => entry.start < end && start < entry.end);
  }

  /** The holes of a window that have room, ascending. */
  holes(min: number, max: number, size: number): IndexHole[] {
    return this.#runs()
      .filter(({ token }) => token === null)
      .map(({ start, end }) => ({ start: Math.max(start, min), end: Math.min(end, max) }))
      .filter(({ start, end }) => end - start >= size);
  }

  #runs(): { token: Token | null; start: number; end: number }[] {
    const runs: { token: Token | null; start: number; end: number }[] = [];
    this.#pages.forEach((token, page) => {
      const last = runs.at(-1);
      if (last?.token === token) last.end = page + 1;
      else runs.push({ token, start: page, end: page + 1 });
    });
    return runs;
  }
}

function mappedToken({ value }: Token, map: (value: Stored) => Stored | null): Token | null {
  const copy = map(value);
  return copy === null ? null : { value: copy };
}
