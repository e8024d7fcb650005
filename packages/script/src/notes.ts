/**
 * What strace prints beside calls: signals, exits, its own messages, stack traces of -k, the table of -C, the contents of buffers
 * (`-e read=`, `-e write=`).
 */

const NOTE =
  /(?:---|\+\+\+|>|strace:|Process \d+|% time|------|\[ Process) [ \t]*\S|<ptrace\(|\* \d+ bytes in buffer \d|\|[ \t]+[0-9a-f]{5,}[ \t]{2}/y;
/** A row of the table of -C: share, seconds, microseconds a call, calls. */
const TABLE_ROW = /\d+\.\d\d[ \t]+\d+\.\d{6}[ \t]+\d+[ \t]+\d+[ \t]/y;

/** Whether a whole line is a row of the table that `-C` appends to a log. */
export function isTableRow(text: string, from: number): boolean {
  TABLE_ROW.lastIndex = from;
  return TABLE_ROW.test(text);
}

const INTERRUPTION = 'strace: Process ';
const ATTACHED = ' attached';
/** The longest message that is looked for: more digits has no process. */
const LONGEST = 40;

/** Where the message begins that strace has put into the end of a line, or undefined where there is none. */
export function interruptionAt(text: string, from: number, end: number): number | undefined {
  if (!text.startsWith(ATTACHED, end - ATTACHED.length)) return undefined;
  const at = text.slice(Math.max(from, end - LONGEST), end).lastIndexOf(INTERRUPTION);
  return at < 0 ? undefined : Math.max(from, end - LONGEST) + at;
}

/** Whether the rest of a line, after its prefix, is a note and not a call. */
export function isNote(text: string, from: number, end: number): boolean {
  if (from >= end || !'-+sP[<>%|*'.includes(text.charAt(from))) return false;
  NOTE.lastIndex = from;
  return NOTE.test(text);
}
