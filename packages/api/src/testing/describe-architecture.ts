/**
 * The conformance kit of architectures: what every architecture must fulfil, ours and a stranger's, as named vitest cases.
 *
 * ```ts
 * import { describeArchitecture } from '@mm-playground/api/testing';
 * describeArchitecture(myCpu, { configurations: [{}, { levels: '5' }], words: [...] });
 * ```
 *
 * A word that a real kernel wrote is worth more than any property: give as many as you can find.
 */

import { expect } from 'vitest';
import type { Architecture, ArchitecturePlugin } from '../architecture.ts';
import { fieldNamed, readField } from '../fields.ts';
import { hex } from '../units.ts';
import {
  accessProperties,
  faultProperties,
  modifyProperties,
  stateProperties,
} from './architecture-change-properties.ts';
import {
  decodeProperties,
  leafProperties,
  noteProperties,
  protnoneProperties,
  swapProperties,
  tableProperties,
} from './architecture-entry-properties.ts';
import { kitOf, type ArchitectureKitOptions, type Kit, type KnownWord } from './architecture-kit.ts';
import { levelProperties } from './architecture-level-properties.ts';
import { mmuProperties } from './architecture-mmu-properties.ts';
import { pluginProperties } from './architecture-plugin-properties.ts';
import { runProperties } from './architecture-run-properties.ts';
import { fieldProperties, geometryProperties, layoutProperties } from './architecture-shape-properties.ts';
import { protectionProperties } from './architecture-protection-properties.ts';
import { walkProperties } from './architecture-walk-properties.ts';
import { drawExample } from './smallest-example.ts';
import { declareInto, describeProperties, type Declare, type KitProperty } from './kit-property.ts';

/** The groups of properties that hold for a configured architecture. */
const GROUPS: readonly (readonly [group: string, declare: (kit: Kit) => void])[] = [
  ['geometry', geometryProperties],
  ['fields', fieldProperties],
  ['layout', layoutProperties],
  ['decode', decodeProperties],
  ['tables', tableProperties],
  ['leaves', leafProperties],
  ['levels', levelProperties],
  ['protection', protectionProperties],
  ['PROT_NONE', protnoneProperties],
  ['swap', swapProperties],
  ['notes', noteProperties],
  ['runs', runProperties],
  ['state', stateProperties],
  ['access', accessProperties],
  ['change of protection', modifyProperties],
  ['walk', walkProperties],
  ['mmu', mmuProperties],
  ['fault codes', faultProperties],
];

/** The properties of an architecture: those of the plugin once, the others for every configuration, and known words. */
export function architectureProperties(
  plugin: ArchitecturePlugin,
  options: ArchitectureKitOptions = {},
): KitProperty[] {
  const properties: KitProperty[] = [];
  const into = (of: string, group: string): Declare => declareInto(properties, of, group);

  pluginProperties(plugin, into(plugin.id, 'as a plugin'));
  for (const given of options.configurations ?? [{}])
    declareOr(into(plugin.id, 'as a plugin'), `can be configured: ${drawExample(given)}`, () => {
      const arch = plugin.configure(given);
      wholeProperties(plugin, arch, into(arch.spec, 'as a whole'));
      for (const [group, declare] of GROUPS) {
        const it = into(arch.spec, group);
        declareOr(it, 'can be asked at all', () => declare(kitOf(arch, options, it)));
      }
    });
  for (const known of options.words ?? [])
    into(plugin.id, 'words')(`takes ${hex(known.word)} for ${known.what}`, () => checkWord(plugin, known));
  return properties;
}

/** Declares properties; where the plugin throws meanwhile, that is the property that is broken. */
function declareOr(it: Declare, title: string, declare: () => void): void {
  try {
    declare();
  } catch (error) {
    it(title, () => {
      throw error;
    });
  }
}

/** Declares a vitest case for each of {@link architectureProperties}. */
export function describeArchitecture(plugin: ArchitecturePlugin, options: ArchitectureKitOptions = {}): void {
  describeProperties(architectureProperties(plugin, options), options);
}

function wholeProperties(plugin: ArchitecturePlugin, arch: Architecture, declare: Declare): void {
  declare('has a spec that configures the same again', () => {
    const [id, text = ''] = arch.spec.split(':');
    const parts = text.split(',').filter((part) => part !== '');
    const again = plugin.configure(Object.fromEntries(parts.map((part) => part.split('=', 2))));
    expect(id).toBe(plugin.id);
    expect([again.spec, again.imageConfig, again.geometry]).toEqual([arch.spec, arch.imageConfig, arch.geometry]);
  });

  declare('cannot be changed', () => {
    expect([arch, arch.geometry, arch.layout, arch.imageConfig].every((part) => Object.isFrozen(part))).toBe(true);
  });

  declare('refuses a level that it does not have', () => {
    const beyond = arch.geometry.levels.length;
    expect(() => arch.fields(beyond, 'leaf')).toThrow(RangeError);
    expect(() => arch.decode(beyond, 0n)).toThrow(RangeError);
  });
}

function checkWord(plugin: ArchitecturePlugin, known: KnownWord): void {
  const arch = plugin.configure(known.options ?? {});
  const level = arch.geometry.levels.findIndex(({ name }) => name === known.level);
  const entry = arch.decode(level, known.word);
  expect(entry).toMatchObject(known.is);
  const fields = arch.fields(level, entry.kind);
  const names = Object.keys(known.fields ?? {});
  const values = names.map((name) => [name, readField(known.word, fieldNamed(fields, name))]);
  expect(Object.fromEntries(values)).toEqual(known.fields ?? {});
  expect(hex(known.made?.(arch, level) ?? known.word)).toBe(hex(known.word));
}
