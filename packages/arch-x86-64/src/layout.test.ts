/** The layout of an x86-64 process, as Linux 6.18.44 showed it with randomisation off. */

import { describe, expect, it } from 'vitest';
import { addrOf, bytes, hex, RLIM_INFINITY, type Vpn } from '@mm-playground/api';
import { x8664 } from './index.ts';

const { layout, geometry } = x8664.configure({});
const at = (page: Vpn): string => hex(addrOf(page, geometry.pageShift));
const KIB = 1024n;
const GIB = 0x4000_0000n;

describe('the layout', () => {
  it.each([
    ['8 MiB', 8192n * KIB, '0x7ffff7fff000'],
    ['200 MiB', 200n * 1024n * KIB, '0x7ffff36ff000'],
    ['1 GiB', GIB, '0x7fffbfeff000'],
    ['90 TiB', 92_160n * GIB, '0x25ffffeff000'],
    ['nothing that limits it', RLIM_INFINITY, '0x155555556000'],
  ])('begins the mmap area where a stack limit of %s puts it', (_, limit, base) => {
    expect(at(layout.mmapBase(bytes(limit), 0))).toBe(base);
  });

  it('keeps room for the randomised stack where the process is randomised', () => {
    // 16 GiB less a page for the stack, 1 MiB of guard, 8 MiB of stack, and the one random page.
    expect(at(layout.mmapBase(bytes(8192n * KIB), 1))).toBe('0x7ffbff6ff000');
  });

  it('stays top-down without a stack limit, unlike other architectures', () => {
    expect(layout.isLegacy(bytes(RLIM_INFINITY))).toBe(false);
  });

  it('ends below the hole in the address space, and begins bottom-up searches at a third', () => {
    expect([at(layout.taskSize), at(layout.stackTop), at(layout.unmappedBase)]).toEqual([
      '0x7ffffffff000',
      '0x7ffffffff000',
      '0x2aaaaaaab000',
    ]);
  });

  it('gives a process with 5 levels the window of 4 unless it asks for more', () => {
    const large = x8664.configure({ levels: '5' }).layout;
    expect([at(large.taskSize), at(large.mapWindow), at(large.stackTop)]).toEqual([
      '0xfffffffffff000',
      '0x7ffffffff000',
      '0x7ffffffff000',
    ]);
    expect(large.mmapBase(bytes(8192n * KIB), 0)).toBe(layout.mmapBase(bytes(8192n * KIB), 0));
  });

  it('shows the special mappings of 6.18 with their flags', () => {
    expect(layout.specialMappings.map(({ name, pages, flags }) => `${name} ${pages} ${flags.toSmaps()}`)).toEqual([
      '[vdso] 2 rd ex mr mw me de ',
      '[vvar_vclock] 2 rd mr pf io de dd ',
      '[vvar] 4 rd mr pf io de dd ',
    ]);
    expect(layout.gate).toMatchObject({ start: 0xffff_ffff_ff60_0000n, perms: '--xp', name: '[vsyscall]' });
  });
});
