/** What a plugin says of the contracts that it was written for, and what it is told where they are others. */

import { describe, expect, it } from 'vitest';
import { API_VERSION, definePlugin, incompatibility, type Plugin } from './plugin.ts';

const plugin = { id: 'mine', title: 'Mine', version: '1.0.0', api: `^${API_VERSION}`, contributes: {} };

describe('the versions that a plugin works with', () => {
  it.each([
    ['^1.0', '1.0'],
    ['^1.0', '1.7'],
    ['^1.2', '1.2'],
    ['^1.2 || ^2.0', '2.3'],
    ['^1.2||^2.0', '1.4'],
  ])('%s takes contracts %s', (api, version) => {
    expect(incompatibility({ id: 'mine', api }, version)).toBeUndefined();
  });

  it.each([
    ['^1.2', '1.1', 'install a newer mm-playground, or an older version of the plugin'],
    ['^2.0', '1.9', 'install a newer mm-playground'],
    ['^1.0', '2.0', 'install a newer version of the plugin, or an older mm-playground'],
    ['^1.0 || ^3.0', '2.0', 'install a newer mm-playground'],
  ])('%s does not take contracts %s, and says what to do', (api, version, what) => {
    const reason = incompatibility({ id: 'mine', api }, version);
    expect(reason).toContain(`plugin mine was written for contracts ${api}, these are ${version}: `);
    expect(reason).toContain(what);
  });

  it.each(['', '1', '1.0', '~1.0', '^1', '>=1.0', '^1.0 ||', 'latest', 1 as unknown as string])('are no %j', (api) => {
    expect(incompatibility({ id: 'mine', api }, '1.0')).toContain("which is no range of versions: write api: '^1.0'");
  });
});

describe('definePlugin', () => {
  it('freezes what it takes', () => {
    const defined = definePlugin(plugin);
    expect([Object.isFrozen(defined), Object.isFrozen(defined.contributes)]).toEqual([true, true]);
  });

  it('refuses a plugin without an id, and one for other contracts, by name', () => {
    expect(() => definePlugin({ ...plugin, id: '' })).toThrow('a plugin needs an id');
    expect(() => definePlugin({ ...plugin, api: '^99.0' })).toThrow(/^plugin mine was written for contracts \^99\.0/);
  });

  it.each([
    ['contributes.viewers is no list', { viewers: 'mm-map' }],
    ['contributes.indexes[1] has no id', { indexes: [{ id: 'tree' }, undefined] }],
    ['contributes.models[0] has no id', { models: [{ id: 12 }] }],
  ])('refuses what is no contribution: %s', (message, contributes: unknown) => {
    const untyped: unknown = { ...plugin, contributes };
    expect(() => definePlugin(untyped as Plugin)).toThrow(`plugin mine: ${message}`);
  });
});
