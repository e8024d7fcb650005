/** The hatches of kinds as SVG: patterns that a picture defines and refers to. */

import type { VmaKind } from '@mm-playground/api';
import { drawPatternTile, HATCH_STRENGTH, PATTERN_TILE_PX } from '../address-map/patterns.ts';
import type { Theme } from '../element/theme-controller.ts';
import { SvgCanvas } from './svg-canvas.ts';

/** What an area is filled with that has the hatch of a kind; names begin with `prefix` where several pictures stand in one page. */
export const hatchOf = (kind: VmaKind, prefix = ''): string => `url(#${prefix}kind-${kind})`;

/** The hatch itself; empty where the kind is plain. */
export function hatch(kind: VmaKind, theme: Theme, prefix = ''): string {
  const canvas = new SvgCanvas();
  canvas.strokeStyle = theme.colour.ink;
  canvas.fillStyle = theme.colour.ink;
  canvas.globalAlpha = HATCH_STRENGTH;
  drawPatternTile(canvas, kind);
  const size = `width="${PATTERN_TILE_PX}" height="${PATTERN_TILE_PX}" patternUnits="userSpaceOnUse"`;
  return `<pattern id="${prefix}kind-${kind}" ${size}>${canvas.elements.join('')}</pattern>`;
}
