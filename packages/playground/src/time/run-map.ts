/**
 * The map of a whole run: how long each call is, in moments, and where what matters happened. Made of the names of steps and the
 * results of calls alone; no state is looked at, so a million steps are a fraction of a second.
 */

import { happeningAt, type Happening } from './happenings.ts';
import type { Past, PastCall } from './past.ts';

/** What is marked. */
export type RunMarkKind = Happening | 'error' | 'divergence';

/** A run, measured in moments: a call has one for each of its steps, and one where it has none. */
export interface RunMap {
  /** The first moment of each call, and last how many there are. */
  readonly starts: Uint32Array;
  /** Moments by kind, ascending. An error or a divergence is marked where its call returns. */
  readonly marks: Readonly<Record<RunMarkKind, Uint32Array>>;
}

/** Makes the map; yields after every call, so that a page may draw in between. */
export function* runMap(past: Past): Generator<void, RunMap, void> {
  const starts = new Uint32Array(past.length + 1);
  const marks: Record<RunMarkKind, number[]> = { fault: [], error: [], divergence: [], split: [], merge: [] };
  let moment = 0;
  for (let call = 0; call < past.length; call++) {
    starts[call] = moment;
    const steps = past.stepsOf(call);
    for (let step = 0; step < steps.length; step++) {
      const what = happeningAt(steps, step);
      if (what !== null) marks[what].push(moment + step);
    }
    moment += Math.max(1, steps.length);
    for (const kind of returnMarks(past.call(call))) marks[kind].push(moment - 1);
    yield;
  }
  starts[past.length] = moment;
  const packed = (kind: RunMarkKind): Uint32Array => Uint32Array.from(marks[kind]);
  return {
    starts,
    marks: {
      fault: packed('fault'),
      error: packed('error'),
      divergence: packed('divergence'),
      split: packed('split'),
      merge: packed('merge'),
    },
  };
}

const returnMarks = ({ result, diverged }: PastCall): RunMarkKind[] => [
  ...(result?.kind === 'errno' || result?.kind === 'signal' ? (['error'] as const) : []),
  ...(diverged ? (['divergence'] as const) : []),
];
