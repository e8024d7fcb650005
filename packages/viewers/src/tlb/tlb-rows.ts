/** What a TLB remembers as rows: its translations, and those that the step before this moment has flushed. */

import type { TlbEntryView, TlbView } from '@mm-playground/api';

/** A translation, and what became of it. */
export interface TlbRow {
  readonly entry: TlbEntryView;
  /** `flushed`: it was there before, and is not. */
  readonly state: TlbEntryView['state'] | 'flushed';
  readonly isNew: boolean;
}

/** The rows of a CPU, oldest first. What was flushed stands where it stood. */
export function tlbRows(now: TlbView, before: TlbView | null): TlbRow[] {
  const here = new Set(now.entries.map(keyOf));
  const there = new Set(before?.entries.map(keyOf));
  const flushed = (before?.entries ?? []).filter((entry) => !here.has(keyOf(entry)));
  return [
    ...flushed.map((entry): TlbRow => ({ entry, state: 'flushed', isNew: false })),
    ...now.entries.map((entry): TlbRow => ({
      entry,
      state: entry.state,
      isNew: before !== null && !there.has(keyOf(entry)),
    })),
  ];
}

const keyOf = ({ mm, start, pages, pfn }: TlbEntryView): string => `${mm} ${start} ${pages} ${pfn}`;

/** How each state looks, and what it means. */
export const TLB_LOOKS: Readonly<
  Record<TlbRow['state'], { readonly glyph: string; readonly words: string; readonly why: string }>
> = {
  valid: { glyph: '✓', words: 'valid', why: 'The page tables still say so.' },
  stale: { glyph: '◇', words: 'stale', why: 'The page tables say otherwise; a flush is to come.' },
  wrong: { glyph: '◆', words: 'wrong', why: 'The page tables say otherwise, and no flush will come.' },
  freed: { glyph: '■', words: 'freed', why: 'It leads to memory that was given back.' },
  flushed: { glyph: '−', words: 'flushed', why: 'This step flushed it.' },
};
