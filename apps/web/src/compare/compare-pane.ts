/*
 * Two architectures beside each other on one program: the costs at the place in time that both stand at, the calls that answer
 * otherwise, and the page tables of both. Fetched after the first picture.
 */
import { SELECT_EVENT, type MmView, type Selection } from '@mm-playground/api';
import { tokens } from '@mm-playground/viewers';
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import type { EngineFacts } from '../engine.ts';
import type { Played } from '../played.ts';
import { Scene, type SceneFacts } from '../scene.ts';
import { ask } from '../shell/ask.ts';
import { controls } from '../shell/shell.styles.ts';
import type { AppState } from '../state.ts';
import { compareStyles } from './compare-pane.styles.ts';
import { besidesPosition, costRows, otherwise, resized, type Comparison, type Otherwise } from './comparison.ts';

/** Calls that answer otherwise and are listed; of more there is the number. */
const MOST_CALLS = 8;
const BAR = { width: 64, height: 6 } as const;

/**
 * The comparison of the program that is open.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 * @event mm-select - something was selected on one of the sides; detail is a Selection in pages of the shown architecture
 */
export class MmAppCompare extends LitElement {
  static override properties = {
    state: { attribute: false },
    facts: { attribute: false },
    scene: { attribute: false },
  };
  static override styles = [tokens, controls, compareStyles];
  declare state: AppState | null;
  declare facts: EngineFacts | null;
  /** What the shown side shows. */
  declare scene: SceneFacts | null;
  readonly #other = new Scene();
  #otherwise: { readonly of: readonly [Played, Played]; readonly calls: readonly Otherwise[] } | null = null;

  constructor() {
    super();
    this.state = null;
    this.facts = null;
    this.scene = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const [state, scene] = [this.state, this.scene];
    const comparison = state?.comparison ?? null;
    const shown = state?.played ?? null;
    if (state === null || scene === null || comparison === null || shown === null) return nothing;
    const other = comparison.played;
    return html`
      ${this.#bar(shown, comparison)} ${other === null ? nothing : this.#sides(state, scene, shown, other)}
    `;
  }

  #bar({ machine }: Played, { arch, trouble, stale }: Comparison): TemplateResult {
    const options = this.facts?.arch ?? [];
    const isKnown = options.some(({ id }) => id === arch);
    return html`<div class="bar">
      <b>${machine.arch}</b>
      <label
        ><span>beside</span>
        <select @change=${this.#choose}>
          ${options.map(({ id, title }) => html`<option value=${id} ?selected=${id === arch}>${title}</option>`)}
          ${isKnown ? nothing : html`<option value=${arch} selected>${arch}</option>`}
        </select></label
      >
      <span class="status" role="status">
        ${stale ? 'playing…' : trouble === null ? nothing : html`<span class="trouble">It cannot be played there: ${trouble}</span>`}
      </span>
    </div>`;
  }

  #sides(state: AppState, scene: SceneFacts, shown: Played, other: Played): TemplateResult {
    const position = besidesPosition(shown, other, state.position);
    const there = this.#other.at({ ...state, played: other, position });
    return html`
      ${this.#costs(scene.view, there.view, [shown.machine.arch, other.machine.arch])} ${this.#answers(shown, other)}
      <div class="tables">
        ${this.#tables(shown, scene, state.selection, shown.pageShift)}
        ${this.#tables(other, there, state.selection, shown.pageShift)}
      </div>
    `;
  }

  #costs(a: MmView | null, b: MmView | null, names: readonly [string, string]): TemplateResult {
    if (a === null || b === null) return html`<p class="none">One of them has no address space here.</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Costs beside each other">
      <table>
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
  }

  #answers(shown: Played, other: Played): TemplateResult {
    const calls = this.#callsOf(shown, other);
    if (calls.length === 0)
      return html`<p class="answers">All ${shown.calls.length.toLocaleString('en')} calls answer alike.</p>`;
    const failures = calls.filter(({ isFailure }) => isFailure);
    const listed = (failures.length > 0 ? failures : calls).slice(0, MOST_CALLS);
    return html`<details class="answers">
      <summary>
        <b>${calls.length.toLocaleString('en')}</b> of ${shown.calls.length.toLocaleString('en')} calls answer
        otherwise,
        ${failures.length === 0 ? 'all of them with other addresses or numbers' : html`<b>${failures.length.toLocaleString('en')}</b> succeed on one side alone`}
      </summary>
      <ul>
        ${listed.map(
          ({ call, line, text, results }) =>
            html`<li>
              <button @click=${() => ask(this, { type: 'seek', position: { call, step: Number.MAX_SAFE_INTEGER } })}>
                <span class="line">line ${line}</span> <code>${text}</code>
                <span><code>${results[0]}</code> <span aria-label="beside">|</span> <code>${results[1]}</code></span>
              </button>
            </li>`,
        )}
      </ul>
    </details>`;
  }

  #callsOf(shown: Played, other: Played): readonly Otherwise[] {
    const known = this.#otherwise;
    if (known !== null && known.of[0] === shown && known.of[1] === other) return known.calls;
    const calls = otherwise(shown, other);
    this.#otherwise = { of: [shown, other], calls };
    return calls;
  }

  /** Selections are in pages of the shown side; the other one's are turned into them before anybody else hears of them. */
  #tables(
    { machine, pageShift }: Played,
    { view, previous }: SceneFacts,
    selection: Selection | null,
    shift: number,
  ): TemplateResult {
    return html`<section aria-label="Page tables of ${machine.arch}">
      <h2>${machine.arch}</h2>
      <mm-page-table
        compact
        .view=${view}
        .previous=${previous}
        .selection=${resized(selection, shift, pageShift)}
        @mm-select=${(event: CustomEvent<Selection | null>) => {
          if (pageShift === shift) return;
          event.stopPropagation();
          const detail = resized(event.detail, pageShift, shift);
          this.dispatchEvent(new CustomEvent(SELECT_EVENT, { detail, bubbles: true, composed: true }));
        }}
      ></mm-page-table>
    </section>`;
  }

  readonly #choose = (event: Event): void => {
    if (event.currentTarget instanceof HTMLSelectElement)
      ask(this, { type: 'compare', arch: event.currentTarget.value });
  };
}

/** A value against the larger of both. */
const bar = (share: number, side: number): TemplateResult =>
  html`<svg
    class="side${side}"
    viewBox="0 0 ${BAR.width} ${BAR.height}"
    width=${BAR.width}
    height=${BAR.height}
    aria-hidden="true"
  >
    ${svg`<rect class="ground" width=${BAR.width} height=${BAR.height} /><rect class="value" width=${share > 0 ? Math.max(1, BAR.width * share) : 0} height=${BAR.height} />`}
  </svg>`;
