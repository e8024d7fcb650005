/**
 * Rings of io_uring as an address space sees them: a descriptor with two regions of the kernel's own pages, the rings and the
 * entries to submit, which mmap maps at once and no fault ever brings back. @kernel 6.18 io_uring/memmap.c
 *
 * How large a region is, io_uring_setup() decided, which a log of memory calls does not show: its first mapping tells, as
 * programs map what the kernel told them, and no other length. Rings of buffers that were registered are not modelled.
 */

import {
  EFAULT,
  EINVAL,
  IORING,
  NotModelled,
  VM_DONTEXPAND,
  VM_MIXEDMAP,
  bytesIn,
  hex,
  type Errno,
} from '@mm-playground/api';
import type { OpenFile } from '../files/file.ts';
import { makeLeaf } from '../memory/page-prot.ts';
import { ensureSlot, pteLevel, writeEntry } from '../memory/page-table.ts';
import { addRmap } from '../memory/rmap.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced, type System } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';

/** Flags of every mapping: single pages of the kernel's are in it, and there are no more than those. */
export const IO_URING_FLAGS = VM_DONTEXPAND.or(VM_MIXEDMAP);

/** Which region an offset is for; the rings of both kinds have been one region since 5.4. */
const REGIONS: ReadonlyMap<bigint, string> = new Map([
  [IORING.IORING_OFF_SQ_RING, 'rings'],
  [IORING.IORING_OFF_CQ_RING, 'rings'],
  [IORING.IORING_OFF_SQES, 'sqes'],
]);

/** @throws NotModelled for buffers, and for what no release knows */
function regionAt({ arch }: System, pgoff: number): string {
  const offset = bytesIn(pgoff, arch.geometry.pageShift);
  const region = REGIONS.get(offset);
  if (region === undefined) throw new NotModelled(`a mapping of io_uring's offset ${hex(offset)}`);
  return region;
}

/**
 * io_uring_get_unmapped_area(): the kernel alone chooses the address, as caches of some processors need both its mapping and the
 * program's at like places. @errno EINVAL an address is asked for, by a hint or by moving the mapping
 */
export function ioUringArea({ sys }: MmStruct, pgoff: number, addr: number): Errno | null {
  if (addr !== 0) return EINVAL;
  regionAt(sys, pgoff);
  return null;
}

/** io_uring_mmap(): maps the pages of a region; what a mapping has beyond them stays empty. @errno EFAULT it is too short for them */
export const ioUringMmap = traced('io_uring_mmap', (mm: MmStruct, vma: VmArea, file: OpenFile): Errno | null => {
  const region = regionAt(mm.sys, vma.pgoff);
  const pages = file.regions.get(region) ?? vma.pages;
  if (vma.pages < pages) return EFAULT;
  if (!file.regions.has(region)) mm.sys.journal.touch(file).regions = new Map(file.regions).set(region, pages);
  for (let i = 0; i < pages; i++) insertPage(mm, vma, i, `${file.describe()} ${region} ${i}`);
  return null;
});

/** vm_insert_page(): a page of the kernel's, counted like a file's. */
function insertPage(mm: MmStruct, vma: VmArea, page: number, key: string): void {
  const { table, index } = ensureSlot(mm, vma.start + page, pteLevel(mm));
  const frame = mm.sys.memory.lend(key, 'kernel');
  writeEntry(mm, table, index, makeLeaf(mm, vma, table.level, frame.pfn, false));
  addRmap(mm, frame);
}
