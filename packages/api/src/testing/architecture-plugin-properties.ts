/** Properties of the plugin itself: its name, its options, and the errors that a wrong option gives. */

import { expect } from 'vitest';
import type { ArchitecturePlugin } from '../architecture.ts';
import type { Declare } from './kit-property.ts';
import { matrixProperties } from './kit-support.ts';

/** Declares the properties of a plugin, whatever its configuration. */
export function pluginProperties(plugin: ArchitecturePlugin, it: Declare): void {
  it('has an id, a title and at least one name that uname says', () => {
    expect(plugin.id).toMatch(/^[a-z0-9-]+$/);
    expect(plugin.title).not.toBe('');
    expect(plugin.uname).not.toEqual([]);
  });

  it('has options whose default is one of their values', () => {
    for (const option of plugin.options) {
      expect(option.values).toContain(option.default);
      expect(option.meaning).not.toBe('');
    }
  });

  it('without options is the same as with every default', () => {
    const defaults = Object.fromEntries(plugin.options.map((option) => [option.name, option.default]));
    expect(plugin.configure(defaults).spec).toBe(plugin.configure({}).spec);
  });

  it('refuses an option that it does not have, naming it', () => {
    expect(() => plugin.configure({ 'no-such-option': '7' })).toThrow(RangeError);
    expect(() => plugin.configure({ 'no-such-option': '7' })).toThrow('no-such-option');
  });

  it('refuses a value that an option does not have, naming option, value and what is allowed', () => {
    for (const { name, values } of plugin.options) {
      const wrong = (): unknown => plugin.configure({ [name]: 'wrong-value' });
      expect(wrong).toThrow(RangeError);
      expect(wrong).toThrow(name);
      expect(wrong).toThrow('wrong-value');
      expect(wrong).toThrow(values[0] ?? name);
    }
  });

  it('accepts every value of every option in some configuration', () => {
    const impossible = plugin.options.flatMap(({ name, values }) =>
      values.filter((value) => !configurable(plugin, name, value)).map((value) => `${name}=${value}`),
    );
    expect(impossible).toEqual([]);
  });

  matrixProperties(it, () => plugin.support);
}

/** Whether a value works alone or with some value of one other option. */
function configurable(plugin: ArchitecturePlugin, name: string, value: string): boolean {
  const partners = plugin.options.filter((option) => option.name !== name);
  const tries = [{}, ...partners.flatMap((other) => other.values.map((with_) => ({ [other.name]: with_ })))];
  return tries.some((given) => {
    try {
      return plugin.configure({ ...given, [name]: value }).id === plugin.id;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  });
}
