/** Whole tables on x86-64: rights that add up, modes, marks and codes, as the Intel SDM has them (volume 3, 5.6 to 5.8). */

import { describe, expect, it } from 'vitest';
import { pfn, vmFlags, walk, type MmuAccess, type MmuControls, type Translation } from '@mm-playground/api';
import { x8664 } from './index.ts';

const arch = x8664.configure({});
const ROOT = 0x1000n;
const VA = 0x0000_0080_4020_1008n;
const USER = {
  load: { kind: 'load', by: 'user' },
  store: { kind: 'store', by: 'user' },
  fetch: { kind: 'fetch', by: 'user' },
} as const;
const KERNEL = {
  load: { kind: 'load', by: 'kernel' },
  store: { kind: 'store', by: 'kernel' },
  fetch: { kind: 'fetch', by: 'kernel' },
} as const;
const NX = 1n << 63n;
const WRITABLE = arch.withLeafState(3, arch.mkLeaf(3, pfn(7), vmFlags('READ', 'WRITE', 'SHARED')), { young: false });
const TABLES = [0, 1, 2].map((level) => arch.encodeTable(level, pfn(level + 2)) & ~(1n << 5n));

/** Entries at index 1 of a table each, root first. */
function walked(access: MmuAccess, controls: MmuControls = {}, leaf = WRITABLE, tables = TABLES, va = VA): Translation {
  const words = new Map([...tables, leaf].map((word, level) => [BigInt(level + 1) * 0x1000n + 8n, word]));
  return walk(arch, { read: (pa) => words.get(pa) ?? 0n }, ROOT, va, access, controls);
}

const code = (translation: Translation): bigint | string =>
  translation.kind === 'fault' ? translation.code : 'allowed';

describe('a walk on x86-64', () => {
  it('ends at the page, and marks all entries accessed and a written leaf dirty', () => {
    const translation = walked(USER.store);
    expect(translation).toMatchObject({ kind: 'page', pa: 0x7008n });
    expect(translation.marks.map(({ before, after }) => before ^ after)).toEqual([0x20n, 0x20n, 0x20n, 0x60n]);
    expect(walked(USER.load).marks.at(-1)).toMatchObject({ after: WRITABLE | 0x20n });
  });

  it('grants what all entries grant', () => {
    const without = (level: number, bit: bigint): bigint[] =>
      TABLES.map((word, at) => (at === level ? word & ~bit : word));
    expect(code(walked(USER.store, {}, WRITABLE, without(1, 2n)))).toBe(0x7n);
    expect(code(walked(USER.load, {}, WRITABLE, without(0, 4n)))).toBe(0x5n);
    expect(code(walked(USER.fetch))).toBe(0x15n);
    expect(code(walked(USER.fetch, {}, WRITABLE & ~NX))).toBe('allowed');
  });

  it('keeps the kernel from user pages by SMEP and SMAP, and not without', () => {
    expect(code(walked(KERNEL.load))).toBe(0x1n);
    expect(code(walked(KERNEL.load, { AC: 1 }))).toBe('allowed');
    expect(code(walked(KERNEL.load, { SMAP: 0 }))).toBe('allowed');
    expect(code(walked(KERNEL.fetch, {}, WRITABLE & ~NX))).toBe(0x11n);
    expect(code(walked(KERNEL.fetch, { SMEP: 0 }, WRITABLE & ~NX))).toBe('allowed');
  });

  it('lets the kernel write to what is read-only without WP', () => {
    expect(code(walked(KERNEL.store, { SMAP: 0 }, WRITABLE & ~2n))).toBe(0x3n);
    expect(code(walked(KERNEL.store, { SMAP: 0, WP: 0 }, WRITABLE & ~2n))).toBe('allowed');
  });

  it('asks the protection key for data, and says so in the code', () => {
    const key5 = WRITABLE | (5n << 59n);
    const noWrite = { PKE: 1, PKRU: 2 << 10 };
    expect(code(walked(USER.store, noWrite, key5))).toBe(0x27n);
    expect(code(walked(USER.load, noWrite, key5))).toBe('allowed');
    expect(code(walked(USER.load, { PKE: 1, PKRU: 1 << 10 }, key5))).toBe(0x25n);
    expect(code(walked(USER.fetch, { PKE: 1, PKRU: 1 << 10 }, key5 & ~NX))).toBe('allowed');
    expect(code(walked(USER.store, { PKRU: 2 << 10 }, key5))).toBe('allowed');
  });

  it('takes NX for reserved without NXE, and then has no bit for fetches but with SMEP', () => {
    expect(code(walked(USER.load, { NXE: 0 }))).toBe(0xdn);
    expect(code(walked(USER.fetch, { NXE: 0, SMEP: 0 }, 0n))).toBe(0x4n);
    expect(code(walked(USER.fetch, { NXE: 0 }, 0n))).toBe(0x14n);
  });

  it('takes no address that is not canonical', () => {
    expect(walked(USER.load, {}, WRITABLE, TABLES, 0x8000_0000_0000n)).toMatchObject({ reason: 'address', code: 0n });
    expect(walked(USER.load, {}, WRITABLE, TABLES, 0xffff_8000_0000_0000n)).toMatchObject({ reason: 'missing' });
  });

  it('leaves open what of the tables it marked before it faulted, and marks nothing where it did not get', () => {
    expect(walked(USER.load, {}, 0n).marks.map(({ pa }) => pa)).toEqual([0x1008n, 0x2008n, 0x3008n]);
    expect(walked(USER.load, {}, WRITABLE, [0n]).marks).toEqual([]);
  });
});
