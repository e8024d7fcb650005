/**
 * Physical memory as /proc prints it: buddyinfo and pagetypeinfo, of the one node that a model has.
 *
 * @kernel 6.18 mm/vmstat.c
 */

import { MIGRATE_TYPES, type PhysicalView, type ZoneView } from './physical-view.ts';

const number = (value: number, width: number): string => `${String(value).padStart(width)} `;

const orders = ({ maxOrder }: PhysicalView): number[] => Array.from({ length: maxOrder + 1 }, (_, order) => order);

/** Free blocks of an order, of any type. */
const freeBlocks = ({ freeArea }: ZoneView, order: number): number =>
  MIGRATE_TYPES.reduce((sum, type) => sum + (freeArea[type][order] ?? 0), 0);

/** /proc/buddyinfo: free blocks of each zone by order. */
export function formatBuddyinfo(physical: PhysicalView): string[] {
  return physical.zones.map((zone) => {
    const counts = orders(physical).map((order) => number(freeBlocks(zone, order), 6));
    return `Node 0, zone ${zone.name.padStart(8)} ${counts.join('')}`;
  });
}

/** /proc/pagetypeinfo: the same by migrate type, and how many pageblocks each type has. */
export function formatPagetypeinfo(physical: PhysicalView): string[] {
  const { pageblockOrder, zones } = physical;
  const heads = orders(physical).map((order) => number(order, 6));
  return [
    `Page block order: ${pageblockOrder}`,
    `Pages per block:  ${2 ** pageblockOrder}`,
    '',
    `${'Free pages count per migrate type at order '.padEnd(43)} ${heads.join('')}`,
    ...zones.flatMap((zone) => freeAreaLines(physical, zone)),
    '',
    `${'Number of blocks type '.padEnd(23)}${MIGRATE_TYPES.map((type) => `${type.padStart(12)} `).join('')}`,
    ...zones.map(({ name, pageblocks }) => {
      const counts = MIGRATE_TYPES.map((type) => number(pageblocks[type], 12));
      return `Node 0, zone ${name.padStart(8)} ${counts.join('')}`;
    }),
  ];
}

const freeAreaLines = (physical: PhysicalView, { name, freeArea }: ZoneView): string[] =>
  MIGRATE_TYPES.map((type) => {
    const counts = orders(physical).map((order) => number(freeArea[type][order] ?? 0, 6));
    return `Node    0, zone ${name.padStart(8)}, type ${type.padStart(12)} ${counts.join('')}`;
  });
