/** The picture of a run: a row for each kind of mark, and the place in time. A pure function. */

import type { Theme } from '../element/theme-controller.ts';
import type { TokenName } from '../tokens.styles.ts';
import { xOfMoment, type MarkColumn } from './minimap-layout.ts';
import { RUN_MARK_KINDS, type RunMarkKind } from './run-map.ts';

/** Everything that decides the picture. */
export interface MinimapPicture {
  readonly columns: readonly MarkColumn[];
  readonly moments: number;
  /** Where the run stands; -1 in the initial state. */
  readonly moment: number;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
}

/** Colours by kind; the row says the same. */
export const MARK_COLOURS: Readonly<Record<RunMarkKind, TokenName>> = {
  fault: 'inferred',
  split: 'accent',
  merge: 'good',
  error: 'write',
  divergence: 'broken',
};

const TOP = 2;
/** From so many marks on a column is as strong as it gets. */
const FULL = 64;
const FAINTEST = 0.45;

/** Draws the map. */
export function drawMinimap(ctx: CanvasRenderingContext2D, picture: MinimapPicture): void {
  const { columns, moments, moment, theme, width, height } = picture;
  const here = xOfMoment(moment, moments, width);
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(0, 0, width, height);
  ctx.fillStyle = theme.colour['accent-soft'];
  ctx.fillRect(0, 0, here, height);
  const row = (height - 2 * TOP) / RUN_MARK_KINDS.length;
  for (const column of columns) {
    const kind = RUN_MARK_KINDS[column.row];
    if (kind === undefined) continue;
    ctx.fillStyle = theme.colour[MARK_COLOURS[kind]];
    ctx.globalAlpha = FAINTEST + (1 - FAINTEST) * Math.min(1, Math.log2(column.count + 1) / Math.log2(FULL));
    ctx.fillRect(column.left, TOP + column.row * row, Math.max(1, column.width), row - 1);
  }
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.colour.accent;
  ctx.fillRect(here - 1, 0, 2, height);
}
