/** Fault codes of x86-64, as Linux 6.18.44 put them into the `err` of signal frames. */

import { describe, expect, it } from 'vitest';
import { fieldNamed, pfn, readField, VM_READ, vmFlags, type DecodedEntry } from '@mm-playground/api';
import { FAULT_BIT, x8664 } from './index.ts';

const arch = x8664.configure({});
const level = arch.geometry.levels.length - 1;
const nothing = arch.decode(level, 0n);
const readOnly = arch.decode(level, arch.mkLeaf(level, pfn(7), VM_READ));
const protnone = arch.decode(level, arch.mkLeaf(level, pfn(7), vmFlags()));
const codes = (entry: DecodedEntry): bigint[] =>
  (['load', 'store', 'fetch'] as const).map((access) => arch.faultCode(access, level, entry));

describe('the fault code', () => {
  it('says what was tried where nothing is mapped', () => {
    expect(codes(nothing)).toEqual([0x4n, 0x6n, 0x14n]);
  });

  it('says that a page is there where only the right is missing', () => {
    expect(codes(readOnly)).toEqual([0x5n, 0x7n, 0x15n]);
  });

  it('says of a PROT_NONE page that nothing is there', () => {
    expect(codes(protnone)).toEqual([0x4n, 0x6n, 0x14n]);
  });

  it('says that a reserved bit was met', () => {
    const reserved = arch.decode(level, 0x8000_4000_0000_0025n);
    expect(codes(reserved)).toEqual([0xdn, 0xfn, 0x1dn]);
  });

  it('has one row for each of its bits', () => {
    const rows = Object.values(FAULT_BIT);
    expect(rows.map(({ lo }) => lo)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(readField(0x15n, fieldNamed(rows, 'I'))).toBe(1n);
  });
});
