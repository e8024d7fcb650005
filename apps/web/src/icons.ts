/*
 * The few icons of the shell: 16 by 16, one stroke, the colour of the text. Decoration only: what they stand for is said in
 * words by the control that holds them.
 */
import { svg, html, type TemplateResult } from 'lit';

const icon = (shapes: TemplateResult<2>): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    ${shapes}
  </svg>`;

export const ICONS = {
  /** Four mappings in an address space: the mark of the project. */
  mark: html`<svg class="mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
    <rect class="a" x="3" y="1.5" width="14" height="4" rx="1.25" />
    <rect class="b" x="3" y="7" width="14" height="2" rx="1" />
    <rect class="c" x="3" y="10.5" width="14" height="3" rx="1.25" />
    <rect class="d" x="3" y="16" width="14" height="2.5" rx="1.25" />
  </svg>`,
  open: icon(svg`<path d="M2 4.5V12.5h12V5.5H8L6.5 3.5H2Z" />`),
  story: icon(
    svg`<path d="M8 4.5C6.5 3.2 4.5 3 2 3v9.5c2.5 0 4.5.2 6 1.5 1.5-1.3 3.5-1.5 6-1.5V3c-2.5 0-4.5.2-6 1.5ZM8 4.5V14" />`,
  ),
  auto: icon(svg`<circle cx="8" cy="8" r="5.25" /><path class="fill" d="M8 2.75a5.25 5.25 0 0 1 0 10.5Z" />`),
  light: icon(
    svg`<circle cx="8" cy="8" r="2.75" /><path d="M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3.05 3.05l1.1 1.1M11.85 11.85l1.1 1.1M3.05 12.95l1.1-1.1M11.85 4.15l1.1-1.1" />`,
  ),
  dark: icon(svg`<path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z" />`),
  commands: icon(svg`<circle cx="7" cy="7" r="4.25" /><path d="m10.2 10.2 3.3 3.3" />`),
  layout: icon(svg`<path d="M2 3h12v10H2ZM6.5 3v10M6.5 8H14" />`),
  larger: icon(svg`<path d="M9.5 3H13v3.5M13 3 9 7M6.5 13H3V9.5M3 13l4-4" />`),
  smaller: icon(svg`<path d="M13 6.5H9.5V3M9.5 6.5 13.5 2.5M3 9.5h3.5V13M6.5 9.5l-4 4" />`),
  more: icon(
    svg`<circle class="fill" cx="3.5" cy="8" r="1.25" /><circle class="fill" cx="8" cy="8" r="1.25" /><circle class="fill" cx="12.5" cy="8" r="1.25" />`,
  ),
  below: icon(svg`<path d="m4 6.5 4 4 4-4" />`),
  close: icon(svg`<path d="m4 4 8 8M12 4l-8 8" />`),
  done: icon(svg`<path d="m3 8.5 3.2 3.2L13 4.8" />`),
  link: icon(
    svg`<path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2-2a2.6 2.6 0 1 0-3.7-3.7l-.7.7" /><path d="M9.2 6.8a2.6 2.6 0 0 0-3.7 0l-2 2a2.6 2.6 0 1 0 3.7 3.7l.7-.7" />`,
  ),
} as const;
