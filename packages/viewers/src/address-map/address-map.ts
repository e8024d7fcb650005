/**
 * The address map: from all of user space down to one page. The canvas is drawn by a pure function; this class keeps the
 * scale, turns gestures and keys into new scales and selections, and keeps a list beside the canvas that says the same.
 */

import { vpn, type MmView, type Selection, type VmaView } from '@mm-playground/api';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { inFrame } from '../element/in-frame.ts';
import { stageStyles } from '../element/stage.styles.ts';
import { fitCanvas } from '../element/fit-canvas.ts';
import { ResizeController, type Area } from '../element/resize-controller.ts';
import { SheetController } from '../element/sheet-controller.ts';
import { swatches } from '../element/swatch.styles.ts';
import { ThemeController } from '../element/theme-controller.ts';
import { tips } from '../element/tip.styles.ts';
import { MmElement } from '../element/viewer-element.ts';
import { rangeText } from '../format/address.ts';
import { probeStyles, tokens } from '../tokens.styles.ts';
import { addressAxis, type AddressAxis, type PageRange } from './address-axis.ts';
import { drawAddressMap } from './address-map.draw.ts';
import { styles } from './address-map.styles.ts';
import { footTemplate, listTemplate, tipTemplate } from './address-map.templates.ts';
import { AddressScale } from './address-scale.ts';
import { mapChanges, NO_CHANGES, type MapChanges } from './changes.ts';
import { factsOf, sentenceOf, type Place } from './describe.ts';
import { Flight } from './flight.ts';
import { bandsIn, inBand } from './geometry.ts';
import { listenToGestures, type GestureTarget } from './gestures.ts';
import { keyAction } from './keys.ts';
import { TableReader } from '../table-reader.ts';
import { kindPatterns } from './patterns.ts';
import { firstAfter, vmaAt, vmaColumns, type VmaColumns } from './vma-columns.ts';

const ZOOM_STEP = 1.6;
const PAGE_PX = 3;

/**
 * Draws one address space as a strip that can be zoomed from all of user space to one page. Big holes are folded. What
 * changed since `previous` is marked above the lane, permissions and present pages below it.
 *
 * Keys, while it has the focus: arrows go from mapping to mapping, Alt+arrows from page to page, Shift+arrows scroll,
 * + and − zoom, Enter fits the selection, 0 shows everything, Home and End go to the ends, Escape selects nothing.
 * The wheel zooms while the map has the focus, and always with Ctrl.
 *
 * @event mm-select - a gesture selected a mapping, a page or a range; detail is a Selection, or null
 * @csspart stage - the drawing area
 * @csspart legend - the list of kinds below it
 * @csspart tooltip - what is under the pointer
 * @cssproperty --mm-code - colour of code; likewise --mm-data, --mm-file, --mm-anon, --mm-heap, --mm-stack, --mm-shared,
 *   --mm-special, --mm-guard, --mm-unknown
 */
export class MmAddressMap extends MmElement {
  static override properties = {
    view: { attribute: false },
    previous: { attribute: false },
    selection: { attribute: false },
    opening: { attribute: false },
    unfolded: { type: Boolean, reflect: true },
  };
  static override styles: CSSResultGroup = [tokens, probeStyles, swatches, tips, stageStyles, styles];
  /** The address space to draw. */
  declare view: MmView | null;
  /** The one before it, to show what changed; null shows no changes. */
  declare previous: MmView | null;
  /** What is selected, here or in another viewer. */
  declare selection: Selection | null;
  /** What it shows first, until somebody goes elsewhere; null is everything. */
  declare opening: PageRange | null;
  /** Draws holes to scale instead of folding them. */
  declare unfolded: boolean;

  readonly #size = new ResizeController(this, () => this.renderRoot.querySelector('.stage'));
  readonly #theme = new ThemeController(this);
  readonly #sheet = new SheetController(this);
  readonly #flight = new Flight();
  #columns: VmaColumns = vmaColumns([]);
  #reader: TableReader | null = null;
  #changes: MapChanges = NO_CHANGES;
  #scale: AddressScale | null = null;
  #place: (Place & { readonly x: number; readonly y: number }) | null = null;
  #sweep: PageRange | null = null;
  #patterns: { readonly key: string; readonly list: readonly (CanvasPattern | null)[] } = { key: '', list: [] };
  #unlisten: (() => void) | undefined;
  #frame = 0;

