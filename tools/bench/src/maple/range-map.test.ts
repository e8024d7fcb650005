import { describe, expect, it } from 'vitest';
import { itemsOf } from './measure.ts';
import { CANDIDATES, type RangeMap } from './range-map.ts';

/** The same on every candidate: what is measured is the same work. */
function play(map: RangeMap): unknown[] {
  const items = itemsOf(500);
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) throw new TypeError('no items');
  const said: unknown[] = [];
  for (let i = 0; i < 400; i++) {
    const item = items[(i * 37) % 500] ?? first;
    map.erase(item.start);
    said.push(map.floor(item.start + 3));
    map.insert(item);
    said.push(map.floor(item.start + 3)?.start, map.floor(item.last + 2));
  }
  map.replaceOver({ start: items[8]?.start ?? 0, last: items[15]?.last ?? 0 });
  said.push(map.sum(), map.floor(items[12]?.start ?? 0)?.last);
  map.erase(items[100]?.start ?? 0);
  said.push(map.sum());
  return said;
}

describe.each(CANDIDATES)('$name', ({ create, name }) => {
  it('says what the others say', () => {
    expect(play(create(itemsOf(500)))).toEqual(play(CANDIDATES[0]?.create(itemsOf(500)) as RangeMap));
  });

  it.skipIf(name === 'maple-tree')('finds the lowest hole with room', () => {
    const items = itemsOf(50);
    const map = create(items);
    map.erase(items[20]?.start ?? 0);
    expect(map.gap(items[3]?.start ?? 0, Number.MAX_SAFE_INTEGER, 16)).toBe((items[19]?.last ?? 0) + 1);
    expect(map.gap(items[3]?.start ?? 0, items[10]?.last ?? 0, 16)).toBe(-1);
  });

  it.skipIf(create([]).snapshotAndWrite === undefined)('writes after a snapshot', () => {
    const items = itemsOf(50);
    const map = create(items);
    const fresh = { start: items[7]?.start ?? 0, last: items[7]?.last ?? 0 };
    map.snapshotAndWrite?.(fresh);
    expect(map.floor(fresh.start)).toBe(fresh);
  });
});
