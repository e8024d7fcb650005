/**
 * What stands for a canvas where there is none, on a server. Whoever renders there installs it; to a browser it is unknown, so that a
 * page pays nothing for it.
 */

import type { TemplateResult } from 'lit';
import type { Ctx, Paint } from '../address-map/picture.ts';
import type { Area } from './resize-controller.ts';
import type { Theme } from './theme-controller.ts';

/** Draws what a canvas would show. */
export interface CanvasSubstitute {
  readonly theme: Theme;
  /** The hatches of the kinds, by their index. */
  readonly hatches: readonly Paint[];
  /** The area of a picture of this height. */
  areaOf(height: number): Area;
  /** The picture, as a part of a template. */
  picture(area: Area, draw: (ctx: Ctx, area: Area) => unknown): TemplateResult;
}

let installed: CanvasSubstitute | null = null;

/** The substitute; null where there are canvases. */
export const canvasSubstitute = (): CanvasSubstitute | null => installed;

/** From here on elements draw on this. */
export function substituteCanvas(substitute: CanvasSubstitute): void {
  installed = substitute;
}
