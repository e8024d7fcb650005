/**
 * The guest of x86-64. After reset the processor turns paging on at once, and stays in one address space of its own between jobs.
 * Its code and records lie behind one entry of the root table, which is put into every root that is tried; the two places that take
 * turns leave no entry of a root untried.
 *
 * A record has CR3, CR4, CR0, EFER and PKRU, RFLAGS, and where to go on at which level of privilege: two stubs load or store, a
 * fetch goes to the address itself and is stopped after one instruction (TF). Every exception leaves its vector, what the processor
 * pushed, CR2 and RAX as the result, and goes on with the next record.
 */

import { hex, type Architecture } from '@mm-playground/api';
import { HARNESS, type GuestKind } from './guest.ts';
import { code, words, type Patch } from './machine-code.ts';
import { executes, faults, loads, signedFrame, STORES, type MmuGuest, type Probe } from './probe.ts';
import { quirksOf } from './quirks.ts';

/** Offsets in the harness. Tables first; the stubs of user code have a page of their own, the only one that it may execute. */
const AT = {
  code: 0x8000n,
  vectors: 0x8200n,
  kernelStubs: 0x8400n,
  stubs: 0x9000n,
  box: 0xa000n,
  idt: 0xb000n,
  gdt: 0xc000n,
  tss: 0xd000n,
} as const;
const STACK_TOP = 0xf000n;
/** Offset of the stub that stores from the one that loads. */
const STORE_STUB = 5n;

/** 64-bit code at {@link AT}.code. */
const MAIN = `
  ; start:
  0f 01 15 29 20 00 00            ; lgdt gdtr
  0f 01 1d 32 20 00 00            ; lidt idtr
  b8 10 00 00 00                  ; mov $0x10,%eax
  8e d0                           ; mov %eax,%ss
  b8 28 00 00 00                  ; mov $0x28,%eax
  0f 00 d8                        ; ltr %ax
  48 8d 25 dc 6f 00 00            ; lea idtr+0x4fc0,%rsp

  ; wait:
  f3 90                           ; pause
  8b 05 d4 1f 00 00               ; mov box,%eax
  3b 05 d2 1f 00 00               ; cmp done,%eax
  74 f0                           ; je wait
  48 8d 1d c5 7f 0f 00            ; lea records,%rbx
  48 89 1d ce 1f 00 00            ; mov %rbx,rec
  48 8d 1d b7 7f 3f 00            ; lea results,%rbx
  48 89 1d c8 1f 00 00            ; mov %rbx,res
  8b 05 b2 1f 00 00               ; mov count,%eax
  89 05 b0 1f 00 00               ; mov %eax,left

  ; next:
  48 8b 1d ad 1f 00 00            ; mov rec,%rbx
  48 8b 03                        ; mov (%rbx),%rax
  0f 22 d8                        ; mov %rax,%cr3
  48 8b 43 08                     ; mov 0x8(%rbx),%rax
  0f 22 e0                        ; mov %rax,%cr4
  a9 00 00 40 00                  ; test $0x400000,%eax
  74 0a                           ; je next+0x25
  31 c9                           ; xor %ecx,%ecx
  31 d2                           ; xor %edx,%edx
  8b 43 1c                        ; mov 0x1c(%rbx),%eax
  0f 01 ef                        ; wrpkru
  b9 80 00 00 c0                  ; mov $0xc0000080,%ecx
  31 d2                           ; xor %edx,%edx
  8b 43 18                        ; mov 0x18(%rbx),%eax
  0f 30                           ; wrmsr
  48 8b 43 10                     ; mov 0x10(%rbx),%rax
  0f 22 c0                        ; mov %rax,%cr0
  ff 73 40                        ; push 0x40(%rbx)
  6a 00                           ; push $0x0
  ff 73 20                        ; push 0x20(%rbx)
  ff 73 48                        ; push 0x48(%rbx)
  ff 73 28                        ; push 0x28(%rbx)
  48 8b 7b 30                     ; mov 0x30(%rbx),%rdi
  48 8b 73 38                     ; mov 0x38(%rbx),%rsi
  31 c0                           ; xor %eax,%eax
  48 cf                           ; iretq

  ; common:
  48 89 05 6b 1f 00 00            ; mov %rax,saved
  48 8b 05 5c 1f 00 00            ; mov res,%rax
  8f 00                           ; pop (%rax)
  8f 40 08                        ; pop 0x8(%rax)
  8f 40 10                        ; pop 0x10(%rax)
  0f 20 d1                        ; mov %cr2,%rcx
  48 89 48 18                     ; mov %rcx,0x18(%rax)
  48 8b 0d 4e 1f 00 00            ; mov saved,%rcx
  48 89 48 20                     ; mov %rcx,0x20(%rax)
  48 83 05 3a 1f 00 00 40         ; addq $0x40,res
  48 81 05 27 1f 00 00 80 00 00 00; addq $0x80,rec
  ff 0d 1d 1f 00 00               ; decl left
  0f 85 67 ff ff ff               ; jne next
  48 8b 05 2c 1f 00 00            ; mov bootcr3,%rax
  0f 22 d8                        ; mov %rax,%cr3
  8b 05 fb 1e 00 00               ; mov box,%eax
  89 05 f9 1e 00 00               ; mov %eax,done
  e9 14 ff ff ff                  ; jmp wait
`;

