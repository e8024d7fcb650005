import { CAPTURES, readCapture } from '@mm-playground/captures';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyDocument } from './testing/arbitrary-document.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { type Document, lineAt, type Range, spanOf } from './syntax.ts';

/** A tree without the places of its nodes. */
const shapeOf = (document: Document): unknown => withoutPlaces(document.lines);

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'from' && key !== 'to');
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutPlaces(inner)]));
}

/** Every node of a tree that has a place. */
function nodesOf(value: unknown): Range[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'from' in value && 'to' in value ? [value as Range] : [];
  return [...own, ...Object.values(value).flatMap(nodesOf)];
}

it('comes back from its text: parsing what was printed gives the same tree', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const { document: back, diagnostics } = parse(print(document));
      expect(diagnostics).toEqual([]);
      expect(shapeOf(back)).toEqual(shapeOf(document));
    }),
    { numRuns: 2000 },
  );
});

it('has words exactly where the text has them', () => {
  fc.assert(
    fc.property(anyDocument, (written) => {
      const text = print(written);
      for (const node of nodesOf(parse(text).document.lines)) {
        if ('text' in node && typeof node.text === 'string' && !('style' in node)) {
          expect(text.slice(node.from, node.to).startsWith(node.text)).toBe(true);
        }
      }
    }),
  );
});

it('puts every node inside of its line', () => {
  const text = readCapture('node-threads');
  const { document } = parse(text);
  for (const line of document.lines) {
    const from = document.lineStarts[lineAt(document.lineStarts, line.from)] ?? 0;
    for (const node of nodesOf(line)) expect(node.from).toBeGreaterThanOrEqual(from);
  }
});

it('counts lines and columns from 1', () => {
  const { document } = parse('brk(0)\r\n  p = mmap(NULL)\r\n');
  const [, call] = document.lines;
  expect(call?.kind === 'call' && call.args[0] && spanOf(document, call.args[0])).toEqual({
    line: 2,
    column: 12,
    length: 4,
  });
});

it.each(CAPTURES)('$name: printed, it parses to the same tree', ({ name }) => {
  const { document } = parse(readCapture(name));
  expect(shapeOf(parse(print(document)).document)).toEqual(shapeOf(document));
});
