/**
 * The bodies of snapshots, verbatim from /proc: lines of maps, smaps and status, and the letters of a pagemap. A line
 * that does not read as the kernel prints it is an error at the place where it stops making sense.
 */

import {
  type Located,
  type MapsRow,
  parseSmapsFlags,
  UNNAMED_FLAG,
  SMAPS_SIZES,
  type SmapsRow,
  type SmapsSize,
  STATUS_FIELDS,
  type StatusField,
  type VmFlags,
} from '@mm-playground/api';
import type { Report } from './report.ts';
import type { DirectiveLine, Range, Word } from './syntax.ts';

const MAPS =
  /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) ([r-][w-][x-][sp]) ([0-9a-f]{1,16}) ([0-9a-f]{2,}:[0-9a-f]{2,}) (\d+)(?: +([^]*))?$/;

/** What must stand where, for the message about a line that {@link MAPS} does not match. */
const MAPS_PARTS: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{1,16}-[0-9a-f]{1,16}(?= )/y, 'an address range'],
  [/ [r-][w-][x-][sp](?= )/y, 'permissions like `rw-p`'],
  [/ [0-9a-f]{1,16}(?= )/y, 'an offset in hexadecimal'],
  [/ [0-9a-f]{2,}:[0-9a-f]{2,}(?= )/y, 'a device like `fe:00`'],
  [/ \d+(?= |$)/y, 'an inode number'],
];

/** A maps line, or undefined after an error. */
function readMapsLine(line: Word, report: Report): MapsRow | undefined {
  const found = MAPS.exec(line.text.trimEnd());
  if (found === null) {
    reportMapsLine(line, report);
    return undefined;
  }
  const [, start = '', end = '', perms = '', offset = '', device = '', inode = '', name = ''] = found;
  const hex = (digits: string): bigint => BigInt(`0x${digits}`);
  const row = { start: hex(start), end: hex(end), perms, offset: hex(offset), device, inode: BigInt(inode), name };
  if (row.start < row.end) return row;
  report.error({ from: line.from, to: line.from + start.length + 1 + end.length }, 'the range ends before it begins');
  return undefined;
}

function reportMapsLine(line: Word, report: Report): void {
  let at = 0;
  for (const [pattern, what] of MAPS_PARTS) {
    pattern.lastIndex = at;
    const found = pattern.exec(line.text)?.[0];
    if (found === undefined) {
      const from = line.from + at + (at === 0 ? 0 : 1);
      report.error({ from: Math.min(from, line.to), to: line.to }, `no line of /proc/PID/maps: expected ${what}`);
      return;
    }
    at += found.length;
  }
  report.error({ from: line.from + at, to: line.to }, 'no line of /proc/PID/maps: expected a blank before the name');
}

/** Reports a row that does not lie above the one before it. */
function checkAscending(line: Range, row: MapsRow, before: MapsRow | undefined, report: Report): void {
  if (before === undefined || row.start >= before.end) return;
  const how = row.end > before.start ? 'overlaps' : 'lies below';
  report.error(line, `${row.start.toString(16)} ${how} the range before it: rows ascend`);
}

/**
 * Looks at a row after which the text ends without a newline: is it all there? The kernel ends a row without a name and the
 * flags of smaps in exactly one blank, and a file has a name.
 */
export function checkLastRow(line: Word, report: Report): void {
  const [, , , , , , inode, name = ''] = MAPS.exec(line.text.trimEnd()) ?? [];
  const blanks = line.text.length - line.text.trimEnd().length;
  const isFlags = line.text.startsWith('VmFlags:');
  if (inode === undefined && !isFlags) return;
  const isNameless = inode !== undefined && name === '';
  if ((isNameless && (blanks > 1 || inode !== '0')) || (isFlags && blanks === 0)) report.cutOff(line, 'half a row');
  else report.warn(line, 'the last row does not end in a newline: it may be cut off');
}

/** The rows of `#@ maps`. */
export function readMaps({ body }: DirectiveLine, report: Report): Located<MapsRow>[] {
  const rows: Located<MapsRow>[] = [];
  for (const line of body) {
    const row = readMapsLine(line, report);
    if (row === undefined) continue;
    checkAscending(line, row, rows.at(-1)?.row, report);
    rows.push({ line: report.lineOf(line), row });
  }
  return rows;
}

/** An smaps entry that is being read. */
interface Entry {
  readonly at: Word;
  readonly line: number;
  readonly maps: MapsRow | undefined;
  readonly sizes: Partial<Record<SmapsSize, number>>;
  /** The line of each field. */
  readonly lines: Record<string, number>;
  thpEligible: number | undefined;
  protectionKey: number | undefined;
  flags: VmFlags | undefined;
  codes: string | undefined;
}

const ENTRY = /^[0-9a-f]+-[0-9a-f]+ /;
const FIELD = /^(\w+):\s*(\d+)( kB)?$/;
const FLAGS = /^VmFlags:((?: [a-z?]{2})*) ?$/;
const SIZES: ReadonlySet<string> = new Set(SMAPS_SIZES);

/** The entries of `#@ smaps`. `cutOff` says that the text ends with this body. */
export function readSmaps(node: DirectiveLine, report: Report, cutOff: boolean): Located<SmapsRow>[] {
  const rows: Located<SmapsRow>[] = [];
  let entry: Entry | undefined;
  for (const line of node.body) {
    if (ENTRY.test(line.text)) {
      if (entry !== undefined) finish(entry, rows, report, false);
      entry = startEntry(line, report);
    } else if (entry === undefined) report.error(line, 'expected a line of /proc/PID/maps: it begins an entry');
    else readSmapsField(line, entry, report);
  }
  if (entry !== undefined) finish(entry, rows, report, cutOff);
  return rows;
}

