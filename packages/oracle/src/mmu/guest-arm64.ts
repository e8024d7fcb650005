/**
 * The guest of arm64. It runs at EL3 with its MMU off; the tables that are tried are those of TTBR0 in the EL1&0 regime, and are never
 * touched. What the guest needs at EL1, its vectors and two stubs, is one page that TTBR1 maps.
 *
 * A record has TTBR0, TCR, SCTLR and MAIR of EL1, PSTATE, and where to go on: a stub loads or stores at EL1 or EL0, a fetch goes to
 * the address itself. What happens then is an exception to EL1, whose vectors call EL3. Four more kinds of record ask for a
 * translation alone (AT), of which PAR_EL1 tells up to 52 bits of the address, memory there or not.
 */

import { hex, type Architecture, type MmuAccess } from '@mm-playground/api';
import { HARNESS, type GuestKind } from './guest.ts';
import { code, words, type Patch } from './machine-code.ts';
import { executes, faults, loads, signedFrame, STORES, translatesTo, type MmuGuest, type Probe } from './probe.ts';
import { quirksOf } from './quirks.ts';

/** Offsets in the harness. */
const AT = { vectors3: 0x800n, vectors1: 0x1000n, stubs: 0x1880n, box: 0x2000n, tables: 0x3000n } as const;

/** Code at the beginning of the harness; `vectors3` is EL3's table, of which two entries are used. */
const MAIN = `  ; start:
  00 40 00 10                     ; adr x0, vectors3
  00 c0 1e d5                     ; msr vbar_el3, x0
  c9 ff 00 10                     ; adr x9, box
  20 05 42 a9                     ; ldp x0, x1, [x9, #32]
  00 11 1e d5                     ; msr scr_el3, x0
  01 11 1c d5                     ; msr hcr_el2, x1
  20 05 43 a9                     ; ldp x0, x1, [x9, #48]
  00 c0 18 d5                     ; msr vbar_el1, x0
  21 20 18 d5                     ; msr ttbr1_el1, x1

  ; wait:
  3f 20 03 d5                     ; yield
  c9 fe 00 10                     ; adr x9, box
  20 05 40 29                     ; ldp w0, w1, [x9]
  1f 00 01 6b                     ; cmp w0, w1
  80 ff ff 54                     ; b.eq wait
  40 fe ff 10                     ; adr x0, start
  0a 00 44 91                     ; add x10, x0, #0x100, lsl #12
  0b 00 50 91                     ; add x11, x0, #0x400, lsl #12
  2a 2d 01 a9                     ; stp x10, x11, [x9, #16]
  20 09 40 b9                     ; ldr w0, [x9, #8]
  20 0d 00 b9                     ; str w0, [x9, #12]

  ; next:
  2a 09 40 f9                     ; ldr x10, [x9, #16]
  40 05 40 a9                     ; ldp x0, x1, [x10]
  00 20 18 d5                     ; msr ttbr0_el1, x0
  41 20 18 d5                     ; msr tcr_el1, x1
  40 05 41 a9                     ; ldp x0, x1, [x10, #16]
  00 10 18 d5                     ; msr sctlr_el1, x0
  01 a2 18 d5                     ; msr mair_el1, x1
  df 3f 03 d5                     ; isb
  1f 87 08 d5                     ; tlbi vmalle1
  9f 3f 03 d5                     ; dsb sy
  df 3f 03 d5                     ; isb
  40 09 42 a9                     ; ldp x0, x2, [x10, #32]
  00 40 1e d5                     ; msr spsr_el3, x0
  22 40 1e d5                     ; msr elr_el3, x2
  41 09 43 a9                     ; ldp x1, x2, [x10, #48]
  43 21 40 f9                     ; ldr x3, [x10, #64]
  00 00 80 d2                     ; mov x0, #0x0
  e3 01 00 b4                     ; cbz x3, next+0x80
  7f 08 00 f1                     ; cmp x3, #0x2
  e0 00 00 54                     ; b.eq next+0x68
  7f 0c 00 f1                     ; cmp x3, #0x3
  e0 00 00 54                     ; b.eq next+0x70
  7f 10 00 f1                     ; cmp x3, #0x4
  e0 00 00 54                     ; b.eq next+0x78
  41 78 08 d5                     ; at s1e0r, x1
  08 00 00 14                     ; b next+0x84
  61 78 08 d5                     ; at s1e0w, x1
  06 00 00 14                     ; b next+0x84
  01 78 08 d5                     ; at s1e1r, x1
  04 00 00 14                     ; b next+0x84
  21 78 08 d5                     ; at s1e1w, x1
  02 00 00 14                     ; b next+0x84
  e0 03 9f d6                     ; eret
  df 3f 03 d5                     ; isb
  00 74 38 d5                     ; mrs x0, par_el1

  ; common:
  29 f9 00 10                     ; adr x9, box
  2b 0d 40 f9                     ; ldr x11, [x9, #24]
  0c 52 38 d5                     ; mrs x12, esr_el1
  0d 60 38 d5                     ; mrs x13, far_el1
  6c 35 00 a9                     ; stp x12, x13, [x11]
  2c 40 38 d5                     ; mrs x12, elr_el1
  6c 01 01 a9                     ; stp x12, x0, [x11, #16]
  0c 52 3e d5                     ; mrs x12, esr_el3
  6c 11 00 f9                     ; str x12, [x11, #32]
  1f 52 1e d5                     ; msr esr_el3, xzr
  1f 52 18 d5                     ; msr esr_el1, xzr
  2a 2d 41 a9                     ; ldp x10, x11, [x9, #16]
  4a 01 02 91                     ; add x10, x10, #0x80
  6b 01 01 91                     ; add x11, x11, #0x40
  2a 2d 01 a9                     ; stp x10, x11, [x9, #16]
  20 0d 40 b9                     ; ldr w0, [x9, #12]
  00 04 00 71                     ; subs w0, w0, #0x1
  20 0d 00 b9                     ; str w0, [x9, #12]
  61 f9 ff 54                     ; b.ne next
  20 01 40 b9                     ; ldr w0, [x9]
  20 05 00 b9                     ; str w0, [x9, #4]
  bd ff ff 17                     ; b wait
`;

