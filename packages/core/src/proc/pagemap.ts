/** /proc/PID/pagemap of the model, one letter a page. @kernel 6.18 fs/proc/task_mmu.c */

import { VM_PFNMAP, type DecodedEntry, type Vpn } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { pteLevel, visitEntries } from '../memory/page-table.ts';
import { normalPage } from '../memory/rmap.ts';
import type { Table } from '../memory/table.ts';

/**
 * The letters of `pages` pages from `start` on:
 *
 * | letter | page |
 * | --- | --- |
 * | `.` | none |
 * | `a` `A` | anonymous, mapped more than once (or the zero page); mapped once |
 * | `f` `F` | of a file or shared memory, mapped more than once; mapped once |
 * | `s` | swapped out, or a marker |
 */
export function pagemapOf(mm: MmStruct, start: Vpn, pages: number): string {
  const letters = new Uint8Array(pages).fill(HOLE);
  const end = start + pages;
  const show = (table: Table, index: number, page: Vpn): void => {
    const entry = mm.sys.arch.decode(table.level, table.read(index));
    const last = Math.min(page + table.span, end);
    const letter = letterOf(mm, table.level, entry).charCodeAt(0);
    for (let at = Math.max(page, start); at < last; at++) letters[at - start] = letter;
  };
  for (const vma of mm.vmas.inRange(start, end)) {
    // The kernel's page walk takes memory without pages of its own, as [vvar], for a hole.
    if (vma.flags.has(VM_PFNMAP)) continue;
    visitEntries(mm, Math.max(start, vma.start), Math.min(end, vma.end), { pte: show, huge: show });
  }
  return textOf(letters);
}

const HOLE = '.'.charCodeAt(0);

/** How many arguments a call takes anywhere. */
const PIECE = 2 ** 12;

/** Letters as text. A string a page would cost more than the walk. */
function textOf(letters: Uint8Array): string {
  let text = '';
  for (let at = 0; at < letters.length; at += PIECE)
    text += Reflect.apply(String.fromCharCode, null, letters.subarray(at, at + PIECE));
  return text;
}

function letterOf(mm: MmStruct, level: number, entry: DecodedEntry): string {
  if (entry.kind === 'swap') return 's';
  if (entry.kind !== 'leaf') return '.';
  const frame = normalPage(mm, level, entry);
  // The huge zero page is not told from a file's, as far as pagemap goes.
  if (frame === null) return level < pteLevel(mm) ? 'f' : 'a';
  // Every process maps the vdso.
  if (frame.kind === 'special') return 'f';
  // A huge page is mapped once only if none of its pages is mapped besides.
  const once = frame.mappedTimes === 1 && frame.mappedParts === 0;
  if (frame.isAnon) return once ? 'A' : 'a';
  return once ? 'F' : 'f';
}
