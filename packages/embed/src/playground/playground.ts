/**
 * `<mm-playground>`: a script, played, with the viewers that the page asks for. The element is small: the model, the architecture and
 * the viewers are fetched when it comes near the window. Until then, and where there is no script, the page shows what is inside of it.
 */

import { SELECT_EVENT, vpn, type Diagnostic, type Selection, type ViewerPlugin } from '@mm-playground/api';
import {
  INITIAL,
  PLAY_EVENT,
  SEEK_EVENT,
  samePosition,
  StaticRoot,
  tokens,
  type Position,
} from '@mm-playground/viewers';
import {
  html,
  isServer,
  LitElement,
  noChange,
  nothing,
  type CSSResultGroup,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type { Beside } from '../compare/play-beside.ts';
import { viewerTemplate } from '../elements/viewer-template.ts';
import { TIMELINE, VIEWS, viewsOf, type Given, type Shown, type View } from '../elements/views.ts';
import { play, type Answer, type Request } from '../engine.ts';
import { NearController } from '../elements/near-controller.ts';
import type { Played } from '../player/played.ts';
import { Scene } from '../player/scene.ts';
import { noPlace, positionOf } from './place.ts';
import { viewStyles } from '../elements/view.styles.ts';
import { styles } from './playground.styles.ts';
import { dedented, fetchScript, ownScript } from './source.ts';

const USUAL_VIEWS = 'call-list address-map maps-table';
/** What the script and its machine are; when one changes, it is played anew. */
const ASKS = ['script', 'src', 'kernel', 'arch', 'index', 'compare'] as const;
/** A viewer that is new measures itself in a frame, is updated in the next, and paints in the one after. */
const FRAMES_UNTIL_PAINTED = 3;

/**
 * A living figure of an address space.
 *
 * ```html
 * <mm-playground kernel="6.18" views="call-list address-map" step="2">
 *   p = mmap(NULL, 4*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
 *   munmap(p + PAGE, PAGE)
 * </mm-playground>
 * ```
 *
 * @attr script - the script; else `src`, else the element's own text
 * @attr src - the address of a script or a recording, of this origin or one that allows it
 * @attr kernel - the kernel, whatever the script says: `6.18`
 * @attr arch - the architecture, whatever the script says: `arm64:granule=16`
 * @attr index - the index under the VMAs
 * @attr compare - what stands beside it, the same script on another machine: `kernel:6.18`, `riscv64`, `index:sorted-array`
 * @attr views - ids of viewers, in order: `address-map maps-table maple-tree page-table call-list steps ...`
 * @attr step - where it stands: `end`, `start`, `3` after the third call, `3.12` after its twelfth step
 * @attr select - an address whose page is selected
 * @attr height - the height of the figure, in CSS
 * @attr autoplay - plays from the beginning once it is seen, unless somebody wants less motion
 * @attr theme - `light` or `dark`, whatever the page has
 * @slot - the script, and what is shown in place of the figure until it is alive
 * @event mm-select - something was selected in it; detail is a Selection or null
 * @event mm-seek - it goes to another place in time; detail is a Position
 * @event mm-ready - the figure is alive
 * @csspart view - around each viewer
 * @csspart trouble - what is wrong with the script, or the address
 * @cssproperty --mm-height - the height of the figure
 */
export class MmPlayground extends LitElement {
  static override properties = {
    script: { type: String },
    src: { type: String },
    kernel: { type: String },
    arch: { type: String },
    index: { type: String },
    compare: { type: String, reflect: true },
    views: { type: String },
    step: { type: String },
    select: { type: String },
    height: { type: String },
    autoplay: { type: Boolean },
    theme: { type: String, reflect: true },
    // The same answer to another question is another one.
    answer: { state: true, hasChanged: () => true },
    beside: { state: true },
    trouble: { state: true },
    position: { state: true },
    selection: { state: true },
    isPlaying: { state: true },
  };
  static override styles: CSSResultGroup = [tokens, viewStyles, styles];
  declare script: string | null;
  declare src: string | null;
  declare kernel: string;
  declare arch: string;
  declare index: string;
  declare compare: string | null;
  declare views: string;
  declare step: string;
  declare select: string;
  declare height: string;
  declare autoplay: boolean;
  declare theme: string | null;
  declare private answer: Answer | null;
  declare private beside: Beside | null;
  declare private trouble: string | null;
  declare private position: Position;
  declare private selection: Selection | null;
  declare private isPlaying: boolean;

  readonly #near = new NearController(this);
  readonly #scene = new Scene();
  readonly #otherScene = new Scene();
  readonly #defined = new Set<ViewerPlugin>();
  #asked: AbortController | null = null;
  #text: MutationObserver | null = null;
  /** What a server rendered, until the figure is alive. */
  #static: StaticRoot | null = null;

  constructor() {
    super();
    this.script = null;
    this.src = null;
    this.kernel = '';
    this.arch = '';
    this.index = '';
    this.compare = null;
    this.views = USUAL_VIEWS;
    this.step = 'end';
    this.select = '';
    this.height = '';
    this.autoplay = false;
    this.theme = null;
    this.answer = null;
    this.beside = null;
    this.trouble = null;
    this.position = INITIAL;
    this.selection = null;
    this.isPlaying = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener(SELECT_EVENT, this.#onSelect);
    this.addEventListener(SEEK_EVENT, this.#onSeek);
    this.addEventListener(PLAY_EVENT, this.#onPlay);
    this.#text = new MutationObserver(() => void this.#load());
    this.#text.observe(this, { childList: true, characterData: true, subtree: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#text?.disconnect();
    this.#asked?.abort();
    this.isPlaying = false;
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    this.#static = StaticRoot.of(this);
    return super.createRenderRoot();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const asksAnew = this.#asked === null || ASKS.some((name) => changed.has(name)) || this.#lacksMemory();
    if (this.#near.isNear && asksAnew) void this.#load();
    if (changed.has('answer') && this.answer !== null)
      this.trouble = troubleOf(this.answer, [...viewsOf(this.views).unknown, ...(this.beside?.trouble ?? [])]);
    if (changed.has('answer') || changed.has('step')) this.#place();
  }

  protected override render(): TemplateResult | typeof noChange {
    const shown = this.#shown();
    if (shown === null && this.trouble === null && this.#static !== null) return noChange;
    if (shown === null) return html`<slot></slot>${this.#trouble()}`;
    const other = this.beside?.side ?? null;
    const time = html`<div class="time">${this.#viewer(TIMELINE, shown, { playing: this.isPlaying })}</div>`;
    return html`<section class="figure" aria-label="What the kernel does">
      ${other === null ? [this.#views(shown), time] : this.#sides(shown, other, time)} ${this.#trouble()}
      <p class="foot"><span>${machinesText(shown.played, other?.played ?? shown.played)}</span></p>
    </section>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('height')) this.style.setProperty('--mm-height', this.height === '' ? null : this.height);
    const shown = this.#shown();
    if (shown !== null || this.trouble !== null) void this.#takeOver();
    if (shown === null) return;
    for (const [element, view] of this.#placed()) {
      void this.#define(view);
      Object.assign(element, view.given(shown));
    }
    if (changed.has('answer')) this.dispatchEvent(new CustomEvent('mm-ready', { bubbles: true, composed: true }));
  }

  #trouble(): TemplateResult | typeof nothing {
    const { trouble } = this;
    return trouble === null ? nothing : html`<p class="trouble" part="trouble" role="alert">${trouble}</p>`;
  }

  /** What a server rendered lies on the figure until all of that is painted. */
  async #takeOver(): Promise<void> {
    const rendered = this.#static;
    this.#static = null;
    if (rendered === null) return;
    for (let frame = 0; frame < FRAMES_UNTIL_PAINTED; frame++) await new Promise(requestAnimationFrame);
    rendered.giveWay();
  }

  /** The page's own arrangement of viewers, where it has one; else those that `views` names. */
  #views(shown: Shown): TemplateResult {
    if (this.#placed().length > 0) return OWN;
    const [first, ...rest] = viewsOf(this.views).views;
    const cell = (view: View): TemplateResult =>
      html`<div class="view ${view.plugin.id}" part="view">${this.#viewer(view, shown)}</div>`;
    return html`<div class="views">
      ${first === undefined ? nothing : cell(first)}
      ${rest.length === 0 ? nothing : html`<div class="rest">${rest.map(cell)}</div>`}
    </div>`;
  }

  /** Both sides of a comparison around their timeline; an arrangement of the page's own is told the shown one. */
  #sides(shown: Shown, { played, names }: Side, time: TemplateResult): TemplateResult {
    const isOwn = this.#placed().length > 0;
    return html`${isOwn ? OWN : nothing}
      <mm-comparison
        exportparts="view"
        .shown=${shown}
        .other=${played}
        .names=${names}
        .scene=${this.#otherScene}
        .views=${isOwn ? [] : viewsOf(this.views).views}
        .viewer=${this.#viewer}
        >${time}</mm-comparison
      >`;
  }

  /** Viewers that stand in the element. A server renders the element's own. */
  #placed(): (readonly [Element, View])[] {
    if (isServer) return [];
    return [...VIEWS.values()].flatMap((view) =>
      [...this.querySelectorAll(view.plugin.tag)].map((element) => [element, view] as const),
    );
  }

  /** Whether a viewer of it looks at memory itself, or costs are compared. */
  #looksAtMemory(): boolean {
    if ((this.compare ?? '') !== '') return true;
    const shown = [...viewsOf(this.views).views, ...this.#placed().map(([, view]) => view)];
    return shown.some(({ looksAtMemory }) => looksAtMemory === true);
  }

  /** Whether one came to it later, and what it looks at was not asked for. */
  #lacksMemory(): boolean {
    return this.answer !== null && !this.answer.memoryViews && this.#looksAtMemory();
  }

  /** A viewer; its code is fetched the first time. */
  readonly #viewer = (view: View, shown: Shown, more: Given = {}): TemplateResult => {
    void this.#define(view);
    return viewerTemplate(view, shown, more);
  };

  async #define({ plugin }: View): Promise<void> {
    if (this.#defined.has(plugin)) return;
    this.#defined.add(plugin);
    try {
      await plugin.define();
    } catch (error) {
      this.trouble = `${plugin.title}: ${messageOf(error)}`;
    }
  }

  #shown(): Shown | null {
    const played = this.answer?.played ?? null;
    if (played === null || this.#lacksMemory()) return null;
    const { position, selection } = this;
    return { played, position, selection, scene: this.#scene.at({ played, position }) };
  }

  async #load(): Promise<void> {
    if (!this.#near.isNear) return;
    this.#asked?.abort();
    const asked = (this.#asked = new AbortController());
    // Their code comes while the script is played.
    const code = Promise.all([TIMELINE, ...viewsOf(this.views).views].map((view) => this.#define(view)));
    const { kernel, arch, index } = this;
    const memoryViews = this.#looksAtMemory();
    try {
      const text = await this.#script(asked.signal);
      const request = { text, kernel, arch, index, memoryViews };
      const [answer, beside] = await Promise.all([play(request), besideOf(request, this.compare), code]);
      if (!asked.signal.aborted) [this.answer, this.beside] = [answer, beside];
    } catch (error) {
      if (!asked.signal.aborted) this.trouble = messageOf(error);
    }
  }

  async #script(signal: AbortSignal): Promise<string> {
    if (this.script !== null) return dedented(this.script);
    return this.src === null ? ownScript(this) : fetchScript(this.src, signal);
  }

  /** Goes to where the attributes say. */
  #place(): void {
    const played = this.answer?.played ?? null;
    if (played === null) return;
    const isFilm = this.autoplay && !isServer && !matchMedia('(prefers-reduced-motion: reduce)').matches;
    const position = isFilm ? INITIAL : positionOf(played.calls, this.step);
    if (position === null) this.trouble = noPlace(this.step);
    this.position = position ?? INITIAL;
    this.isPlaying = isFilm;
    this.selection = pageOf(this.select, played.pageShift);
  }

  readonly #onSelect = (event: CustomEvent<Selection | null>): void => {
    this.selection = event.detail;
  };

  readonly #onSeek = (event: CustomEvent<Position>): void => {
    if (!samePosition(event.detail, this.position)) this.position = event.detail;
  };

  readonly #onPlay = (event: CustomEvent<boolean>): void => {
    this.isPlaying = event.detail;
  };
}

type Side = NonNullable<Beside['side']>;

const OWN = html`<div class="own"><slot></slot></div>`;

/** What they ran on: once where that is called the same. */
const machinesText = (...sides: readonly Played[]): string =>
  [...new Set(sides.map(({ machine: { kernel, arch } }) => `Linux ${kernel}, ${arch}`))].join(' beside ');

/** What stands beside it; the code of comparing is fetched where something does. */
const besideOf = async (request: Request, word: string | null): Promise<Beside | null> =>
  word === null || word === '' ? null : (await import('../compare/play-beside.ts')).playBeside(play, request, word);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What is wrong, a line each; null where nothing is. */
function troubleOf({ diagnostics, played }: Answer, unknown: readonly string[]): string | null {
  const stopped = played?.stopped ?? null;
  const lines = [
    ...diagnostics.filter(({ severity }) => severity === 'error').map(lineOf),
    ...(stopped === null ? [] : [`line ${stopped.line}: ${stopped.text}`]),
    ...unknown,
  ];
  return lines.length === 0 ? null : lines.join('\n');
}

const lineOf = ({ span, message }: Diagnostic): string => `line ${span.line}, column ${span.column}: ${message}`;

/** The page of an address; null where there is none. */
function pageOf(address: string, pageShift: number): Selection | null {
  if (!/^(0x[\da-f]{1,16}|\d{1,20})$/i.test(address)) return null;
  const page = vpn(Number(BigInt(address) >> BigInt(pageShift)));
  return { kind: 'page', start: page, end: vpn(page + 1) };
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-playground': MmPlayground;
  }
}
