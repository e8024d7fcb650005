/**
 * Memory that nobody has used since the machine was made. It counts as free blocks of the largest order, which are the last of
 * their list and never written down: a machine costs the same however much memory it has.
 */

import type { Journal, JournalRecord } from '../journal/journal.ts';

/** Frames, half-open. */
export interface FrameRange {
  readonly start: number;
  readonly end: number;
}

/** Largest blocks that nobody has used yet, taken from the lowest up. */
export class Untouched {
  /** What is left over at the ends of the ranges. */
  readonly edges: readonly FrameRange[];
  readonly #size: number;
  readonly #ranges: readonly FrameRange[];
  /** How many blocks were taken. */
  #taken = 0;
  readonly #total: number;

  constructor(size: number, ranges: readonly FrameRange[]) {
    this.#size = size;
    const inner = ranges.map(({ start, end }) => {
      const first = Math.ceil(start / size) * size;
      return { start: first, end: Math.max(Math.floor(end / size) * size, first) };
    });
    this.#ranges = inner.filter(({ start, end }) => start < end);
    this.#total = this.#ranges.reduce((sum, { start, end }) => sum + (end - start) / size, 0);
    this.edges = ranges.flatMap(({ start, end }, at) => {
      const { start: from = start, end: to = start } = inner[at] ?? {};
      return from >= end
        ? [{ start, end }]
        : [
            { start, end: from },
            { start: to, end },
          ];
    });
  }

  get blocks(): number {
    return this.#total - this.#taken;
  }

  get pages(): number {
    return this.blocks * this.#size;
  }

  take(journal: Journal): number | null {
    if (this.blocks === 0) return null;
    const pfn = this.#pfnOf(this.#taken);
    this.move(1);
    if (journal.recording) journal.push(new UntouchedRecord(this));
    return pfn;
  }

  move(by: 1 | -1): void {
    this.#taken += by;
  }

  #pfnOf(number: number): number {
    let left = number * this.#size;
    for (const { start, end } of this.#ranges) {
      if (left < end - start) return start + left;
      left -= end - start;
    }
    return Infinity;
  }

  /** Whether a page lies in one of them. */
  has(pfn: number): boolean {
    return pfn >= this.#pfnOf(this.#taken) && this.#ranges.some(({ start, end }) => start <= pfn && pfn < end);
  }
}

/** One block was taken, or is untouched again. */
class UntouchedRecord implements JournalRecord {
  readonly #untouched: Untouched;
  #by: 1 | -1 = -1;

  constructor(untouched: Untouched) {
    this.#untouched = untouched;
  }

  swap(): void {
    this.#untouched.move(this.#by);
    this.#by = this.#by === 1 ? -1 : 1;
  }

  /** No call can notice it. */
  print(): void {}
}
