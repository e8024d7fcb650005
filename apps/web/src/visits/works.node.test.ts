import { expect, it } from 'vitest';
import { initialState, reduce, type Action, type AppState } from '../state.ts';
import { keepWork, keptWork, workOf, workOfText } from './works.ts';

const after = (...actions: readonly Action[]): AppState => actions.reduce<AppState>(reduce, initialState);

const TEXT = 'brk()\n';
const own = after(
  { type: 'opened', file: 'a.mm', text: TEXT, position: { call: 0, step: 1 } },
  { type: 'chosen', choice: { kernel: '6.12' } },
);

it('keeps a text of one’s own with its machine and its place, and gives it back as it was', () => {
  const work = workOf(own);
  expect(work).toMatchObject({ file: 'a.mm', text: TEXT, edited: false, position: { call: 0, step: 1 } });
  expect(workOfText(JSON.stringify(work))).toEqual(work);
  if (work !== null) keepWork('one', work);
  expect(keptWork('one')).toEqual(work);
  const back = reduce(initialState, { type: 'reopened', work: work ?? expect.fail('there is a work') });
  expect(back).toMatchObject({ source: own.source, choice: own.choice, position: own.position, stale: true });
});

it('keeps a program that comes along only once somebody typed into it', () => {
  const sample: Action = { type: 'opened', file: 'ls.strace', text: TEXT, sample: 'ls' };
  expect(workOf(after(sample))).toBeNull();
  expect(workOf(after(sample, { type: 'edited', text: `#\n${TEXT}` }))).toMatchObject({ sample: 'ls', edited: true });
});

it('keeps nothing of a program that still runs, and nothing where nothing is open', () => {
  expect(workOf(after({ type: 'live-opened', file: 'top' }))).toBeNull();
  expect(workOf(initialState)).toBeNull();
});

it.each([
  null,
  '',
  '{',
  '[]',
  '{"file":"a","text":7,"choice":{},"position":{"call":0,"step":0}}',
  '{"file":"a","text":"","choice":{},"position":{"call":"0","step":0}}',
  '{"file":"a","text":"","position":{"call":0,"step":0}}',
])('finds no work in %j', (text) => {
  expect(workOfText(text)).toBeNull();
});
