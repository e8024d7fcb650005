/** Positions against one in a sorted list, through any steps in any order. */

import { expect, it } from 'vitest';
import { MAX_INDEX, MapleTree } from './index.ts';
import { NaivePosition } from './testing/naive-position.ts';
import { random } from './testing/random.ts';
import { SortedList, type Named } from './testing/sorted-list.ts';

const STEPS = 6_000;
const SPAN = 600;

/** How many of a thousand steps write, and whether readers are told. */
function disagreement({ writes, rcu }: { readonly writes: number; readonly rcu: boolean }): string | null {
  const chance = random(3);
  const upTo = (limit: number): number => Math.floor(chance() * limit);
  const [tree, list] = [new MapleTree<Named>({ rcu, gaps: true }), new SortedList()];
  const store = (index: number, last: number, value: Named | null): void => {
    tree.storeRange(index, last, value);
    list.store(index, last, value);
  };
  for (let i = 0; i < 60; i++) store(10 * i + upTo(5), 10 * i + 5 + upTo(5), { name: i });
  const [mas, naive] = [tree.state(), new NaivePosition(list)];
  const limitAbove = (): number => (chance() < 0.4 ? MAX_INDEX : upTo(SPAN));
  const limitBelow = (): number => (chance() < 0.4 ? 0 : upTo(SPAN));
  const steps: readonly (readonly [name: string, act: (on: typeof mas | NaivePosition, number: number) => unknown])[] =
    [
      ['find', (on, max) => on.find(max)],
      ['next', (on, max) => on.next(max)],
      ['findRev', (on, min) => on.findRev(min)],
      ['prev', (on, min) => on.prev(min)],
      ['walk', (on) => on.walk()],
      ['set', (on, index) => on.set(index)],
      ['pause', (on) => (on instanceof NaivePosition ? void (on.status = 'pause') : on.pause())],
      ['reset', (on) => (on instanceof NaivePosition ? void (on.status = 'start') : on.reset())],
    ];
  for (let i = 0; i < STEPS; i++) {
    if (upTo(1000) < writes) {
      const index = upTo(SPAN);
      store(index, index + upTo(12), chance() < 0.4 ? null : { name: i });
    }
    // Mostly steps: they depend on what came before.
    const which = chance() < 0.85 ? upTo(4) : 4 + upTo(4);
    const number = which < 2 ? limitAbove() : which < 4 ? limitBelow() : upTo(SPAN);
    const [name, act] = steps[which] ?? ['nothing', () => null];
    const [found, due] = [act(mas, number), act(naive, number)];
    const [is, must] = [mas, naive].map(({ index, last, status }) => `${index}-${last} ${status}`);
    if (found !== due || is !== must) return `step ${i}, ${name}(${number}): ${is}, not ${must}`;
  }
  return null;
}

it('a position goes where one in a sorted list goes', () => {
  expect(disagreement({ writes: 0, rcu: false })).toBe(null);
  expect(disagreement({ writes: 0, rcu: true })).toBe(null);
});

it('a position goes where one in a sorted list goes, also while somebody writes between two steps', () => {
  expect(disagreement({ writes: 100, rcu: false })).toBe(null);
});
