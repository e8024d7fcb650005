/** Where a figure stands in time, as an attribute says it: `end`, `start`, `3` after the third call, `3.12` after its twelfth step. */

import { endOf, INITIAL, type CallRow, type Position } from '@mm-playground/viewers';

/** The position that `step` means, the nearest that there is; null where it means none. */
export function positionOf(calls: readonly CallRow[], step: string): Position | null {
  if (step === '' || step === 'end') return endOf(calls, calls.length - 1);
  if (step === 'start') return INITIAL;
  const match = /^(\d{1,7})(?:\.(\d{1,7}))?$/.exec(step);
  if (match === null) return null;
  const call = Math.min(Number(match[1]), calls.length) - 1;
  const end = endOf(calls, call);
  return match[2] === undefined ? end : { call, step: Math.min(Number(match[2]) - 1, end.step) };
}

/** That a word means no place, and which do. */
export const noPlace = (step: string): string => `step="${step}" is no place: end, start, 3, or 3.12`;
