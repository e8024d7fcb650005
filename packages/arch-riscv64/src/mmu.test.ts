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

  it('translates 64 KiB by a leaf with N', () => {
    const napot = (SHARED & ~(0xfffn << 10n)) | (1n << 63n) | (8n << 10n);
    expect(walked(LOAD, {}, napot, VA)).toMatchObject({ kind: 'page', pa: 0x1008n });
  });
});
