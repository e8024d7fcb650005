/** The calls whose order is compared with the kernel's: each on mappings that were written, so that there is something to let go. */
import { MAP, MREMAP, PROT } from '@mm-playground/api';
import { ARENA_START, type Argument, type NativeScript, type ScriptCall } from '../native/script.ts';

const { PROT_READ, PROT_WRITE } = PROT.values;
const { MAP_PRIVATE, MAP_ANONYMOUS, MAP_FIXED } = MAP.values;
const { MREMAP_MAYMOVE, MREMAP_FIXED } = MREMAP.values;
const PAGE = 4096;
const FIXED = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
const NO_FILE = 0xffff_ffff_ffff_ffffn;

type Draft = readonly [name: ScriptCall['name'], ...args: Argument[]];

const at = (page: number): bigint => ARENA_START + BigInt(page * PAGE);
const size = (pages: number): bigint => BigInt(pages * PAGE);
const map = (page: number, pages: number, prot: bigint): Draft => [
  'mmap',
  ...([at(page), size(pages), prot, FIXED, NO_FILE, 0n] as const),
];
const store = (...pages: number[]): Draft[] => pages.map((page): Draft => ['store', at(page)]);

/** MAP_FIXED over three VMAs of which two are split, munmap over two, mprotect that splits and that merges, moves and resizes. */
const CALLS: readonly Draft[] = [
  map(0, 5, PROT_READ | PROT_WRITE),
  map(2, 1, PROT_READ),
  ...store(0, 1, 3, 4),
  map(1, 3, PROT_READ),
  ['munmap', at(0), size(2)],
  ['mprotect', at(3), size(1), PROT_READ | PROT_WRITE],
  map(8, 4, PROT_READ | PROT_WRITE),
  ...store(8, 9, 10, 11),
  ['mprotect', at(9), size(1), PROT_READ],
  ['mprotect', at(9), size(1), PROT_READ | PROT_WRITE],
  ['mremap', at(8), size(4), size(4), MREMAP_MAYMOVE | MREMAP_FIXED, at(16)],
  ['mremap', at(16), size(4), size(2), MREMAP_MAYMOVE],
  ['mremap', at(16), size(2), size(6), MREMAP_MAYMOVE],
  ...store(18),
  ['munmap', at(17), size(1)],
  // What stays keeps the page table: where one goes, the kernel's flush reaches to its beginning, and the model's does not.
  map(30, 1, PROT_READ),
  ['munmap', at(0), size(24)],
];

/** The script: the same each time. */
export const orderScript: NativeScript = {
  pageSize: PAGE,
  setup: [],
  calls: CALLS.map(([name, ...args], i) => ({ id: i + 1, name, args })),
};
