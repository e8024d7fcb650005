/**
 * The model: the whole way from text to verdict, again and again in one process, and how long each part of it took. What
 * happens inside the model is measured in replays of their own, because a stopwatch at its door costs something too.
 */

import { loadProgram } from '@mm-playground/script';
import { openSession } from '@mm-playground/session';
import { createPlayground, type Playground, type Session } from 'mm-playground';
import { isRepeatedName } from './plan.ts';
import { Stopwatch, timedModel } from './timed-model.ts';
import type { Program } from '@mm-playground/api';

/** Milliseconds of one replay, by part. */
export interface ReplayTimes {
  /** From text to program. */
  readonly script: number;
  /** Opening the session and playing it, the model included. */
  readonly session: number;
}

/** Milliseconds inside the model in one replay. */
export interface ModelTimes {
  readonly calls: number;
  /** Of those, in the calls that the running kernel repeats. */
  readonly repeated: number;
  readonly views: number;
  readonly rest: number;
}

/** How the model did. */
export interface Replays {
  readonly times: readonly ReplayTimes[];
  readonly model: readonly ModelTimes[];
  /** The last replay. */
  readonly session: Session;
}

interface Replay {
  readonly times: ReplayTimes;
  readonly session: Session;
}

/** Replays before the clock counts: the compiler has seen everything by then. */
const WARM_UP = 20;

/** Replays a text `count` times; the two kinds of replays take turns, so that what else the machine does hits both. */
export function playOften(text: string, file: string, count: number): Replays {
  const playground = createPlayground();
  const times: ReplayTimes[] = [];
  const model: ModelTimes[] = [];
  let { session } = replay(playground, text, file);
  for (let i = -WARM_UP; i < count; i++) {
    const one = replay(playground, text, file);
    const inside = insideModel(playground, one.session.program);
    ({ session } = one);
    if (i < 0) continue;
    times.push(one.times);
    model.push(inside);
  }
  return { times, model, session };
}

function replay(playground: Playground, text: string, file: string): Replay {
  const begun = performance.now();
  const program = programOf(text, file);
  const read = performance.now();
  const session = playground.open(program, { record: 'off' });
  session.run();
  return { times: { script: read - begun, session: performance.now() - read }, session };
}

function programOf(text: string, file: string): Program {
  const { program } = loadProgram(text, { file });
  if (program === undefined) throw new Error(`${file} cannot be read`);
  return program;
}

function insideModel(playground: Playground, program: Program): ModelTimes {
  const watch = new Stopwatch();
  const parts = playground.parts(program);
  openSession(program, { ...parts, model: timedModel(parts.model, watch), record: 'off' }).run();
  return { calls: watch.inCalls(), repeated: watch.inCalls(isRepeatedName), views: watch.views, rest: watch.rest };
}
