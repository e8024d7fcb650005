/*
 * Plays the program on the other architecture, or the other branch, whenever that is stale, after the shown one was played: who waits, waits for the
 * machine that was chosen.
 */
import type { Engine, PlayAnswer } from '../engine.ts';
import type { Store } from '../store.ts';
import { branchesNow } from '../time/branches.ts';
import type { Comparison } from './comparison.ts';

/** Why there is nothing to compare: the first mistake, which may be that this machine cannot have what was recorded. */
const mistakeOf = ({ diagnostics }: PlayAnswer): string =>
  diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'The script has mistakes.';

/** Starts the effect on a store. */
export function startComparing(store: Store, engine: Engine): void {
  let request = 0;
  const play = async (comparison: Comparison): Promise<void> => {
    const mine = ++request;
    const { source, choice, skipUnmodelled, followed: schedule } = store.state;
    if (source === null) return;
    const { arch, branch } = comparison;
    const text = branchesNow(store.state).find(({ id }) => id === branch)?.text ?? source.text;
    const told = (what: Pick<Comparison, 'played' | 'trouble'>): void =>
      store.dispatch({ type: 'compared', comparison: { ...comparison, ...what, stale: false } });
    const isOutdated = (): boolean => mine !== request;
    try {
      const answer = await engine.play(
        { ...source, text, choice: { ...choice, ...(branch === null && { arch }) }, skipUnmodelled, schedule },
        isOutdated,
      );
      if (answer === null || isOutdated()) return;
      const trouble = answer.played === null ? mistakeOf(answer) : null;
      told({ played: answer.played, trouble });
    } catch (error) {
      if (isOutdated()) return;
      const trouble = error instanceof Error ? error.message : String(error);
      told({ played: null, trouble });
    }
  };
  store.subscribe((now, before) => {
    const { comparison, stale } = now;
    if (comparison === null || !comparison.stale || stale) {
      if (comparison !== before.comparison) request++;
      return;
    }
    if (comparison !== before.comparison || before.stale) void play(comparison);
  });
}
