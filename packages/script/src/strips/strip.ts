/**
 * Strips: an address space as people draw it in mails and comments, read and written.
 *
 * ```
 * 0x10000000  AA B  CC|CC
 * 0x10400000  D{512}
 * A rw-p
 * B r--p /data
 * ```
 *
 * A line is a picture (`picture.ts`), with the address of its first page in front; without one it lies at 0x10000000. What
 * is far apart stands on lines of its own. Below stands the legend, a line a letter (`look.ts`). What the legend does not
 * explain is private anonymous memory, `rw-p`; where two such letters touch, the later one is `r--p` (then `r-xp`, `rwxp`,
 * ...), so that they stay two. `page 16384` says how large a page is, where it is not 4096. Lines may stand in a comment
 * (`#`, `//`, ` *`).
 *
 * A strip may also be looked for in a text of something else (a script with drawings, a report): `strip-in-text.ts`.
 */

import type { Diagnostic, MmView, VmaView } from '@mm-playground/api';
import { formatLook, lookKey, lookOf, parseLegendLine, PLAIN, type Look } from './look.ts';
import { drawPicture, parsePicture, PictureError, type PictureRun } from './picture.ts';
import { drawingIn, isLegendLine, LEADER, PAGE_LINE } from './strip-in-text.ts';

/** Neighbouring pages that look alike. `start` is a page number. */
export interface StripRun extends PictureRun {
  readonly look: Look;
}

/** An address space, or a part of it, as a strip. */
export interface Strip {
  /** Bytes of a page. */
  readonly pageSize: number;
  /** Ascending. */
  readonly runs: readonly StripRun[];
}

/** Where a picture without an address begins. */
export const STRIP_BASE = 0x1000_0000;
const USUAL_PAGE_SIZE = 4096;
/** `page 16384`, for whoever draws more than one strip: where pages are of the usual size there is nothing to say. */
export const pageLines = (pageSize: number): string[] => (pageSize === USUAL_PAGE_SIZE ? [] : [`page ${pageSize}`]);

/** Holes longer than this end a line. */
const LONGEST_HOLE = 16;
const WIDTH = 72;
/** A letter for each look, in this order; what comes after the last is `?`. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** What unexplained letters are, so that those that touch are different. */
const UNEXPLAINED = ['rw-p', 'r--p', 'r-xp', 'rwxp', '---p', '-w-p', '--xp', '-wxp'];

/** Gives letters to looks, the same ones in every strip that it is asked for. */
export class StripLetters {
  readonly #letters = new Map<string, string>();
  /** The openings of each name. */
  readonly #openings = new Map<string, number[]>();

  /** The letter of a look. */
  letterOf(look: Look): string {
    const key = lookKey(look);
    const letter = this.#letters.get(key) ?? ALPHABET[this.#letters.size] ?? '?';
    this.#letters.set(key, letter);
    return letter;
  }

  /** How a VMA looks. */
  lookOf(vma: VmaView): Look {
    if (vma.file === null) return lookOf(vma, 1);
    const openings = this.#openings.get(vma.name) ?? [];
    this.#openings.set(vma.name, openings);
    if (!openings.includes(vma.file)) openings.push(vma.file);
    return lookOf(vma, openings.indexOf(vma.file) + 1);
  }
}

/** The VMAs of a view (or those that `only` chooses) as a strip. */
export function stripOf(
  view: MmView,
  letters: StripLetters = new StripLetters(),
  only: (vma: VmaView) => boolean = () => true,
): Strip {
  const runs: StripRun[] = [];
  for (const vma of view.vmas.filter(only)) {
    const look = letters.lookOf(vma);
    const letter = letters.letterOf(look);
    const last = runs.at(-1);
    const apart = last !== undefined && last.letter === letter && last.start + last.pages === vma.start;
    runs.push({ start: vma.start, pages: vma.end - vma.start, letter, apart, look });
  }
  return { pageSize: 2 ** view.arch.geometry.pageShift, runs };
}

