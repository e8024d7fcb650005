/**
 * What readers may be held to: the states that were there between the write sections of an address space. A reader that begins
 * in the middle of one may still see what was there before it.
 */

import type { MmStruct } from '../mm-struct.ts';

/** Pages, half-open; ascending and disjoint where there are several. */
export interface PageRange {
  readonly start: number;
  readonly end: number;
}

/** The committed states of all address spaces of a machine, for the readers under way. */
export class CommitLog {
  readonly #witnesses = new Map<MmStruct, Set<Witness>>();
  /** What was mapped when the write section began that runs now. */
  readonly #before = new Map<MmStruct, readonly PageRange[]>();

  /** A write section begins, beside which others may read. */
  begin(mm: MmStruct): void {
    this.#before.set(mm, mappedRanges(mm));
  }

  /** It ended, or became a read section: what it did is there for everybody. */
  commit(mm: MmStruct): void {
    this.#before.delete(mm);
    const witnesses = this.#witnesses.get(mm);
    if (witnesses === undefined || witnesses.size === 0) return;
    const mapped = mappedRanges(mm);
    for (const witness of witnesses) witness.note(mapped);
  }

  /** Follows the committed states from now on, until {@link Witness.end}. */
  witness(mm: MmStruct): Witness {
    const witnesses = this.#witnesses.get(mm) ?? new Set();
    this.#witnesses.set(mm, witnesses);
    const witness = new Witness(this.#before.get(mm) ?? mappedRanges(mm), () => witnesses.delete(witness));
    witnesses.add(witness);
    return witness;
  }
}

/** What has been mapped all the time. */
export class Witness {
  #always: readonly PageRange[];
  /** Nobody changes anything any more that this reader could see. */
  readonly end: () => void;

  constructor(mapped: readonly PageRange[], end: () => void) {
    this.#always = mapped;
    this.end = end;
  }

  note(mapped: readonly PageRange[]): void {
    this.#always = intersect(this.#always, mapped);
  }

  /** What of `window` was mapped all the time, and is not among `covered` (in any order, overlapping or not). */
  missing(window: PageRange, covered: readonly PageRange[]): readonly PageRange[] {
    return subtract(intersect(this.#always, [window]), covered);
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
