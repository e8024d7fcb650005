/** What the entry functions make of words and arguments at the edges of what there is. */

import { describe, expect, it } from 'vitest';
import { pfn, RESERVED_ENTRY, vmFlags } from '@mm-playground/api';
import { riscv64 } from './index.ts';

const arch = riscv64.configure({});

describe('a word', () => {
  it('whose low half is zero may still hold a swap offset', () => {
    expect(arch.decode(3, 1n << 40n)).toMatchObject({ kind: 'swap', swap: { type: 0, offset: 1n << 28n } });
  });

  it('without V that would be a reserved leaf with it is nothing else besides', () => {
    const napotOfNoSize = (1n << 63n) | 0x22n;
    expect(arch.decode(3, napotOfNoSize)).toEqual(RESERVED_ENTRY);
  });

  it('with a frame of more than 44 bits is reserved', () => {
    for (const bit of [54n, 55n]) expect(arch.decode(3, (1n << bit) | 0x53n)).toEqual(RESERVED_ENTRY);
  });
});

describe('an entry is refused', () => {
  it('for a swap file that has no room for it', () => {
    expect(() => arch.encodeSwap({ kind: 'swap', type: 32, offset: 1n })).toThrow('swap type 32 is not in 0..31');
    expect(() => arch.encodeSwap({ kind: 'swap', type: 1, offset: 1n << 52n })).toThrow(
      'swap offset 4503599627370496 is not in 0..4503599627370495',
    );
  });

  it('for the header of the first swap file, and for no other', () => {
    expect(() => arch.encodeSwap({ kind: 'swap', type: 0, offset: 0n })).toThrow('header of the swap file');
    expect(arch.encodeSwap({ kind: 'swap', type: 1, offset: 0n })).toBe(0x80n);
    expect(arch.encodeSwap({ kind: 'swap', type: 0, offset: 1n })).toBe(0x1000n);
    expect(arch.encodeSwap({ kind: 'swap', type: 0, offset: (1n << 52n) - 1n })).toBe(0xffff_ffff_ffff_f000n);
  });

  it('at a level that there is not, with the levels that there are', () => {
    expect(() => arch.decode(4, 0n)).toThrow('level 4 is not in 0..3');
    expect(() => arch.encodeTable(3, pfn(1))).toThrow('level 3 points to no tables');
  });

  it('for a frame beyond physical memory, or within a larger leaf', () => {
    expect(() => arch.mkLeaf(2, pfn(0x1_0001), vmFlags('READ'))).toThrow(
      'frame 0x10001 is not below 0x100000000000 in steps of 512',
    );
  });
});
