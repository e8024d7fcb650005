/**
 * What a text is that somebody pasted, dropped or named, told by its content: names of files say little, and pasted text has none.
 */

import { EVENT } from './ftrace.ts';
import { drawingIn, isLegendLine, LEADER, PAGE_LINE } from '../strips/strip-in-text.ts';

/**
 * - `script`: a scenario, a log of strace or a capture: what has calls or directives; and whatever looks like nothing else.
 * - `maps`, `smaps`: /proc/PID/maps and /proc/PID/smaps.
 * - `ftrace`: `trace` or `trace_pipe` of tracefs.
 * - `strip`: a drawing of an address space, also within a text of something else that has no calls.
 * - `link`: one address.
 */
export type TextKind = 'script' | 'maps' | 'smaps' | 'ftrace' | 'strip' | 'link';

/** So many lines at the beginning tell. */
const PROBED_LINES = 200;

const LINK = /^\s*https?:\/\/\S+\s*$/;
/** A line of maps, or what is meant to be one. */
const MAPS_ROW = /^[0-9a-f]{4,16}-[0-9a-f]{4,16} \S/;
const SMAPS_FIELD = /^(?:Size|Rss|VmFlags|KernelPageSize):\s/;
const FTRACE_HEAD = /^#\s+tracer: /;
/** A call as strace or a scenario writes it, whatever stands before it; or a directive. */
const SCRIPT_LINE =
  /^\s*(?:#@|(?:\[[^\]]*\]\s*|\d[\d.:]*\s+|\(\+\s+[\d.]+\)\s+)*(?:[A-Za-z_]\w*\s*=\s*)?[a-z_]\w*\(|\S*\s*<\.\.\. )/;

/** What kind of text this is. */
export function kindOfText(text: string): TextKind {
  if (LINK.test(text.slice(0, 16)) || LINK.test(text)) return 'link';
  const lines = text.split('\n', PROBED_LINES).map((line) => line.trimEnd());
  const [first = ''] = lines.filter((line) => line !== '');
  if (MAPS_ROW.test(first)) return lines.some((line) => SMAPS_FIELD.test(line)) ? 'smaps' : 'maps';
  if (lines.some((line) => FTRACE_HEAD.test(line) || EVENT.test(line))) return 'ftrace';
  if (lines.some((line) => SCRIPT_LINE.test(line))) return 'script';
  return isStrip(lines) || drawingIn(lines) !== null ? 'strip' : 'script';
}

/** A page, a hole, or a wall between two mappings: a picture without an address. Words are no pictures. */
const PICTURE = /^\|?[A-Z?](?:[A-Z?. |]|\{\d{1,9}\})*$/;
const DRAWN = /^0x[0-9a-fA-F_]{1,20} {2}\S/;

function isStrip(lines: readonly string[]): boolean {
  const plain = lines.map((line) => line.slice(LEADER.exec(line)?.[0].length ?? 0)).filter((line) => line !== '');
  const isPicture = (line: string): boolean => PICTURE.test(line) || DRAWN.test(line);
  return plain.some(isPicture) && plain.every((line) => isPicture(line) || isLegendLine(line) || PAGE_LINE.test(line));
}