/** The whole strip: pictures, then the legend. */
export const formatStrip = (strip: Strip, width = WIDTH): string[] => [
  ...pageLines(strip.pageSize),
  ...stripLines(strip, width),
  ...legendLines([strip]),
];

/** The pictures of a strip, a line where pages lie close together; blanks are what is not mapped. */
export function stripLines({ pageSize, runs }: Strip, width = WIDTH): string[] {
  const lines: string[] = [];
  let line: StripRun[] = [];
  const flush = (): void => {
    if (line.length > 0) lines.push(stripLine(line, pageSize));
    line = [];
  };
  for (const run of runs) {
    const last = line.at(-1);
    const far = last !== undefined && run.start - last.start - last.pages > LONGEST_HOLE;
    if (far || (line.length > 0 && stripLine([...line, run], pageSize).length > width)) flush();
    line.push(run);
  }
  flush();
  return lines;
}

function stripLine(runs: readonly StripRun[], pageSize: number): string {
  const base = runs[0]?.start ?? 0;
  const apart = runs[0]?.apart === true ? '|' : '';
  const picture = drawPicture(
    runs.map((run) => ({ ...run, start: run.start - base })),
    { hole: ' ' },
  );
  return `0x${(BigInt(base) * BigInt(pageSize)).toString(16)}  ${apart}${picture}`;
}

/** What the letters of these strips mean, a line each, in the order of the letters' first appearance. */
export function legendLines(strips: readonly Strip[]): string[] {
  const lines = new Map<string, string>();
  for (const { runs } of strips)
    for (const { letter, look, start } of runs)
      if (!lines.has(letter)) lines.set(letter, letter === '?' ? '? more' : `${letter} ${formatLook(look, start)}`);
  return [...lines].sort(([a], [b]) => order(a) - order(b)).map(([, line]) => line);
}

const order = (letter: string): number => (letter === '?' ? ALPHABET.length : ALPHABET.indexOf(letter));

/** What came of reading a strip. */
export interface ParsedStrip {
  /** Undefined where there are diagnostics. */
  readonly strip: Strip | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What to read of a text. */
export interface ParseStripOptions {
  readonly file?: string;
  /** Of a text with several drawings, the last one that begins up to this line. */
  readonly untilLine?: number;
}

/**
 * Reads a strip with its legend; of a text of something else that has drawings in it, the last one. Never throws.
 */
export function parseStrip(text: string, options: ParseStripOptions = {}): ParsedStrip {
  const reader = new StripReader(options.file ?? 'untitled.strip');
  const lines = text.split(/\r?\n/);
  const drawn = drawingIn(lines, options.untilLine);
  for (const { line, text: found } of drawn ?? lines.map((each, at) => ({ line: at + 1, text: each })))
    reader.line(found, line);
  return reader.end();
}

/** A picture as it stands in the text. */
interface PictureText {
  readonly line: number;
  readonly column: number;
  readonly address: bigint;
  readonly text: string;
}

class StripReader {
  readonly #file: string;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #pictures: PictureText[] = [];
  readonly #legend: { readonly line: number; readonly column: number; readonly text: string }[] = [];
  #pageSize = USUAL_PAGE_SIZE;

  constructor(file: string) {
    this.#file = file;
  }

  line(raw: string, line: number): void {
    const leader = LEADER.exec(raw)?.[0].length ?? 0;
    const text = raw.slice(leader).trimEnd();
    if (text === '') return;
    const column = leader + 1;
    const size = PAGE_LINE.exec(text);
    if (size !== null) this.#pageSize = Number(size[1]);
    else if (isLegendLine(text)) this.#legend.push({ line, column, text });
    else this.#picture(text, line, column);
  }

