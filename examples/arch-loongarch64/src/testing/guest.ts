/**
 * A guest for loongarch64: what `@mm-playground/oracle` has for its own architectures, brought along from outside.
 *
 * The processor has no walker; a TLB refill is software. The handler here is the one of the manual (LDDIR, LDPTE, TLBFILL) with two
 * additions, for which it goes through the tables a second time with plain loads:
 * - An entry of zero ends the walk with a pair of invalid pages. Linux has tables of invalid entries for that.
 * - QEMU 7.2 cuts what LDDIR and LDPTE load to 48 bits. NR, NX and RPLV are put back.
 *
 * All but the access itself happens at PLV0 in a direct mapped window (0x9...); the two instructions that load and store lie in one
 * that user code may use, too (0x8...). The tables that are tried hold nothing of the guest, and are the root of both halves.
 */

import { hex, readField, type Architecture, type LevelSpec } from '@mm-playground/api';
import {
  code,
  executes,
  faults,
  HARNESS,
  loads,
  signedFrame,
  STORES,
  words,
  type GuestKind,
  type MmuGuest,
  type MmuQuirk,
} from '@mm-playground/oracle/guest';
import { ESTAT, PRIVILEGE } from '../fault.ts';
import { BIT, VIRTUAL_BITS } from '../fields.ts';

/** Windows, the walk's geometry, and then one record after the other. */
const MAIN = `
  ; start:
  17 00 00 18  ; pcaddi s0, 0
  0c 00 24 03  ; lu52i.d t0, zero, -1792
  8d 45 80 03  ; ori t1, t0, 17
  2d 00 06 04  ; csrwr t1, 384
  0d 00 20 03  ; lu52i.d t1, zero, -2048
  ad 65 80 03  ; ori t1, t1, 25
  2d 04 06 04  ; csrwr t1, 385
  ed 82 df 28  ; ld.d t1, s0, 2016
  2d 70 00 04  ; csrwr t1, 28
  ed a2 df 28  ; ld.d t1, s0, 2024
  2d 74 00 04  ; csrwr t1, 29
  ed c2 df 28  ; ld.d t1, s0, 2032
  2d 78 00 04  ; csrwr t1, 30
  4e 00 00 14  ; lu12i.w t2, 2
  ed ba 10 00  ; add.d t1, s0, t2
  2d 20 02 04  ; csrwr t1, 136
  f7 32 15 00  ; or s0, s0, t0
  2e 00 00 14  ; lu12i.w t2, 1
  ed ba 10 00  ; add.d t1, s0, t2
  2d 30 00 04  ; csrwr t1, 12
  ed 62 c1 02  ; addi.d t1, s0, 88
  a0 01 00 4c  ; jr t1

  ; virtual:
  9b 00 00 18  ; pcaddi s4, 4
  7c 01 00 18  ; pcaddi s5, 11
  0d c0 82 03  ; ori t1, zero, 176
  2d 00 00 04  ; csrwr t1, 0

  ; wait:
  ec 02 9f 28  ; ld.w t0, s0, 1984
  ed 12 9f 28  ; ld.w t1, s0, 1988
  8d f9 ff 5b  ; beq t0, t1, -8 <wait>
  0e 20 00 14  ; lu12i.w t2, 256
  f8 ba 10 00  ; add.d s1, s0, t2
  0e 80 00 14  ; lu12i.w t2, 1024
  f9 ba 10 00  ; add.d s2, s0, t2
  fa 22 9f 28  ; ld.w s3, s0, 1992

  ; next:
  0d 03 c0 28  ; ld.d t1, s1, 0
  2d 64 00 04  ; csrwr t1, 25
  0d 03 c0 28  ; ld.d t1, s1, 0
  2d 68 00 04  ; csrwr t1, 26
  00 80 49 06  ; invtlb 0, zero, zero
  0d 23 c0 28  ; ld.d t1, s1, 8
  2d 04 00 04  ; csrwr t1, 1
  0d 43 c0 28  ; ld.d t1, s1, 16
  2d 18 00 04  ; csrwr t1, 6
  05 63 c0 28  ; ld.d a1, s1, 24
  06 83 c0 28  ; ld.d a2, s1, 32
  04 00 15 00  ; move a0, zero
  00 38 48 06  ; ertn

  ; load:
  a4 00 c0 28  ; ld.d a0, a1, 0
  00 00 2b 00  ; syscall 0

  ; store:
  a6 00 c0 29  ; st.d a2, a1, 0
  00 00 2b 00  ; syscall 0
`;

