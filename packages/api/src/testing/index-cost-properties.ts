/** Properties of what an index says that it costs, where it says so. */

import { expect } from 'vitest';
import type { IndexCost } from '../index-cost.ts';
import type { VmaIndex } from '../vma-index.ts';
import type { IndexKit } from './index-kit.ts';
import type { Stored } from './naive-index.ts';

/** Enough entries that no index has all of them in one node that it reads whole. */
const MANY = 1_000;

/** Declares the properties of `cost()`. */
export function ownCostProperties({ it, plugin }: IndexKit): void {
  if (plugin.create<Stored>().cost === undefined) return;

  const numbersOf = ({ nodes, height, bytes, entries, lookup }: IndexCost): number[] => [
    ...[nodes, height, bytes, entries],
    ...[lookup.reads, lookup.bytes],
  ];
  const filled = (): VmaIndex<Stored> => {
    const index = plugin.create<Stored>();
    for (let at = 0; at < MANY; at++) index.store(4 * at, 4 * at + 3, { name: String(at) });
    return index;
  };
  const costOf = (index: VmaIndex<Stored>): IndexCost | undefined => index.cost?.();

  it('cost() names what it counts, in whole numbers, and as many entries as are stored', () => {
    for (const index of [plugin.create<Stored>(), filled()]) {
      const cost = costOf(index);
      expect(cost?.entries).toBe(index.size);
      expect(cost?.node).not.toBe('');
      expect(cost?.lookup.what).not.toBe('');
      for (const number of cost === undefined ? [] : numbersOf(cost)) {
        expect(Number.isSafeInteger(number)).toBe(true);
        expect(number).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('cost() says that many entries take nodes and bytes, that a lookup reads some of them, and is no taller than it has nodes', () => {
    const { nodes = 0, height = 0, bytes = 0, lookup } = costOf(filled()) ?? {};
    expect(nodes).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThanOrEqual(nodes);
    expect(height).toBeGreaterThan(0);
    expect(height).toBeLessThanOrEqual(nodes);
    expect(lookup?.reads).toBeGreaterThan(0);
    expect(lookup?.bytes).toBeGreaterThan(0);
  });

  it('cost() goes back with restore(), is the same in a clone, and changes nothing', () => {
    const index = filled();
    const [before, snapshot] = [costOf(index), index.snapshot()];
    expect(costOf(index.clone((value) => value))).toEqual(before);
    index.store(0, 4 * MANY, null);
    expect(costOf(index)?.entries).toBe(0);
    index.restore(snapshot);
    expect(costOf(index)).toEqual(before);
    expect([index.size, index.load(0)?.name]).toEqual([MANY, '0']);
  });
}
