/*
 * Time, as the state of the app has it: whether it plays, what is searched for and how far that is, the map of the run. One pure
 * function; what moves the place in time is the state's own business (`state.ts`), what searches is an effect's (`time-effects.ts`).
 */
import type { GraphMove, Position, RunMap } from '@mm-playground/viewers';

export type Direction = 'forward' | 'backward';

/** A search that was asked for; a new object for every request. */
export interface Wanted {
  readonly text: string;
  readonly direction: Direction;
}

/** What became of the last search. */
export type Outcome =
  | { readonly kind: 'nothing asked' }
  | { readonly kind: 'searching'; readonly share: number }
  | { readonly kind: 'found' }
  | { readonly kind: 'not found'; readonly direction: Direction }
  | { readonly kind: 'stopped' }
  /** The text is no condition: why, and at which column from 1. */
  | { readonly kind: 'mistake'; readonly text: string; readonly column: number; readonly message: string };

export interface TimeState {
  readonly playing: boolean;
  /** The condition as it is written. */
  readonly condition: string;
  readonly wanted: Wanted | null;
  readonly outcome: Outcome;
  /** Somebody wants to write a condition; a new object for every time. */
  readonly asked: object | null;
  /** The map of the run that is shown; null until it was made. */
  readonly run: RunMap | null;
}

export type TimeAction =
  | { readonly type: 'graph'; readonly move: GraphMove }
  | { readonly type: 'playing'; readonly on: boolean }
  | { readonly type: 'condition'; readonly text: string }
  /** Runs to the condition that is written, or to this one. */
  | { readonly type: 'run-to'; readonly direction: Direction; readonly text?: string }
  | { readonly type: 'ask' }
  | { readonly type: 'stop' }
  | { readonly type: 'searched'; readonly wanted: Wanted; readonly outcome: Outcome; readonly position?: Position }
  | { readonly type: 'mapped'; readonly run: RunMap };

export const INITIAL_TIME: TimeState = {
  playing: false,
  condition: '',
  wanted: null,
  outcome: { kind: 'nothing asked' },
  asked: null,
  run: null,
};

/** The state of time after an action. An answer to a search that nobody waits for any more is dropped. */
export function reduceTime(time: TimeState, action: TimeAction): TimeState {
  switch (action.type) {
    case 'graph':
      return time.playing ? { ...time, playing: false } : time;
    case 'playing':
      return time.playing === action.on ? time : { ...time, playing: action.on };
    case 'condition':
      return { ...time, condition: action.text, outcome: INITIAL_TIME.outcome };
    case 'run-to':
      return runTo(time, action.text ?? time.condition, action.direction);
    case 'ask':
      return { ...time, asked: {} };
    case 'stop':
      return time.wanted === null ? time : { ...time, wanted: null, outcome: { kind: 'stopped' } };
    case 'searched':
      if (time.wanted !== action.wanted) return time;
      return { ...time, outcome: action.outcome, ...(action.outcome.kind !== 'searching' && { wanted: null }) };
    case 'mapped':
      return { ...time, run: action.run };
  }
}

/** Without a condition there is nothing to run to: somebody is to write one. */
function runTo(time: TimeState, text: string, direction: Direction): TimeState {
  if (text.trim() === '') return { ...time, asked: {} };
  const outcome = { kind: 'searching', share: 0 } as const;
  return { ...time, condition: text, wanted: { text, direction }, outcome, playing: false };
}

/** What is left of time when another program is played: what was found belongs to the one before. */
export const timeOfOther = (time: TimeState): TimeState => ({
  ...INITIAL_TIME,
  condition: time.condition,
  asked: time.asked,
});
