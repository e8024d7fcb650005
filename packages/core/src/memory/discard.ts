/**
 * Advice about pages: dropping them when memory is short (MADV_FREE), taking them for old (MADV_COLD), reading them ahead
 * (MADV_WILLNEED), and cutting them out of their file (MADV_REMOVE). @kernel 6.18 mm/madvise.c
 */

import { EACCES, EINVAL, VM_LOCKED, VM_MAYWRITE, VM_SHARED, type DecodedEntry, type Errno, type LeafState } from '@mm-playground/api';
import type { MmStruct } from '../mm-struct.ts';
import { traced } from '../system.ts';
import type { VmArea } from '../vm-area.ts';
import { splitHugePmd } from './huge-pmd.ts';
import { filePages, findOrAddPage } from './page-cache.ts';
import type { PageFrame } from './page-frame.ts';
import { visitEntries, writeEntry } from './page-table.ts';
import { normalPage } from './rmap.ts';
import type { Table } from './table.ts';
import { punchHole } from './truncate.ts';

/**
 * MADV_FREE: the pages stay until memory is short, unless they are written again. The model is never short of memory: all
 * that changes is that they are clean. @errno EINVAL not private memory
 */
export const madviseFree = traced(
  'madvise_free_single_vma',
  (mm: MmStruct, vma: VmArea, start: number, end: number): Errno | null => {
    if (!vma.isAnonymous) return EINVAL;
    changeLeaves(mm, vma, start, end, (frame) => {
      if (!frame.lazyFree) mm.sys.journal.touch(frame).lazyFree = true;
      return { young: false, dirty: false };
    });
    return null;
  },
  (_mm, vma, start, end) => ({ vma: vma.describe(), start, end }),
);

/** MADV_COLD: nobody has used the pages lately. */
export const madviseCold = traced(
  'madvise_cold',
  (mm: MmStruct, vma: VmArea, start: number, end: number): void =>
    changeLeaves(mm, vma, start, end, () => ({ young: false })),
  (_mm, vma, start, end) => ({ vma: vma.describe(), start, end }),
);

/** Changes the leaves of a range. A huge page that sticks out is split, one that others map, too, is left alone. */
function changeLeaves(
  mm: MmStruct,
  vma: VmArea,
  start: number,
  end: number,
  change: (frame: PageFrame) => Partial<LeafState>,
): void {
  const { arch } = mm.sys;
  const apply = (table: Table, index: number): void => {
    const frame = frameAt(mm, table, index);
    if (frame !== null) writeEntry(mm, table, index, arch.withLeafState(table.level, table.read(index), change(frame)));
  };
  visitEntries(mm, start, end, {
    pte: apply,
    huge: (table, index, _page, whole) => {
      const frame = frameAt(mm, table, index);
      if (frame === null || frame.mapcount > 1 || frame.mappedParts > 0) return;
      if (whole) apply(table, index);
      else splitHugePmd(mm, vma, table, index);
    },
  });
}

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
  (_mm, vma, start, end) => ({ vma: vma.describe(), start, end }),
);

/**
 * MADV_REMOVE: punches a hole into the file.
 * @errno EINVAL locked, or no file behind it @errno EACCES not shared and writable
 */
export const madviseRemove = traced(
  'madvise_remove',
  (mm: MmStruct, vma: VmArea, start: number, end: number): Errno | null => {
    if (vma.flags.has(VM_LOCKED) || vma.file === null) return EINVAL;
    if (!vma.flags.hasAll(VM_SHARED.or(VM_MAYWRITE))) return EACCES;
    punchHole(mm.sys, vma.file.inode, vma.pgoffOf(start), vma.pgoffOf(end));
    return null;
  },
  (_mm, vma, start, end) => ({ vma: vma.describe(), start, end }),
);
