/** Whole tables on arm64: rights that add up, modes, marks and syndromes, as the Arm ARM has them (D8.4, D8.5). */

import { describe, expect, it } from 'vitest';
import { pfn, vmFlags, walk, type MmuAccess, type MmuControls, type Translation } from '@mm-playground/api';
import { arm64 } from './index.ts';

const arch = arm64.configure({});
const VA = 0x0000_0080_4020_1008n;
const LOAD: MmuAccess = { kind: 'load', by: 'user' };
const STORE: MmuAccess = { kind: 'store', by: 'user' };
const FETCH: MmuAccess = { kind: 'fetch', by: 'user' };
const byKernel = ({ kind }: MmuAccess): MmuAccess => ({ kind, by: 'kernel' });
const AF = 1n << 10n;
const CLEAN = arch.mkLeaf(3, pfn(7), vmFlags('READ', 'WRITE', 'SHARED'));
const TEXT = arch.mkLeaf(3, pfn(7), vmFlags('READ', 'EXEC'));
const TABLES = [0, 1, 2].map((level) => arch.encodeTable(level, pfn(level + 2)));

function walked(access: MmuAccess, controls: MmuControls = {}, leaf = CLEAN, tables = TABLES, va = VA): Translation {
  const words = new Map([...tables, leaf].map((word, level) => [BigInt(level + 1) * 0x1000n + 8n, word]));
  return walk(arch, { read: (pa) => words.get(pa) ?? 0n }, 0x1000n, va, access, controls);
}

const code = (translation: Translation): bigint | string =>
  translation.kind === 'fault' ? translation.code : 'allowed';

describe('a walk on arm64', () => {
  it('marks a clean writable page dirty by clearing AP[2], where hardware does so', () => {
    const translation = walked(STORE);
    expect(translation).toMatchObject({ kind: 'page', pa: 0x7008n, marks: [{ before: CLEAN, after: CLEAN & ~0x80n }] });
    expect(code(walked(STORE, { HD: 0 }))).toBe(0x9200_004fn);
    expect(code(walked(STORE, { HA: 0 }))).toBe(0x9200_004fn);
  });

  it('faults by the access flag where hardware does not set it', () => {
    expect(walked(LOAD, {}, CLEAN & ~AF)).toMatchObject({ kind: 'page', marks: [{ after: CLEAN }] });
    expect(walked(LOAD, { HA: 0 }, CLEAN & ~AF)).toMatchObject({ reason: 'unmarked', code: 0x9200_000bn });
  });

  it('grants what no table takes away', () => {
    const withBit = (bit: bigint): bigint[] => TABLES.map((word, level) => (level === 1 ? word | (1n << bit) : word));
    expect(code(walked(LOAD, {}, CLEAN, withBit(61n)))).toBe(0x9200_000fn);
    expect(code(walked(STORE, {}, CLEAN, withBit(62n)))).toBe(0x9200_004fn);
    expect(code(walked(FETCH, {}, TEXT, withBit(60n)))).toBe(0x8200_000fn);
    expect(code(walked(FETCH, {}, TEXT))).toBe('allowed');
  });

  it('keeps EL1 from the memory of EL0 by PAN, and from executing what EL0 can write or PXN forbids', () => {
    expect(code(walked(byKernel(LOAD)))).toBe(0x9600_000fn);
    expect(code(walked(byKernel(LOAD), { PAN: 0 }))).toBe('allowed');
    expect(code(walked(byKernel(FETCH), {}, TEXT))).toBe(0x8600_000fn);
    const open = TEXT & ~(1n << 53n);
    const tables = TABLES.map((word) => word & ~(1n << 59n));
    expect(code(walked(byKernel(FETCH), {}, open))).toBe(0x8600_000fn);
    expect(code(walked(byKernel(FETCH), {}, open, tables))).toBe('allowed');
    expect(code(walked(byKernel(FETCH), {}, open & ~0x80n, tables))).toBe(0x8600_000fn);
  });

  it('executes nothing that can be written with WXN', () => {
    const both = arch.mkLeaf(3, pfn(7), vmFlags('READ', 'WRITE', 'EXEC', 'SHARED'));
    expect(code(walked(FETCH, {}, both))).toBe('allowed');
    expect(code(walked(FETCH, { WXN: 1 }, both))).toBe(0x8200_000fn);
    expect(code(walked(FETCH, { WXN: 1 }, TEXT))).toBe('allowed');
  });

  it('says level 0 of an address of too many bits, wherever its walks begin', () => {
    expect(walked(LOAD, {}, CLEAN, TABLES, 1n << 48n)).toMatchObject({ reason: 'address', code: 0x9200_0004n });
  });
});
