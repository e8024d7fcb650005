/** The words of the address map: what the tooltip, the list and the live region say about a place. */

import type { PageShift, VmaView, WalkEntry } from '@mm-playground/api';
import { hexOfPage, pagesText, rangeText, sizeOfPages } from '../format/address.ts';
import { KIND_WORDS, nameOf } from '../kinds.ts';
import { pageState, type PageState } from '../table-reader.ts';

const STATE_WORDS: Readonly<Record<PageState, string>> = {
  touched: 'tables are there',
  clean: 'present, read only',
  writable: 'present, writable, clean',
  dirty: 'present, dirty',
  special: 'present, special',
  swap: 'swapped out',
  odd: 'reserved bits set',
};

/** What is under the pointer. */
export interface Place {
  readonly page: number;
  readonly vma: VmaView | null;
  /** The hole around the page, where there is no VMA. */
  readonly hole: { readonly start: number; readonly end: number } | null;
  readonly entry: WalkEntry | null;
}

/** One line of a tooltip: term and value. */
export type Fact = readonly [term: string, value: string];

/** Title and lines. */
export interface Facts {
  readonly title: string;
  readonly facts: readonly Fact[];
}

/** Title and lines for a place. */
export function factsOf(place: Place, shift: PageShift): Facts {
  const { vma, hole, entry } = place;
  if (vma === null) {
    const size = hole === null ? '' : sizeOfPages(hole.end - hole.start, shift);
    return {
      title: 'not mapped',
      facts: [
        ['address', hexOfPage(place.page, shift)],
        ['hole', size],
      ],
    };
  }
  const facts: Fact[] = [
    ['range', rangeText(vma.start, vma.end, shift)],
    ['size', `${sizeOfPages(vma.end - vma.start, shift)}, ${pagesText(vma.end - vma.start)}`],
    ['access', `${vma.perms}  ${KIND_WORDS[vma.kind]}`],
    ['flags', vma.flags.toString()],
  ];
  if (vma.file !== null) facts.push(['offset', hexOfPage(vma.pgoff, shift)]);
  if (vma.anonVma !== null) facts.push(['anon_vma', `#${vma.anonVma}`]);
  facts.push(['page', `${hexOfPage(place.page, shift)}  ${pageWords(entry)}`]);
  return { title: vma.name === '' ? nameOf(vma) : vma.name, facts };
}

const pageWords = (entry: WalkEntry | null): string => {
  if (entry === null || entry.entry.kind === 'none' || entry.entry.kind === 'table') return 'not present';
  const frame = entry.entry.pfn;
  return frame === null ? STATE_WORDS[pageState(entry)] : `${STATE_WORDS[pageState(entry)]}, pfn ${frame.toString(16)}`;
};

/** One VMA in one sentence, for the list and the live region. */
export const sentenceOf = (vma: VmaView, shift: PageShift): string =>
  `${nameOf(vma)}, ${vma.perms}, ${sizeOfPages(vma.end - vma.start, shift)}, from ${hexOfPage(vma.start, shift)}`;
