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
  protnoneProperties,
  swapProperties,
  tableProperties,
} from './architecture-entry-properties.ts';
import { kitOf, type ArchitectureKitOptions, type Kit, type KnownWord } from './architecture-kit.ts';
import { pluginProperties } from './architecture-plugin-properties.ts';
import { fieldProperties, geometryProperties, layoutProperties } from './architecture-shape-properties.ts';
import { walkProperties } from './architecture-walk-properties.ts';

/** Declares the cases of an architecture: those of the plugin once, the others for every configuration. */
export function describeArchitecture(plugin: ArchitecturePlugin, options: ArchitectureKitOptions = {}): void {
  describe(`${plugin.id} as a plugin`, () => {
    pluginProperties(plugin);
  });
  for (const given of options.configurations ?? [{}]) describeConfiguration(plugin, plugin.configure(given), options);
  describe.runIf(options.words !== undefined)(`known words of ${plugin.id}`, () => {
    for (const word of options.words ?? []) knownWord(plugin, word);
  });
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
  ['state', stateProperties],
  ['access', accessProperties],
  ['change of protection', modifyProperties],
  ['walk', walkProperties],
  ['fault codes', faultProperties],
];

function describeConfiguration(plugin: ArchitecturePlugin, arch: Architecture, options: ArchitectureKitOptions): void {
  const kit = kitOf(arch, options);
  describe(`configured as ${arch.spec}`, () => {
    wholeProperties(plugin, arch);
    describe.each(GROUPS)('%s', (_, declare) => {
      declare(kit);
    });
  });
}

function wholeProperties(plugin: ArchitecturePlugin, arch: Architecture): void {
  it('has a spec that configures the same again', () => {
    const [id, text = ''] = arch.spec.split(':');
    const given = Object.fromEntries(
      text
        .split(',')
        .filter((part) => part !== '')
        .map((part) => {
          const [name = '', value = ''] = part.split('=');
          return [name, value];
        }),
    );
    expect(id).toBe(plugin.id);
    const again = plugin.configure(given);
    expect([again.spec, again.imageConfig, again.geometry]).toEqual([arch.spec, arch.imageConfig, arch.geometry]);
  });

  it('cannot be changed', () => {
    expect([arch, arch.geometry, arch.layout, arch.imageConfig].every((part) => Object.isFrozen(part))).toBe(true);
  });

  it('refuses a level that it does not have', () => {
    const beyond = arch.geometry.levels.length;
    expect(() => arch.fields(beyond, 'leaf')).toThrow(RangeError);
    expect(() => arch.decode(beyond, 0n)).toThrow(RangeError);
  });
}

function knownWord(plugin: ArchitecturePlugin, known: KnownWord): void {
  it(`takes ${hex(known.word)} for ${known.what}`, () => {
    const arch = plugin.configure(known.options ?? {});
    const level = arch.geometry.levels.findIndex(({ name }) => name === known.level);
    const entry = arch.decode(level, known.word);
    expect(entry).toMatchObject(known.is);
    const fields = arch.fields(level, entry.kind);
    const names = Object.keys(known.fields ?? {});
    const values = names.map((name) => [name, readField(known.word, fieldNamed(fields, name))]);
    expect(Object.fromEntries(values)).toEqual(known.fields ?? {});
    expect(hex(known.made?.(arch, level) ?? known.word)).toBe(hex(known.word));
  });
}
