/** Change this first: what is shown, as a pure function of a view. It can be tested without a page. */

import type { MmView, VmaKind, VmaView } from '@mm-playground/api';

/** What is mapped of one kind. */
export interface KindRow {
  readonly kind: VmaKind;
  readonly pages: number;
  /** How many pages more (or, below 0, fewer) than before. */
  readonly more: number;
  /** The largest VMA of the kind: what a press on the row selects. */
  readonly largest: VmaView;
}

/** A row for each kind of mapping, most pages first: as many rows for a million VMAs as for ten. */
export function kindRows(view: MmView, previous: MmView | null): readonly KindRow[] {
  const before = pagesByKind(previous?.vmas ?? view.vmas);
  const pages = pagesByKind(view.vmas);
  const largest = new Map<VmaKind, VmaView>();
  for (const vma of view.vmas) {
    const known = largest.get(vma.kind);
    if (known === undefined || pagesOf(vma) > pagesOf(known)) largest.set(vma.kind, vma);
  }
  return [...largest]
    .map(([kind, vma]) => ({
      kind,
      pages: pages.get(kind) ?? 0,
      more: (pages.get(kind) ?? 0) - (before.get(kind) ?? 0),
      largest: vma,
    }))
    .toSorted((a, b) => b.pages - a.pages);
}

const pagesOf = ({ start, end }: VmaView): number => end - start;

function pagesByKind(vmas: readonly VmaView[]): ReadonlyMap<VmaKind, number> {
  const sums = new Map<VmaKind, number>();
  for (const vma of vmas) sums.set(vma.kind, (sums.get(vma.kind) ?? 0) + pagesOf(vma));
  return sums;
}
