/** Properties of what does not depend on a word: geometry, field tables and the layout of a process. */

import { expect } from 'vitest';
import fc from 'fast-check';
import type { EntryKind } from '../architecture.ts';
import { RLIM_INFINITY } from '../constants.ts';
import { fieldMask, readField } from '../fields.ts';
import { addrOf, bytes } from '../units.ts';
import { VM_READ } from '../vm-flags.ts';
import type { Kit } from './architecture-kit.ts';

const KINDS: readonly EntryKind[] = ['none', 'table', 'leaf', 'swap', 'reserved'];
const KERNEL_ORDER = ['pgd', 'p4d', 'pud', 'pmd', 'pte'];
const WORD_BITS = 64;
const ENTRY_SHIFT = 3;
const MIB = 0x10_0000n;

/** Declares the properties of geometry. */
export function geometryProperties({ it, arch, levels }: Kit): void {
  const { geometry } = arch;

  it('names its levels as the kernel does, from pgd to pte', () => {
    const order = levels.map(({ spec }) => KERNEL_ORDER.indexOf(spec.name));
    expect(order).toEqual([...new Set(order)].toSorted((a, b) => a - b));
    expect(levels.at(0)?.spec.name).toBe('pgd');
    expect(levels.at(-1)?.spec.name).toBe('pte');
  });

  it('has a last level whose entries hold one page each', () => {
    expect(levels.at(-1)?.spec).toMatchObject({ spanShift: 0, leaf: true });
  });

  it('lets an entry span what the table below it spans', () => {
    for (const { level, spec } of levels.slice(0, -1)) {
      const below = geometry.levels[level + 1];
      expect(spec.spanShift).toBe((below?.spanShift ?? 0) + (below?.indexBits ?? 0));
    }
  });

  it('has tables that fit into a page', () => {
    for (const { spec } of levels) expect(spec.indexBits + ENTRY_SHIFT).toBeLessThanOrEqual(geometry.pageShift);
  });

  it('translates every user address', () => {
    const bits = levels.reduce<number>((sum, { spec }) => sum + spec.indexBits, geometry.pageShift);
    expect(bits).toBeGreaterThanOrEqual(geometry.userBits);
    expect(geometry.userBits).toBeGreaterThanOrEqual(bits - 1);
  });

  it('has physical addresses that an entry can hold', () => {
    expect(geometry.physicalBits).toBeGreaterThan(geometry.pageShift);
    expect(geometry.physicalBits).toBeLessThan(WORD_BITS);
  });
}

/** Declares the properties of field tables. */
export function fieldProperties({ it, arch, levels }: Kit): void {
  const tables = levels.flatMap(({ level, spec }) =>
    KINDS.map((kind) => ({ where: `${spec.name} ${kind}`, rows: arch.fields(level, kind) })),
  );

  it('describes all 64 bits of an entry at every level, ascending and without overlap', () => {
    const all = Array.from({ length: WORD_BITS }, (_, bit) => bit);
    for (const { where, rows } of tables) {
      const bits = rows.flatMap(({ lo, hi }) => Array.from({ length: hi - lo + 1 }, (_, i) => lo + i));
      expect({ where, bits }).toEqual({ where, bits: all });
    }
  });

  it('gives every field of a table a name of its own', () => {
    for (const { where, rows } of tables) {
      const names = rows.map((row) => row.name);
      expect({ where, names }).toEqual({ where, names: [...new Set(names)] });
    }
  });

  it('gives every field a meaning', () => {
    expect(tables.flatMap(({ rows }) => rows.filter((row) => !/\w/.test(row.meaning)))).toEqual([]);
  });

  it('explains only values that fit into their field', () => {
    const tooLarge = tables.flatMap(({ where, rows }) =>
      rows.flatMap((row) =>
        Object.keys(row.values ?? {})
          .filter((value) => BigInt(value) > readField(fieldMask(row), row))
          .map((value) => `${where} ${row.name} ${value}`),
      ),
    );
    expect(tooLarge).toEqual([]);
  });
}

