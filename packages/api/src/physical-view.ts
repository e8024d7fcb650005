/**
 * Physical memory to look at: zones with their free blocks, and what every frame is used for. It belongs to the machine, not
 * to one address space; a view carries it so that a viewer can draw who shares what.
 *
 * Frames are asked for by ranges, so that a viewer of 10^6 of them pays for what it draws.
 */

import type { MemoryZone } from './architecture.ts';
import type { PageFlags } from './page-flags.ts';
import type { PageShift, Pfn, Vpn } from './units.ts';

/** The memory of a machine at one moment. */
export interface PhysicalView {
  readonly pageShift: PageShift;
  /** Ascending: `DMA`, `DMA32`, `Normal`, as far as the architecture has them. */
  readonly zones: readonly ZoneView[];
  /** The highest order that the allocator has: 10 with pages of 4 KiB. */
  readonly maxOrder: number;
  /** log2 of the pages of a pageblock, which has one migrate type. */
  readonly pageblockOrder: number;
  /** Pages that are in use, for tables and for data. */
  readonly used: number;
  /** What the page is a part of; null where there is no memory. */
  frame(pfn: Pfn): FrameView | null;
  /** Everything that lies in `[from, to)` or reaches into it, ascending, without holes but those that have no memory. */
  frames(from: Pfn, to: Pfn): readonly FrameView[];
  /** Everything in use, ascending, that lies in `[from, to)` or reaches into it: what {@link frames} has without free blocks. */
  inUse(from: Pfn, to: Pfn): readonly FrameView[];
  /**
   * Page by page what an address space has at `[start, start + pages)`, holes left out. Which address space is decided by the
   * view that this came from.
   */
  mapped(start: Vpn, pages: number): readonly MappedPage[];
  /** Every mapping of a frame, in any address space, ascending by mm and page; found through the page tables. */
  mappingsOf(pfn: Pfn): readonly FrameMapping[];
}

/** A zone, with what /proc/zoneinfo, buddyinfo and pagetypeinfo print of it. Everything is counted in pages. */
export interface ZoneView {
  readonly name: MemoryZone['name'];
  readonly start: Pfn;
  /** First frame after it. */
  readonly end: Pfn;
  /** Pages with memory, and those of them that the allocator has to give. */
  readonly present: number;
  readonly managed: number;
  /** Free, and in no per-CPU list: nr_free_pages. */
  readonly free: number;
  readonly watermarks: { readonly min: number; readonly low: number; readonly high: number };
  /** What requests that could go to a higher zone must leave here, by that zone: lowmem_reserve. */
  readonly protection: readonly number[];
  /** Free blocks by migrate type and order: `freeArea[type][order]`. */
  readonly freeArea: Readonly<Record<MigrateType, readonly number[]>>;
  /** Pageblocks by migrate type. */
  readonly pageblocks: Readonly<Record<MigrateType, number>>;
  /** Lists of single pages that each CPU keeps. */
  readonly pagesets: readonly { readonly count: number; readonly high: number; readonly batch: number }[];
}

/** What a pageblock is for. */
export type MigrateType = (typeof MIGRATE_TYPES)[number];

/** Migrate types in the order of pagetypeinfo. Only the first three are used by the model. */
export const MIGRATE_TYPES = Object.freeze(['Unmovable', 'Movable', 'Reclaimable', 'HighAtomic', 'Isolate'] as const);

/** One use of frames that belong together: a page, a huge page, a page table, a free block. */
export interface FrameView {
  readonly pfn: Pfn;
  /** log2 of its pages. */
  readonly order: number;
  readonly use: FrameUse;
  /** As /proc/kpageflags says of its first page, but for those that depend on the moment. */
  readonly flags: PageFlags;
  /** How many hold it: mappings, the page cache. 0 for what is free. */
  readonly refcount: number;
  /**
   * Entries that map the whole of it or a part: folio_mapcount(). 0 for tables and what is free; mappings of the zero page are
   * not counted.
   */
  readonly mapcount: number;
  /** Whether its only owner may write it without a copy: PageAnonExclusive. */
  readonly exclusive: boolean;
  readonly migrateType: MigrateType;
  readonly owner: FrameOwner | null;
}

/** What frames are used for. */
export type FrameUse =
  /** Private memory. */
  | 'anon'
  /** The page cache of a file on a disk, and that of shared memory. */
  | 'file'
  | 'shmem'
  /** The page of zeroes, small or huge. */
  | 'zero'
  /** The kernel's own pages in user space: vdso, vvar. */
  | 'special'
  /** A page that the kernel keeps for one program: of a ring of io_uring. */
  | 'kernel'
  /** A page table. */
  | 'table'
  /** A block of the buddy allocator. */
  | 'free'
  /** Free, and on a list of a CPU. */
  | 'pcp'
  /** Firmware's, or somebody else's who does not give it to the allocator. */
  | 'reserved';

/** To whom frames belong. */
export type FrameOwner =
  /** page->mapping of private memory: the anon_vma through which its mappings are found, and the page offset there. */
  | { readonly kind: 'anon_vma'; readonly anonVma: number; readonly pgoff: number }
  /** page->mapping of a page cache, with a path that leads to the file. */
  | { readonly kind: 'inode'; readonly inode: number; readonly path: string; readonly pgoff: number }
  /** A table of an address space, with its level (0 is the root) and the first page that it spans. */
  | { readonly kind: 'mm'; readonly mm: number; readonly level: number; readonly start: Vpn };

/** A page that an address space maps. */
export interface MappedPage {
  readonly page: Vpn;
  /** The frame of this very page, also inside of a huge one. */
  readonly pfn: Pfn;
  /** What it is a part of. */
  readonly frame: FrameView;
  /** Flags and mappings of this very page, as kpageflags and kpagecount have them. */
  readonly flags: PageFlags;
  readonly mapcount: number;
  readonly exclusive: boolean;
  /** Written since the last clear_refs, where that is tracked: bit 55 of pagemap. */
  readonly softDirty: boolean;
}

/** Where a frame is mapped. */
export interface FrameMapping {
  readonly mm: number;
  /** The VMA that the page lies in. */
  readonly vma: number;
  readonly page: Vpn;
  /** Pages that the entry maps. */
  readonly pages: number;
  readonly writable: boolean;
}
