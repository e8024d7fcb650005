/**
 * The journal: how a machine goes back in time. Model objects are plain objects; before a field changes it is handed to
 * {@link Journal.touch}, which keeps what it was. Undoing puts that back, redoing puts forward what was there, and comparing
 * tells what a step changed without anybody having to say so.
 *
 * Invariant: fields of journaled objects hold only immutable things (numbers, strings, frozen arrays, other objects by
 * identity), so that a field's value is all that it was. Fields that are `readonly` can be written through `touch` alone.
 * Page-table words and indexes have records of their own.
 *
 * With recording off, `touch` costs one comparison.
 */

import type { Change, Mark, StepValue } from '@mm-playground/api';
import type { Fingerprint } from './fingerprint.ts';
import { fieldsOf, SavedFields } from './journal-changes.ts';
import { Leaps } from './leaps.ts';
import { RecordLog } from './record-log.ts';

/** An object whose changes are journaled. `epoch` is the journal's; nobody else writes it. */
export interface Journaled {
  epoch: number;
  /**
   * {@link Journal.birth} when it was made. Going back to before that nothing leads to it, so that nobody has to make it what it was;
   * an object that does not say when it was made was always there.
   */
  readonly born?: number;
  /** `vma#12`: how a {@link Change} names it, always. */
  describe(): string;
  /** The fields that a person should see, under the kernel's names; without it all of them, in the kernel's spelling. */
  shown?(): Readonly<Record<string, StepValue>>;
  /** Fields that are not saved because other records bring them back. */
  readonly derived?: readonly string[];
}

/** A reversible change of what has no fields to be saved. `swap` exchanges what is with what was; doing it twice does nothing. */
export interface JournalRecord {
  swap(): void;
  /** A change that the record itself can tell, given that it has been applied. */
  change?(): Change;
  /** Prints its place, unless it was printed, given that it has been applied. */
  print(fingerprint: Fingerprint): void;
}

/** What {@link Journal.touch} hands out: the fields that may now be written. */
export type Touched<T, Field extends keyof T> = { -readonly [F in Field]: T[F] };

/** An object that nothing leads to yet may be made ready without a record: going back, nothing will lead to it. */
export const unborn = <T extends Journaled>(object: T): Touched<T, keyof T> => object;

/** Records that are gone over at once; few enough that entering a stretch is not felt. */
const STRETCH = 16_384;

/** Records changes and moves the state of a machine along them. */
export class Journal {
  readonly #records = new RecordLog();
  readonly #leaps: Leaps;
  /** How many of the records are applied: the present position. */
  #position = 0;
  /** What births are counted from: those before the history was last forgotten are no births of it. */
  #birthday = 0;
  /** The mark that the present epoch began with. */
  #marked = 0;
  /** Ends with a mark: what is saved as a whole (objects, indexes) is saved once per epoch. */
  epoch = 1;
  recording = false;

  /** @param stretch see {@link Leaps}; a test has shorter ones */
  constructor(stretch = STRETCH) {
    this.#leaps = new Leaps(this.#records, stretch);
  }

  /** For an object that is being made: when that was; -1 where nothing is recorded. */
  get birth(): number {
    return this.recording ? this.#birthday + this.#position : -1;
  }

  /**
   * Saves a field of `object` before it changes, and hands the object out for that: `touch(vma, 'flags').flags = x`. Without a
   * field all of them, once per epoch: for small objects that change seldom.
   */
  touch<T extends Journaled>(object: T): T;
  touch<T extends Journaled, Field extends keyof T & string>(object: T, field: Field): Touched<T, Field>;
  touch<T extends Journaled>(object: T, field?: keyof T & string): T {
    if (this.recording) this.#save(object, field);
    return object;
  }

