/**
 * The conformance kit of VMA indexes: what every index must fulfil, ours and a stranger's, as named vitest cases. Most are
 * properties: any sequence of stores is made on the index and on a plain list, and both must say the same.
 *
 * ```ts
 * import { describeVmaIndex } from '@mm-playground/api/testing';
 * describeVmaIndex(myTree);
 * ```
 */

import { expect } from 'vitest';
import type { VmaIndexPlugin } from '../vma-index.ts';
import { ownCostProperties } from './index-cost-properties.ts';
import { holeProperties } from './index-hole-properties.ts';
import type { IndexKit, VmaIndexKitOptions } from './index-kit.ts';
import { cloneProperties, snapshotProperties } from './index-memory-properties.ts';
import { modelProperties } from './index-model-properties.ts';
import { campaignProperties, costProperties, sizeProperties } from './index-size-properties.ts';
import { storeProperties } from './index-store-properties.ts';
import { matrixProperties } from './kit-support.ts';
import { declareInto, describeProperties, type KitProperty } from './kit-property.ts';

/** Random cases for a property, where nothing is said. */
const RUNS = 200;

const GROUPS: readonly (readonly [group: string, declare: (kit: IndexKit) => void])[] = [
  ['as a plugin', pluginProperties],
  ['after any stores, snapshots and clones', modelProperties],
  ['store()', storeProperties],
  ['holes', holeProperties],
  ['snapshot() and restore()', snapshotProperties],
  ['clone()', cloneProperties],
  ['campaigns', campaignProperties],
  ['at size', sizeProperties],
  ['cost', costProperties],
  ['what it says of its cost', ownCostProperties],
];

/** The properties of an index. */
export function vmaIndexProperties(plugin: VmaIndexPlugin, options: VmaIndexKitOptions = {}): KitProperty[] {
  const properties: KitProperty[] = [];
  const random = { runs: options.runs ?? RUNS, seed: options.seed ?? 1 };
  for (const [group, declare] of GROUPS)
    declare({ it: declareInto(properties, plugin.id, group), plugin, options, random });
  return properties;
}

/** Declares a vitest case for each of {@link vmaIndexProperties}. */
export function describeVmaIndex(plugin: VmaIndexPlugin, options: VmaIndexKitOptions = {}): void {
  describeProperties(vmaIndexProperties(plugin, options), options);
}

function pluginProperties({ it, plugin }: IndexKit): void {
  it('has an id and a title', () => {
    expect(plugin.id).toMatch(/^[a-z0-9-]+$/);
    expect(plugin.title.trim()).not.toBe('');
  });

  matrixProperties(it, () => plugin.support);

  it('makes an index that is empty, each time a new one', () => {
    const [one, other] = [plugin.create<object>(), plugin.create<object>()];
    one.store(0, 1, {});
    expect([one.size, other.size, other.load(0)]).toEqual([1, 0, null]);
  });

  it('makes one for what a munmap collects, too, and one that has bugs of the kernel or none', () => {
    const made = [
      plugin.create<object>({ purpose: 'detached' }),
      plugin.create<object>({ defects: ['spanning-store'] }),
    ];
    for (const index of made) index.store(3, 4, {});
    expect(made.map(({ size }) => size)).toEqual([1, 1]);
  });

  it('traces only while somebody listens', () => {
    let [told, listening] = [0, false];
    const index = plugin.create<object>({ trace: () => void told++, tracing: () => listening });
    for (let page = 0; page < 100; page++) index.store(page, page + 1, {});
    expect(told).toBe(0);
    listening = true;
    for (let page = 0; page < 100; page++) index.store(page, page + 1, {});
    expect(index.size).toBe(100);
  });
}
