/**
 * Writing: what is covered as a whole is written at the highest level, and a table is made where a range ends inside of a slot. Nothing
 * outside of the range is touched, which is what lets two writers work side by side: each locks the table that holds its range, and
 * those below.
 */

import { slotOf, SLOTS, spanOf, Table, tableOf, type Mapping, type Slot } from './table.ts';

/** One store: what it writes, and what became of the tables on its way. */
export class StoreWriter<T> {
  readonly #owner: object;
  readonly #what: Mapping<T> | null;
  /** Tables by what happened to them. */
  readonly changed: number[] = [];
  readonly made: number[] = [];
  readonly freed: number[] = [];
  #nextId: number;

  constructor(owner: object, nextId: number, what: Mapping<T> | null) {
    this.#owner = owner;
    this.#nextId = nextId;
    this.#what = what;
  }

  /** The id of the next table. */
  get nextId(): number {
    return this.#nextId;
  }

  /** The root with more levels, until it reaches to `end`. */
  grown(root: Table<T>, end: number): Table<T> {
    let table = root;
    while (spanOf(table.level + 1) < end) {
      const above = this.#make(table.level + 1, null);
      if (table.slots.some((slot) => slot !== null)) above.slots[0] = table;
      else this.freed.push(table.id);
      table = above;
    }
    return table;
  }

  /** The root after `[start, end)` was written. */
  write(root: Table<T>, start: number, end: number): Table<T> {
    const table = this.#own(root);
    this.#fill(table, 0, start, end);
    return table;
  }

  #fill(table: Table<T>, base: number, start: number, end: number): void {
    const span = spanOf(table.level);
    const from = Math.max(start, base);
    const last = slotOf(table, Math.min(end, base + SLOTS * span) - 1);
    if (!this.made.includes(table.id)) this.changed.push(table.id);
    table.holes = null;
    for (let at = slotOf(table, from); at <= last; at++) {
      const low = base + at * span;
      const slot = table.slots[at] ?? null;
      if (start <= low && low + span <= end) this.#replace(table, at);
      else if (slot !== this.#what) this.#fillBelow(table, at, slot, low, start, end);
    }
  }

  #replace(table: Table<T>, at: number): void {
    this.#free(table.slots[at] ?? null);
    table.slots[at] = this.#what;
  }

  /** A slot of which a part is written: what it held goes one level down. */
  #fillBelow(table: Table<T>, at: number, slot: Slot<T>, low: number, start: number, end: number): void {
    const below = slot instanceof Table ? this.#own(slot) : this.#make(table.level - 1, slot);
    table.slots[at] = below;
    this.#fill(below, low, start, end);
    if (this.#what !== null || below.slots.some((each) => each !== null)) return;
    this.freed.push(below.id);
    table.slots[at] = null;
  }

  #make(level: number, slot: Mapping<T> | null): Table<T> {
    const table = tableOf<T>(this.#nextId++, level, this.#owner, slot);
    this.made.push(table.id);
    return table;
  }

  #own(table: Table<T>): Table<T> {
    return table.owner === this.#owner ? table : new Table(table.id, table.level, this.#owner, table.slots.slice());
  }

  #free(slot: Slot<T>): void {
    if (!(slot instanceof Table)) return;
    this.freed.push(slot.id);
    for (const below of slot.slots) this.#free(below);
  }
}
