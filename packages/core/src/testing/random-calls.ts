/** The random scripts of the kernel kit, as calls on a strip. */

import { drawCall, anyScript, placesOf, type PlainCall } from '@mm-playground/api/testing';
import { x8664 } from '@mm-playground/arch-x86-64';
import fc from 'fast-check';
import type { Outcome, Strip } from './strip.ts';

/** One call, shown as strace would print it in a counterexample. */
export interface StripCall {
  run(strip: Strip): Outcome;
}

/** Where the heap of a program that was just started begins. */
const heap = 0x5555_5555_6000n;
const places = { ...placesOf(x8664.configure({})), heap };

const onStrip = (call: PlainCall): StripCall => {
  const [name, ...args] = call;
  return {
    run: (strip: Strip) =>
      strip.call(name, ...args.map((arg) => (typeof arg === 'number' ? BigInt.asUintN(64, BigInt(arg)) : arg))),
    ...{ [fc.toStringMethod]: () => drawCall(call) },
  };
};

/** What the calls begin with: something of each kind, written and not. */
export const START = 'WWr|ss.xWW.ww';

/** Sequences of at most so many calls. */
export const anyCalls = (maxLength: number): fc.Arbitrary<StripCall[]> =>
  anyScript(places, maxLength).map((script) => script.map(onStrip));
