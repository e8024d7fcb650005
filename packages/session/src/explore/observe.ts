/**
 * Observing a run: what each move of a thread did, in a form that can be sent and kept. The state of a race at a point is
 * the machine's fingerprint (with the names that were bound) and, for each thread, where it stands and what it knows. What
 * it knows is what its point says that it has seen, and everything that it has shown in this call: names, details and
 * results of its steps. Two threads that stand alike go on alike in equal machines.
 */

import type { StepDetail, ViolatedProperty } from '@mm-playground/api';
import { digest } from './digest.ts';
import type { Race } from './race.ts';
import {
  preferred,
  resultText,
  runRace,
  type Director,
  type Move,
  type Runner,
  type Scene,
  type Standing,
  type ToldEvent,
} from './scheduler.ts';

/** A way through a race: threads and how many points each goes on for, in turn. */
export type Path = readonly (readonly [thread: number, moves: number])[];

/** A thread at a point. */
export interface ThreadPoint {
  /** Tells apart what the thread could do next in equal machines. */
  readonly local: string;
  readonly standing: Standing;
  readonly call: number;
  readonly step: string;
  readonly ready: boolean;
}

/** A race at a point. */
export interface Point {
  /** The state of the machine. */
  readonly shared: string;
  readonly stack: readonly number[];
  readonly threads: readonly ThreadPoint[];
}

/** What was found at a move or at rest. */
export interface Found {
  readonly property: ViolatedProperty;
  readonly what: string;
}

/** From one point to the next. */
export interface ObservedMove {
  readonly thread: number;
  readonly found: readonly Found[];
  /** What came of the call that ended, as text. */
  readonly returned: { readonly call: number; readonly result: string } | null;
  /** The kernel stopped. */
  readonly bug: boolean;
}

/** What a run showed from the end of its path on: `points[i]`, then `moves[i]`, then `points[i + 1]`. */
export interface Observation {
  readonly points: readonly Point[];
  readonly moves: readonly ObservedMove[];
  /** What validate_mm() and its like find at the end, where everybody came to an end; else null. */
  readonly rest: readonly string[] | null;
}

/**
 * Whether a run has to go on. Asked at each point after the path.
 *
 * @param next who would go on
 */
export type Curiosity = (at: Point, next: number) => boolean;

/** A run that is wanted: a path, and who goes on at its end; whoever can where that is null. */
export interface Errand {
  readonly path: Path;
  readonly next: number | null;
}

/** Follows a path from the start of a race, and then goes on as long as that is worth while. */
export function observe(race: Race, errand: Errand, curious: Curiosity): Observation {
  race.machine.seek(race.start);
  const observer = new Observer(race, errand, curious);
  const end = runRace(race, observer);
  const rest = end === 'complete' ? race.machine.validate() : null;
  race.machine.seek(race.start);
  return { points: observer.points, moves: observer.moves, rest };
}

class Observer implements Director {
  readonly points: Point[] = [];
  readonly moves: ObservedMove[] = [];
  readonly #race: Race;
  readonly #path: [number, number][];
  readonly #curious: Curiosity;
  /** What each thread has shown in its call. */
  readonly #trails: string[];
  #next: number | null;
  #last = 0;

  constructor(race: Race, { path, next }: Errand, curious: Curiosity) {
    this.#race = race;
    this.#path = path.map(([thread, moves]) => [thread, moves]);
    this.#next = next;
    this.#curious = curious;
    this.#trails = race.threads.map(() => '');
  }

  began(thread: number): void {
    this.#trails[thread] = '';
  }

  told(thread: number, event: ToldEvent): void {
    this.#trails[thread] = digest(`${this.#trails[thread] ?? ''} ${textOf(event)}`);
  }

  moved({ thread, violations, returned, bug }: Move): void {
    if (this.points.length === 0) return;
    const item = returned === null ? undefined : this.#race.threads[thread]?.calls[returned.call];
    this.moves.push({
      thread,
      found: bug === null ? violations : [...violations, { property: 'no-bug', what: bug }],
      returned:
        returned === null || item === undefined
          ? null
          : { call: returned.call, result: resultText(item, returned.result) },
      bug: bug !== null,
    });
  }

  choose(scene: Scene): number | null {
    const step = this.#path[0];
    if (step !== undefined) {
      this.#last = step[0];
      if (--step[1] === 0) this.#path.shift();
      return this.#last;
    }
    const point = this.#pointOf(scene);
    this.points.push(point);
    const wanted = this.#next;
    this.#next = null;
    const next = wanted ?? preferred(scene, this.#last);
    if (wanted === null && !this.#curious(point, next)) return null;
    this.#last = next;
    return next;
  }

  ended(scene: Scene): void {
    this.points.push(this.#pointOf(scene));
  }

  #pointOf(scene: Scene): Point {
    return {
      shared: this.#sharedOf(scene),
      stack: [...scene.stack],
      threads: scene.runners.map((runner, thread) => ({
        local: `${thread} ${localOf(runner, this.#trails[thread] ?? '')}`,
        standing: runner.standing,
        call: runner.call,
        step: runner.step,
        ready: runner.ready,
      })),
    };
  }

  #sharedOf({ bound }: Scene): string {
    const names = [...bound].map(([name, value]) => `${name}=${value}`).join(' ');
    return digest(`${this.#race.machine.fingerprint(this.#race.start)}\n${names}`);
  }
}

function localOf({ standing, call, step, seen }: Runner, trail: string): string {
  if (standing === 'done') return 'done';
  if (standing === 'idle') return `idle ${call}`;
  return digest(`${standing} ${call} ${step} ${seen ?? ''} ${trail}`);
}

function textOf(event: ToldEvent): string {
  switch (event.kind) {
    case 'exit':
      return `exit ${String(event.result?.read())}`;
    case 'tracepoint':
      return `tracepoint ${detailText(event.event.read())}`;
    case 'enter':
    case 'step':
      return `${event.kind} ${event.name} ${detailText(event.detail?.read() ?? {})}`;
  }
}

const detailText = (detail: StepDetail | object): string =>
  Object.entries(detail)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
