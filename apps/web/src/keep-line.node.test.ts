import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keepLine } from './keep-line.ts';

it('finds lines before and after an edit again', () => {
  expect(keepLine('a\nb\nc\nd', 'a\nX\nY\nc\nd', 1)).toBe(1);
  expect(keepLine('a\nb\nc\nd', 'a\nX\nY\nc\nd', 3)).toBe(4);
  expect(keepLine('a\nb\nc\nd', 'a\nd', 4)).toBe(2);
  expect(keepLine('a\nb\nc', 'a\nc', 2)).toBe(1);
});

it('gives a line of the new text, and the same words where nothing was edited around them', () => {
  const line = fc.string({ maxLength: 3 }).map((text) => text.replaceAll('\n', ''));
  const lines = fc.array(line, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(lines, lines, lines, lines, (head, old, now, tail) => {
      const before = [...head, ...old, ...tail];
      const after = [...head, ...now, ...tail];
      before.forEach((text, at) => {
        const kept = keepLine(before.join('\n'), after.join('\n'), at + 1);
        expect(kept).toBeGreaterThanOrEqual(1);
        expect(kept).toBeLessThanOrEqual(after.length);
        if (at < head.length || at >= before.length - tail.length) expect(after[kept - 1]).toBe(text);
      });
    }),
  );
});
