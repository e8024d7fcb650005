/** riscv64 against the architecture kit, and words whose meaning is known. */

import { pfn, vmFlags, type LeafState, type VmFlags } from '@mm-playground/api';
import { describeArchitecture, leafOf, type KnownWord } from '@mm-playground/api/testing';
import { MODES } from './geometry.ts';
import { riscv64 } from './index.ts';

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
    word: 0x1704_8cd7n,
    is: { ...user, write: true, exec: false, dirty: true },
    fields: { V: 1n, R: 1n, W: 1n, X: 0n, U: 1n, G: 0n, A: 1n, D: 1n, PFN: 0x5_c123n },
    made: leaf(RW, WRITTEN),
  },
  {
    what: 'the same page after a fork: D needs no W',
    level: 'pte',
    word: 0x1704_8cd3n,
    is: { ...user, write: false, dirty: true },
    made: leaf(RW, WRITTEN, { write: false }),
  },
  {
    what: 'a shared writable page that is clean',
    level: 'pte',
    word: 0x1704_8c57n,
    is: { ...user, write: true, dirty: false },
    made: leaf(SHARED),
  },
  {
    what: 'the same page after a store',
    level: 'pte',
    word: 0x1704_8cd7n,
    is: { ...user, write: true, dirty: true },
    made: (arch, level) => arch.afterAccess(level, leaf(SHARED)(arch, level), 'store'),
  },
  {
    what: 'the zero page under a read',
    level: 'pte',
    word: 0x1704_8d53n,
    is: { ...user, write: false, special: true },
    fields: { SPECIAL: 1n },
    made: leaf(RW, { special: true }),
  },
  {
    what: 'a page of program text',
    level: 'pte',
    word: 0x1704_8c5bn,
    is: { ...user, write: false, exec: true },
    made: leaf(vmFlags('READ', 'EXEC', 'MAYREAD', 'MAYWRITE', 'MAYEXEC')),
  },
  {
    what: 'a page that may only be executed',
    level: 'pte',
    word: 0x1704_8c59n,
    is: { kind: 'leaf', user: true, read: false, write: false, exec: true },
    fields: { R: 0n, X: 1n },
    made: leaf(vmFlags('EXEC')),
  },
  {
    what: 'a page of which the program took away every right: G without V, and not young',
    level: 'pte',
    word: 0x1704_8c22n,
    is: { kind: 'leaf', pfn: FRAME, protnone: true, user: false, read: false, young: false },
    fields: { V: 0n, R: 1n, G: 1n },
    made: leaf(vmFlags('MAYREAD')),
  },
  {
    what: 'a written page that became PROT_NONE',
    level: 'pte',
    word: 0x1704_8ce2n,
    is: { kind: 'leaf', pfn: FRAME, protnone: true, dirty: true, young: true },
    made: (arch, level) => arch.modifyLeaf(level, leaf(RW, WRITTEN)(arch, level), vmFlags()),
  },
  {
    what: 'an old page that was protected anew: it is young again',
    level: 'pte',
    word: 0x1704_8c53n,
    is: user,
    made: (arch, level) => arch.modifyLeaf(level, leaf(RW, { young: false })(arch, level), vmFlags('READ')),
  },
  {
    what: 'a guard marker',
    level: 'pte',
    word: 0x4f80n,
    is: { kind: 'swap', swap: { kind: 'marker', type: 31, offset: 4n } },
    fields: { SWP_TYPE: 31n, OFFSET: 4n },
    made: (arch) => arch.encodeSwap({ kind: 'marker', type: 31, offset: 4n }),
  },
  {
    what: 'a swapped page that was not shared',
    level: 'pte',
    word: 0x10c0n,
    is: { kind: 'swap', swap: { kind: 'swap', type: 1, offset: 1n, exclusive: true } },
    made: (arch) => arch.encodeSwap({ kind: 'swap', type: 1, offset: 1n, exclusive: true }),
  },
  {
    what: 'a table of the lowest level: nothing but V',
    level: 'pmd',
    word: 0x1704_8c01n,
    is: { kind: 'table', pfn: FRAME, user: true, write: true, exec: true },
    made: (arch, level) => arch.encodeTable(level, FRAME),
  },
  {
    what: 'a written leaf of 2 MiB',
    level: 'pmd',
    word: 0x1708_00d7n,
    is: { kind: 'leaf', pfn: pfn(0x5_c200), write: true, dirty: true },
    made: (arch, level) => arch.withLeafState(level, arch.mkLeaf(level, pfn(0x5_c200), RW), WRITTEN),
  },
  {
    what: 'a leaf of 2 MiB that became PROT_NONE',
    level: 'pmd',
    word: 0x1708_0022n,
    is: { kind: 'leaf', pfn: pfn(0x5_c200), protnone: true },
    made: (arch, level) => arch.mkLeaf(level, pfn(0x5_c200), vmFlags()),
  },
  {
    what: 'a leaf of 512 GiB in the root of Sv48',
    level: 'pgd',
    word: 0x20_0000_0053n,
    is: { kind: 'leaf', pfn: pfn(0x800_0000) },
    made: (arch, level) => arch.mkLeaf(level, pfn(0x800_0000), RW),
  },
  {
    what: 'a leaf of 256 TiB in the root of Sv57',
    options: { mode: 'sv57' },
    level: 'pgd',
    word: 0x4000_0000_0053n,
    is: { kind: 'leaf', pfn: pfn(0x10_0000_0000) },
    made: (arch, level) => arch.mkLeaf(level, pfn(0x10_0000_0000), RW),
  },
  {
    what: 'the last frame of 56 bits',
    level: 'pte',
    word: 0x003f_ffff_ffff_fc53n,
    is: { kind: 'leaf', pfn: pfn(0xfff_ffff_ffff) },
    made: (arch, level) => arch.mkLeaf(level, pfn(0xfff_ffff_ffff), RW),
  },
  {
    what: 'one of 16 entries of a leaf of 64 KiB: its frame is the first of them',
    level: 'pte',
    word: 0x8000_0000_1704_a0d7n,
    is: { kind: 'leaf', pfn: pfn(0x5_c120), write: true },
    fields: { N: 1n, PFN: 0x5_c128n },
  },
  { what: 'a size with N that there is none of', level: 'pte', word: 0x8000_0000_1704_90d7n, is: { kind: 'reserved' } },
  {
    what: 'a leaf of 64 KiB on a processor without Svnapot',
    options: { svnapot: '0' },
    level: 'pte',
    word: 0x8000_0000_1704_a0d7n,
    is: { kind: 'reserved' },
  },
  { what: 'N above the lowest level', level: 'pmd', word: 0x8000_0000_1708_00d7n, is: { kind: 'reserved' } },
  {
    what: 'a page of a device',
    level: 'pte',
    word: 0x4000_0000_1704_8cd7n,
    is: { ...user, write: true },
    fields: { PBMT: 2n },
  },
  { what: 'a memory type that there is none of', level: 'pte', word: 0x6000_0000_1704_8cd7n, is: { kind: 'reserved' } },
  {
    what: 'a memory type on a processor without Svpbmt',
    options: { svpbmt: '0' },
    level: 'pte',
    word: 0x2000_0000_1704_8cd7n,
    is: { kind: 'reserved' },
  },
  { what: 'W without R', level: 'pte', word: 0x1704_8cd5n, is: { kind: 'reserved' } },
  { what: 'a table below the lowest level', level: 'pte', word: 0x1704_8c01n, is: { kind: 'reserved' } },
  { what: 'a table entry with A', level: 'pmd', word: 0x1704_8c41n, is: { kind: 'reserved' } },
  { what: 'a leaf of 2 MiB at a frame in between', level: 'pmd', word: 0x1704_8cd7n, is: { kind: 'reserved' } },
  { what: 'a leaf without V and G', level: 'pmd', word: 0x1708_00d6n, is: { kind: 'reserved' } },
  { what: 'G alone', level: 'pte', word: 0x20n, is: { kind: 'reserved' } },
  {
    what: "a page of the kernel's",
    level: 'pte',
    word: 0x1704_8cc7n,
    is: { kind: 'leaf', user: false, read: false, write: false },
  },
];

const configurations = [...MODES.map((mode) => ({ mode })), { svnapot: '0' }, { svpbmt: '0' }];

describeArchitecture(riscv64, {
  configurations,
  words,
  runs: 40,
  readsExecOnly: () => false,
  protectionMakesYoung: true,
  faultCodesSayAccessOnly: true,
});
