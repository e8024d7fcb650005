/**
 * What strace prints beside calls: signals, exits, its own messages, stack traces of -k, the table of -C.
 */

const NOTE = /(?:---|\+\+\+|>|strace:|Process \d+|% time|------|\[ Process) [ \t]*\S|<ptrace\(/y;
/** A row of the table of -C: share, seconds, microseconds a call, calls. */
const TABLE_ROW = /\d+\.\d\d[ \t]+\d+\.\d{6}[ \t]+\d+[ \t]+\d+[ \t]/y;

/** Whether a whole line is a row of the table that `-C` appends to a log. */
export function isTableRow(text: string, from: number): boolean {
  TABLE_ROW.lastIndex = from;
  return TABLE_ROW.test(text);
}

/** Whether the rest of a line, after its prefix, is a note and not a call. */
export function isNote(text: string, from: number, end: number): boolean {
  if (from >= end || !'-+sP[<>%'.includes(text.charAt(from))) return false;
  NOTE.lastIndex = from;
  return NOTE.test(text);
}
