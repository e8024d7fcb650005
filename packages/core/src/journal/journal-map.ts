/** A journaled change of one entry of a map: what is too big to be replaced as a whole. */

import type { Fingerprint } from './fingerprint.ts';
import type { Journal, JournalRecord, Journaled } from './journal.ts';

/** What has entries that change one by one. */
export interface EntryMap<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
  delete(key: K): unknown;
}

/** Sets an entry, or deletes it with null. */
export function putJournaled<K, V extends Journaled>(
  journal: Journal,
  map: EntryMap<K, V>,
  key: K,
  value: V | null,
): void {
  if (journal.recording) journal.push(new MapRecord(map, key));
  if (value === null) map.delete(key);
  else map.set(key, value);
}

/** One entry of a map before and after. */
class MapRecord<K, V extends Journaled> implements JournalRecord {
  readonly #map: EntryMap<K, V>;
  readonly #key: K;
  #other: V | undefined;

  constructor(map: EntryMap<K, V>, key: K) {
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

  /** Which map it is, the entry itself says: what stands there knows where it belongs. */
  print(fingerprint: Fingerprint): void {
    if (!fingerprint.isFirst(this.#map, this.#key)) return;
    const now = this.#map.get(this.#key);
    const entry = now ?? this.#other;
    if (entry !== undefined)
      fingerprint.print(`${fingerprint.nameOf(entry)} under ${String(this.#key)}`, now, this.#other);
  }
}