const STUBS = `  ; load:
  48 8b 07                        ; mov (%rdi),%rax
  cd 80                           ; int $0x80

  ; store:
  48 89 37                        ; mov %rsi,(%rdi)
  cd 80                           ; int $0x80
`;

/** 16-bit code at 0xFFFFFE00, which the reset vector jumps to: into long mode, and to {@link FAR}. */
const REAL_MODE = `
  2e 66 0f 01 16 00 ff            ; lgdtl %cs:0xff00
  2e 66 a1 10 ff                  ; mov %cs:0xff10,%eax
  0f 22 e0                        ; mov %eax,%cr4
  2e 66 a1 14 ff                  ; mov %cs:0xff14,%eax
  0f 22 d8                        ; mov %eax,%cr3
  66 b9 80 00 00 c0               ; mov $0xc0000080,%ecx      EFER
  66 31 d2                        ; xor %edx,%edx
  66 b8 00 09 00 00               ; mov $0x900,%eax           LME, NXE
  0f 30                           ; wrmsr
  66 b8 33 00 01 80               ; mov $0x80010033,%eax      PG, WP, NE, ET, MP, PE
  0f 22 c0                        ; mov %eax,%cr0
  2e 66 ff 2e 20 ff               ; ljmpl *%cs:0xff20
`;
const RESET = `
  e9 0d fe                        ; jmp 0xfe00
`;
/** 64-bit code at 0xFFFFFE80, before the address that it jumps to. */
const FAR = `
  48 8b 05 02 00 00 00            ; mov 0x2(%rip),%rax
  ff e0                           ; jmp *%rax
`;

const ENTRY_BITS = 9n;
/** Bits of an entry: present, writable, for user code; a leaf above the lowest level. A and D are set, so that nothing is marked. */
const KERNEL = 0x63n;
const USER = 0x67n;
const LARGE = 0x80n;
const LARGE_SIZE = 0x20_0000n;
/** Two entries of the root that take turns for the harness. */
const SLOTS = [0x1aan, 0x155n] as const;

const levelsOf = ({ geometry }: Architecture): number => geometry.levels.length;
const slotOf = (turn: number): bigint => SLOTS[turn % SLOTS.length] ?? SLOTS[0];
const rootShift = (arch: Architecture): bigint => 12n + ENTRY_BITS * BigInt(levelsOf(arch) - 1);
/** Where the harness begins in every address space. */
const baseOf = (arch: Architecture, turn: number): bigint =>
  BigInt.asUintN(64, BigInt.asIntN(64, (slotOf(turn) << rootShift(arch)) | (-1n << (rootShift(arch) + ENTRY_BITS))));

/** Offsets of the tables: of the boot's root, and of what the slot and the low addresses lead to. */
const TABLE = {
  root: 0n,
  pdpt: 0x1000n,
  pd: 0x2000n,
  pt: 0x3000n,
  lowPdpt: 0x4000n,
  lowPml4: 0x5000n,
  pml4: 0x6000n,
  lowPd: 0x7000n,
};
const at = (offset: bigint): bigint => HARNESS.start + offset;
/** The entry of any root that leads to the harness. */
const slotEntry = (arch: Architecture): bigint => at(levelsOf(arch) === 5 ? TABLE.pml4 : TABLE.pdpt) | USER;

