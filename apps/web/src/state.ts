/*
 * The state of the app: one frozen value, changed by one pure function. Nothing here knows the DOM, the session or the
 * editor, so every behaviour of the shell that is not drawing can be tested in Node. Effects (parsing, playing, the
 * address bar) watch the state from outside and answer with actions. Half of the file is the list of what there is and what can be
 * asked for; parts that are a topic of their own (time, layout, stories, undo) have a reducer of their own.
 */
import type { Diagnostic, Selection } from '@mm-playground/api';
import { INITIAL, type Position } from '@mm-playground/viewers';
import { besides, firstOther, refreshed, sameOther, type Comparison, type Other } from './compare/comparison.ts';
import { hasPane, initialLayout, isShown, layoutAfter, type Layout, type LayoutAction } from './layout/layout.ts';
import type { PaneId } from './layout/parts.ts';
import { isLiveAction, liveAfter, wentAway, type Live, type LiveAction } from './live/live.ts';
import { movedBy, movedInGraph, placeAfter, placeOfLine } from './place.ts';
import { clampPosition, type Played } from './played.ts';
import type { RaceRun } from './race/race.ts';
import { isStoryAction, noStories, storiesAfter, type Stories, type StoryAction } from './story/stories.ts';
import { branched, type BranchAction, type Branches } from './time/branches.ts';
import { INITIAL_TIME, reduceTime, timeOfOther, type TimeAction, type TimeState } from './time/time.ts';
import { historyAfter, NO_HISTORY, travelled, type History } from './undo/undo.ts';
import type { Work } from './visits/works.ts';

export type Theme = 'auto' | 'light' | 'dark';

export type Dialog = 'shortcuts' | 'report' | 'open' | 'stories' | 'loaded' | 'palette';

/** The identifiers of the machine; an empty one is the file's own choice, or the newest. */
export interface Choice {
  readonly kernel: string;
  readonly arch: string;
  readonly index: string;
}

export interface Source {
  /** The name under which messages speak of it. */
  readonly file: string;
  readonly text: string;
  /** Whether somebody typed into it since it was opened. */
  readonly edited: boolean;
  /** The branch that it is the text of; absent where there are none. */
  readonly branch?: number;
}

export interface AppState {
  readonly source: Source | null;
  readonly choice: Choice;
  /** Go on where something is not modelled, and list it. */
  readonly skipUnmodelled: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** The last program that could be played; stays on screen while a newer text has errors. */
  readonly played: Played | null;
  /** Whether `played` is older than `source` and `choice`. */
  readonly stale: boolean;
  readonly position: Position;
  readonly selection: Selection | null;
  /** A line that the editor is to show; a new object for every request. */
  readonly shownLine: { readonly line: number } | null;
  /** The recorded program that is open, or null. */
  readonly sample: string | null;
  /** The text as it stands in the address, packed; null where it does not. */
  readonly shared: string | null;
  /** The one that was asked for; a new object for every request. */
  readonly sampleWanted: { readonly id: string } | null;
  /** What exploring the race of this text came to, by kernel. */
  readonly races: Readonly<Record<string, RaceRun>>;
  /** The kernels that are to be explored, in turn; a new object for every request, null to stop. */
  readonly raceWanted: { readonly kernels: readonly string[] } | null;
  /** The schedule by which the race is played, in words; null where only what comes before it is. */
  readonly followed: string | null;
  /** Where to go when that was played. */
  readonly wanted: Position | null;
  /** Whether somebody said where to stand: a link, or a gesture. A race does not move time then. */
  readonly isPlaced: boolean;
  readonly time: TimeState;
  /** Futures of the script beside each other; null while there is one. */
  readonly branches: Branches | null;
  /** What stands beside the program; null where nobody compares. */
  readonly comparison: Comparison | null;
  /** The guided tours, and the one that is taken. */
  readonly stories: Stories;
  /** The program that is followed while it runs; null where the text is whole. */
  readonly live: Live | null;
  /** Somebody asked why; a new object for every time. */
  readonly asked: object | null;
  /** What went wrong outside the script: a file that cannot be read, a machine that cannot be made. */
  readonly trouble: string | null;
  /** What can be undone, and made again. */
  readonly history: History;
  /** Whether the report of what could not be modelled was put aside. */
  readonly noticeClosed: boolean;
  readonly theme: Theme;
  readonly layout: Layout;
  /** Viewers that threw an error and were cut off: what they said, by the viewer's id. */
  readonly cutOff: Readonly<Record<string, string>>;
  readonly dialog: Dialog | null;
  /** The command whose choices the palette shows; null where it shows all commands. */
  readonly choosing: string | null;
}

