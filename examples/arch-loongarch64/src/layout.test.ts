/** Geometry and layout of each page-table layout, worked out from what Linux says of them (Kconfig, processor.h). */

import { describe, expect, it } from 'vitest';
import { addrOf, bytes, hex, RLIM_INFINITY, type Vpn } from '@mm-playground/api';
import { LAYOUTS } from './geometry.ts';
import { loongarch64 } from './index.ts';

const MIB = 0x10_0000n;
const all = LAYOUTS.map(({ page, levels }) => loongarch64.configure({ page: `${page}`, levels: `${levels}` }));
const usual = loongarch64.configure({});
const at = (page: Vpn, { geometry } = usual): string => hex(addrOf(page, geometry.pageShift));

describe('the geometry', () => {
  it('gives a level as many bits as a page has entries, and the root no more than addresses have', () => {
    const cut = all.map(({ geometry }) =>
      geometry.levels.map(({ name, indexBits }) => `${name} ${indexBits}`).join(', '),
    );
    expect(cut).toEqual([
      'pgd 9, pmd 9, pte 9',
      'pgd 9, pud 9, pmd 9, pte 9',
      'pgd 11, pmd 11, pte 11',
      'pgd 6, pmd 13, pte 13',
    ]);
  });

  it('has huge pages one level above the lowest: 2, 2, 32 and 512 MiB', () => {
    const sizes = all.map(({ geometry: { levels, pageShift } }) =>
      levels
        .filter(({ leaf, spanShift }) => leaf && spanShift > 0)
        .map((level) => 2 ** (pageShift + level.spanShift - 20)),
    );
    expect(sizes).toEqual([[2], [2], [32], [512]]);
  });

  it('refuses four levels of larger pages, saying what is possible', () => {
    expect(() => loongarch64.configure({ page: '16', levels: '4' })).toThrow(
      'loongarch64:levels=4 is not possible with page=16; levels is one of 3',
    );
  });
});

describe('the layout', () => {
  it('ends user space at 47 bits, or at 39 where three levels of 4 KiB pages reach no further', () => {
    expect(all.map((arch) => at(arch.layout.taskSize, arch))).toEqual([
      '0x8000000000',
      ...['0x800000000000', '0x800000000000', '0x800000000000'],
    ]);
  });

  it('leaves room for [vvar] and [vdso] above the stack', () => {
    const { layout } = usual;
    const special = layout.specialMappings.reduce((sum, { pages }) => sum + pages, 0);
    expect(layout.stackTop + special).toBe(layout.taskSize);
    expect(at(layout.stackTop)).toBe('0x7ffffffec000');
  });

  it('begins the mmap area below the stack, its guard, and what randomisation may take: 8 MiB and 64 for [vdso]', () => {
    const { layout } = usual;
    const below = (stack: bigint, random: number): bigint =>
      BigInt(layout.stackTop - layout.mmapBase(bytes(stack * MIB), random)) * 0x4000n;
    expect(below(8n, 0)).toBe(128n * MIB);
    expect(below(200n, 0)).toBe(204n * MIB);
    expect(below(200n, 1)).toBe((204n + 8n + 64n) * MIB);
  });

  it('searches from a third of user space up where the stack is unlimited', () => {
    expect([RLIM_INFINITY, RLIM_INFINITY - 1n].map((limit) => usual.layout.isLegacy(bytes(limit)))).toEqual([
      true,
      false,
    ]);
    expect(at(usual.layout.unmappedBase)).toBe('0x2aaaaaaac000');
  });
});
