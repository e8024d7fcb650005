/**
 * The recorder: turns what a model tells while it works into recorded steps, each with its depth in the call graph and the
 * position that the machine had after it. What it recorded is told on the bus only when the call is settled: a call that is
 * tried under several assumptions is heard once.
 */

import {
  tracepointName,
  type Mark,
  type Step,
  type StepDetail,
  type StepValue,
  type TaskName,
  type Tracepoint,
  type Tracer,
} from '@mm-playground/api';
import type { Bus } from '@mm-playground/event-bus';

const NO_DETAIL: StepDetail = Object.freeze({});

/** The steps of one call. */
export class Recorder implements Tracer {
  readonly steps: Step[] = [];
  readonly #tracepoints = new Map<Step, Tracepoint>();
  readonly #names: string[] = [];
  readonly #mark: () => Mark;

  constructor(mark: () => Mark) {
    this.#mark = mark;
  }

  enter(name: string, detail: StepDetail = NO_DETAIL): void {
    this.#push('enter', name, detail);
    this.#names.push(name);
  }

  exit(result?: StepValue): void {
    const name = this.#names.pop() ?? '';
    this.#push('exit', name, result === undefined ? NO_DETAIL : { result });
  }

  step(name: string, detail: StepDetail = NO_DETAIL): void {
    this.#push('step', name, detail);
  }

  tracepoint(event: Tracepoint): void {
    const { system: _system, name: _name, ...detail } = event;
    this.#tracepoints.set(this.#push('tracepoint', tracepointName(event), detail), event);
  }

  /** Tells everything in order. */
  tell(bus: Bus, call: number, task: TaskName): void {
    for (const step of this.steps) {
      bus.emit({ type: 'step', call, task, step });
      const event = this.#tracepoints.get(step);
      if (event !== undefined) bus.emit({ type: 'tracepoint', call, task, event });
    }
  }

  #push(kind: Step['kind'], name: string, detail: StepDetail): Step {
    const step: Step = { kind, name, depth: this.#names.length, detail, mark: this.#mark() };
    this.steps.push(step);
    return step;
  }
}
