/**
 * The DOM around the canvas: the list that says the same as the picture (the options near the active one; a screen reader
 * learns the whole number), the tooltip, and the foot with legend and buttons.
 */

import type { PageShift, VmaView } from '@mm-playground/api';
import { html, svg, type TemplateResult } from 'lit';
import { KIND_WORDS, KINDS } from '../kinds.ts';
import { sentenceOf, type Facts } from './describe.ts';
import type { VmaColumns } from './vma-columns.ts';

/** Options on each side of the active one that the list holds. */
const LIST_REACH = 24;

/** The options near `active`, visually hidden. */
export function listTemplate(vmas: readonly VmaView[], active: number, shift: PageShift): TemplateResult {
  const middle = Math.max(active, 0);
  const first = Math.max(0, middle - LIST_REACH);
  return html`<div class="sr" role="presentation">
    ${vmas
      .slice(first, middle + LIST_REACH + 1)
      .map(
        (vma, i) =>
          html`<div
            role="option"
            id="vma-${first + i}"
            aria-selected=${first + i === active}
            aria-posinset=${first + i + 1}
            aria-setsize=${vmas.length}
          >
            ${sentenceOf(vma, shift)}
          </div>`,
      )}
  </div>`;
}

/** The tooltip; what it says is in the live region as well, once something is selected. */
export const tipTemplate = ({ title, facts }: Facts): TemplateResult =>
  html`<div class="tip" part="tooltip" aria-hidden="true">
    <strong>${title}</strong>
    <dl>
      ${facts.map(
        ([term, value]) =>
          html`<dt>${term}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </div>`;

/** What the buttons do. */
export interface ZoomButtons {
  readonly out: () => void;
  readonly in: () => void;
  readonly all: () => void;
}

/** Legend of the kinds that there are, what is in view, and the zoom buttons. */
export function footTemplate(columns: VmaColumns, readout: string, buttons: ZoomButtons): TemplateResult {
  return html`<div class="foot">
    <ul class="legend" part="legend" aria-label="Kinds of mapping">
      ${KINDS.filter((kind) => columns.present.has(kind)).map(
        (kind) =>
          html`<li data-term="memory.kind.${kind}"><span class="swatch ${kind}"></span>${KIND_WORDS[kind]}</li>`,
      )}
    </ul>
    <div class="tools">
      <span class="readout mono">${readout}</span>
      ${tool('Zoom out', 'M3 7.25h10v1.5H3z', buttons.out)}
      ${tool('Zoom in', 'M7.25 3h1.5v4.25H13v1.5H8.75V13h-1.5V8.75H3v-1.5h4.25z', buttons.in)}
      ${tool('Show everything', EVERYTHING, buttons.all)}
    </div>
  </div>`;
}

const EVERYTHING = 'M1.5 3H3v10H1.5zM13 3h1.5v10H13zM4 8l2.5-2.5V7.25h3V5.5L12 8l-2.5 2.5V8.75h-3v1.75z';

const tool = (label: string, path: string, act: () => void): TemplateResult =>
  html`<button class="button" type="button" aria-label=${label} title=${label} @click=${act}>
    <svg viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${path} />`}</svg>
  </button>`;
