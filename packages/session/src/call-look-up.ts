/**
 * Which call stands on a line. Played calls only become more, so what was learnt of them stays, and a look-up costs what is new.
 */

import type { PlayedCall } from './types.ts';

/** Finds calls by line. Must be asked about the same list every time, which may have grown. */
export class CallLookUp {
  readonly #entered = new Map<number, number>();
  readonly #returned = new Map<number, number>();
  /** Calls that are known. */
  #known = 0;

  /** The call that was entered on this line, else the one that returned there; null where there is none. */
  callAt(calls: readonly PlayedCall[], line: number): number | null {
    for (; this.#known < calls.length; this.#known++) this.#learn(calls[this.#known], this.#known);
    return this.#entered.get(line) ?? this.#returned.get(line) ?? null;
  }

  #learn(call: PlayedCall | undefined, at: number): void {
    if (call === undefined) return;
    const { span, returnLine } = call.item;
    if (!this.#entered.has(span.line)) this.#entered.set(span.line, at);
    if (!this.#returned.has(returnLine)) this.#returned.set(returnLine, at);
  }
}
