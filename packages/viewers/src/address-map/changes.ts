/**
 * What changed between two address spaces, as page ranges to mark. Only ranges and what a reader sees of a VMA count, not
 * identities: a merge that leaves the pages as they were shows as a border that went away, not as two new mappings.
 */

import type { VmaView } from '@mm-playground/api';

/** A run of pages to which the same thing happened. */
export interface RangeChange {
  readonly start: number;
  readonly end: number;
  readonly what: 'added' | 'removed' | 'changed';
}

/** A border between two VMAs that appeared (a split) or went away (a merge). */
export interface BorderChange {
  readonly at: number;
  readonly what: 'split' | 'merged';
}

/** Everything to mark. */
export interface MapChanges {
  readonly ranges: readonly RangeChange[];
  readonly borders: readonly BorderChange[];
}

/** Nothing changed. */
export const NO_CHANGES: MapChanges = { ranges: [], borders: [] };

const differs = (a: VmaView, b: VmaView): boolean =>
  a.flags !== b.flags || a.perms !== b.perms || a.name !== b.name || a.kind !== b.kind || fileStart(a) !== fileStart(b);

/** Where page 0 of the file would lie: equal for two parts of one mapping. Only meaningful with a file behind. */
const fileStart = (vma: VmaView): number => (vma.file === null ? 0 : vma.start - vma.pgoff);

const alike = (a: VmaView | undefined, b: VmaView | undefined): boolean =>
  a !== undefined && b !== undefined && a.start === b.start && a.end === b.end && !differs(a, b);

/** Compares two ascending lists: what they have in common at both ends is passed over, the rest swept once. */
export function mapChanges(before: readonly VmaView[], after: readonly VmaView[]): MapChanges {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && alike(before[head], after[head])) head++;
  let tail = 0;
  while (tail < shorter - head && alike(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  // One VMA more on each side: a border is between two.
  const from = Math.max(0, head - 1);
  const cut = (list: readonly VmaView[]): readonly VmaView[] => list.slice(from, list.length - Math.max(0, tail - 1));
  return head === before.length && head === after.length ? NO_CHANGES : sweep(cut(before), cut(after));
}

function sweep(before: readonly VmaView[], after: readonly VmaView[]): MapChanges {
  const ranges: RangeChange[] = [];
  let [i, j, at] = [0, 0, 0];
  for (;;) {
    const [a, b] = [before[i], after[j]];
    if (a === undefined && b === undefined) break;
    const next = nextEdge(a, b, at);
    const inA = a !== undefined && a.start <= at;
    const inB = b !== undefined && b.start <= at;
    const what = whatHappened(inA ? a : undefined, inB ? b : undefined);
    if (what !== null) append(ranges, at, next, what);
    at = next;
    if (a !== undefined && a.end <= at) i++;
    if (b !== undefined && b.end <= at) j++;
  }
  return { ranges, borders: borderChanges(before, after, ranges) };
}

function nextEdge(a: VmaView | undefined, b: VmaView | undefined, at: number): number {
  const edges = [a?.start, a?.end, b?.start, b?.end].filter(
    (edge): edge is NonNullable<typeof edge> => (edge ?? 0) > at,
  );
  return Math.min(...edges);
}

function whatHappened(a: VmaView | undefined, b: VmaView | undefined): RangeChange['what'] | null {
  if (a === undefined) return b === undefined ? null : 'added';
  if (b === undefined) return 'removed';
  return differs(a, b) ? 'changed' : null;
}

function append(ranges: RangeChange[], start: number, end: number, what: RangeChange['what']): void {
  const last = ranges.at(-1);
  if (last?.end === start && last.what === what) ranges[ranges.length - 1] = { start: last.start, end, what };
  else ranges.push({ start, end, what });
}

function borderChanges(
  before: readonly VmaView[],
  after: readonly VmaView[],
  ranges: readonly RangeChange[],
): BorderChange[] {
  const [old, now] = [innerBorders(before), innerBorders(after)];
  const edges = new Set(ranges.flatMap((range) => [range.start, range.end]));
  const splits = [...now]
    .filter((at) => !old.has(at) && !edges.has(at))
    .map((at): BorderChange => ({ at, what: 'split' }));
  const merges = [...old]
    .filter((at) => !now.has(at) && !edges.has(at))
    .map((at): BorderChange => ({ at, what: 'merged' }));
  return [...splits, ...merges].toSorted((a, b) => a.at - b.at);
}

function innerBorders(vmas: readonly VmaView[]): Set<number> {
  const borders = new Set<number>();
  let end = -1;
  for (const vma of vmas) {
    if (vma.start === end) borders.add(end);
    end = vma.end;
  }
  return borders;
}
