/** What an address space costs on its architecture: the same script on two of them is told apart by these numbers. */

/** Costs of the page tables of one address space. */
export interface CostView {
  /** Levels that a walk goes through for a single page. */
  readonly levels: number;
  /** Bytes of a page, of which every table is one. */
  readonly pageBytes: number;
  /** Tables by level, root first. */
  readonly tables: readonly LevelCost[];
  /** Tables that huge entries keep in reserve for being split. */
  readonly reserved: number;
  /** Bytes of all tables, those in reserve included. */
  readonly tableBytes: number;
  /** Leaves by the bytes that one maps, ascending. A run of entries that the MMU may keep as one counts as one. */
  readonly leaves: readonly LeafCost[];
  /** Bytes that leaves map, whoever owns the pages. */
  readonly mappedBytes: number;
  /** Table bytes for each mapped byte; 0 where nothing is mapped. */
  readonly overhead: number;
  /** Entries that a walk reads on average, over all mapped pages; 0 where nothing is mapped. */
  readonly walkReads: number;
  /** Entries of a TLB that all of it takes. */
  readonly translations: number;
  /** Bytes that one entry of a TLB reaches on average; 0 where nothing is mapped. */
  readonly reachPerEntry: number;
}

/** Tables of one level. */
export interface LevelCost {
  /** `pgd`, `p4d`, `pud`, `pmd`, `pte`. */
  readonly name: string;
  readonly tables: number;
  /** Entries in use, and how many there are in these tables. */
  readonly used: number;
  readonly entries: number;
}

/** Leaves of one size. */
export interface LeafCost {
  readonly bytes: number;
  readonly leaves: number;
}

/** Of an address space without page tables. */
export const NO_COST: CostView = Object.freeze({
  levels: 0,
  pageBytes: 0,
  tables: Object.freeze([]),
  reserved: 0,
  tableBytes: 0,
  leaves: Object.freeze([]),
  mappedBytes: 0,
  overhead: 0,
  walkReads: 0,
  translations: 0,
  reachPerEntry: 0,
});
