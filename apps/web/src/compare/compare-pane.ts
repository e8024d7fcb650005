/*
 * What stands beside the program: another kernel, another architecture, another branch, or the recording. Where both stand in time: why
 * they differ, the steps of the call beside each other, the maps, the page tables and what they cost. Fetched after the first picture.
 */
import { SELECT_EVENT, type MmView, type Selection } from '@mm-playground/api';
import { endOf, samePosition, tokens, type Position } from '@mm-playground/viewers';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { mapsBeside, type Names } from 'mm-playground';
import type { EngineFacts, Option } from '../engine.ts';
import type { Played } from '../played.ts';
import {
  alignmentOf,
  answers,
  besidesPosition,
  costsAt,
  costsBeside,
  differencesList,
  differenceStyles,
  resized,
  Scene,
  sentences,
  type Difference,
  type SceneFacts,
} from '@mm-playground/embed/player';
import { ask } from '../shell/ask.ts';
import { controls } from '../shell/shell.styles.ts';
import type { AppState } from '../state.ts';
import { branchesNow } from '../time/branches.ts';
import { partsOf, reasonsOf, recordingAround } from './compare-engine.ts';
import { compareStyles } from './compare-pane.styles.ts';
import { isRecording, otherOf, wordOf, type Comparison } from './comparison.ts';
import { namesOf } from './names.ts';
import { divergencesList, figures, recordingBeside } from './recording.templates.ts';
import { mapsTable, reasonsList, stepsTable } from './sides.templates.ts';
import { sidesStyles } from './sides.styles.ts';
import { isApart, rowsBeside, windowOf, type BesideRow } from './steps-beside.ts';

type Sides = readonly [Played, Played];