function startEntry(line: Word, report: Report): Entry {
  return {
    at: line,
    line: report.lineOf(line),
    maps: readMapsLine(line, report),
    sizes: {},
    lines: {},
    thpEligible: undefined,
    protectionKey: undefined,
    flags: undefined,
    codes: undefined,
  };
}

function finish(entry: Entry, rows: Located<SmapsRow>[], report: Report, cutOff: boolean): void {
  const { at, line, lines, maps, sizes, thpEligible, protectionKey, flags, codes } = entry;
  if (flags === undefined) {
    const message = 'this entry has no `VmFlags:` line';
    if (cutOff) report.cutOff(at, message);
    else report.error(at, message);
  }
  if (maps === undefined || flags === undefined) return;
  checkAscending(at, maps, rows.at(-1)?.row.maps, report);
  const row = { maps, sizes, thpEligible, protectionKey, flags, ...(codes !== undefined && { codes }) };
  rows.push({ line, row, lines });
}

function readSmapsField(line: Word, entry: Entry, report: Report): void {
  if (line.text.startsWith('VmFlags:')) {
    readFlags(line, entry, report);
    return;
  }
  const [, name = '', digits = '', unit] = FIELD.exec(line.text.trimEnd()) ?? [];
  const value = Number(digits);
  entry.lines[name] = report.lineOf(line);
  if (name === '') report.error(line, 'no line of /proc/PID/smaps: expected `Name: NUMBER kB`');
  else if (name === 'THPeligible') entry.thpEligible = value;
  else if (name === 'ProtectionKey') entry.protectionKey = value;
  else if (!SIZES.has(name)) reportSize(line, name, report);
  else if (unit === undefined) report.error(line, `\`${name}:\` needs a number of kB`);
  else if (name in entry.sizes) report.error(line, `\`${name}:\` stands twice in this entry`);
  else entry.sizes[name as SmapsSize] = value;
}

function readFlags(line: Word, entry: Entry, report: Report): void {
  const codes = FLAGS.exec(line.text.trimEnd())?.[1];
  if (codes === undefined) report.error(line, 'no `VmFlags:` line: expected two letters a flag');
  const { flags, unknown } = parseSmapsFlags(codes ?? '');
  const odd = unknown.filter((code) => code !== UNNAMED_FLAG);
  if (odd.length > 0) report.warn(line, `unknown VmFlags are not compared: ${odd.join(' ')}`);
  entry.flags = flags;
  const known = (codes ?? '')
    .split(' ')
    .filter((code) => code !== '' && !odd.includes(code))
    .join(' ');
  if (known !== flags.toSmaps().trimEnd()) entry.codes = known;
  entry.lines['VmFlags'] = report.lineOf(line);
}

/** A name that looks misspelt is an error; a newer kernel's is not. */
function reportSize(line: Word, name: string, report: Report): void {
  const at = { from: line.from, to: line.from + name.length };
  const suggestion = report.suggest(name, SMAPS_SIZES);
  if (suggestion !== '' || report.isOverwhelmed) report.error(at, `unknown field \`${name}\`${suggestion}`);
  else report.warn(at, `unknown field \`${name}\` is not compared`);
}

/** A status in kB by field, and the line of each. */
export interface StatusRead {
  readonly status: Partial<Record<StatusField, number>>;
  readonly lines: Record<string, number>;
}

const STATUS = /^(\w+):\s*(\d+) kB$/;
const FIELDS: ReadonlySet<string> = new Set(STATUS_FIELDS);

/** The lines of `#@ status`. Lines that are not about memory are passed over. */
export function readStatus({ body }: DirectiveLine, report: Report): StatusRead {
  const read: StatusRead = { status: {}, lines: {} };
  for (const line of body) {
    const name = /^\w+(?=:)/.exec(line.text)?.[0];
    if (name === undefined) report.error(line, 'no line of /proc/PID/status: expected `Name: ...`');
    else if (FIELDS.has(name)) readStatusField(line, name as StatusField, read, report);
    else if (/^(?:Vm|Rss)/.test(name)) reportStatusField(line, name, report);
  }
  return read;
}

function readStatusField(line: Word, name: StatusField, { status, lines }: StatusRead, report: Report): void {
  const digits = STATUS.exec(line.text.trimEnd())?.[2];
  if (digits === undefined) report.error(line, `\`${name}:\` needs a number of kB`);
  else if (name in status) report.error(line, `\`${name}:\` stands twice`);
  else {
    status[name] = Number(digits);
    lines[name] = report.lineOf(line);
  }
}

function reportStatusField(line: Word, name: string, report: Report): void {
  const at = { from: line.from, to: line.from + name.length };
  report.error(at, `unknown field \`${name}\`${report.suggest(name, STATUS_FIELDS)}`);
}

const NO_PAGE = /[^.aAfFs]/u;

/** The letters of `#@ pagemap ADDR COUNT`, over as many lines as it takes. */
export function readPagemap({ name, body }: DirectiveLine, count: number, report: Report): string {
  let pages = '';
  for (const line of body) {
    const text = line.text.trimEnd();
    const bad = NO_PAGE.exec(text);
    if (bad !== null) {
      const at = { from: line.from + bad.index, to: line.from + bad.index + bad[0].length };
      report.error(at, `\`${bad[0]}\` is no letter of a pagemap: expected one of . a A f F s`);
    }
    pages += text;
  }
  if (pages.length !== count) report.error(body[0] ?? name, `expected ${count} pages, found ${pages.length}`);
  return pages;
}
