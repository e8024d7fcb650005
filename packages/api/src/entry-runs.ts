/**
 * Runs: neighbouring entries of one table that map neighbouring memory alike, marked so that the MMU may keep them as one in its TLB
 * (arm64's contiguous bit, Svnapot). An architecture says how long they are and how an entry is marked; {@link entryRuns} makes runs of
 * that, and takes them apart.
 *
 * Invariant: a run lies at a multiple of its length, in its table and in memory.
 */

import { isValidLeaf, type Architecture } from './architecture.ts';
import { fieldMask } from './fields.ts';

/** Runs of entries. */
export interface EntryRuns {
  /** Entries of a run at a level; 1 where the level has none. */
  length(level: number): number;
  /** Whether an entry is marked as one of a run. */
  isPart(level: number, word: bigint): boolean;
  /**
   * The same leaves, marked as a run: contpte_fold(). They may differ in what the MMU marks, young and dirty; of a run that holds for all
   * where it holds for one.
   *
   * @returns null where they cannot be one: not as many as a run has, not all valid, unlike, or of scattered or unaligned memory
   */
  fold(level: number, words: readonly bigint[]): readonly bigint[] | null;
  /** The leaves of a run apart: contpte_unfold(). The MMU may mark any one of them for all: young and dirty of one hold for each. */
  unfold(level: number, words: readonly bigint[]): readonly bigint[];
}

/** How an architecture marks the entries of a run. */
export interface RunMarks {
  length(level: number): number;
  isPart(word: bigint): boolean;
  /** The word of a leaf as the `index`-th of a run. */
  mark(word: bigint, index: number): bigint;
  /** The word of the `index`-th of a run as a leaf by itself. */
  unmark(word: bigint, index: number): bigint;
}

/** Runs that are marked so. */
export function entryRuns(
  marks: RunMarks,
  arch: Pick<Architecture, 'geometry' | 'fields' | 'decode' | 'withLeafState'>,
): EntryRuns {
  return Object.freeze({
    length: (level: number) => marks.length(level),
    isPart: (level: number, word: bigint) => marks.isPart(word) && arch.decode(level, word).kind === 'leaf',
    fold: (level: number, words: readonly bigint[]) =>
      isRun(arch, level, words, marks.length(level))
        ? gathered(arch, level, words).map((word, index) => marks.mark(word, index))
        : null,
    unfold: (level: number, words: readonly bigint[]) =>
      gathered(
        arch,
        level,
        words.map((word, index) => marks.unmark(word, index)),
      ),
  });
}

/** Leaves of which all are young where one is, and dirty where one is. */
function gathered(
  arch: Pick<Architecture, 'decode' | 'withLeafState'>,
  level: number,
  words: readonly bigint[],
): readonly bigint[] {
  const entries = words.map((word) => arch.decode(level, word));
  const state = { young: entries.some(({ young }) => young), dirty: entries.some(({ dirty }) => dirty) };
  return words.map((word) => arch.withLeafState(level, word, state));
}

function isRun(
  arch: Pick<Architecture, 'geometry' | 'fields' | 'decode' | 'withLeafState'>,
  level: number,
  words: readonly bigint[],
  length: number,
): boolean {
  if (length === 1 || words.length !== length) return false;
  const pages = 2 ** (arch.geometry.levels[level]?.spanShift ?? 0);
  const frameBits = arch
    .fields(level, 'leaf')
    .filter(({ name }) => name.startsWith('PFN'))
    .reduce((sum, field) => sum | fieldMask(field), 0n);
  const kindOf = (word: bigint): bigint => arch.withLeafState(level, word, { young: false, dirty: false }) & ~frameBits;
  const entries = words.map((word) => arch.decode(level, word));
  const first = entries[0]?.pfn ?? 1;
  return (
    first % (length * pages) === 0 &&
    entries.every((entry, index) => isValidLeaf(entry) && entry.pfn === first + index * pages) &&
    words.every((word) => kindOf(word) === kindOf(words[0] ?? 0n))
  );
}
