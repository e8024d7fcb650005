/** What became of the tables since another view: new ones, and entries whose words differ. Compared table by table, by place. */

import type { TablePage, TablesView } from '@mm-playground/api';
import type { RadixLayout } from './radix-layout.ts';

/** What is different about a table. */
export interface TableChange {
  /** There was no table at this place. */
  readonly isNew: boolean;
  /** Entries whose words differ. Of a new table, those that are not empty. */
  readonly entries: ReadonlySet<number>;
}

/** Changes by table; tables without any are missing. */
export interface TableChanges {
  readonly tables: ReadonlyMap<TablePage, TableChange>;
  readonly made: number;
  /** Tables of the view before that are gone. */
  readonly gone: number;
  readonly entries: number;
}

/** No view before, or nothing different. */
export const NO_CHANGES: TableChanges = { tables: new Map(), made: 0, gone: 0, entries: 0 };

/** Compares the tables of a layout with those of a view. Another architecture is another picture: nothing is compared. */
export function tableChanges(now: RadixLayout, before: TablesView): TableChanges {
  if (now.arch.spec !== before.arch.spec) return NO_CHANGES;
  const old = new Map(before.tables().map((table) => [placeOf(table), table]));
  const tables = new Map<TablePage, TableChange>();
  let [made, entries] = [0, 0];
  for (const { table } of now.levels.flat()) {
    const place = placeOf(table);
    const was = old.get(place);
    old.delete(place);
    const changed = differing(table.words, was?.words);
    if (was === undefined) made++;
    if (was === undefined || changed.size > 0) tables.set(table, { isNew: was === undefined, entries: changed });
    entries += changed.size;
  }
  return { tables, made, gone: old.size, entries };
}

const placeOf = ({ level, start }: TablePage): string => `${level}:${start}`;

const halves = (words: BigUint64Array): Uint32Array =>
  new Uint32Array(words.buffer, words.byteOffset, words.length * 2);

function differing(now: BigUint64Array, before: BigUint64Array | undefined): ReadonlySet<number> {
  const [a, b] = [halves(now), before === undefined ? null : halves(before)];
  const changed = new Set<number>();
  for (let i = 0; i < a.length; i += 2)
    if (a[i] !== (b?.[i] ?? 0) || a[i + 1] !== (b?.[i + 1] ?? 0)) changed.add(i >> 1);
  return changed;
}