  constructor() {
    super();
    this.view = null;
    this.previous = null;
    this.selection = null;
    this.opening = null;
    this.unfolded = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#flight.stop();
    this.#unlisten?.();
    this.#unlisten = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#listen();
  }

  protected override firstUpdated(): void {
    this.#listen();
  }

  /** Shows a range, with an animation unless motion is to be reduced. */
  showRange(range: PageRange): void {
    if (this.#scale !== null) this.#flyTo(this.#scale.fitted(range));
  }

  /** Shows everything. */
  showAll(): void {
    if (this.#scale !== null) this.#flyTo(this.#scale.home());
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view')) this.#adoptView();
    if (changed.has('view') || changed.has('previous')) {
      const [view, previous] = [this.view, this.previous];
      this.#changes = view === null || previous === null ? NO_CHANGES : mapChanges(previous.vmas, view.vmas);
    }
    if (changed.has('view') || changed.has('unfolded')) this.#adoptAxis();
    this.#adoptArea(this.#size.area);
    if (changed.has('selection') && this.selection !== null && this.#scale !== null)
      this.#scale = this.#scale.revealing(this.selection);
  }

  protected override updated(): void {
    this.#placeTip();
    this.#paintSoon();
  }

  protected override render(): TemplateResult {
    const active = this.#activeIndex();
    const shift = this.view?.arch.geometry.pageShift;
    return html`
      <div
        class="stage"
        part="stage"
        tabindex="0"
        role="listbox"
        aria-label="Address map"
        aria-activedescendant=${active < 0 ? nothing : `vma-${active}`}
        @keydown=${this.#onKey}
      >
        <canvas aria-hidden="true"></canvas>
        ${this.#place === null ? nothing : html`<div class="crosshair" aria-hidden="true"></div>`}
        ${shift === undefined ? nothing : listTemplate(this.#columns.vmas, active, shift)}
      </div>
      ${this.#place === null || shift === undefined ? nothing : tipTemplate(factsOf(this.#place, shift))}
      ${footTemplate(this.#columns, this.#readout(), {
        out: () => this.#zoomBy(1 / ZOOM_STEP),
        in: () => this.#zoomBy(ZOOM_STEP),
        all: () => this.showAll(),
      })}
      ${this.#theme.probes()} ${this.liveRegion()}
    `;
  }

  #readout(): string {
    const shift = this.view?.arch.geometry.pageShift;
    if (this.#scale === null || shift === undefined || this.#scale.isHome) return '';
    const { start, end } = this.#scale.visible();
    return rangeText(Math.floor(start), Math.ceil(end), shift);
  }

  #adoptView(): void {
    const { view } = this;
    this.#columns = vmaColumns(view?.vmas ?? []);
    this.#reader = view === null ? null : new TableReader(view.tables);
    this.#place = null;
  }

  #adoptAxis(): void {
    const { view } = this;
    const axis = addressAxis(view?.vmas ?? [], view?.arch.layout.taskSize ?? 1, !this.unfolded);
    const width = this.#scale?.width ?? this.#size.area?.width;
    if (width === undefined) return;
    this.#flight.stop();
    this.#scale = this.#scale === null ? this.#opened(axis, width) : this.#scale.movedTo(axis, width);
  }

  #adoptArea(area: Area | null): void {
    if (area === null) return;
    if (this.#scale === null) {
      const { view } = this;
      const axis = addressAxis(view?.vmas ?? [], view?.arch.layout.taskSize ?? 1, !this.unfolded);
      this.#scale = this.#opened(axis, area.width);
    } else if (this.#scale.width !== area.width) this.#scale = this.#scale.movedTo(this.#scale.axis, area.width);
  }

  #opened(axis: AddressAxis, width: number): AddressScale {
    const home = new AddressScale(axis, width);
    return this.opening === null ? home : home.fitted(this.opening);
  }

