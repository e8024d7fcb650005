/** TLBs to look at: what each CPU remembers of page tables, and whether that is still true. */

import type { DecodedEntry } from './architecture.ts';
import type { Pfn, Vpn } from './units.ts';

/** The TLB of one CPU. Each task has a CPU of its own. */
export interface TlbView {
  /** The task that runs there. */
  readonly task: string;
  /** The address space that it runs in. */
  readonly mm: number;
  /** Translations, oldest first. Only kept while tasks run at the same time: alone, a TLB tells no more than the tables. */
  readonly entries: readonly TlbEntryView[];
}

/** One translation. */
export interface TlbEntryView {
  readonly mm: number;
  /** First page, and how many. */
  readonly start: Vpn;
  readonly pages: number;
  /** The entry as it was when it was read. */
  readonly entry: DecodedEntry;
  readonly pfn: Pfn;
  /**
   * `valid`: the tables still say so. `stale`: they do not, and a flush is to come. `wrong`: they do not, and no flush will come.
   * `freed`: the page was given back.
   */
  readonly state: 'valid' | 'stale' | 'wrong' | 'freed';
}
