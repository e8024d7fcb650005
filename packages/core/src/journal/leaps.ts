/**
 * Leaps: going over a long stretch of a journal at once. Record by record, a field that changed a hundred times in a stretch is
 * exchanged a hundred times; in a leap it is set once, to what it was before the stretch. An object that was made in the stretch is left
 * as it became: before it nothing leads there. Only records that are no fields are still swapped one by one, in order; they read no fields.
 *
 * ```
 *   records of a field    v0   v1   v2     and it is v3:   applied
 *   undone one by one     v1   v2   v3     and it is v0
 *   after a leap          v0   v1   v2     and it is v0; the leap keeps v3
 * ```
 *
 * Invariant: a stretch that was leapt over lies after the position as a whole, and its records are as if it were applied; it is
 * leapt over forward before anybody enters it.
 */

import type { Journaled, JournalRecord } from './journal.ts';
import type { RecordLog } from './record-log.ts';

/** Stretches that are learnt at most in one move: learning costs as much as undoing. */
const LEARNT_AT_ONCE = 8;

/** What a stretch changes. */
interface Leap {
  readonly objects: readonly Journaled[];
  readonly fields: readonly string[];
  /** What each field was before: kept by its first record. */
  readonly before: readonly unknown[];
  /** What each was afterwards, while the stretch is leapt over. */
  after: unknown[] | null;
  /** Records that are no fields, ascending. */
  readonly others: readonly JournalRecord[];
}

/** The leaps over the stretches of a journal. */
export class Leaps {
  /** Records of a stretch. */
  readonly size: number;
  readonly #records: RecordLog;
  /** By number of the stretch; those that nobody went back over are not there yet. */
  readonly #leaps: (Leap | undefined)[] = [];
  #learnt = 0;
  #birthday = 0;

  constructor(records: RecordLog, size: number) {
    this.#records = records;
    this.size = size;
  }

  /** A move of the position begins, in a history whose births are counted from `birthday`. */
  begin(birthday: number): void {
    this.#learnt = 0;
    this.#birthday = birthday;
  }

  /** Goes back over the stretch that ends at a position; says whether it did. */
  back(end: number): boolean {
    if (end % this.size !== 0) return false;
    const leap = (this.#leaps[end / this.size - 1] ??= this.#learn(end - this.size));
    if (leap === undefined) return false;
    for (let i = leap.others.length - 1; i >= 0; i--) leap.others[i]?.swap();
    leap.after = leap.objects.map((object, i) => exchange(object, leap.fields[i], leap.before[i]));
    return true;
  }

  /** Goes over the stretch that begins at a position, if it was leapt over back; says whether it did. */
  forth(start: number): boolean {
    const leap = start % this.size === 0 ? this.#leaps[start / this.size] : undefined;
    const after = leap?.after ?? null;
    if (leap === undefined || after === null) return false;
    for (const [i, object] of leap.objects.entries()) exchange(object, leap.fields[i], after[i]);
    for (const record of leap.others) record.swap();
    leap.after = null;
    return true;
  }

  /** Forgets what does not lie within the first `length` records as a whole. */
  truncate(length: number): void {
    this.#leaps.length = Math.min(this.#leaps.length, Math.floor(length / this.size));
  }

  /** Learns a stretch that is applied. */
  #learn(start: number): Leap | undefined {
    if (this.#learnt++ >= LEARNT_AT_ONCE) return undefined;
    const seen = new Map<Journaled, Set<string>>();
    const [objects, fields, before, others]: [Journaled[], string[], unknown[], JournalRecord[]] = [[], [], [], []];
    for (let i = start; i < start + this.size; i++) {
      const object = this.#records.object(i);
      const field = this.#records.field(i);
      if (field === null) others.push(object as JournalRecord);
      else if (((object as Journaled).born ?? -1) >= this.#birthday + start) continue;
      else if (isFirst(seen, object as Journaled, field)) {
        objects.push(object as Journaled);
        fields.push(field);
        before.push(this.#records.value(i));
      }
    }
    return { objects, fields, before, after: null, others };
  }
}

function isFirst(seen: Map<Journaled, Set<string>>, object: Journaled, field: string): boolean {
  const fields = seen.get(object);
  if (fields?.has(field) === true) return false;
  if (fields === undefined) seen.set(object, new Set([field]));
  else fields.add(field);
  return true;
}

function exchange(object: Journaled, field: string | undefined, value: unknown): unknown {
  const fields = object as unknown as Record<string, unknown>;
  const was = fields[field ?? ''];
  fields[field ?? ''] = value;
  return was;
}