  #picture(text: string, line: number, column: number): void {
    const [prefix = '', address] = /^0x([0-9a-fA-F][0-9a-fA-F_]{0,19}):?\s*/.exec(text) ?? [];
    this.#pictures.push({
      line,
      column: column + prefix.length,
      address: address === undefined ? BigInt(STRIP_BASE) : BigInt(`0x${address.replaceAll('_', '')}`),
      text: text.slice(prefix.length),
    });
  }

  end(): ParsedStrip {
    const placed = this.#placed();
    if (placed.length === 0 && this.#diagnostics.length === 0) this.#wrong('there is no picture', 1, 1);
    const looks = this.#looks(placed);
    const explained = withUnexplained(placed, looks);
    if (explained === null) this.#wrong('so many different letters touch that a legend must explain them', 1, 1);
    if (this.#diagnostics.length > 0 || explained === null) return { strip: undefined, diagnostics: this.#diagnostics };
    return { strip: { pageSize: this.#pageSize, runs: explained }, diagnostics: [] };
  }

  /** The runs of all pictures at their places, ascending. */
  #placed(): PictureRun[] {
    const runs = this.#pictures.flatMap((picture) => this.#runsOf(picture));
    runs.sort((a, b) => a.start - b.start);
    const overlap = runs.findIndex((run, i) => i > 0 && run.start < endOf(runs[i - 1]));
    if (overlap > 0) this.#wrong('two pictures lie over each other', this.#pictures.at(-1)?.line ?? 1, 1);
    return runs;
  }

  #runsOf({ line, column, address, text }: PictureText): PictureRun[] {
    const size = BigInt(this.#pageSize);
    if (size === 0n || address % size !== 0n) {
      this.#wrong(`0x${address.toString(16)} is not the address of a page`, line, 1);
      return [];
    }
    const continues = text.startsWith('|') ? 1 : 0;
    try {
      const runs = parsePicture(text.slice(continues)).map((run, i) => ({
        ...run,
        start: run.start + Number(address / size),
        apart: run.apart || (continues === 1 && i === 0),
      }));
      if (BigInt(endOf(runs.at(-1))) * size < ADDRESS_SPACE) return runs;
      this.#wrong('it ends above the last address of 64 bits', line, 1);
      return [];
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      this.#wrong(error.message, line, column + continues + error.at);
      return [];
    }
  }

  #looks(placed: readonly PictureRun[]): Map<string, Look> {
    const looks = new Map<string, Look>();
    const startOf = (letter: string): number => placed.find((run) => run.letter === letter)?.start ?? 0;
    for (const { line, column, text } of this.#legend) {
      const read = parseLegendLine(text, startOf);
      if (read === null) this.#wrong('a legend says `A rw-p BACKING FLAGS`', line, column);
      else if ('wrong' in read) this.#wrong(read.wrong, line, column);
      else if (looks.has(read.letter)) this.#wrong(`${read.letter} was explained before`, line, column);
      else looks.set(read.letter, read.look);
    }
    return looks;
  }

  #wrong(message: string, line: number, column: number): void {
    this.#diagnostics.push({ file: this.#file, span: { line, column, length: 0 }, severity: 'error', message });
  }
}

const ADDRESS_SPACE = 2n ** 64n;

const endOf = (run: PictureRun | undefined): number => (run === undefined ? 0 : run.start + run.pages);

/** Gives looks to all runs; null where no protection is left for a letter that touches too many others. */
function withUnexplained(runs: readonly PictureRun[], legend: ReadonlyMap<string, Look>): StripRun[] | null {
  const looks = new Map(legend);
  for (const { letter } of runs) {
    if (looks.has(letter)) continue;
    const taken = new Set(touching(runs, letter).map((other) => looks.get(other)?.perms));
    const perms = UNEXPLAINED.find((candidate) => !taken.has(candidate));
    if (perms === undefined) return null;
    looks.set(letter, { ...PLAIN, perms });
  }
  return runs.map((run) => ({ ...run, look: looks.get(run.letter) ?? PLAIN }));
}

const touching = (runs: readonly PictureRun[], letter: string): string[] =>
  runs.flatMap((run, i) => {
    const next = runs[i + 1];
    if (next === undefined || endOf(run) !== next.start || run.letter === next.letter) return [];
    return run.letter === letter ? [next.letter] : next.letter === letter ? [run.letter] : [];
  });
