/**
 * A model that says how long it took: the same model behind the same contract, with a stopwatch at the door. What it shows
 * (views) is counted apart from what it does, for a view computes when it is looked at.
 */

import type { Machine, Model, ModelCall, RunningCall } from '@mm-playground/api';

/** Milliseconds spent inside a model. */
export class Stopwatch {
  /** By the name of the call. */
  readonly calls = new Map<string, number>();
  /** Computing views: what /proc shows, page tables. */
  views = 0;
  /** Everything else: making the machine, adopting the initial state, marks, inferences. */
  rest = 0;

  /** Adds the time of a call. */
  addCall(name: string, milliseconds: number): void {
    this.calls.set(name, (this.calls.get(name) ?? 0) + milliseconds);
  }

  /** Milliseconds in calls that `wanted` takes. */
  inCalls(wanted: (name: string) => boolean = () => true): number {
    let sum = 0;
    for (const [name, milliseconds] of this.calls) if (wanted(name)) sum += milliseconds;
    return sum;
  }
}

/** The model, timed. */
export const timedModel = (model: Model, watch: Stopwatch): Model => ({
  id: model.id,
  title: model.title,
  kernels: model.kernels,
  support: (kernel) => model.support(kernel),
  createMachine: (config) =>
    timedMachine(
      timed(watch, 'rest', () => model.createMachine(config)),
      watch,
    ),
});

function timedMachine(machine: Machine, watch: Stopwatch): Machine {
  const call: Machine['call'] = (task, what, names) => timedCall(() => machine.call(task, what, names), what, watch);
  const view: Machine['view'] = (task) => {
    const seen = timed(watch, 'views', () => machine.view(task));
    return timedMethods(seen, watch, 'views');
  };
  return timedMethods(machine, watch, 'rest', { call, view });
}

function* timedCall(begin: () => RunningCall, { name }: ModelCall, watch: Stopwatch): RunningCall {
  let from = performance.now();
  const running = begin();
  try {
    for (;;) {
      const turn = running.next();
      if (turn.done === true) return turn.value;
      watch.addCall(name, performance.now() - from);
      yield turn.value;
      from = performance.now();
    }
  } finally {
    watch.addCall(name, performance.now() - from);
  }
}

function timed<T>(watch: Stopwatch, part: 'views' | 'rest', work: () => T): T {
  const from = performance.now();
  try {
    return work();
  } finally {
    watch[part] += performance.now() - from;
  }
}

/** The object with the stopwatch at each of its methods, but for those that are given; other properties are passed on. */
function timedMethods<T extends object>(
  object: T,
  watch: Stopwatch,
  part: 'views' | 'rest',
  given: Readonly<Partial<Record<PropertyKey, unknown>>> = {},
): T {
  return new Proxy(object, {
    get(target, name) {
      if (given[name] !== undefined) return given[name];
      const value: unknown = timed(watch, part, () => Reflect.get(target, name, target));
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => timed(watch, part, () => Reflect.apply(value, target, args) as unknown);
    },
  });
}
