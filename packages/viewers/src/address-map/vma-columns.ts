/**
 * Level of detail. VMAs that are wide enough are blocks of their own; what would be narrower than a pixel is summed up per
 * pixel column, so that the cost of drawing is bounded by the width of the area and not by the number of VMAs: 65,530 of
 * them are one pass over two arrays and at most a rectangle per column.
 */

import type { VmaKind, VmaView } from '@mm-playground/api';
import { KINDS } from '../kinds.ts';
import type { PageRange } from './address-axis.ts';
import type { AddressScale } from './address-scale.ts';

/** The VMAs of one view as arrays, made once per view. */
export interface VmaColumns {
  readonly vmas: readonly VmaView[];
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** Index into {@link KINDS}. */
  readonly kinds: Uint8Array;
  /** Bits 0, 1, 2: read, write, execute. */
  readonly access: Uint8Array;
  /** The kinds that occur. */
  readonly present: ReadonlySet<VmaKind>;
}

/** Bits of `access`. */
export const ACCESS_BITS = [1, 2, 4] as const;

const accessOf = (perms: string): number =>
  (perms[0] === 'r' ? 1 : 0) | (perms[1] === 'w' ? 2 : 0) | (perms[2] === 'x' ? 4 : 0);

const KIND_INDEX: ReadonlyMap<VmaKind, number> = new Map(KINDS.map((kind, i) => [kind, i]));

/** The arrays of a list of VMAs. A plain loop: this runs at every step of a program. */
export function vmaColumns(vmas: readonly VmaView[]): VmaColumns {
  const [starts, ends] = [new Float64Array(vmas.length), new Float64Array(vmas.length)];
  const [kinds, access] = [new Uint8Array(vmas.length), new Uint8Array(vmas.length)];
  const present = new Set<VmaKind>();
  for (let i = 0; i < vmas.length; i++) {
    const vma = vmas[i];
    if (vma === undefined) continue;
    starts[i] = vma.start;
    ends[i] = vma.end;
    kinds[i] = KIND_INDEX.get(vma.kind) ?? 0;
    access[i] = accessOf(vma.perms);
    present.add(vma.kind);
  }
  return { vmas, starts, ends, kinds, access, present };
}

/** Where blocks and columns go. Coordinates are pixels; a column is one pixel wide. */
export interface ColumnSink {
  /** A VMA that is at least {@link MIN_BLOCK_PX} wide. */
  block(index: number, left: number, right: number): void;
  /** A pixel column with several narrow VMAs: the kind that covers most, all access bits, and how much is covered. */
  column(x: number, kind: number, access: number, coverage: number): void;
}

/** Narrower VMAs are summed up. */
const MIN_BLOCK_PX = 2;

/** A column is drawn a little wider than a pixel: the next one covers the rest, and no seam shows between two. */
export const COLUMN_PX = 1.5;

/** The index of the first VMA that ends after `page`. */
export function firstAfter(columns: VmaColumns, page: number): number {
  let low = 0;
  let high = columns.ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((columns.ends[middle] ?? 0) <= page) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The VMA at a page, or null in a hole. */
export function vmaAt(columns: VmaColumns, page: number): VmaView | null {
  const vma = columns.vmas[firstAfter(columns, page)];
  return vma !== undefined && vma.start <= page ? vma : null;
}

/** Hands every VMA in `range` to the sink, once, ascending; narrow ones as columns. */
export function sumUp(columns: VmaColumns, scale: AddressScale, range: PageRange, sink: ColumnSink): void {
  const { starts, ends, kinds, access } = columns;
  const column = new ColumnSum(sink);
  let segment = scale.segmentAt(range.start);
  for (let i = firstAfter(columns, range.start); i < starts.length; i++) {
    const start = starts[i] ?? 0;
    const end = ends[i] ?? 0;
    if (start >= range.end) break;
    if (start >= segment.end) segment = scale.segmentAt(start);
    const left = scale.xIn(segment, start);
    const right = end <= segment.end ? scale.xIn(segment, end) : scale.x(end);
    if (right - left >= MIN_BLOCK_PX) {
      column.flush();
      sink.block(i, left, right);
    } else column.add(left, right, kinds[i] ?? 0, access[i] ?? 0);
  }
  column.flush();
}

class ColumnSum {
  readonly #sink: ColumnSink;
  readonly #covered = new Float64Array(KINDS.length);
  #x = Number.NEGATIVE_INFINITY;
  #access = 0;
  #total = 0;

  constructor(sink: ColumnSink) {
    this.#sink = sink;
  }

  add(left: number, right: number, kind: number, access: number): void {
    const x = Math.floor(left);
    if (x !== this.#x) {
      this.flush();
      this.#x = x;
    }
    const width = right - left;
    this.#covered[kind] = (this.#covered[kind] ?? 0) + width;
    this.#total += width;
    this.#access |= access;
  }

  flush(): void {
    if (this.#total > 0) {
      let most = 0;
      for (let kind = 1; kind < this.#covered.length; kind++)
        if ((this.#covered[kind] ?? 0) > (this.#covered[most] ?? 0)) most = kind;
      this.#sink.column(this.#x, most, this.#access, Math.min(1, this.#total));
      this.#covered.fill(0);
    }
    this.#total = 0;
    this.#access = 0;
    this.#x = Number.NEGATIVE_INFINITY;
  }
}
