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
  type LeafState,
} from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import type { Indexes } from './contpte.ts';
import { countReserve, hasReserve } from './huge-pmd.ts';
import { isCowMapping } from './page-prot.ts';
import {
  attachTable,
  childOf,
  decodeEntry,
  ensureSlot,
  indexesOf,
  isInRun,
  leafPfn,
  protectEntries,
  pteLevel,
  readEntry,
  rootOf,
  writeEntries,
  writeEntry,
} from './page-table.ts';
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
      if (!isCopied(vma, source, index)) continue;
      index += copyEntries(child, vma, source, target, { first: index, last }) - 1;
      continue;
    }
    const known = childOf(child, target, index);
    if (known === null && child.sys.fails('pte_alloc')) return ENOMEM;
    const error = copyTable(child, vma, below, known ?? attachTable(child, target, index));
    if (error !== null) return error;
  }
  return null;
}

/** Whether a child gets a copy of an entry: a huge page of a file is left to a fault (copy_huge_pmd()). */
function isCopied({ mm }: VmArea, source: Table, index: number): boolean {
  if (source.isLowest) return true;
  const entry = decodeEntry(mm, source, index);
  return entry.kind !== 'leaf' || hasReserve(normalPage(mm, source.level, entry));
}

/**
 * Copies an entry, with those after it that map the same large folio alike, so that runs stay runs: copy_present_ptes().
 *
 * @returns how many
 */
function copyEntries(child: MmStruct, vma: VmArea, source: Table, target: Table, { first, last }: Indexes): number {
  const { mm } = vma;
  const entry = decodeEntry(mm, source, first);
  if (entry.kind !== 'leaf') {
    writeEntry(child, target, first, readEntry(mm, source, first));
    return 1;
  }
  // Most pages are small, and then a fork is this.
  if (mm.sys.memory.runs === null || !source.isLowest) {
    copyLeaf(child, vma, source, target, first, entry);
    return 1;
  }
  const batch = batchAt(vma, source, entry, { first, last });
  for (const each of batch) shareFrame(child, vma, source.level, each);
  if (isCowMapping(vma) && batch.some(({ write }) => write))
    protectEntries(mm, source, { first, last: first + batch.length - 1 });
  const words = batch.map((_, i) => copyOf(vma, source, first + i));
  writeEntries(child, target, first, words);
  return batch.length;
}

function copyLeaf(
  child: MmStruct,
  vma: VmArea,
  source: Table,
  target: Table,
  index: number,
  entry: DecodedEntry,
): void {
  shareFrame(child, vma, source.level, entry);
  if (entry.write && isCowMapping(vma)) protectEntries(vma.mm, source, { first: index, last: index });
  writeEntry(child, target, index, copyOf(vma, source, index));
}

const OLD: Partial<LeafState> = Object.freeze({ young: false });
const OLD_AND_CLEAN: Partial<LeafState> = Object.freeze({ young: false, dirty: false });

/** The word that the child gets. */
const copyOf = ({ mm, flags }: VmArea, source: Table, index: number): bigint =>
  mm.sys.arch.withLeafState(source.level, readEntry(mm, source, index), flags.has(VM_SHARED) ? OLD_AND_CLEAN : OLD);

/**
 * folio_pte_batch(): the entry, and those after it that map the next pages of the same large folio alike, but for young and the right to write,
 * and dirty where a child's entry is clean anyway. Only where entries can be runs does it matter that they are written together.
 */
function batchAt(vma: VmArea, source: Table, entry: DecodedEntry, { first, last }: Indexes): DecodedEntry[] {
  const { mm } = vma;
  const { level } = source;
  const batch = [entry];
  const folio = normalPage(mm, level, entry)?.compoundHead;
  if (folio === undefined || folio.pages === 1) return batch;
  for (let index = first + 1; index <= last && isInRun(mm, source, index) === isInRun(mm, source, first); index++) {
    const next = decodeEntry(mm, source, index);
    const follows = next.kind === 'leaf' && !next.special && next.pfn === leafPfn(entry) + batch.length;
    if (!follows || normalPage(mm, level, next)?.compoundHead !== folio) break;
    if (!vma.flags.has(VM_SHARED) && next.dirty !== entry.dirty) break;
    batch.push(next);
  }
  return batch;
}

/** The child maps the frame, too: nobody may write it without a copy. */
function shareFrame(child: MmStruct, vma: VmArea, level: number, entry: DecodedEntry): void {
  if (level < pteLevel(child)) countReserve(child, 1);
  const frame = normalPage(vma.mm, level, entry);
  if (frame === null) return;
  if (frame.anonExclusive) child.sys.journal.touch(frame, 'anonExclusive').anonExclusive = false;
  addRmap(child, frame);
}
