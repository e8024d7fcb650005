/*
 * Plays the program on the other machine, or the other branch, whenever that is stale, after the shown one was played: who waits, waits
 * for the machine that was chosen. When both are there they are compared call by call, in slices.
 */
import type { Engine, PlayAnswer } from '../engine.ts';
import type { Played } from '../played.ts';
import type { Store } from '../store.ts';
import { branchesNow } from '../time/branches.ts';
import { choiceOf, type Comparison } from './comparison.ts';
import { namesOf } from './names.ts';

/** Why there is nothing to compare: the first mistake, which may be that this machine cannot have what was recorded. */
const mistakeOf = ({ diagnostics }: PlayAnswer): string =>
  diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'The script has mistakes.';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Starts the effect on a store. */
export function startComparing(store: Store, engine: Engine): void {
  let request = 0;
  const play = async (comparison: Comparison): Promise<void> => {
    const mine = ++request;
    const { source, choice, skipUnmodelled, followed: schedule } = store.state;
    if (source === null) return;
    const { other } = comparison;
    const branch = other.kind === 'branch' ? branchesNow(store.state).find(({ id }) => id === other.id) : undefined;
    const told = (played: Played | null, trouble: string | null): void =>
      store.dispatch({ type: 'compared', comparison: { ...comparison, played, trouble, stale: false, found: null } });
    const isOutdated = (): boolean => mine !== request;
    const wanted = {
      ...source,
      text: branch?.text ?? source.text,
      choice: choiceOf(choice, other),
      skipUnmodelled,
      schedule,
    };
    try {
      const answer = await engine.play(wanted, isOutdated);
      if (answer === null || isOutdated()) return;
      told(answer.played, answer.played === null ? mistakeOf(answer) : null);
    } catch (error) {
      if (!isOutdated()) told(null, messageOf(error));
    }
  };
  store.subscribe((now, before) => {
    const { comparison, played, stale } = now;
    const isOther = comparison !== before.comparison;
    if (comparison === null || !comparison.stale || stale) {
      if (isOther) request++;
    } else if (isOther || before.stale) void play(comparison);
    const isReady = comparison !== null && !comparison.stale && !stale && comparison.found === null;
    if (isReady && (isOther || before.stale) && comparison.played !== null && played !== null)
      void find(store, played, comparison.played);
  });
}

/** Looks for what differs, until somebody wants to know it of others. */
async function find(store: Store, shown: Played, other: Played): Promise<void> {
  const isOutdated = (): boolean => store.state.played !== shown || store.state.comparison?.played !== other;
  // After both pictures.
  await new Promise((resume) => setTimeout(resume));
  const { differencesBetween } = await import('./compare-engine.ts');
  if (isOutdated()) return;
  const found = await differencesBetween(shown, other, namesOf(store.state), isOutdated);
  const { comparison } = store.state;
  if (found !== null && comparison !== null && !isOutdated())
    store.dispatch({ type: 'compared', comparison: { ...comparison, found } });
}
