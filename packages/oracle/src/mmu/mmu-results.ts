/**
 * What comparisons with an emulated MMU came to, kept as data: an entry a configuration, in a JSON file that is committed, from which
 * a part of docs/oracle-results.md is made. One that is run again takes the place of what it came to before.
 */

import type { MmuVerdict } from './mmu-judge.ts';

/** With what, and when. */
export interface MmuOrigin {
  /** `x86-64:levels=5`. */
  readonly arch: string;
  /** The version of QEMU. */
  readonly emulator: string;
  readonly seed: number;
  /** How many probes were asked for. */
  readonly count: number;
}

/** What it came to. */
export interface MmuSums {
  /** Sets of tables: as many seeds. */
  readonly sets: number;
  readonly probes: number;
  readonly faults: number;
  readonly words: number;
  readonly marked: number;
  readonly quirks: Readonly<Record<string, number>>;
  /** How many differences there were. */
  readonly mismatches: number;
}

/** An entry of the file. */
export interface MmuRecord extends MmuOrigin, MmuSums {
  /** The day, as `2026-11-26`. */
  readonly date: string;
  /** The commit of the model, with a `+` where something was changed besides; null where that is not known. */
  readonly commit: string | null;
}

/** Nothing so far. */
export const NO_SUMS: MmuSums = { sets: 0, probes: 0, faults: 0, words: 0, marked: 0, quirks: {}, mismatches: 0 };

/** The sums with another set of tables. */
export function addVerdict(sums: MmuSums, verdict: MmuVerdict): MmuSums {
  const quirks = { ...sums.quirks };
  for (const [id, times] of Object.entries(verdict.quirks)) quirks[id] = (quirks[id] ?? 0) + times;
  return {
    sets: sums.sets + 1,
    probes: sums.probes + verdict.probes,
    faults: sums.faults + verdict.faults,
    words: sums.words + verdict.words,
    marked: sums.marked + verdict.marked,
    quirks,
    mismatches: sums.mismatches + verdict.mismatches.length,
  };
}

const keyOf = ({ arch, emulator, seed, count }: MmuOrigin): string => JSON.stringify([arch, emulator, seed, count]);

/** The entries of such a file. @throws SyntaxError for other text */
export function readMmuRecords(text: string): readonly MmuRecord[] {
  const records: unknown = text.trim() === '' ? [] : JSON.parse(text);
  if (!Array.isArray(records)) throw new SyntaxError('expected a list of comparisons');
  return records as readonly MmuRecord[];
}

/** The text of the file with this entry in it: in the place of the same one before, or at the end. */
export function withMmuRecord(text: string, record: MmuRecord): string {
  const records = readMmuRecords(text);
  const at = records.findIndex((other) => keyOf(other) === keyOf(record));
  return `${JSON.stringify(at < 0 ? [...records, record] : records.with(at, record), null, 2)}\n`;
}
