/*
 * The shell itself: the header, the panes as the layout has them, the timeline, and the gestures of all viewers turned into actions.
 * It draws what the state says and decides nothing; a viewer never hears of another one, only of the selection and the position.
 */
import { SELECT_EVENT } from '@mm-playground/api';
import { minimap, PLAY_EVENT, programRange, SEEK_EVENT, timeline, tokens } from '@mm-playground/viewers';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Desk } from '../commands/command.ts';
import { OtherScene } from '../compare/other-side.ts';
import type { EngineFacts, PluginsReport } from '../engine.ts';
import { pagesOf } from '../layout/layout.ts';
import { panesOf, type PaneId } from '../layout/parts.ts';
import type { Played } from '../played.ts';
import { Scene } from '@mm-playground/embed/player';
import { initialState, type Action, type AppState } from '../state.ts';
import type { Store } from '../store.ts';
import { frameOfTour } from '../story/tour-frame.ts';
import type { TourRun } from '../story/tour-run.ts';
import { appStyles } from './app.styles.ts';
import { ACTION_EVENT } from './ask.ts';
import { Dock } from './dock.ts';
import { firstFocusable } from './focus.ts';
import { paneOf, placesNow, titleOf, type Drawing } from './panes.ts';
import { controls } from './shell.styles.ts';
import { viewer } from './viewer.ts';

/** The app. `store` is set once, before it is connected; `facts` when they are known. */
export class MmApp extends LitElement {
  static override properties = {
    store: { attribute: false },
    facts: { attribute: false },
    loaded: { attribute: false },
    state: { state: true },
    dropping: { state: true },
    isComplete: { state: true },
  };
  static override styles = [tokens, controls, appStyles];
  declare store: Store | null;
  declare facts: EngineFacts | null;
  /** Tells what is loaded. */
  declare loaded: (() => PluginsReport) | null;
  /** Whether a file hovers over the page. */
  declare dropping: boolean;
  /** Whether the code that the first picture does without has arrived. */
  declare isComplete: boolean;
  declare private state: AppState | null;
  readonly #scene = new Scene();
  readonly #other = new OtherScene();
  readonly #dock = new Dock(this, (layout) => this.#do({ type: 'layout', layout }));
  /** What each pane drew last, and of which program: a pane that nobody sees keeps it. */
  readonly #drawn = new Map<PaneId, { readonly of: Played | null; readonly content: TemplateResult }>();
  /** Whether the map was framed for the story: afterwards it is the reader's. */
  #isFramed = false;
  /** The moment of a tour for which it was framed. */
  #framedFor: TourRun | null = null;
  #unsubscribe: (() => void) | undefined;

