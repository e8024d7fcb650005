/** The calls of a session as the rows of lists and timelines. A session that goes on is looked at where it is new. */

import type { CallRow, CallVerdict } from '@mm-playground/viewers';
import { resultText, type PlayedCall, type Session } from 'mm-playground';

/** The calls of a session as rows. */
export class Rows {
  readonly #session: Session;
  #rows: readonly CallRow[] = [];
  /** What of the session is in them. */
  #divergences = 0;
  #inferences = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  get rows(): readonly CallRow[] {
    return this.#rows;
  }

  /** Takes in what is new. Says whether everything was made anew: an assumption was taken back, so that older rows say less. */
  grow(): boolean {
    const { calls, divergences, inferences } = this.#session;
    const added = calls.slice(this.#rows.length).reduce((sum, call) => sum + call.inferences.length, 0);
    const anew = this.#rows.length > 0 && inferences.length < this.#inferences + added;
    const first = anew ? 0 : this.#rows.length;
    const differs = Map.groupBy(anew ? divergences : divergences.slice(this.#divergences), ({ line }) => line);
    const rows = calls.slice(first).map((call, at) => rowOf(call, first + at, differs.get(call.item.span.line) ?? []));
    this.#rows = this.#rows.slice(0, first).concat(rows);
    this.#divergences = divergences.length;
    this.#inferences = inferences.length;
    return anew;
  }
}

function rowOf(call: PlayedCall, index: number, differs: Session['divergences']): CallRow {
  const { item, result, steps, inferences } = call;
  const notes = differs.map(({ what, recorded, model }) => `${what}: recorded ${recorded}, model ${model}`);
  return {
    index,
    line: item.span.line,
    task: item.task,
    text: item.text,
    result: result === undefined ? '' : resultText(item.name, result),
    verdict: verdictOf(call),
    notes: [...notes, ...inferences.map(({ kind, what }) => `${kind}: ${what}`)],
    steps: steps.length,
    failed: result?.kind === 'errno' || result?.kind === 'signal',
  };
}

function verdictOf({ verdict, inferences, result }: PlayedCall): CallVerdict {
  switch (verdict) {
    case 'same':
      return inferences.length > 0 ? 'inferred' : 'agrees';
    case 'diverged':
      return 'diverges';
    case 'unchecked':
      return result === undefined ? 'skipped' : inferences.length > 0 ? 'inferred' : 'played';
    case 'skipped':
      return 'skipped';
    case 'unmodelled':
      return 'stopped';
  }
}
