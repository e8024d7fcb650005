/**
 * Page tables of an address space: finding the table that holds an entry, making tables on demand, and visiting what is
 * there. Huge entries stand in the tables of the level above the lowest one (`pmd`).
 *
 * Invariants: a table is pointed to by exactly one entry; `mm.tablePages` counts what VmPTE counts: all tables but the root
 * (and, with five levels, those below the root), and one table that every huge entry keeps in reserve for being split.
 */

import { KernelBug, hex, type DecodedEntry, type LeafState, type Pfn, type Vpn } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { changePte, markPte, readPte, runAt, unfoldPartly, writePte, writePtes, type Indexes } from './contpte.ts';
import type { Table } from './table.ts';

/** The level whose entries map single pages. */
export const pteLevel = (mm: MmStruct): number => mm.sys.memory.pmdLevel + 1;

export const pmdLevel = (mm: MmStruct): number => mm.sys.memory.pmdLevel;

/** Where an entry stands. */
export interface Slot {
  readonly table: Table;
  readonly index: number;
}

/** Whether the entry may be one of a run. */
const hasRuns = (mm: MmStruct, table: Table): boolean => mm.sys.memory.runs !== null && table.isLowest;

/** Whether the entry is marked as one of a run: pte_cont(). */
export const isInRun = (mm: MmStruct, table: Table, index: number): boolean =>
  hasRuns(mm, table) && runAt(mm, table, index) !== null;

/** The word of an entry by itself: ptep_get(). */
export const readEntry = (mm: MmStruct, table: Table, index: number): bigint =>
  hasRuns(mm, table) ? readPte(mm, table, index) : table.read(index);

/** What an entry is, decoded. */
export const decodeSlot = (mm: MmStruct, { table, index }: Slot): DecodedEntry => decodeEntry(mm, table, index);

/** The same of an entry that is not held as a slot. */
export const decodeEntry = (mm: MmStruct, table: Table, index: number): DecodedEntry =>
  mm.sys.arch.decode(table.level, readEntry(mm, table, index));

/** Writes an entry: set_pte(). */
export function writeEntry(mm: MmStruct, table: Table, index: number, word: bigint): void {
  if (hasRuns(mm, table)) writePte(mm, table, index, word);
  else table.write(mm.sys.journal, index, word);
}

/** Writes entries in a row that were empty, for pages of one folio: set_ptes(). */
export function writeEntries(mm: MmStruct, table: Table, first: number, words: readonly bigint[]): void {
  if (words.length > 1 && hasRuns(mm, table)) writePtes(mm, table, first, words);
  else words.forEach((word, i) => writeEntry(mm, table, first + i, word));
}

const READ_ONLY: Partial<LeafState> = Object.freeze({ write: false });

/** Makes leaves in a row read-only: wrprotect_ptes(). */
export function protectEntries(mm: MmStruct, table: Table, indexes: Indexes): void {
  for (let index = indexes.first; index <= indexes.last; index++) {
    if (hasRuns(mm, table)) unfoldPartly(mm, table, index, indexes);
    markPte(mm, table, index, READ_ONLY);
  }
}

/** Clears an entry on the way through `[start, end)`: a run that goes as a whole need not be taken apart. */
export function clearEntry(mm: MmStruct, table: Table, index: number, start: number, end: number): void {
  if (hasRuns(mm, table)) {
    const [first, last] = indexesOf(table, start, end);
    unfoldPartly(mm, table, index, { first, last });
  }
  table.write(mm.sys.journal, index, 0n);
}

/** Changes what a leaf says of use and writing: ptep_set_access_flags(). */
export function changeEntry(mm: MmStruct, table: Table, index: number, state: Partial<LeafState>): void {
  if (hasRuns(mm, table)) changePte(mm, table, index, state);
  else markPte(mm, table, index, state);
}

/** Whether VmPTE counts tables of this level. */
const isCounted = (mm: MmStruct, level: number): boolean =>
  level > 0 && mm.sys.arch.geometry.levels[level]?.name !== 'p4d';

/** Counts tables (or takes them off): mm_inc_nr_ptes() and the like. */
export function countTables(mm: MmStruct, level: number, tables: number): void {
  if (isCounted(mm, level)) mm.touch('tablePages').tablePages += tables;
}

/** The root table, or null once the address space has ended. */
export const rootOf = (mm: MmStruct): Table | null => (mm.pgd === null ? null : mm.sys.memory.table(mm.pgd));

/** The table that an entry of an upper level points to, or null for anything else. */
export function childOf(mm: MmStruct, table: Table, index: number): Table | null {
  if (table.isLowest || table.isEmpty(index)) return null;
  const known = table.childAt(index);
  if (known !== undefined) return known;
  const { kind, pfn } = mm.sys.arch.decode(table.level, table.read(index));
  return kind === 'table' && pfn !== null ? table.keepChild(index, mm.sys.memory.table(pfn)) : null;
}

/** The table of `level` that holds the entry of `page`, or null where the way there does not exist. */
export function tableAt(mm: MmStruct, page: number, level: number): Table | null {
  let table = rootOf(mm);
  while (table !== null && table.level < level) table = childOf(mm, table, table.indexOf(page));
  return table;
}

