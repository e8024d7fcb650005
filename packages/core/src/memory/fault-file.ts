/**
 * do_fault(): the first touch of a page that something else than private memory backs: a file, shared memory, or the kernel's
 * own vdso. @kernel 6.18 mm/memory.c, mm/filemap.c, mm/shmem.c
 */

import { VM_PFNMAP, VM_SHARED, VM_UFFD_MINOR, VM_UFFD_MISSING, VM_UFFD_WP, type Vpn } from '@mm-playground/api';
import type { Inode } from '../files/file.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import { handleUserfault } from '../syscalls/userfaultfd/userfaultfd.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { anonVmaPrepare } from '../vma/anon-vma-prepare.ts';
import { newAnonPage } from './anon-page.ts';
import { setHugePmd } from './huge-pmd.ts';
import { faultPage, filePages, isBeyondEof, markDirty } from './page-cache.ts';
import type { PageFrame } from './page-frame.ts';
import { makeLeaf } from './page-prot.ts';
import { ensureSlot, pteLevel, tableAt, writeEntry, type Slot } from './page-table.ts';
import { addRmap } from './rmap.ts';

/** Why a fault cannot be handled: behind the end of the file, or at a guard marker. */
export type FaultFailure = 'SIGBUS' | 'SIGSEGV';

/** Whether who faults lets mmap_lock go while a page is read, and begins anew then: FAULT_FLAG_ALLOW_RETRY. */
export type FaultRetry = 'allowed' | 'never';

/** uffd_disable_fault_around() */
const NO_FAULT_AROUND = VM_UFFD_WP.or(VM_UFFD_MINOR);

/** log2 of the bytes that a read fault maps at most: fault_around_bytes. */
const FAULT_AROUND_SHIFT = 16;

/** A page that is not mapped yet. */
export const doFault = traced(
  'do_fault',
  (mm: MmStruct, vma: VmArea, page: Vpn, write: boolean, retry: FaultRetry): FaultFailure | null => {
    if (isUserfault(mm, vma, page)) {
      if (write && !vma.flags.has(VM_SHARED)) anonVmaPrepare(mm, vma);
      return handleUserfault(vma);
    }
    // A driver has mapped what it has; nothing else comes.
    if (vma.ops === 'driver' || vma.ops === 'io_uring') return 'SIGBUS';
    if (!write) return doReadFault(mm, vma, page, retry);
    return vma.flags.has(VM_SHARED) ? doSharedFault(mm, vma, page) : doCowFault(mm, vma, page);
  },
  (_mm, vma, page, write, _retry) => ({ vma, page, write }),
);

/** Kinds of faults that a userfaultfd may want. */
const UFFD_TAKES = VM_UFFD_MISSING.or(VM_UFFD_MINOR);

/** Whether a userfaultfd gets the fault: for a page that the file does not have, or for one that it has. */
function isUserfault(mm: MmStruct, vma: VmArea, page: Vpn): boolean {
  const inode = vma.file?.inode;
  if (inode === undefined || !vma.flags.has(UFFD_TAKES)) return false;
  const pgoff = vma.pgoffOf(page);
  if (isBeyondEof(mm.sys, inode, pgoff)) return false;
  return vma.flags.has(inode.pages.has(pgoff) ? VM_UFFD_MINOR : VM_UFFD_MISSING);
}

/** Maps what the cache has around the page, and the page itself. */
function doReadFault(mm: MmStruct, vma: VmArea, page: Vpn, retry: FaultRetry): FaultFailure | null {
  const inode = vma.file?.inode ?? null;
  if (inode === null) return doSpecialFault(mm, vma, page);
  const pgoff = vma.pgoffOf(page);
  const beyond = isBeyondEof(mm.sys, inode, pgoff);
  // A page that had to be read was read without the lock: the fault begins anew and finds its neighbours, too.
  if (!beyond && retry === 'allowed' && inode.kind === 'regular') faultPage(mm, vma, inode, pgoff);
  if (faultAround(mm, vma, inode, page)) return null;
  if (beyond) return 'SIGBUS';
  const frame = faultPage(mm, vma, inode, pgoff);
  if (setHugePmd(mm, vma, page, frame, false)) return null;
  const slot = ensureSlot(mm, page, pteLevel(mm));
  if (slot.table.isEmpty(slot.index)) finishFault(mm, vma, page, frame, false);
  return null;
}

/** do_cow_fault(): a private copy at once. */
function doCowFault(mm: MmStruct, vma: VmArea, page: Vpn): FaultFailure | null {
  anonVmaPrepare(mm, vma);
  const inode = vma.file?.inode ?? null;
  if (inode !== null) {
    const pgoff = vma.pgoffOf(page);
    if (isBeyondEof(mm.sys, inode, pgoff)) return 'SIGBUS';
    faultPage(mm, vma, inode, pgoff);
  }
  const { table, index } = ensureSlot(mm, page, pteLevel(mm));
  writeEntry(mm, table, index, makeLeaf(mm, vma, table.level, newAnonPage(mm, vma, page).pfn, true));
  return null;
}

/** do_shared_fault(): the page of the file itself, to be written. */
function doSharedFault(mm: MmStruct, vma: VmArea, page: Vpn): FaultFailure | null {
  const inode = vma.file?.inode ?? null;
  if (inode === null) return doSpecialFault(mm, vma, page);
  const pgoff = vma.pgoffOf(page);
  if (isBeyondEof(mm.sys, inode, pgoff)) return 'SIGBUS';
  const frame = faultPage(mm, vma, inode, pgoff);
  makeDirty(mm, vma, frame);
  finishFault(mm, vma, page, frame, true);
  return null;
}

