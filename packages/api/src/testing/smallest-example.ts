/**
 * Properties over random cases. What fails is made as small as fast-check can, and drawn: words in hex, flags by their names, a
 * line for each part of the example, so that it can be read and tried by hand.
 */

import fc from 'fast-check';
import { hex } from '../units.ts';

/** How random cases are made. */
export interface RandomOptions {
  /** Cases for a property; what the kit finds enough where absent. */
  readonly runs?: number;
  /** Seed of the cases: the same seed, the same cases. 1 where absent. */
  readonly seed?: number;
}

/** How an example is drawn, lines of text. */
export type Draw<T> = (example: T) => string;

/**
 * Holds a property for random values.
 * @throws what the property throws for the smallest value that breaks it, with that value drawn in its message
 */
export function forAll<T>(
  arbitrary: fc.Arbitrary<T>,
  property: (value: T) => void,
  { runs, seed = 1, draw = drawExample }: RandomOptions & { readonly draw?: Draw<T> } = {},
): void {
  const parameters = { seed, ...(runs !== undefined && { numRuns: runs }) };
  const details = fc.check(
    fc.property(arbitrary, (value) => {
      // Only what it throws counts: assertions return all sorts of things.
      property(value);
    }),
    parameters,
  );
  if (!details.failed) return;
  const { counterexample, errorInstance, numShrinks } = details;
  const error = errorInstance instanceof Error ? errorInstance : new Error(String(errorInstance));
  const example = counterexample === null ? 'none could be made' : draw(counterexample[0]);
  error.message = `${error.message}\n\nsmallest example (seed ${seed}, shrunk ${numShrinks} times):\n${indent(example)}`;
  throw error;
}

const indent = (lines: string): string => lines.replaceAll(/^/gm, '  ');

/** A line for each part of a list, or one for what is no list. */
export const drawExample = (example: unknown): string =>
  Array.isArray(example) && example.length > 0 ? example.map(drawPart).join('\n') : drawPart(example);

/** `level 3  frame 0x5c123  flags READ|WRITE  word 0x800000005c123067`. */
function drawPart(part: unknown): string {
  if (typeof part === 'bigint') return hex(part);
  if (typeof part === 'string') return JSON.stringify(part);
  // Small numbers are levels and counts, large ones pages and frames.
  if (typeof part === 'number') return Number.isInteger(part) && part > 0xff ? hex(part) : String(part);
  if (Array.isArray(part)) return `[${part.map(drawPart).join(', ')}]`;
  if (typeof part !== 'object' || part === null || part.toString !== Object.prototype.toString) return String(part);
  const fields = Object.entries(part).map(([name, value]) => `${name} ${drawPart(value)}`);
  return fields.length === 0 ? 'nothing' : fields.join('  ');
}
