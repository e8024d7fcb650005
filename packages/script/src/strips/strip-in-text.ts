/**
 * Strips in a text of something else: a script with a drawing below each call, or the report of a call with one beside each step. Only lines
 * with an address are drawings there, two blanks before the picture; what stands before the address is a label. Lines without a label go
 * on with the drawing above them. The legend may stand anywhere.
 */

/** Leaders of comments, and the blanks around them. */
export const LEADER: RegExp = /^\s*(?:#\|?|\/\/|\/?\*+(?!\/))?\s*/;

/** `page 16384` */
export const PAGE_LINE: RegExp = /^page (\d{1,9})$/;

/** Whether a line, its leader taken off, explains a letter. */
export const isLegendLine = (text: string): boolean => /^[A-Za-z?]\s+[r-][w-][x-][ps](?:\s|$)/.test(text);

const DRAWING =
  /^(?<label>(?:.*\s)?)(?<drawn>0x[0-9a-fA-F][0-9a-fA-F_]{0,19} {2}\|?[A-Za-z?](?:[A-Za-z?. |]|\{\d{1,9}\})*)$/;
/** A state in which nothing is mapped. */
const NOTHING = /^(?:.*\s)?\(nothing\)$/;
/** The rest of a legend that was too long for its line; a word that was cut has a backslash where it was. */
const CONTINUED = /^ {6,}\S/;

/** A line of a text, without what is not part of the strip. */
export interface TextLine {
  readonly line: number;
  readonly text: string;
}

/**
 * The lines of the last drawing in a text, and of its legend; null where all of the text is one strip, or nothing in it is.
 *
 * @param untilLine the last line on which the drawing may begin
 */
export function drawingIn(lines: readonly string[], untilLine = Infinity): TextLine[] | null {
  const plain = lines.map((raw) => raw.slice(LEADER.exec(raw)?.[0].length ?? 0).trimEnd());
  const isStrip = (text: string): boolean => text === '' || isLegendLine(text) || PAGE_LINE.test(text) || isDrawn(text);
  if (plain.every(isStrip) && untilLine === Infinity) return null;
  let drawing: TextLine[] | null = null;
  let isOpen = false;
  for (const [at, text] of plain.entries()) {
    const { label = '', drawn } = DRAWING.exec(text)?.groups ?? {};
    const begins = drawn === undefined ? NOTHING.test(text) : !isOpen || label !== '';
    if (begins && at >= untilLine) break;
    if (begins) drawing = [];
    if (drawn !== undefined) drawing?.push({ line: at + 1, text: drawn });
    isOpen = drawn !== undefined;
  }
  return drawing === null ? null : [...legendOf(lines, plain), ...drawing];
}

/** Whether a line is a picture with an address, and nothing else. */
const isDrawn = (text: string): boolean => DRAWING.exec(text)?.groups?.['label'] === '';

function legendOf(lines: readonly string[], plain: readonly string[]): TextLine[] {
  const legend: TextLine[] = [];
  let isOpen = false;
  for (const [at, text] of plain.entries()) {
    const last = legend.at(-1);
    if (isOpen && last !== undefined && CONTINUED.test(lines[at] ?? '')) {
      const joined = last.text.endsWith('\\') ? last.text.slice(0, -1) + text : `${last.text} ${text}`;
      legend[legend.length - 1] = { ...last, text: joined };
      continue;
    }
    isOpen = isLegendLine(text);
    if (isOpen || PAGE_LINE.test(text)) legend.push({ line: at + 1, text });
  }
  return legend;
}
