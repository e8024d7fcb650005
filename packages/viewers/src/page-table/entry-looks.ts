/**
 * What the entries of a table look like, fast enough for a million of them: entries whose words differ in nothing but the frame
 * have one look, and a look is decoded once. A table becomes an array of small numbers, from which runs are drawn and summed up.
 */

import { NO_ENTRY, type Architecture, type DecodedEntry, type TablePage } from '@mm-playground/api';
import { pageState, type PageState } from '../table-reader.ts';

/** What an entry is, for colouring; `empty` where there is none, `touched` where a table hangs below. */
export type EntryState = PageState | 'empty';

/** What all entries of one look have in common. */
export interface EntryLook {
  readonly state: EntryState;
  /** `rwx` as user code may; `---` where it may not, or nothing is mapped. */
  readonly access: string;
  /** One of the entries, decoded. Its frame is not the others'. */
  readonly entry: DecodedEntry;
}

/** States in the order in which columns stack them, from the bottom. */
export const STACKED_STATES = ['dirty', 'writable', 'clean', 'special', 'swap', 'odd', 'touched'] as const;

const EMPTY: EntryLook = { state: 'empty', access: '---', entry: NO_ENTRY };

/** Reads the tables of one architecture. Looks are numbers that stay valid as long as it does; 0 is no entry. */
export class EntryLooks {
  readonly #arch: Architecture;
  readonly #looks: EntryLook[] = [EMPTY];
  readonly #ids = new Map<string, number>();
  /** Looks of words of the deepest level without their frames, by low and high half. */
  readonly #leaves = new Map<number, Map<number, number>>();
  /** Bits of the deepest level's leaves that hold the frame, as two halves. */
  readonly #frame: readonly [low: number, high: number];
  readonly #tables = new WeakMap<TablePage, Uint16Array>();
  readonly #sums = new WeakMap<TablePage, ReadonlyMap<EntryState, number>>();

  constructor(arch: Architecture) {
    this.#arch = arch;
    this.#frame = frameBits(arch);
  }

  look(id: number): EntryLook {
    return this.#looks[id] ?? EMPTY;
  }

  /** The look of each entry. */
  of(table: TablePage): Uint16Array {
    let looks = this.#tables.get(table);
    if (looks === undefined) this.#tables.set(table, (looks = this.#read(table)));
    return looks;
  }

  /** How many entries of a table are in which state. */
  sumOf(table: TablePage): ReadonlyMap<EntryState, number> {
    let sum = this.#sums.get(table);
    if (sum === undefined) this.#sums.set(table, (sum = this.#count(table)));
    return sum;
  }

  /** The entries of a table that are not empty. */
  usedIn(table: TablePage): number {
    return table.words.length - (this.sumOf(table).get('empty') ?? 0);
  }

  /** One entry, with its own frame. */
  decode(level: number, word: bigint): DecodedEntry {
    return this.#arch.decode(level, word);
  }

  #count(table: TablePage): ReadonlyMap<EntryState, number> {
    const ids = this.of(table);
    const counts = new Uint32Array(this.#looks.length);
    for (const id of ids) counts[id] = (counts[id] ?? 0) + 1;
    const sum = new Map<EntryState, number>();
    counts.forEach((count, id) => {
      if (count === 0) return;
      const { state } = this.look(id);
      sum.set(state, (sum.get(state) ?? 0) + count);
    });
    return sum;
  }

  #read({ level, words }: TablePage): Uint16Array {
    const looks = new Uint16Array(words.length);
    const halves = new Uint32Array(words.buffer, words.byteOffset, words.length * 2);
    const isDeepest = level === this.#arch.geometry.levels.length - 1;
    const [keepLow, keepHigh] = isDeepest ? [~this.#frame[0], ~this.#frame[1]] : [-1, -1];
    let [low, high, id] = [0, 0, 0];
    for (let i = 0; i < looks.length; i++) {
      const [nextLow, nextHigh] = [halves[2 * i] ?? 0, halves[2 * i + 1] ?? 0];
      if ((nextLow | nextHigh) === 0) continue;
      // Neighbours mostly differ in their frames alone.
      if (id === 0 || (nextLow & keepLow) !== low || (nextHigh & keepHigh) !== high) {
        [low, high] = [nextLow & keepLow, nextHigh & keepHigh];
        id = isDeepest ? this.#idOfLeaf(level, words[i] ?? 0n, low, high) : this.#idOf(level, words[i] ?? 0n);
      }
      looks[i] = id;
    }
    return looks;
  }

  /** @param low @param high the word without its frame, as two halves: what decides its look. */
  #idOfLeaf(level: number, word: bigint, low: number, high: number): number {
    let known = this.#leaves.get(low);
    if (known === undefined) this.#leaves.set(low, (known = new Map<number, number>()));
    let id = known.get(high);
    if (id === undefined) known.set(high, (id = this.#idOf(level, word)));
    return id;
  }

  #idOf(level: number, word: bigint): number {
    const entry = this.#arch.decode(level, word);
    const { pfn: _frame, swap, ...rest } = entry;
    const key = `${level} ${Object.values(rest).join()} ${swap?.kind ?? ''} ${swap?.type ?? ''}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#looks.push({ state: pageState({ entry }), access: accessOf(entry), entry }) - 1;
      this.#ids.set(key, id);
    }
    return id;
  }
}

/** `rw-`: what user code may do. */
export const accessOf = ({ kind, user, read, write, exec }: DecodedEntry): string =>
  kind === 'leaf' && user ? `${read ? 'r' : '-'}${write ? 'w' : '-'}${exec ? 'x' : '-'}` : '---';

/** The bits of the fields that an architecture calls PFN; none where it has another name for them, which only costs time. */
function frameBits(arch: Architecture): readonly [number, number] {
  const deepest = arch.geometry.levels.length - 1;
  let bits = 0n;
  for (const { name, lo, hi } of arch.fields(deepest, 'leaf'))
    if (name.startsWith('PFN')) bits |= ((1n << BigInt(hi - lo + 1)) - 1n) << BigInt(lo);
  return [Number(BigInt.asIntN(32, bits)), Number(BigInt.asIntN(32, bits >> 32n))];
}