/** The boot's own tables: the harness behind its slot, and at its physical address, where the processor is when paging begins. */
function tables(arch: Architecture, turn: number): Patch[] {
  const pages = Array.from(
    { length: 512 },
    (_, i) => at(BigInt(i) << 12n) | (BigInt(i) << 12n === AT.stubs ? USER : KERNEL),
  );
  const large = (count: number, first: bigint): bigint[] =>
    Array.from({ length: count }, (_, i) => (first + BigInt(i) * LARGE_SIZE) | KERNEL | LARGE);
  const low = levelsOf(arch) === 5 ? TABLE.lowPml4 : TABLE.lowPdpt;
  return [
    words(at(TABLE.root) + slotOf(turn) * 8n, slotEntry(arch)),
    words(at(TABLE.root), at(low) | KERNEL),
    words(at(TABLE.pml4), at(TABLE.pdpt) | USER),
    words(at(TABLE.pdpt), at(TABLE.pd) | USER),
    words(at(TABLE.pd), at(TABLE.pt) | USER, ...large(3, at(LARGE_SIZE))),
    words(at(TABLE.pt), ...pages),
    words(at(TABLE.lowPml4), at(TABLE.lowPdpt) | KERNEL),
    words(at(TABLE.lowPdpt) + 3n * 8n, at(TABLE.lowPd) | KERNEL),
    words(at(TABLE.lowPd) + 508n * 8n, ...large(4, HARNESS.start)),
  ];
}

const SELECTOR = { code: 0x08n, data: 0x10n, userData: 0x1bn, userCode: 0x23n, tss: 0x28n } as const;
const TSS_BYTES = 104n;
/** An interrupt gate of 64 bits on the first stack of the TSS; user code may raise it, too. */
const GATE = (0xee01n << 32n) | (SELECTOR.code << 16n);

const spread = (address: bigint): readonly [bigint, bigint] => [
  (address & 0xffffn) | ((address & 0xffff_0000n) << 32n),
  address >> 32n,
];

function descriptors(base: bigint): Patch[] {
  const tss = base + AT.tss;
  const tssLow = (TSS_BYTES - 1n) | ((tss & 0xff_ffffn) << 16n) | (0x89n << 40n) | (((tss >> 24n) & 0xffn) << 56n);
  const gates = Array.from({ length: VECTORS.length }, (_, i) => {
    const [low, high] = spread(base + AT.vectors + BigInt(i) * STUB_BYTES);
    return words(at(AT.idt) + BigInt(VECTORS[i] ?? 0) * 16n, low | GATE, high);
  });
  return [
    words(
      at(AT.gdt),
      ...[0n, 0x00af_9b00_0000_ffffn, 0x00cf_9300_0000_ffffn, 0x00cf_f300_0000_ffffn, 0x00af_fb00_0000_ffffn],
      ...[tssLow, tss >> 32n],
    ),
    // The first of the stacks for interrupts: bytes 36 to 43.
    { pa: at(AT.tss) + 36n, bytes: words(0n, base + STACK_TOP).bytes },
    ...gates,
  ];
}

/** What a stub says instead of a vector that it did its access: `int $0x80`. */
const DONE = 0x30n;
const DONE_VECTOR = 0x80;
const VECTORS: readonly number[] = [...Array.from({ length: 32 }, (_, vector) => vector), DONE_VECTOR];
const STUB_BYTES = 7n;
/** Offset of `common` in the code: where its first instruction is in {@link MAIN}. */
const COMMON = 0x80aen;

/** For each vector: push it, and go on in common. */
function vectorStubs(): Patch[] {
  return VECTORS.map((vector, i) => {
    const here = AT.vectors + BigInt(i) * STUB_BYTES;
    const stub = new DataView(new ArrayBuffer(Number(STUB_BYTES)));
    stub.setUint8(0, 0x6a);
    stub.setUint8(1, vector === DONE_VECTOR ? Number(DONE) : vector);
    stub.setUint8(2, 0xe9);
    stub.setInt32(3, Number(COMMON - (here + STUB_BYTES)), true);
    return { pa: at(here), bytes: new Uint8Array(stub.buffer) };
  });
}

const CR4 = { PAE: 1n << 5n, LA57: 1n << 12n, SMEP: 1n << 20n, SMAP: 1n << 21n, PKE: 1n << 22n } as const;
const CR0 = { base: 0x8000_0033n, WP: 1n << 16n } as const;
const EFER = { base: 0x500n, NXE: 1n << 11n } as const;
const RFLAGS = { base: 2n, TF: 1n << 8n, AC: 1n << 18n } as const;

const pagingOf = (arch: Architecture): bigint => CR4.PAE | (levelsOf(arch) === 5 ? CR4.LA57 : 0n);

/** Pseudo-descriptors: a limit and a base. */
const pseudo = (pa: bigint, limit: bigint, base: bigint): Patch => ({
  pa,
  bytes: words(0n, limit | (base << 16n), base >> 48n).bytes.slice(0, 10),
});