export type Action =
  | StoryAction
  | LiveAction
  | {
      readonly type: 'opened';
      readonly file: string;
      readonly text: string;
      readonly position?: Position;
      readonly sample?: string;
      readonly shared?: string;
    }
  /** What somebody worked on before, at the place where that was left. */
  | { readonly type: 'reopened'; readonly work: Work }
  /** The text is in the address now. */
  | { readonly type: 'shared'; readonly packed: string }
  | { readonly type: 'edited'; readonly text: string }
  | { readonly type: 'checked'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: 'played'; readonly played: Played; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: 'trouble'; readonly message: string | null }
  | { readonly type: 'chosen'; readonly choice: Partial<Choice> }
  | { readonly type: 'skip'; readonly skip: boolean }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  | { readonly type: 'notice-closed' }
  | { readonly type: 'seek'; readonly position: Position }
  /** Plays, searches, steps by the call graph. */
  | { readonly type: 'time'; readonly action: TimeAction }
  | { readonly type: 'branch'; readonly action: BranchAction }
  | { readonly type: 'move'; readonly by: 'call' | 'step'; readonly count: number }
  /** A line was clicked: seeks where a call stands on it. */
  | { readonly type: 'line'; readonly line: number }
  /** Brings a line of the script into view. */
  | { readonly type: 'show-line'; readonly line: number }
  /** Asks for a recorded program; the effects open it. */
  | { readonly type: 'sample'; readonly id: string }
  /** Explores the race on these kernels, one after the other; none stops what is under way. */
  | { readonly type: 'explore'; readonly kernels: readonly string[] }
  | { readonly type: 'explored'; readonly kernel: string; readonly run: RaceRun }
  /** Shows the moment after a move of a schedule. */
  /** A schedule of the race, to a move of it; null stays where one is. */
  | { readonly type: 'follow'; readonly words: string; readonly move: number | null }
  /** Shows the story, where it explains. */
  | { readonly type: 'why' }
  /** Puts something beside the program, in view; null puts it away. */
  | { readonly type: 'compare'; readonly other: Other | null }
  | { readonly type: 'compared'; readonly comparison: Comparison }
  | { readonly type: 'selected'; readonly selection: Selection | null }
  | { readonly type: 'theme'; readonly theme: Theme }
  | { readonly type: 'layout'; readonly layout: LayoutAction }
  /** A viewer was cut off, or is back. */
  | { readonly type: 'viewer'; readonly viewer: string; readonly failure: string | null }
  | { readonly type: 'dialog'; readonly dialog: Dialog | null }
  /** Opens the palette with the choices of a command. */
  | { readonly type: 'choose'; readonly command: string };

/** What the app shows before a file is there. */
export const initialState: AppState = {
  source: null,
  choice: { kernel: '', arch: '', index: '' },
  skipUnmodelled: false,
  diagnostics: [],
  played: null,
  stale: false,
  position: INITIAL,
  selection: null,
  shownLine: null,
  sample: null,
  shared: null,
  sampleWanted: null,
  races: {},
  raceWanted: null,
  followed: null,
  wanted: null,
  isPlaced: false,
  time: INITIAL_TIME,
  branches: null,
  comparison: null,
  stories: noStories,
  live: null,
  asked: null,
  trouble: null,
  history: NO_HISTORY,
  noticeClosed: false,
  theme: 'auto',
  layout: initialLayout,
  cutOff: {},
  dialog: null,
  choosing: null,
};

