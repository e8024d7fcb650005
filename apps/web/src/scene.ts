/*
 * What the viewers are given at a position: the view, the one before it, the steps and what they changed. Computed when
 * the position or the program changes and kept until then, because a view is an identity to a viewer: the same object
 * means that there is nothing to draw.
 */
import type { Change, Counters, MmView, Step } from '@mm-playground/api';
import { endOf, INITIAL, previousStep, samePosition, type Position } from '@mm-playground/viewers';
import type { Played } from './played.ts';
import type { AppState } from './state.ts';

/** All that is drawn. */
export interface SceneFacts {
  readonly view: MmView | null;
  /** The state to compare with: before the call where the call is complete, else before the step. */
  readonly previous: MmView | null;
  readonly steps: readonly Step[];
  readonly changes: readonly Change[];
  readonly history: readonly Counters[];
}

const NOTHING: SceneFacts = { view: null, previous: null, steps: [], changes: [], history: [] };

/** Derives {@link SceneFacts}; remembers the last answer. */
export class Scene {
  #played: Played | null = null;
  #position: Position = INITIAL;
  #facts: SceneFacts = NOTHING;

  at({ played, position }: AppState): SceneFacts {
    if (played === this.#played && samePosition(position, this.#position)) return this.#facts;
    this.#facts = played === null ? NOTHING : lookAt(played, position);
    this.#played = played;
    this.#position = position;
    return this.#facts;
  }
}

function lookAt(played: Played, position: Position): SceneFacts {
  const { call } = position;
  const complete = samePosition(position, endOf(played.calls, call));
  const before = complete ? endOf(played.calls, call - 1) : previousStep(played.calls, position);
  return {
    view: played.view(position),
    previous: call < 0 ? null : played.view(before),
    steps: call < 0 ? [] : played.stepsOf(call),
    changes: call < 0 ? [] : played.changesAt(position),
    history: played.countersUntil(call),
  };
}
