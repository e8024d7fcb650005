/** Text for mails: nothing is wider than 72 columns, whatever the paths in it. */

/** As wide as a line of a mail may be. */
export const MAIL_WIDTH = 72;

/**
 * Breaks a line where words, arguments or flags end; what goes on is indented. A word that does not fit by itself is cut.
 */
export function wrapped(text: string, indent = '', more = `${indent}    `): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.match(/\S[^\s,|]*[,|]?\s*|\s+/g) ?? []) {
    if (line.trim() !== '' && line.length + word.trimEnd().length > MAIL_WIDTH) {
      lines.push(line.trimEnd());
      line = more;
    }
    line += word;
    while (line.trimEnd().length > MAIL_WIDTH) {
      lines.push(line.slice(0, MAIL_WIDTH));
      line = more + line.slice(MAIL_WIDTH);
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

/** The same at blanks alone, for what is read again: a word that is longer than a line is cut, with a backslash where it goes on. */
export function wrappedWords(text: string, indent: string): string[] {
  const more = `${indent}    `;
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    const longer = line.trim() === '' ? line + word : `${line} ${word}`;
    const fits = longer.length <= MAIL_WIDTH || line.trim() === '';
    if (!fits) lines.push(line);
    line = fits ? longer : more + word;
    for (; line.length > MAIL_WIDTH; line = more + line.slice(MAIL_WIDTH - 1))
      lines.push(`${line.slice(0, MAIL_WIDTH - 1)}\\`);
  }
  return [...lines, line];
}

/** At most so wide: what is longer ends in `~`. */
export const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, Math.max(width - 1, 0))}~` : text;
