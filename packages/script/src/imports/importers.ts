/**
 * What becomes a script by itself: what /proc shows of an address space, traces of ftrace, and drawings. They are plugins like any
 * other, asked in this order.
 */

import type { Diagnostic, ImportedScript, ImporterPlugin } from '@mm-playground/api';
import { stripScript } from '../strips/build.ts';
import { drawingIn, isLegendLine, LEADER, PAGE_LINE } from '../strips/strip-in-text.ts';
import { parseStrip } from '../strips/strip.ts';
import { EVENT, ftraceScript } from './ftrace.ts';
import { mapsScript } from './proc-maps.ts';

/** A line of maps, or what is meant to be one. */
const MAPS_ROW = /^[0-9a-f]{4,16}-[0-9a-f]{4,16} \S/;
const SMAPS_FIELD = /^(?:Size|Rss|VmFlags|KernelPageSize):\s/;
const FTRACE_HEAD = /^#\s+tracer: /;
/** A call as strace or a scenario writes it, whatever stands before it; or a directive. */
const SCRIPT_LINE =
  /^\s*(?:#@|(?:\[[^\]]*\]\s*|\d[\d.:]*\s+|\(\+\s+[\d.]+\)\s+)*(?:[A-Za-z_]\w*\s*=\s*)?[a-z_]\w*\(|\S*\s*<\.\.\. )/;

const beginsWithMaps = (lines: readonly string[]): boolean => MAPS_ROW.test(lines.find((line) => line !== '') ?? '');
const hasSmapsFields = (lines: readonly string[]): boolean => lines.some((line) => SMAPS_FIELD.test(line));

const smaps: ImporterPlugin = {
  id: 'smaps',
  title: '/proc/PID/smaps',
  support: [
    { call: 'mappings, flags, page size', level: 'modelled' },
    { call: 'counters of pages', level: 'partly', note: 'compared with the first state; pages are not placed by them' },
  ],
  recognises: (lines) => beginsWithMaps(lines) && hasSmapsFields(lines),
  toScript: (text, file) => mapsScript(text, 'smaps', { file }),
};

const maps: ImporterPlugin = {
  id: 'maps',
  title: '/proc/PID/maps',
  support: [
    { call: 'mappings', level: 'modelled' },
    { call: 'heap and stack', level: 'partly', note: 'the break is the end of [heap], the stack began in [stack]' },
  ],
  recognises: (lines) => beginsWithMaps(lines) && !hasSmapsFields(lines),
  toScript: (text, file) => mapsScript(text, 'maps', { file }),
};

const ftrace: ImporterPlugin = {
  id: 'ftrace',
  title: 'trace of tracefs',
  support: [
    { call: 'system calls of memory, page faults', level: 'modelled' },
    { call: 'other events', level: 'partly', note: 'become comments' },
  ],
  recognises: (lines) => lines.some((line) => FTRACE_HEAD.test(line) || EVENT.test(line)),
  toScript: (text, file) => ftraceScript(text, { file }),
};

const strip: ImporterPlugin = {
  id: 'strip',
  title: 'drawing of an address space',
  support: [
    { call: 'a drawing, also within other text', level: 'modelled' },
    { call: 'a text with calls', level: 'refused', note: 'is a script, whatever is drawn in it' },
  ],
  recognises: (lines) => !lines.some((line) => SCRIPT_LINE.test(line)) && (isStrip(lines) || drawingIn(lines) !== null),
  toScript: importStrip,
};

/** The importers of this package. */
export const IMPORTERS: readonly ImporterPlugin[] = [smaps, maps, ftrace, strip];

/** A page, a hole, or a wall between two mappings: a picture without an address. Words are no pictures. */
const PICTURE = /^\|?[A-Z?](?:[A-Z?. |]|\{\d{1,9}\})*$/;
const DRAWN = /^0x[0-9a-fA-F][0-9a-fA-F_]{0,19} {2}\S/;

function isStrip(lines: readonly string[]): boolean {
  const plain = lines.map((line) => line.slice(LEADER.exec(line)?.[0].length ?? 0)).filter((line) => line !== '');
  const isPicture = (line: string): boolean => PICTURE.test(line) || DRAWN.test(line);
  return plain.some(isPicture) && plain.every((line) => isPicture(line) || isLegendLine(line) || PAGE_LINE.test(line));
}

function importStrip(text: string, file: string): ImportedScript {
  const { strip: drawn, diagnostics } = parseStrip(text, { file });
  if (drawn === undefined) return { text: undefined, diagnostics };
  const built = stripScript(drawn);
  const refused = built.refused.map((message): Diagnostic => ({
    file,
    span: { line: 1, column: 1, length: 0 },
    severity: 'error',
    message,
  }));
  return { text: built.text, diagnostics: refused };
}
