/**
 * `#@ fail STEP N`: which visit of a step that can fail does. Visits are counted from where the directive stands, in all calls
 * after it. Whoever plays a program in another way (an explorer, a sweep) takes the same counters.
 */

import type { Program, Steering, StepControl } from '@mm-playground/api';

/** A failure that a script asks for. */
interface Asked {
  readonly directive: Steering;
  readonly step: string;
  readonly visit: number;
  /** Visits that are still to come, the failing one included; 0 once it has failed. */
  left: number;
}

/** The failures of a program, counted while it is played. */
export class Failing implements Pick<StepControl, 'fails'> {
  readonly #asked: readonly Asked[];
  #line = 0;

  constructor({ steering }: Pick<Program, 'steering'>) {
    this.#asked = steering
      .filter(({ directive }) => directive === 'fail')
      .map((directive) => {
        const [step = '', visit = '1'] = directive.words;
        return { directive, step, visit: Number(visit), left: Number(visit) };
      });
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
      if (asked.step === step && asked.directive.span.line < this.#line && asked.left > 0 && --asked.left === 0)
        fails = true;
    return fails;
  }

  /** The first failure that has not come, and why: the program is over, and asked for a visit that there was not. */
  missed(): { readonly directive: Steering; readonly message: string } | null {
    const asked = this.#asked.find(({ left }) => left > 0);
    if (asked === undefined) return null;
    const { directive, step, visit, left } = asked;
    const came = visit - left === 0 ? 'never comes' : `comes ${visit - left} times`;
    return { directive, message: `nothing fails here: ${step} ${came} in the calls behind this line` };
  }
}
