/** The picture of a run: a row for each kind of mark, and the place in time. A pure function. */

import type { Ctx } from '../address-map/picture.ts';
import type { Theme } from '../element/theme-controller.ts';
import type { TokenName } from '../tokens.styles.ts';
import type { UnitScale } from '../element/unit-scale.ts';
import { xOfMoment, type MarkColumn } from './minimap-layout.ts';
import { RUN_MARK_KINDS, type RunMarkKind } from './run-map.ts';

/** Everything that decides the picture. */
export interface MinimapPicture {
  readonly columns: readonly MarkColumn[];
  readonly scale: UnitScale;
  /** Where the run stands; -1 in the initial state. */
  readonly moment: number;
  readonly theme: Theme;
  readonly height: number;
}

/** Colours by kind; the row says the same. */
const MARK_COLOURS: Readonly<Record<RunMarkKind, TokenName>> = {
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
export function drawMinimap(ctx: Ctx, picture: MinimapPicture): void {
  const { columns, scale, moment, theme, height } = picture;
  const { width } = scale;
  const here = xOfMoment(moment, scale);
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.colour.surface;
  ctx.fillRect(0, 0, width, height);
  ctx.fillStyle = theme.colour['accent-soft'];
  ctx.fillRect(0, 0, here, height);
  const row = rowHeight(height);
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
  if (!scale.isHome) drawWindow(ctx, picture);
}

const rowHeight = (height: number): number => (height - 2 * TOP) / RUN_MARK_KINDS.length;

/** The kind whose row is at y. */
export const kindAt = (y: number, height: number): RunMarkKind | undefined =>
  RUN_MARK_KINDS[Math.floor((y - TOP) / rowHeight(height))];

/** Which part of the run is in view: a bar below the rows. */
function drawWindow(ctx: Ctx, { scale, theme, height }: MinimapPicture): void {
  const { width, units } = scale;
  const [from, to] = [scale.unitAt(0), scale.unitAt(width)].map(
    (unit) => (Math.max(0, Math.min(units, unit)) / units) * width,
  );
  ctx.fillStyle = theme.colour.line;
  ctx.fillRect(0, height - TOP, width, TOP);
  ctx.fillStyle = theme.colour['ink-2'];
  ctx.fillRect(from ?? 0, height - TOP, Math.max(2, (to ?? 0) - (from ?? 0)), TOP);
}
