/** Entries of page tables as viewers read them: remembered while a view is shown, and classified for colouring. */

import type { Pfn, TablesView, WalkEntry } from '@mm-playground/api';
import type { TokenName } from './tokens.styles.ts';

/** What a page's entry says, for colouring. */
export type PageState = 'touched' | 'clean' | 'writable' | 'dirty' | 'special' | 'swap' | 'odd';

/** The colour of each state. */
export const STATE_TOKEN = {
  touched: 'line-strong',
  clean: 'read',
  writable: 'heap',
  dirty: 'write',
  special: 'special',
  swap: 'broken',
  odd: 'broken',
} as const satisfies Record<PageState, TokenName>;

/** The state of a present or swapped entry. */
export function pageState({ entry }: Pick<WalkEntry, 'entry'>): PageState {
  const { kind, dirty, write, special } = entry;
  if (kind === 'swap') return 'swap';
  if (kind !== 'leaf') return kind === 'table' ? 'touched' : 'odd';
  if (special) return 'special';
  return dirty ? 'dirty' : write ? 'writable' : 'clean';
}

/** Reads entries of one view, remembering them: a view does not change. */
export class TableReader {
  readonly #tables: TablesView;
  readonly #entries = new Map<Pfn, readonly WalkEntry[]>();

  constructor(tables: TablesView) {
    this.#tables = tables;
  }

  get root(): Pfn | null {
    return this.#tables.root;
  }

  /** The non-empty entries of a table. */
  entries(table: Pfn): readonly WalkEntry[] {
    let entries = this.#entries.get(table);
    if (entries === undefined) this.#entries.set(table, (entries = this.#tables.entries(table)));
    return entries;
  }
}
