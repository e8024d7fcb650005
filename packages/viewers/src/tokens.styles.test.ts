import { expect, it } from 'vitest';
import { frames, mount } from './testing/mount.ts';
import { addressMap } from './address-map/plugin.ts';
import type { MmAddressMap } from './address-map/address-map.ts';
import { TOKEN_NAMES } from './tokens.styles.ts';

/** The colours that the probes read, by name. */
async function colours(scheme: string): Promise<Map<string, string>> {
  document.documentElement.style.colorScheme = scheme;
  const { root } = await mount<MmAddressMap>(addressMap, {});
  await frames();
  const probes = [...root.querySelectorAll<HTMLElement>('.probes > i')];
  const read = new Map(probes.map((probe) => [probe.dataset['token'] ?? '', getComputedStyle(probe).color]));
  document.documentElement.removeAttribute('style');
  return read;
}

it('every token is a colour of its own in both schemes', async () => {
  const [light, dark] = [await colours('light'), await colours('dark')];
  expect([...light.keys()]).toEqual([...TOKEN_NAMES]);
  expect(TOKEN_NAMES.filter((name) => light.get(name)?.startsWith('rgb') !== true)).toEqual([]);
  expect(TOKEN_NAMES.filter((name) => light.get(name) === dark.get(name))).toEqual([]);
});

it('kinds differ from each other', async () => {
  const light = await colours('light');
  const kinds = ['code', 'data', 'file', 'anon', 'heap', 'stack', 'shared', 'special', 'guard', 'unknown'];
  expect(new Set(kinds.map((kind) => light.get(kind))).size).toBe(kinds.length);
});