  #paintSoon(): void {
    if (this.#frame !== 0) return;
    this.#frame = inFrame(this, () => {
      this.#frame = 0;
      this.paint();
    });
  }

  /** Paints now. Returns the milliseconds that it took, for measurements. */
  paint(): number {
    const canvas = this.renderRoot.querySelector('canvas');
    const [area, theme, scale] = [this.#size.area, this.#theme.theme, this.#scale];
    const ctx = canvas?.getContext('2d', { alpha: false });
    if (!canvas || !ctx || area === null || theme === null || scale === null) return 0;
    const begin = performance.now();
    fitCanvas(ctx, area);
    ctx.fillStyle = theme.colour.canvas;
    ctx.fillRect(0, 0, area.width, area.height);
    if (this.view !== null && this.#reader !== null)
      drawAddressMap(ctx, {
        columns: this.#columns,
        scale,
        overview: scale.home(),
        bands: bandsIn(area.height),
        theme,
        patterns: this.#patternsFor(theme.colour.ink, area.ratio),
        changes: this.#changes,
        selection: this.#sweep ?? this.selection,
        hover: this.#place?.vma ?? null,
        reader: this.#reader,
        shift: this.view.arch.geometry.pageShift,
      });
    return performance.now() - begin;
  }

  #patternsFor(ink: string, ratio: number): readonly (CanvasPattern | null)[] {
    const key = `${ink} ${ratio}`;
    if (this.#patterns.key !== key) {
      const soft = ink.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.4)');
      this.#patterns = { key, list: kindPatterns(soft, ratio) };
    }
    return this.#patterns.list;
  }

  #listen(): void {
    const stage = this.renderRoot.querySelector<HTMLElement>('.stage');
    if (stage !== null) this.#unlisten ??= listenToGestures(stage, this.#gestures);
  }

  readonly #gestures: GestureTarget = {
    zoomAt: (x, factor) => this.#show(this.#scale?.zoomedAt(x, factor)),
    pan: (dx) => this.#show(this.#scale?.panned(dx)),
    centre: (x) => {
      const [scale, page] = [this.#scale, this.#scale?.home().pageAt(x)];
      if (scale !== null && page !== undefined) this.#show(scale.panned(scale.x(page) - scale.width / 2));
    },
    inOverview: (y) => inBand(bandsIn(this.#size.area?.height ?? 0).overview, y) && this.#scale?.isHome === false,
    hover: (x, y) => this.#hover(x, y),
    leave: () => this.#unhover(),
    click: (x, y) => this.#click(x, y),
    enlarge: (x) => {
      const vma = this.#vmaAtX(x);
      if (vma !== null) this.showRange(vma);
    },
    sweep: (from, to, done) => this.#swept(from, to, done),
    hasFocus: () => this.shadowRoot?.activeElement?.classList.contains('stage') === true,
  };

  #show(scale: AddressScale | null | undefined): void {
    if (scale === null || scale === undefined) return;
    this.#flight.stop();
    this.#place = null;
    this.#scale = scale;
    this.requestUpdate();
  }

  #flyTo(to: AddressScale): void {
    const from = this.#scale;
    if (from === null) return;
    if (this.#theme.theme?.reducedMotion !== false) return this.#show(to);
    this.#place = null;
    this.#flight.start(from.window, to.window, (window) => {
      this.#scale = to.withWindow(window);
      this.requestUpdate();
    });
  }

  /** Where the window is, or will be when it has arrived. */
  get #goal(): AddressScale | null {
    const [scale, { goal }] = [this.#scale, this.#flight];
    return scale === null || goal === null ? scale : scale.withWindow(goal);
  }

  #zoomBy(factor: number): void {
    const scale = this.#goal;
    if (scale === null) return;
    const at =
      this.selection === null ? scale.width / 2 : (scale.x(this.selection.start) + scale.x(this.selection.end)) / 2;
    const inside = at > 0 && at < scale.width;
    this.#flyTo(scale.zoomedAt(inside ? at : scale.width / 2, factor));
  }

  #vmaAtX(x: number): VmaView | null {
    return this.#scale === null ? null : vmaAt(this.#columns, Math.floor(this.#scale.pageAt(x)));
  }

  #hover(x: number, y: number): void {
    if (this.#scale === null || this.view === null) return;
    const inStrip = inBand(bandsIn(this.#size.area?.height ?? 0).overview, y);
    const page = vpn(Math.max(0, Math.floor((inStrip ? this.#scale.home() : this.#scale).pageAt(x))));
    const vma = vmaAt(this.#columns, page);
    const last = this.view.tables.root === null || vma === null ? undefined : this.view.tables.walk(page).at(-1);
    this.#place = { page, vma, hole: vma === null ? this.#holeAt(page) : null, entry: last ?? null, x, y };
    this.requestUpdate();
  }

  #holeAt(page: number): PageRange {
    const { vmas } = this.#columns;
    const next = firstAfter(this.#columns, page);
    return { start: vmas[next - 1]?.end ?? 0, end: vmas[next]?.start ?? this.#scale?.axis.end ?? page };
  }

  #unhover(): void {
    if (this.#place === null) return;
    this.#place = null;
    this.requestUpdate();
  }

  #placeTip(): void {
    const [place, area] = [this.#place, this.#size.area];
    const tip = this.renderRoot.querySelector('.tip');
    if (place === null || area === null || tip === null) return this.#sheet.set('');
    const box = tip.getBoundingClientRect();
    const [x, y] = [place.x * area.scale, place.y * area.scale];
    const left = x + 14 + box.width < area.width * area.scale ? x + 14 : Math.max(4, x - 14 - box.width);
    const top = Math.max(4, Math.min(y + 16, area.height * area.scale - box.height - 4));
    this.#sheet.set(
      `.tip{transform:translate(${Math.round(left)}px,${Math.round(top)}px)}` +
        `.crosshair{transform:translateX(${Math.round(x)}px)}`,
    );
  }

  #click(x: number, y: number): void {
    const [scale, bands] = [this.#scale, bandsIn(this.#size.area?.height ?? 0)];
    if (scale === null) return;
    const onPages = inBand(bands.pages, y) && scale.pagePx(scale.pageAt(x)) >= PAGE_PX;
    const page = vpn(Math.floor((inBand(bands.overview, y) ? scale.home() : scale).pageAt(x)));
    const vma = vmaAt(this.#columns, page);
    if (vma === null) this.select(null);
    else if (onPages) this.select({ kind: 'page', start: page, end: vpn(page + 1) });
    else this.#selectVma(vma);
  }

  #swept(from: number, to: number, done: boolean): void {
    const scale = this.#scale;
    if (scale === null) return;
    const [a, b] = [scale.pageAt(Math.min(from, to)), scale.pageAt(Math.max(from, to))];
    const range = { start: vpn(Math.floor(a)), end: vpn(Math.ceil(b)) };
    this.#sweep = done ? null : range;
    if (done) this.select({ kind: 'range', ...range });
    this.requestUpdate();
  }

  #selectVma(vma: VmaView): void {
    this.select({ kind: 'vma', id: vma.id, start: vma.start, end: vma.end });
    const shift = this.view?.arch.geometry.pageShift;
    if (shift !== undefined) this.say(sentenceOf(vma, shift));
  }

  #selectPage(page: number): void {
    const vma = vmaAt(this.#columns, page);
    const shift = this.view?.arch.geometry.pageShift;
    if (vma === null || shift === undefined || this.view === null) return;
    this.select({ kind: 'page', start: vpn(page), end: vpn(page + 1) });
    const entry = this.view.tables.walk(vpn(page)).at(-1) ?? null;
    this.say(factsOf({ page, vma, hole: null, entry }, shift).facts.at(-1)?.join(' ') ?? '');
  }

  #activeIndex(): number {
    if (this.selection === null) return -1;
    const i = firstAfter(this.#columns, this.selection.start);
    const vma = this.#columns.vmas[i];
    return vma !== undefined && vma.start < this.selection.end ? i : -1;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const action = keyAction(event);
    const scale = this.#goal;
    if (action === null || scale === null) return;
    event.preventDefault();
    const { vmas } = this.#columns;
    if (action.kind === 'scroll') return this.#flyTo(scale.panned(action.share * scale.width));
    if (action.kind === 'zoom') return this.#zoomBy(ZOOM_STEP ** action.steps);
    if (action.kind === 'all') return this.showAll();
    if (action.kind === 'none') return this.select(null);
    if (action.kind === 'fit') return this.selection === null ? this.showAll() : this.showRange(this.selection);
    if (action.kind === 'page') return this.#selectPage((this.selection?.start ?? vmas[0]?.start ?? 0) + action.by);
    const moved = action.kind === 'vma' ? this.#activeIndex() + action.by : 0;
    const to = action.kind === 'end' ? vmas.length - 1 : moved;
    const vma = vmas[Math.max(0, Math.min(vmas.length - 1, to))];
    if (vma !== undefined) this.#selectVma(vma);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-address-map': MmAddressMap;
  }
}
