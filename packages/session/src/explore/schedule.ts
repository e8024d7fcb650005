/**
 * Schedules as words of a file: `#@ schedule NAME:STEP ...`. Each word lets a thread run until it stands at a step of that
 * name; `NAME:STEP#3` until it does so for the third time. `return` is the end of a call. After the last word whoever ran
 * goes on as long as it can, and then the others in their order.
 */

import type { Diagnostic, Program, Steering } from '@mm-playground/api';
import type { Path } from './observe.ts';
import { raceThreads, type Race } from './race.ts';
import { canGoOn, preferred, runRace, type Director, type Move, type Scene } from './scheduler.ts';

/** One word of a schedule. */
export interface ScheduleStep {
  readonly thread: string;
  readonly step: string;
  /** At which visit of the step it ends, from 1. */
  readonly visit: number;
}

const WORD = /^(?<thread>[^\s:]+):(?<step>\S+?)(?:#(?<visit>[1-9]\d{0,5}))?$/;

/** The schedule that a program asks for: every `#@ schedule` line, in turn; empty where it asks for none. */
export const scheduleOf = (program: Program): ScheduleStep[] =>
  schedules(program).flatMap(({ words }) => words.flatMap((word) => readWord(word) ?? []));

const schedules = ({ steering }: Program): Steering[] => steering.filter(({ directive }) => directive === 'schedule');

function readWord(word: string): ScheduleStep | undefined {
  const { thread, step, visit } = WORD.exec(word)?.groups ?? {};
  return thread === undefined || step === undefined ? undefined : { thread, step, visit: Number(visit ?? 1) };
}

/** Words of schedules that name nobody who races. */
export function scheduleDiagnostics(program: Program): Diagnostic[] {
  const names = new Set(raceThreads(program).map(({ name }) => name));
  const listed = [...names].join(', ');
  return schedules(program).flatMap(({ span, words }) =>
    words.flatMap((word): Diagnostic[] => {
      const step = readWord(word);
      if (step !== undefined && names.has(step.thread)) return [];
      const message = `\`${word}\` is no step of who races here: NAME:STEP with a NAME of ${listed}`;
      return [{ file: program.file, span, severity: 'error', message }];
    }),
  );
}

/** `writer:mas_store_prealloc`, `reader:mas_next#2`. */
export const scheduleText = (steps: readonly ScheduleStep[]): string =>
  steps.map(({ thread, step, visit }) => `${thread}:${step}${visit === 1 ? '' : `#${visit}`}`).join(' ');

/** A path as words: what each stretch ends at. */
export function scheduleFor(race: Race, path: Path): ScheduleStep[] {
  const steps: ScheduleStep[] = [];
  let at = 0;
  let visited: string[] = [];
  runFromStart(race, {
    moved: ({ thread }, { runners }) => {
      const runner = runners[thread];
      if (runner === undefined) return;
      visited.push(runner.step);
      if (visited.length < (path[at]?.[1] ?? 0)) return;
      const visit = visited.filter((step) => step === runner.step).length;
      steps.push({ thread: runner.thread.name, step: runner.step, visit });
      visited = [];
      at++;
    },
    choose: () => path[at]?.[0] ?? null,
  });
  return steps;
}

/** Runs a race from its start, and moves the machine back there. */
function runFromStart(race: Race, director: Director): void {
  race.machine.seek(race.start);
  runRace(race, director);
  race.machine.seek(race.start);
}

/** A schedule asks for what cannot be. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
}

/**
 * Decides as a schedule says, and afterwards lets whoever ran go on.
 *
 * @throws ScheduleError from `choose` where the thread of a word cannot go on
 */
export class ScheduleFollower implements Pick<Director, 'moved' | 'choose'> {
  readonly #left: ScheduleStep[];
  #visits = 0;
  #last = -1;

  constructor(steps: readonly ScheduleStep[]) {
    this.#left = [...steps];
  }

  moved({ thread }: Pick<Move, 'thread'>, { runners }: Scene): void {
    const word = this.#left[0];
    const runner = runners[thread];
    if (word === undefined || runner?.thread.name !== word.thread || runner.step !== word.step) return;
    if (++this.#visits < word.visit) return;
    this.#left.shift();
    this.#visits = 0;
  }

  choose(scene: Scene): number {
    const word = this.#left[0];
    this.#last = word === undefined ? preferred(scene, this.#last) : this.#ofWord(scene, word);
    return this.#last;
  }

  #ofWord(scene: Scene, word: ScheduleStep): number {
    const thread = scene.runners.findIndex((runner) => runner.thread.name === word.thread);
    if (canGoOn(scene, thread)) return thread;
    const runner = scene.runners[thread];
    const why =
      runner?.standing === 'done' ? 'all its calls are over' : `it cannot go on at ${runner?.step ?? 'its begin'}`;
    throw new ScheduleError(`${scheduleText([word])} never comes: ${why}`);
  }
}
