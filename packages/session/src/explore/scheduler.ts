/**
 * The scheduler: runs a race once, with somebody deciding at every point who goes on. Points are where a call yields, every
 * step and tracepoint inside a lock section, and the moments between two calls.
 *
 * A section is synchronous, so whoever runs inside it runs nested in its step: the section goes on when its task is chosen
 * again. A section that is nested in another's step therefore runs to its end, or to its next yield, before the outer one
 * goes on; it is interrupted itself only by tasks that are in no section.
 */

import {
  formatResult,
  KernelBug,
  NotModelled,
  RETURNS_ADDRESS,
  tracepointName,
  type CallItem,
  type CallPoint,
  type CallResult,
  type Deferred,
  type Machine,
  type RunningCall,
  type StepControl,
  type StepDetail,
  type StepValue,
  type Tracepoint,
  type Tracer,
  type Violation,
} from '@mm-playground/api';
import type { Names } from '../names.ts';
import { RaceStopped, type Race, type RaceThread } from './race.ts';

/**
 * Where a thread stands:
 * - `idle`: between two calls;
 * - `yielded`: in a call, outside of its lock sections;
 * - `inside`: in a lock section, after a step;
 * - `waiting`: in a lock section, until others let go of something;
 * - `done`: all its calls are over.
 */
export type Standing = 'idle' | 'yielded' | 'inside' | 'waiting' | 'done';

/** A thread in the course of a run. */
export interface Runner {
  readonly thread: RaceThread;
  readonly standing: Standing;
  /** The call that it is in, or that it would begin. */
  readonly call: number;
  /** The kernel's name of where it stands; `return` between two calls, `begin` before the first. */
  readonly step: string;
  /** Whether it could go on; a section below another on the stack could not. */
  readonly ready: boolean;
  /** What a reader has seen so far, as its last point outside of a section said. */
  readonly seen: string | undefined;
}

/** What a thread did between two points. */
export interface Move {
  readonly thread: number;
  readonly violations: readonly Violation[];
  /** What came of the call that it ended. */
  readonly returned: { readonly call: number; readonly result: CallResult } | null;
  /** Why the kernel stopped in it. */
  readonly bug: string | null;
}

/** Looks on, and decides. */
export interface Director {
  /** Something that a thread shows while it works. */
  told?(thread: number, event: ToldEvent): void;
  /** A thread begins a call. */
  began?(thread: number, item: CallItem): void;
  /** A thread has come to its next point. */
  moved(move: Move, scene: Scene): void;
  /** Who goes on: an index of a thread that can. Null abandons the run. */
  choose(scene: Scene): number | null;
  /** Nobody can go on: all are done, or they wait for each other. */
  ended?(scene: Scene): void;
}

/** What a tracer is told. */
export type ToldEvent =
  | { readonly kind: 'enter' | 'step'; readonly name: string; readonly detail: Deferred<StepDetail> | undefined }
  | { readonly kind: 'exit'; readonly result: Deferred<StepValue | undefined> | undefined }
  | { readonly kind: 'tracepoint'; readonly event: Deferred<Tracepoint> };

/** A race at a point. */
export interface Scene {
  readonly runners: readonly Runner[];
  /** Threads in sections, the outermost first; only the last of them can go on. */
  readonly stack: readonly number[];
  /** Names that were bound since the start of the race. */
  readonly bound: ReadonlyMap<string, bigint>;
}

/** How a run ended. */
export type RunEnd = 'complete' | 'stuck' | 'bug' | 'abandoned';

class Abandoned extends Error {}

class ThreadRun implements Runner {
  readonly thread: RaceThread;
  standing: Standing = 'idle';
  call = 0;
  step = 'begin';
  seen: string | undefined;
  running: RunningCall | null = null;
  /** The functions that it is in. */
  readonly functions: string[] = [];
  isReady: (() => boolean) | undefined;

