/** In which functions two machines part ways within a call: where one makes a step that the other does not. */

import type { Step } from '@mm-playground/api';
import { align } from './align.ts';

/** Which step of one call is which of another one, by their names. */
export const alignSteps = (a: readonly Step[], b: readonly Step[]): ReturnType<typeof align> =>
  align(a.map(stepKey), b.map(stepKey));

const stepKey = ({ kind, name }: Step): string => `${kind} ${name}`;

/** A function as it is called; the name of a race's step says also which thread is in it. */
export const functionOf = ({ name }: Step): string => name.split(' · ', 1)[0] ?? name;

/** The functions that one side enters or steps in alone, and those right around them: first those of the first side. */
export function functionsApart(a: readonly Step[], b: readonly Step[]): ReadonlySet<string> {
  const { there, back } = alignSteps(a, b);
  return new Set([...namesApart(a, there), ...namesApart(b, back)]);
}

/** The end of a function is no step of its own. */
function* namesApart(steps: readonly Step[], partners: Int32Array): Generator<string, void, void> {
  const around: string[] = [];
  for (const [at, step] of steps.entries()) {
    const name = functionOf(step);
    if (partners[at] === -1 && step.kind !== 'exit') {
      const caller = around[step.depth - 1];
      if (caller !== undefined) yield caller;
      yield name;
    }
    if (step.kind === 'enter') around[step.depth] = name;
  }
}
