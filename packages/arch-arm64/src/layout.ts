/**
 * Where the areas of an arm64 process lie. Recordings of 6.12 with 4 KiB and 16 KiB pages show stack top, mmap_base and the
 * special mappings; the rest follows from Linux's documentation of the memory layout.
 *
 * With 52-bit addresses the window of a process that does not ask for more stays at what the same kernel has on a processor
 * without them: 48 bits, and 47 with pages of 16 KiB.
 *
 * @kernel 6.18 arch/arm64/include/asm/processor.h, mm/util.c
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

/** Bits of an address that a process gets without asking (DEFAULT_MAP_WINDOW), where it could have more; by page shift. */
const WINDOW_BITS: Readonly<Record<number, number>> = { 12: 48, 14: 47, 16: 48 };
/** Addresses of more bits are for those who ask. */
const PLAIN_BITS = 48;
/** Fewer bits than the least window has are a kernel's that was built for no more. */
const WINDOW_LEAST = Math.min(...Object.values(WINDOW_BITS));
const MOST_BITS = 52;
const MIN_GAP = 0x0800_0000n; // 128 MiB
/** Pages between the stack and what lies below: stack_guard_gap. Pages, whatever their size. */
const STACK_GUARD_PAGES = 256n;
/** Bytes that the stack's own randomisation may take: 1 GiB less a page. */
const STACK_RANDOM = 0x4000_0000n;

/** By page shift: bits of mmap_base's randomisation (the least that can be configured, which is the default). */
const MMAP_RANDOM_BITS: Readonly<Record<number, number>> = { 12: 18, 14: 16, 16: 14 };
/** By page shift: pages of the [vdso] image, which is a little over 4 KiB. */
const VDSO_PAGES: Readonly<Record<number, number>> = { 12: 2, 14: 1, 16: 1 };
/** Pages of [vvar] since 6.15; there were 2 before, without IO and DONTDUMP. */
const VVAR_PAGES = 4;

/** The layout of a 64-bit process. */
export function layoutOf(geometry: Geometry): AddressLayout {
  const shift = geometry.pageShift;
  const size = 1n << BigInt(shift);
  const alignUp = (address: bigint): bigint => (address + size - 1n) & ~(size - 1n);
  const window = 1n << BigInt(windowBits(geometry));
  const page = (address: bigint): Vpn => vpnOf(address, shift);

  const mmapBase = (stackLimit: Bytes, randomPages: number): Vpn => {
    const pad = STACK_GUARD_PAGES * size + (randomPages > 0 ? STACK_RANDOM - size : 0n);
    const gap = clamp(stackLimit + pad, MIN_GAP, (window / 6n) * 5n);
    return page(alignUp(window - gap - BigInt(randomPages) * size));
  };

  return Object.freeze({
    taskSize: page(1n << BigInt(geometry.userBits)),
    accessEnd: page(1n << BigInt(accessBits(geometry))),
    mapWindow: page(window),
    stackTop: page(window),
    mmapBase,
    isLegacy: (stackLimit: Bytes) => stackLimit === RLIM_INFINITY,
    unmappedBase: page(alignUp(window / 4n)),
    map32bit: null,
    mmapRandomBits: MMAP_RANDOM_BITS[shift] ?? 0,
    genericSearch: true,
    specialMappings: [
      {
        name: '[vdso]',
        pages: VDSO_PAGES[shift] ?? 1,
        flags: vmFlags('READ', 'EXEC', 'MAYREAD', 'MAYWRITE', 'MAYEXEC', 'DONTEXPAND'),
      },
      {
        name: '[vvar]',
        pages: VVAR_PAGES,
        flags: vmFlags('READ', 'MAYREAD', 'PFNMAP', 'IO', 'DONTEXPAND', 'DONTDUMP'),
      },
    ],
    gate: null,
  });
}

const windowBits = ({ userBits, pageShift }: Geometry): number =>
  userBits <= PLAIN_BITS ? userBits : (WINDOW_BITS[pageShift] ?? PLAIN_BITS);

/** A kernel that can have more bits is built for them, and takes pointers as if it had. Measured on 6.12 with 47 and 48 bits. */
const accessBits = ({ userBits }: Geometry): number => (userBits < WINDOW_LEAST ? userBits : MOST_BITS);

const clamp = (value: bigint, low: bigint, high: bigint): bigint => (value < low ? low : value > high ? high : value);
