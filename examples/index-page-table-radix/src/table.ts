/**
 * Tables: 512 slots, as those of a page table. A slot of a table on level 0 stands for a page, one on level 1 for 512 of them, and so on.
 * A slot holds nothing, a mapping that covers all its pages, or a table that says more.
 *
 * Invariant: a table below the root holds something, and is never shared by two slots. A table that a snapshot may see is never changed.
 */

/** Bits of a page number that choose a slot, and slots of a table. */
const BITS = 9;
export const SLOTS = 2 ** BITS;

/** Page numbers are safe integers: nothing is higher than this. */
const LEVELS = Math.ceil(53 / BITS);

/** Levels that a space of 48 bits has, of which each is a table from the beginning. */
export const LEAST_LEVELS = 4;

/** Pages that a slot of each level stands for. */
const SPANS: readonly number[] = Array.from({ length: LEVELS + 1 }, (_, level) => SLOTS ** level);

/** Pages below a slot of a level; below a table of the level above. */
export const spanOf = (level: number): number => SPANS[level] ?? Number.POSITIVE_INFINITY;

/** What stands in every slot of an entry. Its identity tells neighbours apart; where it begins and ends, the slots say. */
export class Mapping<T> {
  readonly value: T;
  constructor(value: T) {
    this.value = value;
  }
}

/** Holes of a table in pages: up to its first mapping, from its last one, and the largest. */
export interface Holes {
  readonly head: number;
  readonly tail: number;
  readonly largest: number;
}

/** What a slot holds. */
export type Slot<T> = Table<T> | Mapping<T> | null;

/** One table. */
export class Table<T> {
  /** The same for a table and for the copies of it that snapshots keep. */
  readonly id: number;
  readonly level: number;
  readonly slots: Slot<T>[];
  /** Who may change it: the owner of another moment has to copy it. */
  readonly owner: object;
  /** Of {@link holesOf}, until the next change. */
  holes: Holes | null = null;

  constructor(id: number, level: number, owner: object, slots: Slot<T>[]) {
    this.id = id;
    this.level = level;
    this.owner = owner;
    this.slots = slots;
  }
}

/** A new table, of which every slot holds the same. */
export const tableOf = <T>(id: number, level: number, owner: object, slot: Mapping<T> | null): Table<T> =>
  new Table<T>(
    id,
    level,
    owner,
    Array.from({ length: SLOTS }, () => slot),
  );

/** The slot of a table that a page falls into. */
export const slotOf = ({ level }: Table<unknown>, page: number): number => Math.floor(page / spanOf(level)) % SLOTS;

/** Holes of a table, and of all below it. Known until something changes: a search looks at each table once. */
export function holesOf(table: Table<unknown>): Holes {
  return (table.holes ??= countHoles(table));
}

function countHoles({ slots, level }: Table<unknown>): Holes {
  let head = -1;
  let largest = 0;
  let run = 0;
  const close = (): void => {
    if (head < 0) head = run;
    largest = Math.max(largest, run);
  };
  for (const slot of slots) {
    if (slot === null) {
      run += spanOf(level);
      continue;
    }
    const inside = slot instanceof Table ? holesOf(slot) : NO_HOLES;
    run += inside.head;
    close();
    largest = Math.max(largest, inside.largest);
    run = inside.tail;
  }
  close();
  return { head, tail: run, largest };
}

const NO_HOLES: Holes = { head: 0, tail: 0, largest: 0 };