/** Declares the properties of the layout. */
export function layoutProperties({ it, arch, check }: Kit): void {
  const { layout, geometry } = arch;
  const stack = bytes(8n * MIB);
  const anyLimit = fc.bigInt({ min: 0n, max: RLIM_INFINITY }).map(bytes);
  const anyRandom = fc.nat(2 ** Math.min(layout.mmapRandomBits, 30) - 1);

  it('ends user space within the addresses that user code has', () => {
    expect(layout.taskSize).toBeLessThanOrEqual(2 ** (geometry.userBits - geometry.pageShift));
    expect(layout.mapWindow).toBeLessThanOrEqual(layout.taskSize);
    expect(layout.stackTop).toBeLessThanOrEqual(layout.mapWindow);
    const searchEnd = layout.searchEnd ?? layout.taskSize;
    expect(searchEnd).toBeGreaterThanOrEqual(layout.mapWindow);
    expect(searchEnd).toBeLessThanOrEqual(layout.taskSize);
  });

  it('puts the areas in order: unmapped base, mmap base, stack', () => {
    const base = layout.mmapBase(stack, 0);
    expect(layout.unmappedBase).toBeGreaterThan(0);
    expect(base).toBeGreaterThan(layout.unmappedBase);
    expect(base).toBeLessThan(layout.stackTop);
  });

  it('leaves 128 MiB below the top for a stack of 8 MiB', () => {
    const top = addrOf(layout.stackTop, geometry.pageShift);
    expect(top - addrOf(layout.mmapBase(stack, 0), geometry.pageShift)).toBe(128n * MIB);
  });

  it('never raises mmap_base for a larger stack', () => {
    check(fc.tuple(anyLimit, anyLimit, anyRandom), ([a, b, random]) => {
      const [small, large] = a < b ? [a, b] : [b, a];
      expect(layout.mmapBase(large, random)).toBeLessThanOrEqual(layout.mmapBase(small, random));
    });
  });

  it('keeps mmap_base inside user space for every stack limit, unlimited included', () => {
    check(fc.oneof(anyLimit, fc.constant(bytes(RLIM_INFINITY))), (limit) => {
      expect(layout.mmapBase(limit, 0)).toBeGreaterThan(0);
      expect(layout.mmapBase(limit, 0)).toBeLessThan(layout.stackTop);
    });
  });

  it('lowers mmap_base by at least the random pages', () => {
    check(anyRandom, (random) => {
      expect(layout.mmapBase(stack, random)).toBeLessThanOrEqual(layout.mmapBase(stack, 0) - random);
    });
  });

  it('searches from the top for an ordinary stack limit', () => {
    expect(layout.isLegacy(stack)).toBe(false);
  });

  it('has a MAP_32BIT window that lies in user space, or none', () => {
    const window = layout.map32bit ?? { low: 0, high: 1 };
    expect(window.low).toBeLessThan(window.high);
    expect(window.high).toBeLessThanOrEqual(layout.mapWindow);
  });

  it('maps special areas that can be read, cannot grow, and have a name in brackets', () => {
    expect(layout.specialMappings).not.toEqual([]);
    for (const area of layout.specialMappings) {
      expect(area.name).toMatch(/^\[\w+\]$/);
      expect(area.pages).toBeGreaterThan(0);
      expect(area.flags.has(VM_READ)).toBe(true);
      expect(area.flags.names()).toContain('DONTEXPAND');
    }
  });

  it('has a gate area of whole pages above user space, or none', () => {
    const size = 1n << BigInt(geometry.pageShift);
    const top = addrOf(layout.taskSize, geometry.pageShift);
    const gate = layout.gate ?? { start: top, end: top + size, perms: '---p', name: '[none]' };
    expect(gate.start).toBeGreaterThanOrEqual(top);
    expect([gate.start % size, gate.end % size, gate.end > gate.start]).toEqual([0n, 0n, true]);
    expect(gate.perms).toMatch(/^[r-][w-][x-][sp]$/);
  });
}
