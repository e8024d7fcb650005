/**
 * The records of a journal, in order: an object, the name of a field of it and a value; or a record of another kind alone. Three
 * entries a record in blocks of arrays: an object a record would cost the garbage collector more than the model takes for its
 * work, and one long array that grows is copied again and again.
 */

import type { Journaled, JournalRecord } from './journal.ts';

/** Records of a block. */
const BLOCK = 1024;
const ENTRIES = 3;
const EMPTY_BLOCK = Array.from({ length: ENTRIES * BLOCK }, (): unknown => null);

/** See the file's comment. */
export class RecordLog {
  readonly #blocks: unknown[][] = [];
  /** The block of the last record. */
  #open: unknown[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(object: Journaled | JournalRecord, field: string | null, value: unknown): void {
    const at = ENTRIES * (this.#length % BLOCK);
    if (at === 0) this.#blocks.push((this.#open = EMPTY_BLOCK.slice()));
    this.#open[at] = object;
    this.#open[at + 1] = field;
    this.#open[at + 2] = value;
    this.#length++;
  }

  /** Keeps the first `length` records. */
  truncate(length: number): void {
    this.#length = length;
    this.#blocks.length = Math.ceil(length / BLOCK);
    this.#open = this.#blocks.at(-1) ?? [];
    if (length % BLOCK !== 0) this.#open.fill(null, ENTRIES * (length % BLOCK));
  }

  object(i: number): Journaled | JournalRecord {
    return this.#block(i)[ENTRIES * (i % BLOCK)] as Journaled | JournalRecord;
  }

  /** The field's name; null where the object is a record by itself. */
  field(i: number): string | null {
    return this.#block(i)[ENTRIES * (i % BLOCK) + 1] as string | null;
  }

  /** The value that is kept. */
  value(i: number): unknown {
    return this.#block(i)[ENTRIES * (i % BLOCK) + 2];
  }

  /** Puts a value in the place of the one that is kept, and returns that. */
  exchange(i: number, value: unknown): unknown {
    const block = this.#block(i);
    const at = ENTRIES * (i % BLOCK) + 2;
    const kept = block[at];
    block[at] = value;
    return kept;
  }

  #block(i: number): unknown[] {
    return this.#blocks[Math.floor(i / BLOCK)] as unknown[];
  }
}
