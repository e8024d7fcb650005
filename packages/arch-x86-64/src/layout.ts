/**
 * Where the areas of an x86-64 process lie. The numbers were seen on 6.18.44: mmap_base for several stack limits, and that
 * an unlimited stack still searches from the top (since 4.6), unlike elsewhere.
 *
 * With 5 levels the window of a process that does not ask for more stays that of 4 levels.
 *
 * @kernel 6.18 arch/x86/mm/mmap.c
 */

import { vmFlags, vpnOf, type AddressLayout, type Bytes, type Geometry, type Vpn } from '@mm-playground/api';

/** A user address of 47 bits: the lower half of what 4 levels translate. */
const WINDOW_BITS = 47;
const MIN_GAP = 0x0800_0000n; // 128 MiB
/** Pages between the stack and what lies below: stack_guard_gap. */
const STACK_GUARD_PAGES = 256n;
/** Pages that the stack's own randomisation may take. */
const STACK_RANDOM_PAGES = 0x3f_ffffn;
/** Bits of mmap_base's randomisation: vm.mmap_rnd_bits. */
const MMAP_RANDOM_BITS = 28;

const SPECIAL_MAPPINGS: AddressLayout['specialMappings'] = [
  { name: '[vdso]', pages: 2, flags: vmFlags('READ', 'EXEC', 'MAYREAD', 'MAYWRITE', 'MAYEXEC', 'DONTEXPAND') },
  ...[
    { name: '[vvar_vclock]', pages: 2 },
    { name: '[vvar]', pages: 4 },
  ].map((area) => ({ ...area, flags: vmFlags('READ', 'MAYREAD', 'PFNMAP', 'IO', 'DONTEXPAND', 'DONTDUMP') })),
];

/** The layout of a 64-bit process. */
export function layoutOf(geometry: Geometry): AddressLayout {
  const shift = geometry.pageShift;
  const size = 1n << BigInt(shift);
  const alignUp = (address: bigint): bigint => (address + size - 1n) & ~(size - 1n);
  // The last page below the hole in the address space stays free: some processors fault oddly on a SYSCALL there.
  const end = (bits: number): bigint => (1n << BigInt(bits)) - size;
  const window = end(WINDOW_BITS);
  const page = (address: bigint): Vpn => vpnOf(address, shift);

  const mmapBase = (stackLimit: Bytes, randomPages: number): Vpn => {
    const pad = STACK_GUARD_PAGES + (randomPages > 0 ? STACK_RANDOM_PAGES : 0n);
    const gap = clamp(stackLimit + pad * size, MIN_GAP, (window / 6n) * 5n);
    return page(alignUp(window - gap - BigInt(randomPages) * size));
  };

  return Object.freeze({
    taskSize: page(end(geometry.userBits)),
    mapWindow: page(window),
    stackTop: page(window),
    stackTopMax: page(end(geometry.userBits)),
    mmapBase,
    isLegacy: () => false,
    unmappedBase: page(alignUp(window / 3n)),
    map32bit: { low: page(0x4000_0000n), high: page(0x8000_0000n) },
    mmapRandomBits: MMAP_RANDOM_BITS,
    genericSearch: false,
    specialMappings: SPECIAL_MAPPINGS,
    gate: { start: 0xffff_ffff_ff60_0000n, end: 0xffff_ffff_ff60_1000n, perms: '--xp', name: '[vsyscall]' },
  });
}

const clamp = (value: bigint, low: bigint, high: bigint): bigint => (value < low ? low : value > high ? high : value);
