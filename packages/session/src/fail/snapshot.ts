/**
 * What an address space is at rest, in as far as a failed call may have left something behind in it: mappings, the pages with
 * contents of their own, and counters. Plain data, so that it stays when the machine goes on from before it.
 */

import { VM_ACCOUNT, VM_LOCKED, VM_MAYSHARE, type Counters, type MmView, type VmaView } from '@mm-playground/api';

/** A VMA as far as it matters here. */
export interface SeenVma {
  readonly start: number;
  readonly end: number;
  /** Everything but its bounds, as one word: equal where two pages are mapped alike. */
  readonly kind: string;
  readonly shared: boolean;
  readonly charged: boolean;
  readonly locked: boolean;
}

/** An address space at rest. */
export interface Snapshot {
  /** Ascending. */
  readonly vmas: readonly SeenVma[];
  /** Pages that hold what was written and nobody else has: lost once they are gone. */
  readonly written: ReadonlySet<number>;
  readonly counters: Counters;
}

/** Pages of pagemap that hold contents: an anonymous page mapped once, or a swapped one. */
const HOLDS_CONTENTS = /[As]/g;

/** Takes a snapshot of a view. */
export function snapshotOf(view: MmView): Snapshot {
  const written = new Set<number>();
  for (const { start, end } of view.vmas)
    for (const { index } of view.pagemap(start, end - start).matchAll(HOLDS_CONTENTS)) written.add(start + index);
  return { vmas: view.vmas.map(seen), written, counters: view.counters };
}

const seen = ({ start, end, flags, perms, name, file, pgoff }: VmaView): SeenVma => ({
  start,
  end,
  kind: [flags.toSmaps(), perms, name, file ?? '-', pgoff - start].join(' '),
  shared: flags.has(VM_MAYSHARE),
  charged: flags.has(VM_ACCOUNT),
  locked: flags.has(VM_LOCKED),
});

/** Pages of the VMAs that `which` chooses. */
export const pagesOf = ({ vmas }: Snapshot, which: (vma: SeenVma) => boolean = () => true): number =>
  vmas.filter(which).reduce((sum, { start, end }) => sum + end - start, 0);

/** What lies at a page. */
export const vmaAt = ({ vmas }: Snapshot, page: number): SeenVma | undefined =>
  vmas.find(({ start, end }) => start <= page && page < end);
