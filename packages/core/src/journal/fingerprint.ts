/**
 * Fingerprints: the present state of a machine as text, told apart from every other state that is reached from the same
 * earlier position. Only places that the journal saved since then can differ; each of them is printed unless it is what it
 * was, and with it every object that it leads to: one that was made since has been saved nowhere.
 *
 * Of an object its own fields are printed. Maps that are changed in place and page-table words are not: their entries are
 * places of their own. So is what belongs to the machine and not to the state.
 */

import type { VmFlags } from '@mm-playground/api';
import type { Journaled } from './journal.ts';
import type { System } from '../machine/system.ts';

/**
 * Fields that no call ever acts on: the journal's own, and where an anon_vma came from, which inferences tell. A VMA is copied with them
 * before others can see it, so that states which only differ there would seem to come from nowhere.
 */
const UNNOTICED: ReadonlySet<unknown> = new Set(['epoch', 'born', 'assumedWritten']);

/** Prints places and objects, each once. */
export class Fingerprint {
  readonly #lines: string[] = [];
  readonly #places = new Map<object, Set<unknown>>();
  readonly #names: ReadonlyMap<object, string>;
  readonly #mentioned = new Set<Named>();

  /** @param names of objects that cannot be told apart by what they call themselves */
  constructor(names: ReadonlyMap<object, string>) {
    this.#names = names;
  }

  /** Whether this place counts and was not seen before: its oldest record tells what it was. */
  isFirst(owner: object, place: unknown): boolean {
    if (UNNOTICED.has(place)) return false;
    const places = this.#places.get(owner) ?? new Set();
    if (places.has(place)) return false;
    this.#places.set(owner, places.add(place));
    return true;
  }

  /** What an object is called. */
  nameOf(object: Named): string {
    return this.#names.get(object) ?? object.describe();
  }

  /** Prints a place that is not what it was. */
  print(place: string, value: unknown, before: unknown): void {
    if (value !== before) this.#lines.push(`${place}: ${this.#textOf(value, before)}`);
  }

  /** Everything that was printed, in an order that does not depend on how the state was reached. */
  text(): string {
    // What is printed may mention more: a set is gone through to its present end.
    for (const object of this.#mentioned) this.#printFields(object);
    return this.#lines.sort().join('\n');
  }

  #printFields(object: Named): void {
    const fields = Object.entries(object)
      .filter(([field, value]) => !UNNOTICED.has(field) && !(value instanceof Map))
      .map(([field, value]) => `${field}=${this.#textOf(value, undefined)}`);
    this.#lines.push(`${this.nameOf(object)} has ${fields.join(' ')}`);
  }

  /** @param before what stood there before: a list that ends as it did is printed up to there */
  #textOf(value: unknown, before: unknown): string {
    if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`;
    if (value === before) return 'as before';
    if (Array.isArray(value)) return `[${value.map((item) => this.#textOf(item, undefined)).join(', ')}]`;
    if (value instanceof Map) return `{${this.#textOf([...(value as Map<unknown, unknown>)], undefined)}}`;
    if (isNamed(value)) {
      this.#mentioned.add(value);
      return this.nameOf(value);
    }
    if ('toSmaps' in value) return (value as VmFlags).toString();
    if (Object.getPrototypeOf(value) !== Object.prototype) return 'machinery';
    const fields = Object.entries(value).map(([field, each]) => `${field}: ${this.#textOf(each, before)}`);
    return `{${fields.join(', ')}}`;
  }
}

/** Something with a name by which changes are told. */
type Named = Pick<Journaled, 'describe'>;

const isNamed = (value: object): value is Named => 'describe' in value && typeof value.describe === 'function';

/** See {@link Fingerprint}. */
export function fingerprintOf(sys: System, since: number): string {
  const names = new Map<object, string>();
  for (const task of sys.tasks.tasks.values())
    for (const field of ['files', 'limits'] as const)
      if (!names.has(task[field])) names.set(task[field], `${field} of ${task.describe()}`);
  const fingerprint = new Fingerprint(names);
  sys.journal.print(fingerprint, since);
  return fingerprint.text();
}
