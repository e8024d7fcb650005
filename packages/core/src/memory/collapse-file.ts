/**
 * MADV_COLLAPSE of shared memory: the pages of a file are copied into a huge one, which takes their place in the page cache. Whoever had them
 * mapped loses them, and finds the huge page with his next fault; only who asked has it mapped at once. @kernel 6.18 mm/khugepaged.c
 */

import type { Vpn } from '@mm-playground/api';
import type { Inode } from '../files/file.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { setHugePmd } from './huge-pmd.ts';
import type { PageFrame } from './page-frame.ts';
import { childOf, decodeEntry, detachTable, pmdLevel, tableAt } from './page-table.ts';
import { normalPage } from './rmap.ts';
import { dropPages } from './truncate.ts';
import type { Table } from './table.ts';
import { zapRange } from './unmap.ts';

/** @returns whether a huge page of the file is mapped at `page` now, which is aligned to one */
export function collapseFileAt(mm: MmStruct, vma: VmArea, page: Vpn): boolean {
  const inode = vma.file?.inode;
  if (inode === undefined) return false;
  const pgoff = vma.pgoffOf(page);
  const huge = hugePageAt(mm, inode, pgoff) ?? collapseFile(mm, inode, pgoff);
  return huge !== null && collapsePteMappedThp(mm, vma, page, huge);
}

/** The huge page that is in the cache already, or null. */
function hugePageAt(mm: MmStruct, inode: Inode, pgoff: number): PageFrame | null {
  const huge = inode.pages.get(pgoff)?.compoundHead;
  return huge?.pages === mm.sys.memory.hugePages ? huge : null;
}

/** Makes a huge page of what the file has; the holes in between are filled. Null where it has nothing. */
const collapseFile = traced(
  'collapse_file',
  (mm: MmStruct, inode: Inode, pgoff: number): PageFrame | null => {
    const { memory, journal } = mm.sys;
    const end = pgoff + memory.hugePages;
    let written = 0n;
    let isEmpty = true;
    for (let at = pgoff; at < end; at++) {
      const frame = inode.pages.get(at);
      if (frame === undefined) continue;
      isEmpty = false;
      written |= frame.written << BigInt(at - pgoff);
    }
    if (isEmpty) return null;
    dropPages(mm.sys, inode, pgoff, end);
    const huge = memory.allocateHuge({ kind: 'shmem', inode, pgoff });
    journal.touch(huge, 'dirty').dirty = true;
    journal.touch(huge, 'written').written = written;
    memory.setHugeCached(huge, true);
    retractPageTables(mm, inode, pgoff);
    return huge;
  },
  (_mm, inode, pgoff) => ({ inode: inode.describe(), pgoff }),
);

/**
 * retract_page_tables(): mappings that could have the huge page lose the table that is in its way, but for those that may hold private
 * copies. Up to 6.4 only a table of the caller goes, later.
 */
function retractPageTables(mm: MmStruct, inode: Inode, pgoff: number): void {
  if (!mm.sys.generation.retractsAllTables) return;
  const { hugePages } = mm.sys.memory;
  for (const vma of inode.mappings.values()) {
    const page = vma.start + (pgoff - vma.pgoff);
    const fits = page >= vma.start && page + hugePages <= vma.end && page % hugePages === 0;
    if (fits && vma.anonVma === null) dropTable(vma.mm, page);
  }
}

/** The table of single entries at a page, and what points to it. */
function smallTableAt(mm: MmStruct, page: number): { pmd: Table; index: number; small: Table } | null {
  const pmd = tableAt(mm, page, pmdLevel(mm));
  const index = pmd?.indexOf(page) ?? 0;
  const small = pmd === null ? null : childOf(mm, pmd, index);
  return pmd === null || small === null ? null : { pmd, index, small };
}

function dropTable(mm: MmStruct, page: number): void {
  const found = smallTableAt(mm, page);
  if (found?.small.used === 0) detachTable(mm, found.pmd, found.index, found.small);
}

/** collapse_pte_mapped_thp(): the caller has it mapped by one entry, unless a part of it is something else there. */
function collapsePteMappedThp(mm: MmStruct, vma: VmArea, page: Vpn, huge: PageFrame): boolean {
  const found = smallTableAt(mm, page);
  if (found !== null) {
    if (!mapsOnly(mm, found.small, huge)) return false;
    zapRange(mm, vma, page, page + huge.pages, 'keep tables');
    dropTable(mm, page);
  }
  const pmd = tableAt(mm, page, pmdLevel(mm));
  if (pmd !== null && !pmd.isEmpty(pmd.indexOf(page))) return true;
  return setHugePmd(mm, vma, page, huge, false);
}

function mapsOnly(mm: MmStruct, small: Table, huge: PageFrame): boolean {
  for (let index = 0; index < small.words.length; index++) {
    if (small.isEmpty(index)) continue;
    const entry = decodeEntry(mm, small, index);
    if (entry.kind !== 'leaf' || normalPage(mm, small.level, entry)?.head !== huge) return false;
  }
  return true;
}
