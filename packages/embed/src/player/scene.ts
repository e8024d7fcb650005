/**
 * What the viewers are given at a position: the view, the one before it, the steps and what they changed. Computed when
 * the position or the program changes and kept until then, because a view is an identity to a viewer: the same object
 * means that there is nothing to draw. What only some panes show is made when one asks for it.
 */
import type { Change, Counters, MmView, Step } from '@mm-playground/api';
import { endOf, INITIAL, previousStep, samePosition, type Position } from '@mm-playground/viewers';
import type { Played } from './played.ts';

/** All that is drawn. */
export interface SceneFacts {
  readonly view: MmView | null;
  /** The state to compare with: before the call where the call is complete, else before the step. */
  readonly previous: MmView | null;
  readonly steps: readonly Step[];
  readonly changes: readonly Change[];
  readonly history: readonly Counters[];
}

/** A place in what was played. */
export interface Moment {
  readonly played: Played | null;
  readonly position: Position;
}

const NOTHING: SceneFacts = { view: null, previous: null, steps: [], changes: [], history: [] };

/** Derives {@link SceneFacts}; remembers the last answer. */
export class Scene {
  #played: Played | null = null;
  #position: Position = INITIAL;
  #facts: SceneFacts = NOTHING;

  at({ played, position }: Moment): SceneFacts {
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
  return new Look(played, position, call < 0 ? null : before);
}

/** One position, looked at as far as somebody asks. */
class Look implements SceneFacts {
  readonly view: MmView | null;
  readonly previous: MmView | null;
  readonly steps: readonly Step[];
  readonly #played: Played;
  readonly #position: Position;
  #changes: readonly Change[] | null = null;

  constructor(played: Played, position: Position, before: Position | null) {
    this.#played = played;
    this.#position = position;
    this.view = played.view(position);
    this.previous = before === null ? null : played.view(before);
    this.steps = before === null ? [] : played.stepsOf(position.call);
  }

  get changes(): readonly Change[] {
    return (this.#changes ??= this.#position.call < 0 ? [] : this.#played.changesAt(this.#position));
  }

  get history(): readonly Counters[] {
    return this.#played.countersUntil(this.#position.call);
  }
}
