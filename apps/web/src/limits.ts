/*
 * What the page takes at most. Files and links may come from anybody: what is larger is refused with its reason, before it could
 * hold the page or fill its memory. The command line takes anything.
 */

/** Bytes of a file, and characters of its text. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** Characters that come out of a link. */
export const MOST_LINKED = 4 * 1024 * 1024;

/** Characters of a link. */
export const MOST_LINK = 1_000_000;

const MOST_LINES = 400_000;
const MOST_LINE = 1024 * 1024;

/** Lines that are read at once: longer recordings are read in pieces, and scenarios are not so long. */
export const LINES_AT_ONCE = 20_000;

/** Steps that are kept: a call with more takes long, and all together fill the page's memory. */
export const STEP_LIMITS = { call: 1_000_000, all: 5_000_000 } as const;

const COUNT = new Intl.NumberFormat('en');

/** Lines of a text. */
export function linesOf(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Looks whether the page takes a text. @throws RangeError where it does not, with what does */
export function checkSize(text: string, file: string): void {
  const lines = linesOf(text);
  if (lines > MOST_LINES)
    throw tooLarge(file, `it has ${COUNT.format(lines)} lines, more than ${COUNT.format(MOST_LINES)}`);
  let line = 1;
  for (let from = 0; from < text.length; line++) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    if (to - from > MOST_LINE) throw tooLarge(file, `line ${line} has more than ${COUNT.format(MOST_LINE)} characters`);
    from = to + 1;
  }
}

const tooLarge = (file: string, why: string): RangeError =>
  new RangeError(`${file}: this is too large for the page: ${why}. \`mm check\` takes files of any size`);
