/**
 * All outcomes that the model allows for a race: every schedule is run, except from where another one stood before and knew the same.
 * What a thread does outside of what the others could touch is no reason to look at more schedules.
 */

import type { Violation } from '@mm-playground/api';
import { outcomeKey } from './outcome.ts';
import type { Choose, ModelOutcome, ModelRace } from './model-race.ts';

/** An outcome that the model allows. */
export interface AllowedOutcome extends ModelOutcome {
  /** `before`: the readers first; `after`: the readers last; `mixed`: only where they ran beside each other. */
  readonly kind: OutcomeKind;
}

/** Where an outcome stands between nobody having begun and everybody having ended. */
export type OutcomeKind = 'before' | 'after' | 'mixed';

/** What a race can come to. */
export interface ModelOutcomes {
  /** By {@link outcomeKey}. */
  readonly outcomes: ReadonlyMap<string, AllowedOutcome>;
  /** Every violation that any schedule found, one of each wording. */
  readonly violations: readonly Violation[];
  /** Invariants that are broken at rest after some schedule. */
  readonly broken: readonly string[];
  /** Points at which somebody had a choice. */
  readonly states: number;
  readonly schedules: number;
  /** False where there were more states than wanted: other outcomes may be possible. */
  readonly complete: boolean;
}

/** Enough for a writer and two readers; seconds. */
const MOST_STATES = 200_000;

/** A schedule up to a point: the one who went on there, and what came before. */
interface Chosen {
  readonly at: number;
  readonly before: Chosen | null;
}

/** Runs all schedules. */
export function modelOutcomes(race: ModelRace, mostStates: number = MOST_STATES): ModelOutcomes {
  const kinds = new Map<string, OutcomeKind>();
  for (const kind of ['after', 'before'] as const) {
    const outcome = race.run(preferring(race, kind));
    if (outcome !== null) kinds.set(outcomeKey(outcome.lines), kind);
  }
  const outcomes = new Map<string, AllowedOutcome>();
  const violations = new Map<string, Violation>();
  const broken = new Set<string>();
  const search = new Search(mostStates);
  let schedules = 0;
  for (let choose = search.next(); choose !== null; choose = search.next()) {
    const outcome = race.run(choose);
    if (outcome === null) continue;
    schedules++;
    const key = outcomeKey(outcome.lines);
    if (!outcomes.has(key)) outcomes.set(key, { ...outcome, kind: kinds.get(key) ?? 'mixed' });
    for (const violation of outcome.violations) violations.set(violation.what, violation);
    for (const each of outcome.broken) broken.add(each);
  }
  const { states, complete } = search;
  return { outcomes, violations: [...violations.values()], broken: [...broken], states, schedules, complete };
}

/** Readers as early, or as late, as they can. */
function preferring({ readers }: ModelRace, kind: 'before' | 'after'): Choose {
  const prefers = (at: number): boolean => readers.includes(at) === (kind === 'before');
  return ({ able }) => able.find(prefers) ?? able[0] ?? null;
}

/** Depth first over choices, without those that lead where one was before. */
class Search {
  readonly #seen = new Set<string>();
  readonly #open: (Chosen | null)[] = [null];
  readonly #most: number;
  complete = true;

  constructor(most: number) {
    this.#most = most;
  }

  get states(): number {
    return this.#seen.size;
  }

  /** The choices of the next schedule; null where all were run. */
  next(): Choose | null {
    const from = this.#open.pop();
    if (from === undefined) return null;
    const path: number[] = [];
    for (let chosen = from; chosen !== null; chosen = chosen.before) path.push(chosen.at);
    let here: Chosen | null = from;
    return ({ able, text }) => {
      const given = path.pop();
      if (given !== undefined) return given;
      const state = text();
      if (this.#seen.has(state)) return null;
      if (this.#seen.size >= this.#most) {
        this.complete = false;
        return null;
      }
      this.#seen.add(state);
      const [first, ...others] = able;
      if (first === undefined) return null;
      for (const at of others) this.#open.push({ at, before: here });
      here = { at: first, before: here };
      return first;
    };
  }
}
