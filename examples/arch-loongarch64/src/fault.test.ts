/** ESTAT as the manual numbers it; PIL and ADEM as Linux prints them in an oops. */

import { describe, expect, it } from 'vitest';
import { pfn, vmFlags, type AccessKind, type DecodedEntry } from '@mm-playground/api';
import { loongarch64 } from './index.ts';

const arch = loongarch64.configure({});
const ACCESSES: readonly AccessKind[] = ['load', 'store', 'fetch'];
const codes = (entry: DecodedEntry): string[] =>
  ACCESSES.map((access) => arch.faultCode(access, 2, entry).toString(16).padStart(8, '0'));
const KERNEL_PAGE = 0x1_7304_83d3n;

describe('ESTAT', () => {
  it('says what the access was where there is no page: PIL, PIS, PIF', () => {
    expect(codes(arch.decode(2, 0n))).toEqual(['00010000', '00020000', '00030000']);
    expect(codes(arch.decode(2, arch.mkLeaf(2, pfn(7), vmFlags())))).toEqual(['00010000', '00020000', '00030000']);
  });

  it('says what is missing where there is one: PNR, PME, PNX', () => {
    expect(codes(arch.decode(2, arch.mkLeaf(2, pfn(7), vmFlags('READ'))))).toEqual([
      '00050000',
      '00040000',
      '00060000',
    ]);
  });

  it('says that a page is for others, whatever the access was: PPI', () => {
    expect(codes(arch.decode(2, KERNEL_PAGE))).toEqual(['00070000', '00070000', '00070000']);
  });

  it('says that an address is none: ADEM, ADEF', () => {
    const code = (kind: AccessKind): string | undefined =>
      arch.mmu?.faultCode({ reason: 'address', level: 0 }, { kind, by: 'user' }, {}).toString(16).padStart(8, '0');
    expect(ACCESSES.map(code)).toEqual(['00480000', '00480000', '00080000']);
  });
});
