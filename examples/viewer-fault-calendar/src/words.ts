/** What the calendar says in words: for those who point at it, for those who hear it, and for the table. */

import type { MmView, VmaView } from '@mm-playground/api';
import { callsOf, faultsIn, type Calendar, type Cell } from './calendar.ts';
import { firstEndingAbove } from './search.ts';
import { countKinds, FAULT_KINDS, KIND_WORDS, type KindCounts } from './faults.ts';

/** `1`, `24`, `12 345`. */
export const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ' ');

/** `1 fault`, `24 faults`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** The addresses of pages, both ends inclusive: `10000000-10003fff`. */
export const addressesOf = (start: number, end: number, pageShift: number): string => {
  const at = (page: number): bigint => BigInt(page) << BigInt(pageShift);
  return `${at(start).toString(16)}-${(at(end) - 1n).toString(16)}`;
};

/** `12 new pages, 3 copies on write`. */
export const kindsText = (counts: KindCounts): string =>
  FAULT_KINDS.filter((kind) => counts[kind] > 0)
    .map((kind) => counted(counts[kind], ...KIND_WORDS[kind]))
    .join(', ');

/** `call 7`, `calls 7 to 9`, from 1. */
export const callsText = (first: number, last: number): string =>
  first === last ? `call ${grouped(first + 1)}` : `calls ${grouped(first + 1)} to ${grouped(last + 1)}`;

/** A cell in one sentence. */
export function cellText(calendar: Calendar, cell: Cell, pageShift: number): string {
  const { start = 0, end = 0 } = calendar.rows[cell.row] ?? {};
  const faults = faultsIn(calendar, cell);
  const where = `${addressesOf(start, end, pageShift)}, ${callsText(...callsOf(calendar, cell.column))}`;
  return faults.length === 0
    ? `${where}: no fault`
    : `${where}: ${counted(faults.length, 'fault')}, ${kindsText(countKinds(faults))}`;
}

/** What is mapped at pages now: the first mapping, and how many more there are. */
export function mappedAt(
  view: MmView,
  start: number,
  end: number,
): { readonly name: string; readonly vma: VmaView | null } {
  const first = firstEndingAbove(view.vmas, start);
  let behind = first;
  while ((view.vmas[behind]?.start ?? Infinity) < end) behind++;
  const vma = behind > first ? view.vmas[first] : undefined;
  if (vma === undefined) return { name: 'not mapped', vma: null };
  const name = (vma.name.split('/').at(-1) ?? '') || (vma.kind === 'anon' ? 'anonymous' : vma.kind);
  return { name: behind - first === 1 ? name : `${name} +${behind - first - 1}`, vma };
}
