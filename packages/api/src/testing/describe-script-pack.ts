/**
 * The conformance kit of script packs.
 *
 * ```ts
 * import { describeScriptPack } from '@mm-playground/api/testing';
 * describeScriptPack(myPack, { problems: async (text) => (await playground.load(text)).diagnostics.map(formatDiagnostic) });
 * ```
 */

import { expect } from 'vitest';
import type { ScriptPack } from '../script-pack.ts';
import { declareInto, describeProperties, type KitProperty, type MarkedOptions } from './kit-property.ts';

/** How to run the kit. */
export interface ScriptPackKitOptions extends MarkedOptions {
  /** What is wrong with a script, a line each: what its checker says, and what it expects that does not hold. */
  readonly problems?: (text: string) => readonly string[] | Promise<readonly string[]>;
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The properties of a script pack. */
export function scriptPackProperties(pack: ScriptPack, options: ScriptPackKitOptions = {}): KitProperty[] {
  const properties: KitProperty[] = [];
  const { problems } = options;
  const it = declareInto(properties, pack.id, 'as a plugin');
  it('has an id that can stand in a path, and a title', () => {
    expect(pack.id).toMatch(NAME);
    expect(pack.title.trim()).not.toBe('');
  });
  it('has scripts, each with a name of its own', () => {
    const ids = pack.scripts.map(({ id }) => id);
    expect(ids).not.toEqual([]);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at || !NAME.test(id))).toEqual([]);
  });

  const script = declareInto(properties, pack.id, 'scripts');
  for (const { id, title, what, text } of pack.scripts) {
    script(`${id} has a title, a few words, and a text`, () => {
      expect([title, what, text].every((part) => part.trim() !== '')).toBe(true);
    });
    if (problems !== undefined)
      script(`${id} can be played, and what it expects holds`, async () => {
        expect(await problems(text)).toEqual([]);
      });
  }
  return properties;
}

/** Declares a vitest case for each of {@link scriptPackProperties}. */
export function describeScriptPack(pack: ScriptPack, options: ScriptPackKitOptions = {}): void {
  describeProperties(scriptPackProperties(pack, options), options);
}
