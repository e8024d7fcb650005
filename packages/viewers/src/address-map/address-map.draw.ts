/**
 * The picture of an address map: a pure function of {@link Picture}. Bands from top to bottom: the true scale, the overview
 * with folded holes, a ruler, what changed, the lane of VMAs, permission rails, present pages, names.
 */

import { drawChanges, drawLane, drawRailLetters } from './lane.draw.ts';
import { drawOverview } from './overview.draw.ts';
import { drawNames, drawPages } from './pages.draw.ts';
import type { PageRange } from './address-axis.ts';
import type { Ctx, Picture } from './picture.ts';
import { drawRuler } from './ruler.draw.ts';

/** Draws everything, in CSS pixels, on a cleared ground. */
export function drawAddressMap(ctx: Ctx, picture: Picture): void {
  const { theme, scale, bands } = picture;
  ctx.fillStyle = theme.colour.canvas;
  ctx.fillRect(0, 0, scale.width, bands.height);
  drawOverview(ctx, picture);
  drawRuler(ctx, picture);
  drawLane(ctx, picture);
  drawPages(ctx, picture);
  drawRailLetters(ctx, picture);
  drawChanges(ctx, picture);
  drawNames(ctx, picture);
  if (picture.hover !== null) drawFrame(ctx, picture, picture.hover, 1, theme.colour['ink-2']);
  if (picture.selection !== null) drawFrame(ctx, picture, picture.selection, 2, theme.colour.accent);
}

/** An outline around a range, over the lane down to the pages. */
function drawFrame(ctx: Ctx, { scale, bands }: Picture, range: PageRange, width: number, colour: string): void {
  const [left, right] = [scale.x(range.start), scale.x(range.end)];
  if (right < 0 || left > scale.width) return;
  const top = bands.lane.top - width;
  const bottom = bands.pages.top + bands.pages.height + 1;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.strokeRect(
    Math.max(left, -4) - width / 2,
    top,
    Math.max(Math.min(right, scale.width + 4) - Math.max(left, -4) - 1, 1) + width,
    bottom - top,
  );
}