/** The state after an action. Returns the same object where nothing changed. */
export function reduce(state: AppState, action: Action): AppState {
  const moved = isLiveAction(action) ? liveAfter(state, action, opened) : after(state, action);
  const next = withHistory(
    state,
    inTurn(state, withComparison(state, onItsText(state, wentAway(state, moved)))),
    action,
  );
  const comparison = refreshed(state, next);
  const now = comparison === next.comparison ? next : { ...next, comparison };
  // Trouble with what is no longer asked for is over.
  return now.trouble !== null && now.stale && !sameRequest(now, state) ? { ...now, trouble: null } : now;
}

/** Whether two states ask for the same to be played. */
export const sameRequest = (a: AppState, b: AppState): boolean =>
  a.source === b.source && a.choice === b.choice && a.skipUnmodelled === b.skipUnmodelled && a.followed === b.followed;

function after(state: AppState, action: Exclude<Action, LiveAction>): AppState {
  if (isStoryAction(action)) return told(state, action);
  switch (action.type) {
    case 'opened':
      return opened(state, action);
    case 'reopened':
      return reopened(state, action.work);
    case 'shared':
      return { ...state, shared: action.packed };
    case 'edited':
      return edited(state, action.text);
    case 'checked':
      return { ...state, diagnostics: action.diagnostics };
    case 'played':
      return played(state, action.played, action.diagnostics);
    case 'trouble':
      return state.trouble === action.message ? state : { ...state, trouble: action.message };
    case 'chosen':
      return chosen(state, action.choice);
    case 'skip':
      return state.skipUnmodelled === action.skip ? state : { ...state, skipUnmodelled: action.skip, stale: true };
    case 'undo':
    case 'redo':
      return travel(state, action.type);
    case 'notice-closed':
      return { ...state, noticeClosed: true };
    case 'seek':
      return placed(state, seek(state, action.position));
    case 'move':
      return placed(state, seek(state, movedBy(state.played, state.position, action.by, action.count)));
    case 'time':
      return placed(state, timed(state, action.action));
    case 'branch':
      return {
        ...(action.action.type === 'fork' ? showing(state, 'script') : state),
        ...branched(state, action.action),
      };
    case 'line':
      return placed(state, seek(state, placeOfLine(state.played, action.line) ?? state.position));
    case 'show-line':
      return { ...showing(state, 'script'), shownLine: { line: action.line } };
    case 'sample':
      return { ...state, sampleWanted: { id: action.id }, dialog: null };
    case 'explore':
      return { ...state, raceWanted: action.kernels.length === 0 ? null : { kernels: action.kernels } };
    case 'explored':
      return { ...state, races: { ...state.races, [action.kernel]: action.run } };
    case 'follow':
      return follow(state, action);
    case 'why':
      return { ...showing(state, 'story'), asked: {} };
    case 'compare':
      return action.other === null
        ? { ...state, comparison: null }
        : { ...showing(state, 'compare'), comparison: besides(action.other) };
    case 'compared':
      return sameOther(state.comparison?.other, action.comparison.other)
        ? { ...state, comparison: action.comparison }
        : state;
    case 'selected':
      return { ...state, selection: action.selection };
    case 'theme':
      return { ...state, theme: action.theme };
    case 'layout':
      return withLayout(state, layoutAfter(state.layout, action.layout));
    case 'viewer':
      return { ...state, cutOff: cutOff(state, action) };
    case 'dialog':
      return { ...state, dialog: action.dialog, choosing: null };
    case 'choose':
      return { ...state, dialog: 'palette', choosing: action.command };
  }
}

