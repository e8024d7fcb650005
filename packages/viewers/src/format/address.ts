/** Addresses, sizes and counts as the elements print them. Page numbers in, text out. */

import type { PageShift } from '@mm-playground/api';

const BINARY_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;
const STEP = 1024;

/** `0x7ffff7fc0000`: the first byte of a page. */
export const hexOfPage = (page: number, shift: PageShift): string =>
  `0x${(BigInt(page) << BigInt(shift)).toString(16)}`;

/** `7ffff7fc0000-7ffff7fc4000`, as the kernel prints a range. */
export const rangeText = (start: number, end: number, shift: PageShift): string =>
  `${hexOfPage(start, shift).slice(2)}-${hexOfPage(end, shift).slice(2)}`;

/** `132 KiB`, `1.5 MiB`, `85.3 TiB`: three digits, exact where it is whole. */
export function sizeOfPages(pages: number, shift: PageShift): string {
  let value = pages * 2 ** shift;
  let unit = 0;
  while (value >= STEP && unit < BINARY_UNITS.length - 1) {
    value /= STEP;
    unit++;
  }
  const digits = Number.isInteger(value) || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${BINARY_UNITS[unit] ?? ''}`;
}

/** `1 page`, `33 pages`, with a thin space between thousands. */
export const pagesText = (pages: number): string => countText(pages, 'page');

/** `1 table`, `65 530 nodes`. */
export const countText = (count: number, one: string): string => `${grouped(count)} ${one}${count === 1 ? '' : 's'}`;

/** `65 530`: digits in groups of three, kept together. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** `+3`, `−12`, `±0`, with a real minus. */
export const signed = (n: number): string => (n > 0 ? `+${grouped(n)}` : n < 0 ? `−${grouped(-n)}` : '±0');

/** The last part of a path; the whole name of what is no path. */
export const shortName = (name: string): string =>
  name.startsWith('/') ? name.slice(name.lastIndexOf('/') + 1) : name;

/** The page of an address as people write it, in hex with or without `0x`: `0x7fff_f7fc_0123`. Null where it is none. */
export function pageOfText(text: string, shift: PageShift): number | null {
  const digits = /^\s*(?:0x)?([\da-f][\da-f_]*)\s*$/i.exec(text)?.[1]?.replaceAll('_', '');
  return digits === undefined ? null : Number(BigInt(`0x${digits}`) >> BigInt(shift));
}
