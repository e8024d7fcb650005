import type { CallRow } from '@mm-playground/viewers';
import { expect, it } from 'vitest';
import { positionOf } from './place.ts';

const CALLS = [{ steps: 5 }, { steps: 0 }, { steps: 3 }] as readonly Partial<CallRow>[] as readonly CallRow[];

it.each([
  ['end', 2, 2],
  ['', 2, 2],
  ['start', -1, -1],
  ['0', -1, -1],
  ['1', 0, 4],
  ['2', 1, -1],
  ['1.1', 0, 0],
  ['1.0', 0, -1],
  ['3.99', 2, 2],
  ['99', 2, 2],
])('step="%s" is call %d, step %d', (step, call, of) => {
  expect(positionOf(CALLS, step)).toEqual({ call, step: of });
});

it.each(['x', '-1', '1.', '1.2.3', '1e3', ' 1', '99999999'])('step="%s" is no place', (step) => {
  expect(positionOf(CALLS, step)).toBeNull();
});

it('is the beginning where nothing was called', () => {
  expect([positionOf([], 'end'), positionOf([], '3')]).toEqual([
    { call: -1, step: -1 },
    { call: -1, step: -1 },
  ]);
});
