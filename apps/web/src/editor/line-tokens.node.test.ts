import { readCapture } from '@mm-playground/captures';
import { expect, it } from 'vitest';
import { tokensOfLine } from './line-tokens.ts';

const shown = (line: string): string =>
  tokensOfLine(line)
    .map(({ from, to, kind }) => `${kind}:${line.slice(from, to)}`)
    .join(' ');

it('names the words of a call', () => {
  expect(shown('p = mmap(NULL, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE, 3</lib/a b.so>, q+1) = -1 ENOMEM (no)')).toBe(
    'name:p call:mmap constant:NULL number:2 constant:PAGE constant:PROT_READ constant:PROT_WRITE constant:MAP_PRIVATE ' +
      'number:3 path:/lib/a b.so name:q number:1 number:-1 errno:ENOMEM comment:(no)',
  );
});

it('names lines that are no calls', () => {
  expect(shown('#@ maps 12')).toBe('directive:#@ maps');
  expect(shown('#| 5555-6666 r--p')).toBe('body:#| 5555-6666 r--p');
  expect(shown('# so')).toBe('comment:# so');
  expect(shown('')).toBe('');
  expect(shown('mmap(NULL')).toBe('');
});

it('never overlaps, in any line of a recorded program', () => {
  for (const line of readCapture('node-threads').split('\n')) {
    let last = 0;
    for (const { from, to } of tokensOfLine(line)) {
      expect(from).toBeGreaterThanOrEqual(last);
      expect(to).toBeLessThanOrEqual(line.length);
      last = to;
    }
  }
});
