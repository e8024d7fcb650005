/** What was measured. */

import type { Loop } from './operations.ts';

/** Nanoseconds of CPU a turn, by the loop's name. */
export type Rates = ReadonlyMap<string, number>;

/** How often a loop turns in a round. */
export type Turns = (loop: Loop) => number;
