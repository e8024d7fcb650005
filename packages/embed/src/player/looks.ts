/**
 * Looks at a session from one place after the other. Views are kept, the newest few: a viewer that is given the same object has nothing
 * to draw, and stepping back and forth costs nothing.
 */

import type { Change, Counters, MmView } from '@mm-playground/api';
import { endOf, type CallRow, type CounterMoment, type Position } from '@mm-playground/viewers';
import type { Session } from 'mm-playground';

/** Views that are kept. A view holds what was asked of it and no more. */
const KEPT_VIEWS = 64;
/** Calls whose counters are drawn as a line. */
const SHOWN_COUNTERS = 256;
/** Moments of the large chart: calls, and steps of the present one, at most so many of each. */
const SHOWN_MOMENTS = 128;
/** Looking whether invariants hold goes through all VMAs: with more than these it is not done at each step. */
const MOST_CHECKED_VMAS = 2000;

/** Looks at a session from one place after the other. */
export class Looks {
  readonly #session: Session;
  readonly #calls: () => readonly CallRow[];
  readonly #views = new Map<string, MmView | null>();
  readonly #counters = new Map<number, Counters>();
  #history: { readonly call: number; readonly counters: readonly Counters[] } | null = null;
  /** Calls that were there when the end was forgotten last. */
  #known = 0;

  constructor(session: Session, calls: () => readonly CallRow[]) {
    this.#session = session;
    this.#calls = calls;
  }

  /** What a snapshot shows beyond the calls belongs to the last one: it may look another way now. */
  forgetEnd(): void {
    const calls = this.#calls();
    for (let call = Math.max(-1, this.#known - 1); call < calls.length && call <= this.#known; call++)
      this.#views.delete(keyOf(endOf(calls, call)));
    this.#known = calls.length;
    this.#history = null;
  }

  view(position: Position): MmView | null {
    const key = keyOf(position);
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const view = this.#look(position);
    this.#views.set(key, view);
    const [oldest] = this.#views.keys();
    if (this.#views.size > KEPT_VIEWS && oldest !== undefined) this.#views.delete(oldest);
    return view;
  }

  changes(position: Position): readonly Change[] {
    const complete = position.step === endOf(this.#calls(), position.call).step;
    return complete ? this.#session.callChanges(position.call) : this.#session.changes(position);
  }

  /** Within a call the same array: who draws it need not draw it again. */
  counters(call: number): readonly Counters[] {
    if (this.#history?.call !== call) this.#history = { call, counters: this.#countersUntil(call) };
    return this.#history.counters;
  }

  #countersUntil(call: number): readonly Counters[] {
    const first = Math.max(0, call + 1 - SHOWN_COUNTERS);
    const history: Counters[] = [];
    for (let at = first; at <= call; at++) {
      const counters = this.#counters.get(at) ?? this.#look(endOf(this.#calls(), at))?.counters;
      if (counters === undefined) continue;
      this.#counters.set(at, counters);
      history.push(counters);
    }
    return history;
  }

  moments(call: number): readonly CounterMoment[] {
    const first = Math.max(0, call - SHOWN_MOMENTS);
    const calls = this.counters(call - 1).slice(-SHOWN_MOMENTS);
    const before = calls.map((counters, at): CounterMoment => ({
      position: endOf(this.#calls(), first + at),
      ...{ counters, knowinglyBroken: [] },
    }));
    return [...before, ...this.#momentsIn(call)];
  }

  /** After each step of a call; after every so many, where it has more than are drawn. */
  #momentsIn(call: number): CounterMoment[] {
    const { step: last } = endOf(this.#calls(), call);
    const stride = Math.max(1, Math.ceil((last + 1) / SHOWN_MOMENTS));
    const steps = Array.from({ length: Math.ceil((last + 1) / stride) }, (_, at) => last - at * stride).toReversed();
    return steps.flatMap((step): CounterMoment[] => {
      const position = { call, step };
      const view = this.#look(position);
      if (view === null) return [];
      const isKnown = view.vmas.length <= MOST_CHECKED_VMAS;
      const broken = isKnown ? view.invariants.filter(({ state }) => state === 'knowingly broken') : [];
      return [{ position, counters: view.counters, knowinglyBroken: broken.map(({ name }) => name) }];
    });
  }

  /** After the last step of a call, a viewer means: when the call has returned. */
  #look({ call, step }: Position): MmView | null {
    const complete = step === endOf(this.#calls(), call).step;
    this.#session.seek(complete ? { call } : { call, step });
    try {
      return this.#session.view();
    } catch (error) {
      // A task that there is no longer, or not yet, has no address space to show.
      if (error instanceof RangeError) return null;
      throw error;
    }
  }
}

const keyOf = ({ call, step }: Position): string => `${call}.${step}`;
