/**
 * Which frames an address space has mapped, in a form in which a kernel and the model can be compared: a frame is known by the
 * first page that maps it, not by its number, which only one of them could know.
 */
import { pageFlagNames, pageFlags, type MmView, type PageFlags } from '@mm-playground/api';

/** A page that is mapped. */
export interface PageSnapshot {
  /** Page number. */
  readonly page: number;
  /** Number of the frame, where it was read. */
  readonly frame: number;
  /** Flags of /proc/kpageflags that are compared. */
  readonly flags: PageFlags;
  /** /proc/kpagecount: how many entries map it, in every address space. */
  readonly count: number;
  /** PageAnonExclusive. */
  readonly exclusive: boolean;
  /** Bit 55 of pagemap. */
  readonly softDirty: boolean;
}

/** The mapped pages of one address space at one moment, ascending. */
export type FrameSnapshot = readonly PageSnapshot[];

/**
 * Flags that follow from what was done. Those that depend on the moment are not compared: `locked`, `writeback` and `reclaim`
 * pass; `referenced`, `active`, `unevictable` and `lru` come when a per-CPU batch is worked off. `ksm` is what 6.12 says of every
 * private page.
 */
const COMPARED = pageFlags(
  'uptodate',
  'dirty',
  'mmap',
  'anonymous',
  'swapbacked',
  'swapcache',
  'compound_head',
  'compound_tail',
  'huge',
  'hwpoison',
  'nopage',
  'thp',
  'zero_page',
  'pgtable',
);

/** PG_anon_exclusive is PG_owner_2, which kpageflags shows as bit 34 (mappedtodisk). */
const EXCLUSIVE = 1n << 34n;
/** What the runner adds to the flags. */
const SOFT_DIRTY = 1n << 55n;

/** The runs that the runner wrote (native/frames.h). */
export function parseFrames(text: string): FrameSnapshot {
  const pages: PageSnapshot[] = [];
  for (const line of text.split('\n')) {
    const [page = '', frame = '', flags = '', count = '', length = '0'] = line.split(' ');
    const word = BigInt(`0x${flags === '' ? '0' : flags}`);
    for (let i = 0; i < Number(length); i++)
      pages.push({
        page: Number.parseInt(page, 16) + i,
        frame: Number.parseInt(frame, 16) + i,
        flags: Number(word & 0xffff_ffffn) & COMPARED,
        count: Number.parseInt(count, 16),
        exclusive: (word & EXCLUSIVE) !== 0n,
        softDirty: (word & SOFT_DIRTY) !== 0n,
      });
  }
  return pages;
}

/** Mappings that the runner leaves out: what the kernel mapped by itself. */
const SPECIAL = /^\[(?:v|stack\])/;

/**
 * What the model says.
 *
 * @param own the runner's own memory, bytes: left out, as the runner does.
 */
export function framesOf(view: MmView, own: { readonly start: bigint; readonly end: bigint }): FrameSnapshot {
  const { physical } = view;
  if (physical === null) throw new TypeError('the model has no physical memory');
  const shift = BigInt(physical.pageShift);
  return view.vmas
    .filter(({ name, start, end }) => {
      const isOwn = BigInt(end) << shift > own.start && BigInt(start) << shift < own.end;
      return !isOwn && !SPECIAL.test(name);
    })
    .flatMap(({ start, end }) => physical.mapped(start, end - start))
    .map(({ page, pfn, flags, mapcount, exclusive, softDirty }) => ({
      page,
      frame: pfn,
      flags: flags & COMPARED,
      count: mapcount,
      exclusive,
      softDirty,
    }));
}

/** Where two snapshots of the same moment differ. */
export interface FrameDifference {
  readonly page: number;
  /** `sharing`, `count`, ... */
  readonly what: string;
  readonly kernel: string;
  readonly model: string;
}

/** What is compared of a page, as text. */
type Facet = (page: PageSnapshot) => string;

