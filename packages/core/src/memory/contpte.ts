/**
 * Runs of entries that the MMU may keep as one in its TLB, because they map neighbouring pages of one large folio alike (arm64's contiguous
 * bit). The kernel makes and breaks them by itself: a run is folded when its last entry is set and all of it fits, and unfolded when one
 * of its entries changes apart from the others. What is read of one entry is what holds for the run: the MMU may note in any entry
 * that the memory was used or written.
 *
 * Invariant: a marked entry is one of a whole run; all of a run grant the same.
 *
 * @kernel 6.18 arch/arm64/mm/contpte.c, since 6.9
 */

import { hex, type EntryRuns, type LeafState } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { Table } from './table.ts';

/** Entries of a table, as indexes `[first, last]`. */
export interface Indexes {
  readonly first: number;
  readonly last: number;
}

/** The run that an entry is a part of, or null. */
export function runAt(mm: MmStruct, table: Table, index: number): Indexes | null {
  const { runs } = mm.sys.memory;
  return runs?.isPart(table.level, table.read(index)) === true ? runAround(runs, table, index) : null;
}

/** Where a run would lie. */
function runAround(runs: EntryRuns, { level }: Table, index: number): Indexes {
  const length = runs.length(level);
  const first = index - (index % length);
  return { first, last: first + length - 1 };
}

const wordsOf = (table: Table, { first, last }: Indexes): bigint[] =>
  Array.from({ length: last - first + 1 }, (_, i) => table.read(first + i));

function writeAll(mm: MmStruct, table: Table, first: number, words: readonly bigint[]): void {
  words.forEach((word, i) => table.write(mm.sys.journal, first + i, word));
}

/** ptep_get(): an entry by itself; young and dirty where any of its run is. */
export function readPte(mm: MmStruct, table: Table, index: number): bigint {
  const run = runAt(mm, table, index);
  if (run === null) return table.read(index);
  return mm.sys.memory.runs?.unfold(table.level, wordsOf(table, run))[index - run.first] ?? 0n;
}

/** set_pte(): no run has the entry afterwards, or a new one that it completes. */
export function writePte(mm: MmStruct, table: Table, index: number, word: bigint): void {
  unfoldAt(mm, table, index);
  table.write(mm.sys.journal, index, word);
  tryFold(mm, table, index);
}

/** set_ptes(): entries that were empty, for pages of one folio in a row. What makes whole runs of them is marked as such. */
export function writePtes(mm: MmStruct, table: Table, first: number, words: readonly bigint[]): void {
  writeAll(mm, table, first, folded(mm.sys.memory.runs, table.level, first, words));
}

/** The words of entries in a row, with all runs that they make. */
export function folded(
  runs: EntryRuns | null,
  level: number,
  first: number,
  words: readonly bigint[],
): readonly bigint[] {
  if (runs === null) return words;
  const length = runs.length(level);
  const marked = [...words];
  for (let at = (length - (first % length)) % length; at + length <= words.length; at += length)
    runs.fold(level, words.slice(at, at + length))?.forEach((word, i) => (marked[at + i] = word));
  return marked;
}

/**
 * ptep_set_access_flags(), clear_young_dirty_ptes(): what holds of young and dirty holds of the whole run. A change of what may be written takes
 * the run apart.
 */
export function changePte(mm: MmStruct, table: Table, index: number, state: Partial<LeafState>): void {
  const { arch } = mm.sys;
  const run = runAt(mm, table, index);
  const sameRights = state.write === undefined || state.write === arch.decode(table.level, table.read(index)).write;
  if (run !== null && !sameRights) unfold(mm, table, run);
  const { first, last } = run !== null && sameRights ? run : { first: index, last: index };
  for (let i = first; i <= last; i++) markPte(mm, table, i, state);
}

/** What the MMU itself does to an entry: only that, whatever run it is in. */
export const markPte = (mm: MmStruct, table: Table, index: number, state: Partial<LeafState>): void =>
  table.write(mm.sys.journal, index, mm.sys.arch.withLeafState(table.level, table.read(index), state));

/** Takes the run of an entry apart if it lies only partly among those that are changed alike: contpte_try_unfold_partial(). */
export function unfoldPartly(mm: MmStruct, table: Table, index: number, { first, last }: Indexes): void {
  const run = runAt(mm, table, index);
  if (run !== null && (run.first < first || run.last > last)) unfold(mm, table, run);
}

function unfoldAt(mm: MmStruct, table: Table, index: number): void {
  const run = runAt(mm, table, index);
  if (run !== null) unfold(mm, table, run);
}

function unfold(mm: MmStruct, table: Table, run: Indexes): void {
  mm.sys.trace?.step('contpte_unfold', { page: hex(table.pageOf(run.first)) });
  writeAll(mm, table, run.first, mm.sys.memory.runs?.unfold(table.level, wordsOf(table, run)) ?? []);
}

/** What is wrong with the run that an entry is marked as a part of: asked at its first entry, or where that is not marked. */
export function brokenRun(mm: MmStruct, table: Table, index: number): string | null {
  const { runs } = mm.sys.memory;
  const run = runAt(mm, table, index);
  if (runs === null || run === null) return null;
  const words = wordsOf(table, run);
  if (index > run.first && runs.isPart(table.level, words[0] ?? 0n)) return null;
  const isWhole = words.every((word) => runs.isPart(table.level, word)) && runs.fold(table.level, words) !== null;
  return isWhole ? null : `entry ${index} of ${table.describe()} is marked as one of a run that is none`;
}

/** contpte_try_fold(): only the last entry of a run is worth the look, and only pages of one folio make one. */
function tryFold(mm: MmStruct, table: Table, index: number): void {
  const { runs } = mm.sys.memory;
  if (runs === null) return;
  const run = runAround(runs, table, index);
  if (index !== run.last || run.first === run.last || !isPartOfLarge(mm, table, index)) return;
  const words = runs.fold(table.level, wordsOf(table, run));
  if (words === null) return;
  mm.sys.trace?.step('contpte_fold', { page: hex(table.pageOf(run.first)) });
  writeAll(mm, table, run.first, words);
}

/** Whether the entry maps a page of a large folio: as long as a run, and aligned like one, at least. */
function isPartOfLarge(mm: MmStruct, table: Table, index: number): boolean {
  const { kind, pfn, special } = mm.sys.arch.decode(table.level, table.read(index));
  return kind === 'leaf' && !special && pfn !== null && mm.sys.memory.frame(pfn).compoundHead.pages > 1;
}
