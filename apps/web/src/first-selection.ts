/*
 * What a file that was just opened shows selected: a page that is really mapped, of the heap where there is one, so that the
 * page tables and the bits of an entry have something to say before anybody clicks.
 */
import { vpn, type MmView, type Selection, type Vpn } from '@mm-playground/api';

/** Pages of the heap that are tried. */
const TRIED_PAGES = 64;

/** The page, or the first VMA where nothing is mapped yet, or null in an empty address space. */
export function firstSelection(view: MmView | null): Selection | null {
  if (view === null) return null;
  const page = heapPage(view) ?? firstLeaf(view);
  if (page !== null) return { kind: 'page', start: page, end: vpn(page + 1) };
  const vma = view.vmas.find(({ kind }) => kind === 'heap') ?? view.vmas[0];
  return vma === undefined ? null : { kind: 'vma', id: vma.id, start: vma.start, end: vma.end };
}

function heapPage({ vmas, tables }: MmView): Vpn | null {
  const heap = vmas.find(({ kind }) => kind === 'heap');
  if (heap === undefined) return null;
  const end = Math.min(heap.end, heap.start + TRIED_PAGES);
  for (let page = heap.start; page < end; page = vpn(page + 1))
    if (tables.walk(page).at(-1)?.entry.kind === 'leaf') return page;
  return null;
}

function firstLeaf({ tables }: MmView): Vpn | null {
  for (const { start } of tables.leaves()) return start;
  return null;
}
