/**
 * Pictures as SVG in place of canvases, for pages that are rendered on a server: drawn by the functions that draw on the canvas. Their
 * colours and fonts are the tokens' custom properties, so that they follow the page as everything else does.
 */

import { html } from 'lit';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import { substituteCanvas, type CanvasSubstitute } from '../element/canvas-substitute.ts';
import type { Theme } from '../element/theme-controller.ts';
import { KINDS } from '../kinds.ts';
import { TOKEN_NAMES, type TokenName } from '../tokens.styles.ts';
import { hatch, hatchOf } from './hatch.ts';
import { plainTheme } from './plain-theme.ts';
import { SvgCanvas } from './svg-canvas.ts';

/** Pixels: what a column of text, or of a printed page, has. A wider one scales the picture. */
const WIDTH = 720;

const PLAIN = plainTheme('light');

/** The tokens, by name; by value where a page lets no style sheet in. */
const THEME: Theme = {
  ...PLAIN,
  colour: Object.fromEntries(TOKEN_NAMES.map((name) => [name, `var(--_${name}, ${PLAIN.colour[name]})`])) as Record<
    TokenName,
    string
  >,
  sans: `var(--_sans, ${PLAIN.sans})`,
  mono: `var(--_mono, ${PLAIN.mono})`,
};

const SVG: CanvasSubstitute = {
  theme: THEME,
  hatches: KINDS.map((kind) => hatchOf(kind)),
  areaOf: (height) => ({ width: WIDTH, height, ratio: 1, scale: 1 }),
  picture(area, draw) {
    const canvas = new SvgCanvas();
    draw(canvas, area);
    const drawn = canvas.elements.join('');
    const hatches = KINDS.filter((kind) => drawn.includes(hatchOf(kind))).map((kind) => hatch(kind, THEME));
    // Every text in it was escaped when it was drawn.
    return html`<svg class="picture" viewBox="0 0 ${area.width} ${area.height}" aria-hidden="true">
      <defs>${unsafeSVG(hatches.join(''))}</defs>
      ${unsafeSVG(drawn)}
    </svg>`;
  },
};

/** From here on viewers draw SVG: for a process that renders pages. */
export const drawAsSvg = (): void => substituteCanvas(SVG);
