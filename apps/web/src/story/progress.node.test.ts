import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readProgress, rememberRun } from './progress.ts';
import { runOf } from './tour-run.ts';
import { PROGRAM_TOURS } from './tours/programs.ts';

/** A browser's storage with one value in it. */
function storageWith(text: string | null): Pick<Storage, 'getItem' | 'setItem'> & { text: string | null } {
  return {
    text,
    getItem() {
      return this.text;
    },
    setItem(_, value) {
      this.text = value;
    },
  };
}

const [tour] = PROGRAM_TOURS;
if (tour === undefined) throw new Error('there are no tours');
const last = tour.steps.length - 1;
const answers = { 3: { given: '1', answer: '1', outcome: 'right' as const } };

it('keeps where a tour was left, and what was predicted', () => {
  const storage = storageWith(null);
  rememberRun(runOf(tour, { at: 3, answers }), storage);
  expect(readProgress(storage)).toEqual({ [tour.id]: { at: 3, done: false, answers } });
});

it('keeps that a tour was read to its end, also when somebody begins it anew', () => {
  const storage = storageWith(null);
  rememberRun(runOf(tour, { at: last }), storage);
  rememberRun(runOf(tour), storage);
  expect(readProgress(storage)[tour.id]).toEqual({ at: 0, done: true, answers: {} });
});

it('keeps nothing where the browser keeps nothing, and goes on', () => {
  expect(() => rememberRun(runOf(tour), null)).not.toThrow();
  expect(readProgress(null)).toEqual({});
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  expect(() => rememberRun(runOf(tour), full)).not.toThrow();
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
  expect(readProgress(storageWith(text))).toEqual({});
});

it('reads whatever JSON there is without falling over it', () => {
  fc.assert(fc.property(fc.json(), (text) => void readProgress(storageWith(text))));
});
