/** arm64 against the architecture kit, and the words that Linux is known to write. */

import { pfn, vmFlags, type LeafState, type VmFlags } from '@mm-playground/api';
import { describeArchitecture, leafOf, type KnownWord } from '@mm-playground/api/testing';
import { VA_BITS } from './geometry.ts';
import { arm64 } from './index.ts';

const FRAME = pfn(0x5_c123);
const RW = vmFlags('READ', 'WRITE');
const SHARED = vmFlags('READ', 'WRITE', 'SHARED');
const WRITTEN: Partial<LeafState> = { write: true, dirty: true };

const leaf = (flags: VmFlags, ...states: readonly Partial<LeafState>[]): ReturnType<typeof leafOf> =>
  leafOf(FRAME, flags, ...states);

const user = { kind: 'leaf', pfn: FRAME, user: true, read: true, young: true } as const;

const words: readonly KnownWord[] = [
  {
    what: 'a written anonymous page',
    level: 'pte',
    word: 0x00e8_0000_5c12_3f43n,
    is: { ...user, write: true, exec: false, dirty: true },
    fields: { VALID: 1n, 'AP[1]': 1n, 'AP[2]': 0n, SH: 3n, AF: 1n, nG: 1n, DBM: 1n, PXN: 1n, UXN: 1n, DIRTY: 1n },
    made: leaf(RW, WRITTEN),
  },
  {
    what: 'the same page after a fork',
    level: 'pte',
    word: 0x00e0_0000_5c12_3fc3n,
    is: { ...user, write: false, dirty: true },
    fields: { 'AP[2]': 1n, DBM: 0n, DIRTY: 1n },
    made: leaf(RW, WRITTEN, { write: false }),
  },
  {
    what: 'a shared writable page that is clean',
    level: 'pte',
    word: 0x0068_0000_5c12_3fc3n,
    is: { ...user, write: true, dirty: false },
    fields: { 'AP[2]': 1n, DBM: 1n },
    made: leaf(SHARED),
  },
  {
    what: 'the same page after hardware marked it dirty',
    level: 'pte',
    word: 0x0068_0000_5c12_3f43n,
    is: { ...user, write: true, dirty: true },
    fields: { 'AP[2]': 0n, DIRTY: 0n },
    made: (arch, level) => arch.afterAccess(level, leaf(SHARED)(arch, level), 'store'),
  },
  {
    what: 'the same page when software took its write permission: the dirtiness moved to bit 55',
    level: 'pte',
    word: 0x00e0_0000_5c12_3fc3n,
    is: { ...user, write: false, dirty: true },
    made: (arch, level) =>
      arch.withLeafState(level, arch.afterAccess(level, leaf(SHARED)(arch, level), 'store'), { write: false }),
  },
  {
    what: 'the zero page under a read',
    level: 'pte',
    word: 0x0160_0000_5c12_3fc3n,
    is: { ...user, write: false, special: true },
    fields: { SPECIAL: 1n },
    made: leaf(RW, { special: true }),
  },
  {
    what: 'a page of program text',
    level: 'pte',
    word: 0x0020_0000_5c12_3fc3n,
    is: { ...user, write: false, exec: true },
    fields: { UXN: 0n, PXN: 1n },
    made: leaf(vmFlags('READ', 'EXEC', 'MAYREAD', 'MAYWRITE', 'MAYEXEC')),
  },
  {
    what: 'a guarded page of program text (BTI)',
    level: 'pte',
    word: 0x0024_0000_5c12_3fc3n,
    is: { ...user, exec: true },
    fields: { GP: 1n },
    made: leaf(vmFlags('READ', 'EXEC', 'ARCH_1')),
  },
  {
    what: 'a page of tagged memory',
    level: 'pte',
    word: 0x0060_0000_5c12_3fc7n,
    is: { ...user, write: false },
    fields: { AttrIndx: 1n },
    made: leaf(vmFlags('READ', 'MTE', 'MTE_ALLOWED')),
  },
  {
    what: 'a page that may only be executed, where the processor has enhanced PAN',
    options: { epan: '1' },
    level: 'pte',
    word: 0x0020_0000_5c12_3f83n,
    is: { kind: 'leaf', user: true, read: false, write: false, exec: true },
    fields: { 'AP[1]': 0n },
    made: leaf(vmFlags('EXEC')),
  },
  {
    what: 'a page of which the program took away every right: nG without VALID',
    level: 'pte',
    word: 0x0060_0000_5c12_3f82n,
    is: { kind: 'leaf', pfn: FRAME, protnone: true, user: false, read: false },
    fields: { VALID: 0n, nG: 1n },
    made: leaf(vmFlags('MAYREAD')),
  },
  {
    what: 'a written page that became PROT_NONE',
    level: 'pte',
    word: 0x00e0_0000_5c12_3f82n,
    is: { kind: 'leaf', pfn: FRAME, protnone: true, dirty: true },
    made: (arch, level) => arch.modifyLeaf(level, leaf(RW, WRITTEN)(arch, level), vmFlags()),
  },
  {
    what: 'a guard marker',
    level: 'pte',
    word: 0x47c0n,
    is: { kind: 'swap', swap: { kind: 'marker', type: 31, offset: 4n } },
    fields: { SWP_TYPE: 31n, OFFSET: 4n },
    made: (arch) => arch.encodeSwap({ kind: 'marker', type: 31, offset: 4n }),
  },
  {
    what: 'a swapped page that was not shared',
    level: 'pte',
    word: 0x1044n,
    is: { kind: 'swap', swap: { kind: 'swap', type: 1, offset: 1n, exclusive: true } },
    made: (arch) => arch.encodeSwap({ kind: 'swap', type: 1, offset: 1n, exclusive: true }),
  },
  {
    what: 'a table of the lowest level',
    level: 'pmd',
    word: 0x0800_0000_5c12_3403n,
    is: { kind: 'table', pfn: FRAME, user: true, write: true, exec: true },
    fields: { PXNTable: 1n, UXNTable: 0n },
    made: (arch, level) => arch.encodeTable(level, FRAME),
  },
  {
    what: 'a written block of 2 MiB',
    level: 'pmd',
    word: 0x00e8_0000_5c20_0f41n,
    is: { kind: 'leaf', pfn: pfn(0x5_c200), write: true, dirty: true },
    fields: { TYPE: 0n },
    made: (arch, level) => arch.withLeafState(level, arch.mkLeaf(level, pfn(0x5_c200), RW), WRITTEN),
  },
  {
    what: 'a block of 2 MiB that became PROT_NONE',
    level: 'pmd',
    word: 0x0060_0000_5c20_0f80n,
    is: { kind: 'leaf', pfn: pfn(0x5_c200), protnone: true },
    made: (arch, level) => arch.mkLeaf(level, pfn(0x5_c200), vmFlags()),
  },
  {
    what: 'a page with 52 bits of address in granules of 64 KiB: bits 51:48 in 15:12',
    options: { granule: '64', va: '52' },
    level: 'pte',
    word: 0x0060_0000_0001_afc3n,
    is: { kind: 'leaf', pfn: pfn(0xa_0000_0001) },
    made: (arch, level) => arch.mkLeaf(level, pfn(0xa_0000_0001), RW),
  },
  {
    what: 'a page with 52 bits of address in granules of 4 KiB: bits 51:50 in 9:8, and no shareability',
    options: { granule: '4', va: '52' },
    level: 'pte',
    word: 0x0060_0000_0000_1ec3n,
    is: { kind: 'leaf', pfn: pfn(0x80_0000_0001) },
    made: (arch, level) => arch.mkLeaf(level, pfn(0x80_0000_0001), RW),
  },
  {
    what: 'one of a contiguous run of pages',
    level: 'pte',
    word: 0x0070_0000_5c12_3fc3n,
    is: { ...user, write: false },
    fields: { CONT: 1n },
  },
  {
    what: 'a page that userfaultfd write-protects',
    level: 'pte',
    word: 0x0460_0000_5c12_3fc3n,
    is: { ...user, write: false },
    fields: { UFFD_WP: 1n },
    made: (arch, level) => arch.notes?.write(level, leaf(RW)(arch, level), 'uffd-wp', true) ?? 0n,
  },
  { what: 'a page that has the type of a block', level: 'pte', word: 0x0060_0000_5c12_3fc1n, is: { kind: 'reserved' } },
  { what: 'a block where the level has none', level: 'pgd', word: 0x0060_0000_0000_0fc1n, is: { kind: 'reserved' } },
];

const configurations = [
  ...Object.entries(VA_BITS).flatMap(([granule, sizes]) => sizes.map((va) => ({ granule, va: String(va) }))),
  { epan: '1' },
];

describeArchitecture(arm64, {
  configurations,
  words,
  runs: 40,
  readsExecOnly: (arch) => !arch.spec.includes('epan=1'),
});
