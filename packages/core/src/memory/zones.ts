/**
 * The zones of the machine: where each lies, how much of it the allocator has, and below which marks it lets nobody go. The
 * machine has 8 GiB. Its first 2 MiB are firmware's and the kernel's own; what lies below 4 GiB from 0xff80_0000 on is devices.
 * @kernel 6.18 mm/page_alloc.c, mm/khugepaged.c
 *
 * Nobody but processes uses memory here: what the kernel itself would take is not modelled, and neither is a memory node
 * besides the first.
 */

import type { Architecture, MemoryZone } from '@mm-playground/api';
import type { FrameRange } from './untouched.ts';

/** Bytes. The reserved range is left to whoever executes page tables that the model made. */
const KERNEL_END = 0x20_0000n;
const RESERVED = { start: 0xff80_0000n, end: 0x1_0000_0000n } as const;
const MEMORY_END = 0x2_0000_0000n;

const ONE_ZONE: readonly MemoryZone[] = [{ name: 'Normal', end: null }];

/** Where a zone lies, frames. */
export interface ZoneSpan extends FrameRange {
  readonly name: MemoryZone['name'];
  /** Pages with memory. */
  readonly present: number;
  /** What the allocator has of it, ascending. */
  readonly ranges: readonly FrameRange[];
}

/** The frames that belong to the kernel itself: its zero page and the like. Frame 0 is never used. */
export const kernelFrames = ({ geometry }: Architecture): FrameRange => ({
  start: 1,
  end: Number(KERNEL_END >> BigInt(geometry.pageShift)),
});

/** The zones of an architecture. */
export function zoneSpans({ geometry, zones = ONE_ZONE }: Architecture): readonly ZoneSpan[] {
  const frameOf = (addr: bigint): number => Number(addr >> BigInt(geometry.pageShift));
  const hole = { start: frameOf(RESERVED.start), end: frameOf(RESERVED.end) };
  let next = 0;
  return zones.map(({ name, end }) => {
    const zone = { name, start: next, end: frameOf(end ?? MEMORY_END) };
    next = zone.end;
    const memory = without(zone, hole);
    const present = memory.reduce((sum, range) => sum + range.end - range.start, 0);
    return {
      ...zone,
      present,
      ranges: memory.flatMap((range) => without(range, { start: 0, end: frameOf(KERNEL_END) })),
    };
  });
}

/** What is left of a range. */
const without = ({ start, end }: FrameRange, hole: FrameRange): FrameRange[] =>
  [
    { start, end: Math.min(end, hole.start) },
    { start: Math.max(start, hole.end), end },
  ].filter((range) => range.start < range.end);

/** Pages that the allocator has of a zone. */
export const managedPages = ({ ranges }: ZoneSpan): number =>
  ranges.reduce((sum, { start, end }) => sum + end - start, 0);

/** Marks of a zone, in pages. */
export interface Watermarks {
  readonly min: number;
  readonly low: number;
  readonly high: number;
}

/** Parts of 10000 of a zone by which its marks are apart: watermark_scale_factor. */
const WATERMARK_SCALE = 10;

/**
 * The marks of each zone. `min` is its share of min_free_kbytes.
 *
 * @param thp whether huge pages are enabled: khugepaged then asks for more
 */
export function watermarksOf(
  zones: readonly ZoneSpan[],
  pageblockPages: number,
  kbPage: number,
  thp: boolean,
): Watermarks[] {
  const managed = zones.map(managedPages);
  const total = managed.reduce((sum, pages) => sum + pages, 0);
  const minPages = Math.floor(minFreeKb(total, zones.length, pageblockPages, kbPage, thp) / kbPage);
  return managed.map((pages) => {
    const min = Math.floor((minPages * pages) / total);
    const step = Math.max(Math.floor(min / 4), Math.floor((pages * WATERMARK_SCALE) / 10_000));
    return { min, low: min + step, high: min + 2 * step };
  });
}

const LEAST_FREE_KB = 128;
const MOST_FREE_KB = 262_144;
/** Types of which khugepaged wants pageblocks to be there: those that per-CPU lists keep. */
const PCP_TYPES = 3;

/** min_free_kbytes: the root of the memory, or what makes huge pages easy to find. */
function minFreeKb(total: number, zones: number, pageblockPages: number, kbPage: number, thp: boolean): number {
  const plain = Math.floor(Math.sqrt(total * kbPage * 16));
  const bounded = Math.min(Math.max(plain, LEAST_FREE_KB), MOST_FREE_KB);
  const wished = pageblockPages * zones * (2 + PCP_TYPES * PCP_TYPES);
  const recommended = Math.min(wished, Math.floor(total / 20)) * kbPage;
  return thp ? Math.max(bounded, recommended) : bounded;
}

/** How much smaller the part is that a lower zone keeps: sysctl_lowmem_reserve_ratio. */
const RESERVE_RATIO: Readonly<Record<MemoryZone['name'], number>> = { DMA: 256, DMA32: 256, Normal: 32 };

/** lowmem_reserve: what requests that could go to each zone must leave in this one, by zone. */
export function protectionOf(zones: readonly ZoneSpan[], at: number): readonly number[] {
  const ratio = RESERVE_RATIO[zones[at]?.name ?? 'Normal'];
  let above = 0;
  return zones.map((zone, index) => {
    if (index > at) above += managedPages(zone);
    return index > at ? Math.floor(above / ratio) : 0;
  });
}
