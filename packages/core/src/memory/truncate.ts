/**
 * Truncation: a file loses pages, and nobody keeps them mapped. @kernel 6.18 mm/truncate.c, mm/memory.c
 *
 * Whoever truncates holds no mmap_lock: he finds the mappings through the file, and goes down their page tables while others may
 * be at work on the same address space. Only the lock on the mappings of the file, and that of the lowest table, are his.
 */

import type { CallPoint } from '@mm-playground/api';
import type { Inode } from '../file.ts';
import type { MmStruct } from '../mm-struct.ts';
import type { System } from '../system.ts';
import type { VmArea } from '../vm-area.ts';
import { beginReadingMappings, endReadingMappings } from './i-mmap.ts';
import { filePages } from './page-cache.ts';
import type { FileFolio, PageFrame } from './page-frame.ts';
import { childOf, pteLevel, rootOf } from './page-table.ts';
import { freeUncached } from './rmap.ts';
import type { Table } from './table.ts';
import { zapRange, type ZapMode } from './unmap.ts';

/** Places at which others may run. */
type Points = Generator<CallPoint, void, void>;

/**
 * Sets the size in bytes: truncate_setsize(). Pages behind the new end leave the cache and all page tables, private copies
 * of them included.
 */
export function* truncateInode(sys: System, inode: Inode, size: bigint): Points {
  sys.journal.touch(inode).size = size;
  yield* dropPages(sys, inode, filePages(sys, inode), Infinity, 'private copies, too');
}

/** Takes pages `[start, end)` out of a file that keeps its size; private copies of them stay. */
export function punchHole(sys: System, inode: Inode, start: number, end: number): void {
  atOnce(dropPages(sys, inode, start, end, 'shared only'));
}

/** Takes all pages from `start` on out of a file whose contents move; private copies of them go, too. */
export function cutRange(sys: System, inode: Inode, start: number): void {
  atOnce(dropPages(sys, inode, start, Infinity, 'private copies, too'));
}

/** With nobody in between. */
export function atOnce<R>(procedure: Generator<CallPoint, R, void>): R {
  let turn = procedure.next();
  while (turn.done !== true) turn = procedure.next();
  return turn.value;
}

type Victims = 'shared only' | 'private copies, too';

function* dropPages(sys: System, inode: Inode, start: number, end: number, victims: Victims): Points {
  yield* unmapMappingRange(sys, inode, start, end, victims);
  for (const [pgoff, frame] of [...inode.pages]) {
    if (pgoff < start || pgoff >= end || !frame.cached) continue;
    const huge = frame.compoundHead;
    if (huge.pages > 1 && huge.pgoff >= start && huge.pgoff + huge.pages <= end) {
      sys.memory.setHugeCached(huge, false);
      freeUncached(sys, huge);
      continue;
    }
    if (huge.pages > 1) splitFileFolio(sys, inode, huge, [start, end]);
    sys.memory.setCached(frame, false);
    freeUncached(sys, frame);
  }
}

/**
 * split_folio() of a huge page of a file: its pages go their own ways, and nobody has any of them mapped. Since 6.16 it is halved towards
 * where it is cut, and what lies beside stays in folios as large as can be.
 *
 * @param cuts the pages that the caller wants to be single ones; none: all
 */
export function splitFileFolio(sys: System, inode: Inode, huge: PageFrame, cuts: readonly number[] = []): void {
  sys.trace?.step('split_folio', { page: huge.describe() });
  atOnce(unmapMappingRange(sys, inode, huge.pgoff, huge.pgoff + huge.pages, 'shared only'));
  sys.memory.dissolve(huge);
  if (cuts.length === 0 || !sys.generation.halvesFolios) return;
  const inside = cuts.filter((at) => at >= huge.pgoff && at < huge.pgoff + huge.pages);
  leaveFolios(sys, inode, { start: huge.pgoff, end: huge.pgoff + huge.pages }, inside);
}

/** Halves a range until each of the cuts is a page by itself; of halves without a cut the pages are one folio. */
function leaveFolios(sys: System, inode: Inode, { start, end }: FileFolio, cuts: readonly number[]): void {
  const within = cuts.filter((at) => at >= start && at < end);
  if (end - start === 1) return;
  if (within.length > 0) {
    const middle = (start + end) / 2;
    leaveFolios(sys, inode, { start, end: middle }, within);
    leaveFolios(sys, inode, { start: middle, end }, within);
    return;
  }
  for (let pgoff = start; pgoff < end; pgoff++) {
    const frame = inode.pages.get(pgoff);
    if (frame !== undefined) sys.journal.touch(frame, 'readWith').readWith = Object.freeze({ start, end });
  }
}

/** unmap_mapping_range() */
function* unmapMappingRange(sys: System, inode: Inode, start: number, end: number, victims: Victims): Points {
  const mode = victims === 'shared only' ? 'keep tables and copies' : 'keep tables';
  beginReadingMappings(sys, inode);
  for (const vma of inode.mappings.values()) {
    const first = Math.max(vma.start, vma.start + start - vma.pgoff);
    const last = Math.min(vma.end, vma.start + end - vma.pgoff);
    if (first < last) yield* zapMapping(vma, first, last, mode);
  }
  endReadingMappings(sys, inode);
}

/** Beside others the way down is taken table by table: each may be somebody else's by the time it is looked into. */
function* zapMapping(vma: VmArea, start: number, end: number, mode: ZapMode): Points {
  const { mm } = vma;
  if (!mm.sys.isConcurrent) return zapRange(mm, vma, start, end, mode);
  for (let page = start; page < end;) {
    const { isMapped, next } = yield* descend(mm, page);
    const until = Math.min(next, end);
    if (isMapped) zapRange(mm, vma, page, until, mode);
    page = until;
  }
}

/** Where the way down to a page ends. */
interface WayDown {
  /** Whether there is a lowest table or a huge page; false: nothing up to {@link next}. */
  readonly isMapped: boolean;
  /** The first page after what it, or the empty entry, spans. */
  readonly next: number;
}

/** Goes down to `page`. The lowest table is looked at again once it is locked; those above it are not. */
function* descend(mm: MmStruct, page: number): Generator<CallPoint, WayDown, void> {
  let table = rootOf(mm);
  while (table !== null) {
    if (table.level === pteLevel(mm)) return { isMapped: true, next: table.start + table.pages };
    const { shape }: Table = table;
    yield { step: `${shape.name}_offset`, mm: mm.id, seen: `${page} ${table.describe()}` };
    if (table.freed) {
      mm.sys.violate('no-freed-page', `${table.describe()} was given back, and is still gone through`);
      return { isMapped: false, next: Infinity };
    }
    const index = table.indexOf(page);
    const child = childOf(mm, table, index);
    if (child === null) return { isMapped: !table.isEmpty(index), next: table.pageOf(index) + table.span };
    table = child;
  }
  return { isMapped: false, next: Infinity };
}
