/** Whole tables on loongarch64: privilege levels, the order of checks and ESTAT, as the manual's pseudocode has them. */

import { describe, expect, it } from 'vitest';
import { pfn, vmFlags, walk, type MmuAccess, type MmuControls, type Translation } from '@mm-playground/api';
import { loongarch64 } from './index.ts';

const arch = loongarch64.configure({});
const VA = 0x10_0200_c008n;
const by = (who: MmuAccess['by']): Readonly<Record<MmuAccess['kind'], MmuAccess>> => ({
  load: { kind: 'load', by: who },
  store: { kind: 'store', by: who },
  fetch: { kind: 'fetch', by: who },
});
const [USER, KERNEL] = [by('user'), by('kernel')];
const FRAME = 7n << 14n;
const FRESH = arch.mkLeaf(2, pfn(7), vmFlags('READ', 'WRITE', 'SHARED'));
const DIRTY = arch.withLeafState(2, FRESH, { dirty: true });
const [NR, NX, RPLV, PLV] = [1n << 61n, 1n << 62n, 1n << 63n, 3n << 2n];

function walked(access: MmuAccess, leaf: bigint, controls: MmuControls = {}, va = VA): Translation {
  const entries = [arch.encodeTable(0, pfn(2)), arch.encodeTable(1, pfn(3)), leaf];
  const words = new Map(entries.map((word, level) => [(BigInt(level + 1) << 14n) + (level === 2 ? 24n : 8n), word]));
  return walk(arch, { read: (pa) => words.get(pa) ?? 0n }, 1n << 14n, va, access, controls);
}

const ecode = (translation: Translation): bigint | 'allowed' =>
  translation.kind === 'fault' ? translation.code >> 16n : 'allowed';

describe('a walk on loongarch64', () => {
  it('reaches the page, and marks nothing', () => {
    expect(walked(USER.store, DIRTY)).toMatchObject({ kind: 'page', pa: FRAME + 8n, marks: [] });
  });

  it('traps where software has to mark: an old page by PIL, a clean one by PME', () => {
    const old = arch.withLeafState(2, DIRTY, { young: false });
    expect(walked(USER.load, old)).toMatchObject({ reason: 'unmarked' });
    expect([USER.load, USER.store, USER.fetch].map((access) => ecode(walked(access, old)))).toEqual([1n, 2n, 3n]);
    expect(ecode(walked(USER.store, FRESH))).toBe(4n);
  });

  it('lets the kernel store where D is clear, if it is told to', () => {
    expect(ecode(walked(KERNEL.store, FRESH))).toBe(4n);
    expect(ecode(walked(KERNEL.store, FRESH, { DWPL0: 1 }))).toBe('allowed');
    expect(ecode(walked(USER.store, FRESH, { DWPL0: 1 }))).toBe(4n);
  });

  it('keeps user code from pages of the kernel, and the kernel from those that are restricted to user code', () => {
    expect(walked(USER.load, DIRTY & ~PLV)).toMatchObject({ reason: 'privilege', code: 0x7_0000n });
    expect(ecode(walked(KERNEL.load, DIRTY))).toBe('allowed');
    expect(ecode(walked(KERNEL.load, DIRTY | RPLV))).toBe(7n);
    expect(ecode(walked(USER.load, DIRTY | RPLV))).toBe('allowed');
  });

  it('looks at NX before the privilege level, and at NR and D after it', () => {
    expect(ecode(walked(USER.fetch, (DIRTY & ~PLV) | NX))).toBe(6n);
    expect(ecode(walked(USER.load, (DIRTY & ~PLV) | NR))).toBe(7n);
    expect(ecode(walked(USER.store, FRESH & ~PLV))).toBe(7n);
  });

  it('lets pages be written that cannot be read', () => {
    expect(ecode(walked(USER.load, DIRTY | NR))).toBe(5n);
    expect(ecode(walked(USER.store, DIRTY | NR))).toBe('allowed');
  });

  it('has no address where bits 63:48 are unlike bit 47', () => {
    expect(ecode(walked(USER.load, DIRTY, {}, VA | (1n << 47n)))).toBe(0x48n);
    expect(ecode(walked(USER.load, DIRTY, {}, BigInt.asUintN(64, VA | (-1n << 47n))))).toBe('allowed');
  });
});
