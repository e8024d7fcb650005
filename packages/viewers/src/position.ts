/**
 * A position on the timeline, and the order of positions. Position `{ call: -1, step: -1 }` is the initial state;
 * `{ call: 3, step: 0 }` is the state after the first step of call 3; a call without steps has the one position
 * `{ call, step: -1 }`. Elements never keep a position of their own: they ask for one with {@link SEEK_EVENT} and show the
 * one that they are given.
 */

import { SEEK_EVENT, type Selection } from '@mm-playground/api';
import type { CallRow } from './call-row.ts';

/** Where the timeline stands. `call` -1 is the initial state, `step` -1 is "before the call's first step". */
export interface Position {
  readonly call: number;
  readonly step: number;
}

export { SEEK_EVENT };

/** Fired (bubbling, composed) when playing starts or ends; `detail` is whether it plays. */
export const PLAY_EVENT = 'mm-play';

/** Before anything ran. */
export const INITIAL: Position = { call: -1, step: -1 };

/** The position after everything that call number `call` did; {@link INITIAL} for -1. */
export const endOf = (calls: readonly CallRow[], call: number): Position => {
  const row = calls[call];
  return row === undefined ? INITIAL : { call, step: row.steps - 1 };
};

/** The first position inside call number `call`: after its first step, where it has one. */
export const beginOf = (calls: readonly CallRow[], call: number): Position => {
  const row = calls[call];
  return row === undefined ? INITIAL : { call, step: row.steps > 0 ? 0 : -1 };
};

/** One step on; the same position at the end. */
export function nextStep(calls: readonly CallRow[], at: Position): Position {
  const row = calls[at.call];
  if (row !== undefined && at.step + 1 < row.steps) return { call: at.call, step: at.step + 1 };
  return at.call + 1 < calls.length ? beginOf(calls, at.call + 1) : at;
}

/** One step back; {@link INITIAL} at the start. */
export function previousStep(calls: readonly CallRow[], at: Position): Position {
  if (at.step > 0) return { call: at.call, step: at.step - 1 };
  return endOf(calls, at.call - 1);
}

/** The end of the call after this one; the end of this one where it is not reached yet and there is no next. */
export function nextCall(calls: readonly CallRow[], at: Position): Position {
  return endOf(calls, Math.min(at.call + 1, calls.length - 1));
}

/** The end of the call before this one. */
export const previousCall = (calls: readonly CallRow[], at: Position): Position =>
  endOf(calls, Math.max(at.call - 1, -1));

/** Whether two positions are the same. */
export const samePosition = (a: Position, b: Position): boolean => a.call === b.call && a.step === b.step;

declare global {
  interface HTMLElementEventMap {
    'mm-select': CustomEvent<Selection | null>;
    'mm-seek': CustomEvent<Position>;
    'mm-play': CustomEvent<boolean>;
  }
}
