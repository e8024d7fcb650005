/**
 * The named steps of one call as an indented call graph under the kernel's own names, and below it what the selected step
 * changed, field by field. Steps after the position are there, but dimmed: the future of a recorded call is known.
 */

import type { Change, Step } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { listKey, rowOfClick } from '../element/list-gestures.ts';
import { callRows, DEEPEST } from '../element/call-rows.styles.ts';
import { listStyles } from '../element/list.styles.ts';
import { RowsController } from '../element/row-window.ts';
import { SheetController } from '../element/sheet-controller.ts';
import { MmElement } from '../element/viewer-element.ts';
import { grouped } from '../format/address.ts';
import { INITIAL, type Position } from '../position.ts';
import { tokens } from '../tokens.styles.ts';
import { changesStyles } from './changes.styles.ts';
import { changesTable } from './changes.templates.ts';
import { rowOfStep, stepRows, valueText, type StepRow } from './step-rows.ts';
import { styles } from './steps.styles.ts';

/** Changes that are shown at first, and each time when more are asked for. A call may change as many pages as there are. */
const CHANGES_AT_ONCE = 200;
const KIND_WORDS: Readonly<Record<Step['kind'], string>> = {
  enter: 'function',
  exit: 'return',
  step: 'step',
  tracepoint: 'tracepoint',
};

/**
 * The steps of the current call. Choosing one asks for the position after it.
 *
 * Keys: arrows, PageUp, PageDown, Home, End.
 *
 * @event mm-seek - a step was chosen; detail is a Position in the same call
 * @csspart changes - what the selected step changed
 */
export class MmSteps extends MmElement {
  static override properties = {
    steps: { attribute: false },
    position: { attribute: false },
    changes: { attribute: false },
  };
  static override styles: CSSResultGroup = [tokens, listStyles, callRows, changesStyles, styles];
  /** The steps of the position's call. */
  declare steps: readonly Step[];
  /** Where the timeline stands; its step is the selected one. */
  declare position: Position;
  /** What the selected step changed. */
  declare changes: readonly Change[];

  #rows: readonly StepRow[] = [];
  #shownChanges = CHANGES_AT_ONCE;
  readonly #window = new RowsController(this, new SheetController(this), () => this.#rows.length);

  constructor() {
    super();
    this.steps = [];
    this.position = INITIAL;
    this.changes = [];
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('steps')) this.#rows = stepRows(this.steps);
    if (changed.has('changes')) this.#shownChanges = CHANGES_AT_ONCE;
    if (changed.has('position') || changed.has('steps')) {
      const current = this.#current();
      if (current >= 0) this.#window.reveal(current);
    }
  }

  protected override render(): TemplateResult {
    if (this.steps.length === 0)
      return html`<p class="empty">
          ${this.position.call < 0 ? 'Nothing has run yet.' : 'No steps were recorded for this call.'}
        </p>
        ${this.liveRegion()}`;
    const { first, last } = this.#window.window;
    const current = this.#current();
    return html`
      <div
        class="scroll"
        tabindex="0"
        role="listbox"
        aria-label="Steps of the call"
        aria-activedescendant=${current >= first && current < last ? `step-${current}` : nothing}
        @keydown=${this.#onKey}
        @click=${this.#onClick}
      >
        <div class="before" role="presentation"></div>
        ${this.#rows.slice(first, last).map((row, i) => this.#row(row, first + i, first + i === current))}
        <div class="after" role="presentation"></div>
      </div>
      ${this.#changes()} ${this.liveRegion()}
    `;
  }

  #row(row: StepRow, index: number, current: boolean): TemplateResult {
    const { step } = row;
    const result = row.returned?.detail['result'];
    const future = row.index > this.position.step;
    const detail = Object.entries(step.detail).map(([key, value]) => `${key}=${valueText(value)}`);
    return html`<div
      class="row ${step.kind} ${future ? 'future' : ''} ${current ? 'current cursor' : ''}"
      role="option"
      id="step-${index}"
      data-index=${index}
      aria-selected=${current}
      aria-posinset=${index + 1}
      aria-setsize=${this.#rows.length}
    >
      <span class="guides d${Math.min(step.depth, DEEPEST)}"></span>
      <span class="icon" aria-hidden="true"></span>
      <span class="name" data-term=${step.name}
        ><span class="sr">${KIND_WORDS[step.kind]}, depth ${step.depth}: </span>${step.name}</span
      >
      <span class="detail" title=${detail.join('\n')}>${detail.join('  ')}</span>
      ${result === undefined ? nothing : html`<span class="result">→ ${valueText(result)}</span>`}
    </div>`;
  }

  #changes(): TemplateResult {
    if (this.changes.length === 0)
      return html`<div class="changes" part="changes"><p>This step changed nothing.</p></div>`;
    const shown = this.changes.slice(0, this.#shownChanges);
    const left = this.changes.length - shown.length;
    return html`<div class="changes" part="changes" tabindex="0" role="region" aria-label="What this step changed">
      ${changesTable(shown, html`What this step changed${left === 0 ? nothing : `: ${grouped(this.changes.length)} fields`}`)}
      ${left === 0 ? nothing : this.#more(left)}
    </div>`;
  }

  #more(left: number): TemplateResult {
    const next = Math.min(left, CHANGES_AT_ONCE);
    return html`<button class="button more" type="button" @click=${this.#showMore}>
      Show ${next} of ${grouped(left)} more
    </button>`;
  }

  #current(): number {
    return rowOfStep(this.#rows, this.position.step);
  }

  readonly #onClick = (event: Event): void => this.#choose(rowOfClick(event));

  readonly #onKey = (event: KeyboardEvent): void => {
    const to = listKey(event, this.#current(), this.#rows.length);
    if (to === null) return;
    event.preventDefault();
    this.#choose(to);
  };

  readonly #showMore = (): void => {
    this.#shownChanges += CHANGES_AT_ONCE;
    this.requestUpdate();
  };

  #choose(index: number): void {
    const row = this.#rows[index];
    if (row === undefined) return;
    this.#window.reveal(index);
    this.seek({ call: this.position.call, step: row.index });
    this.say(`${KIND_WORDS[row.step.kind]} ${row.step.name}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-steps': MmSteps;
  }
}