const VECTORS3 = `
  b7 fd ff 17                     ; b common            synchronous, from EL3: a translation that was no fault of EL1's
`;
const VECTORS3_LOWER = `
  37 fd ff 17                     ; b common            synchronous, from below: smc
`;
const VECTOR1 = `
  03 00 00 d4                     ; smc #0x0
`;
const STUBS = `
  20 00 40 f9                     ; ldr x0, [x1]
  01 00 00 d4                     ; svc #0x0
  22 00 00 f9                     ; str x2, [x1]
  01 00 00 d4                     ; svc #0x0
`;
const LOAD_STUB = AT.stubs;
const STORE_STUB = AT.stubs + 8n;

/** What TTBR1 translates: 39 bits in pages of 4 KiB, of which one page is mapped, at the offset that it has in the harness. */
const UPPER = 0xffff_ff80_0000_0000n;
const T1SZ = 25n;
const TG1_4K = 2n;
const VECTOR_SIZE = 0x80n;
const at = (offset: bigint): bigint => HARNESS.start + offset;
/** A table; and a page that EL1 and EL0 may read and execute and nobody write. Bits 9:8 are clear: with LPA2 they are address. */
const TABLE = 0x3n;
const PAGE = 0x4c3n;

const patches: readonly Patch[] = [
  code(at(0n), MAIN),
  code(at(AT.vectors3) + 0x200n, VECTORS3),
  code(at(AT.vectors3) + 0x400n, VECTORS3_LOWER),
  ...Array.from({ length: 16 }, (_, i) => code(at(AT.vectors1) + BigInt(i) * VECTOR_SIZE, VECTOR1)),
  code(at(AT.stubs), STUBS),
  words(at(AT.tables), (at(AT.tables) + 0x1000n) | TABLE),
  words(at(AT.tables) + 0x1000n, (at(AT.tables) + 0x2000n) | TABLE),
  words(at(AT.tables) + 0x2000n + (AT.vectors1 >> 12n) * 8n, at(AT.vectors1) | PAGE),
  // SCR_EL3: EL1 is not secure and has 64 bits; HCR_EL2 alike; VBAR_EL1; TTBR1_EL1.
  words(at(AT.box) + 32n, 0x431n, 1n << 31n, UPPER + AT.vectors1, at(AT.tables)),
];

/** SCTLR_EL1: MMU and caches on, what reads as one, PAN unchanged by exceptions. */
const SCTLR = { base: 0x30d0_1805n | (1n << 23n), WXN: 1n << 19n } as const;
const TCR = { HA: 1n << 39n, HD: 1n << 40n, DS: 1n << 59n } as const;
/** Write-back cacheable, inner shareable walks. */
const TCR_WALKS = (1n << 8n) | (1n << 10n) | (3n << 12n) | (1n << 24n) | (1n << 26n) | (3n << 28n);
const TG0: Readonly<Record<number, bigint>> = { 4: 0n, 64: 1n, 16: 2n };
/** TCR_EL1.IPS by bits of a physical address. */
const IPS: Readonly<Record<number, bigint>> = { 48: 5n, 52: 6n };
const PSTATE = { EL0: 0x3c0n, EL1: 0x3c5n, PAN: 1n << 22n } as const;
/** All memory is normal and write-back, whatever index an entry has. */
const MAIR = 0xffff_ffff_ffff_ffffn;

const bitIf = (isSet: number | undefined, bit: bigint): bigint => (isSet === 1 ? bit : 0n);

