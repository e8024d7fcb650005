/**
 * Playing one schedule of a race: its calls in the order in which they returned, each with its own steps. Steps of several
 * calls lie between each other in time; a call knows before which of its steps others ran.
 */

import {
  KernelBug,
  type CallItem,
  type CallResult,
  type Mark,
  type RaceItem,
  type Violation,
} from '@mm-playground/api';
import { Recorder } from '../recorder.ts';
import type { Stopped } from '../types.ts';
import { RaceStopped, type Race } from './race.ts';
import { ScheduleError, ScheduleFollower, type ScheduleStep } from './schedule.ts';
import { runRace, type Director, type Move, type Scene, type ToldEvent } from './scheduler.ts';

/** A call of a race that was played. */
export interface RacedCall {
  readonly item: CallItem;
  /** Undefined where it did not return. */
  readonly result: CallResult | undefined;
  readonly recorder: Recorder;
  readonly before: Mark;
  readonly after: Mark;
  /** Where the machine was before a step, by number, where others had run in between. */
  readonly resumed: ReadonlyMap<number, Mark>;
}

/** A step in the order of time: the index of its call, and its own. */
export interface RacedStep {
  readonly call: number;
  readonly step: number;
}

/** A schedule that was played. */
export interface RacePlay {
  /** In the order in which they returned; then those that did not. */
  readonly calls: readonly RacedCall[];
  /** Every step, in the order of time. */
  readonly steps: readonly RacedStep[];
  readonly violations: readonly (Violation & RacedStep)[];
  /** Why it ended before all calls were over, or null. */
  readonly stopped: Stopped | null;
}

/** Plays a race as a schedule says, from where the machine stands. */
export function playRace(race: Race, schedule: readonly ScheduleStep[], item: RaceItem): RacePlay {
  const player = new Player(race, schedule);
  try {
    const end = runRace(race, player);
    const deadlock = 'everybody waits for somebody else';
    return player.played(end === 'stuck' ? { item, why: 'kernel bug', message: deadlock } : player.stopped);
  } catch (error) {
    return player.played(stoppedBy(error, item));
  }
}

function stoppedBy(error: unknown, item: RaceItem): Stopped {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ScheduleError) return { item, why: 'bad directive', message };
  if (error instanceof RaceStopped) return { item: error.item, why: 'unmodelled', message };
  if (error instanceof KernelBug) return { item, why: 'kernel bug', message };
  return { item, why: 'crash', message: `the model threw ${message}` };
}

/** A call in the course of being played. */
interface OpenCall {
  readonly item: CallItem;
  readonly recorder: Recorder;
  readonly before: Mark;
  result: CallResult | undefined;
  after: Mark;
  readonly resumed: Map<number, Mark>;
}

class Player implements Director {
  stopped: Stopped | null = null;
  readonly #race: Race;
  readonly #follower: ScheduleFollower;
  /** The call of each thread. */
  readonly #open = new Map<number, OpenCall>();
  readonly #returned: OpenCall[] = [];
  readonly #steps: { readonly call: OpenCall; readonly step: number }[] = [];
  readonly #violations: (Violation & { readonly call: OpenCall; readonly step: number })[] = [];
  /** Who went on last. */
  #last = -1;

  constructor(race: Race, schedule: readonly ScheduleStep[]) {
    this.#race = race;
    this.#follower = new ScheduleFollower(schedule);
  }

  choose(scene: Scene): number {
    const thread = this.#follower.choose(scene);
    const call = this.#open.get(thread);
    if (thread !== this.#last) call?.resumed.set(call.recorder.steps.length, this.#race.machine.mark());
    this.#last = thread;
    return thread;
  }

  began(thread: number, item: CallItem): void {
    const { machine } = this.#race;
    const before = machine.mark();
    const recorder = new Recorder(() => machine.mark());
    this.#open.set(thread, { item, recorder, before, result: undefined, after: before, resumed: new Map() });
  }

  told(thread: number, event: ToldEvent): void {
    const call = this.#open.get(thread);
    if (call === undefined) return;
    record(call.recorder, event);
    this.#steps.push({ call, step: call.recorder.steps.length - 1 });
  }

  moved(move: Move, scene: Scene): void {
    this.#follower.moved(move, scene);
    const call = this.#open.get(move.thread);
    if (call === undefined) return;
    call.after = this.#race.machine.mark();
    const step = Math.max(0, call.recorder.steps.length - 1);
    for (const violation of move.violations) this.#violations.push({ ...violation, call, step });
    if (move.bug !== null) this.stopped = { item: call.item, why: 'kernel bug', message: move.bug };
    if (move.returned === null) return;
    call.result = move.returned.result;
    this.#open.delete(move.thread);
    this.#returned.push(call);
  }

  played(stopped: Stopped | null): RacePlay {
    const calls = [...this.#returned, ...this.#open.values()];
    const place = new Map(calls.map((call, at) => [call, at]));
    const numbered = <T extends { readonly call: OpenCall }>(step: T) => ({
      ...step,
      call: place.get(step.call) ?? -1,
    });
    return { calls, steps: this.#steps.map(numbered), violations: this.#violations.map(numbered), stopped };
  }
}

function record(recorder: Recorder, event: ToldEvent): void {
  switch (event.kind) {
    case 'enter':
      return recorder.enter(event.name, event.detail);
    case 'step':
      return recorder.step(event.name, event.detail);
    case 'exit':
      return recorder.exit(event.result);
    case 'tracepoint':
      return recorder.tracepoint(event.event);
  }
}
