/*
 * Survivors that no test is to kill, and why: mostly mutants that do the same as the code. A mutant is known by its file, the code
 * that it changes and what it makes of it, so an explanation goes with the code and not with a line. One that fits no survivor any
 * more is refused by a test.
 */

/** Why a mutant, or all mutants of a piece of code, may survive. */
export interface Explanation {
  readonly target: string;
  /** From the target's package. */
  readonly file: string;
  /** The code that is changed, as {@link Survivor.from} has it. */
  readonly from: string;
  /** What it is changed to; left out: whatever it is. */
  readonly to?: string;
  readonly why: string;
}

export const EXPLAINED: readonly Explanation[] = [];
