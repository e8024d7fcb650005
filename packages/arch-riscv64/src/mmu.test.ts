/** Whole tables on riscv64: modes, marks and causes, as the privileged architecture has them. */

import { describe, expect, it } from 'vitest';
import { pfn, vmFlags, walk, type MmuAccess, type MmuControls, type Translation } from '@mm-playground/api';
import { riscv64 } from './index.ts';

const arch = riscv64.configure({});
const VA = 0x0000_0080_4020_1008n;
const LOAD: MmuAccess = { kind: 'load', by: 'user' };
const STORE: MmuAccess = { kind: 'store', by: 'user' };
const FETCH: MmuAccess = { kind: 'fetch', by: 'user' };
const byKernel = ({ kind }: MmuAccess): MmuAccess => ({ kind, by: 'kernel' });
const SHARED = arch.mkLeaf(3, pfn(7), vmFlags('READ', 'WRITE', 'SHARED'));
const ONLY_EXEC = arch.mkLeaf(3, pfn(7), vmFlags('EXEC'));
const TABLES = [0, 1, 2].map((level) => arch.encodeTable(level, pfn(level + 2)));
const OLD = SHARED & ~(1n << 6n);

function walked(access: MmuAccess, controls: MmuControls = {}, leaf = SHARED, va = VA): Translation {
  const words = new Map([...TABLES, leaf].map((word, level) => [BigInt(level + 1) * 0x1000n + 8n, word]));
  return walk(arch, { read: (pa) => words.get(pa) ?? 0n }, 0x1000n, va, access, controls);
}

const code = (translation: Translation): bigint | string =>
  translation.kind === 'fault' ? translation.code : 'allowed';

describe('a walk on riscv64', () => {
  it('marks A, and D by a store, where the processor does so', () => {
    expect(walked(STORE, {}, OLD)).toMatchObject({ kind: 'page', pa: 0x7008n, marks: [{ after: SHARED | 0x80n }] });
    expect(walked(LOAD, {}, OLD).marks).toMatchObject([{ after: SHARED }]);
  });

  it('faults where software does so, and marks nothing', () => {
    expect(walked(LOAD, { ADUE: 0 }, OLD)).toMatchObject({ reason: 'unmarked', code: 13n, marks: [] });
    expect(walked(STORE, { ADUE: 0 })).toMatchObject({ reason: 'unmarked', code: 15n, marks: [] });
    expect(walked(STORE, { ADUE: 0 }, SHARED | 0x80n)).toMatchObject({ kind: 'page', marks: [] });
  });

  it('lets the supervisor use pages of user code with SUM, and never execute them', () => {
    expect(code(walked(byKernel(LOAD)))).toBe(13n);
    expect(code(walked(byKernel(LOAD), { SUM: 1 }))).toBe('allowed');
    expect(code(walked(byKernel(FETCH), { SUM: 1 }, ONLY_EXEC))).toBe(12n);
    expect(code(walked(FETCH, {}, ONLY_EXEC))).toBe('allowed');
  });

  it('reads what can be executed with MXR', () => {
    expect(code(walked(LOAD, {}, ONLY_EXEC))).toBe(13n);
    expect(code(walked(LOAD, { MXR: 1 }, ONLY_EXEC))).toBe('allowed');
  });

  it('gives user code what the leaf allows, and nothing of the kernel', () => {
    const readOnly = arch.mkLeaf(3, pfn(7), vmFlags('READ', 'SHARED'));
    expect([LOAD, STORE, FETCH].map((access) => code(walked(access, {}, readOnly)))).toEqual(['allowed', 15n, 12n]);
    const kernels = SHARED & ~(1n << 4n);
    expect([LOAD, STORE].map((access) => code(walked(access, {}, kernels)))).toEqual([13n, 15n]);
    expect([LOAD, STORE].map((access) => code(walked(byKernel(access), {}, kernels)))).toEqual(['allowed', 'allowed']);
  });

  it('reads nothing with MXR that can be neither read nor executed', () => {
    const nothing = SHARED & ~0b1110n;
    expect(code(walked(LOAD, { MXR: 1 }, nothing | 0b100n))).toBe(13n);
    expect(arch.mmu?.denies(0b1_0000, LOAD, { MXR: 1, SUM: 0, ADUE: 1 })).toBe('permission');
  });

  it('is steered by three bits of two registers', () => {
    expect(arch.mmu?.controls.map(({ name, bits, default: usual }) => `${name} ${bits} ${usual}`)).toEqual([
      ...['SUM 1 0', 'MXR 1 0', 'ADUE 1 1'],
    ]);
  });

  it('translates 2 MiB by a leaf in the table above the lowest', () => {
    expect(arch.mmu?.pagesOf(2, arch.mkLeaf(2, pfn(0x200), vmFlags('READ')))).toBe(512);
  });

  it('translates 64 KiB by a leaf with N', () => {
    const napot = (SHARED & ~(0xfffn << 10n)) | (1n << 63n) | (8n << 10n);
    expect(walked(LOAD, {}, napot, VA)).toMatchObject({ kind: 'page', pa: 0x1008n });
  });
});
