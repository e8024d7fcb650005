/**
 * Properties of whole tables: a tree is built with the architecture's own entries and walked by its geometry alone, as a
 * model and an MMU do it; what the walk finds is compared with a plain map of what was put in.
 */

import { expect } from 'vitest';
import fc from 'fast-check';
import type { Architecture } from '../architecture.ts';
import { pfn, vpn, type Pfn, type Vpn } from '../units.ts';
import type { VmFlags } from '../vm-flags.ts';
import { anyAccess, anyFrame, frameCount, noAccess, rightsOf, type Kit } from './architecture-kit.ts';

/** A mapping to put into the tables. */
interface Mapping {
  readonly level: number;
  readonly start: Vpn;
  readonly frame: Pfn;
  readonly flags: VmFlags;
}

/** Page tables in a map from frames to words, filled with an architecture's entries. */
class Tables {
  readonly root: Pfn;
  readonly #arch: Architecture;
  readonly #tables = new Map<Pfn, Map<number, bigint>>();
  #next: number;

  constructor(arch: Architecture) {
    this.#arch = arch;
    // Tables from the top of memory down: their frames use the highest address bits.
    this.#next = frameCount(arch);
    this.root = this.#allocate();
  }

  #allocate(): Pfn {
    const frame = pfn(--this.#next);
    this.#tables.set(frame, new Map());
    return frame;
  }

  indexOf(level: number, page: Vpn): number {
    const spec = this.#arch.geometry.levels[level];
    if (spec === undefined) throw new RangeError(`level ${level}`);
    return Math.floor(page / 2 ** spec.spanShift) % 2 ** spec.indexBits;
  }

  word(table: Pfn, index: number): bigint {
    return this.#tables.get(table)?.get(index) ?? 0n;
  }

  /** Maps unless something is in the way. Returns whether it did. */
  map({ level, start, frame, flags }: Mapping): boolean {
    let table = this.root;
    for (let above = 0; above < level; above++) {
      const next = this.#descend(above, table, this.indexOf(above, start));
      if (next === null) return false;
      table = next;
    }
    const index = this.indexOf(level, start);
    if (this.word(table, index) !== 0n) return false;
    this.#tables.get(table)?.set(index, this.#arch.mkLeaf(level, frame, flags));
    return true;
  }

  /** The table below an entry, made where there is none; null where a leaf is in the way. */
  #descend(level: number, table: Pfn, index: number): Pfn | null {
    const entry = this.#arch.decode(level, this.word(table, index));
    if (entry.kind === 'table') return entry.pfn;
    if (entry.kind !== 'none') return null;
    const below = this.#allocate();
    this.#tables.get(table)?.set(index, this.#arch.encodeTable(level, below));
    return below;
  }

  /** Walks to a page: the level and the word where the walk ends. */
  walk(page: Vpn): { level: number; word: bigint } {
    let table = this.root;
    for (let level = 0; ; level++) {
      const word = this.word(table, this.indexOf(level, page));
      const entry = this.#arch.decode(level, word);
      if (entry.kind !== 'table' || entry.pfn === null) return { level, word };
      table = entry.pfn;
    }
  }
}

function anyMapping({ arch, leafLevels }: Kit, access: fc.Arbitrary<VmFlags>): fc.Arbitrary<Mapping> {
  return fc.constantFrom(...leafLevels).chain(({ level, spec }) => {
    const step = 2 ** spec.spanShift;
    // Few places, so that mappings meet in the same tables, and the ends of the address space.
    const last = Math.floor(2 ** (arch.geometry.userBits - arch.geometry.pageShift) / step) - 1;
    const place = fc.oneof(
      fc.nat(Math.min(last, 40)),
      fc.nat(Math.min(last, 3)).map((n) => last - n),
    );
    return fc.record({
      level: fc.constant(level),
      start: place.map((n) => vpn(n * step)),
      frame: anyFrame(arch, step),
      flags: access,
    });
  });
}

/** Declares the properties of whole tables. */
export function walkProperties(kit: Kit): void {
  const { it, arch, levels, check } = kit;
  const userPages = 2 ** (arch.geometry.userBits - arch.geometry.pageShift);
  const mappings = fc.array(anyMapping(kit, fc.oneof(anyAccess, noAccess)), { minLength: 1, maxLength: 12 });

  const build = (wanted: readonly Mapping[]): { tables: Tables; mapped: Mapping[] } => {
    const tables = new Tables(arch);
    return { tables, mapped: wanted.filter((mapping) => tables.map(mapping)) };
  };

  it('finds every mapping by walking the tables, at its level and with its frame and rights', () => {
    check(mappings, (wanted) => {
      const { tables, mapped } = build(wanted);
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
      const { tables, mapped } = build(wanted);
      for (const { level, start } of mapped) {
        const pages = 2 ** (arch.geometry.levels[level]?.spanShift ?? 0);
        expect(tables.walk(vpn(start + pages - 1))).toEqual(tables.walk(start));
      }
    });
  });

  it('finds nothing where nothing was mapped', () => {
    check(mappings, (wanted) => {
      const { tables, mapped } = build(wanted);
      const covered = (page: number): boolean =>
        mapped.some(({ level, start }) => {
          const pages = 2 ** (arch.geometry.levels[level]?.spanShift ?? 0);
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
}
