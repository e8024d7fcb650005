/**
 * The guest of riscv64. M-mode, which nothing translates, tries loads and stores with the rights of S or U (mstatus.MPRV), and fetches
 * by returning to the address. All traps come back to it; the tables that are tried hold nothing of the guest.
 */

import { hex, type Architecture } from '@mm-playground/api';
import { HARNESS, type GuestKind } from './guest.ts';
import { code } from './machine-code.ts';
import { executes, faults, loads, signedFrame, STORES, type MmuGuest } from './probe.ts';
import { quirksOf } from './quirks.ts';

/** Code at the beginning of the harness. */
const MAIN = `  ; start:
  97 02 00 00                     ; auipc t0,0x0
  93 82 42 0b                     ; add t0,t0,180
  73 90 52 30                     ; csrw mtvec,t0
  93 02 f0 ff                     ; li t0,-1
  73 90 02 3b                     ; csrw pmpaddr0,t0
  93 02 f0 01                     ; li t0,31
  73 90 02 3a                     ; csrw pmpcfg0,t0

  ; wait:
  17 24 00 00                     ; auipc s0,0x2
  13 04 44 fe                     ; add s0,s0,-28
  83 22 04 00                     ; lw t0,0(s0)
  03 23 44 00                     ; lw t1,4(s0)
  e3 88 62 fe                     ; beq t0,t1,wait
  17 03 00 00                     ; auipc t1,0x0
  13 03 03 fd                     ; add t1,t1,-48
  b7 03 10 00                     ; lui t2,0x100
  b3 03 73 00                     ; add t2,t1,t2
  23 38 74 00                     ; sd t2,16(s0)
  b7 03 40 00                     ; lui t2,0x400
  b3 03 73 00                     ; add t2,t1,t2
  23 3c 74 00                     ; sd t2,24(s0)
  83 22 84 00                     ; lw t0,8(s0)
  23 26 54 00                     ; sw t0,12(s0)

  ; next:
  83 32 04 01                     ; ld t0,16(s0)
  03 b3 02 00                     ; ld t1,0(t0)
  73 10 03 18                     ; csrw satp,t1
  f3 23 00 18                     ; csrr t2,satp
  03 3e 84 01                     ; ld t3,24(s0)
  23 30 7e 02                     ; sd t2,32(t3)
  73 00 00 12                     ; sfence.vma
  03 b3 02 01                     ; ld t1,16(t0)
  73 10 13 34                     ; csrw mepc,t1
  83 b5 82 01                     ; ld a1,24(t0)
  03 b6 02 02                     ; ld a2,32(t0)
  83 be 82 02                     ; ld t4,40(t0)
  03 b3 82 00                     ; ld t1,8(t0)
  13 05 00 00                     ; li a0,0
  73 10 03 30                     ; csrw mstatus,t1
  63 8e 0e 00                     ; beqz t4,fetch
  93 8e fe ff                     ; add t4,t4,-1
  63 86 0e 00                     ; beqz t4,load
  23 b0 c5 00                     ; sd a2,0(a1)
  6f 00 80 00                     ; j ok

  ; load:
  03 b5 05 00                     ; ld a0,0(a1)

  ; ok:
  73 00 00 00                     ; ecall

  ; fetch:
  73 00 20 30                     ; mret

  ; trap:
  37 03 02 00                     ; lui t1,0x20
  73 30 03 30                     ; csrc mstatus,t1
  17 24 00 00                     ; auipc s0,0x2
  13 04 44 f4                     ; add s0,s0,-188
  03 3e 84 01                     ; ld t3,24(s0)
  73 23 20 34                     ; csrr t1,mcause
  23 30 6e 00                     ; sd t1,0(t3)
  73 23 30 34                     ; csrr t1,mtval
  23 34 6e 00                     ; sd t1,8(t3)
  73 23 10 34                     ; csrr t1,mepc
  23 38 6e 00                     ; sd t1,16(t3)
  23 3c ae 00                     ; sd a0,24(t3)
  13 0e 0e 04                     ; add t3,t3,64
  23 3c c4 01                     ; sd t3,24(s0)
  83 32 04 01                     ; ld t0,16(s0)
  93 82 02 08                     ; add t0,t0,128
  23 38 54 00                     ; sd t0,16(s0)
  83 22 c4 00                     ; lw t0,12(s0)
  93 82 f2 ff                     ; add t0,t0,-1
  23 26 54 00                     ; sw t0,12(s0)
  e3 9a 02 f4                     ; bnez t0,next
  83 22 04 00                     ; lw t0,0(s0)
  23 22 54 00                     ; sw t0,4(s0)
  6f f0 df f0                     ; j wait
`;

