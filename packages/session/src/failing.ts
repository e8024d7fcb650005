/**
 * `#@ fail STEP N`: which visit of a step that can fail does. Visits are counted from where the directive stands, in all calls
 * after it. Whoever plays a program in another way (an explorer, a sweep) takes the same counters.
 */

import type { Program, StepControl } from '@mm-playground/api';

/** A failure that a script asks for. */
interface Asked {
  readonly line: number;
  readonly step: string;
  /** Visits that are still to come, the failing one included; 0 once it has failed. */
  left: number;
}

/** The failures of a program, counted while it is played. */
export class Failing implements Pick<StepControl, 'fails'> {
  readonly #asked: readonly Asked[];
  #line = 0;

  constructor({ steering }: Pick<Program, 'steering'>) {
    this.#asked = steering.flatMap(({ directive, words: [step = '', visit = '1'], span }) =>
      directive === 'fail' ? [{ line: span.line, step, left: Number(visit) }] : [],
    );
  }

  /** Whether the program asks for none. */
  get isEmpty(): boolean {
    return this.#asked.length === 0;
  }

  /** The program has come to this line: what stands before it counts from now on. */
  reach(line: number): void {
    this.#line = Math.max(this.#line, line);
  }

  fails(step: string): boolean {
    let fails = false;
    for (const asked of this.#asked)
      if (asked.step === step && asked.line < this.#line && asked.left > 0 && --asked.left === 0) fails = true;
    return fails;
  }
}
