/*
 * Races on the playground: exploring one in slices, and playing one of its schedules as the last row of a played program. Fetched
 * when a file with a race is opened.
 */
import type { Change, Machine, MmView, Step } from '@mm-playground/api';
import type { CallRow, Interleaving, InterleavingMove, Position, ScheduleRow } from '@mm-playground/viewers';
import {
  exploring,
  openRace,
  raceMoves,
  scheduleOf,
  scheduleText,
  type Exploration,
  type Past,
  type RaceMoves,
  type Race,
  type RaceMove,
  type Session,
} from 'mm-playground';
import type { RaceProgress } from '../engine.ts';
import { collecting, inSlices } from '@mm-playground/embed/player';
import type { Played } from '../played.ts';
import { matrixRows, rowOf } from './matrix-engine.ts';
import type { Outcome, RaceReport, ShownSchedule } from './race.ts';

/** Explores the race of a session's program; null where somebody does not want it any more. */
export async function exploreRace(
  { program, options }: Session,
  outdated: () => boolean,
  progress: (progress: RaceProgress) => void,
): Promise<RaceReport | null> {
  const explored = await inSlices(
    exploring(program, options),
    outdated,
    ({ knowledge: { runs }, progress: { states } }) => progress({ runs, states }),
  );
  if (explored === null) return null;
  const race = openRace(program, options);
  const rows: ScheduleRow[] = [];
  const all = await inSlices(
    collecting(matrixRows(race, interleavingOf), (row) => rows.push(row)),
    outdated,
    () => undefined,
  );
  if (all === null) return null;
  const report = reportOf(explored, race);
  // What was found comes first, in the words by which it is followed.
  const known = new Set(rows.map(({ words }) => words));
  const found = report.shown.filter(({ words }) => !known.has(words));
  return { ...report, matrix: [...found.map(({ words, interleaving }) => rowOf(words, interleaving)), ...rows] };
}

function reportOf(exploration: Exploration, race: Race): Omit<RaceReport, 'matrix'> {
  const { schedules, states, runs, bound, outcomes } = exploration;
  const shareOf = (among: bigint): number => (schedules === 0n ? 0 : Number((among * 10_000n) / schedules) / 10_000);
  return {
    ...{ schedules, states, runs },
    bound: bound === Infinity ? null : bound,
    shown: shownOf(exploration, race, shareOf),
    outcomes: outcomes.map((outcome): Outcome => ({ ...outcome, share: shareOf(outcome.schedules) })),
  };
}

function shownOf({ violations }: Exploration, race: Race, shareOf: (among: bigint) => number): ShownSchedule[] {
  if (violations.length === 0) {
    const played = raceMoves(race, []);
    const interleaving = interleavingOf(race, played);
    return [
      {
        ...{ property: null, what: '', words: '', schedules: 0n, share: 0, interleaving },
        moment: played.moves.length - 1,
      },
    ];
  }
  return violations.map(({ property, what, schedule, schedules }): ShownSchedule => {
    const interleaving = interleavingOf(race, raceMoves(race, schedule));
    const found = interleaving.moves.findIndex(({ violation }) => violation !== null);
    return {
      ...{ property, what, schedules, interleaving },
      words: scheduleText(schedule),
      share: shareOf(schedules),
      moment: found < 0 ? interleaving.moves.length - 1 : found,
    };
  });
}

function interleavingOf({ threads }: Race, { moves, rest, end }: RaceMoves): Interleaving {
  const atEnd = end === 'stuck' ? ['everybody waits for everybody'] : rest;
  const missed = missedAt(moves);
  return {
    threads: threads.map(({ name, calls }) => ({ name, calls: calls.map(({ text }) => text) })),
    moves: moves.map((move, at): InterleavingMove => {
      const found = [
        ...move.violations.filter(({ property }) => property !== 'no-gap').map(({ what }) => what),
        ...(missed.get(at) ?? []),
        ...(at === moves.length - 1 ? atEnd : []),
      ];
      return {
        ...{ thread: move.thread, kind: move.kind, name: move.step },
        detail: move.result === null ? detailText(move) : `= ${move.result}`,
        violation: found.length === 0 ? null : found.join('; '),
      };
    }),
  };
}

/**
 * What readers missed, by the move to which it belongs. Whether they missed something is only known when the writer is through, by
 * what it committed; it happened when they looked, and that is the moment to see.
 */
function missedAt(moves: readonly RaceMove[]): ReadonlyMap<number, string[]> {
  const missed = new Map<number, string[]>();
  for (const [at, { thread, violations }] of moves.entries())
    for (const { property, what } of violations) {
      if (property !== 'no-gap') continue;
      const looked = moves.findLastIndex((move, before) => before <= at && move.thread !== thread);
      const moment = moves[at]?.kind === 'return' || looked < 0 ? at : looked;
      missed.set(moment, [...(missed.get(moment) ?? []), what]);
    }
  return missed;
}

const detailText = ({ detail }: RaceMove): string =>
  Object.entries(detail)
    .map(([name, value]) => `${name}=${typeof value === 'bigint' ? `0x${value.toString(16)}` : String(value)}`)
    .join('  ');

