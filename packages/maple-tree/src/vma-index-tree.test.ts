/** What the index of an mm says besides what every index says: of its readers, its nodes, and the kernel's functions. */

import { describe, expect, it } from 'vitest';
import type { IndexLook, VmaIndex } from '@mm-playground/api';
import type { TreeEvent } from './events.ts';
import { mapleIndex, mapleIndexWith } from './vma-index.ts';

interface Named {
  readonly id: number;
}

const idOf = ({ id }: Named): number => id;

/** Entries of one page with a hole of one behind each. */
function filled(count: number, options: Parameters<typeof mapleIndex.create>[0] = {}): VmaIndex<Named> {
  const index = mapleIndex.create<Named>(options);
  for (let id = 0; id < count; id++) index.store(2 * id, 2 * id + 1, { id });
  index.gracePeriod?.();
  return index;
}

const looksOf = (index: VmaIndex<Named>, start: number, end: number): IndexLook<Named>[] => [
  ...(index.walk?.(start, end) ?? []),
];

describe('a reader', () => {
  it('goes down level by level, then from slot to slot, with what it finds in each', () => {
    const index = filled(20);
    const { root } = index.inspect?.(idOf) ?? {};
    const leaf = `${root?.id}/${root?.child(0)?.id}`;
    expect(looksOf(index, 3, 5)).toEqual([
      { at: `${root?.id}.0 down` },
      { at: `${leaf}.0 down` },
      { at: `${leaf}.3` },
      { at: `${leaf}.4`, entry: { start: 4, end: 5, value: { id: 2 } } },
    ]);
  });

  it('goes on into the next leaf, and stops where nothing is to come', () => {
    const index = filled(20);
    const last = looksOf(index, 0, 1_000).at(-1);
    expect(looksOf(index, 0, 1_000)).toHaveLength(2 + 40);
    expect(last?.entry).toBeUndefined();
    expect(looksOf(index, 38, 39).map(({ entry }) => entry?.value.id)).toEqual([undefined, undefined, 19]);
  });

  it('whose node is replaced between two looks goes on behind what it saw last', () => {
    const index = filled(20);
    const reader = index.walk?.(4, 9);
    const seen: unknown[] = [];
    for (const look of reader ?? []) {
      if (!look.at.endsWith('down')) seen.push([look.entry?.start, look.entry?.value.id]);
      if (look.entry?.value.id === 2) index.store(5, 6, { id: 100 });
    }
    expect(seen).toEqual([
      [4, 2],
      [5, 100],
      [6, 3],
      [undefined, undefined],
      [8, 4],
    ]);
  });

  it('looks no further where what it saw last now reaches to its end', () => {
    const index = filled(20);
    const seen: unknown[] = [];
    for (const { at, entry } of index.walk?.(4, 9) ?? []) {
      if (!at.endsWith('down')) seen.push(entry?.start);
      if (entry?.start === 4) index.store(3, 9, { id: 100 });
    }
    expect(seen).toEqual([4]);
  });

  it('in an index without nodes looks at the entry and behind it', () => {
    expect(looksOf(filled(0), 0, 9)).toEqual([{ at: '' }]);
    const entry = { start: 0, end: 1, value: { id: 0 } };
    expect(looksOf(filled(1), 0, 1)).toEqual([{ at: '', entry }]);
    expect(looksOf(filled(1), 0, 5)).toEqual([{ at: '', entry }, { at: '' }]);
  });
});

describe('the shape of the tree', () => {
  it('is its nodes with what is in them, and then the dead', () => {
    const index = filled(3);
    const max = Number.MAX_SAFE_INTEGER;
    const { root } = index.inspect?.(idOf) ?? {};
    expect(index.shape?.(idOf)).toBe(`${root?.id}(0 0, - 1, 1 2, - 3, 2 4, - ${max})`);
    index.store(10, 11, { id: 5 });
    const now = index.inspect?.(idOf).root?.id;
    expect(index.shape?.(idOf)).toBe(
      `${now}(0 0, - 1, 1 2, - 3, 2 4, - 9, 5 10, - ${max}) ${root?.id}(0 0, - 1, 1 2, - 3, 2 4, - ${max})`,
    );
    expect(filled(0).shape?.(idOf)).toBe('');
  });

  it('tells a copy that a snapshot made from the node that it is', () => {
    const index = filled(2);
    const id = index.inspect?.(idOf).root?.id;
    index.snapshot();
    index.store(0, 1, { id: 7 });
    expect(index.shape?.(idOf)).toBe(`${id}+1(7 0, - 1, 1 2, - ${Number.MAX_SAFE_INTEGER})`);
  });

  it('has inner nodes around their children', () => {
    const index = filled(20);
    const { root } = index.inspect?.(idOf) ?? {};
    expect(index.shape?.(idOf)).toMatch(
      new RegExp(String.raw`^${root?.id}\(${root?.child(0)?.id}\(0 0, - 1, .*\) ${root?.pivots[0]}, `),
    );
  });
});

