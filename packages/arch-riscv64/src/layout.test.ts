/** The layout of a riscv64 process, as Linux 6.12.117 showed it in QEMU, for each mode. */

import { describe, expect, it } from 'vitest';
import { addrOf, bytes, hex, RLIM_INFINITY, type Vpn } from '@mm-playground/api';
import { plugin, riscv64 } from './index.ts';

const MIB = 0x10_0000n;
const [sv39, sv48, sv57] = ['sv39', 'sv48', 'sv57'].map((mode) => riscv64.configure({ mode }).layout);
const at = (page: Vpn | undefined): string => hex(addrOf(page ?? (0 as Vpn), riscv64.configure({}).geometry.pageShift));

describe('the layout', () => {
  it('ends user space with the lower half of what the tables translate', () => {
    expect([sv39, sv48, sv57].map((layout) => at(layout?.taskSize))).toEqual([
      '0x4000000000',
      '0x800000000000',
      '0x100000000000000',
    ]);
  });

  it('keeps stack and mmap area within 47 bits', () => {
    expect([sv39, sv48, sv57].map((layout) => at(layout?.stackTop))).toEqual([
      '0x4000000000',
      '0x800000000000',
      '0x800000000000',
    ]);
    expect([sv39, sv48, sv57].map((layout) => at(layout?.mmapBase(bytes(8n * MIB), 0)))).toEqual([
      '0x3ff8000000',
      '0x7ffff8000000',
      '0x7ffff8000000',
    ]);
  });

  it('adds a stack guard of 256 pages, and 1 GiB where the process is randomised', () => {
    expect(at(sv48?.mmapBase(bytes(200n * MIB), 0))).toBe('0x7ffff3700000');
    expect(at(sv48?.mmapBase(bytes(8n * MIB), 1))).toBe('0x7fffbf700000');
  });

  it('searches to the end of user space with any hint', () => {
    expect([sv39, sv48, sv57].map((layout) => layout?.searchEnd)).toEqual(
      [sv39, sv48, sv57].map((layout) => layout?.taskSize),
    );
  });

  it('searches from a third of 39 bits up where the stack is unlimited, in every mode', () => {
    expect(sv48?.isLegacy(bytes(RLIM_INFINITY))).toBe(true);
    expect(sv48?.isLegacy(bytes(RLIM_INFINITY - 1n))).toBe(false);
    expect([sv39, sv48, sv57].map((layout) => at(layout?.unmappedBase))).toEqual(
      [sv39, sv48, sv57].map(() => '0x2aaaaab000'),
    );
  });

  it('leaves the mmap area a sixth of the window, however large the stack may be', () => {
    expect(at(sv39?.mmapBase(bytes(RLIM_INFINITY - 1n), 0))).toBe('0xaaaaab000');
    expect(at(sv48?.mmapBase(bytes(RLIM_INFINITY - 1n), 0))).toBe('0x155555556000');
  });

  it('moves mmap_base down by the random pages, of which there are 18 bits', () => {
    expect(at(sv48?.mmapBase(bytes(8n * MIB), 3))).toBe('0x7fffbf6fe000');
    expect(sv48?.mmapRandomBits).toBe(18);
  });

  it('has a vdso of two pages that can be executed, and vvar of four that can be read, and no gate', () => {
    const special = sv48?.specialMappings.map(({ name, pages, flags }) => `${name} ${pages} ${flags.toSmaps().trim()}`);
    expect(special).toEqual(['[vdso] 2 rd ex mr mw me de', '[vvar] 4 rd mr pf io de dd']);
    expect(sv48).toMatchObject({ gate: null, map32bit: null, genericSearch: true });
  });
});

describe('the configuration', () => {
  it('says what Linux does on riscv64 only', () => {
    expect(riscv64.configure({})).toMatchObject({
      rootRegister: 'satp',
      prefaultsOld: false,
      auxv: { entries: 29, platform: '' },
      heapIsNeverExecutable: true,
      signedMmapOffset: true,
      lacks: ['protection-keys', 'userfaultfd-wp'],
    });
    expect(riscv64.title).toBe('riscv64');
  });

  it('has runs of 16 entries in the lowest tables with Svnapot, and none without', () => {
    const { runs, contiguousPages } = riscv64.configure({});
    expect([0, 1, 2, 3].map((level) => runs?.length(level))).toEqual([1, 1, 1, 16]);
    expect(contiguousPages).toEqual([16]);
    const without = riscv64.configure({ svnapot: '0' });
    expect([without.runs, without.contiguousPages]).toEqual([undefined, []]);
  });

  it('comes with the plugin', () => {
    expect(plugin).toMatchObject({ title: 'riscv64', contributes: { architectures: [riscv64] } });
  });

  it('has memory below 4 GiB, which DMA of 32 bits reaches, and the rest', () => {
    expect(riscv64.configure({}).zones).toEqual([
      { name: 'DMA32', end: 0x1_0000_0000n },
      { name: 'Normal', end: null },
    ]);
  });

  it('cuts an address by its mode', () => {
    const cut = (mode: string): string =>
      riscv64
        .configure({ mode })
        .geometry.levels.map(({ name, indexBits }) => `${name} ${indexBits}`)
        .join(', ');
    expect(['sv39', 'sv48', 'sv57'].map(cut)).toEqual([
      'pgd 9, pmd 9, pte 9',
      'pgd 9, pud 9, pmd 9, pte 9',
      'pgd 9, p4d 9, pud 9, pmd 9, pte 9',
    ]);
  });

  it('describes itself to an image with what an MMU needs', () => {
    expect(riscv64.configure({}).imageConfig).toEqual({ levels: 4, svnapot: true, svpbmt: true });
    expect(riscv64.configure({ mode: 'sv57', svnapot: '0', svpbmt: '0' }).imageConfig).toEqual({
      levels: 5,
      svnapot: false,
      svpbmt: false,
    });
  });

  it('is told by a spec that says what differs from the usual', () => {
    expect(riscv64.configure({}).spec).toBe('riscv64:mode=sv48');
    expect(riscv64.configure({ mode: 'sv39', svnapot: '0' }).spec).toBe('riscv64:mode=sv39,svnapot=0');
  });

  it('has a title of its own', () => {
    const titles = [{}, { mode: 'sv39', svnapot: '0' }, { svnapot: '0', svpbmt: '0' }].map(
      (options) => riscv64.configure(options).title,
    );
    expect(titles).toEqual([
      'riscv64, Sv48',
      'riscv64, Sv39 without Svnapot',
      'riscv64, Sv48 without Svnapot and Svpbmt',
    ]);
  });
});
