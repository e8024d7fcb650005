/*
 * A program that is followed while it runs, as far as the state knows of it: whether the view follows the end, whether the page
 * takes in what comes, and how it ended. A part of `state.ts`: pure, and without a clock.
 */
import type { Diagnostic } from '@mm-playground/api';
import { endOf, INITIAL } from '@mm-playground/viewers';
import { clampPosition, type Played } from '../played.ts';
import type { AppState } from '../state.ts';

export interface Live {
  /** The view goes to the newest call whenever there is one; else it stays where it is. */
  readonly follows: boolean;
  /** What comes waits. */
  readonly paused: boolean;
  /** How it ended, in words; null while it runs. */
  readonly ended: string | null;
}

export type LiveAction =
  /** Somebody runs, and nothing was told of it yet. */
  | { readonly type: 'live-opened'; readonly file: string }
  /** The text is longer, and so far it was played. */
  | {
      readonly type: 'live-grew';
      readonly text: string;
      readonly played: Played | null;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly type: 'live-ended'; readonly how: string }
  /** Follows the end from here on, or stays here. */
  | { readonly type: 'live-follow'; readonly follows: boolean }
  | { readonly type: 'live-pause'; readonly paused: boolean };

const LIVE_ACTIONS: ReadonlySet<string> = new Set<LiveAction['type']>([
  'live-opened',
  'live-grew',
  'live-ended',
  'live-follow',
  'live-pause',
]);

export const isLiveAction = (action: { readonly type: string }): action is LiveAction => LIVE_ACTIONS.has(action.type);

type Opening = (state: AppState, file: { readonly file: string; readonly text: string }) => AppState;

/** The state after one of these actions. Only the first means anything where nothing is followed. */
export function liveAfter(state: AppState, action: LiveAction, open: Opening): AppState {
  if (action.type === 'live-opened') {
    const begun = open(state, { file: action.file, text: '' });
    return { ...begun, live: { follows: true, paused: false, ended: null } };
  }
  if (state.live === null) return state;
  const { live } = state;
  switch (action.type) {
    case 'live-grew':
      return grown(state, live, action);
    case 'live-ended':
      return { ...state, live: { ...live, ended: action.how, paused: false } };
    case 'live-follow':
      return atEnd({ ...state, live: { ...live, follows: action.follows } });
    case 'live-pause':
      return { ...state, live: { ...live, paused: action.paused } };
  }
}

function grown(
  state: AppState,
  live: Live,
  { text, played, diagnostics }: Extract<LiveAction, { type: 'live-grew' }>,
): AppState {
  const source = state.source === null ? null : { ...state.source, text };
  const next = { ...state, source, diagnostics, played: played ?? state.played, stale: false };
  return live.follows ? atEnd(next) : { ...next, position: kept(state, next.played) };
}

/** Who stays at the end of a call that was the last stays there. */
const kept = ({ position }: AppState, played: Played | null): AppState['position'] => clampPosition(played, position);

function atEnd(state: AppState): AppState {
  const { live, played } = state;
  if (live?.follows !== true || played === null) return state;
  const position = endOf(played.calls, played.calls.length - 1);
  const isThere = position.call === state.position.call && position.step === state.position.step;
  return isThere ? state : { ...state, position };
}

/** Who goes away from the newest call stays where they went; who goes to it follows again. */
export function wentAway(before: AppState, now: AppState): AppState {
  const { live, played, position } = now;
  if (live === null || played === null || before.played !== played || before.position === position) return now;
  const { call, step } = played.calls.length === 0 ? INITIAL : endOf(played.calls, played.calls.length - 1);
  const follows = position.call === call && position.step === step;
  return follows === live.follows ? now : { ...now, live: { ...live, follows } };
}
