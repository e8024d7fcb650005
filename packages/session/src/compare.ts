/**
 * What all comparisons of a recorded snapshot with the model share: a difference, and what "inside a complete range" means.
 * The comparisons themselves are pure functions over rows, one file for each kind of snapshot; what they compare and what
 * not is the table of the capture format, and nothing else decides it.
 */

/** One line or field that the model shows otherwise. */
export interface Difference {
  readonly line: number;
  readonly what: string;
  readonly recorded: string;
  readonly model: string;
}

/** Addresses in bytes, half-open. */
export interface ByteRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** What stands where one side shows nothing. */
export const NOTHING = 'nothing';

/** Whether every byte of `range` lies in one of `ranges`. Adjacent ranges count as one. */
export function isInside(range: ByteRange, ranges: readonly ByteRange[]): boolean {
  let at = range.start;
  for (const { start, end } of ranges.toSorted(byStart)) {
    if (start > at) return false;
    if (end > at) at = end;
    if (at >= range.end) return true;
  }
  return false;
}

/** Whether two ranges share a byte. */
export const overlap = (a: ByteRange, b: ByteRange): boolean => a.start < b.end && b.start < a.end;

/** Whether a range shares a byte with one of `ranges`. */
export const touches = (range: ByteRange, ranges: readonly ByteRange[]): boolean =>
  ranges.some((other) => overlap(range, other));

const byStart = (a: ByteRange, b: ByteRange): number => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0);

/** `10000000-10004000`: a range as the kernel prints it. */
export const rangeText = ({ start, end }: ByteRange): string => `${addressText(start)}-${addressText(end)}`;

const addressText = (address: bigint): string => address.toString(16).padStart(8, '0');

/** `12 kB`. */
export const kb = (value: number): string => `${value} kB`;
