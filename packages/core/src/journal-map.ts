/** A journaled change of one entry of a map: what is too big to be replaced as a whole. */

import type { Journal, JournalRecord } from './journal.ts';

/** Sets an entry, or deletes it with null. */
export function putJournaled<K, V>(journal: Journal, map: Map<K, V>, key: K, value: V | null): void {
  if (journal.recording) journal.push(new MapRecord(map, key));
  if (value === null) map.delete(key);
  else map.set(key, value);
}

/** One entry of a map before and after. */
class MapRecord<K, V> implements JournalRecord {
  readonly #map: Map<K, V>;
  readonly #key: K;
  #other: V | undefined;

  constructor(map: Map<K, V>, key: K) {
    this.#map = map;
    this.#key = key;
    this.#other = map.get(key);
  }

  swap(): void {
    const now = this.#map.get(this.#key);
    if (this.#other === undefined) this.#map.delete(this.#key);
    else this.#map.set(this.#key, this.#other);
    this.#other = now;
  }
}
