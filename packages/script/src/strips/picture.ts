/**
 * The picture line of a strip: a letter a page, a blank or a dot for a page that is not mapped, `|` between neighbours that
 * are separate VMAs although they look alike, and `{N}` behind a cell that stands for N pages.
 *
 * ```
 * AAAA  BB|BB
 * A{512}..B
 * ```
 *
 * A picture knows letters and pages, not what a letter means; that is the legend's (`look.ts`).
 */

/** Neighbouring pages under one letter. Pages count from the first cell of the picture. */
export interface PictureRun {
  readonly start: number;
  readonly pages: number;
  readonly letter: string;
  /** `|` stands before it. */
  readonly apart: boolean;
}

/** Cells longer than this are written with their number of pages. */
const LONGEST_DRAWN = 16;

const CELL = /([A-Za-z?. |])(?:\{(\d{1,9})\})?/y;

/** Why a picture cannot be read, and where: `at` counts characters from 0. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Reads a picture. @throws PictureError at the first character that is no cell */
export function parsePicture(text: string): PictureRun[] {
  const runs: PictureRun[] = [];
  let page = 0;
  let apart = false;
  for (let at = 0; at < text.length; at = CELL.lastIndex) {
    CELL.lastIndex = at;
    const [, cell = '', count] = CELL.exec(text) ?? [];
    if (cell === '') throw new PictureError(`\`${text[at]}\` is no page: letters, blanks, dots and | are`, at);
    const pages = Number(count ?? 1);
    if (pages === 0 || (cell === '|' && count !== undefined)) throw new PictureError('a cell is one page or more', at);
    if (cell === '|') {
      if (apart || runs.at(-1) === undefined || endOf(runs.at(-1)) !== page)
        throw new PictureError('| stands between two mapped pages', at);
      apart = true;
      continue;
    }
    if (isHole(cell)) {
      if (apart) throw new PictureError('| stands between two mapped pages', at);
    } else addCell(runs, { start: page, pages, letter: cell, apart });
    apart = false;
    page += pages;
  }
  if (apart) throw new PictureError('| stands between two mapped pages', text.length - 1);
  return runs;
}

const isHole = (cell: string): boolean => cell === ' ' || cell === '.';

const endOf = (run: PictureRun | undefined): number => (run === undefined ? 0 : run.start + run.pages);

function addCell(runs: PictureRun[], cell: PictureRun): void {
  const last = runs.at(-1);
  if (last === undefined || cell.apart || last.letter !== cell.letter || endOf(last) !== cell.start) runs.push(cell);
  else runs[runs.length - 1] = { ...last, pages: last.pages + cell.pages };
}

/** How to draw a picture. */
export interface DrawOptions {
  /** The cell of a page that is not mapped; a dot unless said. */
  readonly hole?: ' ' | '.';
  /** The longest run that is drawn page by page; longer ones have their number of pages. 16 unless said. */
  readonly longest?: number;
}

/** Draws runs, ascending. `|` is drawn where a run says so, and between two runs of one letter. */
export function drawPicture(
  runs: readonly PictureRun[],
  { hole = '.', longest = LONGEST_DRAWN }: DrawOptions = {},
): string {
  const cells = (cell: string, pages: number): string =>
    pages > longest ? `${cell === ' ' ? '.' : cell}{${pages}}` : cell.repeat(pages);
  let picture = '';
  let last: PictureRun | undefined;
  for (const run of runs) {
    const gap = run.start - endOf(last);
    if (gap > 0) picture += cells(hole, gap);
    else if (last !== undefined && (run.apart || last.letter === run.letter)) picture += '|';
    picture += cells(run.letter, run.pages);
    last = run;
  }
  return picture;
}
