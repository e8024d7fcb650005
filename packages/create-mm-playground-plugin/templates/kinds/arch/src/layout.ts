/**
 * Last: how an address is cut, and where the areas of a process lie. The geometry is a radix of 9 bits a level; the numbers of the
 * layout are those of most 64-bit architectures. A recording of a real process (`/proc/PID/maps`) tells yours.
 */

import {
  pageShift,
  RLIM_INFINITY,
  vmFlags,
  vpnOf,
  type AddressLayout,
  type Bytes,
  type Geometry,
  type LevelSpec,
  type Vpn,
} from '@mm-playground/api';
import { PAGE_SHIFT, PHYSICAL_BITS } from './fields.ts';

const INDEX_BITS = 9;
/** Linux's names of the levels, root first, by how many there are. */
const LEVEL_NAMES: Readonly<Record<string, readonly LevelSpec['name'][]>> = {
  '3': ['pgd', 'pmd', 'pte'],
  '4': ['pgd', 'pud', 'pmd', 'pte'],
  '5': ['pgd', 'p4d', 'pud', 'pmd', 'pte'],
};
/** Levels at which an entry may map memory itself. */
const LEAVES: ReadonlySet<LevelSpec['name']> = new Set(['pmd', 'pte']);

/** How many levels there may be. */
export const LEVELS: readonly string[] = Object.keys(LEVEL_NAMES);

/** The geometry with so many levels: `4`. */
export function geometryOf(count: string): Geometry {
  const names = LEVEL_NAMES[count] ?? [];
  const levels = names.map((name, level): LevelSpec => {
    const spanShift = (names.length - 1 - level) * INDEX_BITS;
    return Object.freeze({ name, spanShift, indexBits: INDEX_BITS, leaf: LEAVES.has(name) });
  });
  return Object.freeze({
    pageShift: pageShift(PAGE_SHIFT),
    levels: Object.freeze(levels),
    // The upper half of what the tables translate is the kernel's.
    userBits: PAGE_SHIFT + names.length * INDEX_BITS - 1,
    physicalBits: PHYSICAL_BITS,
  });
}

const PAGE = 1n << BigInt(PAGE_SHIFT);
/** Room for the stack, whatever its limit: MIN_GAP. */
const MIN_GAP = 0x0800_0000n;
/** Pages between the stack and what lies below, and those that the stack's own randomisation may take. */
const STACK_GUARD_PAGES = 256n;
const STACK_RANDOM_PAGES = 0x3f_ffffn;

/** The layout of a process. */
export function layoutOf({ userBits }: Geometry): AddressLayout {
  const size = 1n << BigInt(userBits);
  const page = (address: bigint): Vpn => vpnOf(((address + PAGE - 1n) / PAGE) * PAGE, pageShift(PAGE_SHIFT));
  const top = page(size);
  const mmapBase = (stackLimit: Bytes, randomPages: number): Vpn => {
    const pad = (STACK_GUARD_PAGES + (randomPages > 0 ? STACK_RANDOM_PAGES : 0n)) * PAGE;
    const most = (size / 6n) * 5n;
    const wanted = stackLimit + pad;
    const gap = wanted < MIN_GAP ? MIN_GAP : wanted > most ? most : wanted;
    return page(size - gap - BigInt(randomPages) * PAGE);
  };
  return Object.freeze({
    taskSize: top,
    mapWindow: top,
    stackTop: top,
    mmapBase,
    isLegacy: (stackLimit: Bytes) => stackLimit === RLIM_INFINITY,
    unmappedBase: page(size / 3n),
    map32bit: null,
    mmapRandomBits: 18,
    genericSearch: true,
    specialMappings: [
      { name: '[vdso]', pages: 1, flags: vmFlags('READ', 'EXEC', 'MAYREAD', 'MAYWRITE', 'MAYEXEC', 'DONTEXPAND') },
    ],
    gate: null,
  });
}
