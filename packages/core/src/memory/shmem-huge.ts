/**
 * Huge pages of shared memory: who gets one where a page is missing (`shmem_enabled`), and making it. Memory without a name (memfd,
 * MAP_SHARED|MAP_ANONYMOUS) goes by that; a tmpfs that somebody mounted has an option of its own, which is off unless somebody says so.
 * @kernel 6.18 mm/shmem.c
 */

import { NotModelled, VM_HUGEPAGE } from '@mm-playground/api';
import type { Inode } from '../files/file.ts';
import type { System } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { allowsHugeFile, fitsHugePage } from './huge-pmd.ts';
import type { PageFrame } from './page-frame.ts';

/** Who lacks a page. */
interface Request {
  /** Pages of the file. */
  readonly pages: number;
  /** The mapping that a fault is in; null for a call on the file. */
  readonly vma: VmArea | null;
}

/**
 * Puts a huge page into the cache of a file that lacks the page, where it may have one and none of its pages is there.
 *
 * @returns the page, or null
 * @throws NotModelled for memory of System V where huge pages are switched on
 */
export function addHugePage(sys: System, inode: Inode, pgoff: number, { pages, vma }: Request): PageFrame | null {
  if (inode.kind !== 'shmem' || isOff(sys)) return null;
  const { hugePages } = sys.memory;
  const first = pgoff - (pgoff % hugePages);
  if (!isAllowed(sys, inode, first, { pages, vma }) || !isRoomFor(vma, pgoff, first)) return null;
  for (let at = first; at < first + hugePages; at++) if (inode.pages.has(at)) return null;
  const huge = sys.memory.allocateHuge({ kind: 'shmem', inode, pgoff: first });
  sys.memory.setHugeCached(huge, true);
  return inode.pages.get(pgoff) ?? null;
}

const isOff = ({ facts: { shmemEnabled } }: System): boolean => shmemEnabled === 'never' || shmemEnabled === 'deny';

/** shmem_allowable_huge_orders() */
function isAllowed(sys: System, inode: Inode, first: number, { pages, vma }: Request): boolean {
  if (vma?.ops === 'shm') throw new NotModelled('a huge page of System V memory');
  if (vma !== null && !allowsHugeFile(vma)) return false;
  const isAdvised = vma?.flags.has(VM_HUGEPAGE) === true;
  switch (sys.facts.shmemEnabled) {
    case 'force':
      return true;
    case 'always':
      return !inode.onTmpfs;
    case 'within_size':
      return !inode.onTmpfs && (isAdvised || first + sys.memory.hugePages <= pages);
    case 'advise':
      return !inode.onTmpfs && isAdvised;
    default:
      return false;
  }
}

/** Whether the mapping could map all of it by one entry. */
function isRoomFor(vma: VmArea | null, pgoff: number, first: number): boolean {
  if (vma === null || !vma.mm.sys.generation.hugeSharedAsksMapping) return true;
  const page = vma.start + (pgoff - vma.pgoff);
  return fitsHugePage(vma.mm, vma, page) && (page - (pgoff - first)) % vma.mm.sys.memory.hugePages === 0;
}

/** THPeligible of a mapping of shared memory. Since 6.12 it does not ask whether the mapping has room. */
export function isShmemEligible(vma: VmArea, inode: Inode, pages: number): boolean {
  const { sys } = vma.mm;
  const { hugePages } = sys.memory;
  if (isOff(sys) || (vma.start - vma.pgoff) % hugePages !== 0) return false;
  const fits = Math.ceil(vma.start / hugePages) * hugePages + hugePages <= vma.end;
  const isAsked = fits || sys.generation.hugeSharedAsksMapping;
  return isAsked && isAllowed(sys, inode, vma.pgoff, { pages, vma });
}