/** Every exception but a refill: the result, and the next record. */
const TRAP = `
  ; trap:
  0c 14 00 04  ; csrrd t0, 5
  2c 03 c0 29  ; st.d t0, s2, 0
  0c 1c 00 04  ; csrrd t0, 7
  2c 23 c0 29  ; st.d t0, s2, 8
  0c 18 00 04  ; csrrd t0, 6
  2c 43 c0 29  ; st.d t0, s2, 16
  24 63 c0 29  ; st.d a0, s2, 24
  39 03 c1 02  ; addi.d s2, s2, 64
  18 03 c2 02  ; addi.d s1, s1, 128
  5a ff ff 02  ; addi.d s3, s3, -1
  40 0b 00 40  ; beqz s3, 8 <done>
  80 03 00 4c  ; jr s5

  ; done:
  ec 02 9f 28  ; ld.w t0, s0, 1984
  ec 12 9f 29  ; st.w t0, s0, 1988
  60 03 00 4c  ; jr s4
`;

/** A refill of the TLB. */
const REFILL = `
  ; refill:
  0d 24 02 04  ; csrrd t1, 137
  0e 70 00 04  ; csrrd t2, 28
  0f 74 00 04  ; csrrd t3, 29
  14 6c 00 04  ; csrrd t8, 27
  f0 01 c5 00  ; bstrpick.d t4, t3, 5, 0
  f1 19 cb 00  ; bstrpick.d t5, t3, 11, 6
  00 bc 00 54  ; bl 188 <step>
  80 9a 00 40  ; beqz t8, 152 <empty>
  d1 65 dd 00  ; bstrpick.d t5, t2, 29, 25
  20 12 00 40  ; beqz t5, 16 <two>
  d0 51 d8 00  ; bstrpick.d t4, t2, 24, 20
  00 a8 00 54  ; bl 168 <step>
  80 86 00 40  ; beqz t8, 132 <empty>

  ; two:
  d0 29 ce 00  ; bstrpick.d t4, t2, 14, 10
  d1 3d d3 00  ; bstrpick.d t5, t2, 19, 15
  00 98 00 54  ; bl 152 <step>
  80 76 00 40  ; beqz t8, 116 <empty>
  92 02 15 00  ; move t6, t8
  93 02 15 00  ; move t7, t8
  8c 02 41 03  ; andi t0, t8, 64
  80 1d 00 44  ; bnez t0, 28 <walk>
  d0 01 c4 00  ; bstrpick.d t4, t2, 4, 0
  d1 15 c9 00  ; bstrpick.d t5, t2, 9, 5
  00 78 00 54  ; bl 120 <step>
  0c 0c 83 00  ; bstrins.d t0, zero, 3, 3
  92 01 c0 28  ; ld.d t6, t0, 0
  93 21 c0 28  ; ld.d t7, t0, 8

  ; walk:
  0c 6c 00 04  ; csrrd t0, 27
  8c 0d 40 06  ; lddir t0, t0, 3
  d1 65 dd 00  ; bstrpick.d t5, t2, 29, 25
  20 0a 00 40  ; beqz t5, 8 <one>
  8c 09 40 06  ; lddir t0, t0, 2

  ; one:
  8c 05 40 06  ; lddir t0, t0, 1
  80 01 44 06  ; ldpte t0, 0
  80 05 44 06  ; ldpte t0, 1
  0c 30 02 04  ; csrrd t0, 140
  52 f6 ff 00  ; bstrpick.d t6, t6, 63, 61
  4c f6 bf 00  ; bstrins.d t0, t6, 63, 61
  2c 30 02 04  ; csrwr t0, 140
  0c 34 02 04  ; csrrd t0, 141
  73 f6 ff 00  ; bstrpick.d t7, t7, 63, 61
  6c f6 bf 00  ; bstrins.d t0, t7, 63, 61
  2c 34 02 04  ; csrwr t0, 141
  00 34 48 06  ; tlbfill
  00 38 48 06  ; ertn

  ; empty:
  20 30 02 04  ; csrwr zero, 140
  20 34 02 04  ; csrwr zero, 141
  0c 38 02 04  ; csrrd t0, 142
  cc 01 84 00  ; bstrins.d t0, t2, 4, 0
  0c 14 85 00  ; bstrins.d t0, zero, 5, 5
  2c 38 02 04  ; csrwr t0, 142
  00 34 48 06  ; tlbfill
  00 38 48 06  ; ertn

  ; step:
  94 02 ef 00  ; bstrpick.d t8, t8, 47, 0
  b0 41 19 00  ; srl.d t4, t1, t4
  0c 04 c0 02  ; addi.d t0, zero, 1
  8c c5 18 00  ; sll.d t0, t0, t5
  8c fd ff 02  ; addi.d t0, t0, -1
  10 b2 14 00  ; and t4, t4, t0
  0c 52 2d 00  ; alsl.d t0, t4, t8, 3
  94 01 c0 28  ; ld.d t8, t0, 0
  20 00 00 4c  ; ret
`;

