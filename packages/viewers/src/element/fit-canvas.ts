/** A canvas as large as its area, in the pixels of the device. */

import type { Area } from './resize-controller.ts';

/** Gives a canvas the size of an area, and its context the scale. A canvas that has it already keeps its memory. */
export function fitCanvas(ctx: CanvasRenderingContext2D, area: Area): void {
  const { canvas } = ctx;
  const [width, height] = [Math.round(area.width * area.ratio), Math.round(area.height * area.ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  ctx.setTransform(area.ratio, 0, 0, area.ratio, 0, 0);
}
