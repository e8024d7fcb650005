/**
 * The resident set: counters of an mm that say how many pages of each kind its page tables map. The zero page and raw page
 * frames (PFNMAP) are not counted.
 *
 * Invariant: each counter is the number of PTEs (a huge entry counts all its pages) that map frames of its kind.
 */

import { bytesIn } from '@mm-playground/api';
import type { MmStruct, RssMember } from '../mm/mm-struct.ts';
import type { PageFrame } from './page-frame.ts';

const MEMBER_NAMES = {
  filePages: 'MM_FILEPAGES',
  anonPages: 'MM_ANONPAGES',
  swapEnts: 'MM_SWAPENTS',
  shmemPages: 'MM_SHMEMPAGES',
} as const satisfies Record<RssMember, string>;

/** The counter that a frame belongs to, or null for one that is not counted: mm_counter(). */
export function rssMemberOf(frame: PageFrame): RssMember | null {
  switch (frame.kind) {
    case 'anon':
      return 'anonPages';
    case 'shmem':
      return 'shmemPages';
    case 'file':
    case 'special':
    case 'kernel':
      return 'filePages';
    case 'zero':
      return null;
  }
}

/** Resident pages. */
const rssOf = (mm: MmStruct): number => mm.filePages + mm.anonPages + mm.shmemPages;

/** add_mm_counter() */
export function addRss(mm: MmStruct, member: RssMember, pages: number): void {
  if (pages === 0) return;
  mm.touch(member)[member] += pages;
  mm.sys.trace?.tracepoint({
    system: 'kmem',
    name: 'rss_stat',
    mm: mm.id,
    member: MEMBER_NAMES[member],
    size: bytesIn(mm[member], mm.sys.arch.geometry.pageShift),
  });
}

/** Counts the pages of a frame that a page table begins or ceases to map. */
export function countMapped(mm: MmStruct, frame: PageFrame, sign: 1 | -1): void {
  const member = rssMemberOf(frame);
  if (member !== null) addRss(mm, member, sign * frame.pages);
}

/** update_hiwater_rss(): before pages go. */
export function updateHiwaterRss(mm: MmStruct): void {
  const rss = rssOf(mm);
  if (rss > mm.hiwaterRss) mm.touch('hiwaterRss').hiwaterRss = rss;
}
