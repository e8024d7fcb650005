/**
 * What readers may be held to: the states that were there between the write sections of an address space. A reader that begins
 * in the middle of one may still see what was there before it, and one that ends in the middle of one what will be there.
 *
 * The states are part of the machine's own, so that a reader has to remember only since when it looks.
 */

import type { CallPoint } from '@mm-playground/api';
import type { Journaled } from '../journal/journal.ts';
import type { MmStruct } from '../mm/mm-struct.ts';

/** Pages, half-open; ascending and disjoint where there are several. */
export interface PageRange {
  readonly start: number;
  readonly end: number;
}

/** What was mapped from some moment on. */
interface Committed {
  readonly mm: MmStruct;
  readonly mapped: readonly PageRange[];
}

/** The committed states of all address spaces of a machine, since calls run beside each other. */
export class CommitLog implements Journaled {
  epoch = 0;
  /** Oldest first. Replaced as a whole, never changed. */
  states: readonly Committed[] = [];
  /** What readers missed beside a write section that is not over: it may be what the section is about to unmap. */
  doubts: readonly Committed[] = [];

  /** A write section begins, beside which others may read. */
  begin(mm: MmStruct): void {
    if (this.#last(mm) < 0) this.#add(mm);
  }

  /** It ended, or became a read section: what it did is there for everybody. Returns what readers missed that is still mapped. */
  commit(mm: MmStruct): readonly PageRange[] {
    if (this.#last(mm) < 0) return [];
    this.#add(mm);
    const doubts = this.doubts.filter((doubt) => doubt.mm === mm);
    if (doubts.length === 0) return [];
    mm.sys.journal.touch(this, 'doubts').doubts = this.doubts.filter((doubt) => doubt.mm !== mm);
    return doubts.flatMap(({ mapped }) => intersect(mapped, mappedRanges(mm)));
  }

  /** A reader missed this, although it was mapped all the time. Returns what of it cannot be what a section is unmapping. */
  missed(mm: MmStruct, ranges: readonly PageRange[]): readonly PageRange[] {
    if (mm.mmapLock !== 'write' || ranges.length === 0) return ranges;
    mm.sys.journal.touch(this, 'doubts').doubts = [...this.doubts, { mm, mapped: ranges }];
    return [];
  }

  /** The present moment, for {@link missing}: a reader begins. */
  now(mm: MmStruct): number {
    const last = this.#last(mm);
    return last < 0 ? this.states.length : last;
  }

  /** What of `window` was mapped all the time since a moment, and is not among `covered` (in any order, overlapping or not). */
  missing(mm: MmStruct, since: number, window: PageRange, covered: readonly PageRange[]): readonly PageRange[] {
    const states = this.states.slice(since).filter((state) => state.mm === mm);
    const first = states[0]?.mapped ?? mappedRanges(mm);
    return subtract(
      states.reduce((always, { mapped }) => intersect(always, mapped), intersect(first, [window])),
      covered,
    );
  }

  describe(): string {
    return 'committed states';
  }

  /** Nothing that a kernel has: it is what readers are held to. */
  shown(): Record<string, never> {
    return {};
  }

  #last(mm: MmStruct): number {
    return this.states.findLastIndex((state) => state.mm === mm);
  }

  #add(mm: MmStruct): void {
    mm.sys.journal.touch(this).states = [...this.states, { mm, mapped: mappedRanges(mm) }];
  }
}

/** The points of a reader that is held to what was there since a moment: it goes on alike only if it began alike. */
export function* lookingSince<R>(since: number, reader: Generator<CallPoint, R, void>): Generator<CallPoint, R, void> {
  for (;;) {
    const turn = reader.next();
    if (turn.done === true) return turn.value;
    yield { ...turn.value, seen: `since ${since} ${turn.value.seen ?? ''}` };
  }
}

function mappedRanges(mm: MmStruct): PageRange[] {
  const ranges: { start: number; end: number }[] = [];
  for (const { start, end } of mm.vmas.entries()) {
    const last = ranges.at(-1);
    if (last?.end === start) last.end = end;
    else ranges.push({ start, end });
  }
  return ranges;
}

const intersect = (some: readonly PageRange[], others: readonly PageRange[]): PageRange[] =>
  some.flatMap(({ start, end }) =>
    others
      .map((other) => ({ start: Math.max(start, other.start), end: Math.min(end, other.end) }))
      .filter((part) => part.start < part.end),
  );

const subtract = (some: readonly PageRange[], others: readonly PageRange[]): readonly PageRange[] =>
  others.reduce<readonly PageRange[]>(
    (left, other) =>
      left.flatMap(({ start, end }) =>
        [
          { start, end: Math.min(end, other.start) },
          { start: Math.max(start, other.end), end },
        ].filter((part) => part.start < part.end),
      ),
    some,
  );
