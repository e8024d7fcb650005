/**
 * The pages that a recording shows in memory before its first call. smaps says how many pages of a mapping are there, not
 * which: a stack has its highest ones, other mappings their lowest. That makes the page tables about right, and the counters
 * exactly.
 */

import type { SmapsRow, Vpn } from '@mm-playground/api';
import { VM_GROWSDOWN, VM_PFNMAP } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { newAnonPage } from '../memory/anon-page.ts';
import { findOrAddPage } from '../memory/page-cache.ts';
import type { PageFrame } from '../memory/page-frame.ts';
import { makeLeaf } from '../memory/page-prot.ts';
import { ensureSlot, pteLevel, writeEntry } from '../memory/page-table.ts';
import { addRmap } from '../memory/rmap.ts';

/** Maps as many pages of an adopted VMA as its row shows. */
export function adoptResident(mm: MmStruct, vma: VmArea, { sizes }: Pick<SmapsRow, 'sizes'>): void {
  const pagesOf = (kb = 0): number => kb / 2 ** (mm.sys.arch.geometry.pageShift - 10);
  const anonymous = pagesOf(sizes.Anonymous);
  const resident = Math.min(pagesOf(sizes.Rss), vma.pages);
  const first = vma.flags.has(VM_GROWSDOWN) ? vma.end - resident : vma.start;
  if (vma.flags.has(VM_PFNMAP)) return;
  for (let i = 0; i < resident; i++) adoptPage(mm, vma, (first + i) as Vpn, i < anonymous);
}

function adoptPage(mm: MmStruct, vma: VmArea, page: Vpn, anonymous: boolean): void {
  const { table, index } = ensureSlot(mm, page, pteLevel(mm));
  const frame = anonymous ? newAnonPage(mm, vma, page) : backingPage(mm, vma, page);
  if (frame === null) return;
  if (!anonymous) addRmap(mm, frame);
  writeEntry(mm, table, index, makeLeaf(mm, vma, table.level, frame.pfn, anonymous));
}

function backingPage(mm: MmStruct, vma: VmArea, page: Vpn): PageFrame | null {
  if (vma.file !== null) return findOrAddPage(mm.sys, vma.file.inode, vma.pgoffOf(page));
  return vma.ops === 'special' ? mm.sys.memory.lend(`${vma.name ?? ''} ${page - vma.start}`, 'special') : null;
}
