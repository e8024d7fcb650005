/**
 * /proc/PID/pagemap, one letter a page: predicted for pages inside a range whose accesses are all in the file. One
 * snapshot is one field: what differs is told once, from the first page that differs to the last.
 */

import { hex } from '@mm-playground/api';
import { isInside, type ByteRange, type Difference } from './compare.ts';

/** A stretch of pages, a letter each. */
export interface PagemapRow {
  readonly start: bigint;
  readonly pages: string;
}

/** The stretch that differs, or nothing. `pageSize` in bytes; `model` begins at the same page and is as long. */
export function comparePagemap(
  recorded: PagemapRow,
  model: string,
  line: number,
  rules: { readonly complete: readonly ByteRange[]; readonly pageSize: number },
): Difference[] {
  const at = (page: number): bigint => recorded.start + BigInt(page) * BigInt(rules.pageSize);
  const differs = [...recorded.pages].flatMap((letter, page) =>
    letter !== model[page] && isInside({ start: at(page), end: at(page + 1) }, rules.complete) ? [page] : [],
  );
  const [first, last] = [differs[0], differs.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    {
      line,
      what: `pagemap ${hex(at(first))}`,
      recorded: recorded.pages.slice(first, last + 1),
      model: model.slice(first, last + 1),
    },
  ];
}
