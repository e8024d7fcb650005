/*
 * What happens when time is asked for something: a condition is searched for, in slices, until it is found or somebody does not want
 * it any more; and whenever a program was played its map is made. The engine is fetched by then.
 */
import type { Store } from '../store.ts';
import type { Outcome, TimeAction, Wanted } from './time.ts';

/** Starts the effects on a store. */
export function startTime(store: Store): void {
  const tell = (action: TimeAction): void => store.dispatch({ type: 'time', action });
  store.subscribe((now, before) => {
    const { wanted } = now.time;
    if (wanted !== null && wanted !== before.time.wanted) void searchFor(store, wanted, tell);
    if (now.played !== before.played && now.played !== null) void drawMap(store, tell);
  });
}

async function searchFor(store: Store, wanted: Wanted, tell: (action: TimeAction) => void): Promise<void> {
  const { played, position: from } = store.state;
  const ended = (outcome: Outcome): void => tell({ type: 'searched', wanted, outcome });
  if (played === null) return ended({ kind: 'stopped' });
  // A program that is followed goes on, and its past with it.
  const isOutdated = (): boolean => store.state.time.wanted !== wanted || store.state.played?.past !== played.past;
  const { text, direction } = wanted;
  try {
    const { find } = await import('./time-engine.ts');
    const answer = await find(played.past, text, { from, direction }, isOutdated, (share) =>
      ended({ kind: 'searching', share }),
    );
    if (answer === null) return;
    if (answer.kind === 'mistake') ended({ kind: 'mistake', text, ...answer.error });
    else if (answer.kind === 'not found') ended({ kind: 'not found', direction });
    else tell({ type: 'searched', wanted, outcome: { kind: 'found' }, position: answer.moment });
  } catch (error) {
    ended({ kind: 'stopped' });
    store.dispatch({ type: 'trouble', message: error instanceof Error ? error.message : String(error) });
  }
}

async function drawMap(store: Store, tell: (action: TimeAction) => void): Promise<void> {
  const { played } = store.state;
  if (played === null) return;
  const isOutdated = (): boolean => store.state.played !== played;
  // After the first picture: nobody waits for it.
  await new Promise((resume) => setTimeout(resume));
  const { mapOf } = await import('./time-engine.ts');
  const run = await mapOf(played.past, isOutdated);
  if (run !== null && !isOutdated()) tell({ type: 'mapped', run });
}
