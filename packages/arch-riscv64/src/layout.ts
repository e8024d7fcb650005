/**
 * Where the areas of a riscv64 process lie. The numbers were seen on 6.12.117 in all three modes: stack top, mmap_base for
 * several stack limits, where bottom-up searches begin, and how far a search goes.
 *
 * Programs get 47 bits of address (38 with Sv39) for stack and mmap area, as they do elsewhere. With Sv57 a search that finds no
 * room there goes on above, whether the program asked for it or not; kernels before 6.12 had other rules.
 *
 * @kernel 6.18 arch/riscv/include/asm/processor.h, pgtable.h, mm/util.c
 */

import {
  RLIM_INFINITY,
  vmFlags,
  vpnOf,
  type AddressLayout,
  type Bytes,
  type Geometry,
  type Vpn,
} from '@mm-playground/api';

/** A user address of 47 bits: the lower half of what Sv48 translates. */
const WINDOW_BITS = 47;
/** TASK_UNMAPPED_BASE is a third of what Sv39 translates, in every mode. */
const UNMAPPED_BITS = 39;
const MIN_GAP = 0x0800_0000n; // 128 MiB
/** Pages between the stack and what lies below: stack_guard_gap. */
const STACK_GUARD_PAGES = 256n;
/** Pages that the stack's own randomisation may take: 1 GiB less a page. */
const STACK_RANDOM_PAGES = 0x3_ffffn;
/** Bits of mmap_base's randomisation: vm.mmap_rnd_bits. */
const MMAP_RANDOM_BITS = 18;

/** As 7.2 shows them; 6.12 had half of both. */
const SPECIAL_MAPPINGS: AddressLayout['specialMappings'] = [
  { name: '[vdso]', pages: 2, flags: vmFlags('READ', 'EXEC', 'MAYREAD', 'MAYWRITE', 'MAYEXEC', 'DONTEXPAND') },
  { name: '[vvar]', pages: 4, flags: vmFlags('READ', 'MAYREAD', 'PFNMAP', 'IO', 'DONTEXPAND', 'DONTDUMP') },
];

/** The layout of a 64-bit process. */
export function layoutOf({ pageShift, userBits }: Geometry): AddressLayout {
  const size = 1n << BigInt(pageShift);
  const alignUp = (address: bigint): bigint => (address + size - 1n) & ~(size - 1n);
  const window = 1n << BigInt(Math.min(userBits, WINDOW_BITS));
  const page = (address: bigint): Vpn => vpnOf(address, pageShift);
  const taskSize = page(1n << BigInt(userBits));

  const mmapBase = (stackLimit: Bytes, randomPages: number): Vpn => {
    const pad = STACK_GUARD_PAGES + (randomPages > 0 ? STACK_RANDOM_PAGES : 0n);
    const gap = clamp(stackLimit + pad * size, MIN_GAP, (window / 6n) * 5n);
    return page(alignUp(window - gap - BigInt(randomPages) * size));
  };

  return Object.freeze({
    taskSize,
    mapWindow: page(window),
    searchEnd: taskSize,
    stackTop: page(window),
    stackTopMax: taskSize,
    mmapBase,
    isLegacy: (stackLimit: Bytes) => stackLimit === RLIM_INFINITY,
    unmappedBase: page(alignUp((1n << BigInt(UNMAPPED_BITS)) / 3n)),
    map32bit: null,
    mmapRandomBits: MMAP_RANDOM_BITS,
    genericSearch: true,
    specialMappings: SPECIAL_MAPPINGS,
    gate: null,
  });
}

const clamp = (value: bigint, low: bigint, high: bigint): bigint => (value < low ? low : value > high ? high : value);
