/**
 * The failure sweep: every step of a call that can fail (an allocation, a hook, a limit) is failed in turn, or in pairs, and
 * what the caller got and what was left behind is told. The machine goes back to before the call each time; calls are taken
 * from the last to the first, for going on from a moment forgets what lay behind it.
 */

import {
  drain,
  formatResult,
  KernelBug,
  NotModelled,
  type CallItem,
  type CallResult,
  type Machine,
  type Model,
  type ModelCall,
  type Program,
  type StepControl,
} from '@mm-playground/api';
import { Names } from '../names.ts';
import { openSession } from '../session.ts';
import { leftBehind, type Broken, type LeftBehind } from './left-behind.ts';
import { snapshotOf, type Snapshot } from './snapshot.ts';
import type { PlayedCall, Session, SessionOptions } from '../types.ts';

/** A visit of a step that can fail: the `visit`-th of that step in the call, from 1. */
export interface FailurePoint {
  readonly step: string;
  readonly visit: number;
}

/** What came of failing a point, or a pair of them. */
export interface Failure {
  readonly points: readonly FailurePoint[];
  /** What the caller got; null where the model stopped. */
  readonly result: CallResult | null;
  /**
   * - `failed`: the caller was told
   * - `done`: the call did all the same what it was asked for
   * - `kernel bug`: the model broke an invariant and stopped
   * - `not modelled`: what follows is not in the model
   */
  readonly outcome: 'failed' | 'done' | 'kernel bug' | 'not modelled';
  /** What is left; null where the call was done or the model stopped. */
  readonly left: LeftBehind | null;
  readonly broken: readonly Broken[];
  /** What the same call gives when it is made once more and nothing fails; null where it is not asked. */
  readonly retry: CallResult | null;
}

/** The sweep of one call. */
export interface SweptCall {
  readonly item: CallItem;
  /** What the call gives when nothing fails. */
  readonly result: CallResult;
  readonly failures: readonly Failure[];
}

/** What to sweep. */
export interface SweepOptions {
  /** The line of the one call to sweep; all calls unless said. */
  readonly callLine?: number;
  /** Fails two points in a call, too: each first one with each that comes after it. */
  readonly pairs?: boolean;
  readonly untilLine?: number;
}

/** What came of a sweep. */
export interface Sweep {
  /** The session that played the program; it cannot be looked at any more. */
  readonly session: Session;
  /** In the order of the calls. Calls without a point that can fail are left out. */
  readonly calls: readonly SweptCall[];
}

/** How far a sweep is. */
export interface SweepProgress {
  readonly swept: number;
  readonly total: number;
}

/** Plays a program and sweeps its calls. Yields after each call, so that somebody can show how far it is. */
export function* sweepFailures(
  program: Program,
  options: SessionOptions,
  { callLine, pairs = false, untilLine }: SweepOptions = {},
): Generator<SweepProgress, Sweep, void> {
  const { model, machine } = withMachine(options.model);
  const session = openSession(program, { ...options, model, record: 'marks' });
  session.run(untilLine === undefined ? {} : { untilLine });
  const names = Names.of(options.arch.geometry);
  for (const { item, result } of session.calls)
    if (item.binds !== undefined && result !== undefined) names.bind(item.binds, result);
  const sweeper = new Sweeper(machine(), names, pairs);
  const chosen = callLine === undefined ? undefined : session.callAt(callLine);
  const wanted = session.calls.filter(
    ({ result, verdict }, at) =>
      result !== undefined && verdict !== 'skipped' && (chosen === undefined || chosen === at),
  );
  const calls: SweptCall[] = [];
  for (const [at, call] of wanted.toReversed().entries()) {
    const failures = sweeper.sweep(call);
    if (call.result !== undefined && failures.length > 0)
      calls.unshift({ item: call.item, result: call.result, failures });
    yield { swept: at + 1, total: wanted.length };
  }
  return { session, calls };
}

/** A model that remembers the machine that it made. */
function withMachine(model: Model): { readonly model: Model; readonly machine: () => Machine } {
  let made: Machine | undefined;
  const createMachine: Model['createMachine'] = (config) => (made = model.createMachine(config));
  const { id, title, kernels } = model;
  return {
    model: { id, title, kernels, support: (kernel) => model.support(kernel), createMachine },
    machine: () => {
      if (made === undefined) throw new RangeError('the session made no machine');
      return made;
    },
  };
}

/** What one run of a call gave. */
interface Attempt {
  readonly visits: readonly FailurePoint[];
  readonly result: CallResult | null;
  readonly stopped: 'kernel bug' | 'not modelled' | null;
  readonly broken: readonly Broken[];
}

/** Sweeps the calls of one machine. */
class Sweeper {
  readonly #machine: Machine;
  readonly #names: Names;
  readonly #pairs: boolean;

