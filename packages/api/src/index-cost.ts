/**
 * What the index under the VMAs costs: the same script on two of them is told apart by these numbers. All of them are of the structure
 * as a kernel would hold it, on a 64-bit machine; what the model itself takes in JavaScript is nobody's question.
 */

/** Costs of one index at one moment. */
export interface IndexCost {
  /** What one piece of memory of the index is called: `maple node`, `array`, `table`. */
  readonly node: string;
  /** Pieces that there are now; without those that are gone and only wait for readers. */
  readonly nodes: number;
  /** Pieces that lie on the way from the root to an entry, the longest; 0 where there is none. */
  readonly height: number;
  /** Bytes that all pieces take together; without the VMAs themselves. */
  readonly bytes: number;
  /** How many entries are stored. */
  readonly entries: number;
  readonly lookup: LookupCost;
}

/** What one lookup of an address reads, at most. */
export interface LookupCost {
  /** What it reads: `node`, `entry`. */
  readonly what: string;
  /** How many of them, one after the other: each says where the next one is. */
  readonly reads: number;
  /** Bytes of each. */
  readonly bytes: number;
}
