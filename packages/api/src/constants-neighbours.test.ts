import { expect, it } from 'vitest';
import { findConstant } from './constants.ts';

it('counts on from the last value that is written', () => {
  expect(findConstant('F_SETFL')).toBe(4n);
  expect(findConstant('F_ADD_SEALS')).toBe(1033n);
  expect(findConstant('PR_SET_NAME')).toBe(15n);
  expect(findConstant('PR_SET_THP_DISABLE')).toBe(41n);
  expect(findConstant('PR_GET_MDWE')).toBe(66n);
  expect(findConstant('ARCH_SET_FS')).toBe(0x1002n);
});

it('knows the shift of a huge page size', () => {
  const shift = findConstant('MAP_HUGE_SHIFT') ?? 0n;
  expect(21n << shift).toBe(findConstant('MAP_HUGE_2MB'));
});
