/*
 * What the app's state holds of stories: the list, what is remembered of each, and the tour that is taken. One field of the state, with
 * its own actions; `state.ts` only hands them on.
 */
import type { Played } from '../played.ts';
import type { Choice } from '../state.ts';
import type { Progresses } from './progress.ts';
import type { TourEntry } from './tour.ts';
import { tourAfter, type RunAction, type TourRun } from './tour-run.ts';

/** Everything about stories. */
export interface Stories {
  /** The tours that there are, in the order of the list; empty until somebody wants to see them. */
  readonly list: readonly TourEntry[];
  readonly progress: Progresses;
  /** The tour that is taken; null where nobody takes one. */
  readonly run: TourRun | null;
  /** The tour that was asked for, its step, and the machine where another one is wanted; a new object for every request. */
  readonly wanted: { readonly id: string; readonly at: number | null; readonly choice: Partial<Choice> } | null;
}

/** What can be done with stories. */
export type StoryAction =
  | RunAction
  /** Asks for a tour; the effects find it and open its program. */
  | { readonly type: 'tour-wanted'; readonly id: string; readonly at?: number; readonly choice?: Partial<Choice> }
  | { readonly type: 'tour-started'; readonly run: TourRun }
  | { readonly type: 'tour-ended' }
  | { readonly type: 'tour-list'; readonly list: readonly TourEntry[]; readonly progress: Progresses };

/** Before anybody asked for one. */
export const noStories: Stories = { list: [], progress: {}, run: null, wanted: null };

/** Whether an action is about stories. */
export const isStoryAction = (action: { readonly type: string }): action is StoryAction =>
  action.type.startsWith('tour-');

/** Stories after an action. */
export function storiesAfter(stories: Stories, action: StoryAction, played: Played | null): Stories {
  const { run } = stories;
  switch (action.type) {
    case 'tour-wanted':
      return { ...stories, wanted: { id: action.id, at: action.at ?? null, choice: action.choice ?? {} } };
    case 'tour-started':
      return { ...stories, run: action.run };
    case 'tour-ended':
      return run === null ? stories : { ...stories, run: null };
    case 'tour-list':
      return { ...stories, list: action.list, progress: action.progress };
    default: {
      if (run === null) return stories;
      const after = tourAfter(run, action, played);
      return after === run ? stories : { ...stories, run: after };
    }
  }
}

/** The tour before or after another one in the list. */
export function neighbour({ list }: Stories, id: string, by: 1 | -1): TourEntry | null {
  const at = list.findIndex((entry) => entry.id === id);
  return at < 0 ? null : (list[at + by] ?? null);
}
