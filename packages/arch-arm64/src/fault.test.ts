/** Fault syndromes of arm64, as the Arm ARM defines them and kernel logs show them. */

import { describe, expect, it } from 'vitest';
import { pfn, readField, VM_READ, vmFlags, type DecodedEntry } from '@mm-playground/api';
import { arm64, SYNDROME } from './index.ts';

const arch = arm64.configure({});
const level = arch.geometry.levels.length - 1;
const codes = (at: number, entry: DecodedEntry): bigint[] =>
  (['load', 'store', 'fetch'] as const).map((access) => arch.faultCode(access, at, entry));

describe('the syndrome', () => {
  it('is a translation fault of the level where the walk ended', () => {
    const nothing = arch.decode(level, 0n);
    expect(codes(3, nothing)).toEqual([0x9200_0007n, 0x9200_0047n, 0x8200_0007n]);
    expect(codes(2, nothing)).toEqual([0x9200_0006n, 0x9200_0046n, 0x8200_0006n]);
    expect(codes(0, nothing)).toEqual([0x9200_0004n, 0x9200_0044n, 0x8200_0004n]);
  });

  it('is a permission fault where a page is there', () => {
    const readOnly = arch.decode(level, arch.mkLeaf(level, pfn(7), VM_READ));
    expect(codes(3, readOnly)).toEqual([0x9200_000fn, 0x9200_004fn, 0x8200_000fn]);
  });

  it('is a translation fault for PROT_NONE, which the MMU does not see', () => {
    const protnone = arch.decode(level, arch.mkLeaf(level, pfn(7), vmFlags()));
    expect(codes(3, protnone)).toEqual([0x9200_0007n, 0x9200_0047n, 0x8200_0007n]);
  });

  it('has a status of its own for level -1', () => {
    const large = arm64.configure({ va: '52' });
    const code = large.faultCode('load', 0, large.decode(0, 0n));
    expect(readField(code, SYNDROME.FSC)).toBe(0x2bn);
    expect(readField(large.faultCode('load', 1, large.decode(1, 0n)), SYNDROME.FSC)).toBe(4n);
  });

  it('counts the levels of a short walk from its end', () => {
    const short = arm64.configure({ granule: '16', va: '47' });
    expect(readField(short.faultCode('load', 0, short.decode(0, 0n)), SYNDROME.FSC)).toBe(5n);
  });
});
