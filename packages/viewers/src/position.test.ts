import { describe, expect, it } from 'vitest';
import { endOf, INITIAL, nextCall, nextStep, previousCall, previousStep, type Position } from './position.ts';
import { callRows } from './testing/calls.ts';

const calls = callRows(3).map((row, i) => ({ ...row, steps: [2, 0, 3][i] ?? 0 }));
const text = ({ call, step }: Position): string => `${call}.${step}`;

/** Positions from a start until nothing moves any more. */
function way(from: Position, move: (at: Position) => Position): string {
  const seen = [from];
  for (let at = move(from); at.call !== seen.at(-1)?.call || at.step !== seen.at(-1)?.step; at = move(at))
    seen.push(at);
  return seen.map(text).join(' ');
}

describe('positions', () => {
  it('go step by step through every call, also through one without steps', () => {
    expect(way(INITIAL, (at) => nextStep(calls, at))).toBe('-1.-1 0.0 0.1 1.-1 2.0 2.1 2.2');
  });

  it('go back the same way', () => {
    expect(way(endOf(calls, 2), (at) => previousStep(calls, at))).toBe('2.2 2.1 2.0 1.-1 0.1 0.0 -1.-1');
  });

  it('go from the end of a call to the end of the next', () => {
    expect(way(INITIAL, (at) => nextCall(calls, at))).toBe('-1.-1 0.1 1.-1 2.2');
    expect(way(endOf(calls, 2), (at) => previousCall(calls, at))).toBe('2.2 1.-1 0.1 -1.-1');
  });

  it('stay at the start where there are no calls', () => {
    expect(text(nextStep([], INITIAL))).toBe('-1.-1');
    expect(text(nextCall([], INITIAL))).toBe('-1.-1');
  });
});
