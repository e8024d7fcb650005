import { vpn } from '@mm-playground/api';
import { expect, it } from 'vitest';
import { resized } from './beside.ts';

it('a selection covers the same bytes in pages of another size', () => {
  const selection = { kind: 'range', start: vpn(5), end: vpn(9) } as const;
  expect(resized(selection, 12, 14)).toEqual({ kind: 'range', start: 1, end: 3 });
  expect(resized(selection, 14, 12)).toEqual({ kind: 'range', start: 20, end: 36 });
  expect(resized(selection, 12, 12)).toBe(selection);
  expect(resized(null, 12, 14)).toBeNull();
});
