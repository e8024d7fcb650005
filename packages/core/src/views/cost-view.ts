/** What the page tables of an address space cost: counted from the tables as they are. */

import type { CostView, LevelCost } from '@mm-playground/api';
import { isValidLeaf } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { runAt } from '../memory/contpte.ts';
import { hasReserve } from '../memory/huge-pmd.ts';
import { childOf, pteLevel, rootOf } from '../memory/page-table.ts';
import { normalPage } from '../memory/rmap.ts';
import type { Table } from '../memory/table.ts';

/** The costs at this moment. */
export function costView(mm: MmStruct): CostView {
  const census = new CostCensus(mm);
  const root = rootOf(mm);
  if (root !== null) census.countTable(root);
  return census.view();
}

class CostCensus {
  readonly #mm: MmStruct;
  readonly #tables: number[];
  readonly #used: number[];
  /** Leaves that the MMU takes, and entries that hold a reserve, by level. */
  readonly #leaves: number[];
  /** Runs of leaves, each of which a TLB may keep as one. */
  readonly #runs: number[];
  #reserved = 0;

  constructor(mm: MmStruct) {
    this.#mm = mm;
    const { levels } = mm.sys.arch.geometry;
    const zeroes = (): number[] => levels.map(() => 0);
    this.#tables = zeroes();
    this.#used = zeroes();
    this.#leaves = zeroes();
    this.#runs = zeroes();
  }

  countTable(table: Table): void {
    const { level } = table;
    add(this.#tables, level, 1);
    add(this.#used, level, table.used);
    for (let index = 0; index < table.words.length; index++) {
      if (table.isEmpty(index)) continue;
      const child = childOf(this.#mm, table, index);
      if (child === null) this.#countEntry(table, index);
      else this.countTable(child);
    }
  }

  #countEntry(table: Table, index: number): void {
    const { level } = table;
    const entry = this.#mm.sys.arch.decode(level, table.read(index));
    const frame = entry.kind === 'leaf' ? normalPage(this.#mm, level, entry) : null;
    if (level < pteLevel(this.#mm) && hasReserve(frame)) this.#reserved++;
    if (!isValidLeaf(entry)) return;
    const run = runAt(this.#mm, table, index);
    if (run === null) add(this.#leaves, level, 1);
    else if (run.first === index) add(this.#runs, level, 1);
  }

  view(): CostView {
    const { levels, pageShift } = this.#mm.sys.arch.geometry;
    const pageBytes = 2 ** pageShift;
    const sizes = levels.flatMap(({ spanShift }, level) => {
      const bytes = pageBytes * 2 ** spanShift;
      const runBytes = bytes * (this.#mm.sys.arch.runs?.length(level) ?? 1);
      return [
        { level, bytes: runBytes, leaves: this.#runs[level] ?? 0 },
        { level, bytes, leaves: this.#leaves[level] ?? 0 },
      ];
    });
    const translations = sizes.reduce((sum, { leaves }) => sum + leaves, 0);
    const mappedBytes = sizes.reduce((sum, { bytes, leaves }) => sum + bytes * leaves, 0);
    const reads = sizes.reduce((sum, { level, bytes, leaves }) => sum + (level + 1) * bytes * leaves, 0);
    // The root of an address space that needs few entries is smaller than a page: pgd_cache.
    const tableBytes = levels.reduce(
      (sum, { indexBits }, level) => sum + (this.#tables[level] ?? 0) * 2 ** indexBits * ENTRY_BYTES,
      this.#reserved * pageBytes,
    );
    return Object.freeze({
      levels: levels.length,
      pageBytes,
      tables: Object.freeze(levels.map(({ name, indexBits }, level) => this.#level(level, name, 2 ** indexBits))),
      reserved: this.#reserved,
      tableBytes,
      leaves: Object.freeze(
        sizes
          .filter(({ leaves }) => leaves > 0)
          .map(({ bytes, leaves }) => Object.freeze({ bytes, leaves }))
          .reverse(),
      ),
      mappedBytes,
      overhead: ratio(tableBytes, mappedBytes),
      walkReads: ratio(reads, mappedBytes),
      translations,
      reachPerEntry: ratio(mappedBytes, translations),
    });
  }

  #level(level: number, name: string, size: number): LevelCost {
    const tables = this.#tables[level] ?? 0;
    return Object.freeze({ name, tables, used: this.#used[level] ?? 0, entries: tables * size });
  }
}

const ENTRY_BYTES = 8;

const add = (counts: number[], at: number, by: number): void => void (counts[at] = (counts[at] ?? 0) + by);

const ratio = (a: number, b: number): number => (b === 0 ? 0 : a / b);
