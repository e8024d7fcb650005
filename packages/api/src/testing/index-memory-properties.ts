/** Properties of what an index was: snapshots that stay, and copies that go their own way. */

import { expect } from 'vitest';
import fc from 'fast-check';
import { small, type IndexKit } from './index-kit.ts';
import { anyRange, anySteps, drawSteps, entriesOf, play, type Step } from './index-steps.ts';
import type { Stored } from './naive-index.ts';
import { drawExample, forAll } from './smallest-example.ts';

/** Declares the properties of snapshot() and restore(). */
export function snapshotProperties(kit: IndexKit): void {
  const { it, plugin, random } = kit;

  it('a snapshot stays what it was, however often it is restored', () => {
    const { index } = small(kit);
    const before = entriesOf(index);
    const snapshot = index.snapshot();
    for (let i = 0; i < 3; i++) {
      index.store(i, 20, { name: 'x' });
      index.restore(snapshot);
      expect(entriesOf(index)).toEqual(before);
    }
  });

  it('lead backward and forward again', () => {
    const { index } = small(kit);
    const [first, before] = [index.snapshot(), entriesOf(index)];
    index.store(0, 7, null);
    const [second, after] = [index.snapshot(), entriesOf(index)];
    index.restore(first);
    expect(entriesOf(index)).toEqual(before);
    index.restore(second);
    expect(entriesOf(index)).toEqual(after);
  });

  it('refuse what is no snapshot of theirs', () => {
    expect(() => small(kit).index.restore({ index: 'snapshot' })).toThrow(TypeError);
  });

  it('every snapshot stays what it was, whatever is stored and restored afterwards, in any order', () => {
    const any = fc.record({ steps: anySteps, visits: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }) });
    forAll(
      any,
      ({ steps, visits }) => {
        const { index } = play(plugin, []);
        const moments = steps.map((step, at) => {
          if ('start' in step) index.store(step.start, step.end, step.kind === 'store' ? { name: `${at}` } : null);
          return { snapshot: index.snapshot(), entries: entriesOf(index), size: index.size };
        });
        for (const visit of visits) {
          const moment = moments[visit % moments.length];
          if (moment === undefined) continue;
          index.restore(moment.snapshot);
          expect([index.size, entriesOf(index)]).toEqual([moment.size, moment.entries]);
        }
      },
      { ...random, draw: ({ steps, visits }) => `${drawSteps(steps)}\nrestored: ${visits.join(', ')}` },
    );
  });

  it('a snapshot of the original cannot be restored into a copy', () => {
    const { index } = small(kit);
    const snapshot = index.snapshot();
    const copy = index.clone((value) => value);
    expect(() => copy.restore(snapshot)).toThrow(TypeError);
  });
}

/** Declares the properties of clone(). */
export function cloneProperties(kit: IndexKit): void {
  const { it, plugin, random } = kit;

  it('has the same ranges with other values, and leaves out those that become null', () => {
    const { index, b } = small(kit);
    const copy = index.clone((value) => (value === b ? null : { name: `${value.name}'` }));
    expect(entriesOf(copy).map(({ start, end, value }) => `${start}-${end} ${value.name}`)).toEqual([
      "2-6 a'",
      "10-12 c'",
    ]);
  });

  it('goes its own way, and leaves the original its own', () => {
    const { index } = small(kit);
    const before = entriesOf(index);
    const copy = index.clone((value) => value);
    copy.store(0, 20, null);
    expect([entriesOf(index), copy.size]).toEqual([before, 0]);
    index.store(0, 20, { name: 'x' });
    expect(copy.size).toBe(0);
  });

  it('and the original see nothing of what the other stores, after any stores', () => {
    const anyLater = fc.record({ steps: anySteps, later: fc.array(anyRange, { minLength: 1, maxLength: 12 }) });
    const draw = ({ steps, later }: { readonly steps: readonly Step[]; readonly later: readonly object[] }): string =>
      `${drawSteps(steps)}\nthen stored on one side alone:\n${drawExample(later)}`;
    forAll(
      anyLater,
      ({ steps, later }) => {
        const { index } = play(plugin, steps);
        const copy = index.clone((value) => value);
        for (const [written, other] of [
          [index, copy],
          [copy, index],
        ] as const) {
          const before = entriesOf(other);
          for (const { start, end } of later) written.store(start, end, { name: 'later' });
          expect(entriesOf(other)).toEqual(before);
        }
      },
      { ...random, draw },
    );
  });

  it('asks for each value once, ascending', () => {
    const asked: string[] = [];
    small(kit).index.clone((value) => (asked.push(value.name), value));
    expect(asked).toEqual(['a', 'b', 'c']);
  });

  it('of a copy is a copy of its own', () => {
    const { index } = small(kit);
    const second = index.clone((value) => value).clone((value) => value);
    index.store(0, 20, null);
    expect(entriesOf(second).map(({ value }) => value.name)).toEqual(['a', 'b', 'c']);
  });

  it('of an empty index, and one that leaves everything out, are empty', () => {
    const { index } = small(kit);
    const copies = [plugin.create<Stored>().clone((value) => value), index.clone(() => null)];
    expect(copies.map((copy) => [copy.size, copy.find(0)])).toEqual([
      [0, null],
      [0, null],
    ]);
  });
}
