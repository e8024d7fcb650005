/**
 * Physical memory as a picture: frames in columns of sixteen, downwards first, along an axis on which long runs of what nobody uses
 * are folded. So a block of the buddy allocator is a rectangle: up to order 3 a part of a column, from order 4 on whole columns.
 * The axis counts columns; it is the address map's.
 */

import { pfn, type FrameView, type Pfn, type PhysicalView } from '@mm-playground/api';
import { addressAxis, type AddressAxis, type PageRange } from '../address-map/address-axis.ts';
import type { AddressScale } from '../address-map/address-scale.ts';
import type { Band } from '../address-map/geometry.ts';
import type { Box } from '../maple-tree/slot-boxes.ts';
import { partition } from '../partition.ts';

/** Frames of a column. */
export const ROWS = 16;

/** The frames in use, with what was different before. */
export interface FrameGrid {
  readonly physical: PhysicalView;
  /** Ascending. */
  readonly used: readonly FrameView[];
  readonly axis: AddressAxis;
  /** First frames of what is new, or shared, owned or flagged otherwise than before. */
  readonly changed: ReadonlySet<number>;
  /** Frames that were in use before, and are not. */
  readonly freed: number;
}

/** The memory of a view, compared with that of the view before. */
export function frameGrid(physical: PhysicalView, previous: PhysicalView | null): FrameGrid {
  const used = physical.inUse(pfn(0), pfn(Number.MAX_SAFE_INTEGER));
  const end = endOf(physical, used);
  const before =
    previous === null || previous === physical ? null : previous.inUse(pfn(0), pfn(Number.MAX_SAFE_INTEGER));
  const old = new Map(before?.map((frame) => [frame.pfn, frame]));
  const changed = new Set<number>();
  if (before !== null) for (const frame of used) if (isChanged(frame, old.get(frame.pfn))) changed.add(frame.pfn);
  const now = new Set(used.map((frame) => frame.pfn));
  const freed = before?.filter((frame) => !now.has(frame.pfn)).length ?? 0;
  return { physical, used, axis: addressAxis(columnsOf(used), Math.ceil(end / ROWS)), changed, freed };
}

function endOf({ zones }: PhysicalView, used: readonly FrameView[]): number {
  const last = used.at(-1);
  return Math.max(zones.at(-1)?.end ?? 0, last === undefined ? 1 : last.pfn + 2 ** last.order);
}

const isChanged = (now: FrameView, was: FrameView | undefined): boolean =>
  was === undefined ||
  (['use', 'order', 'flags', 'mapcount', 'refcount', 'exclusive'] as const).some((key) => now[key] !== was[key]);

/** The columns in which something is in use, as runs. */
function columnsOf(used: readonly FrameView[]): PageRange[] {
  const runs: { start: number; end: number }[] = [];
  for (const { pfn: first, order } of used) {
    const [start, end] = [Math.floor(first / ROWS), Math.ceil((first + 2 ** order) / ROWS)];
    const last = runs.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else runs.push({ start, end });
  }
  return runs;
}

/** Where a frame is drawn: a box in each column of a small one, one box of a large one. */
export function frameBox({ pfn: first, order }: FrameView, scale: AddressScale, band: Band): Box {
  const column = Math.floor(first / ROWS);
  const pages = 2 ** order;
  const row = band.height / ROWS;
  const [x, right] = [scale.x(column), scale.x(column + Math.max(1, pages / ROWS))];
  return {
    x,
    y: band.top + (first % ROWS) * row,
    width: right - x,
    height: Math.min(pages, ROWS) * row,
  };
}

/** The frame number at a point. */
export function pfnAt(scale: AddressScale, band: Band, x: number, y: number): Pfn {
  const row = Math.max(0, Math.min(ROWS - 1, Math.floor(((y - band.top) / band.height) * ROWS)));
  return pfn(Math.max(0, Math.floor(scale.pageAt(x))) * ROWS + row);
}

/** The place among the frames in use of the one that holds a frame number; -1 where it is not in use. */
export function indexOfFrame(used: readonly FrameView[], at: number): number {
  const index = partition(used, (frame) => frame.pfn + 2 ** frame.order <= at);
  return (used[index]?.pfn ?? Infinity) <= at ? index : -1;
}
