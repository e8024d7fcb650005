/** What stands around the picture: how many faults of which kind, what is pointed at, what shades mean, and the table. */

import type { MmView } from '@mm-playground/api';
import { html, nothing, type TemplateResult } from 'lit';
import { callsOf, legendOf, type Calendar, type RowSums } from './calendar.ts';
import { countKinds, FAULT_KINDS, KIND_WORDS } from './faults.ts';
import { addressesOf, callsText, counted, grouped, kindsText, mappedAt } from './words.ts';

/** How many, and of which kinds. */
export const headTemplate = ({ faults, calls, pagesPerRow, callsPerColumn }: Calendar): TemplateResult =>
  html`<div class="head">
    <p><b>${counted(faults.length, 'page fault')}</b> <span class="quiet">in ${counted(calls, 'call')}</span></p>
    <p class="quiet">${kindsText(countKinds(faults))}</p>
    <p class="quiet">
      a row is ${counted(pagesPerRow, 'page')}, a column
      ${callsPerColumn === 1 ? 'a call' : counted(callsPerColumn, 'call')}
    </p>
  </div>`;

/** What is pointed at, or what can be done; what goes there; and the legend. */
export const footTemplate = (
  calendar: Calendar,
  pointed: string | null,
  go: TemplateResult | typeof nothing,
): TemplateResult =>
  html`<div class="foot">
    <p class=${pointed === null ? 'quiet' : ''}>
      ${pointed ?? 'A cell selects its pages; a bar above goes to its call.'}
    </p>
    ${go} ${legendTemplate(calendar)}
  </div>`;

function legendTemplate({ most, faults }: Calendar): TemplateResult {
  const hasRefused = faults.some(({ kind }) => kind === 'refused');
  return html`<div class="legend">
    <span>${swatch(0)}none</span>
    ${legendOf(most).map(
      ({ shade, least, most: last }) =>
        html`<span>${swatch(shade)}${least === last ? grouped(least) : `${grouped(least)}–${grouped(last)}`}</span>`,
    )}
    ${
      hasRefused
        ? html`<span
            >${html`<svg width="11" height="11" aria-hidden="true">
              <rect class="s1" width="11" height="11" rx="2.5"></rect>
              <path class="refused" d="M4 0h7v7z"></path>
            </svg>`}refused</span
          >`
        : nothing
    }
  </div>`;
}

const swatch = (shade: number): TemplateResult =>
  html`<svg width="11" height="11" aria-hidden="true">
    <rect class=${`s${shade}`} width="11" height="11" rx="2.5"></rect>
  </svg>`;

/** What the table needs. */
export interface FaultTable {
  readonly calendar: Calendar;
  readonly sums: readonly RowSums[];
  readonly view: MmView;
  readonly select: (row: number) => void;
}

/** The rows of the picture as rows of a table. */
export const tableTemplate = (table: FaultTable): TemplateResult =>
  html`<details>
    <summary>The same as a table</summary>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Addresses</th>
            <th scope="col">Mapped now</th>
            <th scope="col">Faults</th>
            ${FAULT_KINDS.map((kind) => html`<th scope="col">${KIND_WORDS[kind][1]}</th>`)}
            <th scope="col">First</th>
            <th scope="col">Last</th>
            <th scope="col">Most</th>
          </tr>
        </thead>
        <tbody>
          ${table.sums.map((sums) => tableRow(table, sums))}
        </tbody>
      </table>
    </div>
  </details>`;

function tableRow({ calendar, view, select }: FaultTable, sums: RowSums): TemplateResult {
  const { start = 0, end = 0 } = calendar.rows[sums.row] ?? {};
  const addresses = addressesOf(start, end, view.arch.geometry.pageShift);
  return html`<tr>
    <th scope="row" class="mono"><button type="button" @click=${() => select(sums.row)}>${addresses}</button></th>
    <td>${mappedAt(view, start, end).name}</td>
    <td>${grouped(sums.total)}</td>
    ${FAULT_KINDS.map((kind) => html`<td>${sums.kinds[kind] === 0 ? '' : grouped(sums.kinds[kind])}</td>`)}
    <td>${callsText(sums.firstCall, sums.firstCall)}</td>
    <td>${callsText(sums.lastCall, sums.lastCall)}</td>
    <td>${callsText(...callsOf(calendar, sums.busiest))}</td>
  </tr>`;
}
