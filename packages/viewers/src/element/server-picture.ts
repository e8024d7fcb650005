/**
 * Pictures where nothing can be drawn on: on a server a canvas is the picture itself, as SVG, drawn by the functions that draw on the
 * canvas. Its colours and fonts are the tokens' custom properties, so that it follows the page as everything else does.
 *
 * A bundle for browsers has none of this: `isServer` is a constant there, and false.
 */

import { html, type TemplateResult } from 'lit';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import type { Ctx } from '../address-map/picture.ts';
import { KINDS } from '../kinds.ts';
import { hatch, hatchOf } from '../svg/hatch.ts';
import { SvgCanvas } from '../svg/svg-canvas.ts';
import { TOKEN_NAMES, type TokenName } from '../tokens.styles.ts';
import type { Area } from './resize-controller.ts';
import type { Theme } from './theme-controller.ts';

/** Pixels: what a column of text, or of a printed page, has. A wider one scales the picture. */
const WIDTH = 720;

/** The area of a picture of this height. */
export const serverArea = (height: number): Area => ({ width: WIDTH, height, ratio: 1, scale: 1 });

/** The tokens, by name instead of by value. */
export const serverTheme: Theme = {
  colour: Object.fromEntries(TOKEN_NAMES.map((name) => [name, `var(--_${name})`])) as Record<TokenName, string>,
  sans: 'var(--_sans)',
  mono: 'var(--_mono)',
  forced: false,
  reducedMotion: true,
};

/** What stands where a browser has a canvas. */
export function serverPicture(area: Area, draw: (ctx: Ctx, area: Area) => unknown): TemplateResult {
  const canvas = new SvgCanvas();
  draw(canvas, area);
  const drawn = canvas.elements.join('');
  const hatches = KINDS.filter((kind) => drawn.includes(hatchOf(kind))).map((kind) => hatch(kind, serverTheme));
  // Every text in it was escaped when it was drawn.
  return html`<svg class="picture" viewBox="0 0 ${area.width} ${area.height}" aria-hidden="true">
    <defs>${unsafeSVG(hatches.join(''))}</defs>
    ${unsafeSVG(drawn)}
  </svg>`;
}