/** Offsets in the harness. */
const AT = { box: 0x7c0, pwcl: 0x7e0n, load: 0xbcn, store: 0xc4n, trap: 0x1000n, refill: 0x2000n } as const;
/** The window that user code may use, too. */
const STUBS = 0x8000_0000_0000_0000n | HARNESS.start;

const PLV = { kernel: 0n, user: 3n } as const;
const EXCEPTION = { addressError: 8n, systemCall: 0xbn, breakpoint: 0xcn } as const;

/** PWCL and PWCH: where the index of each level begins, and its bits. The root is Dir3, whatever the number of levels. */
function walkControls({ geometry: { levels, pageShift } }: Architecture): readonly [pwcl: bigint, pwch: bigint] {
  const field = (name: LevelSpec['name'], baseBits: number): bigint => {
    const found = levels.find((level) => level.name === name);
    return found === undefined ? 0n : BigInt(pageShift + found.spanShift + found.indexBits * 2 ** baseBits);
  };
  return [field('pte', 5) | (field('pmd', 5) << 10n) | (field('pud', 5) << 20n), field('pgd', 6)];
}

/** Low bits of a frame's number: as many as `lu12i.w` takes. The others are mixed in, and stand where nobody executes. */
const LOW_BITS = 20;
const HIGH_BITS = 8;
const highOf = (frame: number): number => Math.floor(frame / 2 ** LOW_BITS);
const numberOf = (frame: number): number => (frame % 2 ** LOW_BITS) ^ (highOf(frame) * 0x421);

