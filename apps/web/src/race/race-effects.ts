/*
 * Exploring, as an effect: whoever asks for kernels gets them explored, one after the other, the newest request winning. A small
 * race is explored without being asked, and the first thing that is worth seeing of it is shown.
 */
import type { Engine } from '../engine.ts';
import type { AppState } from '../state.ts';
import type { Store } from '../store.ts';
import { SMALL_RACE, type RaceRun } from './race.ts';

/** Starts the effect on a store. */
export function startRaces(store: Store, engine: Engine): void {
  store.subscribe((now, before) => {
    if (now.raceWanted !== before.raceWanted) {
      forgetRunning(store);
      if (now.raceWanted !== null) void exploreAll(store, engine, now.raceWanted);
    }
    exploreSmall(store);
    showFirst(store);
  });
}

/** What is explored on is what the file was played on, where nobody chose. */
export const kernelOf = ({ played }: AppState): string => played?.machine.kernel ?? '';

async function exploreAll(
  store: Store,
  engine: Engine,
  request: { readonly kernels: readonly string[] },
): Promise<void> {
  const outdated = (): boolean => store.state.raceWanted !== request;
  const { source, choice } = store.state;
  if (source === null) return;
  for (const kernel of request.kernels) {
    if (outdated()) return;
    if (store.state.races[kernel]?.status === 'done') continue;
    const tell = (run: RaceRun): void => store.dispatch({ type: 'explored', kernel, run });
    tell({ status: 'running', runs: 0, states: 0 });
    try {
      const explored = await engine.explore({ ...source, choice: { ...choice, kernel } }, outdated, (progress) =>
        tell({ status: 'running', ...progress }),
      );
      if (outdated()) return;
      tell(explored === null ? { status: 'cancelled' } : { status: 'done', report: explored });
    } catch (error) {
      if (!outdated()) tell({ status: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** What was under way when somebody asked for something else. */
function forgetRunning(store: Store): void {
  for (const [kernel, { status }] of Object.entries(store.state.races))
    if (status === 'running') store.dispatch({ type: 'explored', kernel, run: { status: 'cancelled' } });
}

function exploreSmall(store: Store): void {
  const { played, stale, races } = store.state;
  const threads = played?.race?.threads.length ?? Infinity;
  if (stale || threads > SMALL_RACE) return;
  const isBusy = Object.values(races).some(({ status }) => status === 'running');
  const kernel = kernelOf(store.state);
  if (!isBusy && races[kernel] === undefined) store.dispatch({ type: 'explore', kernels: [kernel] });
}

/** The first violation at the move where it is found; the end, where there is none. Whoever said where to stand stays there. */
function showFirst(store: Store): void {
  const { played, stale, races, followed, isPlaced } = store.state;
  if (stale || (played?.race ?? null) === null || followed !== null) return;
  const run = races[kernelOf(store.state)];
  const shown = run?.status === 'done' ? run.report.shown[0] : undefined;
  if (shown !== undefined) store.dispatch({ type: 'follow', words: shown.words, move: isPlaced ? null : shown.moment });
}
