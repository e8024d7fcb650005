/** The tables as a tree to look at. Slots that hold the same, one behind the other, are one: nobody looks at 512. */

import type { TreeNodeView, TreeStore, TreeView } from '@mm-playground/api';
import { nameOf } from './store-record.ts';
import { holesOf, SLOTS, spanOf, Table, type Slot } from './table.ts';

/** What is looked at. */
interface Inspected<T> {
  readonly root: Table<T>;
  readonly size: number;
  readonly lastStore: TreeStore | null;
}

/** The tables of a moment; `idOf` names the values. O(1), and lazy from there. */
export const inspectTables = <T>({ root, size, lastStore }: Inspected<T>, idOf: (value: T) => number): TreeView => ({
  root: size === 0 ? null : new TableView(root, 0, idOf),
  height: size === 0 ? 0 : root.level + 1,
  entries: size,
  flags: [],
  lastStore,
  dead: [],
});

class TableView<T> implements TreeNodeView {
  readonly #table: Table<T>;
  readonly #idOf: (value: T) => number;
  /** The last of the slots that each shown one stands for. */
  readonly #ends: readonly number[];
  readonly min: number;
  readonly capacity = SLOTS;
  readonly minimum = 1;

  constructor(table: Table<T>, min: number, idOf: (value: T) => number) {
    this.#table = table;
    this.#idOf = idOf;
    this.#ends = table.slots.flatMap((slot, at) => (at + 1 < SLOTS && slot === table.slots[at + 1] ? [] : [at]));
    this.min = min;
  }

  get id(): number {
    return this.#table.id;
  }

  get type(): string {
    return nameOf(this.#table);
  }

  get leaf(): boolean {
    return this.#table.level === 0;
  }

  get max(): number {
    return this.min + spanOf(this.#table.level + 1) - 1;
  }

  get pivots(): readonly number[] {
    return this.#ends.map((at) => this.min + (at + 1) * spanOf(this.#table.level) - 1);
  }

  get gaps(): readonly number[] {
    return this.pivots.map((pivot, at) => {
      const slot = this.#slot(at);
      if (slot instanceof Table) return holesOf(slot).largest;
      return slot === null ? pivot + 1 - this.#first(at) : 0;
    });
  }

  child(at: number): TreeNodeView | null {
    const slot = this.#slot(at);
    return slot instanceof Table ? new TableView(slot, this.#first(at), this.#idOf) : null;
  }

  value(at: number): number | null {
    const slot = this.#slot(at);
    return slot === null || slot instanceof Table ? null : this.#idOf(slot.value);
  }

  #slot(at: number): Slot<T> {
    return this.#table.slots[this.#ends[at] ?? SLOTS] ?? null;
  }

  #first(at: number): number {
    return this.min + ((this.#ends[at - 1] ?? -1) + 1) * spanOf(this.#table.level);
  }
}
