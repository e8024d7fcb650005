import { describe, expect, it } from 'vitest';
import { mmOf } from './testing/strip.ts';

describe('a descriptor that nothing opened', () => {
  it.each([
    ['dup', 99n],
    ['dup2', 99n, 5n],
    ['ftruncate', 99n, 0n],
  ] as const)('is EBADF to %s', (name, ...args) => {
    expect(mmOf('').call(name, ...args)).toBe('EBADF');
  });
});
