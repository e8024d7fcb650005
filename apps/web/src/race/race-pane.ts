/*
 * A race: what exploring it came to on each kernel, the shortest schedule of each violation, and what each call could give. Fetched
 * when a file has a race.
 */
import { tokens } from '@mm-playground/viewers';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { ask } from '../shell/ask.ts';
import { controls } from '../shell/shell.styles.ts';
import type { AppState } from '../state.ts';
import { raceStyles } from './race-pane.styles.ts';
import {
  countText,
  shareText,
  violatedIn,
  type Outcome,
  type RaceReport,
  type RaceRun,
  type ShownSchedule,
} from './race.ts';

/**
 * The race of the file that is open.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppRace extends LitElement {
  static override properties = { state: { attribute: false } };
  static override styles = [tokens, controls, raceStyles];
  declare state: AppState | null;

  constructor() {
    super();
    this.state = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state } = this;
    const race = state?.played?.race ?? null;
    if (state === null || race === null) return nothing;
    const kernel = state.played?.machine.kernel ?? '';
    const run = state.races[kernel];
    return html`
      ${this.#kernels(state, kernel)}
      <section class="verdict" role="status" aria-label="Verdict">${this.#verdict(kernel, run)}</section>
      ${run?.status === 'done' ? this.#report(state, run.report) : nothing}
    `;
  }

  /** A row of verdicts, a kernel each; and what can be explored next. */
  #kernels({ played, races }: AppState, shown: string): TemplateResult {
    const named = (played?.story?.expect ?? []).map(({ kernel }) => kernel);
    const kernels = [...new Set([...named, shown])];
    const isRunning = Object.values(races).some(({ status }) => status === 'running');
    const left = kernels.filter((kernel) => races[kernel]?.status !== 'done');
    return html`<div class="bar">
      <div class="kernels" role="group" aria-label="Kernels">
        ${kernels.map((kernel) => this.#kernel(kernel, races[kernel], kernel === shown))}
      </div>
      ${
        isRunning
          ? html`<button class="control solid" @click=${() => ask(this, { type: 'explore', kernels: [] })}>
              Cancel
            </button>`
          : nothing
      }
      ${
        !isRunning && races[shown]?.status !== 'done'
          ? html`<button class="control primary" @click=${() => ask(this, { type: 'explore', kernels: [shown] })}>
              Explore
            </button>`
          : nothing
      }
      ${
        !isRunning && left.length > 0 && kernels.length > 1
          ? html`<button class="control solid" @click=${() => ask(this, { type: 'explore', kernels: left })}>
              Explore all ${kernels.length}
            </button>`
          : nothing
      }
    </div>`;
  }

  #kernel(kernel: string, run: RaceRun | undefined, isShown: boolean): TemplateResult {
    const { glyph, words, tone } = lookOf(run);
    return html`<button
      class="kernel ${tone}"
      aria-pressed=${isShown}
      title="${kernel}: ${words}"
      @click=${() => ask(this, { type: 'chosen', choice: { kernel } })}
    >
      <b>${kernel}</b><span class="glyph" aria-hidden="true">${glyph}</span><span class="words">${words}</span>
    </button>`;
  }

  #verdict(kernel: string, run: RaceRun | undefined): TemplateResult {
    switch (run?.status) {
      case undefined:
        return html`<p>Explore it to see every order in which these threads can take turns on ${kernel}.</p>`;
      case 'running':
        return html`<progress aria-label="Exploring ${kernel}"></progress>
          <p>
            Exploring ${kernel}: <b>${run.states.toLocaleString('en')}</b> states in
            <b>${run.runs.toLocaleString('en')}</b> runs so far
          </p>`;
      case 'cancelled':
        return html`<p>Not explored to its end on ${kernel}.</p>`;
      case 'failed':
        return html`<p class="violated">It cannot be explored on ${kernel}: ${run.message}</p>`;
      case 'done':
        return this.#found(kernel, run.report);
    }
  }

  #found(kernel: string, report: RaceReport): TemplateResult {
    const { schedules, states, bound, shown } = report;
    const violated = shown.filter(({ property }) => property !== null);
    const scope = bound === null ? 'every schedule' : `every schedule with at most ${bound} preemptions`;
    return html`${
        violated.length === 0
          ? html`<p class="line">
              <span class="holds"><span aria-hidden="true">✓</span> Nothing is violated</span> on ${kernel}, in
              ${scope}. ${this.#why()}
            </p>`
          : violated.map(
              ({ property, schedules: among, share, what }) =>
                html`<p class="line">
                  <span class="violated"><span aria-hidden="true">◆</span> <code>${property}</code> is violated</span>
                  on ${kernel}, in ${shareText(share)} of the schedules (${countText(among)}). ${this.#why()}<br />
                  <span class="what">${what}</span>
                </p>`,
            )
      }
      <p class="numbers">
        <b>${countText(schedules)}</b> schedules, <b>${states.toLocaleString('en')}</b>
        states${bound === null ? ', all of them' : `, ${scope}`}
      </p>`;
  }

  #why(): TemplateResult | typeof nothing {
    if ((this.state?.played?.story?.explain.length ?? 0) === 0) return nothing;
    return html`<button class="why" @click=${() => ask(this, { type: 'why' })}>Why?</button>`;
  }

  #report(state: AppState, report: RaceReport): TemplateResult {
    const shown = report.shown.find(({ words }) => words === state.followed) ?? report.shown[0];
    if (shown === undefined) return html`${nothing}`;
    return html`<section aria-label="Schedule">
        <h2>
          ${shown.property === null ? 'One thread after the other' : html`The shortest schedule that violates <code>${shown.property}</code>`}
        </h2>
        ${report.shown.length > 1 ? this.#choices(report, shown) : nothing}
        <mm-interleaving
          .interleaving=${shown.interleaving}
          .current=${currentMove(state, shown)}
          @mm-move=${(event: CustomEvent<number>) => ask(this, { type: 'follow', words: shown.words, move: event.detail })}
        ></mm-interleaving>
      </section>
      ${outcomes(report.outcomes)}`;
  }

  #choices({ shown }: RaceReport, chosen: ShownSchedule): TemplateResult {
    return html`<div class="choices" role="group" aria-label="Violations">
      ${shown.map(
        (each) =>
          html`<button
            class="control solid"
            aria-pressed=${each === chosen}
            @click=${() => ask(this, { type: 'follow', words: each.words, move: each.moment })}
          >
            ${each.property}
          </button>`,
      )}
    </div>`;
  }
}

