/*
 * What is remembered of stories, in this browser alone: how far somebody came and how his predictions came out. What lies in the
 * browser's storage may be anything; what is not as it should be counts as nothing.
 */
import { remember, remembered } from '../remember.ts';
import type { Answered, Outcome, TourRun } from './tour-run.ts';

/** What is remembered of one tour. */
export interface Progress {
  /** The step that was shown last. */
  readonly at: number;
  /** Whether the last step was reached. */
  readonly done: boolean;
  readonly answers: TourRun['answers'];
}

/** By a tour's name. */
export type Progresses = Readonly<Record<string, Progress>>;

/** Under which name it is kept. */
const NAME = 'stories';
const OUTCOMES: readonly string[] = ['right', 'helped', 'wrong'] satisfies Outcome[];
/** More tours than this are nobody's. */
const MOST = 500;

/** What is remembered of tours, as a text has it; nothing where it is no such text. */
export function progressIn(text: string | null): Progresses {
  try {
    return progressesOf(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

/** The same with what somebody came to in one more tour. */
export function withRun(before: Progresses, { tour, at, answers }: TourRun): Progresses {
  const done = at === tour.steps.length - 1 || before[tour.id]?.done === true;
  return { ...before, [tour.id]: { at, done, answers } };
}

/** What this browser remembers. */
export const readProgress = (): Progresses => progressIn(remembered(NAME));

/** Remembers how far a tour was taken. */
export const rememberRun = (run: TourRun): void => remember(NAME, JSON.stringify(withRun(readProgress(), run)));

function progressesOf(value: unknown): Progresses {
  const all = Object.entries(isObject(value) ? value : {}).slice(0, MOST);
  return Object.fromEntries(all.flatMap(([id, each]) => (isProgress(each) ? [[id, each]] : [])));
}

const isProgress = (value: unknown): value is Progress =>
  isObject(value) &&
  Number.isInteger(value['at']) &&
  Number(value['at']) >= 0 &&
  typeof value['done'] === 'boolean' &&
  isObject(value['answers']) &&
  Object.entries(value['answers']).every(([step, answered]) => /^\d+$/.test(step) && isAnswered(answered));

const isAnswered = (value: unknown): value is Answered =>
  isObject(value) &&
  (value['given'] === null || typeof value['given'] === 'string') &&
  typeof value['answer'] === 'string' &&
  OUTCOMES.includes(String(value['outcome']));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
