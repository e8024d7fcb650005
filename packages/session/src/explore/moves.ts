/**
 * One schedule of a race move by move: the points at which threads could take turns, outside of lock sections too, in the order
 * in which they were reached, each with a mark, so that any moment can be shown. A schedule is found and drawn in these moves.
 */

import type { Deferred, Mark, StepDetail, StepValue, Violation } from '@mm-playground/api';
import type { Race } from './race.ts';
import { ScheduleFollower, type ScheduleStep } from './schedule.ts';
import {
  canGoOn,
  preferred,
  resultText,
  runRace,
  type Move,
  type RunEnd,
  type Scene,
  type Standing,
  type ToldEvent,
} from './scheduler.ts';

/** One move: what a thread did until its next point. */
export interface RaceMove {
  readonly thread: number;
  /** Index of the call among those of its thread. */
  readonly call: number;
  /**
   * How it ended: at a function that was entered, left, or stepped in, or a tracepoint, inside a lock section; `yield`
   * outside of one; `wait` for others; `return` of the call.
   */
  readonly kind: 'enter' | 'exit' | 'step' | 'tracepoint' | 'yield' | 'wait' | 'return';
  /** The kernel's name of where it ended. */
  readonly step: string;
  /** Functions that it was in, those of whom it runs inside of left out. */
  readonly depth: number;
  readonly detail: StepDetail;
  /** The state after it. */
  readonly mark: Mark;
  /** What was found broken in it. */
  readonly violations: readonly Violation[];
  /** What came of the call, as text, where this is its end. */
  readonly result: string | null;
}

/** A schedule that was played to its end. The machine stands at the start of the race. */
export interface RaceMoves {
  readonly moves: readonly RaceMove[];
  readonly end: RunEnd;
  /** What validate_mm() and its like find at the end, where everybody came to one. */
  readonly rest: readonly string[];
}

/** Plays a race as a schedule says; an empty one lets each thread run as long as it can, in their order. */
export function raceMoves(race: Race, schedule: readonly ScheduleStep[]): RaceMoves {
  return played(race, new Notes(race, schedule));
}

/** Moves after which whoever interrupts gives way: it may wait, by looking, for what it interrupted. */
export const PATIENCE = 200;

/** A schedule in which one thread is interrupted once. */
export interface Interruption {
  /** Who begins, and after how many of its moves it is interrupted. */
  readonly thread: number;
  readonly after: number;
  /** Who then runs for as long as it can; whoever looks again and again until the first one goes on, for {@link PATIENCE} moves. */
  readonly by: number;
}

/** Plays a race with one interruption; afterwards, whoever ran goes on, and then the others in their order. */
export const interruptedMoves = (race: Race, interruption: Interruption): RaceMoves =>
  played(race, new InterruptedNotes(race, interruption));

/** What was played, in the words of a schedule: what each stretch but the last ends at. */
export function wordsOfMoves({ threads }: Race, moves: readonly RaceMove[]): ScheduleStep[] {
  const words: ScheduleStep[] = [];
  let visits = new Map<string, number>();
  for (const [at, { thread, step }] of moves.entries()) {
    const visit = (visits.get(step) ?? 0) + 1;
    visits.set(step, visit);
    const next = moves[at + 1];
    if (next === undefined || next.thread === thread) continue;
    words.push({ thread: threads[thread]?.name ?? '', step, visit });
    visits = new Map();
  }
  return words;
}

function played(race: Race, notes: Notes): RaceMoves {
  race.machine.seek(race.start);
  const end = runRace(race, notes);
  const rest = end === 'complete' ? race.machine.validate() : [];
  return { moves: notes.moves, end, rest };
}

const NOTHING: StepDetail = Object.freeze({});

/** Follows a schedule, and takes notes. */
class Notes extends ScheduleFollower {
  readonly moves: RaceMove[] = [];
  readonly #race: Race;
  /** Functions that each thread is in. */
  readonly #depths: number[];
  #told: ToldEvent | null = null;

  constructor(race: Race, schedule: readonly ScheduleStep[]) {
    super(schedule);
    this.#race = race;
    this.#depths = race.threads.map(() => 0);
  }

  told(thread: number, event: ToldEvent): void {
    this.#told = event;
    if (event.kind === 'exit') this.#deeper(thread, -1);
  }

  override moved(move: Move, scene: Scene): void {
    super.moved(move, scene);
    const { thread, violations, returned, bug } = move;
    const runner = scene.runners[thread];
    if (runner === undefined) return;
    const told = this.#told;
    this.#told = null;
    const { call = runner.call } = returned ?? {};
    const item = this.#race.threads[thread]?.calls[call];
    this.moves.push({
      thread,
      call,
      kind: returned === null ? kindOf(runner.standing, told) : 'return',
      step: runner.step,
      depth: this.#depths[thread] ?? 0,
      detail: detailOf(told),
      mark: this.#race.machine.mark(),
      violations: bug === null ? violations : [...violations, { property: 'no-bug', what: bug }],
      result: returned === null || item === undefined ? null : resultText(item, returned.result),
    });
    if (told?.kind === 'enter') this.#deeper(thread, 1);
    if (returned !== null) this.#depths[thread] = 0;
  }

  #deeper(thread: number, by: number): void {
    this.#depths[thread] = Math.max(0, (this.#depths[thread] ?? 0) + by);
  }
}

/** Interrupts a thread once, and takes notes. */
class InterruptedNotes extends Notes {
  readonly #interruption: Interruption;
  #last = -1;

  constructor(race: Race, interruption: Interruption) {
    super(race, []);
    this.#interruption = interruption;
  }

  override choose(scene: Scene): number {
    this.#last = this.#next(scene);
    return this.#last;
  }

  #next(scene: Scene): number {
    const { thread, after, by } = this.#interruption;
    if (this.moves.length < after && canGoOn(scene, thread)) return thread;
    const since = this.moves.length - after;
    if (since === 0 && canGoOn(scene, by)) return by;
    if (since === PATIENCE && this.#last === by && canGoOn(scene, thread)) return thread;
    return preferred(scene, this.#last);
  }
}

const kindOf = (standing: Standing, told: ToldEvent | null): RaceMove['kind'] =>
  standing === 'waiting' ? 'wait' : (told?.kind ?? 'yield');

function detailOf(told: ToldEvent | null): StepDetail {
  switch (told?.kind) {
    case undefined:
      return NOTHING;
    case 'exit':
      return resultDetail(told.result);
    case 'tracepoint': {
      const { system: _system, name: _name, ...detail } = told.event.read();
      return detail;
    }
    case 'enter':
    case 'step':
      return told.detail?.read() ?? NOTHING;
  }
}

function resultDetail(result: Deferred<StepValue | undefined> | undefined): StepDetail {
  const value = result?.read();
  return value === undefined ? NOTHING : { result: value };
}