/** The first differences of each kind; empty where they agree. */
export function differencesOf(kernel: FrameSnapshot, model: FrameSnapshot): FrameDifference[] {
  const presence = firstUnlike('present', kernel, model, () => 'mapped');
  if (presence !== null) return [presence];
  const facets: readonly (readonly [string, Facet, Facet])[] = [
    ['sharing', sharingOf(kernel), sharingOf(model)],
    ['count', ({ count }) => `${count}`, ({ count }) => `${count}`],
    ['exclusive', exclusiveText, exclusiveText],
    ['soft-dirty', softDirtyText, softDirtyText],
  ];
  const found = facets.map(([what, of, ofModel]) => firstUnlike(what, kernel, model, of, ofModel));
  return [...found, flagsDifference(kernel, model)].filter((difference) => difference !== null);
}

/** One side before and after a call. */
export interface Course {
  readonly before: FrameSnapshot;
  readonly now: FrameSnapshot;
}

/** The first page that keeps a frame on one side, or gets it from another page, and not on the other; none, or one. */
export function keptDifferences(kernel: Course, model: Course): FrameDifference[] {
  const difference = firstUnlike('kept', kernel.now, model.now, originOf(kernel.before), originOf(model.before));
  return difference === null ? [] : [difference];
}

/** The first page that had the frame before. */
function originOf(before: FrameSnapshot): Facet {
  const first = new Map<number, number>();
  for (const { page, frame } of before) if (!first.has(frame)) first.set(frame, page);
  return ({ frame }) => {
    const page = first.get(frame);
    return page === undefined ? 'a new frame' : `the frame of ${page.toString(16)}`;
  };
}

/** Only of private pages: the bit has other meanings for others. */
const exclusiveText: Facet = ({ flags, exclusive }) =>
  (flags & pageFlags('anonymous')) === 0 ? '-' : exclusive ? 'exclusive' : 'shared';

const softDirtyText: Facet = ({ softDirty }) => (softDirty ? 'written' : 'clean');

/** The first page that maps the same frame. */
function sharingOf(snapshot: FrameSnapshot): Facet {
  const first = new Map<number, number>();
  for (const { page, frame } of snapshot) if (!first.has(frame)) first.set(frame, page);
  return ({ frame }) => `frame of ${(first.get(frame) ?? 0).toString(16)}`;
}

function firstUnlike(
  what: string,
  kernel: FrameSnapshot,
  model: FrameSnapshot,
  of: Facet,
  ofModel: Facet = of,
): FrameDifference | null {
  const theirs = new Map(kernel.map((page) => [page.page, of(page)]));
  const ours = new Map(model.map((page) => [page.page, ofModel(page)]));
  for (const page of [...theirs.keys(), ...ours.keys()]) {
    const [a, b] = [theirs.get(page) ?? 'nothing', ours.get(page) ?? 'nothing'];
    if (a !== b) return { page, what, kernel: a, model: b };
  }
  return null;
}

/** A page that MADV_FREE marked loses `swapbacked` when a batch is worked off. */
function flagsDifference(kernel: FrameSnapshot, model: FrameSnapshot): FrameDifference | null {
  const ours = new Map(model.map((each) => [each.page, each.flags]));
  for (const { page, flags } of kernel) {
    const expected = ours.get(page) ?? flags;
    const open = openFlags(expected);
    if (((flags ^ expected) & ~open) !== 0)
      return { page, what: 'flags', kernel: flagsText(flags), model: flagsText(expected) };
  }
  return null;
}

const flagsText = (flags: PageFlags): string => pageFlagNames(flags).join(' ');

/** What is left open of a page that the model says to have these flags. */
function openFlags(flags: PageFlags): PageFlags {
  const isAnon = (flags & pageFlags('anonymous')) !== 0;
  const isSwapBacked = (flags & pageFlags('swapbacked')) !== 0;
  if (isAnon && !isSwapBacked) return pageFlags('swapbacked');
  if (isAnon || isSwapBacked) return 0;
  // A file is read in pieces of any size: which pages are one is the readahead's choice. A dirty page may have been written back.
  return pageFlags('compound_head', 'compound_tail', 'thp') | (flags & pageFlags('dirty'));
}
