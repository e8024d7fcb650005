/** The sorted array against the index kit, and the kit against sorted arrays with mistakes that somebody could make. */

import { casesOf, describeVmaIndex, vmaIndexProperties } from '@mm-playground/api/testing';
import type { IndexEntry, IndexHole, IndexSnapshot, VmaIndexPlugin } from '@mm-playground/api';
import { workCounter } from '@mm-playground/vitest-preset/work-counter';
import { describe, expect, it } from 'vitest';
import { SortedArrayIndex, sortedArray } from './sorted-array-index.ts';

describeVmaIndex(sortedArray, {
  countWork: workCounter(),
  notYet: ['emptyArea() does not look at every entry', 'emptyAreaRev() does not look at every entry'],
});

const MISTAKES: Readonly<Record<string, new <T extends object>() => SortedArrayIndex<T>>> = {
  'the highest hole is the lowest': class<T extends object> extends SortedArrayIndex<T> {
    override emptyAreaRev(min: number, max: number, size: number): IndexHole | null {
      return this.emptyArea(min, max, size);
    }
  },
  'the end of a range is inclusive': class<T extends object> extends SortedArrayIndex<T> {
    override store(start: number, end: number, value: T | null): void {
      super.store(start, end + 1, value);
    }
  },
  'find() forgets the entry that holds the page': class<T extends object> extends SortedArrayIndex<T> {
    override find(page: number): IndexEntry<T> | null {
      const found = super.find(page);
      return found !== null && found.start < page ? super.find(found.end) : found;
    }
  },
  'a snapshot is restored once': class<T extends object> extends SortedArrayIndex<T> {
    readonly #restored = new Set<IndexSnapshot>();
    override restore(snapshot: IndexSnapshot): void {
      if (this.#restored.has(snapshot)) return;
      this.#restored.add(snapshot);
      super.restore(snapshot);
    }
  },
  'a copy is the original': class<T extends object> extends SortedArrayIndex<T> {
    override clone<U extends object>(): SortedArrayIndex<U> {
      return this as unknown as SortedArrayIndex<U>;
    }
  },
};

/** What the kit says of each property that an index breaks. */
async function broken(Index: new <T extends object>() => SortedArrayIndex<T>): Promise<Map<string, string>> {
  const plugin: VmaIndexPlugin = { ...sortedArray, id: 'mutant', create: () => new Index() };
  const found = new Map<string, string>();
  // Campaigns find the same, and take long to become small.
  const properties = vmaIndexProperties(plugin).filter(({ group }) => group !== 'campaigns');
  for (const { title, run } of casesOf(properties))
    await run().catch((error: unknown) => found.set(title, String(error)));
  return found;
}

describe('the index kit', () => {
  it.each(Object.entries(MISTAKES))('finds that %s', async (_, Index) => {
    expect((await broken(Index)).size).toBeGreaterThan(0);
  });

  it('draws the smallest steps that show it, a letter a page', async () => {
    const Index = MISTAKES['find() forgets the entry that holds the page'] ?? SortedArrayIndex;
    const found = await broken(Index);
    expect(found.get('find() gives the entry of a page, or the next one')).toMatch(
      /\nsmallest example \(seed 1, shrunk \d+ times\):\n {2}store 0-2 {4}aa\n\nbroken: mutant after any stores/,
    );
  });
});
