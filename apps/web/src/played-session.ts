/*
 * A played session as the shell needs it. Views are kept, the newest few: a viewer that is given the same object has
 * nothing to draw, and stepping back and forth costs nothing. A session that goes on is looked at where it is new.
 */
import type { Change, Counters, MmView, Story } from '@mm-playground/api';
import { endOf, type CallRow, type CallVerdict, type CounterMoment, type Position } from '@mm-playground/viewers';
import { failReport, pastOf, resultText, sweepFailures, type Past, type PlayedCall, type Session } from 'mm-playground';
import type { Assumed, FailureTable, Finding, Played, RaceFacts, Unmodelled } from './played.ts';

/** Views that are kept. A view holds what was asked of it and no more. */
const KEPT_VIEWS = 64;

/** Calls whose counters are drawn as a line. */
const SHOWN_COUNTERS = 256;

/** Moments of the large chart: calls, and steps of the present one, at most so many of each. */
const SHOWN_MOMENTS = 128;
/** Looking whether invariants hold goes through all VMAs: with more than these it is not done at each step. */
const MOST_CHECKED_VMAS = 2000;

/** What was played of `text`. The session belongs to the result from here on. */
export const playedOf = (session: Session, text: string, archName: string): Played =>
  new PlayedSession(session, archName).now(text);

/** A session that may go on: what was told of it stays, and only what is new is looked at. */
export class PlayedSession {
  readonly #session: Session;
  readonly #archName: string;
  readonly #rows: Rows;
  readonly #looks: Looks;
  readonly #past: Past;
  #divergences: readonly Finding[] = [];
  #inferences: readonly Assumed[] = [];

  constructor(session: Session, archName: string) {
    this.#session = session;
    this.#archName = archName;
    this.#rows = new Rows(session);
    this.#looks = new Looks(session, () => this.#rows.rows);
    this.#past = pastOf(session);
  }

  /** What was played by now, of `text`. */
  now(text: string): Played {
    const session = this.#session;
    const looks = this.#looks;
    const isWhole = this.#rows.grow();
    looks.forgetEnd();
    this.#find(isWhole);
    const calls = this.#rows.rows;
    const { kernel, arch, index } = session.options;
    return {
      text,
      calls,
      counted: session.mode === 'scenario' ? calls.length : session.compared.calls,
      checkpoints: session.compared.checkpoints,
      divergences: this.#divergences,
      inferences: this.#inferences,
      skipped: session.skipped.map(({ item, message }) => unmodelled(session, item, message)),
      stopped: stoppedOf(session),
      story: storyOf(session),
      race: raceOf(session),
      machine: { kernel: kernel.id, arch: this.#archName, index: index.title },
      pageShift: arch.geometry.pageShift,
      past: this.#past,
      session,
      view: (position) => looks.view(position),
      stepsOf: (call) => session.calls[call]?.steps ?? [],
      changesAt: (position) => looks.changes(position),
      changesOver: (call, first, last) => session.changesOver(call, first, last),
      failuresOf: (call) => failuresOf(session, call),
      countersUntil: (call) => looks.counters(call),
      momentsUntil: (call) => looks.moments(call),
    };
  }

  #find(anew: boolean): void {
    const session = this.#session;
    const [divergences, inferences] = anew ? [[], []] : [this.#divergences, this.#inferences];
    this.#divergences = divergences.concat(
      session.divergences
        .slice(divergences.length)
        .map(({ line, what, recorded, model }) =>
          finding(session, line, `${what}: recorded ${recorded}, model ${model}`),
        ),
    );
    this.#inferences = inferences.concat(
      session.inferences
        .slice(inferences.length)
        .map(({ line, kind, what }) => ({ ...finding(session, line, `${kind}: ${what}`), kind })),
    );
  }
}

/** Looks at a session from one place after the other. */
class Looks {
  readonly #session: Session;
  readonly #calls: () => readonly CallRow[];
  readonly #views = new Map<string, MmView | null>();
  readonly #counters = new Map<number, Counters>();
  #history: { readonly call: number; readonly counters: readonly Counters[] } | null = null;
  /** Calls that were there when the end was forgotten last. */
  #known = 0;

