/**
 * walk(FROM, TO): a reader of the tree alone, under rcu_read_lock(). It never looks into a VMA, which may be recycled while
 * it reads: what it lists are entries, `index-last`.
 */

import { hex, type CallPoint, type CallResult, type RunningCall } from '@mm-playground/api';
import type { Args } from '../machine/args.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { Task } from '../machine/task.ts';
import { lookingSince, type PageRange } from './commit-log.ts';

/** @returns how many entries it met, and lists them */
export function* walk({ mm }: Task, args: Args): RunningCall {
  const { sys } = mm;
  const { pageShift } = sys.arch.geometry;
  const window = { start: Number(args.word(0) >> BigInt(pageShift)), end: pagesUpTo(args.word(1), pageShift) };
  const since = sys.commits.now(mm);
  const seen = yield* lookingSince(since, entriesIn(mm, window));
  tellGaps(mm, since, window, seen);
  return listing(listed(mm, seen));
}

/** The entries that a walk meets, look by look. */
function* entriesIn(mm: MmStruct, { start, end }: PageRange): Generator<CallPoint, readonly PageRange[], void> {
  const { trace, arch } = mm.sys;
  const { pageShift } = arch.geometry;
  const seen: PageRange[] = [];
  const reader = mm.vmas.walk(start, end);
  for (let at = ''; ;) {
    yield { step: at === '' ? 'mas_walk' : 'mas_next_slot', mm: mm.id, seen: `${at} ${listed(mm, seen).join(' ')}` };
    const look = reader.next();
    if (look.done === true) return seen;
    ({ at } = look.value);
    const { entry } = look.value;
    if (entry === undefined) continue;
    seen.push(entry);
    trace?.step('mas_find', {
      index: hex(entry.start * 2 ** pageShift),
      last: hex(entry.end * 2 ** pageShift - 1),
      node: at,
    });
  }
}

/** The first page that begins at or above an address. */
const pagesUpTo = (addr: bigint, pageShift: number): number =>
  Number((addr + (1n << BigInt(pageShift)) - 1n) >> BigInt(pageShift));

const listed = (mm: MmStruct, ranges: readonly PageRange[]): string[] => ranges.map((range) => rangeText(mm, range));

/** `10000000-10002fff`: both ends inclusive, as the tree has them. */
export function rangeText({ sys }: MmStruct, { start, end }: PageRange): string {
  const size = 2 ** sys.arch.geometry.pageShift;
  return `${(start * size).toString(16).padStart(8, '0')}-${(end * size - 1).toString(16).padStart(8, '0')}`;
}

/** What a reader listed, and how many lines that is. */
export const listing = (lines: readonly string[]): CallResult => ({
  kind: 'value',
  value: BigInt(lines.length),
  listing: lines,
});

/** Says so where a reader missed what was mapped all the time. */
export function tellGaps(mm: MmStruct, since: number, window: PageRange, seen: readonly PageRange[]): void {
  const { commits } = mm.sys;
  for (const gap of commits.missed(mm, commits.missing(mm, since, window, seen))) tellGap(mm, gap);
}

/** A reader did not see what every committed state maps. */
export function tellGap(mm: MmStruct, gap: PageRange): void {
  mm.sys.violate('no-gap', `${rangeText(mm, gap)} was mapped all the time, and the reader did not see it`);
}
