/**
 * Whole tables for the architecture kit: a tree that is built with the architecture's own entries and walked by its geometry
 * alone, as a model and an MMU do it. Tables that become empty are freed, as free_pgtables() does.
 */

import fc from 'fast-check';
import type { Architecture } from '../architecture.ts';
import type { PhysicalWords } from '../mmu.ts';
import { pfn, vpn, type Pfn, type Vpn } from '../units.ts';
import type { VmFlags } from '../vm-flags.ts';
import { anyAccess, anyFrame, frameCount, noAccess, type Kit } from './architecture-kit.ts';

const ENTRY_SHIFT = 3n;

/** A mapping to put into the tables. */
export interface Mapping {
  readonly level: number;
  readonly start: Vpn;
  readonly frame: Pfn;
  readonly flags: VmFlags;
}

/** Page tables in a map from frames to words, filled with an architecture's entries. */
export class Tables implements PhysicalWords {
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

  /** How many there are, the root included. */
  get count(): number {
    return this.#tables.size;
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

  /** The word at a physical address. */
  read(pa: bigint): bigint {
    const shift = BigInt(this.#arch.geometry.pageShift);
    return this.word(pfn(Number(pa >> shift)), Number((pa & ((1n << shift) - 1n)) >> ENTRY_SHIFT));
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

  /** Takes a mapping away, and the tables that are empty then. */
  unmap({ level, start }: Mapping): void {
    const path = this.#pathTo(level, start);
    for (let at = level; at >= 0; at--) {
      const table = path[at] ?? this.root;
      const entries = this.#tables.get(table);
      entries?.delete(this.indexOf(at, start));
      if (at === 0 || entries === undefined || entries.size > 0) return;
      this.#tables.delete(table);
    }
  }

  /** The tables on the way to a level, root first, as their entries tell. */
  #pathTo(level: number, page: Vpn): Pfn[] {
    const path = [this.root];
    for (let above = 0; above < level; above++) {
      const next = this.#arch.decode(above, this.word(path[above] ?? this.root, this.indexOf(above, page))).pfn;
      if (next === null) throw new RangeError(`there is no table below level ${above} for page ${page}`);
      path.push(next);
    }
    return path;
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

/** Mappings at any level that holds leaves, in few places, so that they meet. */
export function anyMapping(
  { arch, leafLevels }: Kit,
  access: fc.Arbitrary<VmFlags> = fc.oneof(anyAccess, noAccess),
): fc.Arbitrary<Mapping> {
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

/** Lists of mappings, some of which are in each other's way. */
export const anyMappings = (kit: Kit): fc.Arbitrary<Mapping[]> =>
  fc.array(anyMapping(kit), { minLength: 1, maxLength: 12 });

/** Tables with these mappings, and those of them that nothing was in the way of. */
export function build(arch: Architecture, wanted: readonly Mapping[]): { tables: Tables; mapped: Mapping[] } {
  const tables = new Tables(arch);
  return { tables, mapped: wanted.filter((mapping) => tables.map(mapping)) };
}

/** The pages that an entry of a level spans. */
export const spanOf = ({ geometry }: Architecture, level: number): number =>
  2 ** (geometry.levels[level]?.spanShift ?? 0);
