/*
 * What stands beside the program: another kernel, another architecture, another branch, or the recording. Where both stand in time: why
 * they differ, the steps of the call beside each other, the maps, the page tables and what they cost. Fetched after the first picture.
 */
import { SELECT_EVENT, type Selection } from '@mm-playground/api';
import { tokens } from '@mm-playground/viewers';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { mapsBeside } from 'mm-playground';
import type { EngineFacts, Option } from '../engine.ts';
import type { Played } from '../played.ts';
import { Scene, type SceneFacts } from '../scene.ts';
import { ask } from '../shell/ask.ts';
import { controls } from '../shell/shell.styles.ts';
import type { AppState } from '../state.ts';
import { branchesNow } from '../time/branches.ts';
import { alignmentOf } from './alignment.ts';
import { partsOf, reasonsOf, recordingAt } from './compare-engine.ts';
import { compareStyles } from './compare-pane.styles.ts';
import {
  besidesPosition,
  isRecording,
  otherOf,
  resized,
  wordOf,
  type Comparison,
  type Difference,
} from './comparison.ts';
import { costsTable } from './costs.templates.ts';
import { differencesList } from './differences.templates.ts';
import { namesOf } from './names.ts';
import { recordingBeside } from './recording.templates.ts';
import { mapsTable, reasonsList, stepsTable, type Names } from './sides.templates.ts';
import { sidesStyles } from './sides.styles.ts';
import { functionsApart, isApart, rowsBeside, windowOf, type BesideRow } from './steps-beside.ts';

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
  static override styles = [tokens, controls, compareStyles, sidesStyles];
  declare state: AppState | null;
  declare facts: EngineFacts | null;
  /** What the shown side shows. */
  declare scene: SceneFacts | null;
  readonly #other = new Scene();
  #rows: { readonly of: readonly [unknown, unknown]; readonly rows: readonly BesideRow[] } | null = null;

  constructor() {
    super();
    this.state = null;
    this.facts = null;
    this.scene = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state, scene } = this;
    const { comparison = null, played: shown = null } = state ?? {};
    if (state === null || scene === null || comparison === null || shown === null) return nothing;
    const { other, played } = comparison;
    return html`${this.#bar(state, shown, comparison)}
    ${
      other.kind === 'recording'
        ? this.#recording(state, shown)
        : played === null
          ? nothing
          : this.#sides(state, scene, comparison, [shown, played])
    }`;
  }

  /** What somebody stands at is in view. */
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('state') && changed.get('state')?.position !== this.state?.position)
      this.renderRoot.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }

  #bar(state: AppState, shown: Played, comparison: Comparison): TemplateResult {
    const { trouble, stale, other } = comparison;
    return html`<div class="bar">
      <b class="side0">${namesOf(state)[0]}</b>
      <label
        ><span>beside</span>
        <select @change=${this.#choose}>
          ${this.#choices(state, shown, wordOf(other))}
        </select></label
      >
      <span class="status" role="status">
        ${stale ? 'playing…' : trouble === null ? nothing : html`<span class="trouble">It cannot be played there: ${trouble}</span>`}
      </span>
      ${
        trouble === null || (shown.race?.words ?? '') === ''
          ? nothing
          : html`<button class="control solid" @click=${this.#inTurn}>Play one thread after the other</button>`
      }
    </div>`;
  }

  #choices(state: AppState, shown: Played, current: string): TemplateResult {
    const group = (label: string, prefix: string, options: readonly Option[]): TemplateResult | typeof nothing =>
      options.length === 0
        ? nothing
        : html`<optgroup label=${label}>
            ${options.map(({ id, title }) => option(prefix + id, title, current))}
          </optgroup>`;
    const branches = branchesNow(state).filter(({ id }) => id !== state.branches?.current);
    const archs = this.facts?.arch ?? [];
    const isListed = /^(kernel|branch):|^recording$/.test(current) || archs.some(({ id }) => id === current);
    return html`
      ${isRecording(shown) ? option('recording', 'the recording', current) : nothing}
      ${group('Kernels', 'kernel:', this.facts?.kernel ?? [])}
      ${group('Architectures', '', isListed ? archs : [{ id: current, title: current }, ...archs])}
      ${group(
        'Branches',
        'branch:',
        branches.map(({ id, name }) => ({ id: String(id), title: name })),
      )}
    `;
  }

  #recording(state: AppState, shown: Played): TemplateResult {
    const { call } = state.position;
    return recordingBeside(shown, call, recordingAt(shown, call), partsOf(shown, call), (to) => this.#seek(to));
  }

  #sides(state: AppState, scene: SceneFacts, comparison: Comparison, sides: readonly [Played, Played]): TemplateResult {
    const [shown, other] = sides;
    const position = besidesPosition(shown, other, state.position);
    const there = this.#other.at({ ...state, played: other, position });
    const names = namesOf(state);
    const { found } = comparison;
    return html`
      ${found === null ? html`<p class="answers" role="status">comparing…</p>` : differencesList(found, names, state.position.call, this.#goTo)}
      <div class="columns">
        ${this.#steps(state, sides, names)}
        <section class="maps" aria-label="Maps beside each other">
          <h2>Maps</h2>
          ${
            scene.view === null || there.view === null
              ? html`<p class="none">One of them has no address space here.</p>`
              : mapsTable(names, mapsBeside(scene.view, there.view))
          }
        </section>
      </div>
      ${shown.machine.arch === other.machine.arch && comparison.other.kind === 'kernel' ? nothing : this.#tables(state, [scene, there], sides, names)}
    `;
  }

  #steps({ position }: AppState, [shown, other]: readonly [Played, Played], names: Names): TemplateResult {
    const { call, step } = position;
    const partner = alignmentOf(shown, other).there[call] ?? -1;
    const row = shown.calls[call];
    if (row === undefined || partner < 0)
      return html`<section aria-label="Steps beside each other">
        <h2>Steps</h2>
        <p class="none">${row === undefined ? 'No call was made yet.' : `${names[1]} makes no such call.`}</p>
      </section>`;
    const rows = this.#rowsOf(shown.stepsOf(call), other.stepsOf(partner));
    const first = rows.find(isApart);
    const current = rows.find(({ a }) => a !== null && (a.index === step || a.exit === step));
    const reasons = reasonsOf(shown, other, call, functionsApart(rows));
    return html`<section class="steps" aria-label="Steps beside each other">
      <h2><code>${row.text}</code></h2>
      ${answers(row.result, other.calls[partner]?.result ?? '', names)}
      ${
        reasons.length === 0
          ? nothing
          : html`<h3>Why</h3>
              ${reasonsList(reasons, names)}`
      }
      ${rows.length === 0 ? nothing : this.#firstStep(rows, first)}
      ${stepsTable(names, windowOf(rows, current, first), current, first, (to) => this.#seek({ call, step: to }))}
    </section>`;
  }

  #rowsOf(...[a, b]: Parameters<typeof rowsBeside>): readonly BesideRow[] {
    if (this.#rows?.of[0] !== a || this.#rows.of[1] !== b) this.#rows = { of: [a, b], rows: rowsBeside(a, b) };
    return this.#rows.rows;
  }

  #firstStep(rows: readonly BesideRow[], first: BesideRow | undefined): TemplateResult {
    if (first === undefined)
      return html`<p class="none">Step for step the same: ${rows.length.toLocaleString('en')} steps.</p>`;
    const at = rows.indexOf(first);
    const before = rows.slice(0, at + 1).findLast(({ a }) => a !== null)?.a?.index ?? -1;
    const call = this.state?.position.call ?? -1;
    return html`<p class="none">
      <b>${rows.filter(isApart).length.toLocaleString('en')}</b> of ${rows.length.toLocaleString('en')} steps are of one
      side alone.
      <button class="link" @click=${() => this.#seek({ call, step: before })}>To the first one that differs</button>
    </p>`;
  }

  /** Selections are in pages of the shown side; the other one's are turned into them before anybody else hears of them. */
  #tables(
    { selection }: AppState,
    scenes: readonly [SceneFacts, SceneFacts],
    sides: readonly [Played, Played],
    names: Names,
  ): TemplateResult {
    const shift = sides[0].pageShift;
    return html`${costsTable(scenes[0].view, scenes[1].view, names)}
      <div class="tables">
        ${scenes.map(({ view, previous }, side) => {
          const { pageShift } = side === 0 ? sides[0] : sides[1];
          return html`<section aria-label="Page tables of ${names[side]}">
            <h2>${names[side]}</h2>
            <mm-page-table
              compact
              .view=${view}
              .previous=${previous}
              .selection=${resized(selection, shift, pageShift)}
              @mm-select=${(event: CustomEvent<Selection | null>) => this.#retell(event, pageShift, shift)}
            ></mm-page-table>
          </section>`;
        })}
      </div>`;
  }

  #retell(event: CustomEvent<Selection | null>, from: number, to: number): void {
    if (from === to) return;
    event.stopPropagation();
    const detail = resized(event.detail, from, to);
    this.dispatchEvent(new CustomEvent(SELECT_EVENT, { detail, bubbles: true, composed: true }));
  }

  #seek(position: AppState['position']): void {
    ask(this, { type: 'seek', position });
  }

  readonly #goTo = ({ call }: Difference): void => this.#seek({ call, step: Number.MAX_SAFE_INTEGER });

  readonly #inTurn = (): void => ask(this, { type: 'follow', words: '', move: Number.MAX_SAFE_INTEGER });

  readonly #choose = (event: Event): void => {
    if (event.currentTarget instanceof HTMLSelectElement)
      ask(this, { type: 'compare', other: otherOf(event.currentTarget.value) });
  };
}

const option = (value: string, title: string, current: string): TemplateResult =>
  html`<option value=${value} ?selected=${value === current}>${title}</option>`;

/** What both answer: once where it is the same. */
const answers = (a: string, b: string, names: Names): TemplateResult | typeof nothing =>
  a === b
    ? a === ''
      ? nothing
      : html`<p class="none">Both answer <code>${a}</code>.</p>`
    : html`<p class="none">
        <b class="side0">${names[0]}</b> answers <code>${a}</code>, <b class="side1">${names[1]}</b> <code>${b}</code>.
      </p>`;
