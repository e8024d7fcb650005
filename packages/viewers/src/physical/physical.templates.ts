/** The DOM around the canvas of frames: the list that says the same, the legend with numbers, the chosen frame with its mappings. */

import {
  vpn,
  type FrameUse,
  type FrameView,
  type Geometry,
  type MmView,
  type PhysicalView,
  type Selection,
  type ZoneView,
} from '@mm-playground/api';
import { html, nothing, type TemplateResult } from 'lit';
import { factsTemplate } from '../element/tip-controller.ts';
import { zoomButtons, type ZoomButtons } from '../element/zoom-buttons.templates.ts';
import { grouped } from '../format/address.ts';
import type { FrameGrid } from './frame-grid.ts';
import { FRAME_USES, frameFacts, frameSentence, mappingText, USE_WORDS } from './frame-words.ts';

/** Options on each side of the active one that the list holds. */
const LIST_REACH = 16;
/** Mappings that are listed; of more there is the number. */
const MOST_MAPPINGS = 24;

/** The frames near the active one, visually hidden. */
export function listTemplate(used: readonly FrameView[], active: number, geometry: Geometry): TemplateResult {
  const middle = Math.max(active, 0);
  const first = Math.max(0, middle - LIST_REACH);
  return html`<div class="sr" role="presentation">
    ${used
      .slice(first, middle + LIST_REACH + 1)
      .map(
        (frame, i) =>
          html`<div
            role="option"
            id="frame-${first + i}"
            data-term="frame.${frame.use}"
            aria-selected=${first + i === active}
            aria-posinset=${first + i + 1}
            aria-setsize=${used.length}
          >
            ${frameSentence(frame, geometry)}
          </div>`,
      )}
  </div>`;
}

/** Uses with the number of their pages, what changed, and the zoom buttons. */
export function footTemplate({ physical, used, changed, freed }: FrameGrid, buttons: ZoomButtons): TemplateResult {
  const pages = new Map<FrameUse, number>(unusedPages(physical));
  for (const { use, order } of used) pages.set(use, (pages.get(use) ?? 0) + 2 ** order);
  return html`<div class="foot">
    <ul class="legend" part="legend" aria-label="What pages are used for">
      ${FRAME_USES.filter((use) => pages.has(use)).map(
        (use) =>
          html`<li data-term="frame.${use}">
            <span class="key ${use}"></span>${USE_WORDS[use]} <b>${grouped(pages.get(use) ?? 0)}</b>
          </li>`,
      )}
      ${changed.size === 0 ? nothing : html`<li><span class="key changed"></span>changed <b>${grouped(changed.size)}</b></li>`}
      ${freed === 0 ? nothing : html`<li>freed <b>${grouped(freed)}</b></li>`}
    </ul>
    <div class="tools">${zoomButtons(buttons)}</div>
  </div>`;
}

/** What nobody uses, as the zones count it. */
function unusedPages({ zones }: PhysicalView): (readonly [FrameUse, number])[] {
  const sum = (of: (zone: ZoneView) => number): number => zones.reduce((all, zone) => all + of(zone), 0);
  const counts: (readonly [FrameUse, number])[] = [
    ['pcp', sum(({ pagesets }) => pagesets.reduce((all, { count }) => all + count, 0))],
    ['free', sum(({ free }) => free)],
    ['reserved', sum(({ present, managed }) => present - managed)],
  ];
  return counts.filter(([, count]) => count > 0);
}

/** The chosen frame: what it is, and who maps it. */
export function frameTemplate(frame: FrameView, view: MmView, select: (selection: Selection) => void): TemplateResult {
  const { geometry } = view.arch;
  const mappings = view.physical?.mappingsOf(frame.pfn) ?? [];
  return html`<div class="frame" part="frame" role="group" aria-label="The chosen frame">
    <p class="name">
      <span class="key ${frame.use}"></span>frame 0x${frame.pfn.toString(16)} <small>${USE_WORDS[frame.use]}</small>
    </p>
    ${factsTemplate(frameFacts(frame, geometry))}
    ${
      mappings.length === 0
        ? nothing
        : html`<p class="title">
              Mapped by ${mappings.length === 1 ? 'one entry' : `${grouped(mappings.length)} entries`}
            </p>
            <ul class="mappings">
              ${mappings.slice(0, MOST_MAPPINGS).map((mapping) => {
                const { mm, page } = mapping;
                const text = mappingText(mapping, geometry);
                return mm === view.mm
                  ? html`<li>
                      <button type="button" @click=${() => select({ kind: 'page', start: page, end: vpn(page + 1) })}>
                        ${text}
                      </button>
                    </li>`
                  : html`<li class="other">${text}</li>`;
              })}
              ${mappings.length > MOST_MAPPINGS ? html`<li>and ${grouped(mappings.length - MOST_MAPPINGS)} more</li>` : nothing}
            </ul>`
    }
  </div>`;
}
