/** The views that look at memory itself, and not at VMAs: frames, what maps them, TLBs, what /proc counts of them. */

import type { CostView, PhysicalView, RmapView, SmapsRollup, SmapsRow, TlbView, Vpn } from '@mm-playground/api';
import type { System } from '../machine/system.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { pagemapOf } from '../proc/pagemap.ts';
import { procSmaps, procSmapsRollup } from '../proc/proc-smaps.ts';
import type { AtPosition } from './at-position.ts';
import { costView } from './cost-view.ts';
import { physicalView } from './physical-view.ts';
import { rmapView } from './rmap-view.ts';
import { tlbViews } from './tlb-view.ts';

/** How each is made. */
export interface MemoryViews {
  physicalView(mm: MmStruct, at: AtPosition): PhysicalView;
  rmapView(mm: MmStruct, at: AtPosition): RmapView;
  tlbViews(sys: System): readonly TlbView[];
  costView(mm: MmStruct): CostView;
  procSmaps(mm: MmStruct): SmapsRow[];
  procSmapsRollup(mm: MmStruct): SmapsRollup | null;
  pagemapOf(mm: MmStruct, start: Vpn, pages: number): string;
}

/** See {@link MemoryViews}. */
export const memoryViews: MemoryViews = {
  physicalView,
  rmapView,
  tlbViews,
  costView,
  procSmaps,
  procSmapsRollup,
  pagemapOf,
};
