/**
 * Fingerprints: the present state of a machine as text, told apart from every other state that is reached from the same
 * earlier position. Only what the journal saved since then can differ; of each such place its value is printed, unless it is
 * what it was, and with it every object that it leads to: an object that was made since has been saved nowhere.
 *
 * What is printed of an object are its own fields. Fields that hold a map that is changed in place are left out: those maps
 * have records of their own.
 */

/** Prints places and objects, each once. */
export class Fingerprint {
  readonly #lines: string[] = [];
  readonly #places = new Map<unknown, Set<unknown>>();
  readonly #printed = new Set<object>();
  /** Objects that were mentioned and not printed yet. */
  readonly #mentioned: object[] = [];

  /** Whether this place of an owner was not seen before: the oldest record of a place tells what it was. */
  isFirst(owner: unknown, place: unknown): boolean {
    const places = this.#places.get(owner) ?? new Set();
    if (places.has(place)) return false;
    this.#places.set(owner, places.add(place));
    return true;
  }

  /** Prints a place that is not what it was. */
  print(name: string, value: unknown, before: unknown): void {
    if (value !== before) this.#lines.push(`${name} = ${this.#textOf(value, before)}`);
  }

  /** Everything that was printed, in an order that does not depend on how the state was reached. */
  text(): string {
    for (let object = this.#mentioned.pop(); object !== undefined; object = this.#mentioned.pop()) this.#printObject(object);
    return this.#lines.sort().join('\n');
  }

  #printObject(object: object): void {
    const name = describe(object);
    const fields = Object.entries(object).filter(([field, value]) => field !== 'epoch' && !isChangedInPlace(value));
    this.#lines.push(`${name}: ${fields.map(([field, value]) => `${field}=${this.#textOf(value, undefined)}`).join(' ')}`);
  }

  /** @param before what stood there before: a list that goes on as it did is not printed again */
  #textOf(value: unknown, before: unknown): string {
    if (value === before && typeof value === 'object' && value !== null) return '^';
    if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`;
    if (Array.isArray(value)) return `[${value.map((item) => this.#textOf(item, undefined)).join(', ')}]`;
    if (value instanceof Map) return `{${this.#textOf([...(value as Map<unknown, unknown>)], undefined)}}`;
    if ('describe' in value) return this.#mention(value);
    if ('toSmaps' in value) return String(value);
    if (Object.getPrototypeOf(value) !== Object.prototype) return describe(value);
    return `{${Object.entries(value)
      .map(([name, field]) => `${name}: ${this.#textOf(field, before)}`)
      .join(', ')}}`;
  }

  #mention(object: object): string {
    if (!this.#printed.has(object)) {
      this.#printed.add(object);
      this.#mentioned.push(object);
    }
    return describe(object);
  }
}

/** Numbers of objects that have no name: each is another one. */
const numbers = new WeakMap<object, number>();
let lastNumber = 0;

function describe(object: object): string {
  if ('describe' in object && typeof object.describe === 'function') return String((object.describe as () => unknown)());
  const number = numbers.get(object) ?? ++lastNumber;
  numbers.set(object, number);
  return `object ${number}`;
}

const isChangedInPlace = (value: unknown): boolean => ArrayBuffer.isView(value) || value instanceof Map;
