/*
 * The machine that is compared with, as panes of the shell see it: its scene at the place where the shown one stands, and
 * selections in pages of its own size.
 */
import { SELECT_EVENT, type Selection } from '@mm-playground/api';
import { besidesPosition, resized, Scene, type SceneFacts } from '@mm-playground/embed/player';
import type { AppState } from '../state.ts';

/** What panes of the other machine draw. */
export interface OtherSide {
  readonly scene: SceneFacts;
  /** In pages of the other machine. */
  readonly selection: Selection | null;
  /** Listens to what is selected there, and tells it in pages of the shown machine. */
  readonly select: (event: Event) => void;
}

/** Derives {@link OtherSide}; remembers the last scene. */
export class OtherScene {
  readonly #scene = new Scene();

  at(state: AppState): OtherSide | null {
    const [shown, other] = [state.played, state.comparison?.played ?? null];
    if (shown === null || other === null) return null;
    const position = besidesPosition(shown, other, state.position);
    return {
      scene: this.#scene.at({ ...state, played: other, position }),
      selection: resized(state.selection, shown.pageShift, other.pageShift),
      select: (event) => retell(event, other.pageShift, shown.pageShift),
    };
  }
}

function retell(event: Event, from: number, to: number): void {
  if (from === to) return;
  event.stopPropagation();
  const detail = resized((event as CustomEvent<Selection | null>).detail, from, to);
  event.currentTarget?.dispatchEvent(new CustomEvent(SELECT_EVENT, { detail, bubbles: true, composed: true }));
}
