/** Which part of an address space a program is about: an address map of a scenario opens there, and not on what every program has. */

import type { MmView, VmaKind } from '@mm-playground/api';
import type { PageRange } from './address-axis.ts';

/** What every program has. */
const GIVEN: ReadonlySet<VmaKind> = new Set<VmaKind>(['stack', 'special', 'heap', 'code', 'data', 'guard']);

/** From the first mapping that the program made to its last; null where it made none. */
export function programRange({ vmas }: Pick<MmView, 'vmas'>): PageRange | null {
  const made = vmas.filter(({ kind }) => !GIVEN.has(kind));
  const [first, last] = [made[0], made.at(-1)];
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
}
