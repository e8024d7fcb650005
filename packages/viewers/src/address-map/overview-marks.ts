/**
 * What the true scale and the overview show. Both are the same at every zoom, so their marks are found once per view and
 * width and remembered with the view's columns.
 */

import type { AddressScale } from './address-scale.ts';
import type { Picture } from './picture.ts';
import { COLUMN_PX, sumUp, type VmaColumns } from './vma-columns.ts';

/** A rectangle of full height. */
export interface Mark {
  readonly left: number;
  readonly width: number;
  /** Index of the kind; -1 on the true scale, where everything looks alike. */
  readonly kind: number;
}

/** Marks on the true scale are at least this wide. */
export const MIN_MARK_PX = 1.5;

type Marks = { readonly scale: AddressScale; readonly marks: readonly Mark[] };
type Memory = WeakMap<VmaColumns, Marks>;

const strips: Memory = new WeakMap();
const truths: Memory = new WeakMap();

function remembered(memory: Memory, { columns, overview }: Picture, find: () => Mark[]): readonly Mark[] {
  const known = memory.get(columns);
  if (known?.scale.width === overview.width && known.scale.axis === overview.axis) return known.marks;
  const marks = find();
  memory.set(columns, { scale: overview, marks });
  return marks;
}

/** The overview: everything mapped, holes folded. */
export function stripMarks(picture: Picture): readonly Mark[] {
  return remembered(strips, picture, () => {
    const { columns, overview } = picture;
    const marks: Mark[] = [];
    sumUp(
      columns,
      overview,
      { start: 0, end: overview.axis.end },
      {
        block: (index, left, right) =>
          marks.push({ kind: columns.kinds[index] ?? 0, left, width: Math.max(right - left - 0.5, 1) }),
        column: (x, kind) => marks.push({ kind, left: x, width: COLUMN_PX }),
      },
    );
    return marks;
  });
}

/** The true scale: what is mapped in all of user space, merged where it touches. */
export function truthMarks(picture: Picture): readonly Mark[] {
  return remembered(truths, picture, () => {
    const { columns, overview } = picture;
    const toX = overview.width / overview.axis.end;
    const marks: Mark[] = [];
    let drawn = -1;
    for (let i = 0; i < columns.starts.length; i++) {
      const left = (columns.starts[i] ?? 0) * toX;
      const right = Math.max((columns.ends[i] ?? 0) * toX, left + MIN_MARK_PX);
      if (right <= drawn + 0.25) continue;
      const from = Math.min(Math.max(left, drawn), overview.width - MIN_MARK_PX);
      marks.push({ kind: -1, left: from, width: Math.max(right - from, MIN_MARK_PX) });
      drawn = right;
    }
    return marks;
  });
}
