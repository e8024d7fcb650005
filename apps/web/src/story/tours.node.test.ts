/*
 * Every tour, without a page: its moments are there, its answers are what the model says, and it can be taken from the first step to
 * the last. A tour whose right answer is another one than the model's fails here.
 */
import { readCapture, type CaptureName } from '@mm-playground/captures';
import { describe, expect, it } from 'vitest';
import { readScenarios } from '../../scripts/scenarios.ts';
import { playWhenStale } from '../effects.ts';
import type { OpenedFile } from '../files.ts';
import { playgroundEngine } from '../playground-engine.ts';
import type { Played } from '../played.ts';
import { startRaces } from '../race/race-effects.ts';
import { SMALL_RACE } from '../race/race.ts';
import { initialState, type AppState, type Choice } from '../state.ts';
import { Store } from '../store.ts';
import { placeOf, selectionOf } from './look.ts';
import { tourOfScenario } from './shelf.ts';
import { startTours, type Shelf } from './tour-effects.ts';
import { answerOf, scoreOf, stepOf } from './tour-run.ts';
import type { Tour } from './tour.ts';
import { NOTED } from './tours/mmap-region.ts';
import { PROGRAM_TOURS } from './tours/programs.ts';

const PLAY_MS = 120_000;

const SCENARIOS = readScenarios();

function opened(sample: string): OpenedFile {
  const scenario = SCENARIOS.find(({ id }) => id === sample);
  if (scenario !== undefined) return { file: `${sample}.mm`, text: scenario.text };
  return { file: `${sample}.strace`, text: readCapture(sample as CaptureName) };
}

const SCENARIO_TOURS = SCENARIOS.map(({ id }) => tourOfScenario(id, opened(id)));
const TOURS: readonly Tour[] = [...PROGRAM_TOURS, ...SCENARIO_TOURS];

const SHELF: Shelf = {
  list: () => Promise.resolve(TOURS),
  tour: (id) => Promise.resolve(tourNamed(id)),
  open: (sample) => Promise.resolve(opened(sample)),
};

function tourNamed(id: string): Tour {
  const tour = TOURS.find((each) => each.id === id);
  if (tour === undefined) throw new RangeError(`there is no tour ${id}`);
  return tour;
}

/** What a program comes to on the machine of its tour; played once. */
const playedFor = new Map<string, Promise<Played>>();
function played({ sample, choice }: Tour): Promise<Played> {
  const known = playedFor.get(sample);
  if (known !== undefined) return known;
  const request = { ...opened(sample), choice: { kernel: '', arch: '', index: '', ...choice } };
  const playing = playgroundEngine
    .play({ ...request, skipUnmodelled: false, schedule: null }, () => false)
    .then((answer) => {
      if (answer?.played === undefined || answer.played === null) throw new Error(`${sample} cannot be played`);
      return answer.played;
    });
  playedFor.set(sample, playing);
  return playing;
}

