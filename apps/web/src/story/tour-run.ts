/*
 * A tour that somebody takes: where he is, what he predicted, which hints he asked for. One frozen value and one pure function, as
 * the rest of the app's state; what a step shows is arranged by tour-effects.ts.
 */
import type { Position } from '@mm-playground/viewers';
import type { Played } from '../played.ts';
import { lookAt, placeOf } from './look.ts';
import type { Exercise, Tour, TourStep } from './tour.ts';

/** How a prediction came out: at once, with a hint, or not at all. */
export type Outcome = 'right' | 'helped' | 'wrong';

/** A prediction that was made; `given` is null where the answer was asked for. */
export interface Answered {
  readonly given: string | null;
  /** What the model says. */
  readonly answer: string;
  readonly outcome: Outcome;
}

/** Somebody's way through a tour. */
export interface TourRun {
  readonly tour: Tour;
  /** Index of the step. */
  readonly at: number;
  /** Predictions by index of their step. */
  readonly answers: Readonly<Record<number, Answered>>;
  /** Hints that were asked for, by index of their step. */
  readonly hints: Readonly<Record<number, number>>;
  /** How often somebody wanted to see again what the step speaks of. */
  readonly shows: number;
}

/** What somebody who takes a tour can do. */
export type RunAction =
  /** Goes to a step. */
  | { readonly type: 'tour-step'; readonly at: number }
  | { readonly type: 'tour-move'; readonly by: 1 | -1 }
  | { readonly type: 'tour-hint' }
  /** Predicts; null to be told. */
  | { readonly type: 'tour-answer'; readonly given: string | null }
  /** Shows what the step speaks of again. */
  | { readonly type: 'tour-show' }
  /** All predictions anew, from the first step on. */
  | { readonly type: 'tour-again' };

/** A tour at its first step, or as it was left. */
export const runOf = (
  tour: Tour,
  { at = 0, answers = {} }: Partial<Pick<TourRun, 'at' | 'answers'>> = {},
): TourRun => ({
  ...{ tour, answers },
  at: within(tour, at),
  hints: {},
  shows: 0,
});

const within = ({ steps }: Tour, at: number): number => Math.max(0, Math.min(at, steps.length - 1));

/** The step where a run stands. */
export const stepOf = ({ tour, at }: TourRun): TourStep | null => tour.steps[at] ?? null;

/** The run after an action. Needs what was played to know an answer; without it, a prediction is not taken. */
export function tourAfter(run: TourRun, action: RunAction, played: Played | null): TourRun {
  switch (action.type) {
    case 'tour-step':
      return moved(run, action.at);
    case 'tour-move':
      return moved(run, run.at + action.by);
    case 'tour-hint':
      return hinted(run);
    case 'tour-answer':
      return played === null ? run : answered(run, action.given, played);
    case 'tour-again':
      return runOf(run.tour);
    case 'tour-show':
      return { ...run, shows: run.shows + 1 };
  }
}

function moved(run: TourRun, at: number): TourRun {
  const next = within(run.tour, at);
  return next === run.at ? run : { ...run, at: next };
}

function hinted(run: TourRun): TourRun {
  const { at, hints } = run;
  const most = stepOf(run)?.exercise?.hints.length ?? 0;
  const shown = hints[at] ?? 0;
  return shown >= most ? run : { ...run, hints: { ...hints, [at]: shown + 1 } };
}

/** The first prediction counts. */
function answered(run: TourRun, given: string | null, played: Played): TourRun {
  const { at, answers, hints } = run;
  const step = stepOf(run);
  if (step?.exercise === undefined || answers[at] !== undefined) return run;
  const answer = answerOf(step, step.exercise, played);
  if (answer === null) return run;
  const outcome = given === null || !isSame(given, answer) ? 'wrong' : (hints[at] ?? 0) > 0 ? 'helped' : 'right';
  return { ...run, answers: { ...answers, [at]: { given, answer, outcome } } };
}

/** What the model answers; null where the program does not come that far on this machine. */
export function answerOf({ at }: TourStep, { answer, later }: Exercise, played: Played): string | null {
  const before = placeOf(played, at);
  const after = later === undefined ? before : placeOf(played, later);
  const look = before === null || after === null ? null : lookAt(played, before, after);
  return look === null ? null : String(answer(look));
}

/** Whether what was given says the same; numbers may be written with blanks and commas. */
function isSame(given: string, answer: string): boolean {
  const number = (text: string): number => (text.trim() === '' ? NaN : Number(text.replace(/[\s,_]/g, '')));
  return given === answer || number(given) === number(answer);
}

/** Where the step is to be looked at: at the moment of its answer, once that is known. Null where there is no such place. */
export function shownPlace(run: TourRun, played: Played): Position | null {
  const step = stepOf(run);
  if (step === null) return null;
  const later = run.answers[run.at] === undefined ? undefined : step.exercise?.later;
  return placeOf(played, later ?? step.at);
}

/** The calls whose outcome is to be predicted: those between the moment of the step and that of the answer. */
export function askedCalls({ at, exercise }: TourStep, played: Played): readonly string[] {
  if (exercise?.later === undefined) return [];
  const [from, to] = [placeOf(played, at), placeOf(played, exercise.later)];
  return from === null || to === null ? [] : played.calls.slice(from.call + 1, to.call + 1).map(({ text }) => text);
}

/** How many predictions there are, and how they came out. */
export interface Score {
  readonly of: number;
  readonly right: number;
  readonly helped: number;
  readonly wrong: number;
}

/** The score of a run. */
export function scoreOf({ tour: { steps }, answers }: Pick<TourRun, 'tour' | 'answers'>): Score {
  const all = Object.values(answers);
  const count = (wanted: Outcome): number => all.filter(({ outcome }) => outcome === wanted).length;
  return {
    of: steps.filter(({ exercise }) => exercise !== undefined).length,
    right: count('right'),
    helped: count('helped'),
    wrong: count('wrong'),
  };
}
