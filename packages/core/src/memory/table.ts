/**
 * Table: one page of page tables, an array of 64-bit words. Words are written through {@link Table.write}, which journals
 * each one; reading is free.
 *
 * Invariants: `used` is the number of words that are not zero; what is known of an entry's table ({@link Table.childAt}) is
 * forgotten with each write of the entry.
 */

import { addrOf, hex, type Change, type PageShift, type Pfn, type Vpn } from '@mm-playground/api';
import type { Fingerprint } from '../journal/fingerprint.ts';
import type { Journal, JournalRecord, Journaled } from '../journal/journal.ts';

/** Which table: its level's name, the pages that one entry spans, and the page shift. */
export interface TableShape {
  readonly level: number;
  readonly name: string;
  readonly spanShift: number;
  readonly indexBits: number;
  readonly pageShift: PageShift;
}

/** Counted again wherever words are put back. */
const DERIVED: readonly string[] = ['used'];

export class Table implements Journaled {
  epoch = 0;
  readonly pfn: Pfn;
  readonly shape: TableShape;
  readonly level: number;
  /** Pages that one entry spans. */
  readonly span: number;
  /** Pages that the whole table spans. */
  readonly pages: number;
  readonly words: BigUint64Array;
  /** The same memory in 32-bit pieces: telling an empty word this way allocates nothing. */
  readonly #halves: Uint32Array;
  /** Tables that entries point to, as far as somebody asked; of the lowest level none. */
  readonly #children: (Table | undefined)[] = [];
  /** First page that the table spans; changes when mremap moves the whole table. */
  start: Vpn;
  used = 0;
  /** Given back: whoever still goes through it reads what may be anything by now. */
  freed = false;

  constructor(pfn: Pfn, shape: TableShape, start: Vpn) {
    this.pfn = pfn;
    this.shape = shape;
    this.level = shape.level;
    this.span = 2 ** shape.spanShift;
    this.pages = this.span * 2 ** shape.indexBits;
    this.start = start;
    this.words = new BigUint64Array(2 ** shape.indexBits);
    this.#halves = new Uint32Array(this.words.buffer);
  }

  get derived(): readonly string[] {
    return DERIVED;
  }

  /** Whether its entries span single pages, so that no entry points to a table. */
  get isLowest(): boolean {
    return this.span === 1;
  }

  /** The entry for a page: pte_index() and the others. Counted from the start, which is small enough not to need a remainder. */
  indexOf(page: number): number {
    const index = Math.floor((page - this.start) / this.span);
    const { length } = this.words;
    return index >= 0 && index < length ? index : Math.floor(page / this.span) % length;
  }

  /** The first page of an entry. */
  pageOf(index: number): Vpn {
    return (this.start + index * this.span) as Vpn;
  }

  read(index: number): bigint {
    return this.words[index] ?? 0n;
  }

  /** pte_none() without making a bigint. */
  isEmpty(index: number): boolean {
    return this.#halves[2 * index] === 0 && this.#halves[2 * index + 1] === 0;
  }

  /** Writes an entry, and remembers what was there. */
  write(journal: Journal, index: number, word: bigint): void {
    if (journal.recording && this.read(index) !== word)
      journal.push(new WordRecord(this, index, this.read(index), word));
    this.put(index, word);
  }

  /** Writes without remembering: for the journal, and for those who remember themselves. */
  put(index: number, word: bigint): void {
    const wasEmpty = this.isEmpty(index);
    this.words[index] = word;
    const isEmpty = this.isEmpty(index);
    if (wasEmpty !== isEmpty) this.used += wasEmpty ? 1 : -1;
    if (!this.isLowest) this.#children[index] = undefined;
  }

  /** The table that an entry points to, if {@link keepChild} was told since it was written: reading a word costs ten times as much. */
  childAt(index: number): Table | undefined {
    return this.#children[index];
  }

  /** Keeps what an entry points to until it is written again. */
  keepChild(index: number, table: Table): Table {
    this.#children[index] = table;
    return table;
  }

  describe(): string {
    return `${this.shape.name} table ${hex(this.pfn)}`;
  }
}

/** One word before and after a write. */
class WordRecord implements JournalRecord {
  readonly #table: Table;
  readonly #index: number;
  readonly #before: bigint;
  readonly #after: bigint;
  readonly #page: Vpn;
  #applied = true;

  constructor(table: Table, index: number, before: bigint, after: bigint) {
    this.#table = table;
    this.#index = index;
    this.#before = before;
    this.#after = after;
    this.#page = table.pageOf(index);
  }

  swap(): void {
    this.#applied = !this.#applied;
    this.#table.put(this.#index, this.#applied ? this.#after : this.#before);
  }

  print(fingerprint: Fingerprint): void {
    if (!fingerprint.isFirst(this.#table, this.#index)) return;
    fingerprint.print(`${this.#table.describe()} ${this.#index}`, this.#table.read(this.#index), this.#before);
  }

  change(): Change {
    const { name, pageShift } = this.#table.shape;
    const object = `${name} ${hex(addrOf(this.#page, pageShift))}`;
    return { object, field: 'word', before: this.#before, after: this.#after };
  }
}
