/** What the page-table viewer says in words: tables, entries, how many there are. */

import type { PageShift } from '@mm-playground/api';
import { countText, grouped, hexOfPage, rangeText, sizeOfPages } from '../format/address.ts';
import type { Tip } from '../element/tip-controller.ts';
import { sentenceOf, wordText } from '../pte/pte-fields.ts';
import { STACKED_STATES, type EntryLooks, type EntryState } from './entry-looks.ts';
import {
  partOf,
  placedOf,
  spanOf,
  startOf,
  type EntryPlace,
  type PlacedTable,
  type RadixLayout,
} from './radix-layout.ts';
import type { TableChanges } from './table-changes.ts';

/** What is needed to speak of an entry. */
export interface Speaking {
  readonly layout: RadixLayout;
  readonly looks: EntryLooks;
  readonly shift: PageShift;
}

/** What a legend calls a state. */
export const STATE_WORDS: Readonly<Record<EntryState, string>> = {
  empty: 'empty',
  touched: 'points to a table',
  clean: 'read-only',
  writable: 'writable, clean',
  dirty: 'dirty',
  special: 'special',
  swap: 'not present, kept by software',
  odd: 'reserved bits',
};

/** The states that occur, as columns stack them from the top. */
export function statesOf({ layout, looks }: Speaking): EntryState[] {
  const seen = new Set<EntryState>();
  for (const level of layout.levels)
    for (const { table } of level) for (const state of looks.sumOf(table).keys()) seen.add(state);
  return STACKED_STATES.toReversed().filter((state) => seen.has(state));
}

/** `pmd`. */
export const levelName = ({ arch }: RadixLayout, level: number): string =>
  arch.geometry.levels[level]?.name ?? `level ${level}`;

/** The longest of `pmd · pfn 1003 · 4 of 512`, `pfn 1003 · 4`, `4` that fits. */
export function tableTitle(
  { layout, looks }: Speaking,
  { table, level }: PlacedTable,
  fits: (text: string) => boolean,
): string {
  const used = looks.usedIn(table);
  const frame = table.pfn.toString(16);
  const texts = [
    `${levelName(layout, level)} in frame ${frame} · ${used} of ${table.words.length} used`,
    `frame ${frame} · ${used}/${table.words.length}`,
    `${frame} · ${used}`,
    `${used}`,
  ];
  return texts.find(fits) ?? '';
}

/** All that there is to say of an entry, or of the run of empty ones that it is in; null where there is no such table. */
export function entryTip(speaking: Speaking, place: EntryPlace, changed: boolean): Tip | null {
  const { layout, looks, shift } = speaking;
  const placed = placedOf(layout, place);
  if (placed === undefined) return null;
  const { table, level } = placed;
  const name = levelName(layout, level);
  const part = partOf(placed, place.index);
  if (part?.kind === 'empty' && part.to - part.from > 1) return emptyRun(placed, part.from, part.to, name, shift);
  const word = table.words[place.index] ?? 0n;
  const start = startOf(placed, place.index);
  return {
    title: `${name}[${place.index}]: ${sentenceOf(looks.decode(level, word), name)}`,
    facts: [
      ['range', rangeText(start, start + spanOf(placed), shift)],
      ['word', wordText(word)],
      ['table', `frame ${table.pfn.toString(16)}, ${looks.usedIn(table)} of ${table.words.length} used`],
      ...(changed ? ([['changed', 'differs from the view before']] as const) : []),
    ],
    term: entryTerm(speaking, placed, place.index),
  };
}

function emptyRun(placed: PlacedTable, from: number, to: number, name: string, shift: PageShift): Tip {
  const [start, end] = [startOf(placed, from), startOf(placed, to)];
  return {
    title: `${name}[${from}–${to - 1}]: ${to - from} empty entries`,
    facts: [
      ['range', rangeText(start, end, shift)],
      ['would span', sizeOfPages(end - start, shift)],
    ],
    term: 'pte.empty',
  };
}

/** What the glossary calls an entry in this state. */
export const entryTerm = ({ looks }: Speaking, { table }: PlacedTable, index: number): string =>
  `pte.${looks.look(looks.of(table)[index] ?? 0).state}`;

/** An entry as a sentence for those who do not see the picture. */
export function entrySentence({ layout, looks, shift }: Speaking, placed: PlacedTable, index: number): string {
  const name = levelName(layout, placed.level);
  const entry = looks.decode(placed.level, placed.table.words[index] ?? 0n);
  return `${name} entry ${index}, ${hexOfPage(startOf(placed, index), shift)}: ${sentenceOf(entry, name)}`;
}

/** `4 levels · 9 tables, 36 KiB · 2 804 entries · 2 new tables · 12 words changed`. */
export function summaryOf({ layout, looks, shift }: Speaking, { made, gone, entries }: TableChanges): string {
  const deepest = layout.levels[layout.arch.geometry.levels.length - 1] ?? [];
  const used = deepest.reduce((sum, { table }) => sum + looks.usedIn(table), 0);
  return [
    `${countText(layout.tables, 'table')}, ${sizeOfPages(layout.tables, shift)}`,
    `${grouped(used)} of ${grouped(deepest.reduce((sum, { table }) => sum + table.words.length, 0))} pte used`,
    made > 0 ? `${grouped(made)} new` : '',
    gone > 0 ? `${grouped(gone)} freed` : '',
    entries > 0 ? `${grouped(entries)} ${entries === 1 ? 'word' : 'words'} changed` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
