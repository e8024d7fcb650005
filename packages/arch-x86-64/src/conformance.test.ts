/** x86-64 against the architecture kit, and the words that Linux is known to write. */

import { pfn, VM_READ, vmFlags, type LeafState, type VmFlags } from '@mm-playground/api';
import { describeArchitecture, leafOf, type KnownWord } from '@mm-playground/api/testing';
import { x8664 } from './index.ts';

const FRAME = pfn(0x5_c123);
const RW = vmFlags('READ', 'WRITE');
const WRITTEN: Partial<LeafState> = { write: true, dirty: true };

const leaf = (flags: VmFlags, ...states: readonly Partial<LeafState>[]): ReturnType<typeof leafOf> =>
  leafOf(FRAME, flags, ...states);

const user = { kind: 'leaf', pfn: FRAME, user: true, read: true, young: true } as const;

const words: readonly KnownWord[] = [
  {
    what: 'a written anonymous page',
    level: 'pte',
    word: 0x8000_0000_5c12_3067n,
    is: { ...user, write: true, exec: false, dirty: true },
    fields: { P: 1n, RW: 1n, US: 1n, A: 1n, D: 1n, G: 0n, PFN: 0x5_c123n, NX: 1n },
    made: leaf(RW, WRITTEN),
  },
  {
    what: 'the same page after a fork: dirty without RW and without D',
    level: 'pte',
    word: 0x8400_0000_5c12_3025n,
    is: { ...user, write: false, dirty: true },
    fields: { RW: 0n, D: 0n, SAVED_DIRTY: 1n },
    made: leaf(RW, WRITTEN, { write: false }),
  },
  {
    what: 'the zero page under a read',
    level: 'pte',
    word: 0x8000_0000_5c12_3225n,
    is: { ...user, write: false, special: true, dirty: false },
    fields: { SPECIAL: 1n },
    made: leaf(RW, { special: true }),
  },
  {
    what: 'a page of program text',
    level: 'pte',
    word: 0x5c12_3025n,
    is: { ...user, write: false, exec: true, dirty: false },
    made: leaf(vmFlags('READ', 'EXEC', 'MAYREAD', 'MAYWRITE', 'MAYEXEC')),
  },
  {
    what: 'a page that may only be executed, which without protection keys can be read',
    level: 'pte',
    word: 0x5c12_3025n,
    is: { ...user, exec: true },
    made: leaf(vmFlags('EXEC')),
  },
  {
    what: 'a read-only page with protection key 5',
    level: 'pte',
    word: 0xa800_0000_5c12_3025n,
    is: { ...user, exec: false },
    fields: { PKEY: 5n },
    made: leaf(vmFlags('READ', 'PKEY_BIT0', 'PKEY_BIT2')),
  },
  {
    what: 'a shared writable page that was not written yet',
    level: 'pte',
    word: 0x8000_0000_5c12_3027n,
    is: { ...user, write: true, dirty: false },
    made: leaf(vmFlags('READ', 'WRITE', 'SHARED')),
  },
  {
    what: 'a page of which the program took away every right: bit 8 without P, and the frame inverted',
    level: 'pte',
    word: 0x000f_ffff_a3ed_c120n,
    is: { kind: 'leaf', pfn: FRAME, protnone: true, user: false, read: false, young: true },
    fields: { P: 0n, G: 1n },
    made: leaf(vmFlags('MAYREAD')),
  },
  {
    what: 'a written page that became PROT_NONE',
    level: 'pte',
    word: 0x040f_ffff_a3ed_c120n,
    is: { kind: 'leaf', pfn: FRAME, protnone: true, dirty: true },
    made: (arch, level) => arch.modifyLeaf(level, leaf(RW, WRITTEN)(arch, level), vmFlags()),
  },
  {
    what: 'a guard marker',
    level: 'pte',
    word: 0xffff_ffff_ffff_f600n,
    is: { kind: 'swap', swap: { kind: 'marker', type: 31, offset: 4n } },
    fields: { TYPE: 31n, G: 0n },
    made: (arch) => arch.encodeSwap({ kind: 'marker', type: 31, offset: 4n }),
  },
  {
    what: 'page 1 of the first swap file',
    level: 'pte',
    word: 0x07ff_ffff_ffff_fc00n,
    is: { kind: 'swap', swap: { kind: 'swap', type: 0, offset: 1n } },
    made: (arch) => arch.encodeSwap({ kind: 'swap', type: 0, offset: 1n }),
  },
  {
    what: 'a swapped page that was not shared',
    level: 'pte',
    word: 0x07ff_ffff_ffff_fc08n,
    is: { kind: 'swap', swap: { kind: 'swap', type: 0, offset: 1n, exclusive: true } },
    made: (arch) => arch.encodeSwap({ kind: 'swap', type: 0, offset: 1n, exclusive: true }),
  },
  {
    what: 'a table of the lowest level',
    level: 'pmd',
    word: 0x5c12_3067n,
    is: { kind: 'table', pfn: FRAME, user: true, write: true, exec: true },
    fields: { PS: 0n },
    made: (arch, level) => arch.encodeTable(level, FRAME),
  },
  {
    what: 'a written huge page of 2 MiB',
    level: 'pmd',
    word: 0x8000_0000_5c20_00e7n,
    is: { kind: 'leaf', pfn: pfn(0x5_c200), write: true, dirty: true, exec: false },
    fields: { PS: 1n, PFN: 0x2e1n },
    made: (arch, level) => arch.withLeafState(level, arch.mkLeaf(level, pfn(0x5_c200), RW), WRITTEN),
  },
  {
    what: 'a shadow-stack page: dirty without RW',
    level: 'pte',
    word: 0x8000_0000_5c12_3065n,
    is: { ...user, write: false, dirty: true },
  },
  {
    what: 'nothing, though a processor left A and D there',
    level: 'pte',
    word: 0x60n,
    is: { kind: 'none', pfn: null },
  },
  {
    what: 'a word with more address than the processor has',
    level: 'pte',
    word: 0x8000_4000_0000_0025n,
    is: { kind: 'reserved' },
  },
  {
    what: 'an entry of a processor with 52 bits of address',
    options: { phys_bits: '52' },
    level: 'pte',
    word: 0x800f_0000_0000_0025n,
    is: { kind: 'leaf', pfn: pfn(0xf0_0000_0000) },
  },
  {
    what: 'a large leaf where the level has none',
    level: 'pgd',
    word: 0x8000_0000_0000_00a5n,
    is: { kind: 'reserved' },
  },
  {
    what: 'a table below a root of 5 levels',
    options: { levels: '5' },
    level: 'pgd',
    word: 0x5c12_3067n,
    is: { kind: 'table', pfn: FRAME },
    made: (arch, level) => arch.encodeTable(level, FRAME),
  },
  {
    what: 'a read-only page of memory type write-combining (PAT 1)',
    level: 'pte',
    word: 0x8000_0000_5c12_302dn,
    is: { ...user, write: false },
    fields: { PWT: 1n, PCD: 0n, PAT: 0n },
  },
  {
    what: 'a supervisor page',
    level: 'pte',
    word: 0x8000_0000_5c12_3163n,
    is: { kind: 'leaf', user: false, read: false },
  },
  {
    what: 'a page that userfaultfd write-protects, and that is soft-dirty',
    level: 'pte',
    word: 0x8000_0000_5c12_3c25n,
    is: { ...user, write: false },
    fields: { UFFD_WP: 1n, SOFT_DIRTY: 1n },
    made: (arch, level) =>
      (arch.notes?.kinds ?? []).reduce(
        (word, note) => arch.notes?.write(level, word, note, true) ?? word,
        leaf(VM_READ)(arch, level),
      ),
  },
  {
    what: 'page 1 of the first swap file, write-protected by userfaultfd before it went there',
    level: 'pte',
    word: 0x07ff_ffff_ffff_fc04n,
    is: { kind: 'swap', swap: { kind: 'swap', type: 0, offset: 1n } },
    fields: { SWP_UFFD_WP: 1n },
    made: (arch, level) => {
      const word = arch.encodeSwap({ kind: 'swap', type: 0, offset: 1n });
      return arch.notes?.write(level, word, 'uffd-wp', true) ?? word;
    },
  },
  { what: 'a read of a page', level: 'pte', word: 0x8000_0000_5c12_3025n, is: user, made: leaf(VM_READ) },
];

describeArchitecture(x8664, { configurations: [{}, { levels: '5' }, { phys_bits: '36' }, { phys_bits: '52' }], words });
