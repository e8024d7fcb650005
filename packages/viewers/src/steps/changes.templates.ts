/** What a step or a function changed, as a table: object, field, what it was and what it is. An object is named once. */

import type { Change } from '@mm-playground/api';
import { html, type TemplateResult } from 'lit';
import { valueText } from './step-rows.ts';

/** The table. */
export const changesTable = (changes: readonly Change[], caption: TemplateResult | string): TemplateResult =>
  html`<table>
    <caption>
      ${caption}
    </caption>
    <tbody>
      ${changes.map((change, at) => changeRow(change, changes[at - 1]?.object))}
    </tbody>
  </table>`;

function changeRow({ object, field, before, after }: Change, objectAbove: string | undefined): TemplateResult {
  return html`<tr>
    <th class="object" scope="row">
      <span class=${object === objectAbove ? 'sr' : ''}>${object}</span>
    </th>
    <th class="field" scope="row">${field}</th>
    <td>
      <span class="before-value"><span class="sr">before </span>${valueText(before)}</span
      ><span class="arrow" aria-hidden="true">→</span
      ><span class="after-value"><span class="sr">after </span>${valueText(after)}</span>
    </td>
  </tr>`;
}
