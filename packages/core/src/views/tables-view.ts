/**
 * Page tables to look at: a copy of every table of an address space, as it is when the view is made. Entries are decoded when
 * they are asked for. Making one costs a copy of the tables, a few kilobytes each.
 */

import type { Architecture, Pfn, TablePage, TablesView, Vpn, WalkEntry } from '@mm-playground/api';
import { isValidLeaf } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { childOf, pteLevel, rootOf } from '../memory/page-table.ts';
import type { Table } from '../memory/table.ts';

/** The tables at this moment. */
export function tablesView(mm: MmStruct): TablesView {
  const pages: TablePage[] = [];
  const root = rootOf(mm);
  if (root !== null) copyTables(mm, root, pages);
  return new FrozenTables(mm.sys.arch, pages);
}

function copyTables(mm: MmStruct, table: Table, pages: TablePage[]): void {
  const { pfn, level, start, pages: span, words } = table;
  pages.push(Object.freeze({ pfn, level, start, pages: span, words: words.slice() }));
  if (level === pteLevel(mm)) return;
  for (let index = 0; index < words.length; index++) {
    const child = childOf(mm, table, index);
    if (child !== null) copyTables(mm, child, pages);
  }
}

class FrozenTables implements TablesView {
  readonly arch: Architecture;
  readonly #pages: readonly TablePage[];
  readonly #byFrame: ReadonlyMap<number, TablePage>;

  constructor(arch: Architecture, pages: readonly TablePage[]) {
    this.arch = arch;
    this.#pages = Object.freeze(pages);
    this.#byFrame = new Map(pages.map((page) => [page.pfn, page]));
  }

  get root(): Pfn | null {
    return this.#pages[0]?.pfn ?? null;
  }

  tables(): readonly TablePage[] {
    return this.#pages;
  }

  walk(page: Vpn): readonly WalkEntry[] {
    const path: WalkEntry[] = [];
    let table = this.#pages[0];
    while (table !== undefined) {
      const span = table.pages / table.words.length;
      const index = Math.floor((page - table.start) / span);
      if (index < 0 || index >= table.words.length) break;
      const found = this.#entry(table, index);
      path.push(found);
      table = found.entry.kind === 'table' ? this.#byFrame.get(found.entry.pfn ?? -1) : undefined;
    }
    return path;
  }

  entries(table: Pfn): readonly WalkEntry[] {
    const page = this.#byFrame.get(table);
    if (page === undefined) throw new RangeError(`frame 0x${table.toString(16)} is no table of this address space`);
    const found: WalkEntry[] = [];
    for (let index = 0; index < page.words.length; index++)
      if (page.words[index] !== 0n) found.push(this.#entry(page, index));
    return found;
  }

  /** One generator for all levels: each of several inside one another costs as much as reading the entry. */
  *leaves(): Iterable<WalkEntry> {
    const [root] = this.#pages;
    const path = root === undefined ? [] : [{ page: root, index: 0 }];
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const { page } = at;
      let below: TablePage | undefined;
      while (below === undefined && at.index < page.words.length) {
        const index = at.index++;
        if (page.words[index] === 0n) continue;
        const found = this.#entry(page, index);
        if (found.entry.kind === 'table') below = this.#byFrame.get(found.entry.pfn ?? -1);
        else if (isValidLeaf(found.entry)) yield found;
      }
      if (below === undefined) path.pop();
      else path.push({ page: below, index: 0 });
    }
  }

  /** Made anew for whoever asks, so that it need not be frozen: that costs as much as all the rest of a walk. */
  #entry({ level, pfn, start, pages, words }: TablePage, index: number): WalkEntry {
    const span = pages / words.length;
    const word = words[index] ?? 0n;
    const entry = this.arch.decode(level, word);
    return { level, table: pfn, index, start: (start + index * span) as Vpn, pages: span, word, entry };
  }
}