function tcrOf({ imageConfig }: Architecture, { controls: { HA, HD } }: Probe): bigint {
  const { granule, txsz, ips, ds } = imageConfig;
  return (
    BigInt(txsz ?? 0) |
    TCR_WALKS |
    ((TG0[Number(granule)] ?? 0n) << 14n) |
    (T1SZ << 16n) |
    (TG1_4K << 30n) |
    ((IPS[Number(ips)] ?? 0n) << 32n) |
    bitIf(HA, TCR.HA) |
    bitIf(HD, TCR.HD) |
    bitIf(Number(ds), TCR.DS)
  );
}

const EXCEPTION = { svc: 0x15n, brk: 0x3cn, smc: 0x17n } as const;
const classOf = (esr: bigint): bigint => (esr >> 26n) & 0x3fn;
/** Of a syndrome, what the manual leaves no choice in: class, IL, WnR and the fault status. */
const SYNDROME_MASK = 0xfe00_007fn;

/** AT S1E0R, S1E0W, S1E1R and S1E1W, as the guest numbers them. */
const translationOf = ({ kind, by }: MmuAccess): bigint => (by === 'user' ? 1n : 3n) + (kind === 'store' ? 1n : 0n);
const PAR = { F: 1n, statusLo: 1n, status: 0x3fn, address: 0x000f_ffff_ffff_f000n } as const;
const STATUS = 0x3fn;
const statusText = (status: bigint): string => `does not translate: status ${hex(status)}`;

/** A frame number, cut where the two instructions of a signature have room for it. */
const LOW_BITS = 16;
const lowOf = (frame: number): number => frame % 2 ** LOW_BITS;
const highOf = (frame: number): number => Math.floor(frame / 2 ** LOW_BITS);
const HIGH_BITS = 12;

/** The guest of arm64. */
export const arm64Guest: MmuGuest = {
  kind: (): GuestKind => ({
    program: 'qemu-system-aarch64',
    debianPackage: 'qemu-system-arm',
    args: ['-cpu', 'max', '-device', `loader,addr=${hex(HARNESS.start)},cpu-num=0`],
    box: Number(AT.box),
    patches,
  }),
  rootPatches: () => [],
  isFree: () => true,
  // AT does not look at PSTATE.PAN.
  translatesWith: { PAN: 0 },
  // Bits that are written as zero are ignored today, and may mean something tomorrow.
  triesReserved: false,
  fixed: [],
  quirks: quirksOf('arm64'),
  // movz x0, #low; brk #high, of which the upper bits are the tag.
  signature: (frame, tag) =>
    0xd280_0000n |
    (BigInt(lowOf(frame)) << 5n) |
    ((0xd420_0000n | (BigInt(highOf(frame) + tag * 2 ** HIGH_BITS) << 5n)) << 32n),
  tagBits: 4,
  record(arch, probe, value) {
    const { root, va, access, controls, onlyTranslates } = probe;
    const level = access.by === 'user' ? PSTATE.EL0 : PSTATE.EL1;
    const stub = UPPER + (access.kind === 'load' ? LOAD_STUB : STORE_STUB);
    return [
      ...[root, tcrOf(arch, probe), SCTLR.base | bitIf(controls['WXN'], SCTLR.WXN), MAIR],
      ...[level | bitIf(controls['PAN'], PSTATE.PAN), access.kind === 'fetch' ? va : stub, va, value],
      onlyTranslates ? translationOf(access) : 0n,
    ];
  },
  answer({ va, access, onlyTranslates }, [esr = 0n, far = 0n, , x0 = 0n, esr3 = 0n]) {
    if (onlyTranslates) {
      if (esr3 !== 0n) return `raises an exception to EL3: ${hex(esr3)}`;
      if ((x0 & PAR.F) !== 0n) return statusText((x0 >> PAR.statusLo) & PAR.status);
      return translatesTo((x0 & PAR.address) | (va & 0xfffn));
    }
    if (classOf(esr3) !== EXCEPTION.smc) return `raises an exception to EL3: ${hex(esr3)}`;
    if (classOf(esr) === EXCEPTION.svc) return access.kind === 'load' ? loads(x0) : STORES;
    if (classOf(esr) === EXCEPTION.brk && access.kind === 'fetch') {
      const high = Number(esr & 0xffffn) % 2 ** HIGH_BITS;
      return executes(Number(x0) + high * 2 ** LOW_BITS);
    }
    return faults(esr & SYNDROME_MASK, far);
  },
  expected({ access, va, onlyTranslates }, translation, word) {
    if (onlyTranslates)
      return translation.kind === 'page' ? translatesTo(translation.pa) : statusText(translation.code & STATUS);
    if (translation.kind === 'fault') return faults(translation.code, va);
    if (access.kind === 'load') return loads(word);
    return access.kind === 'store' ? STORES : executes(signedFrame(translation.pa));
  },
};
