/**
 * The conformance kit of importers.
 *
 * ```ts
 * import { describeImporter } from '@mm-playground/api/testing';
 * describeImporter(myLog, { texts: [readFileSync('a.log', 'utf8')] });
 * ```
 */

import { expect } from 'vitest';
import fc from 'fast-check';
import { PROBED_LINES, type ImportedScript, type ImporterPlugin } from '../importer.ts';
import { declareInto, describeProperties, type KitProperty, type MarkedOptions } from './kit-property.ts';
import { matrixProperties } from './kit-support.ts';
import { forAll, type RandomOptions } from './smallest-example.ts';

/** How to run the kit. */
export interface ImporterKitOptions extends MarkedOptions, RandomOptions {
  /** Texts of its form, without mistakes. */
  readonly texts: readonly string[];
}

/** What an importer must leave to others: scripts. */
const SCRIPTS = [
  '',
  'p = mmap(NULL, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\nmunmap(p, PAGE)',
  'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7ffff7fbf000',
  '4711  munmap(0x7ffff7fbf000, 4096) = 0\n4711  +++ exited with 0 +++',
  '#@ title What nobody imports\n# a comment\nbrk(NULL)',
];

/** The first lines of a text, as an importer is shown them. */
const probed = (text: string): string[] =>
  text
    .split('\n')
    .slice(0, PROBED_LINES)
    .map((line) => line.trimEnd());

const FILE = 'given.txt';

/** The properties of an importer. */
export function importerProperties(importer: ImporterPlugin, options: ImporterKitOptions): KitProperty[] {
  const properties: KitProperty[] = [];
  const it = declareInto(properties, importer.id, 'as a plugin');
  const { texts } = options;
  it('has an id and a title', () => {
    expect(importer.id).toMatch(/^[a-z0-9-]+$/);
    expect(importer.title.trim()).not.toBe('');
  });
  matrixProperties(it, () => importer.support);

  const recognises = declareInto(properties, importer.id, 'recognises');
  recognises('knows its texts by their first lines', () => {
    expect(texts).not.toEqual([]);
    expect(texts.map((text) => importer.recognises(probed(text)))).toEqual(texts.map(() => true));
  });
  recognises('takes no script for one of its texts', () => {
    expect(SCRIPTS.filter((text) => importer.recognises(probed(text)))).toEqual([]);
  });
  recognises('says yes or no to any lines, and throws nothing', () => {
    forAll(fc.array(fc.string()), (lines) => expect(importer.recognises(lines)).toBeTypeOf('boolean'), options);
  });

  const makes = declareInto(properties, importer.id, 'makes a script');
  makes('of each of its texts, without an error', () => {
    for (const text of texts) {
      const { text: script, diagnostics } = importer.toScript(text, FILE);
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(script?.trim()).not.toBe('');
    }
  });
  makes('that is the same each time', () => {
    for (const text of texts) expect(importer.toScript(text, FILE)).toEqual(importer.toScript(text, FILE));
  });
  makes('or says what is wrong, and where, of any text, and throws nothing', () => {
    forAll(fc.oneof(fc.string(), damaged(texts)), (text) => soundly(text, importer.toScript(text, FILE)), options);
  });
  return properties;
}

/** Texts of which a part is missing, or that something foreign stands in. */
const damaged = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .record({ text: fc.constantFrom(...texts, ''), from: fc.nat(), length: fc.nat(200), foreign: fc.string() })
    .map(({ text, from, length, foreign }) => {
      const at = from % (text.length + 1);
      return `${text.slice(0, at)}${foreign}${text.slice(at + length)}`;
    });

function soundly(text: string, { text: script, diagnostics }: ImportedScript): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(script === undefined).toBe(errors.length > 0);
  const lines = text.split('\n').length;
  for (const { file, span, message } of diagnostics) {
    expect(file).toBe(FILE);
    expect(message.trim()).not.toBe('');
    expect(span.line).toBeGreaterThanOrEqual(1);
    expect(span.line).toBeLessThanOrEqual(lines);
    expect(span.column).toBeGreaterThanOrEqual(1);
  }
}

/** Declares a vitest case for each of {@link importerProperties}. */
export function describeImporter(importer: ImporterPlugin, options: ImporterKitOptions): void {
  describeProperties(importerProperties(importer, options), options);
}
