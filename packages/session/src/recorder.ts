/**
 * The recorder: turns what a model tells while it works into recorded steps, each with its depth in the call graph and the
 * position that the machine had after it. What a step shows is made when it is asked for. What was recorded is told on the bus
 * only when the call is settled: a call that is tried under several assumptions is heard once.
 */

import {
  tracepointName,
  type Deferred,
  type Mark,
  type Step,
  type StepDetail,
  type StepValue,
  type TaskName,
  type Tracepoint,
  type TracepointName,
  type Tracer,
} from '@mm-playground/api';
import type { Bus } from '@mm-playground/event-bus';

const NO_DETAIL: StepDetail = Object.freeze({});

/** A function was entered, or a place in it reached. */
class PlaceStep implements Step {
  readonly kind: 'enter' | 'step';
  readonly name: string;
  readonly depth: number;
  readonly mark: Mark;
  readonly #detail: Deferred<StepDetail> | undefined;

  constructor(kind: 'enter' | 'step', name: string, depth: number, mark: Mark, detail?: Deferred<StepDetail>) {
    this.kind = kind;
    this.name = name;
    this.depth = depth;
    this.mark = mark;
    this.#detail = detail;
  }

  get detail(): StepDetail {
    return this.#detail?.read() ?? NO_DETAIL;
  }
}

/** A function returned. */
class ExitStep implements Step {
  readonly kind = 'exit';
  readonly name: string;
  readonly depth: number;
  readonly mark: Mark;
  readonly #result: Deferred<StepValue | undefined> | undefined;

  constructor(name: string, depth: number, mark: Mark, result?: Deferred<StepValue | undefined>) {
    this.name = name;
    this.depth = depth;
    this.mark = mark;
    this.#result = result;
  }

  get detail(): StepDetail {
    const result = this.#result?.read();
    return result === undefined ? NO_DETAIL : { result };
  }
}

/** A tracepoint fired. */
class TracepointStep implements Step {
  readonly kind = 'tracepoint';
  readonly depth: number;
  readonly mark: Mark;
  readonly event: Deferred<Tracepoint>;

  constructor(event: Deferred<Tracepoint>, depth: number, mark: Mark) {
    this.event = event;
    this.depth = depth;
    this.mark = mark;
  }

  get name(): TracepointName {
    return tracepointName(this.event.read());
  }

  get detail(): StepDetail {
    const { system: _system, name: _name, ...detail } = this.event.read();
    return detail;
  }
}

/** A call has more steps than are to be kept. */
export class TooManySteps extends Error {
  override readonly name = 'TooManySteps';

  constructor(most: number) {
    super(`it comes to more than ${most} steps, which are more than are kept here`);
  }
}

/** The steps of one call. */
export class Recorder implements Tracer {
  readonly #steps: (PlaceStep | ExitStep | TracepointStep)[] = [];
  readonly #names: string[] = [];
  readonly #mark: () => Mark;
  readonly #most: number;

  /** @param most the number of steps after which it throws {@link TooManySteps} */
  constructor(mark: () => Mark, most = Infinity) {
    this.#mark = mark;
    this.#most = most;
  }

  /** What was recorded, in order. */
  get steps(): readonly Step[] {
    return this.#steps;
  }

  enter(name: string, detail?: Deferred<StepDetail>): void {
    this.#keep(new PlaceStep('enter', name, this.#names.length, this.#mark(), detail));
    this.#names.push(name);
  }

  exit(result?: Deferred<StepValue | undefined>): void {
    const name = this.#names.pop() ?? '';
    this.#keep(new ExitStep(name, this.#names.length, this.#mark(), result));
  }

  step(name: string, detail?: Deferred<StepDetail>): void {
    this.#keep(new PlaceStep('step', name, this.#names.length, this.#mark(), detail));
  }

  tracepoint(event: Deferred<Tracepoint>): void {
    this.#keep(new TracepointStep(event, this.#names.length, this.#mark()));
  }

  #keep(step: PlaceStep | ExitStep | TracepointStep): void {
    if (this.#steps.length >= this.#most) throw new TooManySteps(this.#most);
    this.#steps.push(step);
  }

  /** Tells everything in order. */
  tell(bus: Bus, call: number, task: TaskName): void {
    for (const step of this.#steps) {
      bus.emit({ type: 'step', call, task, step });
      if (step.kind === 'tracepoint') bus.emit({ type: 'tracepoint', call, task, event: step.event.read() });
    }
  }
}
