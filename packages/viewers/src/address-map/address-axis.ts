/**
 * The address axis: user space cut into segments, of which the big holes are folded. A segment that is not folded is drawn
 * to scale; a fold has a constant width at every zoom. Where one mapping dwarfs everything else together (a sanitizer's
 * shadow, a reserved heap), it is a segment of its own with a smaller density, marked as such by whoever draws it.
 *
 * The axis depends on the address space alone; zoom and scroll are in {@link AddressScale}. Invariant: segments are
 * ascending, touch each other, and cover `[0, end)`.
 */

/** A half-open run of pages. */
export interface PageRange {
  readonly start: number;
  readonly end: number;
}

/** A piece of the axis. */
export interface Segment extends PageRange {
  /** Drawn as a fold of constant width instead of to scale. */
  readonly fold: boolean;
  /** Units per page: 1 to scale, less where a giant is squeezed, 0 in a fold. */
  readonly density: number;
  /** Units before this segment. */
  readonly units: number;
  /** Folds before this segment. */
  readonly folds: number;
}

/** The whole axis. */
export interface AddressAxis {
  readonly segments: readonly Segment[];
  readonly end: number;
  readonly totalUnits: number;
  readonly totalFolds: number;
}

/** A hole is folded when it is larger than this share of what is mapped. */
const FOLD_SHARE = 1 / 12;
const MIN_FOLD_PAGES = 24;
const MAX_FOLDS = 24;
/** A mapping is a giant when it is larger than this many times everything smaller. */
const GIANT_TIMES = 4;
const GIANT_MIN_PAGES = 1 << 14;

/**
 * Cuts `[0, end)` for these mappings, which are ascending. `fold: false` draws everything to scale. What lies behind the
 * end (a recorded area of another architecture's kernel) is not on the axis.
 */
export function addressAxis(vmas: readonly PageRange[], end: number, fold = true): AddressAxis {
  const beyond = vmas.findIndex((vma) => vma.start >= end);
  const inside = beyond < 0 ? vmas : vmas.slice(0, beyond);
  return inside.length === 0 ? axisOf(vmas, Math.max(end, vmas.at(-1)?.end ?? 1), fold) : axisOf(inside, end, fold);
}

function axisOf(vmas: readonly PageRange[], end: number, fold: boolean): AddressAxis {
  const top = Math.max(end, vmas.at(-1)?.end ?? 0);
  if (!fold || vmas.length === 0) return assemble([{ start: 0, end: top, fold: false, density: 1 }]);
  const giants = giantLimit(vmas);
  const mapped = vmas.reduce((sum, vma) => sum + Math.min(vma.end - vma.start, giants.units), 0);
  const holes = foldedHoles(vmas, top, Math.max(MIN_FOLD_PAGES, mapped * FOLD_SHARE));
  const squeezed = vmas.filter((vma) => vma.end - vma.start > giants.limit);
  return assemble(pieces(holes, squeezed, giants.units, top));
}

/** The largest size that is no giant, and the units that a giant gets. Only large mappings need to be put in order. */
function giantLimit(vmas: readonly PageRange[]): { limit: number; units: number } {
  const large: number[] = [];
  let smaller = 0;
  for (const { start, end } of vmas) {
    if (end - start > GIANT_MIN_PAGES) large.push(end - start);
    else smaller += end - start;
  }
  for (const size of large.toSorted((a, b) => a - b)) {
    if (smaller > 0 && size > GIANT_TIMES * smaller) return { limit: smaller, units: Math.max(smaller / 2, 1) };
    smaller += size;
  }
  return { limit: Infinity, units: Infinity };
}

function foldedHoles(vmas: readonly PageRange[], top: number, threshold: number): PageRange[] {
  const holes: PageRange[] = [];
  let last = 0;
  for (const vma of vmas) {
    if (vma.start - last > threshold) holes.push({ start: last, end: vma.start });
    last = Math.max(last, vma.end);
  }
  if (top - last > threshold) holes.push({ start: last, end: top });
  const largest = holes.toSorted((a, b) => b.end - b.start - (a.end - a.start)).slice(0, MAX_FOLDS);
  return largest.toSorted((a, b) => a.start - b.start);
}

type Piece = Pick<Segment, 'start' | 'end' | 'fold' | 'density'>;

function pieces(holes: readonly PageRange[], giants: readonly PageRange[], units: number, top: number): Piece[] {
  const special: Piece[] = [
    ...holes.map((hole) => ({ start: hole.start, end: hole.end, fold: true, density: 0 })),
    ...giants.map((vma) => ({ start: vma.start, end: vma.end, fold: false, density: units / (vma.end - vma.start) })),
  ].toSorted((a, b) => a.start - b.start);
  const all: Piece[] = [];
  let at = 0;
  for (const piece of special) {
    if (piece.start > at) all.push({ start: at, end: piece.start, fold: false, density: 1 });
    all.push(piece);
    at = piece.end;
  }
  if (at < top) all.push({ start: at, end: top, fold: false, density: 1 });
  return all;
}

function assemble(list: readonly Piece[]): AddressAxis {
  let units = 0;
  let folds = 0;
  const segments = list.map((piece): Segment => {
    const segment = { ...piece, units, folds };
    if (piece.fold) folds++;
    else units += (piece.end - piece.start) * piece.density;
    return segment;
  });
  return { segments, end: segments.at(-1)?.end ?? 0, totalUnits: Math.max(units, 1), totalFolds: folds };
}
