/*
 * The shell itself: one grid of panes, the viewers in them, and the gestures of all of them turned into actions. It draws
 * what the state says and decides nothing; a viewer never hears of another one, only of the selection and the position.
 */
import { SELECT_EVENT, type Selection } from '@mm-playground/api';
import { SEEK_EVENT, tokens, type Position } from '@mm-playground/viewers';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { EngineFacts } from '../engine.ts';
import { sceneOf } from '../first-selection.ts';
import { Scene } from '../scene.ts';
import type { Action, AppState, CentreTab, LeftTab, Pane, SideTab } from '../state.ts';
import type { Store } from '../store.ts';
import { frameOfTour } from '../story/tour-frame.ts';
import { tourLayout } from '../story/tour-layout.styles.ts';
import type { TourRun } from '../story/tour-run.ts';
import { appStyles } from './app.styles.ts';
import { ACTION_EVENT } from './ask.ts';
import { controls } from './shell.styles.ts';
import { tabList, tabPanel } from './tabs.ts';

const PANES: readonly { pane: Pane; title: string }[] = [
  { pane: 'script', title: 'Program' },
  { pane: 'map', title: 'Map' },
  { pane: 'tables', title: 'Tables' },
  { pane: 'steps', title: 'Steps' },
];

const SIDES: readonly { tab: SideTab; title: string }[] = [
  { tab: 'tables', title: 'Page tables' },
  { tab: 'steps', title: 'Steps and counters' },
];

const LEFT: readonly { tab: LeftTab; title: string }[] = [
  { tab: 'story', title: 'Story' },
  { tab: 'script', title: 'Script' },
  { tab: 'calls', title: 'Calls' },
];

const CENTRE: readonly { tab: CentreTab; title: string }[] = [
  { tab: 'maps', title: '/proc/PID/maps' },
  { tab: 'tree', title: 'Maple tree' },
  { tab: 'memory', title: 'Memory' },
  { tab: 'compare', title: 'Compare' },
  { tab: 'race', title: 'Race' },
];

/** The faces that a file has: not each has a story, or a race. */
const facesOf = <Tab extends string>(
  tabs: readonly { readonly tab: Tab; readonly title: string }[],
  absent: Tab | null,
): readonly { readonly tab: Tab; readonly title: string }[] => tabs.filter(({ tab }) => tab !== absent);

/** From here on page tables and steps stand side by side; as in `app.styles.ts`. */
const WIDE = '(width >= 140rem)';

/** The app. `store` is set once, before it is connected; `facts` when they are known. */
export class MmApp extends LitElement {
  static override properties = {
    store: { attribute: false },
    facts: { attribute: false },
    state: { state: true },
    dropping: { state: true },
    editorReady: { state: true },
  };
  static override styles = [tokens, controls, appStyles, tourLayout];
  declare store: Store | null;
  declare facts: EngineFacts | null;
  /** Whether a file hovers over the page. */
  declare dropping: boolean;
  /** Whether the editor's code has arrived. */
  declare editorReady: boolean;
  declare private state: AppState | null;
  readonly #scene = new Scene();
  /** Whether the map was framed for the story: afterwards it is the reader's. */
  #isFramed = false;
  /** The moment of a tour for which it was framed. */
  #framedFor: TourRun | null = null;
  #unsubscribe: (() => void) | undefined;