/** finish_fault(): maps the page, and with it all that was read as one with it, if none of that is mapped yet. */
function finishFault(mm: MmStruct, vma: VmArea, page: Vpn, frame: PageFrame, writable: boolean): void {
  if (setHugePmd(mm, vma, page, frame, writable)) return;
  const { table } = ensureSlot(mm, page, pteLevel(mm));
  const whole = wholeFolio(mm, vma, page, frame);
  const isFree = whole.every(([at]) => table.isEmpty(table.indexOf(at)));
  for (const [at, each] of isFree ? whole : [[page, frame] as const]) {
    if (writable) markDirty(mm.sys, each);
    mapFilePage(mm, vma, { table, index: table.indexOf(at) }, each, writable);
  }
}

/**
 * The pages of the frame's folio, where all of it lies in the file, the VMA and one page table, and this kernel maps it at once; else the page
 * alone.
 */
function wholeFolio(
  mm: MmStruct,
  vma: VmArea,
  page: Vpn,
  frame: PageFrame,
  isAround = false,
): (readonly [Vpn, PageFrame])[] {
  const { mapsWholeFolios } = mm.sys.generation;
  if (mapsWholeFolios === 'never' || (isAround && mapsWholeFolios !== 'around it, too')) return [[page, frame]];
  const { start, end } = frame.folio;
  const first = page - (frame.pgoff - start);
  const last = first + (end - start) - 1;
  const { hugePages } = mm.sys.memory;
  const fits = first >= vma.start && last < vma.end && Math.floor(first / hugePages) === Math.floor(last / hugePages);
  const ends = frame.inode !== null && end > filePages(mm.sys, frame.inode);
  if (!fits || ends) return [[page, frame]];
  return Array.from({ length: end - start }, (_, i) => [
    (first + i) as Vpn,
    frame.inode?.pages.get(start + i) ?? frame,
  ]);
}

/** The file system is told of the first write (page_mkwrite()), and the page differs from now on from what the disk has. */
export function makeDirty(mm: MmStruct, vma: VmArea, frame: PageFrame): void {
  if (vma.ops === 'file') mm.sys.trace?.step('do_page_mkwrite', { page: frame.describe() });
  markDirty(mm.sys, frame);
}

function mapFilePage(mm: MmStruct, vma: VmArea, { table, index }: Slot, frame: PageFrame, writable: boolean): void {
  writeEntry(mm, table, index, makeLeaf(mm, vma, table.level, frame.pfn, writable));
  addRmap(mm, frame);
}

/**
 * do_fault_around(): maps, around a read fault, what the cache has and nothing maps yet. The window begins at a multiple of
 * its size, or with the VMA if that begins later; it ends with the VMA, the file and the page table. A huge page is mapped as one.
 * @returns whether the page is mapped with a huge one
 */
function faultAround(mm: MmStruct, vma: VmArea, inode: Inode, page: Vpn): boolean {
  // There is no map_pages in the vm_ops of these.
  if (vma.ops === 'shm' || vma.ops === 'secret') return false;
  const size = 2 ** Math.max(FAULT_AROUND_SHIFT - mm.sys.arch.geometry.pageShift, 0);
  if (size === 1 || vma.flags.has(NO_FAULT_AROUND)) return false;
  const start = Math.max(page - (page % size), vma.start);
  const tableEnd = page - (page % mm.sys.memory.hugePages) + mm.sys.memory.hugePages;
  const fileEnd = filePages(mm.sys, inode) - vma.pgoffOf(page) + page;
  const end = Math.min(start + size, vma.end, tableEnd, fileEnd);
  for (let at = start; at < end; at++) {
    const pgoff = vma.pgoffOf(at);
    const frame = inode.pages.get(pgoff);
    if (frame === undefined || !frame.uptodate) continue;
    // Measured on 6.18: where there is no table yet, and the file's last page would be the first in it, none is made.
    const isLast = inode.kind === 'regular' && frame.folio.end >= filePages(mm.sys, inode);
    if (isLast && tableAt(mm, page, pteLevel(mm)) === null) return false;
    if (setHugePmd(mm, vma, at, frame, false)) return true;
    for (const [each, its] of wholeFolio(mm, vma, at as Vpn, frame, true)) mapAround(mm, vma, each, its, each === page);
  }
  return false;
}

function mapAround(mm: MmStruct, vma: VmArea, page: Vpn, frame: PageFrame, wanted: boolean): void {
  const { table, index } = ensureSlot(mm, page, pteLevel(mm));
  if (!table.isEmpty(index)) return;
  const word = makeLeaf(mm, vma, table.level, frame.pfn, false);
  const old = mm.sys.arch.prefaultsOld && !wanted;
  writeEntry(mm, table, index, old ? mm.sys.arch.withLeafState(table.level, word, { young: false }) : word);
  addRmap(mm, frame);
}

/** A page of the vdso, counted like a file's, or of the vvar, a raw frame that is not counted. */
function doSpecialFault(mm: MmStruct, vma: VmArea, page: Vpn): FaultFailure | null {
  if (mm.sys.generation.vacantPages[vma.name ?? '']?.includes(page - vma.start) === true) return 'SIGBUS';
  const frame = mm.sys.memory.lend(`${vma.name ?? ''} ${page - vma.start}`, 'special');
  const slot = ensureSlot(mm, page, pteLevel(mm));
  if (!vma.flags.has(VM_PFNMAP)) {
    mapFilePage(mm, vma, slot, frame, false);
    return null;
  }
  const word = makeLeaf(mm, vma, slot.table.level, frame.pfn, false);
  writeEntry(mm, slot.table, slot.index, mm.sys.arch.withLeafState(slot.table.level, word, { special: true }));
  return null;
}
