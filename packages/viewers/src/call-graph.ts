/**
 * Moving in time by the call graph, as a debugger does: over a function, into it, out of it, forward and backward. A position
 * is the state after a step, so what is stepped over is what comes next, or what came last.
 *
 * ```
 *   f() {        over from before f, and out of f, end at its return;
 *     g()        back over from after f, and back out of f, end before it was entered;
 *   }            into, and back into, are one step.
 * ```
 */

import type { Step } from '@mm-playground/api';
import type { CallRow } from './call-row.ts';
import { endOf, nextStep, previousStep, samePosition, type Position } from './position.ts';

/** A way to move by the call graph. */
export type GraphMove = 'over' | 'into' | 'out' | 'back over' | 'back into' | 'back out';

/** Where each function of a call ends, and which one a step is in. */
interface Frames {
  /** Of an entry its return, of a return its entry; -1 for other steps, and where a call ended inside a function. */
  readonly partner: Int32Array;
  /** The entry of the innermost function that is still open after a step; -1 where none is. */
  readonly open: Int32Array;
}

const known = new WeakMap<readonly Step[], Frames>();

/** Where several threads take turns, a return belongs to its own function, not to the one entered last. */
function framesOf(steps: readonly Step[]): Frames {
  const before = known.get(steps);
  if (before !== undefined) return before;
  const partner = new Int32Array(steps.length).fill(-1);
  const open = new Int32Array(steps.length).fill(-1);
  const stack: number[] = [];
  for (const [at, { kind, name }] of steps.entries()) {
    if (kind === 'enter') stack.push(at);
    if (kind === 'exit') {
      const mine = stack.findLastIndex((entry) => steps[entry]?.name === name);
      const [entry] = mine < 0 ? [] : stack.splice(mine, 1);
      if (entry !== undefined) {
        partner[entry] = at;
        partner[at] = entry;
      }
    }
    open[at] = stack.at(-1) ?? -1;
  }
  const frames = { partner, open };
  known.set(steps, frames);
  return frames;
}

/** Where a move leads; the same position where it leads nowhere. `stepsOf` gives the steps of a call. */
export function graphMove(
  calls: readonly CallRow[],
  stepsOf: (call: number) => readonly Step[],
  at: Position,
  move: GraphMove,
): Position {
  switch (move) {
    case 'into':
      return nextStep(calls, at);
    case 'back into':
      return previousStep(calls, at);
    case 'over':
      return over(calls, stepsOf, at);
    case 'back over':
      return backOver(calls, stepsOf, at);
    case 'out':
      return out(calls, stepsOf, at);
    case 'back out':
      return backOut(calls, stepsOf, at);
  }
}

type StepsOf = (call: number) => readonly Step[];

function over(calls: readonly CallRow[], stepsOf: StepsOf, at: Position): Position {
  const next = nextStep(calls, at);
  if (samePosition(next, at) || next.step < 0) return next;
  const steps = stepsOf(next.call);
  if (steps[next.step]?.kind !== 'enter') return next;
  const exit = framesOf(steps).partner[next.step] ?? -1;
  return exit < 0 ? endOf(calls, next.call) : { call: next.call, step: exit };
}

function backOver(calls: readonly CallRow[], stepsOf: StepsOf, at: Position): Position {
  if (at.step < 0) return previousStep(calls, at);
  const steps = stepsOf(at.call);
  const entry = steps[at.step]?.kind === 'exit' ? (framesOf(steps).partner[at.step] ?? -1) : -1;
  return previousStep(calls, { call: at.call, step: entry < 0 ? at.step : entry });
}

function out(calls: readonly CallRow[], stepsOf: StepsOf, at: Position): Position {
  if (at.step < 0) return at;
  const { open, partner } = framesOf(stepsOf(at.call));
  const entry = open[at.step] ?? -1;
  const exit = entry < 0 ? -1 : (partner[entry] ?? -1);
  return exit < 0 ? endOf(calls, at.call) : { call: at.call, step: exit };
}

/** To before the function that the position is in; after a call has returned, to before the call. */
function backOut(calls: readonly CallRow[], stepsOf: StepsOf, at: Position): Position {
  if (at.step < 0) return previousStep(calls, at);
  const entry = framesOf(stepsOf(at.call)).open[at.step] ?? -1;
  return entry < 0 ? endOf(calls, at.call - 1) : previousStep(calls, { call: at.call, step: entry });
}
