/**
 * Then this: how it looks. Data comes in as properties, and each is set only where the element has it; a gesture goes out as an event,
 * and every viewer follows. Buttons and a table bring keyboard and screen readers along.
 *
 * The page forbids inline styles and text that becomes HTML: styles stand in `css`, text in the holes of `html`.
 */

import { SELECT_EVENT, type MmView, type Selection, type ViewerElement } from '@mm-playground/api';
import { css, html, LitElement, type CSSResultGroup, type TemplateResult } from 'lit';
import { kindRows, type KindRow } from './rows.ts';

/**
 * __name__.
 *
 * @event mm-select - a row was pressed: the largest VMA of its kind
 */
export class Viewer extends LitElement implements ViewerElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    selection: { attribute: false },
  };
  static override styles: CSSResultGroup = css`
    /* Colours and type are those of the page, in either scheme. */
    :host {
      display: block;
      overflow: auto;
      padding: 0.375rem 0.5rem;
      font-size: 0.875rem;
    }
    table {
      border-collapse: collapse;
    }
    th,
    td {
      padding: 0.125rem 0.5rem;
      text-align: end;
      font-variant-numeric: tabular-nums;
    }
    th:first-child {
      text-align: start;
    }
    button {
      padding: 0.25rem 0;
      border: 0;
      color: inherit;
      background: none;
      font: inherit;
      font-weight: 400;
      cursor: pointer;
    }
    [aria-pressed='true'] {
      font-weight: 600;
      text-decoration: underline;
    }
  `;
  /** The address space that is shown. */
  declare view: MmView | null;
  /** The one before it; null marks nothing as changed. */
  declare previous: MmView | null;
  /** What is selected anywhere. */
  declare selection: Selection | null;

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.selection = null;
  }

  protected override render(): TemplateResult {
    if (this.view === null) return html`<p>Nothing is mapped.</p>`;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">Kind</th>
          <th scope="col">Pages</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        ${kindRows(this.view, this.previous).map((row) => this.#row(row))}
      </tbody>
    </table>`;
  }

  #row({ kind, pages, more, largest }: KindRow): TemplateResult {
    const { selection } = this;
    const isSelected = selection?.kind === 'vma' && selection.id === largest.id;
    return html`<tr>
      <th scope="row">
        <button type="button" aria-pressed=${isSelected} @click=${() => this.#select(largest)}>${kind}</button>
      </th>
      <td>${pages}</td>
      <td>${more > 0 ? `+${more}` : more < 0 ? more : ''}</td>
    </tr>`;
  }

  #select({ id, start, end }: KindRow['largest']): void {
    const detail: Selection = { kind: 'vma', id, start, end };
    this.dispatchEvent(new CustomEvent(SELECT_EVENT, { detail, bubbles: true, composed: true }));
  }
}
