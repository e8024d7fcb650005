import fc from 'fast-check';
import { expect, it } from 'vitest';
import { progressIn, withRun } from './progress.ts';
import { runOf } from './tour-run.ts';
import { PROGRAM_TOURS } from './tours/programs.ts';

const [tour] = PROGRAM_TOURS;
if (tour === undefined) throw new Error('there are no tours');
const last = tour.steps.length - 1;
const answers = { 3: { given: '1', answer: '1', outcome: 'right' as const } };

it('keeps where a tour was left, and what was predicted', () => {
  const kept = withRun({}, runOf(tour, { at: 3, answers }));
  expect(progressIn(JSON.stringify(kept))).toEqual({ [tour.id]: { at: 3, done: false, answers } });
});

it('keeps that a tour was read to its end, also when somebody begins it anew', () => {
  const read = withRun({}, runOf(tour, { at: last }));
  expect(withRun(read, runOf(tour))[tour.id]).toEqual({ at: 0, done: true, answers: {} });
});

it('remembers nothing at first', () => {
  expect(progressIn(null)).toEqual({});
});

it.each([
  '',
  'x',
  '[]',
  'null',
  '{"a":1}',
  '{"a":{"at":-1,"done":true,"answers":{}}}',
  '{"a":{"at":0,"done":true,"answers":{"x":1}}}',
])('reads %j as nothing', (text) => {
  expect(progressIn(text)).toEqual({});
});

it('reads whatever JSON there is without falling over it', () => {
  fc.assert(fc.property(fc.json(), (text) => void progressIn(text)));
});
