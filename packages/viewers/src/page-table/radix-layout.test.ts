import { vpn } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { UnitScale } from '../element/unit-scale.ts';
import { toyArch, toyLeaf } from '../testing/toy-arch.ts';
import { ToyTables } from '../testing/toy-tables.ts';
import { dumpRows } from './dump-rows.ts';
import { entryAt, entryBox } from './entry-boxes.ts';
import { EntryLooks } from './entry-looks.ts';
import { bandsOf, mostUnitPx } from './radix-bands.ts';
import { partOf, placedOf, radixLayout, startOf, wayTo, type RadixLayout } from './radix-layout.ts';
import type { Placing } from './radix-picture.ts';
import { tableChanges } from './table-changes.ts';

/** Three pages far apart, and a run of huge ones beside the first. */
function someTables(): ToyTables {
  const tables = new ToyTables(toyArch);
  tables
    .set(0x100, toyLeaf({ pfn: 1 }))
    .set(0x101, toyLeaf({ pfn: 2 }))
    .set(0x7_0000_0000, toyLeaf({ pfn: 3 }));
  for (const block of [2, 3, 4]) tables.set(block * 512, toyLeaf({ pfn: block * 512 }, 2), 2);
  return tables;
}

/** A table's parts, a letter each: `T` a table, `L` a run of leaves, `.` a run of empty entries. */
const drawn = (layout: RadixLayout, level: number, at: number): string =>
  (placedOf(layout, { level, at })?.parts ?? [])
    .map(({ kind, from, to }) => (kind === 'table' ? 'T' : kind === 'leaves' ? `L${to - from}` : `.${to - from}`))
    .join(' ');

const placing = (layout: RadixLayout, width: number): Placing => {
  const scale = new UnitScale(layout.units, width, mostUnitPx(layout));
  return { layout, scale, bands: bandsOf(layout, scale, 352) };
};

describe('the tree of tables', () => {
  it('has every entry of a table in one of its parts, ascending', () => {
    const layout = radixLayout(someTables());
    expect(drawn(layout, 0, 0)).toBe('T .223 T .287');
    expect(drawn(layout, 2, 0)).toBe('T .1 L3 .507');
  });

  it('puts an entry exactly over the table that it points to', () => {
    const layout = radixLayout(someTables());
    for (const { x, units, level, parent, parentIndex } of layout.levels.flat().filter((each) => each.parent >= 0)) {
      const above = placedOf(layout, { level: level - 1, at: parent });
      expect(above && partOf(above, parentIndex)).toMatchObject({ x, units });
    }
  });

  it('leads to a page as the hardware walks, and stops where nothing is', () => {
    const tables = someTables();
    const layout = radixLayout(tables);
    for (const page of [0x100, 0x101, 0x7_0000_0000, 0x7_0000_0001, 2 * 512 + 5, 512, 0x3_0000_0000])
      expect(wayTo(layout, page).map(({ index }) => index)).toEqual(tables.walk(vpn(page)).map(({ index }) => index));
  });

  it('finds under the middle of an entry that very entry, at any zoom', () => {
    const layout = radixLayout(someTables());
    for (const zoom of [1, 6, 60]) {
      const at = placing(layout, 900);
      const near: Placing = { ...at, scale: at.scale.zoomedAt(100, zoom) };
      const bands = bandsOf(layout, near.scale, 352);
      for (const place of [...wayTo(layout, 0x101), ...wayTo(layout, 3 * 512)]) {
        const box = entryBox({ ...near, bands }, place);
        if (box === null || box.width < 2) continue;
        expect(entryAt({ ...near, bands }, box.x + box.width / 2, box.y + box.height / 2)).toEqual(place);
      }
    }
  });

  it('is a list of runs, as the kernel dumps it', () => {
    const layout = radixLayout(someTables());
    const rows = dumpRows(layout, new EntryLooks(toyArch));
    expect(
      rows.map(({ level, start, end, entries, isContiguous }) => [level, start, end, entries, isContiguous]),
    ).toEqual([
      [3, 0x100, 0x102, 2, true],
      [2, 2 * 512, 5 * 512, 3, true],
      [3, 0x7_0000_0000, 0x7_0000_0001, 1, true],
    ]);
  });
});

describe('what became of the tables', () => {
  it('is told by place: new ones, those that are gone, words that differ', () => {
    const [before, now] = [someTables(), someTables()];
    now.set(0x101, toyLeaf({ pfn: 2, dirty: true })).set(0x5_0000_0000, toyLeaf({ pfn: 9 }));
    const layout = radixLayout(now);
    const { made, gone, entries, tables } = tableChanges(layout, before);
    expect([made, gone]).toEqual([3, 0]);
    expect(entries).toBe(1 + 1 + 3);
    const [pte] = layout.levels[3] ?? [];
    expect(pte && [...(tables.get(pte.table)?.entries ?? [])].map((index) => startOf(pte, index))).toEqual([0x101]);
    expect(tableChanges(radixLayout(before), now)).toMatchObject({ made: 0, gone: 3 });
  });
});
