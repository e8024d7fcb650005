/**
 * What strace prints beside calls: signals, exits, its own messages, stack traces of -k, the table of -C.
 */

const NOTE = /(?:---|\+\+\+|>|strace:|Process \d+|% time|------) |\[ Process |<ptrace\(/y;

/** Whether the rest of a line, after its prefix, is a note and not a call. */
export function isNote(text: string, from: number, end: number): boolean {
  if (from >= end || !'-+sP[<>%'.includes(text.charAt(from))) return false;
  NOTE.lastIndex = from;
  return NOTE.test(text);
}
