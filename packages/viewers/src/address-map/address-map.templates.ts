/**
 * The DOM around the canvas: the list that says the same as the picture (the options near the active one; a screen reader
 * learns the whole number), and the foot with legend and buttons.
 */

import type { PageShift, VmaView } from '@mm-playground/api';
import { html, type TemplateResult } from 'lit';
import { zoomButtons, type ZoomButtons } from '../element/zoom-buttons.templates.ts';
import { KIND_WORDS, KINDS } from '../kinds.ts';
import { sentenceOf } from './describe.ts';
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
            data-term="memory.kind.${vma.kind}"
            aria-selected=${first + i === active}
            aria-posinset=${first + i + 1}
            aria-setsize=${vmas.length}
          >
            ${sentenceOf(vma, shift)}
          </div>`,
      )}
  </div>`;
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
      ${zoomButtons(buttons)}
    </div>
  </div>`;
}
