/**
 * The page allocator: which zone a request is served from, per-CPU lists of single pages, and the buddy allocator of each zone
 * behind them. @kernel 6.18 mm/page_alloc.c
 *
 * There is one CPU as far as its lists go; they are filled and emptied in batches of the kernel's size, which does not grow
 * here as the kernel's does when it is asked often. Blocks larger than a page always come from the buddy allocator. Nothing is
 * ever reclaimed: where a kernel would wake kswapd, the model stops.
 */

import { NotModelled, type MemoryZone } from '@mm-playground/api';
import type { System } from '../machine/system.ts';
import { BLOCK_TYPES, Buddy, type BlockType } from './buddy.ts';
import { BlockLists, FreeBlock, FreeList } from './free-list.ts';
import {
  kernelFrames,
  managedPages,
  protectionOf,
  watermarksOf,
  zoneSpans,
  type Watermarks,
  type ZoneSpan,
} from './zones.ts';

/** A zone at work. */
export class Zone {
  readonly span: ZoneSpan;
  readonly buddy: Buddy;
  readonly watermarks: Watermarks;
  readonly protection: readonly number[];
  readonly pcp: PerCpuPages;

  constructor(sys: System, { buddy, span, watermarks, protection }: ZoneInit) {
    this.span = span;
    this.buddy = buddy;
    this.watermarks = watermarks;
    this.protection = protection;
    this.pcp = new PerCpuPages(sys, buddy, managedPages(span), watermarks.low);
  }

  get name(): MemoryZone['name'] {
    return this.span.name;
  }

  get managed(): number {
    return managedPages(this.span);
  }

  has(pfn: number): boolean {
    return this.span.start <= pfn && pfn < this.span.end;
  }

  /** zone_watermark_ok(): whether the request leaves as much as the low mark and the protection of the zone say. */
  isAboveLow(order: number, highest: number): boolean {
    const left = this.buddy.free - (2 ** order - 1);
    return left > this.watermarks.low + (this.protection[highest] ?? 0) && (order === 0 || this.buddy.has(order));
  }

  /** rmqueue(): a block, or null where none can be had without breaking up pageblocks of other types. */
  take(order: number, type: BlockType): number | null {
    return order === 0 ? this.pcp.take(type) : takeBlock(this.buddy, order, type);
  }
}

interface ZoneInit {
  readonly span: ZoneSpan;
  readonly buddy: Buddy;
  readonly watermarks: Watermarks;
  readonly protection: readonly number[];
}

/** __rmqueue(): a block of the type, or one that changes its type with all of its pageblocks. */
const takeBlock = (buddy: Buddy, order: number, type: BlockType): number | null =>
  buddy.takeSmallest(order, type) ?? buddy.claim(order, type, buddy.pageblockOrder);

/** What batches are cut from: the 1024th part of a zone, a megabyte at most, a quarter of that. */
const BATCH_FRACTION = 1024;
const BATCH_BYTES = 2 ** 20;

/** struct per_cpu_pages: single pages that a CPU keeps, by type, those that were freed last first. */
class PerCpuPages {
  readonly batch: number;
  readonly high: number;
  readonly #sys: System;
  readonly #buddy: Buddy;
  readonly #lists: Readonly<Record<BlockType, FreeList>>;
  readonly #pages: BlockLists;

  constructor(sys: System, buddy: Buddy, managed: number, low: number) {
    this.#sys = sys;
    this.#buddy = buddy;
    this.#pages = new BlockLists(sys.journal);
    this.#lists = { Unmovable: new FreeList(0), Movable: new FreeList(0), Reclaimable: new FreeList(0) };
    const most = BATCH_BYTES / 2 ** sys.arch.geometry.pageShift;
    const quarter = Math.max(Math.floor(Math.min(Math.floor(managed / BATCH_FRACTION), most) / 4), 1);
    this.batch = Math.max(2 ** Math.floor(Math.log2(quarter + Math.floor(quarter / 2))) - 1, 1);
    this.high = Math.max(low, 4 * this.batch);
  }

  get count(): number {
    return this.#pages.pages;
  }

  take(type: BlockType): number | null {
    const list = this.#lists[type];
    if (list.first === null) this.#refill(list, type);
    const block = list.first;
    if (block === null) return null;
    this.#pages.take(list, block);
    return block.pfn;
  }

