import { MADV, pageFlagNames, type MappedPage, type Pfn, type Vpn } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { ARENA, PAGE, Strip, mmOf } from '../testing/strip.ts';

const FIRST = Number(ARENA / PAGE);

/** The pages of a strip that are mapped, by their number in the arena. */
function mapped(mm: Strip, pages = 16): Record<number, MappedPage> {
  const found = mm.view.physical?.mapped(FIRST as Vpn, pages) ?? [];
  return Object.fromEntries(found.map((each) => [each.page - FIRST, each]));
}

describe('physical memory of a view', () => {
  it('says of each page what kpageflags and kpagecount say', () => {
    const mm = mmOf('W');
    mm.mmap(1, 1);
    mm.load(1);
    const { 0: written, 1: read } = mapped(mm);
    expect(written).toMatchObject({ mapcount: 1, exclusive: true, frame: { use: 'anon', refcount: 1, order: 0 } });
    expect(pageFlagNames(written?.flags ?? 0)).toEqual(['uptodate', 'lru', 'mmap', 'anonymous', 'swapbacked']);
    expect(read).toMatchObject({ mapcount: 0, frame: { use: 'zero' } });
    expect(pageFlagNames(read?.flags ?? 0)).toEqual(['zero_page']);
  });

  it('gives each page of a huge page its own place in it, and its own mappings', () => {
    const mm = new Strip({ system: { thp: 'always' } });
    mm.mmap(null, 512, 'rw', 'PRIVATE|ANONYMOUS|POPULATE');
    const [huge] = [...mm.view.tables.leaves()].filter(({ pages }) => pages === 512);
    const start = huge?.start ?? (0 as Vpn);
    const at = (page: number): MappedPage | undefined => mm.view.physical?.mapped((start + page) as Vpn, 1)[0];
    expect(pageFlagNames(at(0)?.flags ?? 0)).toContain('compound_head');
    expect(pageFlagNames(at(7)?.flags ?? 0)).toContain('compound_tail');
    expect([at(7)?.mapcount, at(7)?.frame.order, (at(7)?.pfn ?? 0) - (at(0)?.pfn ?? 0)]).toEqual([1, 9, 7]);
    mm.call('munmap', BigInt(start) * PAGE, PAGE);
    expect([at(0), at(7)?.mapcount, at(7)?.frame.mapcount]).toEqual([undefined, 1, 511]);
  });

  it('keeps in the page what the entry of a huge page had noted, once that is split', () => {
    const mm = new Strip({ system: { thp: 'always' } });
    mm.mmap(null, 512, 'rw', 'PRIVATE|ANONYMOUS|POPULATE');
    const [huge] = [...mm.view.tables.leaves()].filter(({ pages }) => pages === 512);
    const start = huge?.start ?? (0 as Vpn);
    const isDirty = (): boolean[] =>
      mm.view.physical?.mapped(start, 2).map(({ flags }) => pageFlagNames(flags).includes('dirty')) ?? [];
    expect(isDirty()).toEqual([false, false]);
    mm.call('mprotect', BigInt(start + 256) * PAGE, 256n * PAGE, 1n);
    expect(isDirty()).toEqual([true, true]);
    mm.call('madvise', BigInt(start) * PAGE, 512n * PAGE, BigInt(MADV.values.MADV_FREE));
    expect(isDirty()).toEqual([false, false]);
  });

  it('tells whose a table is, and who maps a frame', () => {
    const mm = mmOf('W');
    mm.fork();
    const { physical, tables } = mm.view;
    const [root] = tables.tables();
    expect(root && physical?.frame(root.pfn)).toMatchObject({ use: 'table', owner: { kind: 'mm', level: 0 } });
    const page = mapped(mm)[0];
    const mappings = page && physical?.mappingsOf(page.pfn);
    expect(mappings?.map(({ page: at, writable }) => [at - FIRST, writable])).toEqual([
      [0, false],
      [0, false],
    ]);
    expect(new Set(mappings?.map(({ mm: id }) => id)).size).toBe(2);
  });

  it('has what is in use by ranges, without what is free', () => {
    const mm = mmOf('WWW');
    const [page] = Object.values(mapped(mm));
    const { physical } = mm.view;
    const first = page?.pfn ?? (0 as Pfn);
    const uses = (from: number, to: number): string[] | undefined =>
      physical?.inUse(from as Pfn, to as Pfn).map(({ use }) => use);
    expect(uses(first, first + 3)).toEqual(['anon', 'anon', 'anon']);
    expect(uses(first + 3, first + 50)).toEqual([]);
    expect(physical?.frames((first + 3) as Pfn, (first + 5) as Pfn).map(({ use }) => use)).toEqual(['pcp', 'pcp']);
  });

  it('keeps what it showed when the machine goes on', () => {
    const mm = mmOf('W');
    mm.machine.record(true);
    const { physical } = mm.view;
    mm.munmap(0, 1);
    expect(mm.view.physical?.mapped(FIRST as Vpn, 1)).toEqual([]);
    expect(physical?.mapped(FIRST as Vpn, 1).map(({ frame }) => frame.use)).toEqual(['anon']);
  });
});
