/**
 * What is known of a race: what a thread that stands somewhere does next in a machine of some state, and whether it can.
 * Learnt from observed runs, and enough to put together interleavings that nobody ran: a move depends on the machine and on
 * the thread, and on nothing else.
 *
 * Without that conclusion (`--no-reduction`) a move is known only for the whole state in which it was observed.
 */

import type { Found, Observation, ObservedMove, Point, ThreadPoint } from './observe.ts';

/** A place of a thread, by number. What it is, {@link Knowledge.place} tells. */
export type Local = number;
/** A state of the machine, by number. */
export type Shared = number;

/** The state of a race. */
export interface RaceState {
  readonly shared: Shared;
  readonly locals: readonly Local[];
  readonly stack: readonly number[];
}

/** What a move leads to. */
export interface KnownMove {
  readonly shared: Shared;
  readonly local: Local;
  readonly found: readonly Found[];
  readonly returned: ObservedMove['returned'];
  readonly bug: boolean;
}

/** Where a thread can stand. */
export type Place = Omit<ThreadPoint, 'ready' | 'local'>;

/** Everything that was observed, in a form that can be kept in a file. */
export interface SavedKnowledge {
  readonly shared: readonly string[];
  readonly locals: readonly string[];
  readonly places: readonly Place[];
  readonly moves: readonly (readonly [string, KnownMove])[];
  readonly ready: readonly (readonly [string, boolean])[];
  readonly rest: readonly (readonly [Shared, readonly string[]])[];
  readonly runs: number;
}

/** See above. */
export class Knowledge {
  /** Runs that were observed. */
  runs = 0;
  readonly #composes: boolean;
  readonly #shared = new Map<string, Shared>();
  readonly #locals = new Map<string, Local>();
  readonly #places: Place[] = [];
  readonly #moves = new Map<string, KnownMove>();
  readonly #ready = new Map<string, boolean>();
  readonly #rest = new Map<Shared, readonly string[]>();

  /** @param composes whether a move is known wherever the machine and the thread are as they were */
  constructor(composes: boolean) {
    this.#composes = composes;
  }

  /** Moves that were observed. */
  get moves(): number {
    return this.#moves.size;
  }

  place(local: Local): Place {
    const place = this.#places[local];
    if (place === undefined) throw new RangeError(`place ${local} is not known`);
    return place;
  }

  /** What identifies a thread's next move. */
  key(state: RaceState, thread: number): string {
    const { shared, locals, stack } = state;
    return this.#composes
      ? `${shared} ${locals[thread] ?? -1}`
      : `${shared} ${stack.join('.')} ${locals.join('.')} ${thread}`;
  }

  /** Whether a thread can go on, as far as it alone is concerned; undefined where that was not observed. */
  isReady(state: RaceState, thread: number): boolean | undefined {
    const { standing } = this.place(state.locals[thread] ?? -1);
    if (standing === 'done') return false;
    if (standing === 'idle' || standing === 'inside') return true;
    return this.#ready.get(this.key(state, thread));
  }

  move(key: string): KnownMove | undefined {
    return this.#moves.get(key);
  }

  /** What is wrong at rest; undefined where that was not observed. */
  rest(shared: Shared): readonly string[] | undefined {
    return this.#rest.get(shared);
  }

  /** The state of a race at an observed point. */
  stateOf({ shared, stack, threads }: Point): RaceState {
    return {
      shared: numberOf(this.#shared, shared),
      locals: threads.map((thread) => this.#localOf(thread)),
      stack,
    };
  }

  /** Learns from a run; returns the keys of what was not known before. */
  learn({ points, moves, rest }: Observation): string[] {
    this.runs++;
    const states = points.map((point) => this.stateOf(point));
    const news: string[] = [];
    for (const [at, state] of states.entries()) {
      news.push(...this.#learnReady(state, points[at]?.threads ?? []));
      const move = moves[at];
      const after = states[at + 1];
      if (move !== undefined) news.push(...this.#learnMove(state, move, after));
    }
    const last = states.at(-1);
    if (rest !== null && last !== undefined && !this.#rest.has(last.shared)) {
      this.#rest.set(last.shared, rest);
      news.push(`rest ${last.shared}`);
    }
    return news;
  }

  #learnReady(state: RaceState, threads: readonly ThreadPoint[]): string[] {
    return threads.flatMap(({ ready }, thread) => {
      const key = this.key(state, thread);
      if (this.#ready.has(key)) return [];
      this.#ready.set(key, ready);
      return [`ready ${key}`];
    });
  }

  #learnMove(state: RaceState, { thread, found, returned, bug }: ObservedMove, after: RaceState | undefined): string[] {
    const key = this.key(state, thread);
    if (this.#moves.has(key)) return [];
    const [shared, local] = [after?.shared ?? state.shared, after?.locals[thread] ?? state.locals[thread] ?? -1];
    this.#moves.set(key, { shared, local, found, returned, bug });
    return [`move ${key}`];
  }

  #localOf({ local, standing, call, step }: ThreadPoint): Local {
    const known = this.#locals.size;
    const number = numberOf(this.#locals, local);
    if (number === known) this.#places.push({ standing, call, step });
    return number;
  }

  save(): SavedKnowledge {
    return {
      shared: [...this.#shared.keys()],
      locals: [...this.#locals.keys()],
      places: this.#places,
      moves: [...this.#moves],
      ready: [...this.#ready],
      rest: [...this.#rest],
      runs: this.runs,
    };
  }

  load(saved: SavedKnowledge): void {
    for (const text of saved.shared) numberOf(this.#shared, text);
    for (const text of saved.locals) numberOf(this.#locals, text);
    this.#places.push(...saved.places);
    for (const [key, move] of saved.moves) this.#moves.set(key, move);
    for (const [key, ready] of saved.ready) this.#ready.set(key, ready);
    for (const [shared, rest] of saved.rest) this.#rest.set(shared, rest);
    this.runs = saved.runs;
  }
}

function numberOf(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}
