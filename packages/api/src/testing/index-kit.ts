/** What the groups of the index kit share. */

import type { VmaIndex, VmaIndexPlugin } from '../vma-index.ts';
import type { Declare, MarkedOptions } from './kit-property.ts';
import type { Stored } from './naive-index.ts';
import type { RandomOptions } from './smallest-example.ts';

/** How to run the kit. */
export interface VmaIndexKitOptions extends MarkedOptions, RandomOptions {
  /**
   * Counts what some work costs, in any unit that is the same each time: executed blocks as V8 counts them, comparisons, nodes
   * that were visited. Without it nothing is said of costs. V8 counts blocks by `Profiler.startPreciseCoverage` of
   * `node:inspector`. What counts nodes may count none where none is looked at (`snapshot()`), but not for a store.
   */
  readonly countWork?: (work: () => void) => number;
}

/** What the groups of properties work with. */
export interface IndexKit {
  readonly it: Declare;
  readonly plugin: VmaIndexPlugin;
  readonly options: VmaIndexKitOptions;
  readonly random: RandomOptions;
}

/** An index with some entries: a at [2, 6), b at [6, 8), c at [10, 12). */
export function small({ plugin }: IndexKit): { readonly index: VmaIndex<Stored>; a: Stored; b: Stored; c: Stored } {
  const index = plugin.create<Stored>();
  const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
  index.store(2, 6, a);
  index.store(6, 8, b);
  index.store(10, 12, c);
  return { index, a, b, c };
}
