/*
 * Undo and redo, as a part of the pure state: what was edited, and how everything that an edit changes was before it. An edit is
 * whatever makes another program or another machine: typing, opening, choosing, skipping. Moves in time are none. What is typed
 * without a pause is one edit.
 */
import type { Action, AppState } from '../state.ts';

/** What edits change. */
const EDITED = ['source', 'choice', 'skipUnmodelled', 'sample', 'shared', 'branches'] as const;

/** How it was at a moment; with the place, for the way back to another file. */
export type Moment = Pick<AppState, (typeof EDITED)[number] | 'position'>;

/** An edit that can be taken back, or made again. */
export interface Edit {
  /** What it was, as it stands after "Undo". */
  readonly what: string;
  /** How it was on the other side of it: before one that can be undone, after one that can be made again. */
  readonly moment: Moment;
}

export interface History {
  readonly past: readonly Edit[];
  readonly future: readonly Edit[];
}

export const NO_HISTORY: History = { past: [], future: [] };

/** Edits that are kept. */
const MOST_EDITS = 100;
/** Characters that the texts of all of them have together, at most. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** The history after an action that led from one state to another. */
export function historyAfter(before: AppState, now: AppState, action: Action): History {
  const { history } = before;
  const what = whatOf(action, now);
  const isEdit = what !== null && before.source !== null && EDITED.some((part) => before[part] !== now[part]);
  if (!isEdit) return history;
  const goesOn = action.type === 'edited' && before.stale && history.past.at(-1)?.what === what;
  const past = goesOn ? history.past : [...history.past, { what, moment: momentOf(before) }];
  return { past: within(past), future: [] };
}

/** What taking back, or making again, leads to; null where there is nothing. */
export function travelled(state: AppState, direction: 'undo' | 'redo'): { moment: Moment; history: History } | null {
  const { past, future } = state.history;
  const edit = (direction === 'undo' ? past : future).at(-1);
  if (edit === undefined) return null;
  const back: Edit = { what: edit.what, moment: momentOf(state) };
  return {
    moment: edit.moment,
    history:
      direction === 'undo'
        ? { past: past.slice(0, -1), future: [...future, back] }
        : { past: [...past, back], future: future.slice(0, -1) },
  };
}

const momentOf = (state: AppState): Moment => {
  const { source, choice, skipUnmodelled, sample, shared, branches, position } = state;
  return { source, choice, skipUnmodelled, sample, shared, branches, position };
};

/** What an action edits, in words; null where it is no edit. */
function whatOf(action: Action, { choice, source }: AppState): string | null {
  switch (action.type) {
    case 'opened':
      return `opening ${action.file}`;
    case 'edited':
      return `typing into ${source?.file ?? 'the script'}`;
    case 'skip':
      return action.skip ? 'skipping what is not modelled' : 'stopping at what is not modelled';
    case 'chosen':
      return `choosing ${Object.keys(action.choice)
        .map((part) => nameOf(part as keyof typeof choice, choice))
        .join(', ')}`;
    case 'branch':
      return BRANCHED[action.action.type];
    default:
      return null;
  }
}

const BRANCHED = {
  fork: 'a new branch',
  switch: 'going to another branch',
  rename: 'renaming a branch',
  drop: 'dropping a branch',
} as const;

const PARTS = { kernel: 'kernel', arch: 'architecture', index: 'index' } as const;

const nameOf = (part: keyof typeof PARTS, choice: AppState['choice']): string =>
  choice[part] === '' ? `the file's ${PARTS[part]}` : choice[part];

/** The newest edits, as many as there is room for. */
function within(edits: readonly Edit[]): readonly Edit[] {
  let characters = 0;
  const first = edits.findLastIndex(({ moment }, at) => {
    characters += moment.source?.text.length ?? 0;
    return edits.length - at > MOST_EDITS || characters > MOST_CHARACTERS;
  });
  return edits.slice(first + 1);
}
