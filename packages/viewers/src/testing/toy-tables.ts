/** Page tables for tests: real tables of real words, filled by hand, read as a viewer reads them. */

import {
  pfn,
  vpn,
  type Architecture,
  type Pfn,
  type TablePage,
  type TablesView,
  type Vpn,
  type WalkEntry,
} from '@mm-playground/api';
import { toyTable } from './toy-arch.ts';

interface Table {
  readonly pfn: Pfn;
  readonly level: number;
  readonly start: Vpn;
  readonly words: BigUint64Array;
}

/** Tables that a test fills with `set()`. */
export class ToyTables implements TablesView {
  readonly arch: Architecture;
  readonly #tables = new Map<number, Table>();
  #root: Table | null = null;
  #nextFrame = 0x1000;

  constructor(arch: Architecture) {
    this.arch = arch;
  }

  get root(): Pfn | null {
    return this.#root?.pfn ?? null;
  }

  /** Writes the entry of `page` at `level` (the last level where left out), making the tables on the way. */
  set(page: number, word: bigint, level: number = this.#levels.length - 1): this {
    let table = (this.#root ??= this.#make(0, 0));
    for (let l = 0; l < level; l++) table = this.#below(table, this.#indexOf(table, page));
    table.words[this.#indexOf(table, page)] = word;
    return this;
  }

  walk(page: Vpn): readonly WalkEntry[] {
    const path: WalkEntry[] = [];
    let table = this.#root;
    while (table !== null) {
      const entry = this.#entry(table, this.#indexOf(table, page));
      path.push(entry);
      table = entry.entry.kind === 'table' ? (this.#tables.get(entry.entry.pfn ?? -1) ?? null) : null;
    }
    return path;
  }

  entries(table: Pfn): readonly WalkEntry[] {
    const found = this.#tables.get(table);
    if (found === undefined) return [];
    return [...found.words.keys()].filter((i) => found.words[i] !== 0n).map((i) => this.#entry(found, i));
  }

  tables(): readonly TablePage[] {
    return [...this.#tables.values()].map((t) => ({ ...t, pages: this.#span(t.level) * t.words.length }));
  }

  *leaves(): Iterable<WalkEntry> {
    yield* this.#leavesOf(this.#root);
  }

  *#leavesOf(table: Table | null): Iterable<WalkEntry> {
    if (table === null) return;
    for (const entry of this.entries(table.pfn)) {
      if (entry.entry.kind === 'leaf') yield entry;
      if (entry.entry.kind === 'table') yield* this.#leavesOf(this.#tables.get(entry.entry.pfn ?? -1) ?? null);
    }
  }

  get #levels(): readonly { readonly spanShift: number; readonly indexBits: number }[] {
    return this.arch.geometry.levels;
  }

  #span(level: number): number {
    return 2 ** (this.#levels[level]?.spanShift ?? 0);
  }

  #indexOf(table: Table, page: number): number {
    return Math.floor((page - table.start) / this.#span(table.level));
  }

  #make(level: number, start: number): Table {
    const entries = 2 ** (this.#levels[level]?.indexBits ?? 0);
    const table = { pfn: pfn(this.#nextFrame++), level, start: vpn(start), words: new BigUint64Array(entries) };
    this.#tables.set(table.pfn, table);
    return table;
  }

  #below(table: Table, index: number): Table {
    const old = this.#entry(table, index);
    const found = this.#tables.get(old.entry.pfn ?? -1);
    if (found !== undefined) return found;
    const made = this.#make(table.level + 1, old.start);
    table.words[index] = toyTable(made.pfn);
    return made;
  }

  #entry(table: Table, index: number): WalkEntry {
    const pages = this.#span(table.level);
    const word = table.words[index] ?? 0n;
    const entry = this.arch.decode(table.level, word);
    return { level: table.level, table: table.pfn, index, start: vpn(table.start + index * pages), pages, word, entry };
  }
}
