import { describe, expect, it } from 'vitest';
import { isShown } from '../layout/layout.ts';
import { initialState, reduce, type AppState } from '../state.ts';
import { playedOfText } from '../testing/played-of-text.ts';
import { momentText } from './moment-text.ts';
import { neighbour } from './stories.ts';
import { runOf, scoreOf, type TourRun } from './tour-run.ts';
import type { Tour, TourStep } from './tour.ts';

const TEXT = 'mmap(1)\nmunmap(1)\nmmap(2)\n';

const asks = (right: string | number, choices?: readonly string[]): TourStep => ({
  text: 'What?',
  at: 'start',
  exercise: {
    question: 'What?',
    hints: ['first', 'second'],
    right,
    answer: () => right,
    because: 'So.',
    ...(choices && { choices }),
  },
});

const TOUR: Tour = {
  id: 'some',
  theme: 'programs',
  title: 'Some',
  question: 'What?',
  sample: 'story-some',
  steps: [{ text: 'Look.', at: 'start' }, asks('yes', ['yes', 'no']), asks(1024), { text: 'End.', at: 'end' }],
  reading: [],
  related: [],
};

/** The state with the tour under way, on a program whose views are not asked for. */
function started(at = 0): AppState {
  const view = { status: () => ({}) } as never;
  const played = playedOfText(TEXT, { view: () => view });
  const opened = reduce(initialState, { type: 'opened', file: 'some.strace', text: TEXT, sample: TOUR.sample });
  const shown = reduce(opened, { type: 'played', played, diagnostics: [] });
  return reduce(shown, { type: 'tour-started', run: runOf(TOUR, { at }) });
}

const runIn = (state: AppState): TourRun => {
  if (state.stories.run === null) throw new Error('nobody takes a tour');
  return state.stories.run;
};

describe('a tour', () => {
  it('goes on and back between its first step and its last', () => {
    let state = started();
    const seen: number[] = [];
    for (const by of [-1, 1, 1, 1, 1, -1] as const) {
      state = reduce(state, { type: 'tour-move', by });
      seen.push(runIn(state).at);
    }
    expect(seen).toEqual([0, 1, 2, 3, 3, 2]);
  });

  it('shows itself, and ends with the text that it speaks of', () => {
    expect(isShown(started().layout, 'story')).toBe(true);
    expect(reduce(started(), { type: 'edited', text: 'mmap(3)\n' }).stories.run).toBeNull();
    expect(reduce(started(), { type: 'opened', file: 'other.mm', text: TEXT }).stories.run).toBeNull();
    expect(reduce(started(), { type: 'tour-ended' }).stories.run).toBeNull();
  });

  it('says what stands beside it', () => {
    const state = started();
    const at = (call: number): string =>
      momentText({ ...state, played: playedOfText(TEXT), position: { call, step: 2 } });
    expect(at(-1)).toBe('Shown: before the first call.');
    expect(at(1)).toBe('Shown: after munmap(1).');
  });
});

describe('a prediction', () => {
  const answered = (given: string | null, hints = 0, at = 1): TourRun => {
    let state = started(at);
    for (let i = 0; i < hints; i++) state = reduce(state, { type: 'tour-hint' });
    return runIn(reduce(state, { type: 'tour-answer', given }));
  };

  it('is held against what the model says', () => {
    expect(answered('yes').answers[1]).toEqual({ given: 'yes', answer: 'yes', outcome: 'right' });
    expect(answered('no').answers[1]?.outcome).toBe('wrong');
    expect(answered(null).answers[1]).toEqual({ given: null, answer: 'yes', outcome: 'wrong' });
  });

  it('takes a number as people write it', () => {
    for (const given of ['1024', '1,024', ' 1 024 ']) expect(answered(given, 0, 2).answers[2]?.outcome).toBe('right');
    for (const given of ['', '1025', 'x']) expect(answered(given, 0, 2).answers[2]?.outcome).toBe('wrong');
  });

  it('counts as helped after a hint, and hints come one at a time', () => {
    expect(answered('yes', 1).answers[1]?.outcome).toBe('helped');
    expect(answered('yes', 5).hints).toEqual({ 1: 2 });
  });

  it('counts once', () => {
    const wrong = reduce(started(1), { type: 'tour-answer', given: 'no' });
    expect(runIn(reduce(wrong, { type: 'tour-answer', given: 'yes' })).answers[1]?.outcome).toBe('wrong');
    expect(scoreOf(runIn(wrong))).toEqual({ of: 2, right: 0, helped: 0, wrong: 1 });
    expect(runIn(reduce(wrong, { type: 'tour-again' })).answers).toEqual({});
  });

  it('is about what is on the screen, also while that is being played anew', () => {
    const stale = { ...started(1), stale: true };
    expect(runIn(reduce(stale, { type: 'tour-answer', given: 'yes' })).answers[1]?.outcome).toBe('right');
  });

  it('is not taken before anything was played', () => {
    const early = { ...started(1), played: null };
    expect(runIn(reduce(early, { type: 'tour-answer', given: 'yes' })).answers).toEqual({});
  });
});

it('has neighbours in the list', () => {
  const stories = {
    ...initialState.stories,
    list: [
      { ...TOUR, id: 'a' },
      { ...TOUR, id: 'b' },
    ],
  };
  expect(neighbour(stories, 'a', 1)?.id).toBe('b');
  expect(neighbour(stories, 'a', -1)).toBeNull();
  expect(neighbour(stories, 'c', 1)).toBeNull();
});
