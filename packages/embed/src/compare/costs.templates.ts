/** What page tables and indexes cost: sentences, then tables to read across. */

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Names } from 'mm-playground';
import type { Costs, CostTable } from './costs.ts';

const BAR = { width: 64, height: 6 } as const;

/** What both cost, in words and in numbers. */
export const costsBeside = ({ words, tables }: Costs, names: Names): TemplateResult =>
  html`${sentences(words)}${tables.map((table) => costsTable(table, names))}`;

/** What differs, said in words. */
export const sentences = (words: readonly string[]): TemplateResult | typeof nothing =>
  words.length === 0 ? nothing : html`<div class="answers words">${words.map((each) => html`<p>${each}</p>`)}</div>`;

/** Costs beside each other, under a name of their own. */
const costsTable = ({ title, rows }: CostTable, names: Names): TemplateResult =>
  html`<div class="scroll" tabindex="0" role="region" aria-label=${title}>
    <table class="costs">
      <thead>
        <tr>
          <td></td>
          ${names.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
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
