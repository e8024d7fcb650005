/**
 * Calls with flags of every sort: bits without a meaning, bits of another call, sizes of huge pages, types of mappings that
 * do not exist, offsets at the end of the largest file.
 */
import { MADV, MAP } from '@mm-playground/api';
import type { Draws } from './generate-shm.ts';
import type { Argument, ScriptCall } from './script.ts';

/** The calls that {@link oddCall} makes. */
export type OddCallName = 'mmap' | 'mprotect' | 'mremap' | 'madvise' | 'mlock2' | 'msync' | 'mlockall' | 'munlockall';

const { MAP_PRIVATE, MAP_SHARED, MAP_SHARED_VALIDATE, MAP_DROPPABLE, MAP_ANONYMOUS, MAP_FIXED } = MAP.values;
const { MAP_HUGETLB, MAP_NORESERVE, MAP_32BIT } = MAP.values;
const WORD = 64;
const HUGE = 2n << 20n;
const GIB = 1n << 30n;
/** As an unsigned word. */
const NO_DESCRIPTOR = 0xffff_ffff_ffff_ffffn;
const DESCRIPTORS = [NO_DESCRIPTOR, NO_DESCRIPTOR, 3n, 4n, 5n, 99n] as const;
/** Places that hints do not reach, or that MAP_32BIT looks at. */
const PLACES = [
  1n,
  0x8000n,
  0x1_0000n,
  0x4000_0000n,
  0x7fff_f000n,
  0x7fff_ffff_e000n,
  0x7fff_ffff_f000n,
  -4096n,
] as const;
const OFFSETS = [1n, 0x7fff_ffff_ffff_f000n, 0x7fff_ffff_ffff_e000n, 1n << 63n, -4096n] as const;

/** One or two bits of a word below `2^limit`. */
function someBits({ random }: Draws, limit: number): bigint {
  const bit = (): bigint => 1n << BigInt(random.below(limit));
  return random.chance(0.7) ? bit() : bit() | bit();
}

/** The next call of this name. */
export function oddCall(name: OddCallName, draws: Draws): ScriptCall {
  const { random, make, address, length } = draws;
  switch (name) {
    case 'mmap':
      return oddMmap(draws);
    case 'mprotect':
      return make(name, address(), length(), BigInt(random.below(8)) | (random.chance(0.5) ? someBits(draws, 33) : 0n));
    case 'mremap':
      return make(name, address(), length(), length(), BigInt(random.below(random.chance(0.8) ? 8 : 20)), address());
    case 'madvise':
      return make(name, address(), length(), oddAdvice(draws));
    case 'mlock2':
    case 'msync':
      return make(name, address(), length(), BigInt(random.below(10)));
    case 'mlockall':
      return make(name, BigInt(random.below(9)));
    case 'munlockall':
      return make(name);
  }
}

/** What reclaims pages or merges them is not modelled, and what poisons them not wanted. */
const UNWANTED: readonly bigint[] = [
  ...[MADV.values.MADV_PAGEOUT, MADV.values.MADV_MERGEABLE, MADV.values.MADV_UNMERGEABLE],
  ...[MADV.values.MADV_COLLAPSE, MADV.values.MADV_HWPOISON, MADV.values.MADV_SOFT_OFFLINE],
];

function oddAdvice({ random }: Draws): bigint {
  const advice = BigInt(random.below(110));
  return UNWANTED.includes(advice) ? MADV.values.MADV_NORMAL : advice;
}

function oddMmap(draws: Draws): ScriptCall {
  const { random, page, make, remember } = draws;
  const flags = oddFlags(draws);
  const fixed = (flags & MAP_FIXED) !== 0n;
  // Not over the runner itself: at the bottom, or its stack at the top.
  const place = random.pick(PLACES);
  const at: Argument = fixed ? draws.address() : random.pick([0n, 0n, draws.address(), place]);
  const length = random.chance(0.15) ? HUGE * BigInt(1 + random.below(2)) : draws.length();
  const offset = random.chance(0.08) ? random.pick(OFFSETS) : BigInt(random.below(16)) * page;
  const protection = BigInt(random.below(8)) | (random.chance(0.15) ? someBits(draws, 33) : 0n);
  const fd = (flags & MAP_ANONYMOUS) === 0n ? random.pick(DESCRIPTORS) : NO_DESCRIPTOR;
  const call = make('mmap', at, !fixed && random.chance(0.01) ? GIB : length, protection, flags, fd, offset);
  if (!fixed && at !== place) remember(call.id);
  return call;
}

function oddFlags(draws: Draws): bigint {
  const { random } = draws;
  const types = [MAP_PRIVATE, MAP_PRIVATE, MAP_PRIVATE, MAP_SHARED, MAP_SHARED_VALIDATE, MAP_DROPPABLE] as const;
  let flags: bigint = random.chance(0.9) ? random.pick(types) : BigInt(random.below(16));
  if (random.chance(0.6)) flags |= MAP_ANONYMOUS;
  if (random.chance(0.5)) flags |= MAP_FIXED;
  if (random.chance(0.7)) flags |= someBits(draws, random.chance(0.85) ? 32 : WORD) & ~0xfn;
  if (random.chance(0.1)) flags |= MAP_32BIT;
  if (random.chance(0.05)) flags |= MAP_HUGETLB | (random.pick([0n, 21n, 30n, 5n]) << 26n);
  // Huge pages that need no reservation are not modelled.
  return (flags & MAP_HUGETLB) === 0n ? flags : flags & ~MAP_NORESERVE;
}
