/** Looking through tables in either direction: for what a slot holds, and for holes. */

import { holesOf, slotOf, SLOTS, spanOf, Table, type Mapping, type Slot } from './table.ts';

/** Towards higher pages, or towards lower ones. */
export type Way = 1 | -1;

/** Pages of an address space: a root, which stands for the pages from 0. */
export const pagesOf = (root: Table<unknown>): number => spanOf(root.level + 1);

/** Where a search ended: the first page in its way, and what its slot holds. */
export interface Found<T> {
  readonly page: number;
  readonly what: Mapping<T> | null;
}

/** The first page from `page` on, in a way, whose slot holds what is asked for; null where there is none. */
export function seek<T>(
  root: Table<T>,
  page: number,
  way: Way,
  asked: (what: Mapping<T> | null) => boolean,
): Found<T> | null {
  return seekIn(root, 0, page, way, asked);
}

function seekIn<T>(
  table: Table<T>,
  base: number,
  page: number,
  way: Way,
  asked: (what: Mapping<T> | null) => boolean,
): Found<T> | null {
  const span = spanOf(table.level);
  let from = page;
  for (let at = slotOf(table, page); at >= 0 && at < SLOTS; at += way) {
    const slot = table.slots[at] ?? null;
    if (slot instanceof Table) {
      const found = seekIn(slot, base + at * span, from, way, asked);
      if (found !== null) return found;
    } else if (asked(slot)) return { page: from, what: slot };
    from = way > 0 ? base + (at + 1) * span : base + at * span - 1;
  }
  return null;
}

/** What a page is mapped to. */
export function mappingAt<T>(root: Table<T>, page: number): Mapping<T> | null {
  if (page < 0 || page >= pagesOf(root)) return null;
  let slot: Slot<T> = root;
  while (slot instanceof Table) slot = slot.slots[slotOf(slot, page)] ?? null;
  return slot;
}

/** The first page behind the mapping that holds `page`, and the last one before it: where it ends is nowhere written. */
export const endOf = <T>(root: Table<T>, page: number, mapping: Mapping<T>): number =>
  seek(root, page, 1, (what) => what !== mapping)?.page ?? pagesOf(root);
export const beforeStart = <T>(root: Table<T>, page: number, mapping: Mapping<T>): number =>
  seek(root, page, -1, (what) => what !== mapping)?.page ?? -1;

/** A window in which a hole is searched for, in a way. */
export interface HoleSearch {
  readonly min: number;
  readonly max: number;
  readonly size: number;
  readonly way: Way;
}

/** The near end of the first hole with room, in the way of the search; null where there is none. */
export function seekHole(root: Table<unknown>, search: HoleSearch): number | null {
  return new HoleSeeker(search).seek(root);
}

/** Goes through a window, and remembers from where on there was nothing. */
class HoleSeeker {
  readonly #search: HoleSearch;
  #edge: number;

  constructor(search: HoleSearch) {
    this.#search = search;
    this.#edge = search.way > 0 ? search.min : search.max;
  }

  seek(root: Table<unknown>): number | null {
    const { min, max, way } = this.#search;
    const isInside = min < pagesOf(root) && this.#visit(root, 0);
    return isInside || this.#hasRoom(way > 0 ? max : min) ? this.#edge : null;
  }

  /** Whether there is room in the table, or up to something in it. */
  #visit(table: Table<unknown>, base: number): boolean {
    const { min, max, way } = this.#search;
    const span = spanOf(table.level);
    const first = Math.max(0, Math.floor((min - base) / span));
    const last = Math.min(SLOTS, Math.ceil((max - base) / span)) - 1;
    for (let at = way > 0 ? first : last; at >= first && at <= last; at += way) {
      const slot = table.slots[at] ?? null;
      const [low, high] = [base + at * span, base + (at + 1) * span];
      if (slot instanceof Table ? this.#enter(slot, low, high) : slot === null && this.#passes(low, high)) return true;
      if (slot !== null && !(slot instanceof Table)) this.#edge = way > 0 ? high : low;
    }
    return false;
  }

  /** A table with no room in it is not gone into, unless the window ends in it. */
  #enter(table: Table<unknown>, low: number, high: number): boolean {
    const { min, max, size, way } = this.#search;
    if (low < min || high > max) return this.#visit(table, low);
    const { head, tail, largest } = holesOf(table);
    if (this.#hasRoom(way > 0 ? low + head : high - tail)) return true;
    if (largest >= size) return this.#visit(table, low);
    this.#edge = way > 0 ? high - tail : low + head;
    return false;
  }

  #passes(low: number, high: number): boolean {
    const { min, max, way } = this.#search;
    return this.#hasRoom(way > 0 ? Math.min(high, max) : Math.max(low, min));
  }

  #hasRoom(far: number): boolean {
    const { size, way } = this.#search;
    return (far - this.#edge) * way >= size;
  }
}
