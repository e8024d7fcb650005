/*
 * The rows of the matrix of a race: every schedule in which one thread is interrupted once, played move by move. Fetched with the
 * engine of races.
 */
import type { Interleaving, ScheduleRow } from '@mm-playground/viewers';
import { interruptedMoves, raceMoves, scheduleText, wordsOfMoves, type Race, type RaceMoves } from 'mm-playground';

/** Rows that are played, at most. */
const MOST_ROWS = 1000;

/** Plays the rows, one at a time. */
export function* matrixRows(
  race: Race,
  interleavingOf: (race: Race, played: RaceMoves) => Interleaving,
): Generator<ScheduleRow, void, void> {
  const known = new Set<string>();
  for (const played of playedOnce(race)) {
    const words = scheduleText(wordsOfMoves(race, played.moves));
    if (known.has(words)) continue;
    known.add(words);
    yield rowOf(words, interleavingOf(race, played));
    if (known.size === MOST_ROWS) return;
  }
}

/** Each thread interrupted after each of its moves, by each of the others. */
function* playedOnce(race: Race): Generator<RaceMoves, void, void> {
  yield raceMoves(race, []);
  for (const thread of race.threads.keys())
    for (const by of race.threads.keys()) {
      if (by === thread) continue;
      for (let after = 0; ; after++) {
        const played = interruptedMoves(race, { thread, after, by });
        const first = played.moves.findIndex((move) => move.thread !== thread);
        // It was through before it could be interrupted: the rest is one after the other.
        if (first < after && (first >= 0 || played.moves.length <= after)) break;
        yield played;
        if (first < 0) break;
      }
    }
}

/** A schedule as a row. */
export const rowOf = (words: string, interleaving: Interleaving): ScheduleRow => ({
  words,
  interleaving,
  results: interleaving.moves.flatMap(({ thread, kind, detail }) =>
    kind === 'return' && detail !== '' ? [{ thread, text: detail.replace(/^= /, '') }] : [],
  ),
});
