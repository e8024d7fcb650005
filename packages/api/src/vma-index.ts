/**
 * The index under the VMAs: what finds "the VMA at this page" and "a hole of this size". The kernel uses a maple tree; the
 * model takes anything that keeps this contract, and `api/testing` has the kit that proves it.
 *
 * Recipe. The bare minimum is a sorted list of disjoint page ranges with an object each. Keys are page numbers; a range is
 * `[start, end)`; storing over existing entries replaces what it covers and *cuts what it overlaps*, as a maple tree does
 * (the model then only ever stores ranges whose VMAs it has already split, but a half-cut entry must not disappear).
 * Locks are the model's: no two calls of an index meet. One that has locks of its own by nature tells which a store would take in
 * {@link VmaIndex.inspect}, as the reason of the last store.
 */

import type { IndexCost } from './index-cost.ts';
import type { SupportMatrix } from './support.ts';
import type { MapleEvent, MapleNodeEvent } from './tracepoints.ts';
import type { TreeView } from './tree-view.ts';

/** An index of values by disjoint page ranges. */
export interface VmaIndex<T extends object> {
  /** Number of entries. */
  readonly size: number;

  /** The value at `page`, or null. */
  load(page: number): T | null;

  /** The first entry that ends above `page`: the one that holds it, or the next one. As find_vma(). */
  find(page: number): IndexEntry<T> | null;

  /** The entry directly before the one that {@link find} gives for `page`: the last that ends at or below it. */
  findBefore(page: number): IndexEntry<T> | null;

  /**
   * Writes `value` over `[start, end)`; null erases. Entries inside vanish, entries across a boundary are cut. `mayFail` tells
   * whether the kernel has set no memory aside for this store (mas_store_gfp), which an index may trace; where it is missing, it has
   * for a value, and has not for null.
   * @throws RangeError where the range is empty, negative or not made of safe integers.
   */
  store(start: number, end: number, value: T | null, mayFail?: boolean): void;

  /** Entries that overlap `[start, end)`, ascending. May not be used across a {@link store}. */
  range(start: number, end: number): Iterable<IndexEntry<T>>;

  /** The values of {@link range} alone, as a list of the caller's: an address space is walked often, and may be large. */
  values(start: number, end: number): T[];

  /** Lowest hole of `size` pages inside `[min, max)`: its first page, or null. As mas_empty_area(). */
  emptyArea(min: number, max: number, size: number): IndexHole | null;

  /** Highest hole of `size` pages inside `[min, max)`. As mas_empty_area_rev(). */
  emptyAreaRev(min: number, max: number, size: number): IndexHole | null;

  /**
   * An immutable picture of the index, O(1) to take. It holds values by identity: what changes *inside* a value is the
   * owner's affair.
   */
  snapshot(): IndexSnapshot;

  /** Makes the index what it was when the snapshot was taken. Snapshots of other indexes throw `TypeError`. */
  restore(snapshot: IndexSnapshot): void;

  /** A second index with the same entries (fork), each value replaced by `map(value)`; null leaves it out. */
  clone<U extends object>(map: (value: T) => U | null): VmaIndex<U>;

  /**
   * A reader without locks goes through `[start, end)` while others store: each turn is one look at what they may change. Without
   * it a reader looks from entry to entry.
   */
  walk?(start: number, end: number): Generator<IndexLook<T>, void, void>;

  /** Readers have let go of what earlier stores took out; the model says so between two calls. Only where that matters. */
  gracePeriod?(): void;

  /**
   * What readers without locks could notice beyond the entries, as text; `idOf` names the values. Only where there is such a
   * thing; must leave the index as it is.
   */
  shape?(idOf: (value: T) => number): string;

  /** The index as a tree, frozen, O(1) to take; `idOf` names the values. Only where it is one. */
  inspect?(idOf: (value: T) => number): TreeView;

  /**
   * What the index costs now, in a kernel's terms: with it, two indexes are compared by numbers. Asked for at any position of a run,
   * so it may not go over the entries: O(1), or O(log n).
   */
  cost?(): IndexCost;
}

/** A bug of the kernel's maple tree. `spanning-store`: CVE-2024-50200, until 6.12-rc4. */
export type TreeDefect = 'spanning-store';

/** What an index is made for; it may take none of it. */
export interface VmaIndexOptions {
  /**
   * `mm`, unless said: the VMAs of an address space, with readers and gap searches. `detached`: what a munmap collects, by
   * number from 0, seen by nobody else (mt_detach).
   */
  readonly purpose?: 'mm' | 'detached';
  /** Bugs that the kernel's tree had, for an index that is such a tree; others have none of them. */
  readonly defects?: readonly TreeDefect[];
  /**
   * Receives what the index does while it does it, in tracepoints. Called only while `tracing()`; must not use the index.
   */
  readonly trace?: (event: MapleEvent<number> | MapleNodeEvent<number>) => void;
  /** Whether anybody listens to {@link trace} now. */
  readonly tracing?: () => boolean;
}

/** A value and the pages that it is stored under, `[start, end)`. */
export interface IndexEntry<T> {
  readonly start: number;
  readonly end: number;
  readonly value: T;
}

/** What a reader without locks has come to. */
export interface IndexLook<T> {
  /** Where it stands, in words: readers that stand at the same place go on alike in the same index. */
  readonly at: string;
  /** The entry that it found, as far as this look found one. */
  readonly entry?: IndexEntry<T>;
}

/** The part of a hole that lies inside the searched window, `[start, end)`. */
export interface IndexHole {
  readonly start: number;
  readonly end: number;
}

/** Opaque; only the index that made it can read it. */
export interface IndexSnapshot {
  readonly index: 'snapshot';
}

/** What a plugin contributes: a way to make an index. */
export interface VmaIndexPlugin {
  /** `maple`, `sorted-array`, ... */
  readonly id: string;
  readonly title: string;
  /** Which of the optional parts it has. */
  readonly support: SupportMatrix;
  create<T extends object>(options?: VmaIndexOptions): VmaIndex<T>;
}
