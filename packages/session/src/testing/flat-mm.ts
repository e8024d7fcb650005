/**
 * An address space without anything inside: ranges, sorted and disjoint, and the pages that were written. Values are
 * immutable, so a history of states is a list of them. Adjacent ranges are never merged; that is what makes it flat.
 */

/** A mapping. Addresses in bytes. */
export interface FlatRange {
  readonly start: bigint;
  readonly end: bigint;
  /** `rw-p`. */
  readonly perms: string;
  readonly name: string;
}

/** One address space. */
export interface FlatMm {
  /** Ascending and disjoint. */
  readonly ranges: readonly FlatRange[];
  /** Pages that were written, by address. */
  readonly written: ReadonlySet<bigint>;
  /** The largest size so far, in bytes. */
  readonly peak: bigint;
  /** Nothing is known of what the log did not map. */
  readonly unknown: boolean;
}

export const PAGE_SHIFT = 12;
export const PAGE: bigint = 1n << BigInt(PAGE_SHIFT);
/** Mappings are placed below this, top-down. */
export const TOP = 0x10_0000n;

/** An address space of these ranges. */
export const flatMm = (ranges: readonly FlatRange[], unknown = false): FlatMm => ({
  ranges,
  written: new Set(),
  peak: sizeOf(ranges),
  unknown,
});

/** Bytes that are mapped. */
export const sizeOf = (ranges: readonly FlatRange[]): bigint =>
  ranges.reduce((total, { start, end }) => total + end - start, 0n);

/** The range that holds an address. */
export const find = ({ ranges }: FlatMm, address: bigint): FlatRange | undefined =>
  ranges.find(({ start, end }) => start <= address && address < end);

/** Whether every page of [start, end) is mapped. */
export function isMapped(mm: FlatMm, start: bigint, end: bigint): boolean {
  for (let at = start; at < end;) {
    const range = find(mm, at);
    if (range === undefined) return false;
    at = range.end;
  }
  return true;
}

/** The mm without [start, end). */
export function without(mm: FlatMm, start: bigint, end: bigint): FlatMm {
  const ranges = mm.ranges.flatMap((range) => [
    ...(range.start < start ? [{ ...range, end: range.end < start ? range.end : start }] : []),
    ...(range.end > end ? [{ ...range, start: range.start > end ? range.start : end }] : []),
  ]);
  const written = new Set([...mm.written].filter((page) => page < start || page >= end));
  return { ...mm, ranges, written };
}

/** The mm with a range put over what was there. */
export function withRange(mm: FlatMm, range: FlatRange): FlatMm {
  const cleared = without(mm, range.start, range.end);
  const ranges = [...cleared.ranges, range].sort((a, b) => (a.start < b.start ? -1 : 1));
  const size = sizeOf(ranges);
  return { ...cleared, ranges, peak: size > mm.peak ? size : mm.peak };
}

/** The mm with other permissions on [start, end), of which every page is mapped. */
export function withPerms(mm: FlatMm, start: bigint, end: bigint, perms: string): FlatMm {
  const inside = mm.ranges.filter((range) => range.start < end && start < range.end);
  const { written } = mm;
  const changed = inside.reduce(
    (now, range) =>
      withRange(now, {
        ...range,
        perms,
        start: range.start > start ? range.start : start,
        end: range.end < end ? range.end : end,
      }),
    mm,
  );
  return { ...changed, written };
}

/** The highest hole of this size, or undefined. */
export function highestHole({ ranges }: FlatMm, size: bigint): bigint | undefined {
  let top = TOP;
  for (const range of ranges.toReversed()) {
    if (range.start >= TOP) continue;
    if (range.end < top && top - range.end >= size) return top - size;
    top = range.start < top ? range.start : top;
  }
  return top >= size + PAGE ? top - size : undefined;
}