  #save(object: Journaled, field: string | undefined): void {
    if (field !== undefined) return this.#add(object, field, object[field as keyof Journaled]);
    if (object.epoch === this.epoch) return;
    object.epoch = this.epoch;
    for (const each of fieldsOf(object)) this.#add(object, each, object[each as keyof Journaled]);
  }

  /** Adds a record of a change that is about to happen (or has just happened), and drops the future that it replaces. */
  push(record: JournalRecord): void {
    if (this.recording) this.#add(record, null, undefined);
  }

  #add(object: Journaled | JournalRecord, field: string | null, value: unknown): void {
    if (this.#position < this.#records.length) this.branch();
    this.#records.add(object, field, value);
    this.#position++;
  }

  /** Forgets what lies after the present position. */
  branch(): void {
    this.#records.truncate(this.#position);
    this.#leaps.truncate(this.#position);
  }

  /** Undoes a record, or does it again: exchanges what is with what was. */
  #swap(i: number): void {
    const object = this.#records.object(i);
    const field = this.#records.field(i);
    if (field === null) return (object as JournalRecord).swap();
    const fields = object as unknown as Record<string, unknown>;
    fields[field] = this.#records.exchange(i, fields[field]);
  }

  /** Ends the epoch: later changes are told apart from earlier ones. */
  mark(): Mark {
    if (this.#position !== this.#marked) {
      this.#marked = this.#position;
      this.epoch++;
    }
    return this.#position;
  }

  /**
   * Moves to a mark, backward or forward.
   * @throws RangeError where there is no such position.
   */
  seek(mark: Mark): void {
    if (!Number.isInteger(mark) || mark < 0 || mark > this.#records.length)
      throw new RangeError(`${mark} is not a position in a journal of ${this.#records.length} records`);
    if (mark === this.#position) return;
    this.#leaps.begin(this.#birthday);
    this.#goForth(mark);
    this.#goBack(mark);
    this.#marked = mark;
    this.epoch++;
  }

  /** As far as a mark, or to the end of its stretch, where that was leapt over. */
  #goForth(mark: Mark): void {
    while (this.#position < mark)
      if (this.#leaps.forth(this.#position)) this.#position += this.#leaps.size;
      else this.#swap(this.#position++);
  }

  #goBack(mark: Mark): void {
    const { size } = this.#leaps;
    while (this.#position > mark)
      if (this.#position - size >= mark && this.#leaps.back(this.#position)) this.#position -= size;
      else this.#swap(--this.#position);
  }

  /** Forgets the whole history. The present state stays. */
  clear(): void {
    this.#birthday += this.#records.length + 1;
    this.#position = 0;
    this.branch();
    this.#marked = 0;
    this.epoch++;
  }

  /** Prints what was saved since an earlier position. */
  print(fingerprint: Fingerprint, since: Mark): void {
    for (let i = since; i < this.#position; i++) {
      const object = this.#records.object(i);
      const field = this.#records.field(i);
      if (field === null) (object as JournalRecord).print(fingerprint);
      else if (fingerprint.isFirst(object, field)) this.#printField(fingerprint, object as Journaled, field, i);
    }
  }

  #printField(fingerprint: Fingerprint, object: Journaled, field: string, record: number): void {
    const place = `${fingerprint.nameOf(object)}.${field}`;
    fingerprint.print(place, object[field as keyof Journaled], this.#records.value(record));
  }

  /** What differs between two positions. */
  changes(from: Mark, to: Mark): Change[] {
    if (from > to) return this.changes(to, from).map(reversed);
    const here = this.#position;
    // Records hold what was while they are applied.
    this.seek(to);
    const saved = new SavedFields();
    const records: JournalRecord[] = [];
    for (let i = from; i < to; i++) {
      const object = this.#records.object(i);
      const field = this.#records.field(i);
      if (field === null) records.push(object as JournalRecord);
      else saved.keep(object as Journaled, field, this.#records.value(i));
    }
    if (saved.hasDerived) {
      this.seek(from);
      saved.keepDerived();
      this.seek(to);
    }
    const changes = saved.changes();
    for (const record of records) if (record.change !== undefined) changes.push(record.change());
    this.seek(here);
    return changes;
  }
}

const reversed = ({ object, field, before, after }: Change): Change => ({
  object,
  field,
  before: after,
  after: before,
});
