/** Failure points in tests: the N-th visit of a step fails. */

import { KernelBug, type Machine, type StepControl } from '@mm-playground/api';

/** The visit of a step, counted from 1, that fails; every other does not. */
export function failing(step: string, visit = 1): StepControl {
  let seen = 0;
  return {
    fails: (reached) => reached === step && ++seen === visit,
    waitUntil: (waiting) => {
      throw new KernelBug(`${waiting} waits for ever`);
    },
  };
}

/** Makes `call` with one step failing, and gives what came of it with the properties that were found broken. */
export function failOnce<T>(machine: Machine, step: string, call: () => T, visit = 1): readonly [T, ...string[]] {
  machine.control(failing(step, visit));
  try {
    const result = call();
    return [result, ...machine.takeViolations().map(({ property }) => property)];
  } finally {
    machine.control(null);
  }
}

/** The names of the steps of a call: functions by their name, what they did with a `+`. */
export function stepsOf(machine: Machine, call: () => unknown): string[] {
  const names: string[] = [];
  machine.trace({
    enter: (name) => void names.push(name),
    exit: () => undefined,
    step: (name) => void names.push(`+${name}`),
    tracepoint: () => undefined,
  });
  call();
  machine.trace(null);
  return names;
}

/** Looks at every step of a call, as it begins and where it ends. */
export function atEachStep(machine: Machine, look: () => void, call: () => unknown): void {
  machine.trace({ enter: look, exit: look, step: look, tracepoint: () => undefined });
  call();
  machine.trace(null);
}