describe('its stores', () => {
  /** The functions that are told of a store over half an entry, by whether it may fail and what it writes. */
  const told = (purpose: 'mm' | 'detached', mayFail?: boolean, value: Named | null = { id: 9 }): string[] => {
    const events: TreeEvent[] = [];
    const index = mapleIndex.create<Named>({ purpose, trace: (event) => events.push(event) });
    index.store(10, 20, { id: 1 });
    index.store(30, 40, { id: 2 });
    events.length = 0;
    index.store(10, 15, value, mayFail);
    return events.flatMap((event) => ('fn' in event ? [event.fn] : []));
  };

  const [setAside, written] = ['mas_store_prealloc', 'mas_wr_node_store'];

  it('are those for which memory was set aside, unless they may fail; an erase may', () => {
    expect([told('mm'), told('mm', false), told('mm', true)]).toEqual([
      [setAside, written],
      [setAside, written],
      [written],
    ]);
    expect([told('mm', undefined, null), told('mm', true, null)]).toEqual([[written], [written]]);
    expect(told('mm', false, null)).toEqual([setAside, written]);
  });

  it('write the same, whether they may fail or not', () => {
    for (const mayFail of [undefined, false, true])
      for (const value of [{ id: 9 }, null]) {
        const index = mapleIndex.create<Named>();
        index.store(10, 20, { id: 1 });
        index.store(12, 15, value, mayFail);
        expect([11, 12, 14, 15].map((page) => index.load(page)?.id)).toEqual([1, value?.id, value?.id, 1]);
      }
  });

  it('into a copy are those of an mm', () => {
    const events: TreeEvent[] = [];
    const index = mapleIndex.create<Named>({ trace: (event) => events.push(event) });
    index.store(10, 20, { id: 1 });
    const copy = index.clone((value) => value);
    events.length = 0;
    copy.store(10, 15, { id: 2 });
    expect(events.flatMap((event) => ('fn' in event ? [event.fn] : []))).toEqual([setAside, written]);
  });

  it('of what a munmap collects may fail', () => {
    expect([told('detached'), told('detached', false)]).toEqual([[written], [setAside, written]]);
  });
});

describe('a window without a page', () => {
  it('has no entries and no room', () => {
    const index = filled(5);
    expect([[...index.range(4, 4)], index.values(4, 4), index.emptyArea(5, 5, 1), index.emptyAreaRev(5, 5, 1)]).toEqual(
      [...[[], []], ...[null, null]],
    );
    expect(() => index.store(5, 5, { id: 1 })).toThrow('[5, 5) is not a range of pages');
  });
});

it('a snapshot of another index is refused', () => {
  expect(() => filled(1).restore({ index: 'snapshot' })).toThrow('not a snapshot of a maple tree');
});

describe('what it is made with', () => {
  it('is gaps and readers for an mm, neither for what a munmap collects', () => {
    const flags = (purpose?: 'mm' | 'detached'): readonly string[] | undefined =>
      mapleIndex.create<Named>(purpose === undefined ? {} : { purpose }).inspect?.(idOf).flags;
    expect([flags(), flags('mm'), flags('detached')]).toEqual([
      ['ALLOC_RANGE', 'USE_RCU'],
      ['ALLOC_RANGE', 'USE_RCU'],
      [],
    ]);
  });

  it('is the bugs of the plugin and of the kernel', () => {
    const sizeAfterBug = (index: VmaIndex<object>): number => {
      for (let i = 0; i < 151; i++) index.store(16 * i, 16 * i + 16, {});
      index.store(50 * 16 + 8, 90 * 16, {});
      return index.size;
    };
    const bugs = ['spanning-store'] as const;
    const ill = mapleIndexWith({ id: 'ill', title: 'Ill', defects: bugs });
    const sound = sizeAfterBug(mapleIndex.create());
    expect(sizeAfterBug(ill.create())).toBe(sound + 1);
    expect(sizeAfterBug(mapleIndex.create({ defects: bugs }))).toBe(sound + 1);
    expect([ill.id, ill.title, mapleIndex.id, mapleIndex.title]).toEqual(['ill', 'Ill', 'maple', 'Maple tree']);
  });

  it('costs 256 bytes a node, and a lookup one node a level', () => {
    const index = filled(20);
    expect(index.cost?.()).toEqual({
      ...{ node: 'maple node', nodes: 4, height: 2, bytes: 1024, entries: 20 },
      lookup: { what: 'node', reads: 2, bytes: 256 },
    });
  });
});
