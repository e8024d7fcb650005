/**
 * Truncation: a file loses pages, and nobody keeps them mapped. @kernel 6.18 mm/truncate.c, mm/memory.c
 *
 * Whoever truncates holds no mmap_lock: he finds the mappings through the file, and goes down their page tables while others may
 * be at work on the same address space. Only the lock on the mappings of the file, and that of the lowest table, are his.
 */

import { bytesIn, pagesIn, type CallPoint } from '@mm-playground/api';
import type { Inode } from '../files/file.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { System } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { beginReadingMappings, endReadingMappings } from './i-mmap.ts';
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
  yield* dropRange(sys, inode, { start: size, end: END }, 'private copies, too');
}

/** Takes the pages that lie in bytes `[start, end)` out of a file that keeps its size; private copies of them stay. */
export function punchHole(sys: System, inode: Inode, start: bigint, end: bigint): void {
  atOnce(dropRange(sys, inode, { start, end }, 'shared only'));
}

/** The same by pages. */
export function dropPages(sys: System, inode: Inode, start: number, end: number): void {
  const { pageShift } = sys.arch.geometry;
  punchHole(sys, inode, bytesIn(start, pageShift), bytesIn(end, pageShift));
}

/** Takes all pages from the one that begins at byte `start` on out of a file whose contents move; private copies of them go, too. */
export function cutRange(sys: System, inode: Inode, start: bigint): void {
  atOnce(dropRange(sys, inode, { start, end: END }, 'private copies, too'));
}

/** With nobody in between. */
export function atOnce<R>(procedure: Generator<CallPoint, R, void>): R {
  let turn = procedure.next();
  while (turn.done !== true) turn = procedure.next();
  return turn.value;
}

type Victims = 'shared only' | 'private copies, too';

/** Bytes of a file, the end excluded. */
interface ByteRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** Behind the end of any file. */
const END = 1n << 63n;

/** truncate_inode_pages_range(): the pages that lie in the range as a whole go, and folios that stick out of it are cut. */
function* dropRange(sys: System, inode: Inode, bytes: ByteRange, victims: Victims): Points {
  const { pageShift } = sys.arch.geometry;
  const start = pagesIn(bytes.start, pageShift);
  const end = Number(bytes.end >> BigInt(pageShift));
  if (start < end) yield* unmapMappingRange(sys, inode, start, end, victims);
  const kept = cutEdges(sys, inode, bytes);
  for (const [pgoff, frame] of [...inode.pages]) {
    if (pgoff < start || pgoff >= end || !frame.cached || kept.some((folio) => isIn(folio, pgoff))) continue;
    const huge = frame.compoundHead;
    if (huge.pages > 1) sys.memory.setHugeCached(huge, false);
    else sys.memory.setCached(frame, false);
    freeUncached(sys, huge);
  }
}

const isIn = ({ start, end }: FileFolio, pgoff: number): boolean => pgoff >= start && pgoff < end;

/**
 * truncate_inode_partial_folio(), for the folios at both ends of a range. One of a disk that differs from it cannot be split: all of it
 * stays in the cache, and is only unmapped, so that who touches what lies behind the end of the file is told so (since 6.18).
 *
 * @returns the folios that stay
 */
function cutEdges(sys: System, inode: Inode, { start, end }: ByteRange): readonly FileFolio[] {
  const { pageShift } = sys.arch.geometry;
  const edges = [start, end].map((edge) => Number(edge >> BigInt(pageShift)));
  const kept: FileFolio[] = [];
  for (const edge of edges) {
    const frame = inode.pages.get(edge);
    if (frame?.cached !== true || kept.some((folio) => isIn(folio, edge))) continue;
    const { folio } = frame;
    const [first, last] = [bytesIn(folio.start, pageShift), bytesIn(folio.end, pageShift)];
    const isPartly = start < last && end > first && (start > first || end < last);
    if (!isPartly || folio.end - folio.start === 1) continue;
    if (inode.kind === 'regular' && frame.isDirty) kept.push(unmapFolio(sys, inode, folio));
    else splitFileFolio(sys, inode, frame, edges);
  }
  return kept;
}

/** try_to_unmap(), where a folio could not be split. */
function unmapFolio(sys: System, inode: Inode, folio: FileFolio): FileFolio {
  sys.trace?.step('try_to_unmap', { start: folio.start, end: folio.end });
  atOnce(unmapMappingRange(sys, inode, folio.start, folio.end, 'shared only'));
  return folio;
}

/**
 * split_folio() of a large folio of a file: its pages go their own ways, and nobody has any of them mapped. Since 6.16 it is halved towards
 * where it is cut, and what lies beside stays in folios as large as can be.
 *
 * @param cuts the pages that the caller wants to be single ones; none: all
 */
export function splitFileFolio(sys: System, inode: Inode, page: PageFrame, cuts?: readonly number[]): void {
  const { folio, compoundHead } = page;
  sys.trace?.step('split_folio', { page: compoundHead.describe() });
  atOnce(unmapMappingRange(sys, inode, folio.start, folio.end, 'shared only'));
  if (compoundHead.pages > 1) sys.memory.dissolve(compoundHead);
  const isHalved = cuts !== undefined && sys.generation.halvesFolios;
  leaveFolios(sys, inode, folio, isHalved ? cuts : pagesOf(folio));
}

const pagesOf = ({ start, end }: FileFolio): number[] => Array.from({ length: end - start }, (_, i) => start + i);

/** Halves a range until each of the cuts is a page by itself; of halves without a cut the pages are one folio. */
function leaveFolios(sys: System, inode: Inode, folio: FileFolio, cuts: readonly number[]): void {
  const { start, end } = folio;
  const within = cuts.filter((at) => isIn(folio, at));
  if (end - start > 1 && within.length > 0) {
    const middle = (start + end) / 2;
    leaveFolios(sys, inode, { start, end: middle }, within);
    leaveFolios(sys, inode, { start: middle, end }, within);
    return;
  }
  const readWith = end - start === 1 ? null : Object.freeze({ start, end });
  for (let pgoff = start; pgoff < end; pgoff++) {
    const frame = inode.pages.get(pgoff);
    if (frame !== undefined && frame.readWith !== readWith) sys.journal.touch(frame, 'readWith').readWith = readWith;
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
