/** What a tree says of its nodes while it stores, and of the store afterwards, against what became of its nodes. */

import { describe, expect, it } from 'vitest';
import type { MapleNodeEvent } from '@mm-playground/api';
import { inspect, MapleTree, type TreeEvent } from './index.ts';
import { levelsOf } from './testing/nodes.ts';
import { random } from './testing/random.ts';

const STORES = 400;
const SPAN = 1_500;

/** What a node is at a moment: where it lies, and what a leaf holds. */
interface Picture {
  readonly range: string;
  readonly contents: readonly unknown[];
}

const rangeOf = ({ min, max }: { readonly min: number; readonly max: number }): string => `${min}-${max}`;

function picture(tree: MapleTree<object>): Map<number, Picture> {
  const places = levelsOf(tree).flat();
  return new Map(
    places.map(({ node, min }) => [
      node.id,
      {
        range: rangeOf({ min, max: node.max }),
        contents: node.leaf ? [...node.slots.slice(0, node.end + 1), ...node.pivots.slice(0, node.end + 1)] : [],
      },
    ]),
  );
}

/** One store: the nodes before it and after it, and what was told in between. */
interface Told {
  readonly before: ReadonlyMap<number, Picture>;
  readonly after: ReadonlyMap<number, Picture>;
  readonly events: readonly MapleNodeEvent<number>[];
  readonly view: ReturnType<typeof inspect>;
}

/** Makes stores of all kinds at random, now and then behind a snapshot, and shows each. */
function eachStore(gaps: boolean, rcu: boolean, look: (told: Told) => void): void {
  const chance = random(7);
  let events: TreeEvent[] = [];
  const tree = new MapleTree<object>({ gaps, rcu, trace: (event) => events.push(event) });
  for (let i = 0; i < STORES; i++) {
    const index = Math.floor(chance() * SPAN);
    const longest = chance() < 0.15 ? SPAN / 3 : 6;
    const last = index + Math.floor(chance() * longest);
    const before = picture(tree);
    if (i % 7 === 0) tree.snapshot();
    events = [];
    if (chance() >= 0.2) tree.storeRange(index, last, chance() < 0.2 ? null : {});
    else if (tree.erase(index) === null) continue;
    const told = events.flatMap((event) => ('other' in event ? [event] : []));
    const after = picture(tree);
    look({ before, after, events: told, view: inspect(tree.snapshot(), () => 0) });
  }
}

const sorted = (ids: Iterable<number>): number[] => [...ids].sort((one, other) => one - other);
const without = (of: ReadonlyMap<number, unknown>, other: ReadonlyMap<number, unknown>): number[] =>
  sorted([...of.keys()].filter((id) => !other.has(id)));

describe.each([
  { gaps: false, rcu: false },
  { gaps: true, rcu: true },
])('a tree that is listened to, %o', ({ gaps, rcu }) => {
  it('tells of each node that comes and each that goes, once, with its range', () => {
    eachStore(gaps, rcu, ({ before, after, events }) => {
      const named = (name: string): MapleNodeEvent<number>[] => events.filter((event) => event.name === name);
      expect(sorted(named('node_alloc').map(({ node }) => node))).toEqual(without(after, before));
      expect(sorted(named('node_dead').map(({ node }) => node))).toEqual(without(before, after));
      for (const event of named('node_alloc')) expect(rangeOf(event)).toBe(after.get(event.node)?.range);
      for (const event of named('node_dead')) expect(rangeOf(event)).toBe(before.get(event.node)?.range);
      const freed = named('node_free').map((event) => [event.node, rangeOf(event)]);
      expect(freed).toEqual(rcu ? [] : named('node_dead').map((event) => [event.node, rangeOf(event)]));
    });
  });

  it('tells of nodes that take the place of others, by both, with the range of the new one', () => {
    const seen = new Set<string>();
    eachStore(gaps, rcu, ({ before, after, events }) => {
      for (const { name, node, other, ...range } of events) {
        if (name === 'node_alloc' || name === 'node_dead' || name === 'node_free') {
          expect(other).toBe(0);
          continue;
        }
        seen.add(name);
        expect([before.has(node), after.get(node)?.range]).toEqual([false, rangeOf(range)]);
        expect([before.has(other), after.has(other)]).toEqual(name === 'node_split' ? [false, true] : [true, false]);
        if (name === 'node_split') expect(Number(after.get(other)?.range.split('-')[0])).toBeGreaterThan(range.max);
      }
    });
    expect(seen).toEqual(new Set(['node_split', 'node_merge', 'node_replace']));
  });

  it('says of the last store which nodes it made, replaced, and changed in place', () => {
    eachStore(gaps, rcu, ({ before, after, view: { lastStore } }) => {
      expect(sorted(lastStore?.made ?? [])).toEqual(without(after, before));
      expect(sorted(lastStore?.replaced ?? [])).toEqual(without(before, after));
      const changed = [...before.keys()].filter((id) => {
        const [was, is] = [before.get(id), after.get(id)];
        return is !== undefined && was?.contents.some((value, at) => value !== is.contents[at]);
      });
      for (const id of changed) expect(lastStore?.changed).toContain(id);
      for (const id of lastStore?.changed ?? []) expect([before.has(id), after.has(id)]).toEqual([true, true]);
    });
  });
});
