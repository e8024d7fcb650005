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
    for (const witness of witnesses) witness.judge();
  }

  /** Follows the committed states from now on, until {@link Witness.end}. */
  witness(mm: MmStruct): Witness {
    const witnesses = this.#witnesses.get(mm) ?? new Set();
    this.#witnesses.set(mm, witnesses);
    const witness = new Witness(this.#before.get(mm) ?? mappedRanges(mm), {
      isOpen: () => this.#before.has(mm),
      leave: () => witnesses.delete(witness),
    });
    witnesses.add(witness);
    return witness;
  }
}

/** What a witness asks of its log. */
interface Court {
  /** Whether a write section runs now. */
  isOpen(): boolean;
  /** It follows no more states. */
  leave(): void;
}

/** What has been mapped all the time. */
export class Witness {
  #always: readonly PageRange[];
  readonly #court: Court;
  /** What the reader is to be told at its end. */
  #judgement: (() => void) | null = null;

  constructor(mapped: readonly PageRange[], court: Court) {
    this.#always = mapped;
    this.#court = court;
  }

  note(mapped: readonly PageRange[]): void {
    this.#always = intersect(this.#always, mapped);
  }

  /**
   * The reader is through `window` and saw `covered` (in any order, overlapping or not): what of the window was mapped all the
   * time and is not among it is told. Where a write section runs, the reader may have seen what it is about to commit: judgement
   * waits for it.
   */
  testify(window: PageRange, covered: readonly PageRange[], tell: (missing: PageRange) => void): void {
    this.#judgement = () => {
      for (const missing of subtract(intersect(this.#always, [window]), covered)) tell(missing);
    };
    if (!this.#court.isOpen()) this.judge();
  }

  /** Judges a reader that is through. */
  judge(): void {
    if (this.#judgement === null) return;
    this.#judgement();
    this.#judgement = null;
    this.#court.leave();
  }

  /** Nobody changes anything any more that this reader could see. */
  end(): void {
    if (this.#judgement === null) this.#court.leave();
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