/** The lowest entry on the way to `page` that exists: a PTE, a huge entry, or an empty entry further up. Null: no root. */
export function walkTo(mm: MmStruct, page: number): Slot | null {
  let table = rootOf(mm);
  if (table === null) return null;
  for (;;) {
    const index = table.indexOf(page);
    const child: Table | null = childOf(mm, table, index);
    if (child === null) return { table, index };
    table = child;
  }
}

/** The entry of `page` in a table of `level`; makes the tables on the way: pte_alloc(), pmd_alloc(), ... */
export function ensureSlot(mm: MmStruct, page: number, level: number): Slot {
  let table = rootOf(mm);
  if (table === null) throw new KernelBug('an address space that has ended gets an entry');
  while (table.level < level) table = ensureChild(mm, table, table.indexOf(page));
  return { table, index: table.indexOf(page) };
}

/** Gives an address space its root table, the first thing that it gets: pgd_alloc(). */
export function pgdAlloc(mm: MmStruct): Table {
  const root = mm.sys.memory.allocateRoot(mm);
  mm.touch('pgd').pgd = root.pfn;
  return root;
}

/** The table below an entry, made where there is none. @throws KernelBug where the entry maps memory itself. */
function ensureChild(mm: MmStruct, table: Table, index: number): Table {
  const child = childOf(mm, table, index);
  if (child !== null) return child;
  if (!table.isEmpty(index)) throw new KernelBug(`${table.shape.name} ${hex(table.pageOf(index))} holds no table`);
  return attachTable(mm, table, index);
}

/** Makes a table and points an empty entry to it. */
export function attachTable(mm: MmStruct, table: Table, index: number): Table {
  const fresh = mm.sys.memory.allocateTable(table.level + 1, table.pageOf(index));
  countTables(mm, fresh.level, 1);
  mm.sys.trace?.step(`__${fresh.shape.name}_alloc`, { table: hex(fresh.pfn) });
  writeEntry(mm, table, index, mm.sys.arch.encodeTable(table.level, fresh.pfn));
  return fresh;
}

/** Takes a table out of its parent's entry and frees it. It must be empty. */
export function detachTable(mm: MmStruct, parent: Table, index: number, table: Table): void {
  if (table.used > 0) throw new KernelBug(`${table.describe()} of ${table.used} entries would be freed`);
  writeEntry(mm, parent, index, 0n);
  countTables(mm, table.level, -1);
  mm.sys.trace?.step(`free_${table.shape.name}_range`, { table: hex(table.pfn) });
  mm.sys.memory.freeTable(table);
}

/** Receives the entries of a range. May change the entry that it is shown. */
export interface EntryVisitor {
  /** A PTE that is not empty. */
  pte(table: Table, index: number, page: Vpn): void;
  /**
   * A huge entry that overlaps the range. `whole`: it lies inside. Where it is a table afterwards (it was split), that is
   * visited, too.
   */
  huge(table: Table, index: number, page: Vpn, whole: boolean): void;
  /** After all entries of a lowest table have been shown; `parent` and `index` point to it. */
  leave?(table: Table, parent: Table, index: number): void;
}

/** Shows all entries of `[start, end)`. Costs what is there: empty parts of the range are passed over table by table. */
export function visitEntries(mm: MmStruct, start: number, end: number, visitor: EntryVisitor): void {
  const root = rootOf(mm);
  if (root !== null && root.used > 0 && start < end) visitTable(mm, root, start, end, visitor);
}

function visitTable(mm: MmStruct, table: Table, start: number, end: number, visitor: EntryVisitor): void {
  const [first, last] = indexesOf(table, start, end);
  if (table.level === pteLevel(mm)) {
    for (let index = first; index <= last; index++)
      if (!table.isEmpty(index)) visitor.pte(table, index, table.pageOf(index));
    return;
  }
  for (let index = first; index <= last; index++) {
    if (table.isEmpty(index)) continue;
    const page = table.pageOf(index);
    if (childOf(mm, table, index) === null) visitor.huge(table, index, page, page >= start && page + table.span <= end);
    const child = childOf(mm, table, index);
    if (child === null) continue;
    visitTable(mm, child, Math.max(start, page), Math.min(end, page + table.span), visitor);
    if (child.level === pteLevel(mm)) visitor.leave?.(child, table, index);
  }
}

/** First and last entry of a table that `[start, end)` touches. */
export function indexesOf(table: Table, start: number, end: number): [number, number] {
  const from = Math.max(start, table.start);
  const to = Math.min(end, table.start + table.pages) - 1;
  return from > to ? [0, -1] : [table.indexOf(from), table.indexOf(to)];
}

/** Frame number of a leaf. @throws KernelBug for an entry that maps nothing. */
export function leafPfn(entry: DecodedEntry): Pfn {
  if (entry.pfn === null) throw new KernelBug(`an entry of the kind ${entry.kind} maps no frame`);
  return entry.pfn;
}
