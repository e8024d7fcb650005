/**
 * loongarch64 against the architecture kit, and words whose meaning is known: worked out by hand from the entry formats of the LoongArch
 * Reference Manual, volume 1, figures 5.4 and 5.5, and the protections of Linux. No log of a kernel with a page-table entry was found.
 */

import { pfn, vmFlags, type LeafState, type VmFlags } from '@mm-playground/api';
import { describeArchitecture, leafOf, type KnownWord } from '@mm-playground/api/testing';
import { LAYOUTS } from './geometry.ts';
import { loongarch64 } from './index.ts';

/** At 0x1_7304_8000, with pages of 16 KiB. */
const FRAME = pfn(0x5_cc12);
const HUGE = pfn(0x5_d000);
const RW = vmFlags('READ', 'WRITE');
const SHARED = vmFlags('READ', 'WRITE', 'SHARED');
const WRITTEN: Partial<LeafState> = { write: true, dirty: true };

const leaf = (flags: VmFlags, ...states: readonly Partial<LeafState>[]): ReturnType<typeof leafOf> =>
  leafOf(FRAME, flags, ...states);

const user = { kind: 'leaf', pfn: FRAME, user: true, read: true, young: true } as const;

const words: readonly KnownWord[] = [
  {
    what: 'a written anonymous page: V, D, PLV 3, coherent cached, P, W, MODIFIED, and NX',
    level: 'pte',
    word: 0x4000_0001_7304_839fn,
    is: { ...user, write: true, exec: false, dirty: true },
    fields: { V: 1n, D: 1n, PLV: 3n, MAT: 1n, P: 1n, W: 1n, MODIFIED: 1n, NX: 1n, NR: 0n, RPLV: 0n, PFN: 0x5_cc12n },
    made: leaf(RW, WRITTEN),
  },
  {
    what: 'the same page after a fork: D went with W, MODIFIED stayed',
    level: 'pte',
    word: 0x4000_0001_7304_829dn,
    is: { ...user, write: false, dirty: true },
    made: leaf(RW, WRITTEN, { write: false }),
  },
  {
    what: 'a shared writable page that is clean: W without D, so that the first store traps',
    level: 'pte',
    word: 0x4000_0001_7304_819dn,
    is: { ...user, write: true, dirty: false },
    made: leaf(SHARED),
  },
  {
    what: 'the same page after a store',
    level: 'pte',
    word: 0x4000_0001_7304_839fn,
    is: { ...user, write: true, dirty: true },
    made: (arch, level) => arch.afterAccess(level, leaf(SHARED)(arch, level), 'store'),
  },
  {
    what: 'an old page: not valid, but present',
    level: 'pte',
    word: 0x4000_0001_7304_809cn,
    is: { ...user, young: false },
    fields: { V: 0n, P: 1n },
    made: leaf(RW, { young: false }),
  },
  {
    what: 'the zero page under a read',
    level: 'pte',
    word: 0x4000_0001_7304_889dn,
    is: { ...user, write: false, special: true },
    made: leaf(RW, { special: true }),
  },
  {
    what: 'a page of program text',
    level: 'pte',
    word: 0x1_7304_809dn,
    is: { ...user, write: false, exec: true },
    made: leaf(vmFlags('READ', 'EXEC', 'MAYREAD', 'MAYWRITE', 'MAYEXEC')),
  },
  {
    what: 'a page that may only be executed: it can be read, too',
    level: 'pte',
    word: 0x1_7304_809dn,
    is: { ...user, exec: true },
    made: leaf(vmFlags('EXEC')),
  },
  {
    what: 'a page of which the program took away every right: PROTNONE, NR and NX without V and P',
    level: 'pte',
    word: 0x6000_0001_7304_841cn,
    is: { kind: 'leaf', pfn: FRAME, protnone: true, user: false, read: false, young: false },
    made: leaf(vmFlags('MAYREAD')),
  },
  {
    what: 'a written page that became PROT_NONE: still dirty, no longer young',
    level: 'pte',
    word: 0x6000_0001_7304_861cn,
    is: { kind: 'leaf', pfn: FRAME, protnone: true, dirty: true, young: false },
    made: (arch, level) => arch.modifyLeaf(level, leaf(RW, WRITTEN)(arch, level), vmFlags()),
  },
  {
    what: 'a page that a processor with hardware page walking wrote to, under a new protection: D became MODIFIED',
    level: 'pte',
    word: 0x4000_0001_7304_829dn,
    is: { ...user, dirty: true, write: false },
    made: (arch, level) => arch.modifyLeaf(level, 0x4000_0001_7304_819fn, vmFlags('READ')),
  },
  {
    what: 'a guard marker',
    level: 'pte',
    word: 0x41f_0000n,
    is: { kind: 'swap', swap: { kind: 'marker', type: 31, offset: 4n } },
    made: (arch, level) => arch.encodeSwap({ kind: 'marker', type: 31, offset: 4n }, level),
  },
  {
    what: 'a swapped page that was not shared',
    level: 'pte',
    word: 0x181_0000n,
    is: { kind: 'swap', swap: { kind: 'swap', type: 1, offset: 1n, exclusive: true } },
    made: (arch) => arch.encodeSwap({ kind: 'swap', type: 1, offset: 1n, exclusive: true }),
  },
  {
    what: 'a huge page that migrates: H, or it would be a table',
    level: 'pmd',
    word: 0x51e_0040n,
    is: { kind: 'swap', swap: { kind: 'migration', type: 30, offset: 5n } },
    made: (arch, level) => arch.encodeSwap({ kind: 'migration', type: 30, offset: 5n }, level),
  },
  {
    what: 'a table of the lowest level: the address at which the kernel sees it',
    level: 'pmd',
    word: 0x9000_0001_7304_8000n,
    is: { kind: 'table', pfn: FRAME, user: true, write: true, exec: true },
    fields: { WINDOW: 0x9000n, H: 0n },
    made: (arch, level) => arch.encodeTable(level, FRAME),
  },
  {
    what: 'the same table by its physical address, as the manual has it',
    level: 'pmd',
    word: 0x1_7304_8000n,
    is: { kind: 'table', pfn: FRAME },
  },
  {
    what: 'a written huge page of 32 MiB',
    level: 'pmd',
    word: 0x4000_0001_7400_03dfn,
    is: { kind: 'leaf', pfn: HUGE, write: true, dirty: true },
    fields: { H: 1n, G: 0n, LEVEL: 0n },
    made: (arch, level) => arch.withLeafState(level, arch.mkLeaf(level, HUGE, RW), WRITTEN),
  },
  {
    what: 'a huge page of 32 MiB that became PROT_NONE',
    level: 'pmd',
    word: 0x6000_0001_7400_045cn,
    is: { kind: 'leaf', pfn: HUGE, protnone: true },
    made: (arch, level) => arch.mkLeaf(level, HUGE, vmFlags()),
  },
  {
    what: 'a huge page of 2 MiB of pages of 4 KiB',
    options: { page: '4', levels: '4' },
    level: 'pmd',
    word: 0x4000_0001_7320_00ddn,
    is: { kind: 'leaf', pfn: pfn(0x17_3200), read: true },
    made: (arch, level) => arch.mkLeaf(level, pfn(0x17_3200), RW),
  },
  {
    what: 'the last frame of 48 bits',
    options: { page: '64' },
    level: 'pte',
    word: 0x4000_ffff_ffff_009dn,
    is: { kind: 'leaf', pfn: pfn(0xffff_ffff) },
    made: (arch, level) => arch.mkLeaf(level, pfn(0xffff_ffff), RW),
  },
  {
    what: 'a page for user code alone: RPLV',
    level: 'pte',
    word: 0xc000_0001_7304_839fn,
    is: { ...user, write: true },
    fields: { RPLV: 1n },
  },
  {
    what: "a page of the kernel's",
    level: 'pte',
    word: 0x1_7304_83d3n,
    is: { kind: 'leaf', user: false, read: false, write: false },
    fields: { G: 1n, PLV: 0n },
  },
  { what: 'what is left of one whose neighbour is still there', level: 'pte', word: 0x40n, is: { kind: 'none' } },
  { what: 'a page that can be written and not read', level: 'pte', word: 0x6000_0001_7304_839fn, is: { write: false } },
  { what: 'a word with low bits that is not present', level: 'pte', word: 0x1_7304_8004n, is: { kind: 'reserved' } },
  { what: 'a table that is not aligned', level: 'pmd', word: 0x9000_0001_7304_9000n, is: { kind: 'reserved' } },
  { what: 'a huge page with the size that LDDIR notes', level: 'pmd', word: 0x1_7400_20dfn, is: { kind: 'reserved' } },
  { what: 'a huge page in the root', level: 'pgd', word: 0x1_7400_03dfn, is: { kind: 'reserved' } },
  { what: 'H alone', level: 'pmd', word: 0x40n, is: { kind: 'reserved' } },
];

describeArchitecture(loongarch64, {
  configurations: LAYOUTS.map(({ page, levels }) => ({ page: `${page}`, levels: `${levels}` })),
  words,
  runs: 40,
  protectionMakesYoung: true,
  protnoneMakesOld: true,
});
