/**
 * Flags of a page as /proc/kpageflags shows them: a bit each, which the kernel derives from a page when it is asked, and the
 * letter that its tool page-types prints for it. @kernel 6.18 include/uapi/linux/kernel-page-flags.h
 *
 * Bits that only a debugging tool makes up (32 and above) are left out.
 */

/** A set of page flags: bit numbers of {@link PAGE_FLAGS}. All of them lie below 32. */
export type PageFlags = number;

/** One flag of a page. */
export interface PageFlag {
  /** As page-types prints it: `anon`, `compound_head`. */
  readonly name: PageFlagName;
  readonly bit: number;
  readonly letter: string;
  /** One sentence for a viewer. */
  readonly meaning: string;
}

/** The name of a flag. */
export type PageFlagName =
  | 'locked'
  | 'error'
  | 'referenced'
  | 'uptodate'
  | 'dirty'
  | 'lru'
  | 'active'
  | 'slab'
  | 'writeback'
  | 'reclaim'
  | 'buddy'
  | 'mmap'
  | 'anonymous'
  | 'swapcache'
  | 'swapbacked'
  | 'compound_head'
  | 'compound_tail'
  | 'huge'
  | 'unevictable'
  | 'hwpoison'
  | 'nopage'
  | 'ksm'
  | 'thp'
  | 'offline'
  | 'zero_page'
  | 'idle_page'
  | 'pgtable';

const flag = (bit: number, name: PageFlagName, letter: string, meaning: string): PageFlag =>
  Object.freeze({ name, bit, letter, meaning });

/** Every flag, in the order of their bits. */
export const PAGE_FLAGS: readonly PageFlag[] = Object.freeze([
  flag(0, 'locked', 'L', 'Somebody holds the lock of the page.'),
  flag(1, 'error', 'E', 'Reading or writing it failed.'),
  flag(2, 'referenced', 'R', 'Reclaim saw it used.'),
  flag(3, 'uptodate', 'U', 'Its contents are there.'),
  flag(4, 'dirty', 'D', 'It differs from what its file or swap space has.'),
  flag(5, 'lru', 'l', 'It is on a list of reclaim.'),
  flag(6, 'active', 'A', 'It is on the list of pages in use.'),
  flag(7, 'slab', 'S', 'The slab allocator has it.'),
  flag(8, 'writeback', 'W', 'It is being written to a disk.'),
  flag(9, 'reclaim', 'I', 'It is to be reclaimed soon.'),
  flag(10, 'buddy', 'B', 'It belongs to a free block of the allocator.'),
  flag(11, 'mmap', 'M', 'An entry of a page table maps it.'),
  flag(12, 'anonymous', 'a', 'It is private memory: no file has it.'),
  flag(13, 'swapcache', 's', 'It has a place in swap space.'),
  flag(14, 'swapbacked', 'b', 'Reclaim would write it to swap space.'),
  flag(15, 'compound_head', 'H', 'It is the first page of several that are one.'),
  flag(16, 'compound_tail', 'T', 'It is one of several that are one, and not the first.'),
  flag(17, 'huge', 'G', 'It comes from the pool of hugetlbfs.'),
  flag(18, 'unevictable', 'u', 'Reclaim must leave it alone.'),
  flag(19, 'hwpoison', 'X', 'The hardware found an error in it.'),
  flag(20, 'nopage', 'n', 'There is no memory at this frame.'),
  flag(21, 'ksm', 'x', 'Pages of the same contents were merged into it.'),
  flag(22, 'thp', 't', 'It belongs to a transparent huge page.'),
  flag(23, 'offline', 'o', 'It was taken offline.'),
  flag(24, 'zero_page', 'z', 'It is the page of zeroes that untouched memory maps.'),
  flag(25, 'idle_page', 'i', 'It was not used since it was marked idle.'),
  flag(26, 'pgtable', 'g', 'It is a page table.'),
]);

const BITS: ReadonlyMap<PageFlagName, number> = new Map(PAGE_FLAGS.map(({ name, bit }) => [name, bit]));

/** The set of these flags. */
export const pageFlags = (...names: readonly PageFlagName[]): PageFlags =>
  names.reduce((set, name) => set | (1 << (BITS.get(name) ?? 0)), 0);

/** Whether the set has a flag. */
export const hasPageFlag = (set: PageFlags, name: PageFlagName): boolean => (set & pageFlags(name)) !== 0;

/** The names of a set, in the order of their bits. */
export const pageFlagNames = (set: PageFlags): PageFlagName[] =>
  PAGE_FLAGS.filter(({ bit }) => (set & (1 << bit)) !== 0).map(({ name }) => name);

/** `___U_lA____Ma_b____________`: a letter for each flag of the set, `_` for each that it lacks. */
export const pageFlagLetters = (set: PageFlags): string =>
  PAGE_FLAGS.map(({ bit, letter }) => ((set & (1 << bit)) !== 0 ? letter : '_')).join('');
