/** Changing the size of a file: what lies beyond its new end is no longer mapped anywhere. */

import { NotModelled } from '@mm-playground/api';
import type { Inode } from '../file.ts';
import type { System } from '../system.ts';

/** Sets the size in bytes. @throws NotModelled where pages that are cached would have to go */
export function truncateInode(sys: System, inode: Inode, size: bigint): void {
  const shift = BigInt(sys.arch.geometry.pageShift);
  const end = Number((size + (1n << shift) - 1n) >> shift);
  for (const pgoff of inode.pages.keys())
    if (pgoff >= end) throw new NotModelled('ftruncate that cuts off cached pages');
  sys.journal.touch(inode).size = size;
}
