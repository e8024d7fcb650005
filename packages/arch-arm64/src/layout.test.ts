/** The layout of an arm64 process, as Linux 6.12 showed it with randomisation off, for 4 KiB and 16 KiB pages. */

import { describe, expect, it } from 'vitest';
import { addrOf, bytes, hex, RLIM_INFINITY, type Architecture, type Vpn } from '@mm-playground/api';
import { arm64 } from './index.ts';

const MIB = 0x10_0000n;
const small = arm64.configure({});
const debian16k = arm64.configure({ granule: '16', va: '47' });
const at = ({ geometry }: Architecture, page: Vpn): string => hex(addrOf(page, geometry.pageShift));

describe('the layout', () => {
  it('begins the mmap area 128 MiB below the top for a stack of 8 MiB', () => {
    expect(at(small, small.layout.mmapBase(bytes(8n * MIB), 0))).toBe('0xfffff8000000');
    expect(at(debian16k, debian16k.layout.mmapBase(bytes(8n * MIB), 0))).toBe('0x7ffff8000000');
  });

  it('adds a stack guard of 256 pages, whatever a page is', () => {
    expect(at(small, small.layout.mmapBase(bytes(200n * MIB), 0))).toBe('0xfffff3700000');
    expect(at(debian16k, debian16k.layout.mmapBase(bytes(200n * MIB), 0))).toBe('0x7ffff3400000');
  });

  it('searches from the bottom where the stack is unlimited', () => {
    expect(small.layout.isLegacy(bytes(RLIM_INFINITY))).toBe(true);
    expect(small.layout.isLegacy(bytes(RLIM_INFINITY - 1n))).toBe(false);
  });

  it('puts the stack at the end of user space, and bottom-up searches at a quarter', () => {
    expect([at(small, small.layout.stackTop), at(small, small.layout.unmappedBase)]).toEqual([
      '0x1000000000000',
      '0x400000000000',
    ]);
    expect([at(debian16k, debian16k.layout.stackTop), at(debian16k, debian16k.layout.unmappedBase)]).toEqual([
      '0x800000000000',
      '0x200000000000',
    ]);
  });

  it('lets a kernel that could have 52 bits take pointers of 52', () => {
    const ends = [small, debian16k, arm64.configure({ va: '39' })].map(({ layout }) => layout.accessEnd ?? 0);
    expect(ends).toEqual([2 ** 40, 2 ** 38, 2 ** 27]);
  });

  it('gives a process with 52 bits of address a window of 48 unless it asks for more', () => {
    const large = arm64.configure({ va: '52' });
    expect([at(large, large.layout.taskSize), at(large, large.layout.mapWindow)]).toEqual([
      '0x10000000000000',
      '0x1000000000000',
    ]);
  });

  it('keeps that window at 47 bits with pages of 16 KiB', () => {
    const large = arm64.configure({ granule: '16', va: '52' });
    expect([at(large, large.layout.taskSize), at(large, large.layout.stackTop)]).toEqual([
      '0x10000000000000',
      '0x800000000000',
    ]);
  });

  it('has no 32-bit window and no gate, and looks at the mapping before a hint', () => {
    expect(small.layout).toMatchObject({ map32bit: null, gate: null, genericSearch: true });
  });

  it('needs fewer pages for the vdso where they are larger', () => {
    const pages = ({ layout }: Architecture): number[] => layout.specialMappings.map((area) => area.pages);
    expect([pages(small), pages(debian16k)]).toEqual([
      [2, 4],
      [1, 4],
    ]);
  });
});

describe('the geometry', () => {
  it.each([
    [{ granule: '4', va: '39' }, 'pgd 9, pmd 9, pte 9'],
    [{ granule: '4', va: '48' }, 'pgd 9, pud 9, pmd 9, pte 9'],
    [{ granule: '4', va: '52' }, 'pgd 4, p4d 9, pud 9, pmd 9, pte 9'],
    [{ granule: '16', va: '36' }, 'pgd 11, pte 11'],
    [{ granule: '16', va: '47' }, 'pgd 11, pmd 11, pte 11'],
    [{ granule: '16', va: '48' }, 'pgd 1, pud 11, pmd 11, pte 11'],
    [{ granule: '16', va: '52' }, 'pgd 5, pud 11, pmd 11, pte 11'],
    [{ granule: '64', va: '42' }, 'pgd 13, pte 13'],
    [{ granule: '64', va: '48' }, 'pgd 6, pmd 13, pte 13'],
    [{ granule: '64', va: '52' }, 'pgd 10, pmd 13, pte 13'],
  ])('cuts an address of %o into %s', (options, cut) => {
    const { levels } = arm64.configure(options).geometry;
    expect(levels.map(({ name, indexBits }) => `${name} ${indexBits}`).join(', ')).toBe(cut);
  });

  it('refuses addresses that Linux cannot have with a granule, saying which it can', () => {
    expect(() => arm64.configure({ granule: '16', va: '39' })).toThrow(RangeError);
    expect(() => arm64.configure({ granule: '16', va: '39' })).toThrow('va is one of 36, 47, 48, 52 there');
  });

  it('describes itself to an image with the registers that an MMU needs', () => {
    expect(small.imageConfig).toEqual({ granule: 4, txsz: 16, ips: 48, ds: false, ha: true, hd: true });
    expect(arm64.configure({ granule: '16', va: '52' }).imageConfig).toMatchObject({ txsz: 12, ips: 52, ds: true });
    expect(arm64.configure({ granule: '64', va: '52' }).imageConfig).toMatchObject({ txsz: 12, ips: 52, ds: false });
  });
});