/** What makes somebody look for where they are. */
const PLACE = ['position', 'played', 'layout'] as const;
type Place = Pick<AppState, (typeof PLACE)[number]>;

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
  static override styles = [tokens, controls, differenceStyles, compareStyles, sidesStyles];
  declare state: AppState | null;
  declare facts: EngineFacts | null;
  /** What the shown side shows. */
  declare scene: SceneFacts | null;
  readonly #other = new Scene();
  #inView: Partial<Place> = {};
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
    const bar = this.#bar(state, shown, comparison);
    if (other.kind === 'recording') return this.#recording(bar, state, shown);
    if (played === null) return whole(bar, nothing);
    return this.#sides(state, scene, comparison, [shown, played]);
  }

  /** What somebody stands at is in view; when a call has returned, what of it differs first. */
  protected override updated(): void {
    if (this.state === null) return;
    const { position, played, layout } = this.state;
    const place: Place = { position, played, layout };
    if (PLACE.every((part) => place[part] === this.#inView[part])) return;
    const row = this.renderRoot.querySelector('[aria-current="step"]') ?? this.renderRoot.querySelector('.first');
    if (row === null) return;
    this.#inView = place;
    // A pane that was just put somewhere has its size a moment later.
    requestAnimationFrame(() => row.scrollIntoView({ block: 'center' }));
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
        ${stale ? waitingFor(state) : trouble === null ? nothing : html`<span class="trouble">It cannot be played there: ${trouble}</span>`}
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
    const { kernel = [], arch = [], index = [] } = this.facts ?? {};
    const machines = [
      ...kernel.map(({ id }) => `kernel:${id}`),
      ...arch.map(({ id }) => id),
      ...index.map(({ id }) => `index:${id}`),
    ];
    // A link may ask for what is not there, or for options that are not offered.
    const isOffered = /^branch:|^recording$/.test(current) || machines.includes(current);
    return html`
      ${isOffered ? nothing : option(current, current.replace(/^(?:kernel|index):/, ''), current)}
      ${isRecording(shown) ? option('recording', 'the recording', current) : nothing}
      ${group('Kernels', 'kernel:', kernel)} ${group('Architectures', '', arch)} ${group('Indexes', 'index:', index)}
      ${group(
        'Branches',
        'branch:',
        branches.map(({ id, name }) => ({ id: String(id), title: name })),
      )}
    `;
  }

  #recording(bar: TemplateResult, { position: { call } }: AppState, shown: Played): TemplateResult {
    const go = (to: number): void => this.#seek({ call: to, step: Number.MAX_SAFE_INTEGER });
    return whole(
      html`${bar} ${figures(shown)} ${divergencesList(shown, call, go)}`,
      recordingBeside(recordingAround(shown, call), call, partsOf(shown, call), go),
    );
  }

  #sides(state: AppState, scene: SceneFacts, comparison: Comparison, sides: Sides): TemplateResult {
    const [shown, other] = sides;
    const position = besidesPosition(shown, other, state.position);
    const there = this.#other.at({ ...state, played: other, position });
    const names = namesOf(state);
    const rows = this.#rowsAt(state.position.call, sides);
    const { found } = comparison;
    return whole(
      html`${this.#bar(state, shown, comparison)}
      ${
        found === null
          ? html`<p class="answers">comparing…</p>`
          : html`${sentences(found.words)} ${differencesList(found, names, state.position.call, this.#goTo)}`
      }
      ${this.#call(state.position.call, sides, names, rows)}`,
      html`${costsBeside(costsAt(sides, names, [scene.view, there.view]), names)}
      ${shown.machine.arch === other.machine.arch ? nothing : this.#tables(state, [scene, there], sides, names)}
      ${this.#steps(state.position, sides, names, rows)} ${maps(scene.view, there.view, names)}`,
    );
  }

  /** The call where time stands: what both answer, and why they differ. */
  #call(call: number, [shown, other]: Sides, names: Names, rows: readonly BesideRow[]): TemplateResult {
    const row = shown.calls[call];
    if (row === undefined) return html`<p class="answers">No call was made yet.</p>`;
    const partner = other.calls[alignmentOf(shown, other).there[call] ?? -1];
    const reasons = partner === undefined ? [] : reasonsOf(shown, other, call, partner.index);
    return html`<section class="call" aria-label="This call">
      <h2><code>${row.text}</code></h2>
      ${partner === undefined ? html`<p class="none">${names[1]} makes no such call.</p>` : answers(row.result, partner.result, names)}
      ${rows.length === 0 ? nothing : this.#firstStep(call, rows)}
      ${
        reasons.length === 0
          ? nothing
          : html`<h3>Why</h3>
              ${reasonsList(reasons, names)}`
      }
    </section>`;
  }

  #firstStep(call: number, rows: readonly BesideRow[]): TemplateResult {
    const at = rows.findIndex(isApart);
    const count = rows.length.toLocaleString('en');
    if (at < 0) return html`<p class="none">Step for step the same: ${count} steps.</p>`;
    const step = rows.slice(0, at + 1).findLast(({ a }) => a !== null)?.a?.index ?? -1;
    return html`<p class="none">
      <b>${rows.filter(isApart).length.toLocaleString('en')}</b> of ${count} rows of steps differ.
      <button class="link" @click=${() => this.#seek({ call, step })}>To the first step that differs</button>
    </p>`;
  }

  #steps(
    position: Position,
    [shown]: Sides,
    names: Names,
    rows: readonly BesideRow[],
  ): TemplateResult | typeof nothing {
    if (rows.length === 0) return nothing;
    const { call, step } = position;
    const first = rows.find(isApart);
    const hasReturned = samePosition(position, endOf(shown.calls, call));
    const current = hasReturned ? undefined : rows.find(({ a }) => a?.index === step || a?.exit === step);
    const go = (to: number): void => this.#seek({ call, step: to });
    return html`<section aria-label="Steps beside each other">
      ${stepsTable(names, windowOf(rows, { current, first }), { current, first }, go)}
    </section>`;
  }

  #rowsAt(call: number, [shown, other]: Sides): readonly BesideRow[] {
    const partner = alignmentOf(shown, other).there[call] ?? -1;
    return partner < 0 ? [] : this.#rowsOf(shown.stepsOf(call), other.stepsOf(partner));
  }

  #rowsOf(...[a, b]: Parameters<typeof rowsBeside>): readonly BesideRow[] {
    if (this.#rows?.of[0] !== a || this.#rows.of[1] !== b) this.#rows = { of: [a, b], rows: rowsBeside(a, b) };
    return this.#rows.rows;
  }

  /** Selections are in pages of the shown side; the other one's are turned into them before anybody else hears of them. */
  #tables(
    { selection }: AppState,
    scenes: readonly [SceneFacts, SceneFacts],
    sides: Sides,
    names: Names,
  ): TemplateResult {
    const shift = sides[0].pageShift;
    return html`<div class="tables">
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

  #seek(position: Position): void {
    ask(this, { type: 'seek', position });
  }

  readonly #goTo = ({ call }: Difference): void => this.#seek({ call, step: Number.MAX_SAFE_INTEGER });

  readonly #inTurn = (): void => ask(this, { type: 'follow', words: '', move: Number.MAX_SAFE_INTEGER });

  readonly #choose = (event: Event): void => {
    if (event.currentTarget instanceof HTMLSelectElement)
      ask(this, { type: 'compare', other: otherOf(event.currentTarget.value) });
  };
}

/** What is said of it on one side, what there is to see on the other. */
const whole = (aside: unknown, main: unknown): TemplateResult =>
  html`<div class="whole">
    <div class="aside">${aside}</div>
    <div class="main" tabindex="0" role="region" aria-label="Both sides">${main}</div>
  </div>`;

/** With more mappings than this their lines are not compared at every step. */
const MOST_MAPS = 4000;

const maps = (a: MmView | null, b: MmView | null, names: Names): TemplateResult =>
  html`<section aria-label="Maps beside each other">
    <h2>/proc/PID/maps</h2>
    ${
      a === null || b === null
        ? html`<p class="none">One of them has no address space here.</p>`
        : Math.max(a.vmas.length, b.vmas.length) > MOST_MAPS
          ? html`<p class="none">
              More than ${MOST_MAPS.toLocaleString('en')} mappings are not compared at every step.
            </p>`
          : mapsTable(names, mapsBeside(a, b))
    }
  </section>`;

const option = (value: string, title: string, current: string): TemplateResult =>
  html`<option value=${value} ?selected=${value === current}>${title}</option>`;

/** A text with mistakes is not played, here or there. */
const waitingFor = ({ stale, diagnostics }: AppState): string =>
  stale && diagnostics.some(({ severity }) => severity === 'error') ? 'waits: the script has mistakes' : 'playing…';