/** What a kernel's verdict looks like. */
function lookOf(run: RaceRun | undefined): { readonly glyph: string; readonly words: string; readonly tone: string } {
  switch (run?.status) {
    case undefined:
      return { glyph: '·', words: 'not explored', tone: 'open' };
    case 'running':
      return { glyph: '…', words: 'exploring', tone: 'open' };
    case 'cancelled':
      return { glyph: '–', words: 'cancelled', tone: 'open' };
    case 'failed':
      return { glyph: '■', words: 'failed', tone: 'violated' };
    case 'done':
      return violatedIn(run.report).length === 0
        ? { glyph: '✓', words: 'holds', tone: 'holds' }
        : { glyph: '◆', words: 'violated', tone: 'violated' };
  }
}

/** The move of the shown schedule after which time stands; -1 where it stands elsewhere. */
const currentMove = ({ played, position, stale }: AppState, { words }: ShownSchedule): number =>
  !stale && played?.race?.words === words && position.call === played.race.call ? position.step : -1;

/** What each call could give, in how many schedules. */
function outcomes(rows: readonly Outcome[]): TemplateResult {
  return html`<section aria-label="Outcomes">
    <h2 id="outcomes">What each call can give</h2>
    <div class="table" tabindex="0" role="region" aria-labelledby="outcomes">
      <table aria-labelledby="outcomes">
        <thead>
          <tr>
            <th scope="col">thread</th>
            <th scope="col">call</th>
            <th scope="col">result</th>
            <th scope="col" class="number">schedules</th>
            <th scope="col" class="number">share</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ thread, text, result, schedules, share }, at) =>
              html`<tr class=${rows[at - 1]?.text === text ? 'same' : ''}>
                <th scope="row">${thread}</th>
                <td><code>${shorten(text)}</code></td>
                <td><code class="result">${result}</code></td>
                <td class="number">${countText(schedules)}</td>
                <td class="number">${shareText(share)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

const MOST = 48;
const shorten = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}…` : text);
