/*
 * Tours, as an effect: whoever wants one gets its program opened, and whatever a step speaks of is shown, marked and selected when it
 * is there. How far somebody came is remembered. Nothing here draws.
 */
import type { OpenedFile } from '../files.ts';
import { kernelOf } from '../race/race-effects.ts';
import type { Action, AppState } from '../state.ts';
import type { Store } from '../store.ts';
import { selectionOf } from './look.ts';
import { readProgress, rememberRun, type Progresses } from './progress.ts';
import { runOf, shownPlace, stepOf, type TourRun } from './tour-run.ts';
import type { Tour, TourEntry } from './tour.ts';

/** Where tours come from. */
export interface Shelf {
  list(): Promise<readonly TourEntry[]>;
  /** @throws RangeError where there is no tour of that name */
  tour(id: string): Promise<Tour>;
  /** The program that a tour is told on. */
  open(sample: string): Promise<OpenedFile>;
}

/** What is remembered between visits. */
export interface Memory {
  read(): Progresses;
  remember(run: TourRun): void;
}

const BROWSER: Memory = { read: () => readProgress(), remember: (run) => rememberRun(run) };

/** Starts the effect on a store. */
export function startTours(store: Store, shelf: Shelf, memory: Memory = BROWSER): void {
  store.subscribe((now, before) => {
    const { wanted, run } = now.stories;
    if (wanted !== before.stories.wanted && wanted !== null) void begin(store, shelf, memory, wanted);
    if (now.dialog === 'stories' && before.dialog !== 'stories') void fetchList(store, shelf, memory);
    if (run === null) return;
    if (isElsewhere(run, before.stories.run)) memory.remember(run);
    if (isToShow(now, before, run)) arrange(store, now, run);
  });
}

/** Finds a tour, opens its program, and goes to where it was left. */
async function begin(
  store: Store,
  shelf: Shelf,
  memory: Memory,
  wanted: NonNullable<AppState['stories']['wanted']>,
): Promise<void> {
  try {
    const tour = await shelf.tour(wanted.id);
    const opened = await shelf.open(tour.sample);
    if (store.state.stories.list.length === 0) await fetchList(store, shelf, memory);
    if (store.state.stories.wanted !== wanted) return;
    const left = memory.read()[tour.id];
    const at = wanted.at ?? (left?.done === true ? 0 : left?.at);
    const run = runOf(tour, { ...(at !== undefined && { at }), ...(left && { answers: left.answers }) });
    const choice = { kernel: '', arch: '', index: '', ...tour.choice, ...wanted.choice };
    store.dispatch({ type: 'chosen', choice });
    store.dispatch({ type: 'opened', ...opened, sample: tour.sample });
    store.dispatch({ type: 'tour-started', run });
  } catch (error) {
    store.dispatch({ type: 'trouble', message: error instanceof Error ? error.message : String(error) });
  }
}

async function fetchList(store: Store, shelf: Shelf, memory: Memory): Promise<void> {
  try {
    store.dispatch({ type: 'tour-list', list: await shelf.list(), progress: memory.read() });
  } catch (error) {
    store.dispatch({ type: 'trouble', message: error instanceof Error ? error.message : String(error) });
  }
}

const isElsewhere = (run: TourRun, before: TourRun | null): boolean =>
  before === null || run.at !== before.at || run.answers !== before.answers;

/** Whether something else is to be shown, or the same on a program that was played anew. */
function isToShow(now: AppState, before: AppState, run: TourRun): boolean {
  if (now.played === null || now.stale || now.sample !== run.tour.sample) return false;
  return (
    now.played !== before.played ||
    isElsewhere(run, before.stories.run) ||
    run.shows !== before.stories.run?.shows ||
    (isRaceMoment(run) && now.races !== before.races)
  );
}

/** Whether the step shows what came of a race. */
const isRaceMoment = (run: TourRun): boolean => {
  const step = stepOf(run);
  return (run.answers[run.at] === undefined ? step?.at : (step?.exercise?.later ?? step?.at)) === 'end';
};

/** Brings panes, moment and mark of a step into view. */
function arrange(store: Store, { played }: AppState, run: TourRun): void {
  const step = stepOf(run);
  if (step === null || played === null) return;
  // In a narrow window the last one of these is in view.
  for (const pane of [...(step.show ?? []), ...(step.show === undefined ? ['map'] : [])])
    store.dispatch({ type: 'layout', layout: { type: 'show', pane } });
  for (const action of toPlace(store.state, run)) store.dispatch(action);
  const mark = run.answers[run.at] === undefined ? step.mark : (step.exercise?.laterMark ?? step.mark);
  const view = played.view(store.state.position);
  store.dispatch({
    type: 'selected',
    selection: mark === undefined || view === null ? null : selectionOf(view, mark),
  });
}

/** How to get to what is to be shown. What came of a race is explored first, and then followed to where there is most to see. */
function toPlace(state: AppState, run: TourRun): readonly Action[] {
  const { played, races } = state;
  if (played === null) return [];
  if (played.race !== null && isRaceMoment(run)) {
    const kernel = kernelOf(state);
    const race = races[kernel];
    if (race === undefined) return [{ type: 'explore', kernels: [kernel] }];
    const shown = race.status === 'done' ? race.report.shown[0] : undefined;
    return shown === undefined ? [] : [{ type: 'follow', words: shown.words, move: shown.moment }];
  }
  const position = shownPlace(run, played);
  return position === null ? [] : [{ type: 'seek', position }];
}
