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

import { describe, expect, it } from 'vitest';
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
import { kitOf, type ArchitectureKitOptions, type Declare, type Kit, type KnownWord } from './architecture-kit.ts';
import { pluginProperties } from './architecture-plugin-properties.ts';
import { runProperties } from './architecture-run-properties.ts';
import { fieldProperties, geometryProperties, layoutProperties } from './architecture-shape-properties.ts';
import { walkProperties } from './architecture-walk-properties.ts';

/** A property of an architecture: a sentence, and what throws where it does not hold. */
export interface ArchitectureProperty {
  /** `x86-64 as a plugin`, `x86-64:levels=4 leaves`. */
  readonly group: string;
  readonly title: string;
  readonly check: () => void;
}

/** The groups of properties that hold for a configured architecture. */
const GROUPS: readonly (readonly [group: string, declare: (kit: Kit) => void])[] = [
  ['geometry', geometryProperties],
  ['fields', fieldProperties],
  ['layout', layoutProperties],
  ['decode', decodeProperties],
  ['tables', tableProperties],
  ['leaves', leafProperties],
  ['PROT_NONE', protnoneProperties],
  ['swap', swapProperties],
  ['notes', noteProperties],
  ['runs', runProperties],
  ['state', stateProperties],
  ['access', accessProperties],
  ['change of protection', modifyProperties],
  ['walk', walkProperties],
  ['fault codes', faultProperties],
];

/** The properties of an architecture: those of the plugin once, the others for every configuration, and known words. */
export function architectureProperties(
  plugin: ArchitecturePlugin,
  options: ArchitectureKitOptions = {},
): ArchitectureProperty[] {
  const properties: ArchitectureProperty[] = [];
  const into =
    (group: string): Declare =>
    (title, check) =>
      void properties.push({ group, title, check });

  pluginProperties(plugin, into(`${plugin.id} as a plugin`));
  for (const given of options.configurations ?? [{}]) {
    const arch = plugin.configure(given);
    wholeProperties(plugin, arch, into(`${arch.spec} as a whole`));
    for (const [group, declare] of GROUPS) declare(kitOf(arch, options, into(`${arch.spec} ${group}`)));
  }
  for (const known of options.words ?? [])
    into(`${plugin.id} words`)(`takes ${hex(known.word)} for ${known.what}`, () => checkWord(plugin, known));
  return properties;
}

/** Declares a vitest case for each of {@link architectureProperties}. */
export function describeArchitecture(plugin: ArchitecturePlugin, options: ArchitectureKitOptions = {}): void {
  const groups = Map.groupBy(architectureProperties(plugin, options), ({ group }) => group);
  describe.each([...groups])('%s', (_, properties) => {
    // oxlint-disable-next-line vitest/expect-expect -- a property asserts by itself
    for (const { title, check } of properties) it(`${title}`, check);
  });
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