  constructor(session: Session, calls: () => readonly CallRow[]) {
    this.#session = session;
    this.#calls = calls;
  }

  /** What a snapshot shows beyond the calls belongs to the last one: it may look another way now. */
  forgetEnd(): void {
    const calls = this.#calls();
    for (let call = Math.max(-1, this.#known - 1); call < calls.length && call <= this.#known; call++)
      this.#views.delete(keyOf(endOf(calls, call)));
    this.#known = calls.length;
    this.#history = null;
  }

  view(position: Position): MmView | null {
    const key = keyOf(position);
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const view = this.#look(position);
    this.#views.set(key, view);
    const [oldest] = this.#views.keys();
    if (this.#views.size > KEPT_VIEWS && oldest !== undefined) this.#views.delete(oldest);
    return view;
  }

  changes(position: Position): readonly Change[] {
    const complete = position.step === endOf(this.#calls(), position.call).step;
    return complete ? this.#session.callChanges(position.call) : this.#session.changes(position);
  }

  /** Within a call the same array: who draws it need not draw it again. */
  counters(call: number): readonly Counters[] {
    if (this.#history?.call !== call) this.#history = { call, counters: this.#countersUntil(call) };
    return this.#history.counters;
  }

  #countersUntil(call: number): readonly Counters[] {
    const first = Math.max(0, call + 1 - SHOWN_COUNTERS);
    const history: Counters[] = [];
    for (let at = first; at <= call; at++) {
      const counters = this.#counters.get(at) ?? this.#look(endOf(this.#calls(), at))?.counters;
      if (counters === undefined) continue;
      this.#counters.set(at, counters);
      history.push(counters);
    }
    return history;
  }

  moments(call: number): readonly CounterMoment[] {
    const first = Math.max(0, call - SHOWN_MOMENTS);
    const calls = this.counters(call - 1).slice(-SHOWN_MOMENTS);
    const before = calls.map((counters, at): CounterMoment => ({
      position: endOf(this.#calls(), first + at),
      ...{ counters, knowinglyBroken: [] },
    }));
    return [...before, ...this.#momentsIn(call)];
  }

  /** After each step of a call; after every so many, where it has more than are drawn. */
  #momentsIn(call: number): CounterMoment[] {
    const { step: last } = endOf(this.#calls(), call);
    const stride = Math.max(1, Math.ceil((last + 1) / SHOWN_MOMENTS));
    const steps = Array.from({ length: Math.ceil((last + 1) / stride) }, (_, at) => last - at * stride).toReversed();
    return steps.flatMap((step): CounterMoment[] => {
      const position = { call, step };
      const view = this.#look(position);
      if (view === null) return [];
      const isKnown = view.vmas.length <= MOST_CHECKED_VMAS;
      const broken = isKnown ? view.invariants.filter(({ state }) => state === 'knowingly broken') : [];
      return [{ position, counters: view.counters, knowinglyBroken: broken.map(({ name }) => name) }];
    });
  }

  /** After the last step of a call, a viewer means: when the call has returned. */
  #look({ call, step }: Position): MmView | null {
    const complete = step === endOf(this.#calls(), call).step;
    this.#session.seek(complete ? { call } : { call, step });
    try {
      return this.#session.view();
    } catch (error) {
      // A task that there is no longer, or not yet, has no address space to show.
      if (error instanceof RangeError) return null;
      throw error;
    }
  }
}

const keyOf = ({ call, step }: Position): string => `${call}.${step}`;

/** The calls of a session as rows. */
class Rows {
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

/** A race is no trouble: it is explored. */
function stoppedOf(session: Session): Unmodelled | null {
  const { stopped } = session;
  return stopped === null || stopped.why === 'race' ? null : unmodelled(session, stopped.item, stopped.message);
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

const finding = (session: Session, line: number, text: string): Finding => ({
  line,
  call: session.callAt(line) ?? -1,
  text,
});

const unmodelled = (
  session: Session,
  item: { readonly span: { readonly line: number }; readonly text?: string },
  message: string,
): Unmodelled => ({ ...finding(session, item.span.line, message), source: item.text ?? '' });
