import { type AnonVmaView, type MappedPage, type RmapView, type Vpn } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { ARENA, PAGE, Strip, mmOf } from '../testing/strip.ts';

const FIRST = Number(ARENA / PAGE);

const rmapOf = (mm: Strip): RmapView => {
  const { rmap } = mm.view;
  if (rmap === null) throw new TypeError('this model has reverse mapping');
  return rmap;
};

/** The pages of a strip that are mapped, by their number in the arena. */
function mapped(mm: Strip, pages = 16): Record<number, MappedPage> {
  const found = mm.view.physical?.mapped(FIRST as Vpn, pages) ?? [];
  return Object.fromEntries(found.map((each) => [each.page - FIRST, each]));
}

const named = ({ anonVmas }: RmapView, id: number | null): AnonVmaView | undefined =>
  anonVmas.find((each) => each.id === id);

describe('anon_vmas of a view', () => {
  it('are a family once a process has forked: one below the other, with one root', () => {
    const mm = mmOf('WW');
    const own = mm.vma(0).anonVma;
    expect(named(rmapOf(mm), own)).toMatchObject({ root: own, parent: own, num_children: 1, num_active_vmas: 1 });
    mm.fork();
    const child = mm.vma(0);
    expect(rmapOf(mm).chain(child.id)).toEqual([
      { vma: child.id, anonVma: child.anonVma },
      { vma: child.id, anonVma: own },
    ]);
    expect(named(rmapOf(mm), child.anonVma)).toMatchObject({ root: own, parent: own, num_children: 0 });
    expect(named(rmapOf(mm), own)).toMatchObject({ num_children: 2, num_active_vmas: 1 });
    expect(named(rmapOf(mm), own)?.vmas.map(({ vma }) => vma)).toContain(child.id);
  });

  it('are shared by the pieces of a mapping, each with the page offsets that it has', () => {
    const mm = mmOf('WWWW');
    mm.mprotect(1, 2, 'r');
    const [only] = rmapOf(mm).anonVmas.filter(({ id }) => id === mm.vma(0).anonVma);
    expect(only?.vmas.map(({ first, last }) => [first - FIRST, last - FIRST])).toEqual([
      [0, 0],
      [1, 2],
      [3, 3],
    ]);
    expect(only?.num_active_vmas).toBe(3);
  });
});

describe('a walk from a page to its mappings', () => {
  it('asks parent and child, and finds the page in both until one of them writes', () => {
    const mm = mmOf('W');
    mm.fork();
    const [page] = Object.values(mapped(mm));
    const found = (): boolean[] | undefined =>
      page &&
      rmapOf(mm)
        .walk(page.pfn)
        ?.asked.map(({ maps }) => maps);
    expect(found()).toEqual([true, true]);
    mm.store(0);
    expect(found()).toEqual([true, false]);
  });

  it('goes through the mappings of a file for its pages', () => {
    const mm = new Strip();
    mm.mmap(0, 2, 'rw', 'SHARED|ANONYMOUS|FIXED');
    mm.store(1);
    const page = mapped(mm)[1];
    const walk = page && rmapOf(mm).walk(page.pfn);
    expect(walk).toMatchObject({ through: { kind: 'i_mmap' }, pgoff: 1, asked: [{ page: FIRST + 1, maps: true }] });
    const [file] = rmapOf(mm).files.filter(({ inode }) => inode === walk?.through.id);
    expect(file).toMatchObject({ nrpages: 1, i_mmap_writable: 1, i_mmap: [{ first: 0, last: 1 }] });
  });
});