function withHistory(before: AppState, now: AppState, action: Action): AppState {
  const history = now.history === before.history ? historyAfter(before, now, action) : now.history;
  return history === now.history ? now : { ...now, history };
}

/** To the other side of an edit. In another file, to where one was; else the place is kept as for any edit. */
function travel(state: AppState, direction: 'undo' | 'redo'): AppState {
  const there = travelled(state, direction);
  if (there === null) return state;
  const { moment, history } = there;
  const isOther = moment.source?.file !== state.source?.file || moment.sample !== state.sample;
  const { position } = isOther ? moment : state;
  return {
    ...{
      ...state,
      ...moment,
      position,
      history,
      stale: true,
      ...NO_RACE,
      live: null,
      noticeClosed: false,
    },
    ...(isOther && { played: null, diagnostics: [], selection: null, shownLine: null }),
  };
}

/** A tour speaks of one text; on another one it ends. */
const onItsText = (before: AppState, now: AppState): AppState =>
  now.source === before.source || now.stories.run === null ? now : { ...now, stories: { ...now.stories, run: null } };

/** Whoever starts a tour wants to read it; whoever asks for one has chosen. */
function told(state: AppState, action: StoryAction): AppState {
  // What is asked is what is on the screen, also while it is being played anew.
  const shown = state.played?.text === state.source?.text ? state.played : null;
  const stories = storiesAfter(state.stories, action, shown);
  if (stories === state.stories) return state;
  const now = { ...state, stories };
  if (action.type === 'tour-wanted') return { ...now, dialog: null };
  return action.type === 'tour-started' ? showing(now, 'story') : now;
}

/** Who looks at the comparison for the first time finds one. */
function withComparison(before: AppState, now: AppState): AppState {
  const { layout, played, comparison } = now;
  const looks = layout.preset === 'compare' || isShown(layout, 'compare');
  const isNew = before.layout !== layout || (before.played === null && played !== null);
  if (!looks || !isNew || comparison !== null || played === null) return now;
  return { ...now, comparison: besides(firstOther(played)) };
}

/** Machines are compared in what they do: of a race, one thread after the other where nobody follows another schedule. */
function inTurn(before: AppState, now: AppState): AppState {
  const { played, followed, stale, comparison } = now;
  const race = played?.race ?? null;
  const isOfMachines = comparison?.other.kind === 'kernel' || comparison?.other.kind === 'arch';
  if (race === null || followed !== null || stale || !isOfMachines) return now;
  // What an address names may be a moment of the race, which was not there yet.
  const end = { call: race.call, step: Number.MAX_SAFE_INTEGER };
  const wanted = now.isPlaced ? (before.played === null ? before.position : now.position) : end;
  return { ...now, followed: '', stale: true, wanted };
}

/** Somebody went from one place to another, and wants to stay there. */
const placed = (before: AppState, now: AppState): AppState =>
  now.position === before.position || now.isPlaced ? now : { ...now, isPlaced: true };

const withLayout = (state: AppState, layout: Layout): AppState =>
  layout === state.layout ? state : { ...state, layout };

/** With a pane in view. */
const showing = (state: AppState, pane: PaneId): AppState =>
  withLayout(state, layoutAfter(state.layout, { type: 'show', pane }));

function cutOff(
  { cutOff: known }: AppState,
  { viewer, failure }: Extract<Action, { type: 'viewer' }>,
): AppState['cutOff'] {
  const { [viewer]: _before, ...others } = known;
  return failure === null ? others : { ...others, [viewer]: failure };
}

function opened(
  state: AppState,
  { file, text, position, sample, shared }: Omit<Extract<Action, { type: 'opened' }>, 'type'>,
): AppState {
  return {
    ...state,
    source: { file, text, edited: false },
    played: null,
    stale: true,
    diagnostics: [],
    position: position ?? INITIAL,
    isPlaced: position !== undefined,
    time: timeOfOther(state.time),
    selection: null,
    shownLine: null,
    sample: sample ?? null,
    branches: null,
    shared: shared ?? null,
    ...NO_RACE,
    live: null,
    noticeClosed: false,
    skipUnmodelled: false,
    dialog: null,
  };
}

