/** What a tree says of its nodes while it stores, and of the store afterwards, against what became of its nodes. */

import { describe, expect, it } from 'vitest';
import type { MapleNodeEvent } from '@mm-playground/api';
import { inspect, type TreeEvent } from './index.ts';
import { crowd, leaves, nodeAt, withSlots } from './testing/crowd.ts';
import {
  erasures,
  MODES,
  randomStores,
  rangeOf,
  spanningStores,
  type Picture,
  type Shown,
} from './testing/each-store.ts';
import { shapeOf } from './testing/nodes.ts';

const sorted = (ids: Iterable<number>): number[] => [...ids].sort((one, other) => one - other);
const without = (of: ReadonlyMap<number, unknown>, other: ReadonlyMap<number, unknown>): number[] =>
  sorted([...of.keys()].filter((id) => !other.has(id)));

const namesAndRanges = (nodes: ReadonlyMap<number, Picture>, ids: readonly number[]): string =>
  ids.map((id) => `${id}: ${nodes.get(id)?.range}`).join(', ');

/** What the events of a name say, by node. */
const told = (events: readonly MapleNodeEvent<number>[], name: MapleNodeEvent['name']): string =>
  events
    .filter((event) => event.name === name)
    .toSorted((one, other) => one.node - other.node)
    .map((event) => `${event.node}: ${rangeOf(event)}`)
    .join(', ');

/** Each node that comes and each that goes, once, with its range. */
function expectComingAndGoing({ tree, before, after, events }: Shown): void {
  expect(told(events, 'node_alloc')).toBe(namesAndRanges(after, without(after, before)));
  const gone = namesAndRanges(before, without(before, after));
  expect(told(events, 'node_dead')).toBe(gone);
  expect(told(events, 'node_free')).toBe(tree.rcu ? '' : gone);
}

const OF_ONE = new Set(['node_alloc', 'node_dead', 'node_free']);

/** Nodes that take the place of others, by both. Returns the names of these events. */
function expectReplacing({ before, after, events }: Shown): string[] {
  expect(events.filter(({ name, other }) => OF_ONE.has(name) && other !== 0)).toEqual([]);
  const ofTwo = events.filter(({ name }) => !OF_ONE.has(name));
  for (const { name, node, other, ...range } of ofTwo) {
    expect([before.has(node), after.get(node)?.range]).toEqual([false, rangeOf(range)]);
    expect([before.has(other), after.has(other)]).toEqual(name === 'node_split' ? [false, true] : [true, false]);
    if (name === 'node_split') expect(Number(after.get(other)?.range.split('-')[0])).toBeGreaterThan(range.max);
  }
  return ofTwo.map(({ name }) => name);
}

function expectRecord({ tree, before, after }: Shown): void {
  const { lastStore } = inspect(tree.snapshot(), () => 0);
  expect(sorted(lastStore?.made ?? [])).toEqual(without(after, before));
  expect(sorted(lastStore?.replaced ?? [])).toEqual(without(before, after));
  const changed = [...before].filter(([id, was]) => {
    const is = after.get(id);
    return is !== undefined && was.contents.some((value, at) => value !== is.contents[at]);
  });
  for (const [id] of changed) expect(lastStore?.changed).toContain(id);
  for (const id of lastStore?.changed ?? []) expect([before.has(id), after.has(id)]).toEqual([true, true]);
}

describe.each(MODES)('a tree that is listened to, %o', (mode) => {
  it('tells of each node that comes and each that goes, once, with its range', () => {
    for (const shown of randomStores(mode)) expectComingAndGoing(shown);
    for (const shown of spanningStores(mode)) expectComingAndGoing(shown);
    for (const shown of erasures(mode)) expectComingAndGoing(shown);
  });

  it('tells of nodes that take the place of others, by both, with the range of the new one', () => {
    const names = new Set<string>();
    for (const shown of randomStores(mode)) for (const name of expectReplacing(shown)) names.add(name);
    expect(names).toEqual(new Set(['node_split', 'node_merge', 'node_replace']));
  });

  it('says of the last store which nodes it made, replaced, and changed in place', () => {
    for (const shown of randomStores(mode)) expectRecord(shown);
    for (const shown of erasures(mode)) expectRecord(shown);
  });
});

describe('a store over two leaves', () => {
  /** What is told of a store from a slot of the first of three leaves up to one of the second, and the shape that it leaves. */
  function over(slots: readonly [number, number, number], from: number, upTo: number, value: object | null): string[] {
    const events: TreeEvent[] = [];
    const tree = leaves(slots, (event) => events.push(event));
    const [first, second] = [nodeAt(tree, 1, 0), nodeAt(tree, 1, 1)];
    events.length = 0;
    tree.storeRange(first.node.minOf(from, 0), (second.node.pivots[upTo] ?? 0) - (upTo === 0 ? 1 : 0), value);
    const names = events.map(({ name }) => name).filter((name) => name === 'node_split' || name === 'node_merge');
    return [...names, shapeOf(tree)];
  }

  it('is told as a split where it leaves three, as a merge where it leaves one, and as neither where it leaves two', () => {
    expect(over([15, 16, 11], 14, 1, {})).toEqual(['3 | 15 14 11']);
    expect(over([16, 16, 11], 15, 0, null)).toEqual(['node_split', '4 | 11 10 11 11']);
    expect(over([15, 16, 11], 3, 10, {})).toEqual(['node_merge', '2 | 9 11']);
    expect(over([16, 16, 11], 8, 8, {})).toEqual(['node_merge', '2 | 16 11']);
  });

  it('is told as a split of the node above, too, where that has no room for a third', () => {
    const events: TreeEvent[] = [];
    const tree = withSlots([16, 10], (event) => events.push(event));
    crowd(tree, 1, 1, 16);
    const [first, second] = [nodeAt(tree, 1, 0), nodeAt(tree, 1, 1)];
    events.length = 0;
    tree.storeRange(first.node.minOf(15, 0), second.min, null);
    expect(shapeOf(tree)).toMatch(/^2 \| 6 5 \| 11 10 11 /);
    expect(events.filter(({ name }) => name === 'node_split')).toHaveLength(2);
  });
});
