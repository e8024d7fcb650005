/** What names mean while a script runs: the units, the page size of the machine, and what `NAME = call()` bound. */

import { SIZE_UNITS, type CallResult, type Geometry } from '@mm-playground/api';

/** What C programs see where a call failed: `-1`, which is `MAP_FAILED` too. */
const FAILED = 0xffff_ffff_ffff_ffffn;

/** An environment. Bindings are made in the order of time and stay. */
export class Names {
  readonly #values: Map<string, bigint>;

  constructor(known: ReadonlyMap<string, bigint>) {
    this.#values = new Map(known);
  }

  /** What names mean before the first call. */
  static of({ pageShift }: Pick<Geometry, 'pageShift'>): Names {
    return new Names(new Map([...Object.entries<bigint>(SIZE_UNITS.values), ['PAGE', 1n << BigInt(pageShift)]]));
  }

  /** The same names; what is bound here from now on is not bound there. */
  copy(): Names {
    return new Names(this.#values);
  }

  /** The meaning of a name, or undefined where nothing bound it. */
  readonly lookUp = (name: string): bigint | undefined => this.#values.get(name);

  /** Gives a name the result of a call. A call that did not return binds nothing. */
  bind(name: string, result: CallResult): void {
    if (result.kind === 'value') this.#values.set(name, result.value);
    if (result.kind === 'errno') this.#values.set(name, FAILED);
  }
}
