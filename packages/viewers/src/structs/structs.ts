/**
 * The structs that a call keeps on its stack from one phase to the next (`vma_munmap_struct`, `vma_merge_struct`, `mt_detach`),
 * with the kernel's fields, and what of them this step changed.
 */

import type { MmView, StepValue, TravellingView } from '@mm-playground/api';
import { html, type CSSResultGroup, type TemplateResult } from 'lit';
import { MmElement } from '../element/viewer-element.ts';
import { valueText } from '../steps/step-rows.ts';
import { tokens } from '../tokens.styles.ts';
import { styles } from './structs.styles.ts';

/**
 * The travelling structs of one address space, outermost first.
 *
 * @csspart struct - each of the tables
 */
export class MmStructs extends MmElement {
  static override properties = { view: { attribute: false }, previous: { attribute: false } };
  static override styles: CSSResultGroup = [tokens, styles];
  /** The address space in which a call is at work. */
  declare view: MmView | null;
  /** The one before the step; null marks nothing as changed. */
  declare previous: MmView | null;

  constructor() {
    super();
    this.view = null;
    this.previous = null;
  }

  protected override render(): TemplateResult {
    const travelling = this.view?.travelling ?? [];
    if (travelling.length === 0)
      return html`<p class="none">Nothing travels: no call is between two of its phases.</p>`;
    return html`<div class="structs">${travelling.map((struct, at) => this.#struct(struct, at))}</div>`;
  }

  #struct({ name, fields }: TravellingView, at: number): TemplateResult {
    const before = this.#before(name, at);
    return html`<table part="struct">
      <caption>
        <span class="keyword">struct</span>
        <span data-term=${name}>${name}</span
        >${before === null ? html` <span class="new">new</span>` : ''}
      </caption>
      <tbody>
        ${Object.entries(fields).map(([field, value]) => fieldRow(field, value, before?.[field], before !== null))}
      </tbody>
    </table>`;
  }

  /** What the struct held before; null where it was not there, or nothing is compared. */
  #before(name: string, at: number): TravellingView['fields'] | null {
    const there = this.previous?.travelling ?? [];
    const same = there[at]?.name === name ? there[at] : there.find((struct) => struct.name === name);
    return same?.fields ?? null;
  }
}

function fieldRow(field: string, value: StepValue, before: StepValue | undefined, compared: boolean): TemplateResult {
  const changed = compared && before !== value;
  return html`<tr class=${changed ? 'changed' : ''}>
    <th scope="row">${changed ? html`<span class="mark" aria-hidden="true">▸</span>` : ''}${field}</th>
    <td>
      ${
        changed
          ? html`<s><span class="sr">before </span>${valueText(before)}</s
              ><span class="arrow" aria-hidden="true">→</span><b><span class="sr">now </span>${valueText(value)}</b>`
          : valueText(value)
      }
    </td>
  </tr>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-structs': MmStructs;
  }
}
