/**
 * Advice about pages: dropping them when memory is short (MADV_FREE), taking them for old (MADV_COLD), reading them ahead
 * (MADV_WILLNEED), and cutting them out of their file (MADV_REMOVE). @kernel 6.18 mm/madvise.c
 */

import {
  EACCES,
  EINVAL,
  ENODEV,
  EOPNOTSUPP,
  EPERM,
  VM_LOCKED,
  VM_MAYWRITE,
  VM_SHARED,
  type DecodedEntry,
  type Errno,
  type LeafState,
} from '@mm-playground/api';
import { isWriteSealed } from '../syscalls/files/fallocate.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { isFirstPartShared, isMaybeShared, splitFolio } from './folio-split.ts';
import { filePages, findOrAddPage } from './page-cache.ts';
import type { PageFrame } from './page-frame.ts';
import { totalMapcount } from './kpageflags.ts';
import { changeEntry, visitEntries } from './page-table.ts';
import { normalPage } from './rmap.ts';
import type { Table } from './table.ts';
import { dropPages } from './truncate.ts';

/**
 * MADV_FREE: the pages stay until memory is short, unless they are written again. The model is never short of memory: all
 * that changes is that they are clean. @errno EINVAL not private memory
 */
export const madviseFree = traced(
  'madvise_free_single_vma',
  (mm: MmStruct, vma: VmArea, start: number, end: number): Errno | null => {
    if (!vma.isAnonymous) return EINVAL;
    const isShared = mm.sys.generation.freeAsksFirstPart ? isFirstPartShared : isMaybeShared;
    changeLeaves(mm, start, end, isShared, ({ compoundHead: folio }) => {
      // Somebody else may rely on the page being dirty.
      if (folio.dirty && !isMappedOnce(folio)) return null;
      mm.sys.journal.touch(folio, 'lazyFree').lazyFree = true;
      mm.sys.journal.touch(folio, 'dirty').dirty = false;
      return { young: false, dirty: false };
    });
    return null;
  },
  (_mm, vma, start, end) => ({ vma, start, end }),
);

/** MADV_COLD: nobody has used the pages lately. */
export const madviseCold = traced(
  'madvise_cold',
  (mm: MmStruct, _vma: VmArea, start: number, end: number): void =>
    changeLeaves(mm, start, end, isMaybeShared, () => ({ young: false })),
  (_mm, vma, start, end) => ({ vma, start, end }),
);

/**
 * Changes the leaves of a range. A huge page that the range does not cover is split first; one that others map, too, is left
 * alone.
 */
function changeLeaves(
  mm: MmStruct,
  start: number,
  end: number,
  isShared: (huge: PageFrame) => boolean,
  change: (frame: PageFrame) => Partial<LeafState> | null,
): void {
  splitPartlyCovered(mm, start, end, isShared);
  const apply = (table: Table, index: number): void => {
    const frame = frameAt(mm, table, index);
    const head = frame?.compoundHead ?? null;
    if (frame === null || head === null || (isLarge(head) && isShared(head))) return;
    const state = change(frame);
    if (state !== null) changeEntry(mm, table, index, state);
  };
  visitEntries(mm, start, end, {
    pte: apply,
    huge: (table, index, _page, whole) => {
      if (whole) apply(table, index);
    },
  });
}

/** Splits the huge pages of which only some pages lie in the range. */
function splitPartlyCovered(mm: MmStruct, start: number, end: number, isShared: (huge: PageFrame) => boolean): void {
  for (const [huge, pages] of hugePagesIn(mm, start, end))
    if (pages < huge.pages && !isShared(huge)) splitFolio(mm, huge);
}

/** The huge pages of a range, and how many of the pages of each are mapped in it. */
export function hugePagesIn(mm: MmStruct, start: number, end: number): ReadonlyMap<PageFrame, number> {
  const covered = new Map<PageFrame, number>();
  const count = (frame: PageFrame | null, pages: number): void => {
    const head = frame?.compoundHead ?? null;
    if (head !== null && isLarge(head)) covered.set(head, (covered.get(head) ?? 0) + pages);
  };
  visitEntries(mm, start, end, {
    pte: (table, index) => count(frameAt(mm, table, index), 1),
    huge: (table, index, page) => {
      count(frameAt(mm, table, index), Math.min(page + table.span, end) - Math.max(page, start));
    },
  });
  return covered;
}

/** Whether each of its pages is mapped once, or the whole of it is. */
const isMappedOnce = (folio: PageFrame): boolean =>
  folio.mapcount === 1 ? folio.mappedParts === 0 : totalMapcount(folio) === folio.pages;

/** A huge page. */
const isLarge = (frame: PageFrame): boolean => frame.pages > 1;

function frameAt(mm: MmStruct, table: Table, index: number): PageFrame | null {
  const entry: DecodedEntry = mm.sys.arch.decode(table.level, table.read(index));
  return entry.kind === 'leaf' ? normalPage(mm, table.level, entry) : null;
}

/** MADV_WILLNEED: reads a file's pages into the cache. Shared memory has none elsewhere. */
export const madviseWillneed = traced(
  'madvise_willneed',
  (mm: MmStruct, vma: VmArea, start: number, end: number): void => {
    const inode = vma.file?.inode;
    if (inode === undefined || inode.kind !== 'regular') return;
    const last = Math.min(vma.pgoffOf(end), filePages(mm.sys, inode));
    for (let pgoff = vma.pgoffOf(start); pgoff < last; pgoff++) findOrAddPage(mm.sys, inode, pgoff);
  },
  (_mm, vma, start, end) => ({ vma, start, end }),
);

/**
 * MADV_REMOVE: punches a hole into the file.
 * @errno EINVAL locked, or no file behind it @errno EACCES not shared and writable @errno EPERM sealed
 * @errno ENODEV a ring of events or of io_uring @errno EOPNOTSUPP secret memory, where it is not locked
 */
export const madviseRemove = traced(
  'madvise_remove',
  (mm: MmStruct, vma: VmArea, start: number, end: number): Errno | null => {
    if (vma.flags.has(VM_LOCKED) || vma.file === null) return EINVAL;
    if (!vma.flags.hasAll(VM_SHARED.or(VM_MAYWRITE))) return EACCES;
    if (vma.ops === 'aio' || vma.ops === 'io_uring') return ENODEV;
    if (vma.file.inode.kind === 'secret') return EOPNOTSUPP;
    if (isWriteSealed(vma.file.inode)) return EPERM;
    dropPages(mm.sys, vma.file.inode, vma.pgoffOf(start), vma.pgoffOf(end));
    return null;
  },
  (_mm, vma, start, end) => ({ vma, start, end }),
);