function reopened(state: AppState, work: Work): AppState {
  const { file, text, edited: isEdited, sample, shared, choice, skipUnmodelled, position, branches } = work;
  const fresh = opened(state, { file, text, position });
  const source = { file, text, edited: isEdited, ...(branches !== null && { branch: branches.current }) };
  return { ...fresh, source, sample, shared, choice, skipUnmodelled, branches };
}

function edited(state: AppState, text: string): AppState {
  const source = state.source ?? { file: 'untitled.mm', text: '', edited: false };
  if (source.text === text) return state;
  return { ...state, source: { ...source, text, edited: true }, shared: null, stale: true, live: null, ...NO_RACE };
}

/** What is forgotten of a race when it is another one. */
const NO_RACE = { races: {}, raceWanted: null, followed: null, wanted: null } as const;

/** The program was played anew. */
function played(state: AppState, now: Played, diagnostics: readonly Diagnostic[]): AppState {
  const before = state.played;
  const machineChanged = before !== null && before.pageShift !== now.pageShift;
  return {
    ...state,
    played: now,
    diagnostics,
    stale: false,
    // A tour arranges what is shown itself.
    layout: state.played === null && state.stories.run === null ? layoutFor(state.layout, now) : state.layout,
    position: clampPosition(now, state.wanted ?? placeAfter(state.position, before, now)),
    wanted: null,
    time: timeOfOther(state.time),
    followed: now.race?.words ?? null,
    selection: machineChanged ? null : state.selection,
    noticeClosed: state.noticeClosed && before?.stopped?.line === now.stopped?.line,
  };
}

/** A file that was just opened shows its race and its story, where the layout has a place for them. */
function layoutFor(layout: Layout, { story, race }: Played): Layout {
  const panes = [race === null ? null : 'race', story === null ? null : 'story'].filter((pane) => pane !== null);
  return panes
    .filter((pane) => hasPane(layout, pane))
    .reduce((now, pane) => layoutAfter(now, { type: 'show', pane }), layout);
}

function chosen(state: AppState, change: Partial<Choice>): AppState {
  const choice = { ...state.choice, ...change };
  const same = (['kernel', 'arch', 'index'] as const).every((key) => choice[key] === state.choice[key]);
  if (same) return state;
  const isOtherMachine = choice.arch !== state.choice.arch || choice.index !== state.choice.index;
  return { ...state, choice, stale: true, followed: null, wanted: null, ...(isOtherMachine && NO_RACE) };
}

/** A schedule that is not the one that was played is played first. */
function follow(state: AppState, { words, move }: Extract<Action, { type: 'follow' }>): AppState {
  const race = state.played?.race;
  if (race === undefined || race === null) return state;
  const position = move === null ? state.position : { call: race.call, step: move };
  if (state.followed === words && !state.stale) return seek(state, position);
  return { ...state, followed: words, stale: true, wanted: position };
}

/** Time moves by the call graph, and to what a search found. */
function timed(state: AppState, action: TimeAction): AppState {
  const time = reduceTime(state.time, action);
  const next = time === state.time ? state : { ...state, time };
  if (action.type === 'graph') return seek(next, movedInGraph(state.played, state.position, action.move));
  const isAnswer = action.type === 'searched' && state.time.wanted === action.wanted;
  return isAnswer && action.position !== undefined ? seek(next, action.position) : next;
}

function seek(state: AppState, wanted: Position): AppState {
  const position = state.played === null ? wanted : clampPosition(state.played, wanted);
  const same = position.call === state.position.call && position.step === state.position.step;
  return same ? state : { ...state, position };
}
