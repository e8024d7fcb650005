/** Properties of each level by its name: every field of every kind of entry that it holds, and what entries leave alone. */

import { expect } from 'vitest';
import fc from 'fast-check';
import { SWAP_TYPE, type EntryKind, type FieldSpec } from '../architecture.ts';
import { fieldMask, readField, writeField } from '../fields.ts';
import { anyAccess, anyFrame, type Kit, type NumberedLevel } from './architecture-kit.ts';

const anyWord = fc.bigInt({ min: 0n, max: fieldMask({ lo: 0, hi: 63 }) });

/** Declares the properties of all levels. */
export function levelProperties(kit: Kit): void {
  for (const { level, spec } of kit.tableLevels) entryProperties(kit, `a ${spec.name} table`, level, 'table');
  for (const { level, spec } of kit.leafLevels) {
    entryProperties(kit, `a ${spec.name} leaf`, level, 'leaf');
    entryProperties(kit, `a ${spec.name} swap entry`, level, 'swap');
    frameProperty(kit, { level, spec });
  }
}

function entryProperties(kit: Kit, what: string, level: number, kind: EntryKind): void {
  const { it, arch, check } = kit;

  it(`reads back every field of ${what}, and leaves the others alone`, () => {
    const rows = arch.fields(level, kind);
    check(fc.record({ word: anyWord, field: fc.constantFrom(...rows), value: anyWord }), ({ word, field, value }) => {
      const kept = value & readField(fieldMask(field), field);
      const after = writeField(word, field, value);
      const others = rows.filter((row) => row !== field);
      expect(readField(after, field)).toBe(kept);
      expect(valuesOf(after, others)).toEqual(valuesOf(word, others));
    });
  });

  it(`is told apart by its fields: ${what} is put together again from them`, () => {
    const rows = arch.fields(level, kind);
    check(madeEntry(kit, level, kind), (word) => {
      const again = rows.reduce((sum, row) => writeField(sum, row, readField(word, row)), 0n);
      expect(arch.decode(level, again)).toEqual(arch.decode(level, word));
      expect(arch.decode(level, word).kind).toBe(kind);
    });
  });

  it(`writes no reserved bit into ${what}`, () => {
    const reserved = arch.fields(level, kind).filter(({ owner }) => owner === 'reserved');
    check(madeEntry(kit, level, kind), (word) => {
      expect(reserved.filter((field) => readField(word, field) !== 0n).map(({ name }) => name)).toEqual([]);
    });
  });
}

/** Entries of a kind as the architecture makes them. PROT_NONE leaves may hide their frame from speculation, in any bits. */
function madeEntry({ arch }: Kit, level: number, kind: EntryKind): fc.Arbitrary<bigint> {
  if (kind === 'table') return anyFrame(arch).map((frame) => arch.encodeTable(level, frame));
  if (kind === 'swap')
    return fc
      .record({ type: fc.nat(SWAP_TYPE.hwpoison), offset: fc.bigInt({ min: 1n, max: 0xffff_ffffn }) })
      .map((swap) => arch.encodeSwap({ kind: 'swap', ...swap }, level));
  const step = 2 ** (arch.geometry.levels[level]?.spanShift ?? 0);
  return fc.tuple(anyFrame(arch, step), anyAccess).map(([frame, flags]) => arch.mkLeaf(level, frame, flags));
}

function frameProperty({ it, arch, check }: Kit, { level, spec }: NumberedLevel): void {
  it(`has the frame of a ${spec.name} leaf in fields that the MMU reads`, () => {
    const read = arch
      .fields(level, 'leaf')
      .filter(({ owner }) => owner === 'mmu')
      .reduce((mask, field) => mask | fieldMask(field), 0n);
    const frame = anyFrame(arch, 2 ** spec.spanShift);
    check(fc.record({ a: frame, b: frame, flags: anyAccess }), ({ a, b, flags }) => {
      expect((arch.mkLeaf(level, a, flags) ^ arch.mkLeaf(level, b, flags)) & ~read).toBe(0n);
    });
  });
}

const valuesOf = (word: bigint, rows: readonly FieldSpec[]): bigint[] => rows.map((row) => readField(word, row));
