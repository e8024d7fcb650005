import { expect, it } from 'vitest';
import { initialLayout, layoutAfter, pageOf, type LayoutAction } from '../layout/layout.ts';
import { stacksOf, type Part } from '../layout/parts.ts';
import { initialState, type AppState } from '../state.ts';
import { besideTour } from './tour-layout.ts';
import { runOf } from './tour-run.ts';
import type { Tour } from './tour.ts';

const TOUR: Tour = {
  id: 'some',
  theme: 'programs',
  title: 'Some',
  question: 'What?',
  sample: 'story-some',
  steps: [{ text: 'Look.', at: 'start', show: ['tree'] }],
  reading: [],
  related: [],
};

/** The chosen pane of each stack, from top to bottom. */
const chosen = (part: Part): string[] => stacksOf(part).map((stack) => stack.chosen);

function shown(isTaken: boolean, ...actions: readonly LayoutAction[]): string[] {
  const layout = actions.reduce(layoutAfter, initialLayout);
  const stories: AppState['stories'] = { ...initialState.stories, run: isTaken ? runOf(TOUR) : null };
  return chosen(besideTour(pageOf(layout).part, { layout, stories }));
}

const NARROW: LayoutAction = { type: 'room', room: 'narrow' };
const show = (pane: string): LayoutAction => ({ type: 'show', pane });

it('puts the text above one picture where a window is narrow', () => {
  expect(shown(true, NARROW, show('map'))).toEqual(['story', 'map']);
  expect(shown(true, NARROW, show('tables'))).toEqual(['story', 'tables']);
});

it('shows what the step speaks of while somebody works in the text', () => {
  expect(shown(true, NARROW, show('map'), { type: 'enter', pane: 'story' })).toEqual(['story', 'tree']);
});

it('leaves the page of the text, wide windows and those without a tour as they are', () => {
  expect(shown(true, NARROW, show('script'))).toEqual(['script']);
  expect(shown(true)).toEqual(chosen(pageOf(initialLayout).part));
  expect(shown(false, NARROW, show('map'))).toEqual(['map', 'maps']);
});
