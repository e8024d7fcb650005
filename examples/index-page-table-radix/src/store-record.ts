/** What a store did, in words: which table holds its range, and what a kernel that locks table by table would lock for it. */

import type { TreeStore } from '@mm-playground/api';
import { slotOf, spanOf, Table } from './table.ts';
import type { StoreWriter } from './write-store.ts';

/** Names of tables by level, from the lowest. In a space of 48 bits the p4d is the root; page numbers go on where addresses end. */
const NAMES = ['pte', 'pmd', 'pud', 'p4d', 'pgd', 'top'];

/** `pmd`. */
export const nameOf = ({ level }: Table<unknown>): string => NAMES[level] ?? '';

/** What was stored, and the tables afterwards. */
interface Stored<T> {
  readonly root: Table<T>;
  readonly start: number;
  readonly end: number;
  readonly erased: boolean;
}

/** The record of a store. */
export function storeRecord<T>(writer: StoreWriter<T>, { root, start, end, erased }: Stored<T>): TreeStore {
  const { changed, made, freed } = writer;
  const covering = coveringTable(root, start, end - 1);
  const below = changed.filter((id) => changed.indexOf(id) > changed.indexOf(covering.id)).length;
  return {
    index: start,
    last: end - 1,
    erased,
    kind: `in_${nameOf(covering)}`,
    reason: `The lowest table that holds the range is a ${nameOf(covering)}: its lock${below === 0 ? '' : `, and those of ${below} below,`} would be taken.`,
    changed: changed.filter((id) => !freed.includes(id)),
    made: made.filter((id) => !freed.includes(id)),
    replaced: freed,
  };
}

/** The lowest table that holds all of a range. */
function coveringTable<T>(root: Table<T>, first: number, last: number): Table<T> {
  let table = root;
  for (;;) {
    const slot = table.slots[slotOf(table, first)];
    const isOneSlot = Math.floor(first / spanOf(table.level)) === Math.floor(last / spanOf(table.level));
    if (!isOneSlot || !(slot instanceof Table)) return table;
    table = slot;
  }
}
