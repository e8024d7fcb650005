/*
 * What the viewers are given at a position: the view, the one before it, the steps, the entry behind the selection. Computed
 * when the position or the program changes and kept until then, because a view is an identity to a viewer: the same object
 * means that there is nothing to draw.
 */
import type { Change, Counters, MmView, Selection, Step, WalkEntry } from '@mm-playground/api';
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
  /** The page-table entry that the selection means. */
  readonly entry: WalkEntry | null;
}

const NOTHING: SceneFacts = { view: null, previous: null, steps: [], changes: [], history: [], entry: null };

/** Derives {@link SceneFacts}; remembers the last answer. */
export class Scene {
  #played: Played | null = null;
  #position: Position = INITIAL;
  #selection: Selection | null = null;
  #facts: SceneFacts = NOTHING;

  at({ played, position, selection }: AppState): SceneFacts {
    const moved = played !== this.#played || !samePosition(position, this.#position);
    if (moved) this.#facts = played === null ? NOTHING : lookAt(played, position);
    if (moved || selection !== this.#selection)
      this.#facts = { ...this.#facts, entry: entryOf(this.#facts.view, selection) };
    this.#played = played;
    this.#position = position;
    this.#selection = selection;
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
    entry: null,
  };
}

/** The entry that is selected, or the last one on the walk to the selection's first page. */
function entryOf(view: MmView | null, selection: Selection | null): WalkEntry | null {
  if (view === null || selection === null) return null;
  const walk = view.tables.walk(selection.start);
  const wanted = selection.kind === 'pte' ? walk.find(({ level }) => level === selection.level) : undefined;
  return wanted ?? walk.at(-1) ?? null;
}
