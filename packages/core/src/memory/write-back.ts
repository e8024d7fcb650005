/**
 * Writing dirty pages back to their file, for msync, fsync and their like: afterwards they are clean, and the next write to each is a fault again.
 * @kernel 6.18 mm/page-writeback.c, mm/rmap.c
 */

import type { Inode } from '../files/file.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { PageFrame } from './page-frame.ts';
import { readEntry, visitEntries, writeEntry } from './page-table.ts';
import { normalPage } from './rmap.ts';

/** Writes pages `[start, end)` of a file on a disk back, whole folios. Shared memory has nowhere to write to. */
export const writeBack = traced(
  'filemap_write_and_wait_range',
  (mm: MmStruct, inode: Inode, start: number, end: number): void => {
    if (inode.kind !== 'regular') return;
    const cleaned = new Set<PageFrame>();
    for (const frame of inode.pages.values())
      if (frame.dirty && frame.folio.end > start && frame.folio.start < end) cleaned.add(frame);
    if (cleaned.size === 0) return;
    for (const other of mm.sys.memory.addressSpaces()) cleanEntries(other, inode, cleaned);
    for (const frame of cleaned) {
      mm.sys.journal.touch(frame, 'dirty').dirty = false;
      mm.sys.journal.touch(frame, 'hasBlock').hasBlock = true;
    }
  },
  (_mm, inode, start, end) => ({ inode: inode.describe(), start, end }),
);

/** The same for bytes `[start, end)`. */
export function writeBackBytes(mm: MmStruct, inode: Inode, start: bigint, end: bigint): void {
  const shift = BigInt(mm.sys.arch.geometry.pageShift);
  writeBack(mm, inode, Number(start >> shift), Number((end + (1n << shift) - 1n) >> shift));
}

/** sync(2): everything that anybody has written. */
export function writeBackAll(mm: MmStruct): void {
  const { memory } = mm.sys;
  const inodes = new Set<Inode>();
  for (const { inode, dirty } of memory.allFrames()) if (inode !== null && dirty) inodes.add(inode);
  for (const inode of inodes) writeBack(mm, inode, 0, Infinity);
}

/** page_mkclean(): every entry that maps one of the pages becomes clean and read-only. */
function cleanEntries(mm: MmStruct, inode: Inode, cleaned: ReadonlySet<PageFrame>): void {
  const { arch } = mm.sys;
  for (const vma of mm.vmas.all()) {
    if (vma.file?.inode !== inode || !vma.isShared) continue;
    visitEntries(mm, vma.start, vma.end, {
      pte: (table, index) => {
        const word = readEntry(mm, table, index);
        const entry = arch.decode(table.level, word);
        const frame = entry.kind === 'leaf' ? normalPage(mm, table.level, entry) : null;
        if (frame !== null && cleaned.has(frame))
          writeEntry(mm, table, index, arch.withLeafState(table.level, word, { write: false, dirty: false }));
      },
      huge: () => undefined,
    });
  }
}