const BOX = 0x2000;

/** satp.MODE by levels. */
const MODE: Readonly<Record<number, bigint>> = { 3: 8n, 4: 9n, 5: 10n };
const satpOf = ({ geometry }: Architecture, root: bigint): bigint =>
  ((MODE[geometry.levels.length] ?? 0n) << 60n) | (root >> 12n);

/** mstatus: loads and stores with the rights of MPP; 64-bit user code and supervisor. */
const MSTATUS = { base: (1n << 17n) | (2n << 32n) | (2n << 34n), SUM: 1n << 18n, MXR: 1n << 19n } as const;
const MPP = { user: 0n, kernel: 1n << 11n } as const;
const bitIf = (isSet: number | undefined, bit: bigint): bigint => (isSet === 1 ? bit : 0n);

const OPERATION = { fetch: 0n, load: 1n, store: 2n } as const;
const CAUSE = { breakpoint: 3n, done: 11n } as const;
const PAGE_FAULTS: readonly bigint[] = [12n, 13n, 15n];

/** A frame number, cut where the first instruction of a signature has no more room. */
const LOW_BITS = 20;
const highOf = (frame: number): number => Math.floor(frame / 2 ** LOW_BITS);
const HIGH_BITS = 8;
/** What the first instruction puts into the register: the low bits, mixed with what is executed by nobody. */
const numberOf = (frame: number): number => (frame % 2 ** LOW_BITS) ^ (highOf(frame) * 0x421);

/** The guest of riscv64. */
export const riscv64Guest: MmuGuest = {
  kind: ({ imageConfig: { svnapot, svpbmt } }): GuestKind => ({
    program: 'qemu-system-riscv64',
    debianPackage: 'qemu-system-misc',
    args: [
      ...['-cpu', `rv64,svnapot=${svnapot === true ? 'on' : 'off'},svpbmt=${svpbmt === true ? 'on' : 'off'}`],
      ...['-device', `loader,addr=${hex(HARNESS.start)},cpu-num=0`],
    ],
    box: BOX,
    patches: [code(HARNESS.start, MAIN)],
  }),
  rootPatches: () => [],
  isFree: () => true,
  translatesWith: null,
  triesReserved: true,
  // It marks by itself; newer versions could be told to fault instead.
  fixed: ['ADUE'],
  quirks: quirksOf('riscv64'),
  // lui a0, number; c.ebreak; and two bytes that nobody executes.
  signature: (frame, tag) =>
    0x537n |
    (BigInt(numberOf(frame)) << 12n) |
    (0x9002n << 32n) |
    (BigInt(highOf(frame) + tag * 2 ** HIGH_BITS) << 48n),
  tagBits: 8,
  record(arch, { root, va, access, controls }, value) {
    const status =
      MSTATUS.base | MPP[access.by] | bitIf(controls['SUM'], MSTATUS.SUM) | bitIf(controls['MXR'], MSTATUS.MXR);
    return [satpOf(arch, root), status, va, va, value, OPERATION[access.kind]];
  },
  answer({ access, root }, [cause = 0n, mtval = 0n, , a0 = 0n, satp = 0n]) {
    if ((satp & 0xfff_ffff_ffffn) !== root >> 12n) return `does not take satp: ${hex(satp)}`;
    if (PAGE_FAULTS.includes(cause)) return faults(cause, mtval);
    if (cause === CAUSE.done) return access.kind === 'load' ? loads(a0) : STORES;
    if (cause === CAUSE.breakpoint && access.kind === 'fetch') return executes((a0 >> 12n) & 0xf_ffffn);
    return `raises exception ${cause} at ${hex(mtval)}`;
  },
  expected({ access, va }, translation, word) {
    if (translation.kind === 'fault') return faults(translation.code, va);
    if (access.kind === 'load') return loads(word);
    return access.kind === 'store' ? STORES : executes(numberOf(signedFrame(translation.pa)));
  },
};
