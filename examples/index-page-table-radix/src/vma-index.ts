/**
 * An address space kept in tables of the shape of its page tables, and in nothing else. What a page is mapped to stands in the slot of the
 * page, or, for all pages below a slot, in that slot: an aligned gigabyte is one slot. Where a mapping begins and ends is not written
 * down; it ends where a slot holds something else.
 *
 * After CortenMM (Zhang and others, SOSP 2025), which keeps no tree of VMAs beside the page tables. There every table has a lock, and a
 * call locks the one that holds its range and those below; the model runs the sections of calls one after the other, so that what a
 * store would lock is told (`inspect().lastStore`), and not taken.
 *
 * A snapshot is the root: a table that it may see is copied before it is changed.
 */

import type { IndexEntry, IndexHole, IndexSnapshot, TreeStore, TreeView, VmaIndex } from '@mm-playground/api';
import { inspectTables } from './inspect.ts';
import { storeRecord } from './store-record.ts';
import { beforeStart, endOf, mappingAt, pagesOf, seek, seekHole, type Found, type Way } from './seek.ts';
import { LEAST_LEVELS, Mapping, tableOf, type Table } from './table.ts';
import { StoreWriter } from './write-store.ts';

/** All that changes, as one value. */
interface State<T> {
  readonly root: Table<T>;
  readonly size: number;
  /** The id of the next table: the same stores give the same ids, also after a snapshot was restored. */
  readonly nextId: number;
  readonly lastStore: TreeStore | null;
}

const ROOT_ID = 1;
const isMapped = (what: Mapping<unknown> | null): boolean => what !== null;

/** See {@link VmaIndex}. */
export class PageTableIndex<T extends object> implements VmaIndex<T> {
  /** Tables of this owner are seen by nobody else. */
  #owner: object = {};
  #state: State<T> = {
    root: tableOf<T>(ROOT_ID, LEAST_LEVELS - 1, this.#owner, null),
    size: 0,
    nextId: ROOT_ID + 1,
    lastStore: null,
  };
  readonly #taken = new WeakMap<IndexSnapshot, State<T>>();

  get size(): number {
    return this.#state.size;
  }

  load(page: number): T | null {
    return mappingAt(this.#state.root, page)?.value ?? null;
  }

  find(page: number): IndexEntry<T> | null {
    const { root } = this.#state;
    return page < pagesOf(root) ? this.#entry(seek(root, Math.max(page, 0), 1, isMapped)) : null;
  }

  findBefore(page: number): IndexEntry<T> | null {
    const { root } = this.#state;
    const here = mappingAt(root, page);
    // What holds the page is not before it.
    const below = Math.min(here === null ? page - 1 : beforeStart(root, page, here), pagesOf(root) - 1);
    return below < 0 ? null : this.#entry(seek(root, below, -1, isMapped));
  }

  store(start: number, end: number, value: T | null): void {
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end <= start)
      throw new RangeError(`[${start}, ${end}) is not a range of pages`);
    const { root, size, nextId } = this.#state;
    const gone = this.#mappingsIn(start, end).length - this.#cuts(start) - this.#cuts(end);
    const writer = new StoreWriter<T>(this.#owner, nextId, value === null ? null : new Mapping(value));
    const tall = writer.grown(root, value === null ? Math.min(end, pagesOf(root)) : end);
    const written = start < pagesOf(tall) ? writer.write(tall, start, Math.min(end, pagesOf(tall))) : tall;
    this.#state = {
      root: written,
      size: size - gone + (value === null ? 0 : 1),
      nextId: writer.nextId,
      lastStore: storeRecord(writer, { root: written, start, end, erased: value === null }),
    };
  }

  /** How many entries go over a boundary: what of them lies outside stays. */
  #cuts(page: number): 0 | 1 {
    const { root } = this.#state;
    const here = mappingAt(root, page);
    return here !== null && here === mappingAt(root, page - 1) ? 1 : 0;
  }

  range(start: number, end: number): IndexEntry<T>[] {
    const entries: IndexEntry<T>[] = [];
    for (let entry = this.find(start); entry !== null && entry.start < end; entry = this.find(entry.end))
      if (end > start) entries.push(entry);
    return entries;
  }

  values(start: number, end: number): T[] {
    return this.#mappingsIn(start, end).map(({ value }) => value);
  }

  #mappingsIn(start: number, end: number): Mapping<T>[] {
    const { root } = this.#state;
    const found: Mapping<T>[] = [];
    const last = Math.min(end, pagesOf(root));
    for (let page = Math.max(start, 0); page < last;) {
      const next = seek(root, page, 1, isMapped);
      if (next === null || next.what === null || next.page >= last) break;
      found.push(next.what);
      page = endOf(root, next.page, next.what);
    }
    return found;
  }

  emptyArea(min: number, max: number, size: number): IndexHole | null {
    const start = this.#hole(min, max, size, 1);
    return start === null ? null : { start, end: Math.min(max, this.find(start)?.start ?? max) };
  }

  emptyAreaRev(min: number, max: number, size: number): IndexHole | null {
    const end = this.#hole(min, max, size, -1);
    return end === null ? null : { start: Math.max(min, this.findBefore(end)?.end ?? min), end };
  }

  #hole(min: number, max: number, size: number, way: Way): number | null {
    return max - min < size ? null : seekHole(this.#state.root, { min, max, size, way });
  }

  snapshot(): IndexSnapshot {
    this.#owner = {};
    const snapshot: IndexSnapshot = { index: 'snapshot' };
    this.#taken.set(snapshot, this.#state);
    return snapshot;
  }

  restore(snapshot: IndexSnapshot): void {
    const state = this.#taken.get(snapshot);
    if (state === undefined) throw new TypeError('not a snapshot of this index');
    this.#owner = {};
    this.#state = state;
  }

  clone<U extends object>(map: (value: T) => U | null): VmaIndex<U> {
    const copy = new PageTableIndex<U>();
    for (const { start, end, value } of this.range(0, pagesOf(this.#state.root))) {
      const mapped = map(value);
      if (mapped !== null) copy.store(start, end, mapped);
    }
    return copy;
  }

  inspect(idOf: (value: T) => number): TreeView {
    // What is looked at later must stay what it is.
    this.#owner = {};
    return inspectTables(this.#state, idOf);
  }

  /** The whole entry that a search ran into, at one of its ends or inside. */
  #entry(found: Found<T> | null): IndexEntry<T> | null {
    if (found === null || found.what === null) return null;
    const { page, what } = found;
    const { root } = this.#state;
    return { start: beforeStart(root, page, what) + 1, end: endOf(root, page, what), value: what.value };
  }
}
