/* What page tables cost, as a table to read across. */
import type { MmView } from '@mm-playground/api';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { costRows } from './costs.ts';
import type { Names } from './sides.templates.ts';

const BAR = { width: 64, height: 6 } as const;

/** The costs of two address spaces. */
export const costsTable = (a: MmView | null, b: MmView | null, names: Names): TemplateResult | typeof nothing =>
  a === null || b === null
    ? nothing
    : html`<div class="scroll" tabindex="0" role="region" aria-label="Costs beside each other">
        <table class="costs">
          <thead>
            <tr>
              <td></td>
              ${names.map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${costRows(a.cost, b.cost).map(
              ({ name, meaning, values, shares }) =>
                html`<tr class=${values[0] === values[1] ? 'same' : ''}>
                  <th scope="row" title=${meaning}>${name}</th>
                  ${values.map((value, side) => html`<td>${value}${shares === null ? nothing : bar(shares[side] ?? 0, side)}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;

/** A value against the larger of both. */
const bar = (share: number, side: number): TemplateResult =>
  html`<svg
    class="bar${side}"
    viewBox="0 0 ${BAR.width} ${BAR.height}"
    width=${BAR.width}
    height=${BAR.height}
    aria-hidden="true"
  >
    ${svg`<rect class="ground" width=${BAR.width} height=${BAR.height} /><rect class="value" width=${share > 0 ? Math.max(1, BAR.width * share) : 0} height=${BAR.height} />`}
  </svg>`;