/** Sentences end with a stop before a blank or the end. */
const sentencesIn = (text: string): number =>
  text.split(/[.?!:](?=\s+[A-Z*`0-9]|\s*$)/).filter((part) => part.trim() !== '').length;
const MOST_SENTENCES = 4;

describe('the list of tours', () => {
  it('has twelve and more for newcomers, and one for each scenario of the review thread', () => {
    expect(PROGRAM_TOURS.length).toBeGreaterThanOrEqual(12);
    expect(NOTED.toSorted()).toEqual(SCENARIOS.map(({ id }) => id).toSorted());
  });

  it('names each tour once', () => {
    expect(new Set(TOURS.map(({ id }) => id)).size).toBe(TOURS.length);
  });

  it.each(TOURS)(
    '$id leads to tours that there are, and to pages of the kernel and of the manual',
    ({ id, related, reading }) => {
      expect(related.length).toBeGreaterThan(0);
      for (const other of related) expect(TOURS.some((tour) => tour.id === other && other !== id)).toBe(true);
      expect(reading.length).toBeGreaterThan(0);
      for (const { address } of reading)
        expect(address).toMatch(/^https:\/\/(docs\.kernel\.org|man7\.org)\/[\w/-]+[\w.-]+\.html$/);
    },
  );

  it.each(PROGRAM_TOURS)('$id has at most four sentences a text', ({ steps }) => {
    const texts = steps.flatMap(({ text, exercise }) => [text, exercise?.because ?? '']);
    expect(texts.filter((text) => sentencesIn(text) > MOST_SENTENCES)).toEqual([]);
  });

  it.each(PROGRAM_TOURS)('$id is told on what a real kernel did, and the model agrees with it', async (tour) => {
    const { divergences, stopped, counted, checkpoints } = await played(tour);
    expect({ divergences, stopped }).toEqual({ divergences: [], stopped: null });
    expect(counted).toBeGreaterThan(0);
    expect(checkpoints).toBeGreaterThan(0);
  });
});

describe('answers', () => {
  const exercises = TOURS.flatMap((tour) =>
    tour.steps.flatMap((step, at) =>
      step.exercise === undefined ? [] : [{ id: tour.id, at, tour, step, exercise: step.exercise }],
    ),
  );

  it.each(exercises)('$id, step $at: the model says what the tour says', async ({ tour, step, exercise }) => {
    expect(answerOf(step, exercise, await played(tour))).toBe(String(exercise.right));
  });

  it.each(exercises)('$id, step $at: one of the choices is right, and there are hints', ({ exercise }) => {
    const { choices, right, hints, because } = exercise;
    if (choices === undefined) expect(typeof right).toBe('number');
    else expect(choices.filter((choice) => choice === String(right))).toHaveLength(1);
    expect(new Set(choices).size).toBe(choices?.length ?? 0);
    expect(hints.length).toBeGreaterThan(0);
    expect(because.trim()).not.toBe('');
  });
});

describe('marks', () => {
  it.each(TOURS)('$id marks what is there', async (tour) => {
    const run = await played(tour);
    const marks = tour.steps.flatMap(({ at, mark, exercise }) => [
      { at, mark },
      { at: exercise?.later ?? at, mark: exercise?.laterMark },
    ]);
    const missing = marks.filter(({ at, mark }) => {
      const place = placeOf(run, at);
      const view = place === null ? null : run.view(place);
      return place === null || (mark !== undefined && (view === null || selectionOf(view, mark) === null));
    });
    expect(missing).toEqual([]);
  });
});

/** Resolves when the state is as asked for. */
const until = (store: Store, isSo: (state: AppState) => boolean): Promise<void> =>
  new Promise((done) => {
    if (isSo(store.state)) return done();
    const stop = store.subscribe((now) => {
      if (!isSo(now)) return;
      stop();
      done();
    });
  });

describe('a tour', () => {
  /** A store on which a tour has been started, and what was remembered of it. */
  async function started(id: string, choice: Partial<Choice> = {}): Promise<{ store: Store; remembered: number[] }> {
    const store = new Store(initialState);
    playWhenStale(store, playgroundEngine);
    startRaces(store, playgroundEngine);
    const remembered: number[] = [];
    startTours(store, SHELF, { read: () => ({}), remember: ({ at }) => remembered.push(at) });
    store.dispatch({ type: 'tour-wanted', id, choice });
    await until(store, ({ stories, played: run, stale }) => stories.run !== null && run !== null && !stale);
    return { store, remembered };
  }

  it('goes on where the machine is another one, and the program does not come that far', async () => {
    const { store } = await started('one-library', { arch: 'riscv64' });
    expect(store.state.played?.machine.arch).toContain('riscv64');
    for (let at = 0; at < 5; at++) {
      store.dispatch({ type: 'tour-answer', given: '3' });
      store.dispatch({ type: 'tour-move', by: 1 });
    }
    expect(store.state.stories.run).toMatchObject({ at: 4, answers: {} });
    expect(store.state.trouble).toBeNull();
  });

  it('is answered by the machine that was chosen', async () => {
    const { store } = await started('error-as-address', { kernel: '6.12-rc1' });
    store.dispatch({ type: 'tour-step', at: 2 });
    store.dispatch({ type: 'tour-answer', given: 'success' });
    expect(store.state.stories.run?.answers[2]).toEqual({ given: 'success', answer: 'success', outcome: 'right' });
  });

  it.each(TOURS)('$id can be taken from the first step to the last', { timeout: PLAY_MS }, async ({ id, steps }) => {
    const { store, remembered } = await started(id);
    for (let at = 0; at < steps.length; at++) {
      expect(store.state.trouble).toBeNull();
      expect(store.state.stories.run?.at).toBe(at);
      await takeStep(store);
      store.dispatch({ type: 'tour-move', by: 1 });
    }
    const { run } = store.state.stories;
    const of = steps.filter(({ exercise }) => exercise !== undefined).length;
    expect(run && scoreOf(run)).toEqual({ of, right: of, helped: 0, wrong: 0 });
    expect(Math.max(...remembered)).toBe(steps.length - 1);
    store.dispatch({ type: 'explore', kernels: [] });
  });

  async function takeStep(store: Store): Promise<void> {
    const { run } = store.state.stories;
    const step = run === null ? null : stepOf(run);
    const race = store.state.played?.race ?? null;
    if (step?.at === 'end' && race !== null) {
      if (race.threads.length > SMALL_RACE) return;
      await until(store, ({ followed, stale }) => followed !== null && !stale);
      expect(store.state.position.call).toBe(race.call);
      return;
    }
    if (step === null || store.state.played === null) throw new Error('nothing to see');
    expect(store.state.position).toEqual(placeOf(store.state.played, step.at));
    if (step.exercise === undefined) return;
    store.dispatch({ type: 'tour-answer', given: String(step.exercise.right) });
    if (step.exercise.later === undefined) return;
    expect(store.state.position).toEqual(placeOf(store.state.played, step.exercise.later));
  }
});
