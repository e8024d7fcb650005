/** The judge: entries in a sorted list, the plainest thing that can hold ranges. Bounds are inclusive. */

import type { MapleEntry, MapleHole } from '../index.ts';

/** What a value is in these tests. */
export interface Named {
  readonly name: number;
}

/** See the file's comment. */
export class SortedList {
  entries: MapleEntry<Named>[] = [];

  /** The first entry that ends at or above `index`. */
  #from(index: number): number {
    let [low, high] = [0, this.entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.entries[middle]?.last ?? Infinity) >= index) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  store(index: number, last: number, value: Named | null): void {
    const from = this.#from(index);
    let to = from;
    const fresh: MapleEntry<Named>[] = value === null ? [] : [{ index, last, value }];
    for (; (this.entries[to]?.index ?? Infinity) <= last; to++) {
      const entry = this.entries[to];
      if (entry === undefined) break;
      if (entry.index < index) fresh.unshift({ ...entry, last: index - 1 });
      if (entry.last > last) fresh.push({ ...entry, index: last + 1 });
    }
    this.entries.splice(from, to - from, ...fresh);
  }

  find(index: number): MapleEntry<Named> | null {
    return this.entries[this.#from(index)] ?? null;
  }

  load(index: number): Named | null {
    const entry = this.find(index);
    return entry !== null && entry.index <= index ? entry.value : null;
  }

  findBefore(index: number): MapleEntry<Named> | null {
    const at = this.#from(index);
    const entry = this.entries[at];
    return entry !== undefined && entry.index <= index ? entry : (this.entries[at - 1] ?? null);
  }

  /** Holes of at least `size` within `[min, max]`, cut to it, ascending. */
  holes(min: number, max: number, size: number): MapleHole[] {
    const holes: MapleHole[] = [];
    let index = min;
    for (let at = this.#from(min); index <= max; at++) {
      const entry = this.entries[at];
      const last = Math.min((entry?.index ?? Infinity) - 1, max);
      if (last - index + 1 >= size) holes.push({ index, last });
      if (entry === undefined) break;
      index = Math.max(index, entry.last + 1);
    }
    return holes;
  }
}
