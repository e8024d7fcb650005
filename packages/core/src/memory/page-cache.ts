/**
 * The page cache, as far as faults see it: which pages of a file are in memory, what a fault reads besides the page that it
 * needs, and how large the file is. @kernel 6.18 mm/filemap.c, mm/readahead.c
 *
 * Reads succeed at once, and nothing is written back or reclaimed unasked: a page leaves the cache by truncation, or where a program
 * says that it needs it no more.
 */

import { NotModelled, VM_EXEC, VM_HUGEPAGE, VM_RAND_READ, VM_SEQ_READ, pagesIn } from '@mm-playground/api';
import type { Inode } from '../files/file.ts';
import { unborn } from '../journal/journal.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { System } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import type { FileFolio, PageFrame } from './page-frame.ts';
import { addHugePage } from './shmem-huge.ts';
import { freeUncached } from './rmap.ts';

/** Pages of the file, the last one perhaps partly; Infinity where nothing told its size. */
export const filePages = (sys: System, { size }: Inode): number =>
  size === null ? Infinity : pagesIn(size, sys.arch.geometry.pageShift);

/** Whether the page lies behind the end of the file, where an access is a SIGBUS. */
export const isBeyondEof = (sys: System, inode: Inode, pgoff: number): boolean => pgoff >= filePages(sys, inode);

/** The page in the cache; put there if it was not. */
export function findOrAddPage(sys: System, inode: Inode, pgoff: number, folio?: FileFolio): PageFrame {
  const cached = inode.pages.get(pgoff) ?? addHugePage(sys, inode, pgoff, { pages: filePages(sys, inode), vma: null });
  return cached === null ? addPage(sys, inode, pgoff, folio) : fillPage(sys, cached);
}

function addPage(sys: System, inode: Inode, pgoff: number, folio?: FileFolio): PageFrame {
  const kind = inode.kind === 'shmem' ? 'shmem' : 'file';
  const frame = sys.memory.allocate({ kind, inode, pgoff, ...(folio !== undefined && { folio }) });
  sys.memory.setCached(frame, true);
  return frame;
}

function fillPage(sys: System, frame: PageFrame): PageFrame {
  if (!frame.uptodate) sys.journal.touch(frame, 'uptodate').uptodate = true;
  return frame;
}

/** Reserves pages `[start, end)` of a file in shared memory: they are dirty, so that memory pressure does not free them. */
export function reservePages(sys: System, inode: Inode, start: number, end: number): void {
  for (let pgoff = start; pgoff < end; pgoff++) {
    const isNew = !inode.pages.has(pgoff);
    const frame = findOrAddPage(sys, inode, pgoff);
    if (isNew && frame.head === null) unborn(frame).uptodate = false;
    if (!frame.isDirty) sys.journal.touch(frame, 'dirty').dirty = true;
  }
}

/** folio_mark_dirty(): pages that were read or written as one are dirty as one. */
export function markDirty(sys: System, frame: PageFrame): void {
  const { readWith, inode } = frame;
  for (let pgoff = readWith?.start ?? 0; readWith !== null && pgoff < readWith.end; pgoff++) {
    const each = inode?.pages.get(pgoff);
    if (each !== undefined && !each.dirty) sys.journal.touch(each, 'dirty').dirty = true;
  }
  if (!frame.dirty) sys.journal.touch(frame, 'dirty').dirty = true;
}

/**
 * A part of a page is overwritten with zeroes. In shared memory only a page that is there; a file on a disk takes it into
 * its cache in any case, but reads it only if it has a block: in a hole there is nothing to overwrite.
 */
export function zeroPart(sys: System, inode: Inode, pgoff: number): void {
  const frame = inode.pages.get(pgoff);
  if (frame === undefined) {
    if (inode.kind === 'regular') unborn(findOrAddPage(sys, inode, pgoff)).uptodate = false;
  } else if (!frame.isDirty && (inode.kind === 'shmem' || frame.hasBlock)) markDirty(sys, frame);
}

/**
 * The page that a fault needs. A file on a disk is read around the fault, as far as the advice of the VMA says; shared
 * memory gets this one page.
 */
export function faultPage(mm: MmStruct, vma: VmArea, inode: Inode, pgoff: number): PageFrame {
  if (inode.kind === 'regular' && !inode.pages.has(pgoff)) readAhead(mm, vma, inode, pgoff);
  const pages = filePages(mm.sys, inode);
  const cached = inode.pages.get(pgoff) ?? addHugePage(mm.sys, inode, pgoff, { pages, vma });
  return cached === null ? addPage(mm.sys, inode, pgoff) : fillPage(mm.sys, cached);
}