  constructor(machine: Machine, names: Names, pairs: boolean) {
    this.#machine = machine;
    this.#names = names;
    this.#pairs = pairs;
  }

  sweep({ item, before: mark }: PlayedCall): Failure[] {
    this.#machine.seek(mark);
    const before = snapshotOf(this.#machine.view(item.task));
    const normal = this.#attempt(item, []);
    const known = new Set(normal.broken.map(({ property, what }) => `${property} ${what}`));
    const judge = (attempt: Attempt, points: readonly FailurePoint[]): Failure =>
      this.#judge(item, points, attempt, before, normal.result, known);
    const failures: Failure[] = [];
    for (const [at, point] of normal.visits.entries()) {
      this.#machine.seek(mark);
      const attempt = this.#attempt(item, [point]);
      failures.push(judge(attempt, [point]));
      for (const second of this.#pairs ? attempt.visits.slice(at + 1) : []) {
        this.#machine.seek(mark);
        failures.push(judge(this.#attempt(item, [point, second]), [point, second]));
      }
    }
    this.#machine.seek(mark);
    return failures;
  }

  /** Makes the call, with these visits failing. The machine stands after it. */
  #attempt(item: CallItem, failing: readonly FailurePoint[]): Attempt {
    const control = new FailingControl(failing);
    this.#machine.takeViolations();
    this.#machine.control(control);
    try {
      const result = drain(this.#machine.call(item.task, modelCall(item), this.#names.lookUp));
      return { visits: control.visits, result, stopped: null, broken: this.#broken() };
    } catch (error) {
      if (error instanceof NotModelled) return stop(control, 'not modelled', []);
      if (!(error instanceof KernelBug)) throw error;
      return stop(control, 'kernel bug', [{ property: 'no-bug', what: error.message }]);
    } finally {
      this.#machine.control(null);
      this.#machine.takeInferences();
    }
  }

  #broken(): Broken[] {
    const invariants = this.#machine.validate().map((what): Broken => ({ property: 'counters', what }));
    return [...this.#machine.takeViolations(), ...invariants];
  }

  #judge(
    item: CallItem,
    points: readonly FailurePoint[],
    { result, stopped, broken }: Attempt,
    before: Snapshot,
    normal: CallResult | null,
    known: ReadonlySet<string>,
  ): Failure {
    const own = broken.filter(({ property, what }) => !known.has(`${property} ${what}`));
    if (result === null)
      return { points, result, outcome: stopped ?? 'kernel bug', left: null, broken: own, retry: null };
    if (!hasFailed(item, result, normal, own))
      return { points, result, outcome: 'done', left: null, broken: own, retry: null };
    const left = this.#machine.tasks.has(item.task)
      ? leftBehind(item.name, before, snapshotOf(this.#machine.view(item.task)))
      : null;
    const properties = new Set(own.map(({ property }) => property));
    const found = (left?.broken ?? []).filter(({ property }) => !properties.has(property));
    const retry = this.#machine.tasks.has(item.task) ? this.#attempt(item, []).result : null;
    return { points, result, outcome: 'failed', left, broken: [...own, ...found], retry };
  }
}

const stop = (control: FailingControl, stopped: Attempt['stopped'], broken: readonly Broken[]): Attempt => ({
  visits: control.visits,
  result: null,
  stopped,
  broken,
});

const modelCall = ({ name, args, result }: CallItem): ModelCall => ({ name, args, recorded: result });

/**
 * Whether a call failed, be it as it does anyway. Some never say so: brk() returns the break that there was, and a kernel with a
 * bug says that all went well.
 */
function hasFailed(
  { name }: CallItem,
  result: CallResult,
  normal: CallResult | null,
  broken: readonly Broken[],
): boolean {
  if (result.kind === 'errno' || result.kind === 'signal') return true;
  if (broken.some(({ property }) => property === 'no-false-success')) return true;
  return name === 'brk' && normal !== null && formatResult(result) !== formatResult(normal);
}

/** Counts the visits of steps that can fail, and fails the wanted ones. */
class FailingControl implements StepControl {
  readonly visits: FailurePoint[] = [];
  readonly #failing: readonly FailurePoint[];
  readonly #counts = new Map<string, number>();

  constructor(failing: readonly FailurePoint[]) {
    this.#failing = failing;
  }

  fails(step: string): boolean {
    const visit = (this.#counts.get(step) ?? 0) + 1;
    this.#counts.set(step, visit);
    this.visits.push({ step, visit });
    return this.#failing.some((point) => point.step === step && point.visit === visit);
  }

  waitUntil(step: string): void {
    throw new KernelBug(`${step} waits for ever`);
  }
}