/** What QEMU does otherwise. */
const QUIRKS: readonly MmuQuirk[] = [
  {
    id: 'loongarch64-denied-fetch',
    what: 'A fetch that is denied is tried again forever: the instruction that must not be read is read for CSR.BADI.',
    arch: 'loongarch64',
    until: null,
    avoids: (translation, { access }) =>
      translation.kind === 'fault' &&
      access.kind === 'fetch' &&
      (translation.reason === 'permission' || translation.reason === 'privilege'),
  },
  {
    id: 'loongarch64-16k-steps',
    what: 'Memory is looked up in steps of 16 KiB: with smaller pages, two bits of the address stay as they are.',
    arch: 'loongarch64',
    until: 10,
    avoids: (translation, { va }, { geometry: { pageShift } }) =>
      translation.kind === 'page' && pageShift < 14 && readField(translation.pa ^ va, { lo: pageShift, hi: 13 }) !== 0n,
  },
  {
    id: 'loongarch64-sign-bit',
    what: 'An address is one where bits 63:48 are equal, whatever bit 47 is.',
    arch: 'loongarch64',
    until: null,
    avoids: (translation, { va }) =>
      translation.kind === 'fault' &&
      translation.reason === 'address' &&
      [0n, -1n].includes(BigInt.asIntN(64, va) >> BigInt(VIRTUAL_BITS)),
  },
  {
    id: 'loongarch64-nr-first',
    what: 'A load that lacks both is told that the page is not readable (PNR), not that it is for others (PPI).',
    arch: 'loongarch64',
    until: null,
    avoids: (translation, { access }) =>
      translation.kind === 'fault' &&
      translation.code === PRIVILEGE &&
      access.kind === 'load' &&
      readField(translation.path.at(-1)?.word ?? 0n, BIT.NR) === 1n,
  },
  {
    id: 'loongarch64-low-frame-bits',
    what: 'Bits of the frame below the size of the page are not ignored, but taken for the address.',
    arch: 'loongarch64',
    until: null,
    avoids: (translation, _probe, { geometry: { levels, pageShift } }) => {
      const leaf = translation.path.at(-1);
      if (leaf?.entry.kind !== 'leaf') return false;
      const hi = pageShift + (levels[leaf.level]?.spanShift ?? 0) - 1;
      const lo = leaf.level === levels.length - 1 ? BIT.HGLOBAL.lo : BIT.LEVEL.hi + 1;
      return hi >= lo && readField(leaf.word, { lo, hi }) !== 0n;
    },
  },
  {
    id: 'loongarch64-reserved-above',
    what: 'What is neither a table nor a huge page, which the manual leaves open, leads to an address or a size that is none.',
    arch: 'loongarch64',
    until: null,
    avoids: (translation, _probe, { geometry: { levels } }) => {
      const last = translation.path.at(-1);
      return last?.entry.kind === 'reserved' && last.level < levels.length - 1;
    },
  },
];

/** The guest of loongarch64. */
export const loongarch64Guest: MmuGuest = {
  kind: (arch): GuestKind => ({
    program: 'qemu-system-loongarch64',
    debianPackage: 'qemu-system-misc',
    args: ['-cpu', 'la464-loongarch-cpu', '-device', `loader,addr=${hex(HARNESS.start)},cpu-num=0`],
    box: AT.box,
    patches: [
      code(HARNESS.start, MAIN),
      code(HARNESS.start + AT.trap, TRAP),
      code(HARNESS.start + AT.refill, REFILL),
      words(HARNESS.start + AT.pwcl, ...walkControls(arch), BigInt(arch.geometry.pageShift)),
    ],
  }),
  rootPatches: () => [],
  isFree: () => true,
  translatesWith: null,
  // The manual does not say what the low bits of a table entry do.
  triesReserved: false,
  // QEMU does not look at it.
  fixed: ['DWPL0'],
  quirks: QUIRKS,
  // lu12i.w a0, number; break tag and high bits
  signature: (frame, tag) =>
    0x1400_0004n |
    (BigInt(numberOf(frame)) << 5n) |
    (0x002a_0000n << 32n) |
    (BigInt(highOf(frame) + tag * 2 ** HIGH_BITS) << 32n),
  tagBits: 7,
  record(_arch, { root, va, access }, value) {
    const start = access.kind === 'fetch' ? va : STUBS + AT[access.kind];
    return [root, PLV[access.by], start, va, value];
  },
  answer({ access }, [estat = 0n, badv = 0n, , a0 = 0n]) {
    const ecode = readField(estat, ESTAT.ECODE);
    if (ecode === EXCEPTION.systemCall) return access.kind === 'load' ? loads(a0) : STORES;
    if (ecode === EXCEPTION.breakpoint && access.kind === 'fetch') return executes((a0 >> 12n) & 0xf_ffffn);
    if (ecode >= 1n && ecode <= EXCEPTION.addressError) return faults(estat, badv);
    return `raises exception ${ecode} at ${hex(badv)}`;
  },
  expected({ access, va }, translation, word) {
    if (translation.kind === 'fault') return faults(translation.code, va);
    if (access.kind === 'load') return loads(word);
    return access.kind === 'store' ? STORES : executes(numberOf(signedFrame(translation.pa)));
  },
};
