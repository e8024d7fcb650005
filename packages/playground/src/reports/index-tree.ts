/**
 * The entries of the VMA index as the index knows them: what a reader under RCU meets, `first..last` with both ends
 * inclusive as a maple tree stores them, and the VMA that the entry points to. Holes are entries too: the tree keeps them
 * as null.
 */

import { addrOf, hex, type MmView } from '@mm-playground/api';

/** One entry. `vma` is null for a hole. Both ends inclusive. */
export interface TreeEntry {
  readonly index: string;
  readonly last: string;
  readonly vma: { readonly id: number; readonly perms: string; readonly name: string } | null;
}

/** Every entry, ascending; the last one is the hole up to the end of user space. */
export function indexEntries(view: MmView): TreeEntry[] {
  const shift = view.arch.geometry.pageShift;
  const at = (page: number): bigint => BigInt(page) << BigInt(shift);
  const entries: TreeEntry[] = [];
  let next = 0;
  const hole = (end: number): void => {
    if (end > next) entries.push({ index: hex(at(next)), last: hex(at(end) - 1n), vma: null });
  };
  for (const { id, start, end, perms, name } of view.vmas) {
    hole(start);
    entries.push({ index: hex(addrOf(start, shift)), last: hex(addrOf(end, shift) - 1n), vma: { id, perms, name } });
    next = end;
  }
  hole(view.arch.layout.taskSize);
  return entries;
}

/** The entries as text, one a line: `10000000-10002fff: vma#3 rw-p`, `10003000-7fffffffefff: (hole)`. */
export const indexTreeLines = (view: MmView): string[] =>
  indexEntries(view).map(({ index, last, vma }) => {
    const range = `${bare(index)}-${bare(last)}`;
    return vma === null ? `${range}: (hole)` : `${range}: vma#${vma.id} ${vma.perms} ${vma.name}`.trimEnd();
  });

const bare = (address: string): string => address.slice(2).padStart(8, '0');