/** What was played, and after it the race, as `words` say: one row whose steps are the moves of all threads. */
export function scheduledPlay({ program, options }: Session, played: Played, words: string): Played {
  if (played.race === null) return played;
  const race = openRace(program, options);
  const span = { line: 1, column: 1, length: 0 };
  const steering = [{ span, directive: 'schedule' as const, words: words.split(' ').filter((word) => word !== '') }];
  const schedule = raceMoves(race, scheduleOf({ ...program, steering }));
  return new ScheduledPlay(played, race, schedule, program.initialTask, words).played();
}

class ScheduledPlay {
  readonly #before: Played;
  readonly #machine: Machine;
  readonly #race: Race;
  readonly #schedule: RaceMoves;
  readonly #task: string;
  readonly #words: string;
  readonly #steps: readonly Step[];
  readonly #views = new Map<number, MmView | null>();

  constructor(before: Played, race: Race, schedule: RaceMoves, task: string, words: string) {
    this.#before = before;
    this.#race = race;
    this.#machine = race.machine;
    this.#schedule = schedule;
    this.#task = task;
    this.#words = words;
    this.#steps = schedule.moves.map((move) => stepOf(race, move));
  }

  played(): Played {
    const { calls, race } = this.#before;
    const rows = [...calls, this.#row(calls.length)];
    return {
      ...this.#before,
      calls: rows,
      race: race === null ? null : { ...race, words: this.#words },
      past: this.#past(calls.length),
      view: (position) => (this.#isIn(position) ? this.#view(position.step) : this.#before.view(position)),
      stepsOf: (call) => (call === calls.length ? this.#steps : this.#before.stepsOf(call)),
      changesAt: (position) => (this.#isIn(position) ? this.#changes(position.step) : this.#before.changesAt(position)),
      changesOver: (call, first, last) =>
        call === calls.length ? this.#changesOver(first, last) : this.#before.changesOver(call, first, last),
      countersUntil: (call) => this.#before.countersUntil(Math.min(call, calls.length - 1)),
      momentsUntil: (call) => this.#before.momentsUntil(Math.min(call, calls.length - 1)),
    };
  }

  /** The race is one more call, whose result is nobody's. */
  #past(race: number): Past {
    const { past } = this.#before;
    const { moves } = this.#schedule;
    return {
      length: race + 1,
      call: (call) =>
        call < race
          ? past.call(call)
          : {
              ...{ name: 'race', line: this.#row(race).line, result: undefined, diverged: false },
              before: this.#race.start,
              after: this.#markOf(moves.length - 1),
            },
      stepsOf: (call) => (call < race ? past.stepsOf(call) : this.#steps),
      view: (moment) => (moment.call < race ? past.view(moment) : this.#look(moment.step)),
    };
  }

  #isIn({ call }: Position): boolean {
    return call === this.#before.calls.length;
  }

  #row(index: number): CallRow {
    const { moves } = this.#schedule;
    const found = moves.flatMap(({ violations }) => violations);
    const { threads } = this.#race;
    return {
      ...{ index, task: '', verdict: 'played', failed: found.length > 0, steps: moves.length },
      line: threads[0]?.calls[0]?.span.line ?? 1,
      text: `race: ${threads.map(({ name }) => name).join(' ∥ ')}`,
      result: found[0]?.property ?? '',
      notes: found.map(({ what }) => what),
    };
  }

  #view(step: number): MmView | null {
    const known = this.#views.get(step);
    if (known !== undefined) return known;
    const view = this.#look(step);
    this.#views.set(step, view);
    return view;
  }

  #look(step: number): MmView | null {
    this.#machine.seek(this.#markOf(step));
    const { tasks } = this.#machine;
    const mover = this.#race.threads[this.#schedule.moves[step]?.thread ?? 0]?.name ?? this.#task;
    const task = [mover, this.#task, ...tasks.keys()].find((name) => tasks.has(name));
    return task === undefined ? null : this.#machine.view(task);
  }

  /** What a move changed; nothing of it is the whole call's: a race has many callers. */
  #changes(step: number): readonly Change[] {
    const [from, to] = [this.#markOf(step - 1), this.#markOf(step)];
    return from === to || step < 0 ? [] : this.#machine.changes(from, to);
  }

  /** What the thread of the first move changed, whoever moved in between. */
  #changesOver(first: number, last: number): readonly Change[] {
    const { moves } = this.#schedule;
    const own = moves[first]?.thread;
    return moves.slice(first, last + 1).flatMap(({ thread }, at) => (thread === own ? this.#changes(first + at) : []));
  }

  #markOf(step: number): number {
    return this.#schedule.moves[step]?.mark ?? this.#race.start;
  }
}

/** A move as a step of the row: named after its thread, because several take turns. */
function stepOf({ threads }: Race, { thread, kind, step, depth, detail, mark, result }: RaceMove): Step {
  const name = `${kind === 'exit' ? step.replace(/:return$/, '') : step} · ${threads[thread]?.name ?? thread}`;
  const isPlace = kind === 'yield' || kind === 'wait' || kind === 'return';
  return { kind: isPlace ? 'step' : kind, name, depth, mark, detail: result === null ? detail : { result } };
}
