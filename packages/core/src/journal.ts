/**
 * The journal: how a machine goes back in time. Model objects are plain mutable objects; before one changes it is handed to
 * {@link Journal.touch}, which keeps a shallow copy once per epoch. Undoing puts copies back, redoing puts forward what was
 * there, and comparing copies tells what a step changed without anybody having to say so.
 *
 * Invariant: fields of journaled objects hold only immutable things (numbers, strings, frozen arrays, other objects by
 * identity), so that a shallow copy is a full copy of the object's own state. Page-table words and indexes, which are too
 * big to copy, have records of their own.
 *
 * With recording off, `touch` costs one comparison.
 */

import type { Change, Mark, StepValue, VmFlags } from '@mm-playground/api';

/** An object whose changes are journaled. `epoch` is the journal's; nobody else writes it. */
export interface Journaled {
  epoch: number;
  /** `vma#12`: how a {@link Change} names it. */
  describe(): string;
  /** The fields that a person should see, under the kernel's names; without it all of them, in the kernel's spelling. */
  shown?(): Readonly<Record<string, StepValue>>;
}

/** One reversible change. `swap` exchanges what is with what was; doing it twice does nothing. */
export interface JournalRecord {
  swap(): void;
  /** Identity and readable state for {@link Journal.changes}; absent for records that have no fields to show. */
  readonly shows?: Journaled;
  /** A change that the record itself can tell, given that it has been applied. */
  change?(): Change;
}

/** Names of the fields of a class's objects. Constructors set every field, so one object tells for all. */
const fieldNames = new Map<unknown, readonly string[]>();

function fieldsOf(object: Journaled): readonly string[] {
  const known = fieldNames.get(object.constructor);
  if (known !== undefined) return known;
  const fields = Object.keys(object);
  fieldNames.set(object.constructor, fields);
  return fields;
}

/** The values of an object's fields: a quarter of what copying it into another object costs. */
function valuesOf(object: Journaled, fields: readonly string[]): unknown[] {
  const values: unknown[] = [];
  for (const field of fields) values.push(object[field as keyof Journaled]);
  return values;
}

class ObjectRecord implements JournalRecord {
  readonly shows: Journaled;
  #other: readonly unknown[];

  constructor(object: Journaled) {
    this.shows = object;
    this.#other = valuesOf(object, fieldsOf(object));
  }

  swap(): void {
    const fields = fieldsOf(this.shows);
    const now = valuesOf(this.shows, fields);
    const target = this.shows as unknown as Record<string, unknown>;
    for (let i = 0; i < fields.length; i++) target[fields[i] ?? ''] = this.#other[i];
    this.#other = now;
  }
}

/** Records changes and moves the state of a machine along them. */
export class Journal {
  #records: JournalRecord[] = [];
  /** How many of the records are applied: the present position. */
  #position = 0;
  /** The mark that the present epoch began with. */
  #marked = 0;
  /** Changes are saved once per epoch; an epoch ends with a mark. */
  epoch = 1;
  recording = false;

  /** Saves `object` before a change. Call it before every change; it does its work once per epoch. */
  touch<T extends Journaled>(object: T): T {
    if (object.epoch !== this.epoch && this.recording) this.#save(object);
    return object;
  }

  #save(object: Journaled): void {
    this.push(new ObjectRecord(object));
    object.epoch = this.epoch;
  }

  /** Adds a record of a change that is about to happen (or has just happened), and drops the future that it replaces. */
  push(record: JournalRecord): void {
    if (!this.recording) return;
    this.branch();
    this.#records.push(record);
    this.#position++;
  }

  /** Forgets what lies after the present position. */
  branch(): void {
    if (this.#position < this.#records.length) this.#records.length = this.#position;
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
    while (this.#position > mark) this.#records[--this.#position]?.swap();
    while (this.#position < mark) this.#records[this.#position++]?.swap();
    this.#marked = mark;
    this.epoch++;
  }

  /** Forgets the whole history. The present state stays. */
  clear(): void {
    this.#records = [];
    this.#position = 0;
    this.#marked = 0;
    this.epoch++;
  }

  /** What differs between two positions. */
  changes(from: Mark, to: Mark): Change[] {
    const here = this.#position;
    const records = this.#records.slice(Math.min(from, to), Math.max(from, to));
    const objects = new Set(records.flatMap((record) => record.shows ?? []));
    this.seek(from);
    const before = new Map([...objects].map((object) => [object, readable(object)]));
    this.seek(to);
    const changes = [...objects].flatMap((object) => compare(object, before.get(object) ?? {}));
    for (const record of records) if (record.change !== undefined) changes.push(record.change());
    this.seek(here);
    return changes;
  }
}

function compare(object: Journaled, before: Record<string, StepValue>): Change[] {
  const after = readable(object);
  const name = object.describe();
  return Object.keys(after)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ object: name, field, before: before[field], after: after[field] }));
}

/** `mapCount` as the kernel spells it: `map_count`. */
const kernelName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The fields of an object as values that a person can read. Links back to the machine are left out. */
function readable(object: Journaled): Readonly<Record<string, StepValue>> {
  if (object.shown !== undefined) return object.shown();
  const out: Record<string, StepValue> = {};
  for (const [name, value] of Object.entries(object)) {
    const text = readableValue(value);
    if (name !== 'epoch' && text !== undefined) out[kernelName(name)] = text;
  }
  return out;
}

function readableValue(value: unknown): StepValue | undefined {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    case 'object':
      return value === null ? 'NULL' : readableObject(value);
    default:
      return undefined;
  }
}

function readableObject(value: object): StepValue | undefined {
  if ('describe' in value) return (value as Journaled).describe();
  if (Array.isArray(value)) return value.map((item) => readableValue(item) ?? '?').join(' ');
  if ('toSmaps' in value) return (value as VmFlags).toString();
  return undefined;
}