  constructor() {
    super();
    this.store = null;
    this.facts = null;
    this.dropping = false;
    this.editorReady = false;
    this.state = null;
    this.addEventListener(SELECT_EVENT, (event) => {
      this.#do({ type: 'selected', selection: (event as CustomEvent<Selection | null>).detail });
    });
    this.addEventListener(SEEK_EVENT, (event) => {
      this.#do({ type: 'seek', position: (event as CustomEvent<Position>).detail });
    });
    this.addEventListener(ACTION_EVENT, (event) => this.#do((event as CustomEvent<Action>).detail));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.state = this.store?.state ?? null;
    this.#unsubscribe = this.store?.subscribe((now) => (this.state = now));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
  }

  protected override updated(): void {
    const { state } = this;
    if (state !== null && state.stories.run !== null) return this.#frameTour(state, state.stories.run);
    if ((state?.played?.story ?? null) === null) this.#isFramed = false;
    else if (state !== null && !this.#isFramed) this.#frame(state);
  }

  /** Shows where a scenario does what it does. Comes back where the map is hidden. */
  #frame(state: AppState): void {
    const map = this.renderRoot.querySelector('mm-address-map');
    const { view } = this.#scene.at(state);
    const scene = view === null ? null : sceneOf(view);
    if (map === null || map.clientWidth === 0 || scene === null) return;
    this.#isFramed = true;
    // The map has a scale when it has been measured.
    requestAnimationFrame(() => requestAnimationFrame(() => map.showRange(scene)));
  }

  /** Shows what the step of a tour speaks of, once for each step. */
  #frameTour(state: AppState, run: TourRun): void {
    const map = this.renderRoot.querySelector('mm-address-map');
    if (map === null || map.clientWidth === 0 || state.stale || run === this.#framedFor) return;
    this.#framedFor = run;
    this.#isFramed = true;
    const frame = frameOfTour(state);
    requestAnimationFrame(() => requestAnimationFrame(() => (frame === null ? map.showAll() : map.showRange(frame))));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state } = this;
    if (state === null) return nothing;
    return html`
      <header>
        <mm-app-header .state=${state} .facts=${this.facts}></mm-app-header>
        <mm-app-notice .state=${state}></mm-app-notice>
      </header>
      <nav class="panes" aria-label="Panes">${PANES.map((pane) => this.#paneButton(state, pane))}</nav>
      <main data-pane=${state.pane} data-side=${state.sideTab} ?data-tour=${state.stories.run !== null}>
        ${this.#left(state)} ${this.#centre(state)}
        <nav class="tabs side" aria-label="Inside">${SIDES.map((side) => this.#sideButton(state, side))}</nav>
        ${this.#tables(state)} ${this.#inside(state)}
      </main>
      <footer>${this.#timeline(state)}</footer>
      <mm-app-dialogs .state=${state}></mm-app-dialogs>
      ${this.dropping ? html`<div class="drop"><p>Drop a log, a capture or a scenario</p></div>` : nothing}
    `;
  }

