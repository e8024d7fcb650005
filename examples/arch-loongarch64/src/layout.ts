/**
 * Where the areas of a loongarch64 process lie. The stack ends below [vvar] and [vdso], which are the last thing in user space; the
 * mmap area is the usual one below it.
 *
 * Not modelled: that Linux aligns what is shared or of a file to 64 KiB (SHMLBA), where pages are smaller.
 *
 * @kernel 6.18 arch/loongarch/include/asm/processor.h, kernel/process.c (stack_top), kernel/vdso.c, mm/util.c
 */

import {
  RLIM_INFINITY,
  vmFlags,
  vpnOf,
  type AddressLayout,
  type Bytes,
  type Geometry,
  type SpecialMapping,
  type Vpn,
} from '@mm-playground/api';

const KIB = 1024;
const MIN_GAP = 0x0800_0000n; // 128 MiB
/** Pages between the stack and what lies below: stack_guard_gap. */
const STACK_GUARD_PAGES = 256n;
/** Bytes that the stack's own randomisation may take, a page more: STACK_RND_MASK. */
const STACK_RANDOM = 0x80_0000n;
/** Bytes by which a randomised process ends its stack earlier, so that [vdso] may move: VDSO_RANDOMIZE_SIZE. */
const VDSO_RANDOM = 0x400_0000n;
/** Bits of mmap_base's randomisation: vm.mmap_rnd_bits, the least that there may be. */
const MMAP_RANDOM_BITS = 12;

/** [vvar]: time, time of the namespace, chance, and the node of each of 256 processors in a cache line of its own. */
const VVAR_PAGES = 3;
const VVAR_PROCESSORS = 16 * KIB;
const VDSO_BYTES = 8 * KIB;

/** [vdso] and [vvar], the upper one first. */
function specialMappings(size: number): readonly SpecialMapping[] {
  const vvar = VVAR_PAGES + Math.ceil(VVAR_PROCESSORS / size);
  const code = vmFlags('READ', 'EXEC', 'MAYREAD', 'MAYWRITE', 'MAYEXEC', 'DONTEXPAND');
  const words = vmFlags('READ', 'MAYREAD', 'PFNMAP', 'IO', 'DONTEXPAND', 'DONTDUMP');
  return Object.freeze([
    { name: '[vdso]', pages: Math.ceil(VDSO_BYTES / size), flags: code },
    { name: '[vvar]', pages: vvar, flags: words },
  ]);
}

/** The layout of a 64-bit process. */
export function layoutOf({ pageShift, userBits }: Geometry): AddressLayout {
  const size = 1n << BigInt(pageShift);
  const alignUp = (address: bigint): bigint => (address + size - 1n) & ~(size - 1n);
  const end = 1n << BigInt(userBits);
  const special = specialMappings(Number(size));
  const stackTop = end - BigInt(special.reduce((sum, { pages }) => sum + pages, 0)) * size;
  const page = (address: bigint): Vpn => vpnOf(address, pageShift);

  const mmapBase = (stackLimit: Bytes, randomPages: number): Vpn => {
    const isRandom = randomPages > 0;
    const top = stackTop - (isRandom ? VDSO_RANDOM : 0n);
    const pad = STACK_GUARD_PAGES * size + (isRandom ? STACK_RANDOM - size : 0n);
    const gap = clamp(stackLimit + pad, MIN_GAP, (top / 6n) * 5n);
    return page(alignUp(top - gap - BigInt(randomPages) * size));
  };

  return Object.freeze({
    taskSize: page(end),
    mapWindow: page(end),
    stackTop: page(stackTop),
    stackTopMax: page(end),
    mmapBase,
    isLegacy: (stackLimit: Bytes) => stackLimit === RLIM_INFINITY,
    unmappedBase: page(alignUp(end / 3n)),
    map32bit: null,
    mmapRandomBits: MMAP_RANDOM_BITS,
    genericSearch: true,
    specialMappings: special,
    gate: null,
  });
}

const clamp = (value: bigint, low: bigint, high: bigint): bigint => (value < low ? low : value > high ? high : value);
