/** The buttons of a picture with a window on it. */

import { html, svg, type TemplateResult } from 'lit';

/** What the buttons do. */
export interface ZoomButtons {
  readonly out: () => void;
  readonly in: () => void;
  readonly all: () => void;
}

const ICONS = {
  out: 'M3 7.25h10v1.5H3z',
  in: 'M7.25 3h1.5v4.25H13v1.5H8.75V13h-1.5V8.75H3v-1.5h4.25z',
  all: 'M1.5 3H3v10H1.5zM13 3h1.5v10H13zM4 8l2.5-2.5V7.25h3V5.5L12 8l-2.5 2.5V8.75h-3v1.75z',
} as const;

/** Out, in, everything. */
export const zoomButtons = (buttons: ZoomButtons, disabled = false): TemplateResult =>
  html`${button('Zoom out', ICONS.out, disabled, buttons.out)} ${button('Zoom in', ICONS.in, disabled, buttons.in)}
  ${button('Show everything', ICONS.all, disabled, buttons.all)}`;

const button = (label: string, path: string, disabled: boolean, act: () => void): TemplateResult =>
  html`<button class="button" type="button" aria-label=${label} title=${label} ?disabled=${disabled} @click=${act}>
    <svg viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${path} />`}</svg>
  </button>`;
