/**
 * Searching a past for where a condition is met, forward or backward, in small pieces: between two of them a page draws, and whoever
 * searches may stop.
 *
 * Where a condition is met does not depend on the direction. A call is walked from before its first step to its return; an
 * alternative with an event is met wherever all of its clauses are true, one of states alone where they become true. What a
 * state was before a call counts, what it was in another task does not.
 */

import type { Mark, MmView } from '@mm-playground/api';
import { testOf, type Place, type Reading, type Test } from './clauses.ts';
import type { Condition } from './condition.ts';
import type { Moment, Past, PastCall } from './past.ts';

/** How far a search has come. */
export interface SearchProgress {
  /** Calls that were searched, of how many. */
  readonly searched: number;
  readonly total: number;
}

export type Direction = 'forward' | 'backward';

/** Moments between two yields: a fraction of a millisecond, or a few where an expensive state is read. */
const PIECE = 64;

/**
 * The nearest moment after (or before) `from` at which the condition is met; null where there is none. `from` itself never is.
 */
export function* search(
  past: Past,
  { alternatives }: Condition,
  from: Moment,
  direction: Direction,
): Generator<SearchProgress, Moment | null, void> {
  const tests = alternatives.map((clauses) => clauses.map(testOf));
  const by = direction === 'forward' ? 1 : -1;
  const first = Math.max(0, Math.min(from.call, past.length - 1));
  const total = direction === 'forward' ? past.length - first : first + 1;
  for (let call = first; call >= 0 && call < past.length; call += by) {
    const limit = call === from.call ? from.step : null;
    const step = yield* inCall(new CallSearch(past, call, tests), direction, limit, () => ({
      searched: Math.abs(call - first),
      total,
    }));
    if (step !== null) return { call, step };
  }
  return null;
}

/** The first step beyond `limit`, or the last one before it. */
function* inCall(
  searched: CallSearch,
  direction: Direction,
  limit: number | null,
  progress: () => SearchProgress,
): Generator<SearchProgress, number | null, void> {
  if (!searched.couldHold) return null;
  let found: number | null = null;
  let sinceYield = 0;
  for (let step = searched.first; step <= searched.last; step++) {
    if (direction === 'backward' && limit !== null && step >= limit) break;
    const isMet = searched.isMet(step);
    if (isMet && direction === 'backward') found = step;
    if (isMet && direction === 'forward' && (limit === null || step > limit)) return step;
    if (++sinceYield % PIECE === 0) yield progress();
  }
  yield progress();
  return found;
}

/** One call, walked from its first moment to its last. */
class CallSearch {
  readonly first: number;
  readonly last: number;
  readonly #past: Past;
  readonly #index: number;
  readonly #call: PastCall;
  readonly #steps: ReturnType<Past['stepsOf']>;
  /** Alternatives that this call can meet. */
  readonly #tests: readonly (readonly Test[])[];
  /** Whether each of them held at the moment before. */
  readonly #held: boolean[];
  readonly #readings = new Map<Test, readonly { readonly mark: Mark; readonly reading: Reading }[]>();
  #view: { readonly mark: Mark; readonly view: MmView | null } | null = null;

  constructor(past: Past, index: number, tests: readonly (readonly Test[])[]) {
    this.#past = past;
    this.#index = index;
    this.#call = past.call(index);
    this.#steps = past.stepsOf(index);
    this.first = this.#steps.length > 0 ? 0 : -1;
    this.last = this.#steps.length - 1;
    this.#tests = tests.filter((all) => all.every((test) => test.couldHold(this.#call)));
    this.#held = this.#tests.map((all) => !hasEvent(all) && this.#heldBefore(all));
  }

  get couldHold(): boolean {
    return this.#tests.length > 0;
  }

  /** Whether an alternative is met at a step. Steps are asked in ascending order, none left out. */
  isMet(step: number): boolean {
    let isMet = false;
    for (const [at, all] of this.#tests.entries()) {
      const holds = this.#holds(all, step);
      isMet ||= holds && this.#held[at] !== true;
      this.#held[at] = holds && !hasEvent(all);
    }
    return isMet;
  }

  /** Before a call it is not at work, so only what is read can have held. */
  #heldBefore(all: readonly Test[]): boolean {
    return all.every((test) => test.read !== null) && this.#holds(all, -1);
  }

  /** What needs no state is asked first: mostly that is enough. */
  #holds(all: readonly Test[], step: number): boolean {
    const place: Place = { call: this.#call, steps: this.#steps, step, isLast: step === this.last };
    const holds = (test: Test): boolean =>
      test.holds(place, this.#reading(test, step), () => this.#reading(test, step - 1));
    return (
      all.every((test) => test.read !== null || holds(test)) && all.every((test) => test.read === null || holds(test))
    );
  }

  #reading(test: Test, step: number): Reading {
    if (test.read === null) return null;
    const mark = this.#markOf(step);
    const known = this.#readings.get(test) ?? [];
    const found = known.find((each) => each.mark === mark);
    if (found !== undefined) return found.reading;
    const view = this.#viewAt(Math.max(step, -1), mark);
    const reading = view === null ? null : test.read(view);
    this.#readings.set(test, [{ mark, reading }, ...known.slice(0, 1)]);
    return reading;
  }

  #viewAt(step: number, mark: Mark): MmView | null {
    if (this.#view?.mark !== mark) this.#view = { mark, view: this.#past.view({ call: this.#index, step }) };
    return this.#view.view;
  }

  #markOf(step: number): Mark {
    if (step < 0) return this.#call.before;
    return step === this.last ? this.#call.after : (this.#steps[step]?.mark ?? this.#call.before);
  }
}

const hasEvent = (all: readonly Test[]): boolean => all.some(({ isEvent }) => isEvent);