  #paneButton(state: AppState, { pane, title }: (typeof PANES)[number]): TemplateResult {
    return html`<button aria-pressed=${state.pane === pane} @click=${() => this.#do({ type: 'pane', pane })}>
      ${title}
    </button>`;
  }

  #sideButton(state: AppState, { tab, title }: (typeof SIDES)[number]): TemplateResult {
    return html`<button aria-pressed=${state.sideTab === tab} @click=${() => this.#do({ type: 'side-tab', tab })}>
      ${title}
    </button>`;
  }

  #left(state: AppState): TemplateResult {
    return html`<section class="left" data-pane="script" aria-label="Program">
      ${tabList({
        label: 'Program',
        tabs: facesOf(LEFT, hasStory(state) ? null : 'story'),
        chosen: state.leftTab,
        choose: (tab) => this.#do({ type: 'left-tab', tab }),
      })}
      ${tabPanel(
        'story',
        state.leftTab,
        state.stories.run === null
          ? html`<mm-app-story .state=${state.leftTab === 'story' ? state : null} .facts=${this.facts}></mm-app-story>`
          : html`<mm-app-tour .state=${state.leftTab === 'story' ? state : null} .facts=${this.facts}></mm-app-tour>`,
      )}
      ${tabPanel(
        'script',
        state.leftTab,
        this.editorReady
          ? html`<mm-app-editor .state=${state}></mm-app-editor>`
          : html`<pre class="waiting" aria-hidden="true">${firstLines(state.source?.text ?? '')}</pre>`,
      )}
      ${tabPanel(
        'calls',
        state.leftTab,
        html`<mm-call-list .calls=${state.played?.calls ?? []} .position=${state.position}></mm-call-list>`,
      )}
    </section>`;
  }

  #centre(state: AppState): TemplateResult {
    const { view, previous } = this.#scene.at(state);
    return html`<section class="centre" data-pane="map" data-tab=${state.centreTab} aria-label="Address space">
      <div class="card map">
        <mm-address-map .view=${view} .previous=${previous} .selection=${state.selection}></mm-address-map>
      </div>
      <div class="card vmas">
        ${tabList({
          label: 'VMAs',
          tabs: facesOf(CENTRE, (state.played?.race ?? null) === null ? 'race' : null),
          chosen: state.centreTab,
          choose: (tab) => this.#do({ type: 'centre-tab', tab }),
        })}
        ${tabPanel(
          'maps',
          state.centreTab,
          html`<mm-maps-table .view=${view} .previous=${previous} .selection=${state.selection}></mm-maps-table>`,
        )}
        ${tabPanel(
          'tree',
          state.centreTab,
          // Laying out a tree costs as much as it has nodes: only while somebody looks.
          html`<mm-maple-tree
            .view=${state.centreTab === 'tree' ? view : null}
            .selection=${state.selection}
          ></mm-maple-tree>`,
        )}
        ${tabPanel('memory', state.centreTab, this.#memory(state))}
        ${tabPanel(
          'compare',
          state.centreTab,
          html`<mm-app-compare
            .state=${state.centreTab === 'compare' ? state : null}
            .facts=${this.facts}
            .scene=${state.centreTab === 'compare' ? this.#scene.at(state) : null}
          ></mm-app-compare>`,
        )}
        ${tabPanel(
          'race',
          state.centreTab,
          html`<mm-app-race .state=${state.centreTab === 'race' ? state : null}></mm-app-race>`,
        )}
      </div>
    </section>`;
  }

  /** Frames and how they are found cost as much as there is of them: only while somebody looks. */
  #memory(state: AppState): TemplateResult {
    const looks = state.centreTab === 'memory';
    const { view, previous } = this.#scene.at(state);
    return html`<div class="memory">
      <mm-physical
        .view=${looks ? view : null}
        .previous=${looks ? previous : null}
        .selection=${state.selection}
      ></mm-physical>
      <h2>Reverse mapping</h2>
      <mm-rmap
        .view=${looks ? view : null}
        .previous=${looks ? previous : null}
        .selection=${state.selection}
      ></mm-rmap>
    </div>`;
  }

  #tables(state: AppState): TemplateResult {
    const { view, previous } = this.#scene.at(state);
    // Reading all tables costs as much as there is of them: only while somebody looks.
    const looks = state.sideTab === 'tables' || matchMedia(WIDE).matches || state.pane === 'tables';
    return html`<section class="tables" data-pane="tables" aria-label="Page tables">
      <div class="card walk">
        <h2>Page tables</h2>
        <mm-page-table
          .view=${looks ? view : null}
          .previous=${looks ? previous : null}
          .selection=${state.selection}
        ></mm-page-table>
      </div>
    </section>`;
  }

  #inside(state: AppState): TemplateResult {
    const { view, previous, steps, changes, history } = this.#scene.at(state);
    // Asking whether everything holds costs as much as there is: only where somebody can see it.
    const looks = state.sideTab === 'steps' || matchMedia(WIDE).matches || state.pane === 'steps';
    return html`<section class="inside" data-pane="steps" aria-label="Inside the call">
      <div class="card steps">
        <h2>Steps</h2>
        <mm-steps .steps=${steps} .position=${state.position} .changes=${changes}></mm-steps>
      </div>
      <div class="card">
        <h2>Invariants</h2>
        <mm-invariants .view=${looks ? view : null} .previous=${previous}></mm-invariants>
      </div>
      <div class="card">
        <h2>What travels</h2>
        <mm-structs .view=${looks ? view : null} .previous=${previous}></mm-structs>
      </div>
      ${(state.played?.race ?? null) === null ? nothing : this.#tlbs(state, looks)}
      <div class="card">
        <h2>Counters</h2>
        <mm-counters .view=${view} .previous=${previous} .history=${history}></mm-counters>
      </div>
    </section>`;
  }

  /** Only of a race: alone, a TLB tells no more than the tables. */
  #tlbs(state: AppState, looks: boolean): TemplateResult {
    const { view, previous } = this.#scene.at(state);
    return html`<div class="card">
      <h2>TLBs</h2>
      <mm-tlb .view=${looks ? view : null} .previous=${looks ? previous : null} .selection=${state.selection}></mm-tlb>
    </div>`;
  }

  #timeline(state: AppState): TemplateResult {
    const { steps } = this.#scene.at(state);
    return html`<mm-timeline
      .calls=${state.played?.calls ?? []}
      .steps=${steps}
      .position=${state.position}
    ></mm-timeline>`;
  }

  #do(action: Action): void {
    this.store?.dispatch(action);
  }
}

/** Whether there is something to read: what a file says itself, or a tour. */
const hasStory = ({ played, stories }: AppState): boolean => (played?.story ?? null) !== null || stories.run !== null;

const WAITING_LINES = 120;

/** What stands where the editor will be, for the moment until it is there. */
const firstLines = (text: string): string => text.split('\n', WAITING_LINES).join('\n');