  /** rmqueue_bulk() */
  #refill(list: FreeList, type: BlockType): void {
    for (let i = 0; i < this.batch; i++) {
      const pfn = takeBlock(this.#buddy, 0, type);
      if (pfn === null) break;
      this.#pages.put(list, new FreeBlock(pfn, 0), 'last');
    }
    tellAllocator(this.#sys, 'rmqueue_bulk', { migratetype: type, batch: this.batch });
  }

  put(pfn: number): void {
    this.#pages.put(this.#lists[this.#buddy.typeOf(pfn)], new FreeBlock(pfn, 0), 'first');
    if (this.count > this.high) this.#drain();
  }

  /** free_pcppages_bulk(): a batch, from the end of each list in turn. */
  #drain(): void {
    tellAllocator(this.#sys, 'free_pcppages_bulk', { batch: this.batch });
    for (let left = this.batch; left > 0;)
      for (const type of BLOCK_TYPES) {
        const list = this.#lists[type];
        const block = list.last;
        if (block === null || left === 0) continue;
        this.#pages.take(list, block);
        this.#buddy.giveBack(block.pfn, 0, this.#buddy.typeOf(block.pfn));
        left--;
      }
  }

  /** Every page in the lists. */
  *pfns(): Iterable<number> {
    for (const type of BLOCK_TYPES) for (const { pfn } of this.#lists[type].blocks()) yield pfn;
  }
}

/**
 * A step of the allocator. It works under locks of its own, so that for others it is one with what asked for memory: nobody
 * is let run in the middle of it.
 */
function tellAllocator(sys: System, step: string, detail: Readonly<Record<string, string | number>>): void {
  if (!sys.isConcurrent) sys.trace?.step(step, detail);
}

/** log2 of the pages of the largest block, by page size: CONFIG_ARCH_FORCE_MAX_ORDER. */
const LEAST_MAX_ORDER = 10;

/** All zones of the machine. */
export class PageAllocator {
  /** Ascending. */
  readonly zones: readonly Zone[];
  readonly maxOrder: number;
  readonly pageblockOrder: number;
  readonly #sys: System;

  constructor(sys: System, hugeOrder: number) {
    this.#sys = sys;
    this.maxOrder = Math.max(LEAST_MAX_ORDER, hugeOrder);
    this.pageblockOrder = hugeOrder;
    const spans = zoneSpans(sys.arch);
    const kbPage = 2 ** (sys.arch.geometry.pageShift - 10);
    const marks = watermarksOf(spans, 2 ** hugeOrder, kbPage, sys.facts.thp !== 'never');
    this.zones = spans.map((span, at) => {
      const { journal } = sys;
      const { maxOrder, pageblockOrder } = this;
      const buddy = new Buddy({ journal, maxOrder, pageblockOrder, ranges: span.ranges });
      const watermarks = marks[at] ?? { min: 0, low: 0, high: 0 };
      return new Zone(sys, { span, buddy, watermarks, protection: protectionOf(spans, at) });
    });
  }

  /** The zone that a frame lies in. @throws RangeError where there is none */
  zoneOf(pfn: number): Zone {
    const zone = this.zones.find((each) => each.has(pfn));
    if (zone === undefined) throw new RangeError(`frame 0x${pfn.toString(16)} is in no zone`);
    return zone;
  }

  /** Whether a frame is the kernel's own, which it does not give away. */
  isKernels(pfn: number): boolean {
    const { start, end } = kernelFrames(this.#sys.arch);
    return start <= pfn && pfn < end;
  }

  /** The first frame from `pfn` on that has memory; Infinity behind the last. */
  nextMemory(pfn: number): number {
    const kernel = kernelFrames(this.#sys.arch);
    const ranges = [kernel, ...this.zones.flatMap(({ span }) => span.ranges)];
    const next = ranges.find(({ end }) => pfn < end);
    return next === undefined ? Infinity : Math.max(next.start, pfn);
  }

  /** alloc_pages(): the highest zone that can give. @throws NotModelled where memory would have to be reclaimed */
  allocate(order: number, type: BlockType): number {
    const highest = this.zones.length - 1;
    for (let at = highest; at >= 0; at--) {
      const zone = this.zones[at];
      if (zone?.isAboveLow(order, highest) !== true) continue;
      const pfn = zone.take(order, type);
      if (pfn === null) continue;
      tellAllocator(this.#sys, 'alloc_pages', { order, migratetype: type, zone: zone.name, pfn });
      return pfn;
    }
    throw new NotModelled('memory at the low watermark of every zone: reclaim');
  }

  /** __free_pages() */
  free(pfn: number, order: number): void {
    const zone = this.zoneOf(pfn);
    tellAllocator(this.#sys, '__free_pages', { order, zone: zone.name, pfn });
    if (order === 0) zone.pcp.put(pfn);
    else zone.buddy.giveBack(pfn, order, zone.buddy.typeOf(pfn));
  }
}
