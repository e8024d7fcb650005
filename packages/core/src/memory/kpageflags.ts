/**
 * /proc/kpageflags and /proc/kpagecount of the model: what a page says of itself. @kernel 6.18 fs/proc/page.c
 *
 * Only flags that follow from what was done are given. Those that reclaim and per-CPU batches set when they get to it
 * (`referenced`, `active`, `unevictable`) are not modelled; `lru` is, as if every batch had been worked off.
 */

import { pageFlags, type PageFlags } from '@mm-playground/api';
import type { PageFrame } from './page-frame.ts';

/** Of a page that is free. Measured: not only the first page of a block has it. */
export const FREE_FLAGS: PageFlags = pageFlags('buddy');

/** Of a page table. */
export const TABLE_FLAGS: PageFlags = pageFlags('pgtable');

const ZERO_FLAGS = pageFlags('zero_page');
const HUGE_ZERO_FLAGS = pageFlags('zero_page', 'thp');
const DATA_FLAGS = pageFlags('uptodate', 'lru');

/**
 * The flags of one page of a frame.
 * @param at which page of the frame; 0 for a single one
 */
export function kpageflagsOf(frame: PageFrame, at = 0): PageFlags {
  switch (frame.kind) {
    case 'zero':
      return frame.pages > 1 ? HUGE_ZERO_FLAGS | compoundFlags(at) : ZERO_FLAGS;
    case 'special':
    case 'kernel':
      return mappedFlags(frame, at);
    default:
      return dataFlags(frame, at);
  }
}

function dataFlags(frame: PageFrame, at: number): PageFlags {
  const { isAnon, kind } = frame;
  let flags = frame.uptodate ? DATA_FLAGS : pageFlags('lru');
  flags |= mappedFlags(frame, at);
  if (isAnon) flags |= pageFlags('anonymous');
  if (kind === 'shmem' || (isAnon && !frame.lazyFree)) flags |= pageFlags('swapbacked');
  if (frame.isDirty) flags |= pageFlags('dirty');
  if (frame.pages > 1) flags |= pageFlags('thp') | compoundFlags(at);
  return flags;
}

const compoundFlags = (at: number): PageFlags => pageFlags(at === 0 ? 'compound_head' : 'compound_tail');

const mappedFlags = (frame: PageFrame, at: number): PageFlags => (mapcountOf(frame, at) > 0 ? pageFlags('mmap') : 0);

/** How often one page of a frame is mapped, alone and with the whole frame: /proc/kpagecount. */
export const mapcountOf = (frame: PageFrame, at = 0): number => frame.parts?.[at]?.mappedTimes ?? frame.mappedTimes;

/** Whether one page of a frame is its only owner's to write. */
export const isExclusive = (frame: PageFrame, at = 0): boolean =>
  frame.mapcount > 0 ? frame.anonExclusive : (frame.parts?.[at]?.anonExclusive ?? frame.anonExclusive);

/** Entries that map the frame or a part of it: folio_mapcount(). */
export const totalMapcount = (frame: PageFrame): number =>
  frame.mapcount + (frame.parts ?? []).reduce((sum, part) => sum + part.mapcount, 0);