/** do_sync_mmap_readahead(): brings the pages around a fault into the cache. */
function readAhead(mm: MmStruct, vma: VmArea, inode: Inode, pgoff: number): void {
  const window = readAheadWindow(mm, vma, pgoff);
  const end = Math.min(window.end, filePages(mm.sys, inode));
  mm.sys.trace?.step('page_cache_ra_order', { start: window.start, end });
  let at = window.start;
  while (window.largeFolios === true && at < end) {
    const folio = { start: at, end: at + largestFolio(at, end, mm.sys.memory.hugePages) };
    if (isCached(inode, folio)) break;
    for (; at < folio.end; at++) findOrAddPage(mm.sys, inode, at, folio);
  }
  // What is cached is left alone, even if its contents have not been read.
  for (; at < end; at++) if (!inode.pages.has(at)) findOrAddPage(mm.sys, inode, at);
}

/** What is read at once where nothing else is asked for: read_ahead_kb of the disk. */
const readAheadPages = ({ facts, arch }: System): number =>
  pagesIn(BigInt(facts.readAheadKb) * 1024n, arch.geometry.pageShift);

/**
 * force_page_cache_ra(): brings pages `[start, end)` in, each by itself.
 * @throws NotModelled more than is read at once, where it is the disk that says how much that may be
 */
export function readPages(sys: System, inode: Inode, start: number, end: number): void {
  const last = Math.min(end, filePages(sys, inode));
  if (last - start > readAheadPages(sys)) throw new NotModelled('reading ahead', 'more than read_ahead_kb');
  for (let pgoff = start; pgoff < last; pgoff++) if (!inode.pages.has(pgoff)) findOrAddPage(sys, inode, pgoff);
}

/** invalidate_mapping_pages(): pages `[start, end)` that nobody has mapped leave the cache, if they are clean; a folio does as a whole. */
export function invalidatePages(sys: System, inode: Inode, start: number, end: number): void {
  for (const frame of [...inode.pages.values()]) {
    const { folio } = frame;
    const all = Array.from({ length: folio.end - folio.start }, (_, i) => inode.pages.get(folio.start + i));
    const isUnused = all.every((each) => each === undefined || (!each.isDirty && each.mappedTimes === 0));
    if (folio.start < start || folio.end > end || !frame.cached || !isUnused) continue;
    if (frame.compoundHead.pages > 1) throw new NotModelled('POSIX_FADV_DONTNEED', 'of a huge page of a file');
    sys.memory.setCached(frame, false);
    freeUncached(sys, frame);
  }
}

/** The most pages, a power of two and aligned to it, that begin at `at` and end by `end`. */
export function largestFolio(at: number, end: number, most: number): number {
  let pages = most;
  while (at % pages !== 0 || at + pages > end) pages /= 2;
  return pages;
}

/** Whether a page of the folio is there already: then the rest is read page by page. */
function isCached(inode: Inode, { start, end }: FileFolio): boolean {
  for (let pgoff = start; pgoff < end; pgoff++) if (inode.pages.has(pgoff)) return true;
  return false;
}

/** What a fault reads, and whether in large pieces. */
interface ReadAhead {
  readonly start: number;
  readonly end: number;
  readonly largeFolios?: boolean;
}

/**
 * Half before and half after the fault; from the fault on where the program said it reads in order; nothing else where it
 * said it does not; whole huge pages where it wants those. In code, since 6.16, from the fault on within the mapping, whose order of
 * execution is taken for random anyway.
 */
function readAheadWindow(mm: MmStruct, vma: VmArea, pgoff: number): ReadAhead {
  const { flags } = vma;
  const { hugePages } = mm.sys.memory;
  const pages = Math.max(readAheadPages(mm.sys), 1) * (vma.file?.isSequential === true ? 2 : 1);
  if (flags.has(VM_HUGEPAGE)) {
    const start = pgoff - (pgoff % hugePages);
    return {
      start,
      end: start + (flags.has(VM_RAND_READ) ? hugePages : 2 * hugePages),
      largeFolios: mm.sys.generation.hasLargeFolios,
    };
  }
  const isCode = flags.has(VM_EXEC) && mm.sys.generation.hasExecReadAhead;
  if (flags.has(VM_RAND_READ) && !isCode) return { start: pgoff, end: pgoff + 1 };
  if (flags.has(VM_SEQ_READ)) return { start: pgoff, end: pgoff + pages };
  if (isCode) return execWindow(mm, vma, pgoff, pages);
  const start = Math.max(pgoff - Math.floor(pages / 2), 0);
  return { start, end: start + pages };
}

function execWindow(mm: MmStruct, vma: VmArea, pgoff: number, pages: number): ReadAhead {
  const { arch } = mm.sys;
  const folio = 2 ** Math.max((arch.execFolioShift ?? 0) - arch.geometry.pageShift, 0);
  const start = Math.max(pgoff - (pgoff % folio), vma.pgoff);
  const end = Math.ceil((start + pages) / folio) * folio;
  return { start, end: Math.min(end, vma.pgoffOf(vma.end)) };
}
