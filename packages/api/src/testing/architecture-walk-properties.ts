/**
 * Properties of whole tables: what a walk finds is compared with a plain list of what was put in, and with what is left of it.
 */

import { expect } from 'vitest';
import fc from 'fast-check';
import { vpn } from '../units.ts';
import { rightsOf, type Kit } from './architecture-kit.ts';
import { anyMapping, anyMappings, build, spanOf, Tables } from './kit-tables.ts';

/** Declares the properties of whole tables. */
export function walkProperties(kit: Kit): void {
  const { it, arch, levels, check } = kit;
  const userPages = 2 ** (arch.geometry.userBits - arch.geometry.pageShift);
  const mappings = anyMappings(kit);

  it('finds every mapping by walking the tables, at its level and with its frame and rights', () => {
    check(mappings, (wanted) => {
      const { tables, mapped } = build(arch, wanted);
      for (const { level, start, frame, flags } of mapped) {
        const found = tables.walk(start);
        const entry = arch.decode(found.level, found.word);
        expect({ level: found.level, pfn: entry.pfn }).toEqual({ level, pfn: frame });
        expect(rightsOf(entry)).toEqual(rightsOf(arch.decode(level, arch.mkLeaf(level, frame, flags))));
      }
    });
  });

  it('finds the same leaf from the first and the last page that it spans', () => {
    check(mappings, (wanted) => {
      const { tables, mapped } = build(arch, wanted);
      for (const { level, start } of mapped) {
        const pages = spanOf(arch, level);
        expect(tables.walk(vpn(start + pages - 1))).toEqual(tables.walk(start));
      }
    });
  });

  it('finds nothing where nothing was mapped', () => {
    check(mappings, (wanted) => {
      const { tables, mapped } = build(arch, wanted);
      const covered = (page: number): boolean =>
        mapped.some(({ level, start }) => {
          const pages = spanOf(arch, level);
          return start <= page && page < start + pages;
        });
      const near = mapped.flatMap(({ start }) => [start - 1, start + 1]);
      for (const page of near.filter((n) => n >= 0 && n < userPages && !covered(n)))
        expect(tables.walk(vpn(page)).word).toBe(0n);
    });
  });

  it('cuts the last user page into indexes that exist, and the first into zeroes', () => {
    const tables = new Tables(arch);
    const last = vpn(userPages - 1);
    expect(levels.map(({ level }) => tables.indexOf(level, vpn(0)))).toEqual(levels.map(() => 0));
    // The root may serve a kernel half, too: its last user index is the last of what remains.
    const below = levels.slice(1).reduce<number>((sum, { spec }) => sum + spec.indexBits, arch.geometry.pageShift);
    const expected = levels.map(({ spec }, level) =>
      level === 0 ? 2 ** (arch.geometry.userBits - below) - 1 : 2 ** spec.indexBits - 1,
    );
    expect(levels.map(({ level }) => tables.indexOf(level, last))).toEqual(expected);
  });

  it('leads every user page through other indexes than its neighbour', () => {
    const tables = new Tables(arch);
    const path = (page: number): string => levels.map(({ level }) => tables.indexOf(level, vpn(page))).join();
    check(fc.bigInt({ min: 0n, max: BigInt(userPages - 2) }), (page) => {
      expect(path(Number(page))).not.toBe(path(Number(page) + 1));
    });
  });

  it('frees every table when all mappings are taken away, in any order', () => {
    check(fc.record({ wanted: mappings, seed: fc.nat() }), ({ wanted, seed }) => {
      const { tables, mapped } = build(arch, wanted);
      for (const mapping of shuffled(mapped, seed)) tables.unmap(mapping);
      expect(tables.count).toBe(1);
      expect(mapped.map(({ start }) => tables.walk(start).word)).toEqual(mapped.map(() => 0n));
    });
  });

  it('finds what is left after any mapping was taken away, as if the others had never been there', () => {
    check(fc.record({ wanted: mappings, pick: fc.nat() }), ({ wanted, pick }) => {
      const { tables, mapped } = build(arch, wanted);
      const gone = mapped[pick % mapped.length];
      if (gone !== undefined) tables.unmap(gone);
      const left = mapped.filter((mapping) => mapping !== gone);
      const alone = build(arch, left).tables;
      expect(tables.count).toBe(alone.count);
      expect(left.map(({ start }) => tables.walk(start))).toEqual(left.map(({ start }) => alone.walk(start)));
    });
  });

  it('needs a table a level for one mapping, and none below it', () => {
    check(anyMapping(kit), (mapping) => {
      expect(build(arch, [mapping]).tables.count).toBe(mapping.level + 1);
    });
  });
}

/** The list in an order of its own for each seed. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const left = [...list];
  return list.flatMap((_, i) => left.splice((seed >> (i % 16)) % left.length, 1));
}
