/**
 * What differs between two positions of a journal, read from what was saved between them: only a saved field can differ, and its oldest
 * value is what it was at the beginning. The machine stands at the end while this is read.
 *
 * A call may change as many frames as there are: of each object nothing is made but what did change.
 */

import type { Change, StepValue, VmFlags } from '@mm-playground/api';
import type { Journaled } from './journal.ts';

/** Names of the fields of a class's objects. Constructors set every field, so one object tells for all. */
const fieldNames = new Map<unknown, readonly string[]>();

/** The fields of an object, in the order in which its class has them. */
export function fieldsOf(object: Journaled): readonly string[] {
  const known = fieldNames.get(object.constructor);
  if (known !== undefined) return known;
  const fields = Object.keys(object).filter((field) => field !== 'epoch' && field !== 'born');
  fieldNames.set(object.constructor, fields);
  return fields;
}

/** What a field of an object was, and others of the same object: mostly one or two, so that a list is enough. */
interface Saved {
  readonly field: string;
  readonly value: unknown;
  readonly next: Saved | null;
}

function find(saved: Saved | null, field: string): Saved | null {
  let at = saved;
  while (at !== null && at.field !== field) at = at.next;
  return at;
}

/** The oldest saved value of each field. */
export class SavedFields {
  readonly #saved = new Map<Journaled, Saved>();

  /** A field that was saved, in the order of the records. */
  keep(object: Journaled, field: string, value: unknown): void {
    const saved = this.#saved.get(object) ?? null;
    if (find(saved, field) === null) this.#saved.set(object, { field, value, next: saved });
  }

  /** Whether there are fields that nobody saved. */
  get hasDerived(): boolean {
    for (const { derived } of this.#saved.keys()) if (derived !== undefined) return true;
    return false;
  }

  /** Keeps these as well. The machine stands at the beginning. */
  keepDerived(): void {
    for (const [object, saved] of this.#saved)
      for (const field of object.derived ?? []) {
        const others = this.#saved.get(object) ?? saved;
        this.#saved.set(object, { field, value: object[field as keyof Journaled], next: others });
      }
  }

  /** How the objects differ now. */
  changes(): Change[] {
    const changes: Change[] = [];
    for (const [object, saved] of this.#saved)
      if (object.shown === undefined) addFields(changes, object, saved);
      else addShown(changes, object, object.shown(), shownWith(object, saved));
    return changes;
  }
}

function addFields(changes: Change[], object: Journaled, saved: Saved): void {
  for (const name of fieldsOf(object)) {
    const was = find(saved, name);
    if (was === null) continue;
    const before = readableValue(was.value);
    const after = readableValue(object[name as keyof Journaled]);
    if (before !== after && after !== undefined)
      changes.push({ object: object.describe(), field: kernelName(name), before, after });
  }
}

/** What an object shows of itself. */
type Shown = Readonly<Record<string, StepValue>>;

function addShown(changes: Change[], object: Journaled, after: Shown, before: Shown): void {
  for (const [field, value] of Object.entries(after))
    if (before[field] !== value)
      changes.push({ object: object.describe(), field, before: before[field], after: value });
}

/** What an object showed when its fields were these. */
function shownWith(object: Journaled, saved: Saved): Shown {
  const own = object as unknown as Record<string, unknown>;
  const now = new Map<string, unknown>();
  for (let at: Saved | null = saved; at !== null; at = at.next) {
    now.set(at.field, own[at.field]);
    own[at.field] = at.value;
  }
  try {
    return object.shown?.() ?? {};
  } finally {
    for (const [field, value] of now) own[field] = value;
  }
}

const kernelNames = new Map<string, string>();

/** `mapCount` as the kernel spells it: `map_count`. */
function kernelName(name: string): string {
  const known = kernelNames.get(name) ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  kernelNames.set(name, known);
  return known;
}

/** A value of a field as a person can read it. Links back to the machine are left out. */
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
