/**
 * Labels that never overlap: every candidate says where it wants to be and how important it is; the important ones are
 * placed first, and whoever finds no free place in any row is left out (the tooltip and the list still name it).
 */

/** A label that wants to be drawn. */
export interface LabelWish {
  readonly text: string;
  /** Where its middle would like to be. */
  readonly x: number;
  /** Measured width in pixels. */
  readonly width: number;
  /** Higher is placed first. */
  readonly weight: number;
  /** It may be moved sideways within these bounds, if at all. */
  readonly min?: number;
  readonly max?: number;
}

/** A label with a place. `left` is its left edge. */
export interface PlacedLabel<T extends LabelWish> {
  readonly wish: T;
  readonly left: number;
  readonly row: number;
}

/** Places labels in `rows` rows of the given width, with at least `gap` pixels between two of a row. */
export function placeLabels<T extends LabelWish>(
  wishes: readonly T[],
  width: number,
  rows: number,
  gap: number,
): PlacedLabel<T>[] {
  const taken: { left: number; right: number }[][] = Array.from({ length: rows }, () => []);
  const placed: PlacedLabel<T>[] = [];
  for (const wish of wishes.toSorted((a, b) => b.weight - a.weight)) {
    const left = clampedLeft(wish, width);
    if (left === null) continue;
    const right = left + wish.width;
    const row = taken.findIndex((spans) => spans.every((span) => right + gap <= span.left || left >= span.right + gap));
    if (row < 0) continue;
    taken[row]?.push({ left, right });
    placed.push({ wish, left, row });
  }
  return placed;
}

function clampedLeft(wish: LabelWish, width: number): number | null {
  const min = Math.max(wish.min ?? 0, 0);
  const max = Math.min(wish.max ?? width, width);
  if (max - min < wish.width) return null;
  return Math.min(Math.max(wish.x - wish.width / 2, min), max - wish.width);
}