function box(arch: Architecture, base: bigint): Patch[] {
  return [
    words(at(AT.box) + 40n, at(TABLE.root)),
    pseudo(at(AT.box) + 48n, 0xffn, base + AT.gdt),
    pseudo(at(AT.box) + 64n, 0xfffn, base + AT.idt),
    // What the 16-bit code reads: the descriptors at their physical address, control registers, and where 64-bit code begins.
    pseudo(0xffff_ff00n, 0xffn, at(AT.gdt)),
    words(0xffff_ff10n, pagingOf(arch) | (at(TABLE.root) << 32n)),
    words(0xffff_ff20n, 0xffff_fe80n | (SELECTOR.code << 32n)),
    code(0xffff_fe80n, FAR),
    words(0xffff_fe89n, base + AT.code),
    code(0xffff_fe00n, REAL_MODE),
    code(0xffff_fff0n, RESET),
  ];
}

const MNEMONIC = { mov: 0xb8n, int3: 0xccn } as const;

const bitIf = (isSet: number | undefined, bit: bigint): bigint => (isSet === 1 ? bit : 0n);

/** Where and how the processor goes on for a probe. */
function entry(arch: Architecture, { va, access, controls }: Probe, turn: number): readonly bigint[] {
  const base = baseOf(arch, turn);
  const isFetch = access.kind === 'fetch';
  const stubs = base + (access.by === 'user' ? AT.stubs : AT.kernelStubs);
  const stub = stubs + (access.kind === 'load' ? 0n : STORE_STUB);
  const flags = RFLAGS.base | bitIf(controls['AC'], RFLAGS.AC) | (isFetch ? RFLAGS.TF : 0n);
  return [flags, isFetch ? va : stub];
}

/** Vectors with an error code that a walk can raise. */
const PAGE_FAULT = 14n;
const GENERAL_PROTECTION = 13n;
const DEBUG = 1n;
const UINT32 = 0xffff_ffffn;

/** The guest of x86-64. */
export const x8664Guest: MmuGuest = {
  kind(arch, turn): GuestKind {
    const base = baseOf(arch, turn);
    return {
      program: 'qemu-system-x86_64',
      debianPackage: 'qemu-system-x86',
      args: ['-cpu', `max,phys-bits=${arch.geometry.physicalBits},apic-id=0,-apic`],
      box: Number(AT.box),
      patches: [
        ...tables(arch, turn),
        ...descriptors(base),
        code(at(AT.code), MAIN),
        ...vectorStubs(),
        code(at(AT.stubs), STUBS),
        code(at(AT.kernelStubs), STUBS),
        ...box(arch, base),
      ],
    };
  },
  rootPatches: (arch, root, turn) => [words(root + slotOf(turn) * 8n, slotEntry(arch))],
  isFree: (arch, va, turn) => ((va >> rootShift(arch)) & 0x1ffn) !== slotOf(turn),
  translatesWith: null,
  triesReserved: true,
  fixed: [],
  quirks: quirksOf('x86-64'),
  // mov $frame, %eax; int3; and two bytes that nobody executes.
  signature: (frame, tag) => MNEMONIC.mov | (BigInt(frame) << 8n) | (MNEMONIC.int3 << 40n) | (BigInt(tag) << 48n),
  tagBits: 16,
  record(arch, probe, value, turn) {
    const { root, va, access, controls } = probe;
    const isUser = access.by === 'user';
    const cr4 =
      pagingOf(arch) |
      bitIf(controls['SMEP'], CR4.SMEP) |
      bitIf(controls['SMAP'], CR4.SMAP) |
      bitIf(controls['PKE'], CR4.PKE);
    return [
      ...[root, cr4, CR0.base | bitIf(controls['WP'], CR0.WP)],
      EFER.base | bitIf(controls['NXE'], EFER.NXE) | (BigInt(controls['PKRU'] ?? 0) << 32n),
      ...[...entry(arch, probe, turn), va, value],
      ...(isUser ? [SELECTOR.userData, SELECTOR.userCode] : [SELECTOR.data, SELECTOR.code]),
    ];
  },
  answer({ access }, [vector = 0n, pushed = 0n, , cr2 = 0n, rax = 0n]) {
    if (vector === PAGE_FAULT) return faults(pushed, cr2);
    if (vector === GENERAL_PROTECTION) return `faults by general protection with ${hex(pushed)}`;
    if (vector === DONE) return access.kind === 'load' ? loads(rax) : STORES;
    if (vector === DEBUG && access.kind === 'fetch') return executes(rax & UINT32);
    return `raises exception ${vector}`;
  },
  expected({ access, va }, translation, word) {
    if (translation.kind === 'fault')
      return translation.reason === 'address' ? 'faults by general protection with 0x0' : faults(translation.code, va);
    if (access.kind === 'load') return loads(word);
    return access.kind === 'store' ? STORES : executes(signedFrame(translation.pa));
  },
};
