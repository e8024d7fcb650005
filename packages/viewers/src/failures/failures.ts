/**
 * The failure table of a call: every step of it that can fail, failed in turn, with what the caller got, what was left behind, and
 * whether anything is wrong with that. A row leads to its failure.
 */

import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { isPlain, listKey, rowOfClick } from '../element/list-gestures.ts';
import { listStyles } from '../element/list.styles.ts';
import { RowsController } from '../element/row-window.ts';
import { SheetController } from '../element/sheet-controller.ts';
import { MmElement } from '../element/viewer-element.ts';
import { grouped } from '../format/address.ts';
import { tokens } from '../tokens.styles.ts';
import {
  againText,
  countersText,
  FAIL_EVENT,
  mappingsText,
  shortResult,
  verdictOf,
  type FailedStep,
} from './failure-rows.ts';
import { styles } from './failures.styles.ts';

const TITLES = ['verdict', 'step that fails', 'result', 'old mappings', 'counters', 'made again'] as const;

/**
 * Failures of one call.
 *
 * Keys: arrows, PageUp, PageDown, Home, End go from failure to failure; Enter asks to look at it.
 *
 * @event mm-fail - a failure is to be looked at; detail is its FailedStep
 * @csspart chosen - what is broken in the chosen failure, and the way to it
 */
export class MmFailures extends MmElement {
  static override properties = {
    failures: { attribute: false },
    result: { type: String },
  };
  static override styles: CSSResultGroup = [tokens, listStyles, styles];
  /** The failures, in the order in which the call comes to them. */
  declare failures: readonly FailedStep[];
  /** What the call gives when nothing fails. */
  declare result: string;

  #cursor = -1;
  readonly #window = new RowsController(this, new SheetController(this), () => this.failures.length);

  constructor() {
    super();
    this.failures = [];
    this.result = '';
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('failures')) this.#cursor = this.failures.findIndex(({ violations }) => violations.length > 0);
  }

  protected override render(): TemplateResult {
    if (this.failures.length === 0)
      return html`<p class="empty">No step of this call can fail.</p>
        ${this.liveRegion()}`;
    const { first, last } = this.#window.window;
    const cursor = this.#cursor;
    return html`
      <p class="summary">${this.#summary()}</p>
      <div
        class="scroll"
        tabindex="0"
        role="grid"
        aria-label="Failures"
        aria-rowcount=${this.failures.length + 1}
        aria-activedescendant=${cursor >= first && cursor < last ? `failure-${cursor}` : nothing}
        @keydown=${this.#onKey}
        @click=${this.#onClick}
        @dblclick=${() => this.#go()}
      >
        <table role="presentation">
          <thead class="head" role="rowgroup">
            <tr role="row" aria-rowindex="1">
              ${TITLES.map((title) => html`<th role="columnheader">${title}</th>`)}
            </tr>
          </thead>
          <tbody role="rowgroup">
            <tr class="before" role="presentation"></tr>
            ${this.failures.slice(first, last).map((failure, i) => this.#row(failure, first + i))}
            <tr class="after" role="presentation"></tr>
          </tbody>
        </table>
      </div>
      ${this.#chosen()} ${this.liveRegion()}
    `;
  }

  #row(failure: FailedStep, index: number): TemplateResult {
    const { id, glyph, words } = verdictOf(failure);
    const isCursor = index === this.#cursor;
    return html`<tr
      class="row ${id} ${isCursor ? 'current cursor' : ''}"
      id="failure-${index}"
      role="row"
      data-index=${index}
      aria-rowindex=${index + 2}
      aria-selected=${isCursor}
    >
      <td class="verdict" role="gridcell"><span aria-hidden="true">${glyph}</span> ${words}</td>
      <td class="step" role="gridcell">${failure.failed.join(' + ')}</td>
      <td class="result" role="gridcell" title=${failure.result ?? nothing}>${shortResult(failure.result)}</td>
      <td role="gridcell">${mappingsText(failure)}</td>
      <td class="counters" role="gridcell">${countersText(failure)}</td>
      <td role="gridcell">${againText(failure, this.result)}</td>
    </tr>`;
  }

  #chosen(): TemplateResult | typeof nothing {
    const failure = this.failures[this.#cursor];
    if (failure === undefined) return nothing;
    return html`<div class="chosen" part="chosen" tabindex="0" role="region" aria-label="The chosen failure">
      <p>
        <code>${failure.failed.join(' + ')}</code> fails: the caller gets <code>${failure.result ?? 'nothing'}</code>
        <button class="button" type="button" @click=${() => this.#go()}>Go to this failure</button>
      </p>
      ${failure.violations.map(({ property, what }) => html`<p class="violation">◆ <code>${property}</code> ${what}</p>`)}
    </div>`;
  }

  #summary(): string {
    const count = this.failures.length;
    const violated = this.failures.filter(({ violations }) => violations.length > 0).length;
    const points = `${grouped(count)} ${count === 1 ? 'step' : 'steps'} can fail`;
    const verdict = violated === 0 ? 'nothing is violated' : `${grouped(violated)} break something`;
    return `${points}, ${verdict}. When nothing fails: ${this.result}`;
  }

  readonly #onClick = (event: Event): void => this.#choose(rowOfClick(event));

  readonly #onKey = (event: KeyboardEvent): void => {
    if (!isPlain(event)) return;
    if (event.key === 'Enter') return this.#go();
    const to = listKey(event, this.#cursor, this.failures.length);
    if (to === null) return;
    event.preventDefault();
    this.#choose(to);
  };

  #choose(index: number): void {
    const failure = this.failures[index];
    if (failure === undefined) return;
    this.#cursor = index;
    this.#window.reveal(index);
    const broken = failure.violations.map(({ what }) => what);
    this.say(
      [failure.failed.join(' and '), shortResult(failure.result), verdictOf(failure).words, ...broken].join(', '),
    );
    this.requestUpdate();
  }

  #go(): void {
    const failure = this.failures[this.#cursor];
    if (failure === undefined) return;
    this.dispatchEvent(new CustomEvent<FailedStep>(FAIL_EVENT, { detail: failure, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-failures': MmFailures;
  }
}
