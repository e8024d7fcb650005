/** Causes of page faults of riscv64, as the privileged architecture numbers them. */

import { describe, expect, it } from 'vitest';
import { pfn, VM_READ, type DecodedEntry } from '@mm-playground/api';
import { riscv64 } from './index.ts';

const arch = riscv64.configure({});
const codes = (entry: DecodedEntry): bigint[] =>
  (['fetch', 'load', 'store'] as const).map((access) => arch.faultCode(access, 3, entry));

describe('scause', () => {
  it('says what the access was, whether a page is there or not', () => {
    expect(codes(arch.decode(3, 0n))).toEqual([12n, 13n, 15n]);
    expect(codes(arch.decode(3, arch.mkLeaf(3, pfn(7), VM_READ)))).toEqual([12n, 13n, 15n]);
  });
});
