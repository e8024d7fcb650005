/** Zones to look at, and frames that nobody uses: what /proc/buddyinfo, pagetypeinfo and zoneinfo are printed from. */

import type { FrameView, MigrateType, Pfn, ZoneView } from '@mm-playground/api';
import { MIGRATE_TYPES } from '@mm-playground/api';
import { BLOCK_TYPES, type BlockType, type Buddy } from '../memory/buddy.ts';
import { FREE_FLAGS } from '../memory/kpageflags.ts';
import type { PageAllocator, Zone } from '../memory/page-alloc.ts';

/** All zones, ascending. */
export const zoneViews = (allocator: PageAllocator): readonly ZoneView[] =>
  Object.freeze(allocator.zones.map((zone) => zoneView(zone)));

function zoneView({ span, buddy, managed, watermarks, protection, pcp }: Zone): ZoneView {
  return Object.freeze({
    name: span.name,
    start: span.start as Pfn,
    end: span.end as Pfn,
    present: span.present,
    managed,
    free: buddy.free,
    watermarks,
    protection,
    freeArea: byType((type) =>
      Object.freeze(
        Array.from({ length: buddy.maxOrder + 1 }, (_, order) => (isBlockType(type) ? buddy.count(type, order) : 0)),
      ),
    ),
    pageblocks: pageblocksOf(span.present, buddy),
    pagesets: Object.freeze([Object.freeze({ count: pcp.count, high: pcp.high, batch: pcp.batch })]),
  });
}

const isBlockType = (type: MigrateType): type is BlockType => BLOCK_TYPES.some((each) => each === type);

const byType = <T>(of: (type: MigrateType) => T): Readonly<Record<MigrateType, T>> =>
  Object.freeze(Object.fromEntries(MIGRATE_TYPES.map((type) => [type, of(type)])) as Record<MigrateType, T>);

/** Every pageblock that has memory in it is of one type. */
function pageblocksOf(present: number, buddy: Buddy): ZoneView['pageblocks'] {
  const all = Math.ceil(present / 2 ** buddy.pageblockOrder);
  const taken = buddy.pageblocks('Unmovable') + buddy.pageblocks('Reclaimable');
  return byType((type) => {
    if (type === 'Movable') return all - taken;
    return type === 'Unmovable' || type === 'Reclaimable' ? buddy.pageblocks(type) : 0;
  });
}

/** What a frame is that neither holds data nor a table; null where there is no memory. */
export function unusedView(allocator: PageAllocator, pfn: Pfn): FrameView | null {
  const zone = allocator.zones.find((each) => each.has(pfn));
  if (zone === undefined) return null;
  const block = zone.buddy.blockAt(pfn);
  const migrateType = zone.buddy.typeOf(pfn);
  if (block !== null)
    return Object.freeze({
      ...UNUSED,
      pfn: block.pfn as Pfn,
      order: block.order,
      use: 'free',
      flags: FREE_FLAGS,
      migrateType,
    });
  const isManaged = zone.span.ranges.some(({ start, end }) => start <= pfn && pfn < end);
  if (isManaged) return Object.freeze({ ...UNUSED, pfn, use: 'pcp', migrateType });
  return allocator.isKernels(pfn) ? Object.freeze({ ...UNUSED, pfn, use: 'reserved', migrateType }) : null;
}

const UNUSED = { order: 0, flags: 0, refcount: 0, mapcount: 0, exclusive: false, owner: null } as const;