  constructor() {
    super();
    this.store = null;
    this.facts = null;
    this.loaded = null;
    this.dropping = false;
    this.isComplete = false;
    this.state = null;
    this.addEventListener(SELECT_EVENT, (event) => {
      this.#do({ type: 'selected', selection: event.detail });
    });
    this.addEventListener(SEEK_EVENT, (event) => {
      this.#do({ type: 'seek', position: event.detail });
    });
    this.addEventListener(PLAY_EVENT, (event) => {
      this.#do({ type: 'time', action: { type: 'playing', on: event.detail } });
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

  protected override updated(changed: PropertyValues): void {
    const { state } = this;
    const run = state?.stories.run ?? null;
    if (state !== null && run !== null) this.#frameTour(state, run);
    else if ((state?.played?.story ?? null) === null) this.#isFramed = false;
    else if (state !== null && !this.#isFramed) this.#frame(state);
    const before = (changed.get('state') ?? null) as AppState | null;
    const focused = state?.layout.focused ?? null;
    if (focused !== null && before !== null && before.layout.focused !== focused) this.#focus(focused.pane);
  }

  /** Shows where a scenario does what it does. Comes back where the map is hidden. */
  #frame(state: AppState): void {
    const map = this.renderRoot.querySelector('mm-address-map');
    const { view } = this.#scene.at(state);
    const scene = view === null ? null : programRange(view);
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

  /** Into the pane, where something in it takes the focus; else to its tab. */
  #focus(pane: PaneId): void {
    const panel = this.renderRoot.querySelector<HTMLElement>(`#panel-${pane}`);
    const inside = panel === null ? null : firstFocusable(panel);
    (inside ?? this.renderRoot.querySelector<HTMLElement>(`#tab-${pane}`))?.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state } = this;
    if (state === null) return nothing;
    return html`
      <header>
        <mm-app-header .state=${state} .facts=${this.facts}></mm-app-header>
        <mm-app-notice .state=${state}></mm-app-notice>
        ${state.live === null ? nothing : html`<mm-app-live .state=${state}></mm-app-live>`}
      </header>
      ${this.#pages(state)}
      <main ?data-tour=${state.stories.run !== null}>${this.#panes(state)}</main>
      <footer>${this.#timeline(state)}</footer>
      <mm-app-dialogs .state=${state} .loaded=${this.loaded}></mm-app-dialogs>
      <mm-app-palette .state=${state} .facts=${this.facts}></mm-app-palette>
      ${this.dropping ? html`<div class="drop"><p>Drop a log, a scenario, maps, a trace or a drawing</p></div>` : nothing}
    `;
  }

  /** Which panes a narrow window shows; a wide one shows all of them. */
  #pages({ layout }: AppState): TemplateResult | typeof nothing {
    const pages = pagesOf(layout);
    if (pages.length < 2) return nothing;
    return html`<nav class="pages" aria-label="Panes">
      ${pages.map(
        ({ title }, page) =>
          html`<button
            aria-pressed=${page === layout.page}
            @click=${() => this.#do({ type: 'layout', layout: { type: 'page', page } })}
          >
            ${title}
          </button>`,
      )}
    </nav>`;
  }

  #panes(state: AppState): TemplateResult {
    const { layout } = state;
    const places = placesNow(state);
    const inView = new Set(places.stacks.flatMap(({ panes }) => panes));
    const drawing: Drawing = {
      state,
      scene: this.#scene.at(state),
      other: this.#other.at(state),
      facts: this.facts,
      isComplete: this.isComplete,
    };
    return this.#dock.render(places, {
      title: (pane) => titleOf(pane, state),
      content: (pane, isShown) => this.#content(pane, isShown, drawing),
      elsewhere: pagesOf(layout)
        .flatMap(({ part }) => panesOf(part))
        .filter((pane) => !inView.has(pane) && this.#drawn.has(pane)),
      isPlain: layout.room === 'narrow',
      maximised: layout.maximised,
    });
  }

  /** What nobody sees costs nothing: it stays as it was drawn, and goes when it is of another program. */
  #content(id: PaneId, isShown: boolean, drawing: Drawing): TemplateResult | typeof nothing {
    const pane = paneOf(id);
    const last = this.#drawn.get(id);
    const of = drawing.state.played;
    if (pane === undefined) return nothing;
    if (isShown || (pane.isKept === true && last !== undefined)) {
      const content = pane.draw(drawing);
      this.#drawn.set(id, { of, content });
      return content;
    }
    if (last !== undefined && last.of === of) return last.content;
    this.#drawn.delete(id);
    return nothing;
  }

  #timeline(state: AppState): TemplateResult {
    const { steps } = this.#scene.at(state);
    const { run, playing } = state.time;
    const [calls, { position }] = [state.played?.calls ?? NONE, state];
    return html`<div class="time">
        ${viewer(minimap, { run, calls, position })}<mm-app-time .state=${state}></mm-app-time>
      </div>
      ${viewer(timeline, { calls, steps, position, playing })}`;
  }

  /** What commands work with. */
  get desk(): Desk {
    return { state: this.store?.state ?? initialState, facts: this.facts, dispatch: (action) => this.#do(action) };
  }

  #do(action: Action): void {
    this.store?.dispatch(action);
  }
}

const NONE: readonly never[] = [];
