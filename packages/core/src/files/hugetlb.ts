/**
 * MAP_HUGETLB and MFD_HUGETLB on a machine without huge pages in its pools, which is what every machine is before its
 * administrator says otherwise: such mappings are checked like others, and then fail because there is no page to reserve.
 * @kernel 6.18 mm/hugetlb.c, fs/hugetlbfs/inode.c
 *
 * Not modelled: pools with pages. Without a reservation (MAP_NORESERVE) a mapping is made even from an empty pool.
 */

import { EINVAL, ENOMEM, MAP, bytesIn, type Errno } from '@mm-playground/api';
import { Inode, OpenFile } from './file.ts';
import type { System } from '../machine/system.ts';

/** The size is the base-2 logarithm of its bytes in these bits of the flags; 0 is the default size. */
const SIZE_SHIFT = 26n;
const SIZE_MASK = 0x3fn;

/**
 * Pages of a huge page of the size that flags ask for: hstate_sizelog(). There are those of an entry of the two levels above the
 * last, and of runs of entries.
 *
 * @errno EINVAL the machine has no such size
 */
function hugePagesOf(sys: System, flags: bigint): number | Errno {
  const { geometry, contiguousPages = [] } = sys.arch;
  const { pageShift, levels } = geometry;
  const size = (flags >> SIZE_SHIFT) & SIZE_MASK;
  if (size === 0n) return sys.memory.hugePages;
  const entries = levels.slice(-3, -1).flatMap(({ leaf, spanShift }) => (leaf ? [2 ** spanShift] : []));
  return [...entries, ...contiguousPages].find((pages) => bytesIn(pages, pageShift) === 1n << size) ?? EINVAL;
}

/** A file of hugetlbfs. @errno EINVAL the machine has no such size */
export function newHugetlbFile(sys: System, path: string, flags: bigint): OpenFile | Errno {
  const hugePages = hugePagesOf(sys, flags);
  if (typeof hugePages !== 'number') return hugePages;
  const inode = new Inode(sys.nextId('inode'), { kind: 'hugetlb', size: 0n, hugePages });
  sys.journal.touch(inode).deleted = true;
  return new OpenFile(sys.nextId('file'), inode, path, 'rdwr', false);
}

/** Whether mmap(2) is asked for huge pages. */
export const wantsHugetlb = (flags: bigint): boolean => (flags & MAP.values.MAP_HUGETLB) !== 0n;

/** The length of a mapping of hugetlbfs in bytes: whole huge pages; 0 where that wraps. */
export function hugetlbLength(sys: System, { hugePages }: Inode, len: bigint): bigint {
  const size = bytesIn(hugePages, sys.arch.geometry.pageShift);
  return BigInt.asUintN(64, len + size - 1n) & ~(size - 1n);
}

/** hugetlb_get_unmapped_area() of a fixed address. @errno EINVAL not that of a huge page */
export function checkHugetlbAddress(sys: System, { kind, hugePages }: Inode, addr: bigint): Errno | null {
  if (kind !== 'hugetlb') return null;
  return addr % bytesIn(hugePages, sys.arch.geometry.pageShift) === 0n ? null : EINVAL;
}

/** What hugetlbfs says of a mapping: its offset must be that of a huge page, and there is none to reserve. @errno EINVAL ENOMEM */
export const reserveHugePages = ({ hugePages }: Inode, pgoff: number): Errno =>
  pgoff % hugePages === 0 ? ENOMEM : EINVAL;
