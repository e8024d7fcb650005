/** The words of the address map: what the tooltip, the list and the live region say about a place. */

import type { PageShift, VmaView, WalkEntry } from '@mm-playground/api';
import type { Fact, Tip } from '../element/tip-controller.ts';
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

/** All that there is to say of a place. */
export function tipOf(place: Place, shift: PageShift): Tip {
  const { vma, hole } = place;
  if (vma === null) {
    const size = hole === null ? '' : sizeOfPages(hole.end - hole.start, shift);
    return {
      title: 'not mapped',
      facts: [
        ['address', hexOfPage(place.page, shift)],
        ['hole', size],
      ],
      term: 'memory.hole',
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
  facts.push(['page', pageText(place, shift)]);
  return { title: vma.name === '' ? nameOf(vma) : vma.name, facts, term: `memory.kind.${vma.kind}` };
}

/** `0x7ffff7d12000  present, dirty, pfn 1003`. */
export const pageText = ({ page, entry }: Place, shift: PageShift): string =>
  `${hexOfPage(page, shift)}  ${pageWords(entry)}`;

const pageWords = (entry: WalkEntry | null): string => {
  if (entry === null || entry.entry.kind === 'none' || entry.entry.kind === 'table') return 'not present';
  const frame = entry.entry.pfn;
  return frame === null ? STATE_WORDS[pageState(entry)] : `${STATE_WORDS[pageState(entry)]}, pfn ${frame.toString(16)}`;
};

/** One VMA in one sentence, for the list and the live region. */
export const sentenceOf = (vma: VmaView, shift: PageShift): string =>
  `${nameOf(vma)}, ${vma.perms}, ${sizeOfPages(vma.end - vma.start, shift)}, from ${hexOfPage(vma.start, shift)}`;
