import { describe, expect, it } from 'vitest';
import { PAGE, Strip, mmOf } from '../testing/strip.ts';

describe('costs of a view', () => {
  it('count tables by level, and what a walk of them reads', () => {
    const cheap = mmOf('WW').view.cost;
    expect(cheap.tables.map(({ name }) => name)).toEqual(['pgd', 'pud', 'pmd', 'pte']);
    expect(cheap.walkReads).toBe(4);
    expect(cheap.reachPerEntry).toBe(Number(PAGE));
    const tables = cheap.tables.reduce((sum, { tables: count }) => sum + count, 0);
    expect(cheap.tableBytes).toBe(tables * Number(PAGE));
  });

  it('have one entry reach two megabytes where a huge page is', () => {
    const mm = new Strip({ system: { thp: 'always' } });
    const before = mm.view.cost;
    mm.mmap(null, 512, 'rw', 'PRIVATE|ANONYMOUS|POPULATE');
    const after = mm.view.cost;
    expect(after.translations - before.translations).toBe(1);
    expect(after.mappedBytes - before.mappedBytes).toBe(2 ** 21);
    expect(after.reserved - before.reserved).toBe(1);
    expect(after.leaves.at(-1)).toEqual({ bytes: 2 ** 21, leaves: 1 });
  });
});
