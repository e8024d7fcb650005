/*
 * Two architectures beside each other on one program, or two branches of a program on one: the costs at the place in time that both stand at, the calls that answer
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
import { branchesNow } from '../time/branches.ts';
import { compareStyles } from './compare-pane.styles.ts';
import { besidesPosition, costRows, otherwise, resized, type Comparison, type Otherwise } from './comparison.ts';

/** Calls that answer otherwise and are listed; of more there is the number. */
const MOST_CALLS = 8;
/** Before the number of a branch, where an architecture could stand. */
const BRANCH = 'branch ';
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
      ${this.#bar(state, shown, comparison)} ${other === null ? nothing : this.#sides(state, scene, shown, other)}
    `;
  }

  #bar(state: AppState, shown: Played, comparison: Comparison): TemplateResult {
    const { trouble, stale } = comparison;
    return html`<div class="bar">
      <b>${this.#names(state, shown, comparison)[0]}</b>
      <label
        ><span>beside</span>
        <select @change=${this.#choose}>
          ${this.#choices(state, comparison)}
        </select></label
      >
      <span class="status" role="status">
        ${stale ? 'playing…' : trouble === null ? nothing : html`<span class="trouble">It cannot be played there: ${trouble}</span>`}
      </span>
    </div>`;
  }

  #choices(state: AppState, { arch, branch }: Comparison): TemplateResult {
    const options = this.facts?.arch ?? [];
    const isKnown = branch !== null || options.some(({ id }) => id === arch);
    const others = branchesNow(state).filter(({ id }) => id !== state.branches?.current);
    return html`
      ${others.map(({ id, name }) => html`<option value="${BRANCH}${id}" ?selected=${id === branch}>${name}</option>`)}
      ${options.map(
        ({ id, title }) => html`<option value=${id} ?selected=${branch === null && id === arch}>${title}</option>`,
      )}
      ${isKnown ? nothing : html`<option value=${arch} selected>${arch}</option>`}
    `;
  }

  /** What both sides are called: by what they differ in. */
  #names(state: AppState, { machine }: Played, { branch, arch, played }: Comparison): readonly [string, string] {
    if (branch === null) return [machine.arch, played?.machine.arch ?? arch];
    const nameOf = (id: number | undefined): string => branchesNow(state).find((each) => each.id === id)?.name ?? '';
    return [nameOf(state.branches?.current), nameOf(branch)];
  }

  #sides(state: AppState, scene: SceneFacts, shown: Played, other: Played): TemplateResult {
    const position = besidesPosition(shown, other, state.position);
    const there = this.#other.at({ ...state, played: other, position });
    const names = state.comparison === null ? (['', ''] as const) : this.#names(state, shown, state.comparison);
    return html`
      ${this.#costs(scene.view, there.view, names)} ${this.#answers(shown, other)}
      <div class="tables">
        ${this.#tables(names[0], shown, scene, state.selection, shown.pageShift)}
        ${this.#tables(names[1], other, there, state.selection, shown.pageShift)}
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
    const alone = calls.filter(({ results }) => results.includes(null));
    const answering = calls.length - alone.length;
    const [first] = calls;
    const listed = (failures.length > 0 && alone.length === 0 ? failures : calls).slice(0, MOST_CALLS);
    return html`<details class="answers">
      <summary>
        ${alone.length === 0 ? nothing : html`<b>${alone.length.toLocaleString('en')}</b> calls are of one side alone, `}<b
          >${answering.toLocaleString('en')}</b
        >
        of ${shown.calls.length.toLocaleString('en')} calls answer otherwise${failuresIn(failures, answering)}
      </summary>
      <ul>
        ${listed.map((call) => this.#answer(call, call === first))}
      </ul>
    </details>`;
  }

  #answer({ call, line, text, results }: Otherwise, isFirst: boolean): TemplateResult {
    return html`<li>
      <button @click=${() => ask(this, { type: 'seek', position: { call, step: Number.MAX_SAFE_INTEGER } })}>
        <span class="line">line ${line}</span> <code>${text}</code>
        ${isFirst ? html`<span class="first">first difference</span>` : nothing}
        <span>${answerOf(results[0])} <span aria-label="beside">|</span> ${answerOf(results[1])}</span>
      </button>
    </li>`;
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
    name: string,
    { pageShift }: Played,
    { view, previous }: SceneFacts,
    selection: Selection | null,
    shift: number,
  ): TemplateResult {
    return html`<section aria-label="Page tables of ${name}">
      <h2>${name}</h2>
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
    if (!(event.currentTarget instanceof HTMLSelectElement)) return;
    const { value } = event.currentTarget;
    if (value.startsWith(BRANCH)) ask(this, { type: 'compare-branch', id: Number(value.slice(BRANCH.length)) });
    else ask(this, { type: 'compare', arch: value });
  };
}

const failuresIn = (failures: readonly Otherwise[], answering: number): TemplateResult | string => {
  if (failures.length > 0) return html`, <b>${failures.length.toLocaleString('en')}</b> succeed on one side alone`;
  return answering === 0 ? '' : ', all of them with other addresses or numbers';
};

const answerOf = (result: string | null): TemplateResult =>
  result === null ? html`<i>not made</i>` : html`<code>${result}</code>`;

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
