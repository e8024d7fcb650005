/**
 * The calls of a program, one line each: verdict, line, task, call, result. The current call follows the position; its
 * notes (what diverged, what was adopted) stand below the list.
 */

import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { listKey, rowOfClick } from '../element/list-gestures.ts';
import { VERDICT_LOOKS, type CallRow } from '../call-row.ts';
import { listStyles } from '../element/list.styles.ts';
import { RowsController } from '../element/row-window.ts';
import { SheetController } from '../element/sheet-controller.ts';
import { MmElement } from '../element/viewer-element.ts';
import { endOf, INITIAL, type Position } from '../position.ts';
import { tokens } from '../tokens.styles.ts';
import { styles } from './call-list.styles.ts';

/**
 * The calls with their results and verdicts. Choosing one asks for the position after everything that it did.
 *
 * Keys: arrows, PageUp, PageDown, Home, End.
 *
 * @event mm-seek - a call was chosen; detail is a Position
 * @csspart notes - the sentences about the current call
 */
export class MmCallList extends MmElement {
  static override properties = { calls: { attribute: false }, position: { attribute: false } };
  static override styles: CSSResultGroup = [tokens, listStyles, styles];
  /** The calls, in order of their index. */
  declare calls: readonly CallRow[];
  /** Where the timeline stands. */
  declare position: Position;

  readonly #window = new RowsController(this, new SheetController(this), () => this.calls.length);

  constructor() {
    super();
    this.calls = [];
    this.position = INITIAL;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('position') && this.position.call >= 0) this.#window.reveal(this.position.call);
  }

  protected override render(): TemplateResult {
    if (this.calls.length === 0)
      return html`<p class="empty">No calls yet.</p>
        ${this.liveRegion()}`;
    const { first, last } = this.#window.window;
    const { call } = this.position;
    return html`
      <div
        class="scroll"
        tabindex="0"
        role="listbox"
        aria-label="Calls"
        aria-activedescendant=${call >= first && call < last ? `call-${call}` : nothing}
        @keydown=${this.#onKey}
        @click=${this.#onClick}
      >
        <div class="before" role="presentation"></div>
        ${this.calls.slice(first, last).map((row, i) => this.#row(row, first + i))}
        <div class="after" role="presentation"></div>
      </div>
      ${this.#notes()} ${this.liveRegion()}
    `;
  }

  #row(row: CallRow, index: number): TemplateResult {
    const look = VERDICT_LOOKS[row.verdict];
    const current = index === this.position.call;
    const split = row.text.indexOf('(');
    const name = split < 0 ? row.text : row.text.slice(0, split);
    return html`<div
      class="row ${row.verdict} ${row.failed ? 'failed' : ''} ${current ? 'current cursor' : ''}"
      role="option"
      id="call-${index}"
      data-index=${index}
      aria-selected=${current}
      aria-posinset=${index + 1}
      aria-setsize=${this.calls.length}
      title=${[`${row.text}${row.result === '' ? '' : ` = ${row.result}`}`, ...row.notes].join('\n')}
    >
      <span class="line">${row.line}</span>
      <span class="glyph"><span aria-hidden="true">${look.glyph}</span><span class="sr">${look.words}</span></span>
      <span class="task">${row.task}</span>
      <span class="text"><b>${name}</b>${split < 0 ? '' : row.text.slice(split)}</span>
      <span class="result">${row.result === '' ? '' : `= ${row.result}`}</span>
    </div>`;
  }

  #notes(): TemplateResult | typeof nothing {
    const notes = this.calls[this.position.call]?.notes ?? [];
    if (notes.length === 0) return nothing;
    return html`<ul class="notes" part="notes" aria-label="About this call">
      ${notes.map((note) => html`<li>${note}</li>`)}
    </ul>`;
  }

  readonly #onClick = (event: Event): void => this.#choose(rowOfClick(event));

  readonly #onKey = (event: KeyboardEvent): void => {
    const to = listKey(event, this.position.call, this.calls.length);
    if (to === null) return;
    event.preventDefault();
    this.#choose(to);
  };

  #choose(index: number): void {
    const row = this.calls[index];
    if (row === undefined) return;
    this.#window.reveal(index);
    this.seek(endOf(this.calls, index));
    this.say(`${row.text}, ${row.result === '' ? '' : `result ${row.result}, `}${VERDICT_LOOKS[row.verdict].words}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-call-list': MmCallList;
  }
}
