/*
 * A session as the app looks at it: what viewers need, and besides its story, its race, its past and what comes of failures.
 */
import type { Story } from '@mm-playground/api';
import { PlayedSession as ProgramSession } from '@mm-playground/embed/player';
import { failReport, pastOf, resultText, sweepFailures, type Past, type Session } from 'mm-playground';
import type { FailureTable, Played, RaceFacts } from './played.ts';

/** What was played of `text`. The session belongs to the result from here on. */
export const playedOf = (session: Session, text: string, archName: string): Played =>
  new PlayedSession(session, archName).now(text);

/** A session that may go on: what was told of it stays, and only what is new is looked at. */
export class PlayedSession {
  readonly #session: Session;
  readonly #program: ProgramSession;
  readonly #past: Past;

  constructor(session: Session, archName: string) {
    this.#session = session;
    this.#program = new ProgramSession(session, archName);
    this.#past = pastOf(session);
  }

  /** What was played by now, of `text`. */
  now(text: string): Played {
    const session = this.#session;
    return {
      ...this.#program.now(text),
      story: storyOf(session),
      race: raceOf(session),
      past: this.#past,
      failuresOf: (call) => failuresOf(session, call),
    };
  }
}

function storyOf({ program: { story } }: Session): Story | null {
  const { title, question, explain, expect } = story;
  const silent = title === undefined && question === undefined && explain.length === 0 && expect.length === 0;
  return silent ? null : story;
}

function raceOf({ program, calls, stopped }: Session): RaceFacts | null {
  if (stopped?.why !== 'race') return null;
  const threads = new Map<string, string[]>();
  for (const item of program.items.slice(program.items.findIndex((item) => item === stopped.item) + 1)) {
    if (item.kind !== 'call') continue;
    threads.set(item.task, [...(threads.get(item.task) ?? []), item.text]);
  }
  const named = [...threads].map(([name, texts]) => ({ name, calls: texts }));
  return { call: calls.length, threads: named, words: null };
}

/** Sweeps one call. */
function failuresOf(session: Session, call: number): FailureTable | null {
  const { item, result } = session.calls[call] ?? {};
  if (item === undefined || result === undefined) return null;
  const { line } = item.span;
  const sweeping = sweepFailures(session.program, session.options, {
    callLine: line,
    untilLine: item.returnLine ?? line,
  });
  let turn = sweeping.next();
  while (turn.done !== true) turn = sweeping.next();
  const [swept] = failReport([turn.value]).calls;
  return swept ?? { result: resultText(item.name, result), failures: [] };
}
