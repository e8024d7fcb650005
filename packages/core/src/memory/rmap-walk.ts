/**
 * Reverse mapping: from a page to the VMAs that may map it, and to the entries that do. A private page leads to its anon_vma
 * and the VMAs that hang on it, a page of a file to the mappings of that file. @kernel 6.18 mm/rmap.c
 *
 * Invariant: every leaf that maps a page with a reverse mapping is found this way.
 */

import type { Vpn } from '@mm-playground/api';
import type { AnonVma } from '../vma/anon-vma.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { System } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import type { PageFrame } from './page-frame.ts';
import { pteLevel, tableAt, walkTo, type Slot } from './page-table.ts';
import { normalPage } from './rmap.ts';

/** A VMA that a page may be mapped in, and where. */
export interface Candidate {
  readonly vma: VmArea;
  readonly page: Vpn;
}

/** Every address space, those included that no task runs in. */
export const everyMm = (sys: System): MmStruct[] => [
  ...new Set([...sys.addressSpaces(), ...sys.memory.addressSpaces()]),
];

/** The VMAs that hang on each anon_vma, by the page offsets that they map: their rb_root. */
export function anonVmaTrees(sys: System): ReadonlyMap<AnonVma, readonly VmArea[]> {
  const trees = new Map<AnonVma, VmArea[]>();
  for (const mm of everyMm(sys))
    for (const vma of mm.vmas.all())
      for (const anonVma of vma.anonVmaChain) {
        const tree = trees.get(anonVma);
        if (tree === undefined) trees.set(anonVma, [vma]);
        else tree.push(vma);
      }
  for (const tree of trees.values()) tree.sort(byInterval);
  return trees;
}

/** The order of an interval tree: by the first page offset. */
export const byInterval = (a: VmArea, b: VmArea): number => a.pgoff - b.pgoff || a.pages - b.pages || a.id - b.id;

/** The VMAs whose interval has a page of the frame, with the page at which its first one would be: vma_address(). */
export const candidates = (tree: Iterable<VmArea>, { pgoff, pages }: PageFrame): Candidate[] =>
  [...tree]
    .filter((vma) => vma.pgoff < pgoff + pages && pgoff < vma.pgoffOf(vma.end))
    .map((vma) => ({ vma, page: Math.max(vma.start + (pgoff - vma.pgoff), vma.start) as Vpn }));

/** page_vma_mapped_walk(): the entry at `page` if it maps the frame. */
export function mappingAt(mm: MmStruct, page: number, frame: PageFrame): Slot | null {
  const slot = walkTo(mm, page);
  if (slot === null) return null;
  const { table, index } = slot;
  const entry = mm.sys.arch.decode(table.level, table.read(index));
  if (entry.kind !== 'leaf') return null;
  const found = normalPage(mm, table.level, entry);
  return found !== null && (found === frame || found.head === frame) ? slot : null;
}

/**
 * Every page at which the VMA maps a piece of the frame. A huge frame may be mapped piecemeal, and begin before the VMA.
 * @returns the entries, ascending
 */
export function mappingsIn(vma: VmArea, frame: PageFrame): Slot[] {
  const first = vma.start + (frame.pgoff - vma.pgoff);
  const found: Slot[] = [];
  for (let page = Math.max(first, vma.start); page < Math.min(first + frame.pages, vma.end);) {
    const slot = mappingAt(vma.mm, page, frame);
    if (slot !== null) found.push(slot);
    const step = slot?.table.span ?? emptySpan(vma.mm, page);
    page += step - (page % step);
  }
  return found;
}

/** Pages that one look at the tables tells to be elsewhere: one, or what an empty upper entry spans. */
const emptySpan = (mm: MmStruct, page: number): number =>
  tableAt(mm, page, pteLevel(mm)) === null ? (walkTo(mm, page)?.table.span ?? Infinity) : 1;
