/**
 * Randomisation of an address space, from a seed: the same seed and the same order of programs give the same addresses. The
 * kernel draws from its own random numbers; what is alike is how far each area may move. @kernel 6.18 mm/util.c, fs/binfmt_elf.c
 */

import { PERSONALITY, type Bytes } from '@mm-playground/api';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { hasPersonality, type Owner } from '../../machine/task.ts';

/** How far the areas of one address space are moved. All 0 without randomisation. */
export interface AslrOffsets {
  /** Pages that mmap_base lies lower. */
  readonly mmap: number;
  /** Pages that a position-independent program lies higher. */
  readonly program: number;
  /** Pages that the stack ends lower. */
  readonly stack: number;
  /** Bytes that the stack pointer lies lower within the stack. */
  readonly stackPointer: number;
  /** Pages that the heap begins higher. */
  readonly brk: number;
}

const NONE: AslrOffsets = Object.freeze({ mmap: 0, program: 0, stack: 0, stackPointer: 0, brk: 0 });
/** Bytes that the heap may move: arch_randomize_brk() of 64-bit programs. */
const BRK_RANGE = 2 ** 30;

/** The offsets of this address space, which is told apart from others by its number. */
export function aslrOffsets(mm: MmStruct, owner: Owner): AslrOffsets {
  const { arch, aslrSeed } = mm.sys;
  if (aslrSeed === null || hasPersonality(owner, PERSONALITY.values.ADDR_NO_RANDOMIZE)) return NONE;
  const below = drawsOf(aslrSeed, mm.id);
  const pageBytes = 2 ** arch.geometry.pageShift;
  const mmapPages = 2 ** arch.layout.mmapRandomBits;
  return {
    mmap: below(mmapPages),
    program: below(mmapPages),
    stack: below(stackPages(mm) + 1),
    stackPointer: below(arch.stackPointerRange ?? pageBytes),
    brk: below(BRK_RANGE / pageBytes),
  };
}

/** Pages that the stack may move, which mmap_base keeps free for it: 16 GiB on x86-64, 1 GiB elsewhere, less a page. */
function stackPages({ sys: { arch } }: MmStruct): number {
  const limit = (1n << 30n) as Bytes;
  return arch.layout.mmapBase(limit, 0) - arch.layout.mmapBase(limit, 1) - 1;
}

/** Whole numbers below a bound, one after another: a multiplicative hash of seed, stream and position. */
function drawsOf(seed: number, stream: number): (bound: number) => number {
  let state = BigInt.asUintN(64, (BigInt(Math.trunc(seed)) << 20n) ^ BigInt(stream));
  return (bound) => {
    state = BigInt.asUintN(64, state + GOLDEN);
    let mixed = BigInt.asUintN(64, (state ^ (state >> 30n)) * FIRST_FACTOR);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * SECOND_FACTOR);
    return Number((mixed ^ (mixed >> 31n)) % BigInt(bound));
  };
}

/** The constants of splitmix64. */
const GOLDEN = 0x9e37_79b9_7f4a_7c15n;
const FIRST_FACTOR = 0xbf58_476d_1ce4_e5b9n;
const SECOND_FACTOR = 0x94d0_49bb_1331_11ebn;