  constructor(thread: RaceThread) {
    this.thread = thread;
  }

  get ready(): boolean {
    return this.standing !== 'done' && this.isReady?.() !== false;
  }
}

/** Runs a race from its start. Afterwards the machine stands where the run ended. */
export function runRace(race: Race, director: Director): RunEnd {
  return new RaceRun(race, director).run();
}

/** Whoever was running goes on, else the first who can. */
export function preferred(scene: Scene, last: number): number {
  return canGoOn(scene, last) ? last : scene.runners.findIndex((_, thread) => canGoOn(scene, thread));
}

/** Whether a thread may be chosen. */
export function canGoOn({ runners, stack }: Scene, thread: number): boolean {
  return runners[thread]?.ready === true && (!stack.includes(thread) || stack.at(-1) === thread);
}

class RaceRun implements Tracer, StepControl, Scene {
  readonly runners: readonly ThreadRun[];
  readonly stack: number[] = [];
  readonly bound = new Map<string, bigint>();
  readonly #machine: Machine;
  readonly #director: Director;
  readonly #names: Names;
  #ended: RunEnd | null = null;

  constructor({ machine, threads, names }: Race, director: Director) {
    this.#machine = machine;
    this.#director = director;
    this.#names = names.copy();
    this.runners = threads.map((thread) => new ThreadRun(thread));
  }

  run(): RunEnd {
    this.#machine.takeViolations();
    this.#machine.trace(this);
    this.#machine.control(this);
    try {
      this.#untilChosen(-1);
      this.#director.ended?.(this);
      return 'complete';
    } catch (error) {
      if (this.#ended === null) throw error;
      return this.#ended;
    } finally {
      this.#machine.trace(null);
      this.#machine.control(null);
    }
  }

  /** Runs others until this thread is chosen; -1 until all are done. */
  #untilChosen(thread: number): void {
    for (;;) {
      const chosen = this.#choose();
      if (chosen === thread) return;
      this.#advance(chosen);
    }
  }

