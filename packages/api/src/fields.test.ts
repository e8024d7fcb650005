/** Fields and halves of words: what every architecture builds on. */

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { coverWord, fieldMask, fieldNamed, fieldRow, highMask, lowMask, readField, writeField } from './fields.ts';
import { highHalf, joinHalves, lowHalf } from './word.ts';

const word = fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn });
const P = fieldRow('P', 0, 0, 'mmu', 'Present.');
const PFN = fieldRow('PFN', 12, 51, 'mmu', 'Frame.');

describe('a word', () => {
  it('is joined again from its halves', () => {
    fc.assert(
      fc.property(word, (x) => {
        expect(joinHalves(highHalf(x), lowHalf(x))).toBe(x);
      }),
    );
  });

  it('has halves that are not negative', () => {
    expect([highHalf(0xffff_ffff_8000_0000n), lowHalf(0xffff_ffff_8000_0000n)]).toEqual([0xffff_ffff, 0x8000_0000]);
  });

  it('takes the signed results of bit operations', () => {
    expect(joinHalves(1 << 31, ~0)).toBe(0x8000_0000_ffff_ffffn);
  });

  it('wraps as a register does', () => {
    expect([highHalf(-1n), lowHalf(1n << 64n)]).toEqual([0xffff_ffff, 0]);
  });
});

describe('a field', () => {
  it('has the same mask as a whole and in halves', () => {
    fc.assert(
      fc.property(fc.nat(63), fc.nat(63), (a, b) => {
        const field = { lo: Math.min(a, b), hi: Math.max(a, b) };
        expect(joinHalves(highMask(field), lowMask(field))).toBe(fieldMask(field));
      }),
    );
  });

  it('drops what it has no room for', () => {
    expect(writeField(0n, P, 3n)).toBe(1n);
    expect(writeField(0n, PFN, -1n)).toBe(0x000f_ffff_ffff_f000n);
  });

  it('is read from its place', () => {
    expect(readField(0x8000_0000_5c12_3067n, PFN)).toBe(0x5_c123n);
  });

  it('is found by its name, or the names that there are are told', () => {
    expect(fieldNamed([P, PFN], 'PFN')).toBe(PFN);
    expect(() => fieldNamed([P, PFN], 'NX')).toThrow('no field NX among P PFN');
  });
});

describe('a field table', () => {
  it('covers a word, with rows of nobody in the holes', () => {
    const rows = coverWord([PFN, P]).map(({ name, lo, hi, owner }) => `${name} ${hi}:${lo} ${owner}`);
    expect(rows).toEqual(['P 0:0 mmu', 'ignored 11:1 11:1 ignored', 'PFN 51:12 mmu', 'ignored 63:52 63:52 ignored']);
  });

  it('refuses fields that share a bit or leave the word', () => {
    expect(() => coverWord([PFN, fieldRow('X', 51, 52, 'mmu', '')])).toThrow(RangeError);
    expect(() => coverWord([fieldRow('X', 63, 64, 'mmu', '')])).toThrow(RangeError);
    expect(() => coverWord([fieldRow('X', 3, 2, 'mmu', '')])).toThrow('field X (bits 2:3)');
  });
});
