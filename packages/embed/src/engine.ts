/**
 * Plays a text for whoever shows it. Figures of one page that ask for the same share what was played; the model and the architecture are
 * fetched when the first of them asks.
 */

import type { Diagnostic } from '@mm-playground/api';
import type { Played } from './player/played.ts';

/** A text, and the machine that plays it; what is empty is as the text says. */
export interface Request {
  readonly text: string;
  readonly kernel: string;
  readonly arch: string;
  readonly index: string;
  /** Whether somebody looks at memory itself: that part of the model is fetched then. */
  readonly memoryViews: boolean;
}

/** What came of a text: a text with errors is not played. */
export interface Answer {
  readonly diagnostics: readonly Diagnostic[];
  readonly played: Played | null;
  /** As it was asked for. */
  readonly memoryViews: boolean;
}

/** A page is not to hang for a moment that somebody would notice. */
const SLICE_MS = 12;
/** What a figure takes at most: documentation is about few calls, and a page may have many figures. */
export const LIMITS = { characters: 1_000_000, steps: { call: 200_000, all: 1_000_000 } } as const;
/** Machines that are kept when nobody asks again: the newest. */
const MOST_KEPT = 32;

const answers = new Map<string, Promise<Answer>>();

/**
 * Plays a text, in slices that leave the page alive.
 *
 * @throws Error where the machine cannot be made or the text is too long; its message is for people.
 */
export function play(request: Request): Promise<Answer> {
  const key = JSON.stringify(request);
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = playNow(request);
  answers.set(key, answer);
  const [oldest] = answers.keys();
  if (answers.size > MOST_KEPT && oldest !== undefined) answers.delete(oldest);
  return answer;
}

async function playNow({ text, memoryViews, ...machine }: Request): Promise<Answer> {
  if (text.length > LIMITS.characters)
    throw new RangeError(`the script has more than ${LIMITS.characters.toLocaleString('en')} characters`);
  const { PlayedSession, playgroundFor } = await import('./model.ts');
  const chosen = Object.fromEntries(Object.entries(machine).filter(([, id]) => id !== ''));
  const playground = await playgroundFor(text, {
    ...chosen,
    ...{ memoryViews, record: 'steps', stepLimits: LIMITS.steps },
  });
  const { session, diagnostics } = await playground.load(text, { file: 'script' });
  if (session === undefined) return { diagnostics, played: null, memoryViews };
  const slices = session.runInSlices(SLICE_MS, () => performance.now());
  while (slices.next().done !== true) await new Promise((resume) => setTimeout(resume));
  const played = new PlayedSession(session, session.options.arch.title).now(text);
  return { diagnostics, played, memoryViews };
}