  #choose(): number {
    if (this.runners.every(({ standing }) => standing === 'done')) return -1;
    if (!this.runners.some((_, thread) => canGoOn(this, thread))) {
      this.#director.ended?.(this);
      return this.#end('stuck');
    }
    const chosen = this.#director.choose(this);
    if (chosen === null) return this.#end('abandoned');
    if (!canGoOn(this, chosen)) throw new RangeError(`thread ${chosen} cannot go on`);
    return chosen;
  }

  /** Unwinds everything. What listens or waits on the way out is not asked any more. */
  #end(end: RunEnd): never {
    this.#ended = end;
    throw new Abandoned();
  }

  /** Lets a thread that is in no section go on to its next point outside of one. */
  #advance(thread: number): void {
    const runner = this.#runner(thread);
    try {
      const turn = this.#next(runner, thread);
      if (turn.done === true) this.#returned(runner, thread, turn.value);
      else this.#stand(runner, 'yielded', turn.value.step, turn.value);
    } catch (error) {
      const item = runner.thread.calls[runner.call];
      if (error instanceof NotModelled && item !== undefined) throw new RaceStopped({ message: error.message, item });
      if (!(error instanceof KernelBug) || this.#ended !== null) throw error;
      this.#moved(thread, null, error.message);
      this.#end('bug');
    }
  }

  #next(runner: ThreadRun, thread: number): IteratorResult<CallPoint, CallResult> {
    const item = runner.thread.calls[runner.call];
    if (runner.running === null) {
      if (item === undefined) throw new RangeError(`thread ${thread} is done`);
      if (!this.#machine.tasks.has(item.task)) return { done: true, value: { kind: 'none' } };
      this.#director.began?.(thread, item);
      runner.functions.length = 0;
      runner.running = this.#machine.call(
        item.task,
        { name: item.name, args: item.args, recorded: undefined },
        this.#names.lookUp,
      );
    }
    const depth = this.stack.push(thread);
    const turn = runner.running.next();
    this.stack.length = depth - 1;
    return turn;
  }

  #returned(runner: ThreadRun, thread: number, result: CallResult): void {
    const { call } = runner;
    const item = runner.thread.calls[call];
    if (item?.binds !== undefined) this.#bind(item.binds, result);
    runner.running = null;
    runner.call++;
    const gone = !this.#machine.tasks.has(runner.thread.name);
    if (gone) runner.call = runner.thread.calls.length;
    this.#settle(runner, runner.call === runner.thread.calls.length ? 'done' : 'idle', 'return', undefined);
    this.#moved(thread, { call, result }, null);
  }

  #bind(name: string, result: CallResult): void {
    this.#names.bind(name, result);
    const value = this.#names.lookUp(name);
    if (value !== undefined) this.bound.set(name, value);
  }

  #stand(runner: ThreadRun, standing: Standing, step: string, point?: CallPoint): void {
    this.#settle(runner, standing, step, point);
    this.#moved(this.runners.indexOf(runner), null, null);
  }

  #settle(runner: ThreadRun, standing: Standing, step: string, point: CallPoint | undefined): void {
    runner.standing = standing;
    runner.step = step;
    // In a section it still knows what it knew before.
    if (standing !== 'inside') runner.seen = point?.seen;
    runner.isReady = point?.ready;
  }

  #moved(thread: number, returned: Move['returned'], bug: string | null): void {
    // Every point is a mark, looked at or not, so that a model that cares behaves alike.
    this.#machine.mark();
    this.#director.moved({ thread, violations: this.#machine.takeViolations(), returned, bug }, this);
  }

  /** A step of whoever is innermost: others may run before it goes on. */
  #told(event: ToldEvent, step: string): void {
    const thread = this.stack.at(-1);
    if (this.#ended !== null || thread === undefined) return;
    this.#director.told?.(thread, event);
    this.#stand(this.#runner(thread), 'inside', step);
    this.#untilChosen(thread);
  }

  enter(name: string, detail?: Deferred<StepDetail>): void {
    const inner = this.stack.at(-1);
    if (inner !== undefined) this.#runner(inner).functions.push(name);
    this.#told({ kind: 'enter', name, detail }, name);
  }

  exit(result?: Deferred<StepValue | undefined>): void {
    const inner = this.stack.at(-1);
    const name = inner === undefined ? undefined : this.#runner(inner).functions.pop();
    this.#told({ kind: 'exit', result }, `${name ?? ''}:return`);
  }

  step(name: string, detail?: Deferred<StepDetail>): void {
    this.#told({ kind: 'step', name, detail }, name);
  }

  tracepoint(event: Deferred<Tracepoint>): void {
    this.#told({ kind: 'tracepoint', event }, tracepointName(event.read()));
  }

  fails(): boolean {
    return false;
  }

  waitUntil(step: string, ready: () => boolean): void {
    const thread = this.stack.at(-1);
    if (thread === undefined) throw new KernelBug(`${step} waits, but nobody runs`);
    if (this.#ended !== null) return;
    const runner = this.#runner(thread);
    this.#settle(runner, 'waiting', step, { step, mm: 0, ready });
    this.#moved(thread, null, null);
    this.#untilChosen(thread);
    this.#settle(runner, 'inside', step, undefined);
  }

  #runner(thread: number): ThreadRun {
    const runner = this.runners[thread];
    if (runner === undefined) throw new RangeError(`there is no thread ${thread}`);
    return runner;
  }
}

/** The result of a call as a report shows it: what a reader listed follows, a line each. */
export function resultText({ name }: CallItem, result: CallResult): string {
  const listing = result.kind === 'value' ? (result.listing ?? []) : [];
  return [formatResult(result, RETURNS_ADDRESS.has(name) ? 'address' : 'number'), ...listing].join('\n');
}
