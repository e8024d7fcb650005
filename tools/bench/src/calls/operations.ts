/**
 * The calls that are timed, as data: both the running kernel and the model make exactly these. A loop leaves everything as it
 * found it, so that every turn does the same.
 */

import { MAP, MREMAP, PROT } from '@mm-playground/api';

/** An argument: a number, or bytes above the break. */
export type Argument = bigint | { readonly aboveBreak: bigint };

/** A call, by name. */
export interface BenchCall {
  readonly name: 'brk' | 'fork' | 'mmap' | 'mprotect' | 'mremap' | 'munmap';
  readonly args: readonly Argument[];
}

/** Calls that are made again and again. */
export interface Loop {
  readonly name: string;
  /** What a turn is, for the report. */
  readonly what: string;
  /** Made once before the first turn. */
  readonly setup: readonly BenchCall[];
  readonly calls: readonly BenchCall[];
  /** Fork costs what there is to copy: fewer turns. */
  readonly slow?: boolean;
}

const { PROT_NONE, PROT_READ, PROT_WRITE } = PROT.values;
const { MAP_PRIVATE, MAP_ANONYMOUS, MAP_FIXED } = MAP.values;
const { MREMAP_MAYMOVE, MREMAP_FIXED } = MREMAP.values;
const PAGE = 4096n;
const NO_FD = 0xffff_ffff_ffff_ffffn;
const RW = PROT_READ | PROT_WRITE;
const FIXED = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;

/** Where loops work, and where the VMAs around them lie: far from programs, heaps and libraries. */
const ARENA = 0x1000_0000n;
const CROWD = 0x6000_0000_0000n;
const PAGES = 32n;

const call = (name: BenchCall['name'], ...args: readonly Argument[]): BenchCall => ({ name, args });
const mmap = (address: bigint, pages: bigint, prot: bigint): BenchCall =>
  call('mmap', address, pages * PAGE, prot, FIXED, NO_FD, 0n);
const munmap = (address: bigint, pages: bigint): BenchCall => call('munmap', address, pages * PAGE);
const mprotect = (address: bigint, pages: bigint, prot: bigint): BenchCall =>
  call('mprotect', address, pages * PAGE, prot);
const move = (from: bigint, to: bigint): BenchCall =>
  call('mremap', from, PAGES * PAGE, PAGES * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to);

/** Neighbours of one page that cannot be one mapping. */
export const crowd = (count: number): BenchCall[] =>
  Array.from({ length: count }, (_, i) => mmap(CROWD + BigInt(i) * PAGE, 1n, i % 2 === 0 ? PROT_READ : PROT_NONE));

/** What is timed, in the order of the report. Loops use places of their own: what one sets up stays for the next. */
export const LOOPS: readonly Loop[] = [
  {
    name: 'mmap+munmap',
    what: 'a mapping of 32 pages where it is wanted, and away: 2 calls',
    setup: [],
    calls: [mmap(ARENA, PAGES, RW), munmap(ARENA, PAGES)],
  },
  {
    name: 'fixed-over-3',
    what: 'three mappings of three protections, then one over all of them: 3 calls',
    setup: [mmap(ARENA + 0x10_0000n, PAGES, RW)],
    calls: [
      mprotect(ARENA + 0x10_0000n, 8n, PROT_READ),
      mprotect(ARENA + 0x10_8000n, 8n, PROT_NONE),
      mmap(ARENA + 0x10_0000n, PAGES, RW),
    ],
  },
  {
    name: 'mprotect',
    what: 'a page in the middle gets another protection, and its own again: a split in three and a merge, 2 calls',
    setup: [mmap(ARENA + 0x20_0000n, PAGES, RW)],
    calls: [mprotect(ARENA + 0x20_8000n, 1n, PROT_READ), mprotect(ARENA + 0x20_8000n, 1n, RW)],
  },
  {
    name: 'brk',
    what: 'the break a page up and down again: 2 calls',
    setup: [],
    calls: [call('brk', { aboveBreak: PAGE }), call('brk', { aboveBreak: 0n })],
  },
  {
    name: 'mremap',
    what: '32 pages move away and back: 2 calls',
    setup: [mmap(ARENA + 0x30_0000n, PAGES, RW)],
    calls: [move(ARENA + 0x30_0000n, ARENA + 0x40_0000n), move(ARENA + 0x40_0000n, ARENA + 0x30_0000n)],
  },
  { name: 'fork', what: 'a child that exits at once', setup: [], calls: [call('fork')], slow: true },
];
