/**
 * The files of /proc that speak of an address space, as lines that the kernel would print: what `cat` shows, and what of it differs
 * from the view before.
 */

import {
  addrOf,
  formatBuddyinfo,
  formatMapsRow,
  formatPagetypeinfo,
  formatSmapsRollup,
  formatSmapsRow,
  formatStatm,
  formatStatus,
  vpn,
  type MmView,
  type PhysicalView,
  type Selection,
  type SmapsRow,
} from '@mm-playground/api';
import { grouped } from '../format/address.ts';
import { diffRows, type DiffRow } from '../maps-table/maps-rows.ts';
import { LETTERS, lineOf, lonely, namedLines, WORDS, type ProcLine } from './proc-lines.ts';

/** A file. */
export interface ProcFile {
  readonly id: string;
  readonly path: string;
  /** What it tells, in a sentence. */
  readonly meaning: string;
  /** Where a line is cut into fields. */
  readonly pieces: RegExp;
  /** Its lines; `before` null compares nothing. */
  lines(now: MmView, before: MmView | null, selection: Selection | null): ProcLine[];
}

/** Pages of pagemap that are shown at most. */
const MOST_PAGES = 1 << 14;
/** Letters in a line of pagemap. */
const LINE_PAGES = 64;

/** Every file, in the order in which they are offered. */
export const PROC_FILES: readonly ProcFile[] = Object.freeze([
  {
    id: 'maps',
    path: '/proc/PID/maps',
    meaning: 'A line for each mapping: addresses, permissions, offset in bytes, device, inode, name.',
    pieces: WORDS,
    lines: (now, before) => diffRows(before?.maps() ?? null, now.maps()).map(mapsLine),
  },
  {
    id: 'smaps',
    path: '/proc/PID/smaps',
    meaning: 'maps with the sizes of each mapping in kB, and its flags as two letters each.',
    pieces: WORDS,
    lines: (now, before) => smapsLines(now.smaps(), before?.smaps() ?? null),
  },
  {
    id: 'smaps_rollup',
    path: '/proc/PID/smaps_rollup',
    meaning: 'The sizes of smaps added up over the whole address space, in kB.',
    pieces: WORDS,
    lines: (now, before) =>
      withHead(namedLines(before === null ? null : rollupLines(before), rollupLines(now), null, nameOrRange)),
  },
  {
    id: 'status',
    path: '/proc/PID/status',
    meaning: 'The lines of status that speak of memory, in kB.',
    pieces: WORDS,
    lines: (now, before) =>
      namedLines(before === null ? null : formatStatus(before.status()), formatStatus(now.status())),
  },
  {
    id: 'statm',
    path: '/proc/PID/statm',
    meaning: 'In pages: size, resident, of files and shared memory, code, 0, data and stack, 0.',
    pieces: WORDS,
    lines: (now, before) => [lineOf(statmLine(now), before === null ? null : statmLine(before))],
  },
  {
    id: 'pagemap',
    path: '/proc/PID/pagemap',
    meaning:
      'A letter a page of the selected mappings, or of the first: . nothing, a anonymous and shared or the zero page, A anonymous and mapped once, f file or shared memory, F the same mapped once, s swapped or a marker.',
    pieces: LETTERS,
    lines: pagemapLines,
  },
  {
    id: 'buddyinfo',
    path: '/proc/buddyinfo',
    meaning: 'Free blocks of each zone by order: a block of order n has 2ⁿ pages.',
    pieces: WORDS,
    lines: (now, before) => memoryLines(formatBuddyinfo, now, before),
  },
  {
    id: 'pagetypeinfo',
    path: '/proc/pagetypeinfo',
    meaning: 'Free blocks of each zone by migrate type and order, and how many pageblocks each type has.',
    pieces: WORDS,
    lines: (now, before) => memoryLines(formatPagetypeinfo, now, before),
  },
]);

const mapsLine = ({ row, what, before }: DiffRow): ProcLine => {
  const text = formatMapsRow(row);
  if (what === 'added' || what === 'removed') return lonely(text, what, row, true);
  return lineOf(text, before === null ? null : formatMapsRow(before), row, true);
};

function smapsLines(now: readonly SmapsRow[], before: readonly SmapsRow[] | null): ProcLine[] {
  const entries = (rows: readonly SmapsRow[]): Map<bigint, SmapsRow> =>
    new Map(rows.map((row) => [row.maps.start, row]));
  const [is, was] = [entries(now), entries(before ?? [])];
  const rows = diffRows(
    before?.map(({ maps }) => maps) ?? null,
    now.map(({ maps }) => maps),
  );
  return rows.flatMap((diff) => {
    const { row, what } = diff;
    const entry = (what === 'removed' ? was : is).get(row.start);
    const lines = entry === undefined ? [] : formatSmapsRow(entry).slice(1);
    if (what === 'added' || what === 'removed')
      return [mapsLine(diff), ...lines.map((text) => lonely(text, what, row))];
    const old = was.get((diff.before ?? row).start);
    return [mapsLine(diff), ...namedLines(old === undefined ? null : formatSmapsRow(old).slice(1), lines, row)];
  });
}

function rollupLines(view: MmView): string[] {
  const rollup = view.smapsRollup();
  return rollup === null ? [] : formatSmapsRollup(rollup);
}

/** The first line of a rollup is its head, whatever its addresses are. */
const nameOrRange = (line: string): string => /^\w+:/.exec(line)?.[0] ?? '';

const withHead = (lines: ProcLine[]): ProcLine[] =>
  lines.map((line, at) => (at === 0 ? { ...line, isHead: true } : line));

const statmLine = (view: MmView): string => formatStatm(view.status(), view.arch.geometry.pageShift);

function memoryLines(format: (physical: PhysicalView) => string[], now: MmView, before: MmView | null): ProcLine[] {
  if (now.physical === null) return [];
  const was = before?.physical ?? null;
  let line = 0;
  const lines = format(now.physical);
  const old = was === null ? null : format(was);
  return lines.map((text) => lineOf(text, old?.[line++] ?? null));
}

/** Rows of letters of the mappings that are selected; of all, from the first, where none is. */
function pagemapLines(now: MmView, before: MmView | null, selection: Selection | null): ProcLine[] {
  const shift = now.arch.geometry.pageShift;
  const wanted = now.vmas.filter(
    ({ start, end }) => selection === null || (start < selection.end && selection.start < end),
  );
  const lines: ProcLine[] = [];
  let left = MOST_PAGES;
  for (const { start, end } of wanted) {
    const pages = Math.min(end - start, left);
    left -= pages;
    const is = now.pagemap(start, pages);
    const was = before?.pagemap(start, pages) ?? null;
    for (let at = 0; at < pages; at += LINE_PAGES) {
      const range = {
        start: addrOf(vpn(start + at), shift),
        end: addrOf(vpn(start + Math.min(at + LINE_PAGES, pages)), shift),
      };
      const line = (letters: string): string => `${range.start.toString(16)} ${letters.slice(at, at + LINE_PAGES)}`;
      lines.push(lineOf(line(is), was === null ? null : line(was), range));
    }
  }
  const all = wanted.reduce((sum, { start, end }) => sum + end - start, 0);
  if (all > MOST_PAGES) lines.push(lineOf(`${grouped(all - MOST_PAGES)} pages more: select less`, null));
  return lines;
}
