/**
 * copy_page_range(): a child gets copies of its parent's entries at fork. @kernel 6.18 mm/memory.c
 *
 * Only mappings with private pages of their own are copied; what a file can bring back is left to faults. Of private pages
 * both sides keep a read-only entry, and neither is their only owner any more: the next write copies.
 */

import {
  ENOMEM,
  VM_MAYBE_GUARD,
  VM_MIXEDMAP,
  VM_PFNMAP,
  VM_SHARED,
  type DecodedEntry,
  type Errno,
} from '@mm-playground/api';
import type { MmStruct } from '../mm-struct.ts';
import { traced } from '../system.ts';
import type { VmArea } from '../vm-area.ts';
import { countReserve } from './huge-pmd.ts';
import { isCowMapping } from './page-prot.ts';
import { attachTable, childOf, ensureSlot, indexesOf, pteLevel, rootOf, writeEntry } from './page-table.ts';
import { addRmap, normalPage } from './rmap.ts';
import type { Table } from './table.ts';

/** Mappings of raw frames, and those that may hold guard markers: no fault could bring these back. */
const COPIED = VM_PFNMAP.or(VM_MIXEDMAP).or(VM_MAYBE_GUARD);

/** vma_needs_copy() */
const needsCopy = (vma: VmArea): boolean => vma.anonVma !== null || vma.flags.has(COPIED);

/** Copies what the parent has mapped in its VMA. The caller leaves out mappings that a child does not see. @errno ENOMEM */
export const copyPageRange = traced(
  'copy_page_range',
  (child: MmStruct, parentVma: VmArea, _childVma: VmArea): Errno | null => {
    const source = rootOf(parentVma.mm);
    if (source === null || !needsCopy(parentVma)) return null;
    const { table } = ensureSlot(child, parentVma.start, 0);
    return copyTable(child, parentVma, source, table);
  },
  (_child, vma) => ({ vma, start: vma.start, end: vma.end }),
);

function copyTable(child: MmStruct, vma: VmArea, source: Table, target: Table): Errno | null {
  const [first, last] = indexesOf(source, vma.start, vma.end);
  for (let index = first; index <= last; index++) {
    if (source.isEmpty(index)) continue;
    const below = childOf(vma.mm, source, index);
    if (below === null) {
      copyEntry(child, vma, source, target, index);
      continue;
    }
    const known = childOf(child, target, index);
    if (known === null && child.sys.fails('pte_alloc')) return ENOMEM;
    const error = copyTable(child, vma, below, known ?? attachTable(child, target, index));
    if (error !== null) return error;
  }
  return null;
}

function copyEntry(child: MmStruct, vma: VmArea, source: Table, target: Table, index: number): void {
  const { arch } = child.sys;
  const { level } = source;
  const entry = arch.decode(level, source.read(index));
  if (entry.kind === 'leaf') shareFrame(child, vma, level, entry);
  if (entry.write && isCowMapping(vma))
    writeEntry(vma.mm, source, index, arch.withLeafState(level, source.read(index), { write: false }));
  const word = source.read(index);
  const clean = vma.flags.has(VM_SHARED) ? { dirty: false } : {};
  const copy = entry.kind === 'leaf' ? arch.withLeafState(level, word, { young: false, ...clean }) : word;
  writeEntry(child, target, index, copy);
}

/** The child maps the frame, too: nobody may write it without a copy. */
function shareFrame(child: MmStruct, vma: VmArea, level: number, entry: DecodedEntry): void {
  if (level < pteLevel(child)) countReserve(child, 1);
  const frame = normalPage(vma.mm, level, entry);
  if (frame === null) return;
  if (frame.anonExclusive) child.sys.journal.touch(frame, 'anonExclusive').anonExclusive = false;
  addRmap(child, frame);
}
